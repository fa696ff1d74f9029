/* witness_print.c - a witness as a test of the language. */
#include "prove/prove_impl.h"
#include "value/date.h"
#include "value/literal.h"

/* 6M, 250K, 12.50: money without its currency, which the field has. */
static void put_amount(Buffer *out, int64_t value, TypeKind kind) {
  enum { MILLION = 1000000, THOUSAND = 1000 };
  const int64_t scale = type_scale(kind), whole = value / scale;
  if (value % scale)
    decimal_print(out, value, type_info(kind)->decimals, false);
  else if (whole && whole % MILLION == 0)
    buffer_printf(out, "%lldM", (long long)(whole / MILLION));
  else if (whole && whole % THOUSAND == 0)
    buffer_printf(out, "%lldK", (long long)(whole / THOUSAND));
  else
    buffer_printf(out, "%lld", (long long)whole);
}

void witness_put_value(Buffer *out, const Program *program, Scalar value) {
  switch (value.type.kind) {
  case TYPE_TEXT:
  case TYPE_REF:
    literal_put_text(out, value.text);
    break;
  case TYPE_ENUM:
    buffer_text(out, program->enums.at[value.type.of].members[value.i].name);
    break;
  case TYPE_MONEY:
  case TYPE_SCORE:
    put_amount(out, value.i, value.type.kind);
    break;
  default:
    scalar_print(out, value, program->enums.at, PRINT_CSV);
  }
}

static bool stands_before(const WitnessCell *a, const WitnessCell *b) {
  return a->is_column != b->is_column ? !a->is_column : a->index < b->index;
}

static void put_row(Buffer *out, const Program *program, const WitnessRow *row) {
  const EntitySchema *schema = &program->entities.at[row->entity];
  const WitnessCell *before = NULL;
  buffer_printf(out, "given %.*s {", TEXT_ARG(schema->name));
  for (size_t i = 0; i < row->cells.count; i++) {
    const WitnessCell *next = NULL; /* in the order of the fields */
    for (size_t k = 0; k < row->cells.count; k++) {
      const WitnessCell *cell = &row->cells.at[k];
      if ((!before || stands_before(before, cell)) && (!next || stands_before(cell, next)))
        next = cell;
    }
    if (!next) break;
    const Text name =
        next->is_column ? program->columns.at[next->index].name : schema->fields[next->index].name;
    buffer_printf(out, "%s%.*s: ", i ? ", " : " ", TEXT_ARG(name));
    witness_put_value(out, program, next->value);
    before = next;
  }
  buffer_str(out, " }\n");
}

void witness_rows_print(Buffer *out, const Program *program, const Witness *witness) {
  for (size_t i = 0; i < witness->rows.count; i++) put_row(out, program, &witness->rows.at[i]);
}

void witness_print(Buffer *out, const Program *program, const Witness *witness, Text name) {
  buffer_str(out, "test ");
  literal_put_text(out, name);
  buffer_str(out, " {\n");
  if (witness->has_day) {
    buffer_str(out, "  as of ");
    date_print(out, witness->day);
    buffer_char(out, '\n');
  }
  for (size_t i = 0; i < witness->params.count; i++) {
    const DeclaredParam *param = &program->params.at[witness->params.at[i]];
    buffer_printf(out, "  set %.*s = ", TEXT_ARG(param->name));
    literal_put(out, param->value, program->enums.at);
    buffer_char(out, '\n');
  }
  for (size_t i = 0; i < witness->rows.count; i++) {
    buffer_str(out, "  ");
    put_row(out, program, &witness->rows.at[i]);
  }
  const WitnessRow *first = &witness->rows.at[0];
  const EntitySchema *schema = &program->entities.at[first->entity];
  buffer_printf(out, "  expect %.*s", TEXT_ARG(witness->expect));
  if (schema->key != SCHEMA_NONE && first->entity != IMAGE_PROGRAM) buffer_str(out, " for \"W1\"");
  buffer_str(out, "\n}\n");
}
