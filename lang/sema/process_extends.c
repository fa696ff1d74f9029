/* process_extends.c - a process that changes single clauses of another and keeps the rest.
 *
 * Both make one body: the stages of the extended process in their order, each with the clauses that
 * the extending one gives in place of its own. What is kept is copied, since every process types
 * its clauses for itself; the copies keep their places, so that `why` shows where they stand.
 */
#include "sema/infer_impl.h"

static Node *stage_in(const Node *body, Text name) {
  for (uint32_t i = 0; body && i < body->count; i++) {
    Node *node = body->child[i];
    if (node->kind == NODE_STAGE && node_child(node, STAGE_NAME) &&
        text_equal(node_child(node, STAGE_NAME)->text, name))
      return node;
  }
  return NULL;
}

/* The same clause: of metas, the same word. */
static bool is_replaced(const Node *clause, const Node *by) {
  for (uint32_t i = 0; by && i < by->count; i++) {
    const Node *other = by->child[i];
    if (other->kind == clause->kind && other->kind != NODE_STAGE &&
        (other->kind != NODE_META || text_equal(other->text, clause->text)))
      return true;
  }
  return false;
}

static Node *merged_list(Sema *s, const Node *own, const Node *base) {
  Node *list = node_new(s->arena, NODE_LIST, base ? base->span : own->span);
  for (uint32_t i = 0; base && i < base->count; i++)
    if (base->child[i]->kind != NODE_STAGE && !is_replaced(base->child[i], own))
      node_push(s->arena, list, node_copy(s->arena, base->child[i]));
  for (uint32_t i = 0; own && i < own->count; i++)
    if (own->child[i]->kind != NODE_STAGE) node_push(s->arena, list, own->child[i]);
  return list;
}

static Node *merged_stage(Sema *s, const Node *own, const Node *base) {
  if (!own) return node_copy(s->arena, base);
  Node *stage = node_new(s->arena, NODE_STAGE, own->span);
  stage->flags = own->flags | (own->flags & (FLAG_START | FLAG_FINAL) ? 0 : base->flags);
  Node *doc = node_child(own, STAGE_DOC);
  stage->child[STAGE_NAME] = node_copy(s->arena, node_child(base, STAGE_NAME));
  if (!doc && node_child(base, STAGE_DOC)) doc = node_copy(s->arena, node_child(base, STAGE_DOC));
  stage->child[STAGE_DOC] = doc;
  stage->child[STAGE_BODY] =
      merged_list(s, node_child(own, STAGE_BODY), node_child(base, STAGE_BODY));
  return stage;
}

/* Where a stage has nearly the name, either of the two may be misspelt: nothing more is said of the
 * stages. */
static void report_added(Sema *s, const Declared *base, const Node *name) {
  Diag *d = sema_report(s, E_EXTENDS_STAGE, name->span, "`%.*s` has no stage `%.*s`",
                        TEXT_ARG(base->name), TEXT_ARG(name->text));
  sema_label(s, d, node_child(base->node, PROCESS_NAME)->span, "the process that is extended");
  Nearest nearest = nearest_start(name->text);
  for (uint32_t i = 0; i < base->body->count; i++)
    if (base->body->child[i]->kind == NODE_STAGE && node_child(base->body->child[i], STAGE_NAME))
      nearest_offer(&nearest, node_child(base->body->child[i], STAGE_NAME)->text);
  const Text best = nearest_found(&nearest);
  if (best.len) {
    s->states.at[base - s->program->columns.at].segments_broken = true;
    sema_offer(s, d, name->span, "%.*s", TEXT_ARG(best));
  } else {
    sema_help(s, d, "an extending process changes clauses; it adds no stage and drops none");
  }
}

/* Stages given twice, or that the extended process does not have. */
static void check_own_stages(Sema *s, uint32_t column, const Declared *base) {
  const Node *body = s->program->columns.at[column].body;
  for (uint32_t i = 0; body && i < body->count; i++) {
    const Node *node = body->child[i];
    const Node *name = node->kind == NODE_STAGE ? node_child(node, STAGE_NAME) : NULL;
    if (!name || s->broken) continue;
    const Node *first = stage_in(body, name->text);
    if (first != node) {
      Diag *d = sema_report(s, E_DUPLICATE_STAGE, name->span, "two stages are called `%.*s`",
                            TEXT_ARG(name->text));
      sema_label(s, d, node_child(first, STAGE_NAME)->span, "first declared here");
      sema_help(s, d, "make one of both");
    } else if (!stage_in(base->body, name->text)) {
      report_added(s, base, name);
    }
  }
}

static void extend(Sema *s, uint32_t column, const Declared *base) {
  Declared *declared = &s->program->columns.at[column];
  if (!declared->body || !base->body) return;
  check_own_stages(s, column, base);
  Node *body = merged_list(s, declared->body, base->body);
  for (uint32_t i = 0; i < base->body->count; i++) {
    const Node *node = base->body->child[i];
    if (node->kind != NODE_STAGE || !node_child(node, STAGE_NAME)) continue;
    const Node *own = stage_in(declared->body, node_child(node, STAGE_NAME)->text);
    node_push(s->arena, body, merged_stage(s, own, node));
  }
  declared->body = body;
  if (node_child(declared->node, PROCESS_SUBJECT)) return;
  declared->entity = base->entity;
  declared->where = base->where ? node_copy(s->arena, base->where) : NULL;
}

static Diag *report_base(Sema *s, const Node *path, const Name *found) {
  Diag *d = sema_report(s, E_EXTENDS, path->span,
                        found ? "`%.*s` is no process" : "there is no process `%.*s`",
                        TEXT_ARG(sema_source(s, path)));
  if (found) {
    sema_label(s, d, found->node->span, "declared here");
    return d;
  }
  Nearest nearest = nearest_start(sema_source(s, path));
  for (size_t i = 0; i < s->program->columns.count; i++)
    if (s->program->columns.at[i].kind == DECLARATION_PROCESS)
      nearest_offer(&nearest, s->program->columns.at[i].name);
  const Text best = nearest_found(&nearest);
  if (best.len) sema_offer(s, d, path->span, "%.*s", TEXT_ARG(best));
  return d;
}

static void report_circle(Sema *s, const Node *path) {
  Diag *d = sema_report(s, E_EXTENDS_CIRCLE, path->span, "`%.*s` extends itself",
                        TEXT_ARG(sema_source(s, path)));
  sema_help(s, d, "one process of the circle has to stand on its own");
}

static void resolve_one(Sema *s, uint32_t column) {
  const Node *path = node_child(s->program->columns.at[column].node, PROCESS_EXTENDS);
  ColumnState *state = &s->states.at[column];
  if (!path || state->extends == STATE_DONE) return;
  const Name *found = name_find(s, sema_source(s, path));
  state->extends = STATE_BUSY;
  const bool process = found && found->kind == NAME_COLUMN &&
                       s->program->columns.at[found->index].kind == DECLARATION_PROCESS;
  state->segments_broken = true;
  if (!process) {
    if (!s->broken) report_base(s, path, found);
  } else if (s->states.at[found->index].extends == STATE_BUSY) {
    report_circle(s, path);
  } else {
    state->segments_broken = false;
    resolve_one(s, found->index);
    state = &s->states.at[column];
    state->segments_broken = s->states.at[found->index].segments_broken;
    extend(s, column, &s->program->columns.at[found->index]);
    state->same_rows =
        s->program->columns.at[column].entity == s->program->columns.at[found->index].entity;
  }
  s->states.at[column].extends = STATE_DONE;
}

void processes_extend(Sema *s) {
  for (uint32_t i = 0; i < s->program->columns.count; i++)
    if (s->program->columns.at[i].kind == DECLARATION_PROCESS) resolve_one(s, i);
}
