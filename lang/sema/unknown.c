/* unknown.c - a name that means nothing where it stands: what may have been meant.
 *
 * It is reported once a program: the second use of one slip is no second mistake. After syntax
 * errors nothing is said, since the name may have been declared in what was left out.
 */
#include "sema/infer_impl.h"

enum { PLACES_SHOWN = 3 };

void unknown_remember(Sema *s, Text name, Diag *report) {
  map_add(s->unknown, name, (uint32_t)s->unknown_reports.count);
  *VEC_PUSH(s->arena, &s->unknown_reports) = report;
}

Diag *unknown_reported(const Sema *s, const Node *name) {
  const uint32_t index = map_get(s->unknown, name->text);
  return index == MAP_NONE ? NULL : s->unknown_reports.at[index];
}

void unknown_again(Sema *s, const Node *name, bool mends) {
  Diag *d = unknown_reported(s, name);
  for (size_t i = 0; i < d->edits.count; i++) {
    if (d->edits.at[i].span.lo == name->span.lo) return; /* a definition's body, typed again */
  }
  if (d->span.lo == name->span.lo) return;
  if (d->labels.count < PLACES_SHOWN) sema_label(s, d, name->span, "here too");
  if (mends && d->edits.count) sema_edit(s, d, name->span, "%.*s", TEXT_ARG(d->edits.at[0].text));
}

uint32_t reference_to(const Sema *s, uint32_t entity, uint32_t other) {
  uint32_t found = SCHEMA_NONE;
  if (entity == SCHEMA_NONE) return found;
  const EntitySchema *schema = &s->program->entities.at[entity];
  for (uint32_t i = 0; i < schema->field_count; i++) {
    const Type type = schema->fields[i].type;
    if (type.kind != TYPE_REF || type.of != other) continue;
    if (found != SCHEMA_NONE) return SCHEMA_NONE;
    found = i;
  }
  return found;
}

static Text reference_name(const Sema *s, uint32_t entity, uint32_t field) {
  return s->program->entities.at[entity].fields[field].name;
}

/* Inside an aggregate: a column of the rows outside. */
static bool report_outer(Sema *s, const Scope *scope, const Node *name) {
  for (const Scope *outer = scope->outer; outer && !scope->body; outer = outer->outer) {
    if (!resolve_column(s, outer->entity, name->text).symbol) continue;
    Diag *d = sema_report(s, E_OUTER_COLUMN, name->span,
                          "inside the parentheses a name is a column of `%.*s`",
                          TEXT_ARG(s->program->entities.at[scope->entity].name));
    sema_under(s, d, "this is a column of `%.*s`",
               TEXT_ARG(s->program->entities.at[outer->entity].name));
    const uint32_t via = reference_to(s, scope->entity, outer->entity);
    if (via != SCHEMA_NONE)
      sema_offer(s, d, name->span, "%.*s.%.*s", TEXT_ARG(reference_name(s, scope->entity, via)),
                 TEXT_ARG(name->text));
    else if (outer->entity == IMAGE_PROGRAM)
      sema_offer(s, d, name->span, "program.%.*s", TEXT_ARG(name->text));
    else
      sema_help(s, d, "reach it through the reference that leads there");
    return true;
  }
  return false;
}

/* A column of an entity that a reference leads to, or of the program. */
static bool report_elsewhere(Sema *s, const Scope *scope, const Node *name) {
  if (scope->entity == SCHEMA_NONE) return false;
  const Name *found = name_find(s, name->text);
  uint32_t home = SCHEMA_NONE, via = SCHEMA_NONE;
  if (found && found->kind == NAME_COLUMN) home = s->program->columns.at[found->index].entity;
  const EntitySchema *here = &s->program->entities.at[scope->entity];
  for (uint32_t i = 0; i < here->field_count && via == SCHEMA_NONE; i++) {
    const Type type = here->fields[i].type;
    if (type.kind == TYPE_REF && resolve_column(s, type.of, name->text).symbol) via = i;
  }
  if (home == SCHEMA_NONE && via == SCHEMA_NONE) return false;
  const uint32_t entity = via != SCHEMA_NONE ? here->fields[via].type.of : home;
  Diag *d = sema_report(s, E_OTHER_ENTITY, name->span,
                        "`%.*s` is a column of `%.*s`, not of `%.*s`", TEXT_ARG(name->text),
                        TEXT_ARG(s->program->entities.at[entity].name), TEXT_ARG(here->name));
  if (found && found->kind == NAME_COLUMN) sema_label(s, d, found->node->span, "declared here");
  if (via != SCHEMA_NONE)
    sema_offer(s, d, name->span, "%.*s.%.*s", TEXT_ARG(here->fields[via].name),
               TEXT_ARG(name->text));
  else if (entity == IMAGE_PROGRAM)
    sema_offer(s, d, name->span, "program.%.*s", TEXT_ARG(name->text));
  else
    sema_help(s, d, "many rows need an aggregate: `sum(%.*s of %.*s)`", TEXT_ARG(name->text),
              TEXT_ARG(s->program->entities.at[entity].name));
  return true;
}

static bool report_entity(Sema *s, const Node *name, const Name *found) {
  if (!found || found->kind != NAME_ENTITY) return false;
  Diag *d = sema_report(s, E_ENTITY_ALONE, name->span, "`%.*s` is an entity, not a value",
                        TEXT_ARG(name->text));
  sema_help(s, d, "say what to make of its rows, for example `count(%.*s)`", TEXT_ARG(name->text));
  return true;
}

static bool report_function(Sema *s, const Node *name, const Name *found) {
  const bool builtin = builtin_named(name->text) != BUILTIN_COUNT_OF;
  if (!builtin && (!found || found->kind != NAME_DEFINE)) return false;
  Diag *d = sema_report(s, E_FUNCTION_ALONE, name->span,
                        "`%.*s` is a function: it needs its arguments", TEXT_ARG(name->text));
  if (found && found->kind == NAME_DEFINE) sema_label(s, d, found->node->span, "defined here");
  sema_help(s, d, "write `%.*s(...)`", TEXT_ARG(name->text));
  return true;
}

/* A member of an enumeration that a column here has. */
static bool report_member_alone(Sema *s, const Scope *scope, const Node *name) {
  if (scope->entity == SCHEMA_NONE || scope->body) return false;
  const EntitySchema *here = &s->program->entities.at[scope->entity];
  Text column = TEXT("");
  for (size_t i = 0; i < s->program->columns.count; i++) {
    const Declared *declared = &s->program->columns.at[i];
    if (declared->kind == DECLARATION_SEGMENTATION && declared->entity == scope->entity &&
        declared->members != SCHEMA_NONE &&
        enum_member_by_name(&s->program->enums.at[declared->members], name->text) >= 0)
      column = declared->name;
  }
  for (uint32_t i = 0; i < here->field_count && !column.len; i++) {
    const Type type = here->fields[i].type;
    if (type.kind == TYPE_ENUM &&
        enum_member_by_name(&s->program->enums.at[type.of], name->text) >= 0)
      column = here->fields[i].name;
  }
  if (!column.len) return false;
  Diag *d =
      sema_report(s, E_MEMBER_ALONE, name->span, "`%.*s` is a member of `%.*s`, not a value here",
                  TEXT_ARG(name->text), TEXT_ARG(column));
  sema_help(s, d, "compare: `%.*s = %.*s`", TEXT_ARG(column), TEXT_ARG(name->text));
  return true;
}

static void offer_columns(const Sema *s, uint32_t entity, Nearest *nearest) {
  if (entity == SCHEMA_NONE) return;
  const EntitySchema *schema = &s->program->entities.at[entity];
  for (uint32_t i = 0; i < schema->field_count; i++) nearest_offer(nearest, schema->fields[i].name);
  for (size_t i = 0; i < s->program->columns.count; i++) {
    if (s->program->columns.at[i].entity == entity)
      nearest_offer(nearest, s->program->columns.at[i].name);
  }
}

static void report_nothing(Sema *s, const Scope *scope, const Node *name) {
  Nearest nearest = nearest_start(name->text);
  if (scope->body) {
    for (uint32_t i = 0; i < scope->body->count; i++)
      nearest_offer(&nearest, scope->body->arguments[i].name);
  } else {
    offer_columns(s, scope->entity, &nearest);
  }
  for (size_t i = 0; i < s->program->params.count; i++)
    nearest_offer(&nearest, s->program->params.at[i].name);
  nearest_offer(&nearest, TEXT("today"));
  Diag *d;
  if (scope->body || scope->entity == SCHEMA_NONE)
    d = sema_report(s, E_UNKNOWN_NAME, name->span, "there is nothing called `%.*s` here",
                    TEXT_ARG(name->text));
  else
    d = sema_report(s, E_UNKNOWN_NAME, name->span, "`%.*s` has no column `%.*s`",
                    TEXT_ARG(s->program->entities.at[scope->entity].name), TEXT_ARG(name->text));
  unknown_remember(s, name->text, d);
  const Text best = nearest_found(&nearest);
  if (best.len)
    sema_offer(s, d, name->span, "%.*s", TEXT_ARG(best));
  else if (scope->body)
    sema_help(s, d, "a definition sees its parameters; add one for what it needs");
}

/* A definition sees its parameters, not the columns of whoever calls it. */
static bool report_in_definition(Sema *s, const Scope *scope, const Node *name) {
  const Name *found = name_find(s, name->text);
  bool column = found && found->kind == NAME_COLUMN;
  for (size_t e = 1; e < s->program->entities.count && !column; e++)
    column = schema_field(&s->program->entities.at[e], name->text) != SCHEMA_NONE;
  if (!scope->body || !column) return false;
  Diag *d = sema_report(s, E_COLUMN_IN_DEFINITION, name->span,
                        "a definition sees its parameters, not the columns of those who use it");
  const Node *definition = s->definitions.at[scope->body->definition].node;
  sema_label(s, d, node_child(definition, DEFINE_PARAMETERS)->span, "its parameters");
  sema_help(s, d, "add a parameter for `%.*s`", TEXT_ARG(name->text));
  return true;
}

void report_unknown(Sema *s, const Scope *scope, const Node *name) {
  const Name *found = name_find(s, name->text);
  if (s->broken || (found && found->kind == NAME_LATER)) return;
  const Diag *reported = unknown_reported(s, name);
  if (reported) {
    const bool mends = reported->edits.count &&
                       resolve(s, scope, reported->edits.at[0].text).symbol != SYMBOL_NONE;
    unknown_again(s, name, mends);
    return;
  }
  /* The declaration's own entity was not found. */
  if (scope->entity == SCHEMA_NONE && !scope->body && !scope->constant) return;
  if (report_in_definition(s, scope, name) || report_outer(s, scope, name) ||
      report_entity(s, name, found) || report_function(s, name, found))
    return;
  if (!scope->body && report_elsewhere(s, scope, name)) return;
  if (report_member_alone(s, scope, name)) return;
  report_nothing(s, scope, name);
}
