/* process_extends.c - a process that changes single clauses of another and keeps the rest.
 *
 * The other is one of the program, over whose rows it then is, too, or a template of a standard
 * module, which leaves open who enters its stages. Both make one body: the stages of the extended
 * process in their order, each with the clauses that the extending one gives in place of its own.
 * What is kept is copied, since every process types its clauses for itself; the copies keep their
 * places, so that `why` shows where they stand.
 */
#include "sema/infer_impl.h"

/* What is extended. */
typedef struct Base {
  Text name;
  const Node *node;
  const Node *body;
  uint32_t column; /* SCHEMA_NONE: a template */
} Base;

static bool is_template(const Base *base) { return base->column == SCHEMA_NONE; }

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

/* The name of a stage stands where it was declared; of a template, which is nobody's declaration,
 * where the stage is taken over. */
static Node *merged_stage(Sema *s, const Node *own, const Node *base, bool template) {
  if (!own) return node_copy(s->arena, base);
  Node *stage = node_new(s->arena, NODE_STAGE, own->span);
  stage->flags = own->flags | (own->flags & (FLAG_START | FLAG_FINAL) ? 0 : base->flags);
  Node *doc = node_child(own, STAGE_DOC);
  stage->child[STAGE_NAME] = node_copy(s->arena, node_child(template ? own : base, STAGE_NAME));
  if (!doc && node_child(base, STAGE_DOC)) doc = node_copy(s->arena, node_child(base, STAGE_DOC));
  stage->child[STAGE_DOC] = doc;
  stage->child[STAGE_BODY] =
      merged_list(s, node_child(own, STAGE_BODY), node_child(base, STAGE_BODY));
  return stage;
}

static Node *merged_body(Sema *s, const Node *own, const Base *base) {
  Node *body = merged_list(s, own, base->body);
  for (uint32_t i = 0; i < base->body->count; i++) {
    const Node *node = base->body->child[i];
    if (node->kind != NODE_STAGE || !node_child(node, STAGE_NAME)) continue;
    const Node *stage = stage_in(own, node_child(node, STAGE_NAME)->text);
    node_push(s->arena, body, merged_stage(s, stage, node, is_template(base)));
  }
  return body;
}

/* Where a stage has nearly the name, either of the two may be misspelt: nothing more is said of the
 * stages. */
static void report_added(Sema *s, const Base *base, const Node *name) {
  Diag *d = sema_report(s, E_EXTENDS_STAGE, name->span, "`%.*s` has no stage `%.*s`",
                        TEXT_ARG(base->name), TEXT_ARG(name->text));
  sema_label(s, d, node_child(base->node, PROCESS_NAME)->span, "the process that is extended");
  Nearest nearest = nearest_start(name->text);
  for (uint32_t i = 0; i < base->body->count; i++)
    if (base->body->child[i]->kind == NODE_STAGE && node_child(base->body->child[i], STAGE_NAME))
      nearest_offer(&nearest, node_child(base->body->child[i], STAGE_NAME)->text);
  const Text best = nearest_found(&nearest);
  if (best.len) {
    if (!is_template(base)) s->states.at[base->column].segments_broken = true;
    sema_offer(s, d, name->span, "%.*s", TEXT_ARG(best));
  } else {
    sema_help(s, d, "an extending process changes clauses; it adds no stage and drops none");
  }
}

/* Stages given twice, or that the extended process does not have. */
static void check_own_stages(Sema *s, uint32_t column, const Base *base) {
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
      if (is_template(base)) s->states.at[column].segments_broken = true;
    }
  }
}

static bool enters(const Node *stage) {
  const Node *body = stage ? node_child(stage, STAGE_BODY) : NULL;
  for (uint32_t i = 0; body && i < body->count; i++)
    if (body->child[i]->kind == NODE_ENTER || body->child[i]->kind == NODE_BAD) return true;
  return false;
}

/* Stages of a template that the process does not mention: nobody says who enters them. */
static void check_left_open(Sema *s, uint32_t column, const Base *base) {
  const Declared *declared = &s->program->columns.at[column];
  Buffer open = buffer_in(s->arena);
  size_t count = 0;
  for (uint32_t i = 0; i < base->body->count; i++) {
    const Node *stage = base->body->child[i];
    if (stage->kind != NODE_STAGE || stage->flags & FLAG_START || enters(stage)) continue;
    if (stage_in(declared->body, node_child(stage, STAGE_NAME)->text)) continue;
    buffer_printf(&open, "%s`%.*s`", count++ ? ", " : "",
                  TEXT_ARG(node_child(stage, STAGE_NAME)->text));
  }
  if (!count || s->broken || s->states.at[column].segments_broken) return;
  s->states.at[column].segments_broken = true;
  Diag *d = sema_report(s, E_STAGE_ENTER, node_child(declared->node, PROCESS_NAME)->span,
                        "`%.*s` does not say who enters %.*s", TEXT_ARG(declared->name),
                        TEXT_ARG(buffer_view(&open)));
  sema_note(s, d, "`%.*s` leaves that to the process that extends it", TEXT_ARG(base->name));
  sema_help(s, d, "say when for each: `stage NAME { enter when ... }`");
}

static void extend(Sema *s, uint32_t column, const Base *base) {
  Declared *declared = &s->program->columns.at[column];
  ColumnState *state = &s->states.at[column];
  const bool own_rows = node_child(declared->node, PROCESS_SUBJECT);
  if (!declared->body || !base->body) return;
  check_own_stages(s, column, base);
  if (is_template(base)) check_left_open(s, column, base);
  state->base = base->name;
  state->changed = declared->body;
  declared->body = merged_body(s, declared->body, base);
  if (own_rows) return;
  if (is_template(base)) {
    declared->entity = default_entity(s, declared->node);
    return;
  }
  const Declared *other = &s->program->columns.at[base->column];
  declared->entity = other->entity;
  declared->where = other->where ? node_copy(s->arena, other->where) : NULL;
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
  for (size_t i = 0; i < s->templates.count; i++) nearest_offer(&nearest, s->templates.at[i].name);
  const Text best = nearest_found(&nearest);
  if (best.len) sema_offer(s, d, path->span, "%.*s", TEXT_ARG(best));
  return d;
}

static void report_circle(Sema *s, const Node *path) {
  Diag *d = sema_report(s, E_EXTENDS_CIRCLE, path->span, "`%.*s` extends itself",
                        TEXT_ARG(sema_source(s, path)));
  sema_help(s, d, "one process of the circle has to stand on its own");
}

/* In a standard module a bare name is one of its own. */
static const Name *base_meant(const Sema *s, const Node *path) {
  return name_find(s, path->kind == NODE_NAME ? name_declared(s, path) : sema_source(s, path));
}

static Base base_of_column(const Sema *s, uint32_t column) {
  const Declared *declared = &s->program->columns.at[column];
  return (Base){declared->name, declared->node, declared->body, column};
}

static Base base_of_template(const Template *template) {
  return (Base){template->name, template->node, template->body, SCHEMA_NONE};
}

/* Standard modules are sound: what they extend is there, and in no circle. */
static void resolve_template(Sema *s, uint32_t index) {
  Template *template = &s->templates.at[index];
  const Node *path = node_child(template->node, PROCESS_EXTENDS);
  if (!path || template->extends == STATE_DONE) return;
  template->extends = STATE_DONE;
  const Name *found = base_meant(s, path);
  if (!found || found->kind != NAME_TEMPLATE) return;
  resolve_template(s, found->index);
  const Base base = base_of_template(&s->templates.at[found->index]);
  template->body = merged_body(s, template->body, &base);
}

static void resolve_one(Sema *s, uint32_t column);

/* False after a report. */
static bool find_base(Sema *s, const Node *path, Base *base) {
  const Name *found = base_meant(s, path);
  if (found && found->kind == NAME_TEMPLATE) {
    resolve_template(s, found->index);
    *base = base_of_template(&s->templates.at[found->index]);
    return true;
  }
  if (!found || found->kind != NAME_COLUMN ||
      s->program->columns.at[found->index].kind != DECLARATION_PROCESS) {
    if (!s->broken) report_base(s, path, found);
    return false;
  }
  if (s->states.at[found->index].extends == STATE_BUSY) {
    report_circle(s, path);
    return false;
  }
  resolve_one(s, found->index);
  *base = base_of_column(s, found->index);
  return true;
}

static void resolve_one(Sema *s, uint32_t column) {
  const Node *path = node_child(s->program->columns.at[column].node, PROCESS_EXTENDS);
  ColumnState *state = &s->states.at[column];
  Base base;
  if (!path || state->extends == STATE_DONE) return;
  state->extends = STATE_BUSY;
  state->segments_broken = true;
  if (find_base(s, path, &base)) {
    const bool template = is_template(&base);
    state->segments_broken = !template && s->states.at[base.column].segments_broken;
    extend(s, column, &base);
    state->same_rows = !template && s->program->columns.at[column].entity ==
                                        s->program->columns.at[base.column].entity;
  }
  state->extends = STATE_DONE;
}

void processes_extend(Sema *s) {
  for (uint32_t i = 0; i < s->program->columns.count; i++)
    if (s->program->columns.at[i].kind == DECLARATION_PROCESS) resolve_one(s, i);
}

const Node *process_base(const Program *program, const Process *process) {
  const Sema *s = program->analysis;
  const Name *found = process->base.len ? name_find(s, process->base) : NULL;
  if (!found) return NULL;
  return found->kind == NAME_TEMPLATE ? s->templates.at[found->index].body
                                      : program->columns.at[found->index].body;
}
