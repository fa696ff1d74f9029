/* process_history.c - the rows that say when each stage was entered: `history ENTITY.STAGE at DAY`.
 */
#include "sema/infer_impl.h"

static Text nearest_field(const EntitySchema *entity, Text name, TypeKind kind) {
  Nearest nearest = nearest_start(name);
  for (uint32_t i = 0; i < entity->field_count; i++)
    if (entity->fields[i].type.kind == kind) nearest_offer(&nearest, entity->fields[i].name);
  return nearest_found(&nearest);
}

/* Where a field was declared. */
static Span field_span(const Sema *s, uint32_t entity, Text name) {
  const Node *body = node_child(s->program->entity_nodes.at[entity], ENTITY_BODY);
  for (uint32_t i = 0; body && i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind == NODE_FIELD && text_equal(path_name(node_child(node, FIELD_NAME)), name))
      return node->span;
  }
  return (Span){0};
}

/* The field of the wanted type, or SCHEMA_NONE after a report. */
static uint32_t history_field(Sema *s, uint32_t child, const Node *name, TypeKind kind,
                              DiagCode code, const char *what) {
  const EntitySchema *entity = &s->program->entities.at[child];
  const uint32_t field = schema_field(entity, name->text);
  if (field != SCHEMA_NONE && entity->fields[field].type.kind == kind) return field;
  if (s->broken || (field != SCHEMA_NONE && !entity->fields[field].type.kind)) return SCHEMA_NONE;
  Diag *d;
  if (field == SCHEMA_NONE) {
    d = sema_report(s, code, name->span, "`%.*s` has no field `%.*s`", TEXT_ARG(entity->name),
                    TEXT_ARG(name->text));
    sema_label(s, d, node_child(s->program->entity_nodes.at[child], ENTITY_NAME)->span,
               "declared here");
  } else {
    d = sema_report(s, code, name->span, "%s needs %s, not %.*s", what,
                    kind == TYPE_DATE ? "a date" : "an enumeration of stages",
                    TEXT_ARG(sema_a_type(s, entity->fields[field].type)));
    sema_label(s, d, field_span(s, child, name->text), "declared here");
  }
  const Text best = nearest_field(entity, name->text, kind);
  if (best.len)
    sema_offer(s, d, name->span, "%.*s", TEXT_ARG(best));
  else
    sema_help(s, d, "name the field of `%.*s` %s", TEXT_ARG(entity->name),
              kind == TYPE_DATE ? "with the day on which the stage was entered"
                                : "with the stage that was entered");
  return SCHEMA_NONE;
}

/* How the rows lead to those of the process; false after a report. */
static bool history_reference(Sema *s, const Declared *declared, Process *process,
                              const Node *name) {
  process->via = SCHEMA_NONE;
  if (declared->entity == IMAGE_PROGRAM) return true;
  process->via = reference_to(s, process->child, declared->entity);
  if (process->via != SCHEMA_NONE || s->broken) return process->via != SCHEMA_NONE;
  const EntitySchema *child = &s->program->entities.at[process->child];
  const EntitySchema *parent = &s->program->entities.at[declared->entity];
  uint32_t found = 0;
  for (uint32_t i = 0; i < child->field_count; i++)
    if (!child->fields[i].type.kind) return false; /* reported: it may be the one */
  for (uint32_t i = 0; i < child->field_count; i++)
    found += child->fields[i].type.kind == TYPE_REF && child->fields[i].type.of == declared->entity;
  Diag *d = sema_report(s, E_HISTORY_REFERENCE, name->span,
                        found ? "`%.*s` refers to `%.*s` in more than one way"
                              : "`%.*s` does not refer to `%.*s`",
                        TEXT_ARG(child->name), TEXT_ARG(parent->name));
  sema_label(s, d, node_child(s->program->entity_nodes.at[process->child], ENTITY_NAME)->span,
             "declared here");
  if (found)
    sema_help(s, d, "a history has one reference to the rows that went through the process");
  else
    sema_help(s, d, "give it a field, for example `%.*s: ref %.*s`", TEXT_ARG(parent->name),
              TEXT_ARG(parent->name));
  return false;
}

static void read_history(Sema *s, uint32_t column, const Node *history) {
  Declared *declared = &s->program->columns.at[column];
  Process *process = declared->process;
  const Node *path = node_child(history, HISTORY_STAGE), *at = node_child(history, HISTORY_AT);
  if (!path || !at || declared->entity == SCHEMA_NONE) return;
  const Node *base = path->kind == NODE_PATH ? node_child(path, PATH_BASE) : path;
  const Node *stage = path->kind == NODE_PATH ? node_child(path, PATH_NAME) : NULL;
  if (!base || base->kind != NODE_NAME) return;
  if (!stage) {
    Diag *d = sema_report(s, E_HISTORY_STAGE, path->span, "`history` names a field of other rows");
    sema_help(s, d, "name the entity and its field, for example `stage_change.stage`");
    return;
  }
  process->child = entity_named(s, base);
  if (process->child == SCHEMA_NONE) return;
  if (process->child == IMAGE_PROGRAM) {
    Diag *d = sema_report(s, E_HISTORY_STAGE, base->span, "the program has no rows of history");
    sema_help(s, d, "name the entity whose rows say when each stage was entered");
    return;
  }
  process->stage_field =
      history_field(s, process->child, stage, TYPE_ENUM, E_HISTORY_STAGE, "`history`");
  process->at_field = history_field(s, process->child, at, TYPE_DATE, E_HISTORY_AT, "`at`");
  if (!history_reference(s, declared, process, base)) return;
  if (process->stage_field == SCHEMA_NONE || process->at_field == SCHEMA_NONE) return;
  const Type type = s->program->entities.at[process->child].fields[process->stage_field].type;
  if (!s->states.at[column].segments_broken)
    recorded_members(s, column, type, stage, field_span(s, process->child, stage->text));
  process->history = history;
}

/* A limit that nobody can hold against anything. */
static void check_limits(Sema *s, const Declared *declared, bool history) {
  for (uint32_t i = 0; i < declared->process->count && !history && !s->broken; i++) {
    const Stage *stage = &declared->process->stages[i];
    if (!stage->within || !process_owns(declared, stage->within)) continue;
    Diag *d = sema_report(s, W_WITHIN_WITHOUT_HISTORY, stage->within->span,
                          "nobody knows since when a row is in its stage");
    sema_help(s, d,
              "name the rows that say when a stage was entered: `history ENTITY.STAGE at DAY`");
    return;
  }
}

void check_history(Sema *s, uint32_t column) {
  const Declared *declared = &s->program->columns.at[column];
  const Node *history = NULL;
  for (uint32_t i = 0; declared->body && i < declared->body->count; i++)
    if (declared->body->child[i]->kind == NODE_HISTORY)
      history = clause_once(s, history, declared->body->child[i], "history");
  DiagSink *diags = s->diags;
  if (history && process_inherits(declared, history)) s->diags = s->scrap;
  if (history) read_history(s, column, history);
  s->diags = diags;
  check_limits(s, declared, history);
}
