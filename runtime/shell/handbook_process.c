/* handbook_process.c - a process stage by stage, and what it changes of another one. */
#include "shell/handbook_gather.h"

/* The day is a field beside the stage. */
static Text history(const Handing *h, const Node *clause) {
  const Node *stage = node_child(clause, HISTORY_STAGE), *at = node_child(clause, HISTORY_AT);
  const bool path = stage->kind == NODE_PATH && at->kind == NODE_NAME;
  const Text day =
      path ? text_of(arena_printf(h->arena, "`%.*s.%.*s`",
                                  TEXT_ARG(node_child(stage, PATH_BASE)->text), TEXT_ARG(at->text)))
           : hand_words(h, at);
  return text_of(arena_printf(h->arena, "%.*s, on the day %.*s", TEXT_ARG(hand_words(h, stage)),
                              TEXT_ARG(day)));
}

static Text clause_words(const Handing *h, const Node *clause) {
  if (!clause) return TEXT("");
  switch (clause->kind) {
  case NODE_META:
    return words_text(h->arena, hand_string(node_child(clause, META_VALUE)));
  case NODE_NEXT: {
    Buffer out = buffer_in(h->arena);
    for (uint32_t i = 0; i < clause->count; i++) {
      if (i) buffer_str(&out, ", ");
      buffer_text(&out, words_name(h->arena, clause->child[i]->text));
    }
    return buffer_view(&out);
  }
  case NODE_PRODUCES:
    return hand_names(h, clause);
  case NODE_HISTORY:
    return history(h, clause);
  default:
    return clause->count ? hand_words(h, clause->child[0]) : TEXT("");
  }
}

/* ---- Stages ---- */

static HandbookStage stage(const Handing *h, const Declared *declared, const Stage *stage) {
  const Node *owner = hand_clause(stage->body, NODE_META, "owner");
  HandbookStage made = {
      .id = handbook_anchor(h->book, arena_printf(h->arena, "%.*s-", TEXT_ARG(declared->name)),
                            stage->name->text),
      .name = words_name(h->arena, stage->name->text),
      .doc = hand_string(node_child(stage->node, STAGE_DOC)),
      .owner = owner ? clause_words(h, owner) : words_text(h->arena, declared->owner),
      .start = stage->start,
      .final = stage->final,
      .limit = clause_words(h, stage->within),
      .enter = clause_words(h, stage->enter),
      .leave = clause_words(h, stage->leave),
      .produces = clause_words(h, stage->produces),
      .next = stage->to,
      .next_count = stage->to_count,
  };
  hand_owned(h, made.owner, "the stage",
             text_of(arena_printf(h->arena, "%.*s of `%.*s`", TEXT_ARG(made.name),
                                  TEXT_ARG(declared->name))));
  return made;
}

/* ---- What differs ---- */

static const char *clause_kind(const Node *clause) {
  switch (clause->kind) {
  case NODE_ENTER:
    return "who enters";
  case NODE_LEAVE:
    return "when it is left";
  case NODE_WITHIN:
    return "how long it may take";
  case NODE_NEXT:
    return "what follows";
  case NODE_PRODUCES:
    return "what it fills in";
  case NODE_CURRENT:
    return "where the stage is recorded";
  case NODE_HISTORY:
    return "where entries are recorded";
  case NODE_META:
    return text_equal(clause->text, TEXT("owner")) ? "who owns it" : "where it comes from";
  default:
    return NULL;
  }
}

static const Node *same_clause(const Node *body, const Node *clause) {
  for (uint32_t i = 0; body && i < body->count; i++)
    if (body->child[i]->kind == clause->kind &&
        (clause->kind != NODE_META || text_equal(body->child[i]->text, clause->text)))
      return body->child[i];
  return NULL;
}

static const Node *stage_in(const Node *body, Text name) {
  for (uint32_t i = 0; body && i < body->count; i++)
    if (body->child[i]->kind == NODE_STAGE &&
        text_equal(node_child(body->child[i], STAGE_NAME)->text, name))
      return body->child[i];
  return NULL;
}

static void change(const Handing *h, HandbookProcess *process, Text stage, const char *what,
                   Text here, Text there) {
  if (!text_equal(here, there))
    *VEC_PUSH(h->arena, &process->changes) = (HandbookChange){stage, what, here, there};
}

static void changes_of(const Handing *h, HandbookProcess *process, Text stage, const Node *own,
                       const Node *base) {
  for (uint32_t i = 0; own && i < own->count; i++) {
    const char *what = clause_kind(own->child[i]);
    if (what)
      change(h, process, stage, what, clause_words(h, own->child[i]),
             clause_words(h, same_clause(base, own->child[i])));
  }
}

static void changes(const Handing *h, HandbookProcess *process, const Declared *declared) {
  const Node *own = declared->process->changed;
  const Node *base = process_base(h->program, declared->process);
  changes_of(h, process, TEXT(""), own, base);
  for (uint32_t i = 0; own && i < own->count; i++) {
    const Node *node = own->child[i];
    if (node->kind != NODE_STAGE) continue;
    const Node *other = stage_in(base, node_child(node, STAGE_NAME)->text);
    const Text name = words_name(h->arena, node_child(node, STAGE_NAME)->text);
    const Node *doc = node_child(node, STAGE_DOC);
    if (doc)
      change(h, process, name, "what it is for", hand_string(doc),
             hand_string(other ? node_child(other, STAGE_DOC) : NULL));
    changes_of(h, process, name, node_child(node, STAGE_BODY),
               other ? node_child(other, STAGE_BODY) : NULL);
  }
}

static bool is_declared(const Handing *h, Text name) {
  for (size_t i = 0; i < h->program->columns.count; i++)
    if (text_equal(h->program->columns.at[i].name, name)) return true;
  return false;
}

void hand_process(const Handing *h, const Declared *declared) {
  const Process *process = declared->process;
  const size_t index = h->book->processes.count;
  const bool standard = process->base.len && !is_declared(h, process->base);
  *VEC_PUSH(h->arena, &h->book->processes) = (HandbookProcess){
      .head = hand_head(h, declared),
      .base = standard ? words_name(h->arena, process->base) : process->base,
      .standard = standard,
      .current = hand_words(h, declared->current),
      .history = clause_words(h, process->history),
  };
  HandbookProcess *made = &h->book->processes.at[index];
  for (uint32_t i = 0; i < process->count; i++)
    *VEC_PUSH(h->arena, &made->stages) = stage(h, declared, &process->stages[i]);
  if (process->base.len) changes(h, made, declared);
}
