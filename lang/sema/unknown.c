/* unknown.c - a name that means nothing where it stands: what may have been meant.
 *
 * It is reported once a program: the second use of one slip is no second mistake. After syntax
 * errors nothing is said, since the name may have been declared in what was left out.
 */
#include "sema/infer_impl.h"
#include "syntax/keywords.h"

static Text place_and_name(const Sema *s, uint32_t entity, Text name) {
  return text_of(arena_printf(s->arena, "%u %.*s", entity, TEXT_ARG(name)));
}

void unknown_remember(Sema *s, uint32_t entity, Text name, Diag *report) {
  map_add(s->unknown, place_and_name(s, entity, name), (uint32_t)s->unknown_reports.count);
  *VEC_PUSH(s->arena, &s->unknown_reports) = report;
}

static bool same_span(Span a, Span b) { return a.lo == b.lo && a.hi == b.hi; }

bool unknown_again(Sema *s, uint32_t entity, const Node *name) {
  const uint32_t index = map_get(s->unknown, place_and_name(s, entity, name->text));
  if (index == MAP_NONE) return false;
  Diag *d = s->unknown_reports.at[index];
  if (same_span(d->span, name->span)) return true; /* a definition's body, typed again */
  for (size_t i = 1; i < d->edits.count; i++) {
    if (same_span(d->edits.at[i].span, name->span)) return true;
  }
  if (d->labels.count < PLACES_SHOWN) sema_label(s, d, name->span, "here too");
  if (d->edits.count && same_span(d->edits.at[0].span, d->span))
    sema_edit(s, d, name->span, "%.*s", TEXT_ARG(d->edits.at[0].text));
  return true;
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
static Diag *report_outer(Sema *s, const Scope *scope, const Node *name) {
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
    return d;
  }
  return NULL;
}

/* A column of an entity that a reference leads to, or of the program. */
static Diag *report_elsewhere(Sema *s, const Scope *scope, const Node *name) {
  if (scope->entity == SCHEMA_NONE) return NULL;
  const Name *found = name_find(s, name->text);
  uint32_t home = SCHEMA_NONE, via = SCHEMA_NONE;
  if (found && found->kind == NAME_COLUMN) home = s->program->columns.at[found->index].entity;
  const EntitySchema *here = &s->program->entities.at[scope->entity];
  for (uint32_t i = 0; i < here->field_count && via == SCHEMA_NONE; i++) {
    const Type type = here->fields[i].type;
    if (type.kind == TYPE_REF && resolve_column(s, type.of, name->text).symbol) via = i;
  }
  if (home == SCHEMA_NONE && via == SCHEMA_NONE) return NULL;
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
  return d;
}

static Diag *report_entity(Sema *s, const Node *name, const Name *found) {
  if (!found || found->kind != NAME_ENTITY) return NULL;
  Diag *d = sema_report(s, E_ENTITY_ALONE, name->span, "`%.*s` is an entity, not a value",
                        TEXT_ARG(name->text));
  sema_help(s, d, "say what to make of its rows, for example `count(%.*s)`", TEXT_ARG(name->text));
  return d;
}

/* `every quarter`: a step of time has its number. */
static Diag *report_unit(Sema *s, const Node *name, const Name *found) {
  const Text unit = unit_singular(name->text);
  if (found || !unit.len) return NULL;
  const bool one = text_equal(unit, name->text);
  Diag *d = sema_report(s, E_UNKNOWN_UNIT, name->span, "`%.*s` is a unit: it needs a number",
                        TEXT_ARG(name->text));
  if (one) sema_offer(s, d, name->span, "1 %.*s", TEXT_ARG(unit));
  if (builtin_named(name->text) != BUILTIN_COUNT_OF)
    sema_note(s, d, "of a date it is a function: `%.*s(...)`", TEXT_ARG(name->text));
  return d;
}

static Diag *report_function(Sema *s, const Scope *scope, const Node *name, const Name *found) {
  const bool builtin = builtin_named(name->text) != BUILTIN_COUNT_OF;
  if (!builtin && (!found || found->kind != NAME_DEFINE)) return NULL;
  Diag *d = sema_report(s, E_FUNCTION_ALONE, name->span,
                        "`%.*s` is a function: it needs its arguments", TEXT_ARG(name->text));
  if (found && found->kind == NAME_DEFINE) sema_label(s, d, found->node->span, "defined here");
  if (scope->implied && builtin_named(name->text) == BUILTIN_COUNT)
    sema_offer(s, d, name->span, "count()");
  else
    sema_help(s, d, "write `%.*s(...)`", TEXT_ARG(name->text));
  return d;
}

/* A member of an enumeration that a column here has. */
static Diag *report_member_alone(Sema *s, const Scope *scope, const Node *name) {
  if (scope->entity == SCHEMA_NONE || scope->body) return NULL;
  const EntitySchema *here = &s->program->entities.at[scope->entity];
  Text column = TEXT("");
  for (size_t i = 0; i < s->program->columns.count && !column.len; i++) {
    const Declared *declared = &s->program->columns.at[i];
    if (declared->entity == scope->entity && declared->type.kind == TYPE_ENUM &&
        enum_member_by_name(&s->program->enums.at[declared->type.of], name->text) >= 0)
      column = declared->name;
  }
  for (uint32_t i = 0; i < here->field_count && !column.len; i++) {
    const Type type = here->fields[i].type;
    if (type.kind == TYPE_ENUM &&
        enum_member_by_name(&s->program->enums.at[type.of], name->text) >= 0)
      column = here->fields[i].name;
  }
  if (!column.len) return NULL;
  Diag *d =
      sema_report(s, E_MEMBER_ALONE, name->span, "`%.*s` is a member of `%.*s`, not a value here",
                  TEXT_ARG(name->text), TEXT_ARG(column));
  sema_help(s, d, "compare: `%.*s = %.*s`", TEXT_ARG(column), TEXT_ARG(name->text));
  return d;
}

/* A column of the rows that a group, or the program, is asked about. */
static Diag *report_not_in_common(Sema *s, const Scope *scope, const Node *name) {
  if (!scope->implied || scope->body) return NULL;
  if (!resolve_column(s, scope->implied, name->text).symbol) return NULL;
  const Scope rows = {.entity = scope->implied};
  const Type type = peek_type(s, &rows, name);
  const Text entity = s->program->entities.at[scope->implied].name;
  Diag *d = sema_report(s, E_NOT_IN_COMMON, name->span, "each %.*s has a `%.*s` of its own",
                        TEXT_ARG(entity), TEXT_ARG(name->text));
  if (type.kind == TYPE_BOOL || type_is_numeric(type.kind) || type.kind == TYPE_DATE) {
    const char *function = type.kind == TYPE_BOOL   ? "share"
                           : type.kind == TYPE_DATE ? "max"
                                                    : "sum";
    sema_help(s, d, "make one value of them, `%s(%.*s)`%s", function, TEXT_ARG(name->text),
              scope->entity == IMAGE_PROGRAM ? "" : ", or add it to `by`");
    sema_edit(s, d, name->span, "%s(%.*s)", function, TEXT_ARG(name->text));
  } else {
    sema_help(s, d, "count them, `count(%.*s where %.*s = ...)`%s", TEXT_ARG(entity),
              TEXT_ARG(name->text), scope->entity == IMAGE_PROGRAM ? "" : ", or add it to `by`");
  }
  return d;
}

/* Columns that the one being checked may read: itself would be a cycle. */
static void offer_columns(const Sema *s, uint32_t entity, Nearest *nearest) {
  if (entity == SCHEMA_NONE) return;
  const EntitySchema *schema = &s->program->entities.at[entity];
  for (uint32_t i = 0; i < schema->field_count; i++) nearest_offer(nearest, schema->fields[i].name);
  for (size_t i = 0; i < s->program->columns.count; i++) {
    const bool itself = i == s->checking || s->states.at[i].typing == STATE_BUSY;
    if (s->program->columns.at[i].entity == entity && !itself)
      nearest_offer(nearest, s->program->columns.at[i].name);
  }
}

/* Words of other languages and of spreadsheets. */
static bool offer_truth_word(Sema *s, Diag *d, const Node *name) {
  static const struct Word {
    const char *written, *meant;
  } words[] = {{"yes", "true"}, {"true", "true"}, {"no", "false"}, {"false", "false"}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (!text_loosely_equal(name->text, text_of(words[i].written))) continue;
    sema_offer(s, d, name->span, "%s", words[i].meant);
    return true;
  }
  static const char *const nothing[] = {"missing", "known", "unknown", "null", "none", "empty"};
  for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
    if (!text_loosely_equal(name->text, text_of(nothing[i]))) continue;
    sema_help(s, d, "whether a value is there is asked with `is known` and `is missing`");
    return true;
  }
  return false;
}

/* Where nothing is near, what there is. */
static void list_columns(Sema *s, Diag *d, uint32_t entity) {
  enum { LISTED = 12 };
  if (entity == SCHEMA_NONE) return;
  const EntitySchema *schema = &s->program->entities.at[entity];
  if (!schema->field_count || schema->field_count > LISTED) return;
  Buffer out = buffer_in(s->arena);
  for (uint32_t i = 0; i < schema->field_count; i++)
    buffer_printf(&out, "%s`%.*s`", i ? ", " : "", TEXT_ARG(schema->fields[i].name));
  sema_help(s, d, "its fields are %.*s", TEXT_ARG(buffer_view(&out)));
}

static Diag *report_nothing(Sema *s, const Scope *scope, const Node *name, Type hint) {
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
  const Text best = nearest_found(&nearest);
  if (offer_truth_word(s, d, name)) return d;
  if (best.len)
    sema_offer(s, d, name->span, "%.*s", TEXT_ARG(best));
  else if (hint.kind == TYPE_TEXT)
    sema_offer(s, d, name->span, "\"%.*s\"", TEXT_ARG(name->text));
  else if (scope->body)
    sema_help(s, d, "a definition sees its parameters; add one for what it needs");
  else
    list_columns(s, d, scope->entity);
  return d;
}

/* A definition sees its parameters, not the columns of whoever calls it. */
static Diag *report_in_definition(Sema *s, const Scope *scope, const Node *name) {
  const Name *found = name_find(s, name->text);
  bool column = found && found->kind == NAME_COLUMN;
  for (size_t e = 1; e < s->program->entities.count && !column; e++)
    column = schema_field(&s->program->entities.at[e], name->text) != SCHEMA_NONE;
  if (!scope->body || !column) return NULL;
  Diag *d = sema_report(s, E_COLUMN_IN_DEFINITION, name->span,
                        "a definition sees its parameters, not the columns of those who use it");
  const Node *definition = s->definitions.at[scope->body->definition].node;
  sema_label(s, d, node_child(definition, DEFINE_PARAMETERS)->span, "its parameters");
  sema_help(s, d, "add a parameter for `%.*s`", TEXT_ARG(name->text));
  return d;
}

bool name_is_broken(const Sema *s, const Node *name) {
  const Name *found = name_find(s, name->text);
  if (s->broken) return true;
  return found && found->kind == NAME_COLUMN &&
         s->program->columns.at[found->index].entity == SCHEMA_NONE;
}

void report_unknown(Sema *s, const Scope *scope, const Node *name, Type hint) {
  if (name_is_broken(s, name)) return;
  const Name *found = name_find(s, name->text);
  /* The declaration's own entity was not found. */
  if (scope->entity == SCHEMA_NONE && !scope->body && !scope->constant) return;
  const uint32_t place = scope->body ? SCHEMA_NONE : scope->entity;
  if (unknown_again(s, place, name)) return;
  Diag *d = report_not_in_common(s, scope, name);
  if (!d) d = report_in_definition(s, scope, name);
  if (!d) d = report_outer(s, scope, name);
  if (!d) d = report_entity(s, name, found);
  if (!d) d = report_unit(s, name, found);
  if (!d) d = report_function(s, scope, name, found);
  if (!d && !scope->body) d = report_elsewhere(s, scope, name);
  if (!d) d = report_member_alone(s, scope, name);
  if (!d) d = report_nothing(s, scope, name, hint);
  unknown_remember(s, place, name->text, d);
}
