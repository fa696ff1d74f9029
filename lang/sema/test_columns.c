/* test_columns.c - what a program has besides when it is compiled for its tests.
 *
 * An expectation is a column of its entity, of type bool. A column that some test fixes is computed
 * or given: two more fields of its entity, which only given rows can have, say whether a row gives
 * it and as what. The program has no rows to read, so its columns have two parameters instead.
 */
#include "sema/sema_impl.h"

static uint32_t add_field(Program *program, uint32_t entity, Text name, Type type) {
  EntitySchema *schema = &program->entities.at[entity];
  FieldSchema *fields = ARENA_ARRAY(program->arena, FieldSchema, schema->field_count + 1);
  for (uint32_t i = 0; i < schema->field_count; i++) fields[i] = schema->fields[i];
  fields[schema->field_count] = (FieldSchema){.name = name,
                                              .type = type,
                                              .format = {.duration_unit = 1},
                                              .optional = true,
                                              .slot = SCHEMA_NONE};
  schema->fields = fields;
  return schema->field_count++;
}

static uint32_t add_param(Program *program, const Declared *declared, Text name, Type type) {
  Scalar unknown = {.type = type};
  if (type.kind == TYPE_BOOL) unknown.truth = TRUTH_UNKNOWN;
  *VEC_PUSH(program->arena, &program->params) =
      (DeclaredParam){.name = name, .node = declared->node, .type = type, .value = unknown};
  return (uint32_t)program->params.count - 1;
}

static void fix(Program *program, uint32_t column) {
  for (size_t i = 0; i < program->fixed.count; i++)
    if (program->fixed.at[i].column == column) return;
  const Declared *declared = &program->columns.at[column];
  const Text value =
      text_of(arena_printf(program->arena, "%.*s, as given", TEXT_ARG(declared->name)));
  const Text given =
      text_of(arena_printf(program->arena, "whether %.*s is given", TEXT_ARG(declared->name)));
  const Type boolean = {.kind = TYPE_BOOL};
  FixedColumn fixed = {.column = column};
  if (declared->entity == IMAGE_PROGRAM) {
    fixed.given = add_param(program, declared, given, boolean);
    fixed.value = add_param(program, declared, value, declared->type);
  } else {
    fixed.given = add_field(program, declared->entity, given, boolean);
    fixed.value = add_field(program, declared->entity, value, declared->type);
  }
  *VEC_PUSH(program->arena, &program->fixed) = fixed;
}

static void expect(Program *program, Expectation *expectation) {
  expectation->column = (uint32_t)program->columns.count;
  *VEC_PUSH(program->arena, &program->columns) =
      (Declared){.kind = DECLARATION_EXPECTATION,
                 .name = source_text(program->sources, expectation->node->span),
                 .node = expectation->node,
                 .whole = SCHEMA_NONE,
                 .entity = expectation->entity,
                 .type = {.kind = TYPE_BOOL},
                 .members = SCHEMA_NONE};
}

void sema_add_test_columns(Program *program) {
  for (size_t t = 0; t < program->tests.count; t++) {
    DeclaredTest *test = &program->tests.at[t];
    for (size_t r = 0; r < test->given.count; r++)
      for (size_t v = 0; v < test->given.at[r].values.count; v++)
        if (test->given.at[r].values.at[v].fixes)
          fix(program, test->given.at[r].values.at[v].index);
    for (size_t e = 0; e < test->expectations.count; e++)
      expect(program, &test->expectations.at[e]);
  }
}
