/* check_process.c - the stages of a process and their clauses.
 *
 * Before anything is typed the stages are listed, with those of the process that this one extends
 * (process_extends.c), and make the enumeration: the stages in their order, then `not_applicable`.
 * What the ways between them are worth is process_graph.c's to say.
 */
#include "sema/infer_impl.h"

bool process_owns(const Declared *declared, const Node *node) {
  return node->span.lo >= declared->node->span.lo && node->span.hi <= declared->node->span.hi;
}

bool process_inherits(const Declared *declared, const Node *node) {
  return declared->process && declared->process->same_rows && !process_owns(declared, node);
}

/* --- the list of stages --- */

/* False after a report. */
static bool check_stage_name(Sema *s, const Node *name, const Process *process) {
  if (text_equal(name->text, TEXT("not_applicable"))) {
    Diag *d = sema_report(s, E_RESERVED_STAGE, name->span, "a stage cannot be called `%.*s`",
                          TEXT_ARG(name->text));
    sema_help(s, d, "every process has this name already: choose another");
    return false;
  }
  for (uint32_t i = 0; i < process->count; i++) {
    if (!text_equal(process->stages[i].name->text, name->text)) continue;
    Diag *d = sema_report(s, E_DUPLICATE_STAGE, name->span, "two stages are called `%.*s`",
                          TEXT_ARG(name->text));
    sema_label(s, d, process->stages[i].name->span, "first declared here");
    sema_help(s, d, "give one of them another name, or make one of both");
    return false;
  }
  return true;
}

static void add_stage(Process *process, const Node *node) {
  Stage *stage = &process->stages[process->count++];
  *stage = (Stage){.node = node,
                   .name = node_child(node, STAGE_NAME),
                   .body = node_child(node, STAGE_BODY),
                   .start = node->flags & FLAG_START,
                   .final = node->flags & FLAG_FINAL};
  for (uint32_t i = 0; stage->body && i < stage->body->count; i++) {
    const Node *clause = stage->body->child[i];
    if (clause->kind == NODE_ENTER) stage->enter = clause;
    if (clause->kind == NODE_LEAVE) stage->leave = clause;
    if (clause->kind == NODE_WITHIN) stage->within = clause;
    if (clause->kind == NODE_NEXT) stage->next = clause;
    if (clause->kind == NODE_PRODUCES) stage->produces = clause;
  }
}

static void add_members(Sema *s, Declared *declared) {
  const Process *process = declared->process;
  EnumMember *members = ARENA_ARRAY(s->arena, EnumMember, process->count + 1);
  for (uint32_t i = 0; i < process->count; i++)
    members[i] = (EnumMember){process->stages[i].name->text, process->stages[i].name->text};
  members[process->count] = (EnumMember){TEXT("not_applicable"), TEXT("not_applicable")};
  declared->members = enum_add(s, declared->name, members, process->count + 1);
  declared->type = (Type){.kind = TYPE_ENUM, .of = declared->members};
}

void process_declare(Sema *s, uint32_t column) {
  Declared *declared = &s->program->columns.at[column];
  const Node *body = declared->body;
  const uint32_t most = body ? body->count : 0;
  Process *process = ARENA_NEW(s->arena, Process);
  process->stages = ARENA_ARRAY(s->arena, Stage, most);
  process->same_rows = s->states.at[column].same_rows;
  process->base = s->states.at[column].base;
  process->changed = s->states.at[column].changed;
  bool *broken = &s->states.at[column].segments_broken;
  for (uint32_t i = 0; i < most; i++) {
    Node *node = body->child[i];
    *broken = *broken || node->kind == NODE_BAD;
    if (node->kind != NODE_STAGE || !node_child(node, STAGE_NAME)) continue;
    if (check_stage_name(s, node_child(node, STAGE_NAME), process))
      add_stage(process, node);
    else
      *broken = true;
  }
  if (!process->count && !s->broken && !*broken) {
    *broken = true;
    Diag *d = sema_report(s, E_NO_STAGES, node_child(declared->node, PROCESS_NAME)->span,
                          "the process `%.*s` has no stages", TEXT_ARG(declared->name));
    sema_help(s, d, "add one: `stage NAME start { ... }`");
  }
  declared->process = process;
  add_members(s, declared);
}

/* --- clauses --- */

static void check_produces(Sema *s, uint32_t column, Node *name) {
  const Declared *declared = &s->program->columns.at[column];
  const EntitySchema *entity = &s->program->entities.at[declared->entity];
  const Scope scope = column_scope(s, column);
  if (schema_field(entity, name->text) != SCHEMA_NONE) {
    infer(s, &scope, name, type_of(TYPE_NONE));
    return;
  }
  if (name_is_broken(s, name) || unknown_again(s, declared->entity, name)) return;
  Diag *d = sema_report(s, E_PRODUCES, name->span, "`%.*s` has no field `%.*s`",
                        TEXT_ARG(entity->name), TEXT_ARG(name->text));
  Nearest nearest = nearest_start(name->text);
  unknown_remember(s, declared->entity, name->text, d);
  for (uint32_t i = 0; i < entity->field_count; i++)
    nearest_offer(&nearest, entity->fields[i].name);
  const Text best = nearest_found(&nearest);
  if (best.len)
    sema_offer(s, d, name->span, "%.*s", TEXT_ARG(best));
  else
    sema_help(s, d, "`produces` names the field of the data that the stage fills in");
}

static void check_clause(Sema *s, uint32_t column, Node *clause) {
  const Scope scope = column_scope(s, column);
  switch (clause->kind) {
  case NODE_ENTER:
    infer_condition(s, &scope, node_child(clause, ENTER_CONDITION), "`enter when`");
    break;
  case NODE_LEAVE:
    infer_condition(s, &scope, node_child(clause, LEAVE_CONDITION), "`leave when`");
    break;
  case NODE_WITHIN:
    check_time_step(s, &scope, node_child(clause, WITHIN_STEP), "`within`", true);
    break;
  case NODE_PRODUCES:
    for (uint32_t i = 0; i < clause->count; i++) check_produces(s, column, clause->child[i]);
    break;
  default:
    break;
  }
}

/* What was inherited does not fit these rows: who inherited it. */
static void label_inherited(Sema *s, const Declared *declared, size_t before) {
  if (diag_count(s->diags) == before) return;
  sema_label(s, diag_last(s->diags), node_child(declared->node, PROCESS_NAME)->span,
             "inherited by this process");
}

/* What was inherited from a process over the same rows was reported there. */
static void check_clauses(Sema *s, uint32_t column, const Stage *stage) {
  static const struct {
    NodeKind kind;
    const char *word;
  } once[] = {{NODE_ENTER, "enter"},
              {NODE_LEAVE, "leave"},
              {NODE_WITHIN, "within"},
              {NODE_NEXT, "next"},
              {NODE_PRODUCES, "produces"}};
  enum { COUNT = sizeof once / sizeof *once };
  const Node *first[COUNT] = {NULL};
  DiagSink *diags = s->diags;
  for (uint32_t i = 0; stage->body && i < stage->body->count; i++) {
    Node *clause = stage->body->child[i];
    const Declared *declared = &s->program->columns.at[column];
    const bool inherited = process_inherits(declared, clause);
    for (size_t k = 0; k < COUNT && !inherited; k++)
      if (clause->kind == once[k].kind) first[k] = clause_once(s, first[k], clause, once[k].word);
    if (inherited) s->diags = s->scrap;
    const size_t before = diag_count(s->diags);
    check_clause(s, column, clause);
    if (!process_owns(declared, clause)) label_inherited(s, declared, before);
    s->diags = diags;
  }
  check_meta(s, stage->body, NULL);
}

static bool has_start(const Process *process) {
  for (uint32_t i = 0; i < process->count; i++)
    if (process->stages[i].start) return true;
  return false;
}

/* Only where a process starts may anyone enter. Where none starts it, it is the first that should
 * (process_graph.c). */
static void check_entry(Sema *s, const Declared *declared, const Stage *stage) {
  if (stage->enter || stage->start || s->broken || !process_owns(declared, stage->name)) return;
  if (s->states.at[declared - s->program->columns.at].segments_broken) return;
  if (stage == declared->process->stages && !has_start(declared->process)) return;
  for (uint32_t i = 0; stage->body && i < stage->body->count; i++)
    if (stage->body->child[i]->kind == NODE_BAD) return;
  Diag *d = sema_report(s, E_STAGE_ENTER, stage->name->span, "`%.*s` does not say who enters it",
                        TEXT_ARG(stage->name->text));
  sema_help(s, d, "say when: `enter when ...`; only a `start` stage may leave that out");
}

/* --- formality --- */

static bool has_owner(const Node *body) {
  for (uint32_t i = 0; body && i < body->count; i++)
    if (body->child[i]->kind == NODE_META && text_equal(body->child[i]->text, TEXT("owner")))
      return true;
  return false;
}

static void note_stage(Sema *s, const Declared *declared, const Stage *stage) {
  const bool doc = node_child(stage->node, STAGE_DOC);
  const bool history = declared->process->history; /* without it nobody can hold a limit */
  const struct {
    bool lacks;
    const char *what;
  } asked[] = {{!doc, "a doc string"},
               {!has_owner(stage->body) && !has_owner(declared->body), "an owner"},
               {!stage->within && !stage->final && history, "a limit (`within`)"},
               {!stage->leave && !stage->produces && !stage->final, "a criterion to leave it"}};
  Buffer out = buffer_in(s->arena);
  size_t lacking = 0, listed = 0;
  for (size_t i = 0; i < 4; i++) lacking += asked[i].lacks;
  for (size_t i = 0; i < 4; i++) {
    if (!asked[i].lacks) continue;
    listed++;
    buffer_printf(&out, "%s%s",
                  listed == 1         ? ""
                  : listed == lacking ? " and "
                                      : ", ",
                  asked[i].what);
  }
  if (!lacking) return;
  sema_report(s, N_STAGE_INFORMAL, stage->name->span, "the stage `%.*s` lacks %.*s",
              TEXT_ARG(stage->name->text), TEXT_ARG(buffer_view(&out)));
}

static void note_formality(Sema *s, const Declared *declared) {
  const Node *name = node_child(declared->node, PROCESS_NAME);
  if (!node_child(declared->node, PROCESS_DOC) && !node_child(declared->node, PROCESS_EXTENDS))
    sema_report(s, N_STAGE_INFORMAL, name->span, "the process `%.*s` lacks a doc string",
                TEXT_ARG(declared->name));
  for (uint32_t i = 0; i < declared->process->count; i++)
    if (process_owns(declared, declared->process->stages[i].name))
      note_stage(s, declared, &declared->process->stages[i]);
}

void check_process(Sema *s, uint32_t column) {
  Declared *declared = &s->program->columns.at[column];
  const size_t errors = diag_errors(s->diags);
  for (uint32_t i = 0; declared->entity != SCHEMA_NONE && i < declared->process->count; i++) {
    check_clauses(s, column, &s->program->columns.at[column].process->stages[i]);
    check_entry(s, declared, &declared->process->stages[i]);
  }
  check_meta(s, declared->body, declared);
  check_history(s, column);
  if (s->broken || s->states.at[column].segments_broken || declaration_has_slip(s, declared->node))
    return;
  check_process_graph(s, column);
  if (diag_errors(s->diags) == errors) note_formality(s, declared);
}
