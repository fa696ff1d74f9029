/* check_given.c - the rows that a test gives: each value is a constant of its column's type, or
 * `missing`, or a text in quotes that is read as a cell of the data would be.
 *
 * What is not given is missing. A declared column may be given, too: it is fixed then. */
#include "sema/infer_impl.h"
#include "value/cell.h"

static const GivenAs of_tests = {
    .constant = "a given value",
    .value = E_GIVEN_VALUE,
    .range = E_GIVEN_RANGE,
    .range_help = "such a cell of the data would count as missing: write `missing` to try that"};

/* The column that a value is for. */
typedef struct Target {
  Text name;
  Type type;
  const FieldSchema *field; /* NULL for a declared column */
  const Node *origin;       /* where it was declared, or NULL */
} Target;

static bool is_missing_word(const Sema *s, const Node *value, Type type) {
  if (value->kind != NODE_NAME || !text_equal(value->text, TEXT("missing"))) return false;
  return type.kind != TYPE_ENUM ||
         enum_member_by_name(&s->program->enums.at[type.of], value->text) < 0;
}

/* A text in quotes, as the reader takes it. */
static CellStatus read_cell(const Sema *s, const Target *target, Text cell, Scalar *out) {
  const CellFormat plain = {.percent = PERCENT_SIGNED, .duration_unit = 1, .date = TEXT("")};
  const CellFormat *format = target->field ? &target->field->format : &plain;
  CellStatus status = CELL_OK;
  int32_t small = 0;
  switch (target->type.kind) {
  case TYPE_TEXT:
  case TYPE_REF:
    out->text = cell;
    return CELL_OK;
  case TYPE_NUMBER:
    return cell_f64(cell, format, &out->f);
  case TYPE_DATE:
    status = cell_date(cell, format, &small);
    out->i = small;
    return status;
  case TYPE_ENUM:
    status = cell_enum(cell, &s->program->enums.at[target->type.of], &small);
    out->i = small;
    return status;
  case TYPE_BOOL:
    return cell_bool(cell, &out->truth);
  default:
    return cell_i64(cell, target->type, format, &out->i);
  }
}

static bool take_cell(Sema *s, const GivenAs *as, const Target *target, const Node *value,
                      Scalar *out) {
  *out = (Scalar){.type = target->type, .known = true};
  const CellStatus status = read_cell(s, target, value->text, out);
  if (status == CELL_OK || status == CELL_ROUNDED) return true;
  if (status == CELL_MISSING) {
    *out = (Scalar){.type = target->type};
    if (target->type.kind == TYPE_BOOL) out->truth = TRUTH_UNKNOWN;
    return true;
  }
  Diag *d = sema_report(s, as->value, value->span, "%.*s %s", TEXT_ARG(sema_source(s, value)),
                        cell_problem(status));
  if (target->origin) sema_label(s, d, target->origin->span, "declared here");
  sema_help(s, d, "write a constant as in a rule, or what a cell of the data would hold");
  return false;
}

static bool beyond(const FieldSchema *field, const Scalar *value) {
  if (type_store(value->type) == STORE_F64) return !cell_in_range_f64(field, value->f);
  if (type_store(value->type) == STORE_I64 || value->type.kind == TYPE_DATE)
    return !cell_in_range_i64(field, value->i);
  return false;
}

/* False after a report. */
static bool take_value(Sema *s, const GivenAs *as, const Target *target, Node *value, Scalar *out) {
  const Scope constants = {.entity = SCHEMA_NONE, .constant = as->constant};
  const Node *bare = node_bare(value);
  if (is_missing_word(s, bare, target->type)) {
    *out = (Scalar){.type = target->type};
    if (target->type.kind == TYPE_BOOL) out->truth = TRUTH_UNKNOWN;
    return true;
  }
  if (bare->kind == NODE_STRING) {
    if (!take_cell(s, as, target, bare, out)) return false;
  } else {
    const Type want = target->type.kind == TYPE_REF ? type_of(TYPE_TEXT) : target->type;
    if (!infer_as(s, &constants, value, want, target->origin)) return false;
    if (!constant_scalar(value, out)) {
      Diag *d = sema_report(s, as->value, value->span, "`%.*s` is given as a constant",
                            TEXT_ARG(target->name));
      sema_help(s, d, "write its value, or `missing`");
      return false;
    }
  }
  if (!target->field || !out->known || !beyond(target->field, out)) return true;
  Diag *d =
      sema_report(s, as->range, value->span, "`%.*s` is out of its range", TEXT_ARG(target->name));
  if (target->origin) sema_label(s, d, target->origin->span, "declared here");
  sema_help(s, d, "%s", as->range_help);
  return false;
}

static const Node *field_node(const Sema *s, uint32_t entity, uint32_t field) {
  const Node *body = node_child(s->program->entity_nodes.at[entity], ENTITY_BODY);
  const Text name = s->program->entities.at[entity].fields[field].name;
  for (uint32_t i = 0; body && i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind == NODE_FIELD && text_equal(path_name(node_child(node, FIELD_NAME)), name))
      return node;
  }
  return NULL;
}

bool given_field(Sema *s, const GivenAs *as, uint32_t entity, uint32_t field, Node *value,
                 Scalar *out) {
  const FieldSchema *schema = &s->program->entities.at[entity].fields[field];
  const Target target = {.name = schema->name,
                         .type = schema->type,
                         .field = schema,
                         .origin = field_node(s, entity, field)};
  return target.type.kind && take_value(s, as, &target, value, out);
}

/* The field or declared column of that name; false after a report. */
static bool find_target(Sema *s, uint32_t entity, const Node *name, GivenValue *value,
                        Target *target) {
  const EntitySchema *schema = &s->program->entities.at[entity];
  const uint32_t field = schema_field(schema, name->text);
  target->name = name->text;
  if (field != SCHEMA_NONE) {
    value->index = field;
    target->field = &schema->fields[field];
    target->type = target->field->type;
    target->origin = field_node(s, entity, field);
    return target->type.kind != TYPE_NONE;
  }
  const Name *found = name_find(s, name->text);
  if (found && found->kind == NAME_COLUMN &&
      s->program->columns.at[found->index].entity == entity) {
    value->fixes = true;
    value->index = found->index;
    target->type = s->program->columns.at[found->index].type;
    target->origin = found->node;
    return target->type.kind != TYPE_NONE;
  }
  if (name_is_broken(s, name) || unknown_again(s, entity, name)) return false;
  Nearest nearest = nearest_start(name->text);
  for (uint32_t i = 0; i < schema->field_count; i++)
    nearest_offer(&nearest, schema->fields[i].name);
  for (size_t i = 0; i < s->program->columns.count; i++)
    if (s->program->columns.at[i].entity == entity)
      nearest_offer(&nearest, s->program->columns.at[i].name);
  Diag *d = sema_report(s, E_GIVEN_COLUMN, name->span, "`%.*s` has no column `%.*s`",
                        TEXT_ARG(schema->name), TEXT_ARG(name->text));
  unknown_remember(s, entity, name->text, d);
  if (found) sema_label(s, d, found->node->span, "this is none of its columns");
  const Text best = nearest_found(&nearest);
  if (best.len)
    sema_offer(s, d, name->span, "%.*s", TEXT_ARG(best));
  else
    sema_help(s, d, "give a field of the entity, or a column that is declared for it");
  return false;
}

static void add_value(Sema *s, GivenRows *rows, const Node *cell) {
  const Node *name = node_child(cell, CELL_NAME);
  Node *value = node_child(cell, CELL_VALUE);
  GivenValue given = {.node = cell};
  Target target = {0};
  if (!name || !value || !find_target(s, rows->entity, name, &given, &target)) return;
  for (size_t i = 0; i < rows->values.count; i++) {
    const GivenValue *other = &rows->values.at[i];
    if (other->fixes != given.fixes || other->index != given.index) continue;
    clause_once(s, node_child(other->node, CELL_NAME), name,
                arena_printf(s->arena, "%.*s", TEXT_ARG(name->text)));
    return;
  }
  if (!take_value(s, &of_tests, &target, value, &given.value)) return;
  if (!given.fixes && given.index == s->program->entities.at[rows->entity].key && given.value.known)
    rows->key = text_strip(given.value.text);
  *VEC_PUSH(s->arena, &rows->values) = given;
}

/* Rows come from the test or from one file. */
static void check_source(Sema *s, const DeclaredTest *test, const GivenRows *rows) {
  if (rows->entity == IMAGE_PROGRAM && rows->file.len) {
    Diag *d = sema_report(s, E_GIVEN_SOURCE, rows->node->span, "the program has no rows to read");
    sema_help(s, d, "give its columns in braces: `given program { NAME: VALUE }`");
    return;
  }
  for (size_t i = 0; i < test->given.count; i++) {
    const GivenRows *other = &test->given.at[i];
    if (other->entity != rows->entity) continue;
    if (!other->file.len && !rows->file.len && rows->entity != IMAGE_PROGRAM) continue;
    Diag *d = sema_report(s, E_GIVEN_SOURCE, rows->node->span, "`%.*s` is given already",
                          TEXT_ARG(s->program->entities.at[rows->entity].name));
    sema_label(s, d, other->node->span, "first given here");
    sema_help(s, d,
              rows->entity == IMAGE_PROGRAM
                  ? "the program is one row: write all its columns into one `given`"
                  : "put all rows into the file, or write all of them in the test");
    return;
  }
}

void given_declare(Sema *s, DeclaredTest *test, const Node *node) {
  const uint32_t entity = entity_named(s, node_child(node, GIVEN_ENTITY));
  if (entity == SCHEMA_NONE) return;
  GivenRows rows = {
      .node = node, .entity = entity, .file = string_text(node_child(node, GIVEN_FILE))};
  check_source(s, test, &rows);
  const Node *cells = node_child(node, GIVEN_CELLS);
  for (uint32_t i = 0; cells && i < cells->count; i++)
    if (cells->child[i]->kind == NODE_CELL) add_value(s, &rows, cells->child[i]);
  *VEC_PUSH(s->arena, &test->given) = rows;
}

/* ---- All rows together ---- */

static const GivenRows *row_with_key(const DeclaredTest *test, uint32_t entity, Text key,
                                     const GivenRows *before) {
  for (size_t i = 0; i < test->given.count && &test->given.at[i] != before; i++) {
    const GivenRows *rows = &test->given.at[i];
    if (rows->entity == entity && rows->key.len && text_equal(rows->key, key)) return rows;
  }
  return NULL;
}

static void check_key(Sema *s, const DeclaredTest *test, const GivenRows *rows) {
  const GivenRows *first = rows->key.len ? row_with_key(test, rows->entity, rows->key, rows) : NULL;
  if (!first) return;
  Diag *d = sema_report(s, E_GIVEN_KEY, rows->node->span, "the %.*s \"%.*s\" is given twice",
                        TEXT_ARG(s->program->entities.at[rows->entity].name), TEXT_ARG(rows->key));
  sema_label(s, d, first->node->span, "first given here");
  sema_help(s, d, "give the rows keys of their own, or write one row");
}

/* False after a report. */
static bool check_reference(Sema *s, const DeclaredTest *test, const GivenValue *value,
                            uint32_t target) {
  const Text key = text_strip(value->value.text);
  Nearest nearest = nearest_start(key);
  bool any = false;
  for (size_t i = 0; i < test->given.count; i++) {
    const GivenRows *rows = &test->given.at[i];
    if (rows->entity != target) continue;
    if (rows->file.len || text_equal(rows->key, key)) return true;
    any = true;
    nearest_offer(&nearest, rows->key);
  }
  if (!any) return true;
  const Node *node = node_child(value->node, CELL_VALUE);
  Diag *d = sema_report(s, E_GIVEN_REFERENCE, node->span, "the test gives no %.*s \"%.*s\"",
                        TEXT_ARG(s->program->entities.at[target].name), TEXT_ARG(key));
  const Text best = nearest_found(&nearest);
  if (best.len)
    sema_offer(s, d, node->span, "\"%.*s\"", TEXT_ARG(best));
  else
    sema_help(s, d, "give that row, too");
  return false;
}

void given_check(Sema *s, const DeclaredTest *test) {
  for (size_t i = 0; i < test->given.count; i++) {
    const GivenRows *rows = &test->given.at[i];
    const EntitySchema *schema = &s->program->entities.at[rows->entity];
    check_key(s, test, rows);
    for (size_t v = 0; v < rows->values.count; v++) {
      const GivenValue *value = &rows->values.at[v];
      if (value->fixes || !value->value.known) continue;
      const Type type = schema->fields[value->index].type;
      if (type.kind == TYPE_REF && !check_reference(s, test, value, type.of))
        return; /* the row that was meant may be one that others refer to as well */
    }
  }
}
