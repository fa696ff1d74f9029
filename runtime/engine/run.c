/* run.c - what a run has to say: values of rows by column, field, register. */
#include "engine/run_impl.h"

const RunSummary *run_summary(const Run *run) { return &run->summary; }
const Image *run_image(const Run *run) { return run->image; }
const RunOptions *run_options(const Run *run) { return &run->options; }
Table *run_table(const Run *run, uint32_t entity) { return run->tables[entity]; }
bool run_is_streamed(const Run *run, uint32_t entity) { return !run->passes->entity[entity].whole; }

Text run_key(const Run *run, uint32_t entity, size_t row) {
  return table_key(run->tables[entity], row);
}

/* References are row numbers, whatever rows are in hand. */
static Scalar scalar_at(const Run *run, const Vector *vector, Type type, size_t row) {
  Scalar value = vector_get(vector, type, row);
  if (value.known && type.kind == TYPE_REF)
    value.text = table_key(run->kept[type.of], (size_t)value.i);
  return value;
}

ColumnValue run_ends(const Run *run, Type type, const Vector *low, const Vector *high, size_t row) {
  ColumnValue value = {scalar_at(run, low, type, row),
                       scalar_at(run, high ? high : low, type, row)};
  value.low.known = value.high.known = value.low.known && value.high.known;
  return value;
}

ColumnValue run_slots(const Run *run, Type type, uint32_t low, uint32_t high, size_t row) {
  const Vector *slots = run->tables[run->image->slots.at[low].entity]->slot;
  return run_ends(run, type, &slots[low], high == SCHEMA_NONE ? NULL : &slots[high], row);
}

ColumnValue run_value(const Run *run, uint32_t index, size_t row) {
  const Column *column = &run->image->columns.at[index];
  return run_slots(run, column->type, column->low, column->high, row);
}

bool run_field(const Run *run, uint32_t entity, uint32_t index, size_t row, Scalar *out) {
  const FieldSchema *field = &run->image->entities.at[entity].fields[index];
  if (field->slot != SCHEMA_NONE) {
    *out = scalar_at(run, &run->tables[entity]->slot[field->slot], field->type, row);
    return true;
  }
  if (!field->key) return false;
  *out = (Scalar){.type = {.kind = TYPE_TEXT}, .known = true, .text = run_key(run, entity, row)};
  return true;
}

bool run_block_row(const Run *run, uint32_t block, uint32_t entity, size_t row, size_t *out) {
  if (block == SCHEMA_NONE) return false;
  const uint32_t own = run->image->blocks.at[block].entity;
  *out = own == entity ? row : 0;
  return own == entity || own == IMAGE_PROGRAM;
}

ColumnValue run_registers(Run *run, Type type, uint32_t block, uint16_t low, uint16_t high,
                          size_t row) {
  Inspector *inspector = run_inspector(run);
  const Vector *low_end = inspect_register(inspector, block, low, row);
  return run_ends(run, type, low_end, inspect_register(inspector, block, high, row), 0);
}

void column_value_print(Buffer *out, ColumnValue value, const EnumSchema *enums) {
  scalar_print(out, value.low, enums, PRINT_PEOPLE);
  if (!value.low.known || scalar_equal(value.low, value.high)) return;
  buffer_str(out, "\u2013");
  scalar_print(out, value.high, enums, PRINT_PEOPLE);
}

/* ---- Views ---------------------------------------------------------------------------------- */

Run *run_view(const Run *run, Arena *arena) {
  Run *view = ARENA_NEW(arena, Run);
  *view = *run;
  view->arena = arena;
  view->tables = ARENA_ARRAY(arena, Table *, run->image->entities.count);
  for (size_t e = 0; e < run->image->entities.count; e++) view->tables[e] = run->kept[e];
  view->inspector = NULL;
  view->children = NULL;
  view->walker = NULL;
  view->summary = (RunSummary){0};
  summary_prepare(view);
  return view;
}

void run_take_rows(Run *run, uint32_t entity, Table *table) {
  run->tables[entity] = table;
  if (run->inspector) inspector_use(run->inspector, entity, (RowsInHand){table, NULL});
}

Inspector *run_inspector(Run *run) {
  if (run->inspector) return run->inspector;
  run->inspector = inspector_new(run->arena, run->image, run->kept, run->doubts, run->children);
  for (uint32_t e = 0; e < run->image->entities.count; e++)
    if (run->tables[e] != run->kept[e])
      inspector_use(run->inspector, e, (RowsInHand){run->tables[e], NULL});
  return run->inspector;
}
