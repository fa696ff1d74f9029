/* infer_aggregate.c - f(what of rows): rows that refer to this one, or, for the program, all.
 *
 * The parser gives ARGUMENT nodes: `what of rows via r where c by o`; without `of`, WHAT is the
 * rows. Inside the parentheses a bare name is a column of the rows.
 */
#include "sema/infer_impl.h"

/* --- the rows --- */

static void report_not_related(Sema *s, const Node *name, uint32_t child, uint32_t parent) {
  const EntitySchema *rows = &s->program->entities.at[child];
  Diag *d = sema_report(s, E_NOT_RELATED, name->span, "`%.*s` does not refer to `%.*s`",
                        TEXT_ARG(rows->name), TEXT_ARG(s->program->entities.at[parent].name));
  const Node *declared = node_child(s->program->entity_nodes.at[child], ENTITY_NAME);
  sema_label(s, d, declared->span, "none of its fields is `ref %.*s`",
             TEXT_ARG(s->program->entities.at[parent].name));
  const uint32_t back = reference_to(s, parent, child);
  if (back != SCHEMA_NONE)
    sema_help(s, d, "`%.*s` leads to one row of it: `%.*s.COLUMN`",
              TEXT_ARG(s->program->entities.at[parent].fields[back].name),
              TEXT_ARG(s->program->entities.at[parent].fields[back].name));
  else
    sema_help(s, d, "only `for program` an aggregate ranges over every row of an entity");
}

/* Rows of the rows in a group. */
static void report_nested(Sema *s, const Node *name, uint32_t implied) {
  const Text entity = s->program->entities.at[implied].name;
  Diag *d =
      sema_report(s, E_NOT_RELATED, name->span, "`%.*s` refers to one %.*s, not to a group of them",
                  TEXT_ARG(name->text), TEXT_ARG(entity));
  sema_help(s, d, "add up what each has: `sum(count(%.*s))`", TEXT_ARG(name->text));
}

static void report_two_references(Sema *s, const Node *name, uint32_t child, uint32_t parent) {
  const EntitySchema *schema = &s->program->entities.at[child];
  Diag *d = sema_report(s, E_TWO_REFERENCES, name->span,
                        "two references lead from `%.*s` to `%.*s`: say which",
                        TEXT_ARG(schema->name), TEXT_ARG(s->program->entities.at[parent].name));
  Text first = TEXT("");
  for (uint32_t i = 0; i < schema->field_count; i++) {
    if (schema->fields[i].type.kind != TYPE_REF || schema->fields[i].type.of != parent) continue;
    if (!first.len) first = schema->fields[i].name;
    const Typing field = {.symbol = SYMBOL_FIELD, .entity = child, .index = i};
    Node read = {.kind = NODE_NAME, .typing = (Typing *)&field};
    sema_label(s, d, declared_at(s, &read), "one of them");
  }
  sema_help(s, d, "write `%.*s via %.*s`", TEXT_ARG(schema->name), TEXT_ARG(first));
  sema_edit(s, d, span_after(name->span), " via %.*s", TEXT_ARG(first));
}

static bool via_written(Sema *s, Rows *rows, const Node *via) {
  const EntitySchema *schema = &s->program->entities.at[rows->child];
  const uint32_t field = schema_field(schema, via->text);
  const Text parent = s->program->entities.at[rows->parent].name;
  if (rows->parent == IMAGE_PROGRAM) {
    Diag *d = sema_report(s, E_BAD_VIA, via->span,
                          "nothing refers to the program: `via` has no meaning here");
    sema_help(s, d, "for the program an aggregate ranges over every row");
    return false;
  }
  if (field != SCHEMA_NONE && schema->fields[field].type.kind == TYPE_REF &&
      schema->fields[field].type.of == rows->parent) {
    rows->via = field;
    return true;
  }
  if (s->broken || (field != SCHEMA_NONE && !schema->fields[field].type.kind)) return false;
  if (field == SCHEMA_NONE && unknown_again(s, rows->child, via)) return false;
  Diag *d = sema_report(s, E_BAD_VIA, via->span, "`%.*s` is not a reference from `%.*s` to `%.*s`",
                        TEXT_ARG(via->text), TEXT_ARG(schema->name), TEXT_ARG(parent));
  if (field == SCHEMA_NONE) unknown_remember(s, rows->child, via->text, d);
  for (uint32_t i = 0; i < schema->field_count; i++) {
    if (schema->fields[i].type.kind != TYPE_REF || schema->fields[i].type.of != rows->parent)
      continue;
    sema_offer(s, d, via->span, "%.*s", TEXT_ARG(schema->fields[i].name));
    break;
  }
  return false;
}

/* Which field of the rows leads to the scope's row. */
static bool relate(Sema *s, const Scope *scope, Rows *rows, const Node *name, const Node *via) {
  const uint32_t implied = scope->implied ? scope->implied : SCHEMA_NONE;
  rows->via = SCHEMA_NONE;
  if (via) return via_written(s, rows, via);
  if (rows->parent == IMAGE_PROGRAM || rows->child == implied) return true;
  const EntitySchema *schema = &s->program->entities.at[rows->child];
  unsigned found = 0;
  for (uint32_t i = 0; i < schema->field_count; i++) {
    if (schema->fields[i].type.kind == TYPE_NONE) return false; /* may have been the reference */
    if (schema->fields[i].type.kind != TYPE_REF || schema->fields[i].type.of != rows->parent)
      continue;
    rows->via = i;
    found++;
  }
  if (found == 1) return true;
  if (!found && s->broken) return false;
  if (!found && implied != SCHEMA_NONE && reference_to(s, rows->child, implied) != SCHEMA_NONE)
    report_nested(s, name, implied);
  else if (!found)
    report_not_related(s, name, rows->child, rows->parent);
  else
    report_two_references(s, name, rows->child, rows->parent);
  return false;
}

static Argument *parameter(const Scope *scope, const Node *name) {
  for (uint32_t i = 0; scope->body && name->kind == NODE_NAME && i < scope->body->count; i++) {
    Argument *argument = &scope->body->arguments[i];
    if (text_equal(argument->name, name->text)) return argument;
  }
  return NULL;
}

static const Argument *each_parameter(const Scope *scope, const Node *name) {
  const Argument *argument = parameter(scope, name);
  return argument && argument->each ? argument : NULL;
}

/* A parameter without `each`, where rows are needed; reported once. */
static bool is_one_value(Sema *s, const Scope *scope, const Node *name) {
  Argument *argument = parameter(scope, name);
  if (!argument || argument->each) return false;
  if (argument->refused) return true;
  argument->refused = true;
  Diag *d = sema_report(s, E_ROWS_EXPECTED, name->span, "`%.*s` stands for one value, not for many",
                        TEXT_ARG(name->text));
  const Node *type = node_child(argument->parameter, PARAMETER_TYPE);
  sema_label(s, d, argument->parameter->span, "declared here");
  sema_help(s, d, "declare it with `each`");
  if (type) sema_edit(s, d, span_before(type->span), "each ");
  return true;
}

static bool rows_of_each(Rows *rows, const Argument *argument) {
  rows->each = argument->rows;
  rows->child = argument->rows->child;
  rows->parent = argument->rows->parent;
  rows->via = argument->rows->via;
  return true;
}

/* Finds the entity that the name means; false after a report. */
static bool find_rows(Sema *s, const Scope *scope, Rows *rows, const Node *argument,
                      const Node *name, const Node *via) {
  const Argument *each = each_parameter(scope, name);
  if (each) return rows_of_each(rows, each);
  const Name *found = name->kind == NODE_NAME ? name_find(s, name->text) : NULL;
  if (scope->body && found && found->kind == NAME_ENTITY) {
    Diag *d = sema_report(s, E_ROWS_IN_DEFINITION, name->span,
                          "a definition ranges over the rows that it is given");
    sema_help(s, d, "declare a parameter with `each` and pass the rows: `value of %.*s`",
              TEXT_ARG(name->text));
    return false;
  }
  if (scope->constant) {
    Diag *d = sema_report(s, E_NOT_CONSTANT, argument->span, "%s is a constant: it reads no data",
                          scope->constant);
    sema_help(s, d, "write a constant, or declare a `measure`");
    return false;
  }
  if (name->kind != NODE_NAME) {
    Diag *d = sema_report(s, E_ROWS_EXPECTED, name->span, "the name of an entity is needed here");
    sema_help(s, d, "an aggregate ranges over rows: `sum(amount of order)`");
    return false;
  }
  rows->child = entity_named(s, name);
  rows->parent = scope->entity;
  if (rows->child == SCHEMA_NONE || rows->parent == SCHEMA_NONE) return false;
  if (rows->child != IMAGE_PROGRAM) return relate(s, scope, rows, name, via);
  Diag *d = sema_report(s, E_ROWS_EXPECTED, name->span, "the program is not an entity with rows");
  sema_help(s, d, "its columns are read as `program.NAME`");
  return false;
}

/* Columns of `entity` that refers to the scope's: a hint for `sum(amount)`. */
static uint32_t entity_with(const Sema *s, const Scope *scope, Text name) {
  for (uint32_t e = 1; e < s->program->entities.count; e++) {
    if (resolve_column(s, e, name).symbol &&
        (scope->entity == IMAGE_PROGRAM || reference_to(s, e, scope->entity) != SCHEMA_NONE))
      return e;
  }
  return SCHEMA_NONE;
}

/* `order.amount`, as other languages have it: the rows and their column are both there. */
static bool is_column_of_entity(const Sema *s, const Node *argument) {
  if (argument->kind != NODE_DOT) return false;
  const Node *base = node_child(argument, DOT_BASE), *column = node_child(argument, DOT_NAME);
  const Name *found = base->kind == NODE_NAME ? name_find(s, base->text) : NULL;
  return found && found->kind == NAME_ENTITY && found->index != IMAGE_PROGRAM &&
         resolve_column(s, found->index, column->text).symbol;
}

/* `sum(amount)`, `sum(order)`: one half is missing. */
static void report_half(Sema *s, const Scope *scope, const Node *argument, Builtin function) {
  const char *name = builtin_name(function);
  const Name *found = argument->kind == NODE_NAME ? name_find(s, argument->text) : NULL;
  if (found && found->kind == NAME_ENTITY) {
    Diag *d =
        sema_report(s, E_VALUE_EXPECTED, argument->span, "`%s` needs a value of each row of `%.*s`",
                    name, TEXT_ARG(argument->text));
    sema_help(s, d, "say which: `%s(... of %.*s)`", name, TEXT_ARG(argument->text));
    return;
  }
  if (s->broken) return;
  Diag *d = sema_report(s, E_ROWS_EXPECTED, argument->span, "`%s` needs rows to range over", name);
  const uint32_t entity =
      argument->kind == NODE_NAME && !scope->body && scope->entity != SCHEMA_NONE
          ? entity_with(s, scope, argument->text)
          : SCHEMA_NONE;
  if (entity != SCHEMA_NONE)
    sema_offer(s, d, argument->span, "%.*s of %.*s", TEXT_ARG(argument->text),
               TEXT_ARG(s->program->entities.at[entity].name));
  else if (is_column_of_entity(s, argument) && function != BUILTIN_COUNT)
    sema_offer(s, d, argument->span, "%.*s of %.*s", TEXT_ARG(node_child(argument, DOT_NAME)->text),
               TEXT_ARG(node_child(argument, DOT_BASE)->text));
  else if (function == BUILTIN_COUNT)
    sema_help(s, d, "it counts the rows of an entity: `count(order where ...)`");
  else
    sema_help(s, d, "say of which rows: `%s(%.*s of ENTITY)`", name,
              TEXT_ARG(sema_source(s, argument)));
}

/* --- what is made of them --- */

static bool wants_condition(Builtin f) {
  return f == BUILTIN_SHARE || f == BUILTIN_ANY || f == BUILTIN_ALL || f == BUILTIN_NONE;
}

static bool wants_date(Builtin f) { return f == BUILTIN_LATEST || f == BUILTIN_EARLIEST; }

static bool takes_what(Builtin f, TypeKind kind) {
  if (wants_condition(f)) return kind == TYPE_BOOL;
  if (wants_date(f) || f == BUILTIN_COUNT) return kind != TYPE_PERIOD;
  if (f == BUILTIN_LEAST || f == BUILTIN_MOST) return type_is_numeric(kind) || kind == TYPE_DATE;
  return type_is_numeric(kind);
}

static void report_what(Sema *s, const Node *node, Type type, Builtin f) {
  Diag *d = sema_report(s, E_AGGREGATE_TYPE, node->span, "`%s` cannot be made of %.*s",
                        builtin_name(f), TEXT_ARG(sema_a_type(s, type)));
  if (node->typing) sema_label(s, d, declared_at(s, node), "declared here");
  if (type.kind == TYPE_DATE &&
      (f == BUILTIN_MEDIAN || f == BUILTIN_AVG || f == BUILTIN_PERCENTILE))
    sema_help(s, d, "dates have a `min` and a `max`; average their distance: `today - ...`");
  else if (type.kind == TYPE_BOOL)
    sema_help(
        s, d,
        "of a condition there is `share`, `any`, `all` and `none`, or `count(... where ...)`");
}

/* `count(x of rows)`: counting needs no value. */
static void report_count_of(Sema *s, const Node *argument, const Node *what, const Node *rows) {
  Diag *d = sema_report(s, E_COUNT_OF_VALUE, what->span, "`count` counts rows, it takes no value");
  const bool condition = what->typing && what->typing->type.kind == TYPE_BOOL;
  if (!node_child(argument, ARGUMENT_WHERE))
    sema_offer(s, d, argument->span, "%.*s where %.*s%s", TEXT_ARG(sema_source(s, rows)),
               TEXT_ARG(sema_source(s, what)), condition ? "" : " is known");
  else
    sema_help(s, d, "add it to the `where`");
}

static bool infer_what(Sema *s, const Scope *inner, Rows *rows, const Node *argument) {
  if (wants_condition(rows->function)) {
    rows->type = type_of(TYPE_BOOL);
    return infer_condition(s, inner, rows->what,
                           arena_printf(s->arena, "`%s`", builtin_name(rows->function)));
  }
  infer(s, inner, rows->what, type_of(TYPE_NONE));
  rows->type = rows->what->typing->type;
  if (!rows->type.kind) return false;
  if (rows->function == BUILTIN_COUNT) {
    report_count_of(s, argument, rows->what, node_child(argument, ARGUMENT_ROWS));
    return false;
  }
  if (rows->function == BUILTIN_COUNT_OF || takes_what(rows->function, rows->type.kind))
    return true;
  report_what(s, rows->what, rows->type, rows->function);
  return false;
}

/* `by` of latest and earliest, `weighted by` of share. */
static bool infer_order(Sema *s, const Scope *inner, Rows *rows, const Node *argument) {
  Node *order = node_child(argument, ARGUMENT_ORDER);
  if (!order) return true;
  const bool weighted = argument->flags & FLAG_WEIGHTED;
  const char *name =
      rows->function == BUILTIN_COUNT_OF ? "a definition" : builtin_name(rows->function);
  if (weighted ? rows->function != BUILTIN_SHARE
               : !wants_date(rows->function) && rows->function != BUILTIN_COUNT_OF) {
    Diag *d = sema_report(s, E_ORDER_HERE, order->span, "`%s` takes no `%s`", name,
                          weighted ? "weighted by" : "by");
    sema_help(s, d,
              weighted ? "only `share` is weighted" : "only `latest` and `earliest` have an order");
    return false;
  }
  infer(s, inner, order, type_of(TYPE_NONE));
  const TypeKind kind = order->typing->type.kind;
  if (weighted)
    rows->weight = order;
  else
    rows->by = order;
  if (!kind || (weighted ? type_is_numeric(kind) : kind == TYPE_DATE)) return kind != TYPE_NONE;
  Diag *d = sema_report(s, E_ORDER_TYPE, order->span, "%s, this is %.*s",
                        weighted ? "a weight is a number, percent, money or duration"
                                 : "the order is given by a date",
                        TEXT_ARG(sema_a(s, order)));
  sema_label(s, d, declared_at(s, order), "declared here");
  return false;
}

static bool infer_parts(Sema *s, const Scope *scope, Rows *rows, const Node *argument) {
  const Scope inner = {
      .entity = rows->child, .outer = scope, .body = scope->body, .each = rows->each};
  bool ok = true;
  if (rows->where) ok = infer_condition(s, &inner, rows->where, "`where`");
  if (rows->what) ok = infer_what(s, &inner, rows, argument) && ok;
  if (argument->kind == NODE_ARGUMENT) ok = infer_order(s, &inner, rows, argument) && ok;
  return ok;
}

/* Where the scope says over which rows an aggregate ranges that does not: `count()`,
 * `sum(revenue)`, `sum(revenue where mutual)`. */
static bool implies_rows(const Sema *s, const Scope *scope, const Node *argument) {
  if (!scope->implied || scope->body) return false;
  return !argument || !aggregate_names_rows(s, argument);
}

static Rows *infer_implied(Sema *s, const Scope *scope, Node *argument, Rows *rows) {
  const bool written = argument && argument->kind == NODE_ARGUMENT;
  rows->child = scope->implied;
  rows->parent = scope->entity;
  rows->via = SCHEMA_NONE;
  rows->what = written ? node_child(argument, ARGUMENT_WHAT) : argument;
  rows->where = written ? node_child(argument, ARGUMENT_WHERE) : NULL;
  const Scope inner = {.entity = rows->child, .outer = scope};
  if (rows->where && !infer_condition(s, &inner, rows->where, "`where`")) return NULL;
  if (rows->what && rows->function == BUILTIN_COUNT) {
    if (rows->what->kind == NODE_NAME && !resolve(s, &inner, rows->what).symbol) {
      entity_named(s, rows->what); /* `count(accounts)` */
      return NULL;
    }
    Diag *d = sema_report(s, E_COUNT_OF_VALUE, rows->what->span,
                          "`count` counts rows, it takes no value");
    sema_offer(s, d, argument->span, "%.*s where %.*s",
               TEXT_ARG(s->program->entities.at[rows->child].name),
               TEXT_ARG(sema_source(s, rows->what)));
    return NULL;
  }
  if (rows->what && !infer_what(s, &inner, rows, argument)) return NULL;
  if (written && !infer_order(s, &inner, rows, argument)) return NULL;
  return rows;
}

Rows *infer_rows(Sema *s, const Scope *scope, Node *argument, Builtin function) {
  Rows *rows = ARENA_NEW(s->arena, Rows);
  rows->function = function;
  if (implies_rows(s, scope, argument)) return infer_implied(s, scope, argument, rows);
  const bool written = argument->kind == NODE_ARGUMENT;
  Node *what = written ? node_child(argument, ARGUMENT_WHAT) : NULL;
  Node *name = written ? node_child(argument, ARGUMENT_ROWS) : argument;
  if (written && !name) {
    name = what;
    what = NULL;
  }
  if (!name) return NULL;
  if (is_one_value(s, scope, name)) return NULL;
  const Argument *each = each_parameter(scope, name);
  if (each && !each->type.kind) return NULL;
  const Name *found = name->kind == NODE_NAME ? name_find(s, name->text) : NULL;
  const bool maybe = name->kind == NODE_NAME && !resolve(s, scope, name).symbol && !found;
  const bool counts = function == BUILTIN_COUNT &&
                      ((found && found->kind == NAME_ENTITY) || (maybe && !scope->body));
  if (!what && !each && !counts &&
      !(function == BUILTIN_COUNT && written && name->kind == NODE_NAME)) {
    report_half(s, scope, name, function == BUILTIN_COUNT_OF ? BUILTIN_SUM : function);
    return NULL;
  }
  if (!find_rows(s, scope, rows, argument, name,
                 written ? node_child(argument, ARGUMENT_VIA) : NULL))
    return NULL;
  rows->what = what;
  rows->where = written ? node_child(argument, ARGUMENT_WHERE) : NULL;
  if (!infer_parts(s, scope, rows, argument)) return NULL;
  if (!what && each) {
    rows->counts_each = true;
    rows->type = each->type;
    if (function != BUILTIN_COUNT_OF && !takes_what(function, each->type.kind)) {
      report_what(s, name, each->type, function);
      return NULL;
    }
  }
  if (function == BUILTIN_COUNT) rows->type = type_of(TYPE_NONE);
  if (!rows->by && rows->each) rows->by = rows->each->by;
  return rows;
}

/* --- the result --- */

static void infer_fraction(Sema *s, const Scope *scope, Node *node) {
  infer(s, scope, node, type_of(TYPE_NONE));
  const Typing *t = node->typing;
  if (!t->type.kind) return;
  const Type percent = type_of(TYPE_PERCENT);
  if (t->bare) {
    take_constant(s, node, percent, false, NULL);
    return;
  }
  Rational value;
  const bool constant = constant_exact(node, &value);
  if (t->type.kind != TYPE_PERCENT || reads_row(node) ||
      (constant && (value.numerator < 0 || rational_compare(value, (Rational){1, 1}) > 0))) {
    Diag *d =
        sema_report(s, E_FRACTION, node->span,
                    "`percentile` begins with a percent from 0%% to 100%%, the same for all rows");
    sema_help(s, d, "for example `percentile(90%%, value of rows)`");
  }
}

static bool what_can_be_range(const Rows *rows) {
  const Node *what = rows->counts_each ? rows->each->what : rows->what;
  return what && what->typing && what->typing->can_be_range;
}

static bool has_condition(const Rows *rows) {
  for (; rows; rows = rows->each) {
    if (rows->where) return true;
  }
  return false;
}

static void set_result(Typing *t, const Rows *rows) {
  const Node *what = rows->counts_each ? rows->each->what : rows->what;
  const bool ratio = what && what->typing && what->typing->ratio && rows->type.kind == TYPE_PERCENT;
  switch (rows->function) {
  case BUILTIN_COUNT:
    t->type = type_of(TYPE_INTEGER);
    t->can_be_range = has_condition(rows);
    break;
  case BUILTIN_SHARE:
    t->type = type_of(TYPE_PERCENT);
    t->can_be_range = true;
    break;
  case BUILTIN_ANY:
  case BUILTIN_ALL:
  case BUILTIN_NONE:
    t->type = type_of(TYPE_BOOL);
    break;
  case BUILTIN_SUM:
    t->type = rows->type;
    t->ratio = ratio;
    t->can_be_range = has_condition(rows) || what_can_be_range(rows);
    break;
  case BUILTIN_AVG:
  case BUILTIN_MEDIAN:
  case BUILTIN_PERCENTILE:
    t->type = rows->type.kind == TYPE_INTEGER ? type_of(TYPE_NUMBER) : rows->type;
    t->ratio = ratio;
    t->can_be_range = rows->function == BUILTIN_AVG && what_can_be_range(rows);
    break;
  default:
    t->type = rows->type;
    t->ratio = ratio;
  }
}

void infer_aggregate(Sema *s, const Scope *scope, Node *node, Builtin builtin) {
  Node *list = node_child(node, CALL_ARGUMENTS);
  Node *argument = list->count ? list->child[list->count - 1] : NULL;
  if (list->count == 2) infer_fraction(s, scope, list->child[0]);
  if (!argument && list->count) return;
  Rows *rows = infer_rows(s, scope, argument, builtin);
  if (!rows) return;
  if (list->count == 2) rows->fraction = list->child[0];
  const bool unknown_rows = rows->child == SCHEMA_NONE; /* a definition by itself */
  if (wants_date(builtin) && !rows->by && !unknown_rows) {
    Diag *d = sema_report(s, E_NEEDS_BY, node->span, "`%s` needs the date that orders the rows",
                          builtin_name(builtin));
    const EntitySchema *schema = &s->program->entities.at[rows->child];
    for (uint32_t i = 0; i < schema->field_count; i++) {
      if (schema->fields[i].type.kind != TYPE_DATE) continue;
      const bool named = argument->kind == NODE_ARGUMENT && node_child(argument, ARGUMENT_ROWS);
      const char *order = arena_printf(s->arena, "%s%.*s%sby %.*s", named ? "" : "of ",
                                       TEXT_ARG(named ? TEXT("") : schema->name), named ? "" : " ",
                                       TEXT_ARG(schema->fields[i].name));
      sema_help(s, d, "say which, for example `%s`", order);
      sema_edit(s, d, span_after(argument->span), " %s", order);
      break;
    }
    return;
  }
  node->typing->rows = rows;
  set_result(node->typing, rows);
}
