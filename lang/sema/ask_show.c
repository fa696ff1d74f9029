/* ask_show.c - `show`, and a lone expression.
 *
 * Groups are rows of an entity that is made for the question: its fields are the values behind
 * `by`. An expression over groups is typed on it like any other. Two things are special: what
 * stands behind `by` is read from there wherever it is written again, and an aggregate that names
 * no rows ranges over the rows of the group (Scope.implied).
 */
#include "sema/ask_impl.h"

/* Most values behind `by`. */
enum { KEYS_MAX = 16 };

/* --- rows or groups --- */

static bool is_call_of_rows(const Sema *s, const Node *node, const Definition **definition) {
  const Node *callee = node_child(node, CALL_CALLEE);
  const Name *found = callee ? name_meant(s, callee) : NULL;
  *definition = found && found->kind == NAME_DEFINE ? &s->definitions.at[found->index] : NULL;
  if (*definition || !callee || callee->kind != NODE_NAME) return false;
  const Node *list = node_child(node, CALL_ARGUMENTS);
  const Builtin builtin = builtin_named(callee->text);
  if (builtin == BUILTIN_COUNT_OF || !builtin_is_aggregate(builtin)) return false;
  const bool of_two = builtin == BUILTIN_LEAST || builtin == BUILTIN_MOST;
  return !of_two || list->count == 1 || list->child[list->count - 1]->kind == NODE_ARGUMENT;
}

static bool is_each(const Definition *definition, uint32_t argument) {
  return definition && argument < definition->count && definition->parameters[argument].each;
}

/* Whether the aggregate's rows are those of `entity` itself. */
static bool over_own_rows(const Sema *s, const Node *argument, uint32_t entity) {
  if (!argument || !aggregate_names_rows(s, argument)) return true;
  const Node *rows = argument;
  if (argument->kind == NODE_ARGUMENT)
    rows = node_child(argument, ARGUMENT_ROWS) ? node_child(argument, ARGUMENT_ROWS)
                                               : node_child(argument, ARGUMENT_WHAT);
  const Name *found = rows->kind == NODE_NAME ? name_find(s, rows->text) : NULL;
  if (!found || found->kind != NAME_ENTITY || found->index != entity) return false;
  const EntitySchema *schema = &s->program->entities.at[entity];
  for (uint32_t f = 0; f < schema->field_count; f++)
    if (schema->fields[f].type.kind == TYPE_REF && schema->fields[f].type.of == entity)
      return false;
  return true;
}

/* Whether the expression makes one value of many rows of `entity`. */
static bool makes_groups(const Sema *s, const Node *node, uint32_t entity) {
  if (!node) return false;
  const Definition *definition = NULL;
  if (node->kind == NODE_CALL) {
    const Node *list = node_child(node, CALL_ARGUMENTS);
    if (is_call_of_rows(s, node, &definition))
      return over_own_rows(s, list->count ? list->child[list->count - 1] : NULL, entity);
    for (uint32_t i = 0; i < list->count; i++)
      if (is_each(definition, i) ? over_own_rows(s, list->child[i], entity)
                                 : makes_groups(s, list->child[i], entity))
        return true;
    return false;
  }
  for (uint32_t i = 0; i < node->count; i++)
    if (makes_groups(s, node->child[i], entity)) return true;
  return false;
}

static bool any_makes_groups(const Sema *s, const Node *show, uint32_t entity) {
  return makes_groups(s, node_child(show, SHOW_WHAT), entity) ||
         makes_groups(s, node_child(show, SHOW_SORT), entity);
}

/* --- the entity --- */

static uint32_t shown_entity(Sema *s, const Node *show) {
  const Node *of = node_child(show, SHOW_OF);
  if (of) return entity_named(s, of);
  const int parts[] = {SHOW_WHAT, SHOW_BY, SHOW_WHERE, SHOW_SORT};
  Owner owner = {.entity = SCHEMA_NONE, .looks_inside = true};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    owner_see(s, node_child(show, parts[i]), &owner);
  const bool bare = owner.entity == SCHEMA_NONE && !owner.field && owner.aggregate;
  const bool plain = !node_child(show, SHOW_BY) && !node_child(show, SHOW_WHERE);
  const Name *account = name_find(s, TEXT("account"));
  const uint32_t usual = account && account->kind == NAME_ENTITY ? account->index : SCHEMA_NONE;
  /* aggregates over other rows alone are the program's */
  if (bare && plain && !any_makes_groups(s, show, usual)) return IMAGE_PROGRAM;
  return ask_entity(s, &owner, node_child(show, SHOW_WHAT));
}

/* --- groups --- */

static bool infer_keys(Sema *s, const Node *show, Asked *out) {
  Node *by = node_child(show, SHOW_BY);
  const Scope scope = {.entity = out->child};
  bool ok = true;
  for (uint32_t i = 0; by && i < by->count; i++) {
    infer(s, &scope, by->child[i], type_of(TYPE_NONE));
    ok = ask_shown(s, by->child[i]) && ok;
    bool again = false;
    for (size_t k = 0; k < out->by.count; k++) again |= node_equal(out->by.at[k], by->child[i]);
    if (!again) *VEC_PUSH(s->arena, &out->by) = by->child[i];
  }
  if (out->by.count <= KEYS_MAX) return ok;
  Diag *d = sema_report(s, E_TOO_MANY_KEYS, by->span,
                        "groups are made by at most %d values, not %zu", KEYS_MAX, out->by.count);
  sema_help(s, d, "leave some of them out");
  return false;
}

/* The entity of the groups. Its fields are known by what they were made of. */
static uint32_t add_groups(Sema *s, const Asked *asked) {
  Program *program = s->program;
  FieldSchema *fields = ARENA_ARRAY(s->arena, FieldSchema, asked->by.count);
  for (size_t i = 0; i < asked->by.count; i++)
    fields[i] = (FieldSchema){.name = sema_source(s, asked->by.at[i]),
                              .type = asked->by.at[i]->typing->type,
                              .used = true,
                              .slot = SCHEMA_NONE};
  const Text child = program->entities.at[asked->child].name;
  *VEC_PUSH(s->arena, &program->entities) =
      (EntitySchema){.name = text_of(arena_printf(s->arena, "%.*s group", TEXT_ARG(child))),
                     .fields = fields,
                     .field_count = (uint32_t)asked->by.count,
                     .key = SCHEMA_NONE};
  *VEC_PUSH(s->arena, &program->entity_nodes) = NULL;
  return (uint32_t)program->entities.count - 1;
}

/* Reads what stands behind `by` from the group, where it is written again. */
static void read_keys(Sema *s, const Asked *asked, Node *node) {
  if (!node) return;
  for (size_t i = 0; i < asked->by.count; i++) {
    if (!node_equal(node, asked->by.at[i])) continue;
    node->kind = NODE_NAME;
    node->text = s->program->entities.at[asked->entity].fields[i].name;
    node->count = 0;
    return;
  }
  const Definition *definition = NULL;
  if (node->kind != NODE_CALL) {
    for (uint32_t i = 0; i < node->count; i++) read_keys(s, asked, node->child[i]);
    return;
  }
  if (is_call_of_rows(s, node, &definition)) return; /* inside are rows */
  Node *list = node_child(node, CALL_ARGUMENTS);
  for (uint32_t i = 0; i < list->count; i++)
    if (!is_each(definition, i)) read_keys(s, asked, list->child[i]);
}

/* --- show --- */

static bool take_limit(Sema *s, const Node *limit, Asked *out) {
  if (!limit) return true;
  if (limit->number.scale == 0 && limit->number.mantissa >= 1) {
    out->limit = (uint64_t)limit->number.mantissa;
    return true;
  }
  Diag *d = sema_report(s, E_QUESTION_LIMIT, limit->span,
                        "a limit is a whole number of rows, at least 1");
  sema_help(s, d, "write how many rows to show, for example `limit 20`");
  return false;
}

static bool infer_shown(Sema *s, const Scope *scope, const Node *show, Asked *out) {
  Node *what = node_child(show, SHOW_WHAT), *sort = node_child(show, SHOW_SORT);
  bool ok = true;
  for (uint32_t i = 0; i < what->count; i++) {
    bool divides = false;
    for (size_t k = 0; k < out->by.count; k++) divides |= node_equal(what->child[i], out->by.at[k]);
    if (divides) continue; /* those stand first */
    read_keys(s, out, what->child[i]);
    if (ask_listed(s, scope, what->child[i])) return false;
    infer(s, scope, what->child[i], type_of(TYPE_NONE));
    ok = ask_shown(s, what->child[i]) && ok;
    *VEC_PUSH(s->arena, &out->columns) = what->child[i];
  }
  if (!sort) return ok;
  out->sort = node_child(sort, SORT_BY);
  out->descending = sort->flags & FLAG_DESC;
  read_keys(s, out, out->sort);
  infer(s, scope, out->sort, type_of(TYPE_NONE));
  return ask_shown(s, out->sort) && ok;
}

static bool infer_where(Sema *s, const Node *show, uint32_t entity, Asked *out) {
  out->where = node_child(show, SHOW_WHERE);
  const Scope scope = {.entity = entity};
  return !out->where || infer_condition(s, &scope, out->where, "`where`");
}

static void report_program_groups(Sema *s, const Node *node) {
  Diag *d = sema_report(s, E_QUESTION_ROWS, node->span,
                        "the program is one row: there are no groups of it");
  sema_help(s, d, "say of which rows, for example `of account`");
}

static Node *name_node(Sema *s, Span span, Text text) {
  Node *node = node_new(s->arena, NODE_NAME, span);
  node->text = text;
  return node;
}

/* `show account where …`: the key and all that is declared of it, as in the output of a run. */
static uint32_t show_entity(Sema *s, const Node *show) {
  Node *what = node_child(show, SHOW_WHAT);
  const Node *only = what->child[0];
  const Name *found = only->kind == NODE_NAME ? name_find(s, only->text) : NULL;
  if (what->count != 1 || !found || found->kind != NAME_ENTITY || found->index == IMAGE_PROGRAM ||
      node_child(show, SHOW_OF) || node_child(show, SHOW_BY))
    return SCHEMA_NONE;
  const EntitySchema *entity = &s->program->entities.at[found->index];
  const Span span = only->span;
  Node *names = node_new(s->arena, NODE_LIST, span);
  for (uint32_t f = 0; f < entity->field_count; f++)
    if (entity->fields[f].key)
      node_push(s->arena, names, name_node(s, span, entity->fields[f].name));
  for (size_t i = 0; i < s->program->columns.count; i++) {
    const Declared *declared = &s->program->columns.at[i];
    if (declared->entity == found->index && declared->kind != DECLARATION_ITEM)
      node_push(s->arena, names, name_node(s, span, declared->name));
  }
  if (!names->count) return SCHEMA_NONE;
  *what = *names;
  return found->index;
}

bool ask_show(Sema *s, const Node *node, Asked *out) {
  out->kind = QUESTION_SHOW;
  if (ask_plural(s, node)) return false;
  uint32_t entity = show_entity(s, node);
  if (entity == SCHEMA_NONE) entity = shown_entity(s, node);
  const bool limited = take_limit(s, node_child(node, SHOW_LIMIT), out);
  if (entity == SCHEMA_NONE) return false;
  out->entity = entity;
  bool ok = infer_where(s, node, entity, out);
  Scope scope = {.entity = entity};
  const Node *by = node_child(node, SHOW_BY);
  if (by || any_makes_groups(s, node, entity)) {
    if (entity == IMAGE_PROGRAM) {
      report_program_groups(s, by ? by : node_child(node, SHOW_WHAT));
      return false;
    }
    if (!by && ask_undivided(s, node, entity)) return false;
    out->child = entity;
    if (!infer_keys(s, node, out)) return false;
    out->entity = add_groups(s, out);
    scope = (Scope){.entity = out->entity, .implied = entity};
  }
  return infer_shown(s, &scope, node, out) && ok && limited;
}

/* --- a lone expression --- */

/* Many rows of which the expression makes one value, said by nothing but their columns. */
static bool infer_total(Sema *s, Node *value, Scope *scope) {
  Owner owner = {.entity = SCHEMA_NONE, .looks_inside = true};
  owner_see(s, value, &owner);
  if (owner.entity == IMAGE_PROGRAM) owner.entity = SCHEMA_NONE;
  const uint32_t entity = ask_entity(s, &owner, value);
  scope->implied = entity == SCHEMA_NONE ? IMAGE_PROGRAM : entity;
  return entity != SCHEMA_NONE;
}

/* Whether it reads a row. */
static bool infer_row(Sema *s, const Node *node, Scope *scope, Asked *out) {
  const Node *value = node_child(node, EVALUATE_VALUE), *key = node_child(node, EVALUATE_KEY);
  Owner owner = {.entity = SCHEMA_NONE};
  owner_see(s, value, &owner);
  const bool declared = owner.entity != SCHEMA_NONE && owner.entity != IMAGE_PROGRAM;
  if (!key && !declared && (owner.entity == IMAGE_PROGRAM || !owner.field)) return true;
  scope->entity = ask_entity(s, &owner, value);
  if (scope->entity == SCHEMA_NONE) return false;
  if (ask_key(s, out, scope->entity, key, value)) return true;
  if (key) return false;
  Diag *d = diag_last(s->diags);
  sema_help(s, d, "say for which, `... for \"KEY\"`, or `show` it of all");
  sema_edit(s, d, span_before(value->span), "show ");
  return false;
}

bool ask_value(Sema *s, const Node *node, Asked *out) {
  Node *value = node_child(node, EVALUATE_VALUE);
  const bool total = !node_child(node, EVALUATE_KEY) && makes_groups(s, value, IMAGE_PROGRAM);
  Scope scope = {.entity = IMAGE_PROGRAM};
  out->kind = QUESTION_VALUE;
  if (total ? !infer_total(s, value, &scope) : !infer_row(s, node, &scope, out)) return false;
  out->entity = scope.entity;
  infer(s, &scope, value, type_of(TYPE_NONE));
  if (!value->typing->type.kind) ask_alone(s, value);
  *VEC_PUSH(s->arena, &out->columns) = value;
  return ask_shown(s, value);
}
