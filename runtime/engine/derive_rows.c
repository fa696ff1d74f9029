/* derive_rows.c - a step for a few rows: these rows alone in small tables, with what the step reads
 * of them; the same code runs over the small tables; what comes out otherwise than it was is put
 * into the column.
 */
#include <string.h>

#include "engine/derive_impl.h"

/* ---- Small tables --------------------------------------------------------------------------- */

/* Some rows of an entity, by their numbers. */
typedef struct Few {
  Run *run;
  Table *table;
  const uint32_t *row;
  size_t count;
} Few;

static Few few_new(Run *run, uint32_t entity, const uint32_t *row, size_t count) {
  Table *table = ARENA_NEW(run->arena, Table);
  *table = (Table){.arena = run->arena,
                   .image = run->image,
                   .entity = entity,
                   .rows = count,
                   .capacity = count,
                   .slot = ARENA_ARRAY(run->arena, Vector, run->image->slots.count)};
  for (size_t s = 0; s < run->image->slots.count; s++) table->slot[s].store = STORE_COUNT;
  return (Few){run, table, row, count};
}

static void few_free(Few *few) {
  for (size_t s = 0; s < few->run->image->slots.count; s++)
    if (few->table->slot[s].store != STORE_COUNT)
      vector_release(few->run->arena, &few->table->slot[s]);
}

static bool few_room(Few *few, uint32_t slot) {
  if (slot == SCHEMA_NONE || few->table->slot[slot].store != STORE_COUNT) return false;
  few->table->slot[slot] =
      vector_new(few->run->arena, (Store)few->run->image->slots.at[slot].store, few->count);
  return true;
}

/* The rows' values of a slot of their entity. */
static void few_load(Few *few, uint32_t slot) {
  if (!few_room(few, slot)) return;
  const Vector *from = &few->run->kept[few->table->entity]->slot[slot];
  Vector *to = &few->table->slot[slot];
  const size_t size = store_size(from->store);
  for (size_t i = 0; i < few->count; i++) {
    memcpy((char *)to->values + i * size, (const char *)from->values + few->row[i] * size, size);
    if (from->valid) to->valid[i] = from->valid[few->row[i]];
  }
}

/* What came out, compared with what was there. */
static void few_store(const Few *few, uint32_t slot) {
  Run *run = few->run;
  Derived *d = run->derived;
  Arena *arena = run->arena;
  const Table *table = run->kept[few->table->entity];
  Vector *got = &few->table->slot[slot];
  if (slot == SCHEMA_NONE) return;
  for (size_t i = 0; i < d->cell_count; i++)
    for (size_t k = 0; k < few->count && d->cells[i].slot == slot; k++)
      if (few->row[k] == d->cells[i].row) vector_set(got, k, d->cells[i].value);
  for (size_t i = 0; i < few->count; i++) {
    const uint32_t row = few->row[i];
    if (!vector_same(got, i, d->before[slot], row)) change_add(arena, &d->change[slot], row);
    if (vector_same(got, i, &table->slot[slot], row)) continue;
    Scalar value = vector_get(got, (Type){0}, i);
    if (got->store == STORE_TEXT && value.known) value.text = text_copy(arena, value.text);
    vector_set(derived_edit(run, slot), row, value);
  }
  change_close(&d->change[slot], table->rows);
}

/* ---- Blocks --------------------------------------------------------------------------------- */

void rows_block(Run *run, uint32_t index, const Change *rows) {
  const Block *block = &run->image->blocks.at[index];
  Few few = few_new(run, block->entity, rows->row, rows->count);
  for (uint32_t i = 0; i < block->code.count; i++) {
    const Instr *instr = &run->image->code.at[block->code.first + i];
    if (op_info[instr->op].imm != IMM_SLOT) continue;
    if (op_info[instr->op].dst != OPERAND_NONE)
      few_load(&few, instr->imm);
    else if (run->derived->stored[instr->imm])
      few_room(&few, instr->imm);
  }
  vm_run_rows(run->vm, index, few.table, run->kept, 0, few.count);
  for (uint32_t i = 0; i < block->code.count; i++) {
    const Instr *instr = &run->image->code.at[block->code.first + i];
    if (op_info[instr->op].dst == OPERAND_NONE && run->derived->stored[instr->imm])
      few_store(&few, instr->imm);
  }
  few_free(&few);
}

/* ---- Groups --------------------------------------------------------------------------------- */

typedef struct RowVec {
  Arena *arena;
  Change rows;     /* of the child */
  int32_t *parent; /* of each, as a row of the small table */
  size_t capacity;
} RowVec;

static void add_row(RowVec *vec, uint32_t row, size_t parent) {
  change_add(vec->arena, &vec->rows, row);
  if (vec->capacity < vec->rows.capacity) {
    vec->parent = arena_grow(vec->arena, vec->parent, vec->capacity * sizeof *vec->parent,
                             vec->rows.capacity * sizeof *vec->parent);
    vec->capacity = vec->rows.capacity;
  }
  vec->parent[vec->rows.count - 1] = (int32_t)parent;
}

static bool leads_to(const Vector *via, uint32_t row, uint32_t parent) {
  return via->valid[row] && (uint32_t)via->i32[row] == parent;
}

/* The rows of the parents: those that were theirs and still are, and those that have become. */
static RowVec rows_of(Run *run, uint32_t child, uint32_t parent, uint32_t via,
                      const Change *parents) {
  const Derived *d = run->derived;
  const Vector *now = &run->kept[child]->slot[via];
  const Change *moved = &d->change[via];
  RowVec out = {.arena = run->arena};
  for (size_t i = 0; i < parents->count; i++) {
    const uint32_t to = parents->row[i];
    const ChildSlice before = referring_rows(run, via, parent, to, false);
    for (size_t k = 0; k < before.count; k++)
      if (leads_to(now, before.row[k], to)) add_row(&out, before.row[k], i);
    for (size_t k = 0; k < moved->count; k++)
      if (leads_to(now, moved->row[k], to) && !leads_to(d->before[via], moved->row[k], to))
        add_row(&out, moved->row[k], i);
  }
  return out;
}

static void few_relate(Few *child, uint32_t via, const RowVec *rows) {
  few_room(child, via);
  Vector *to = &child->table->slot[via];
  for (size_t i = 0; i < child->count; i++) {
    to->i32[i] = rows->parent[i];
    to->valid[i] = 1;
  }
}

static Table **with(const Run *run, const Few *child, const Few *parent) {
  Table **tables = ARENA_ARRAY(run->arena, Table *, run->image->entities.count);
  for (size_t e = 0; e < run->image->entities.count; e++) tables[e] = run->kept[e];
  tables[child->table->entity] = child->table;
  if (parent) tables[parent->table->entity] = parent->table;
  return tables;
}

/* The results of these parents in a small table; returns how many did not fit. */
static uint64_t group_few(Run *run, uint32_t index, const Change *parents, Few *parent) {
  const Group *group = &run->image->groups.at[index];
  const uint32_t inputs[] = {group->where, group->value, group->value_high, group->by};
  const RowVec rows = rows_of(run, group->child, group->parent, group->via, parents);
  Few child = few_new(run, group->child, rows.rows.row, rows.rows.count);
  *parent = few_new(run, group->parent, parents->row, parents->count);
  few_relate(&child, group->via, &rows);
  for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) few_load(&child, inputs[i]);
  few_room(parent, group->low);
  few_room(parent, group->high);
  GroupStats stats = {0};
  GroupState *state =
      group_new(run->arena, run->image, index, parent->count, run->kept[IMAGE_PROGRAM]);
  GroupSelection *selection = group_selection_new(run->arena);
  if (child.count) {
    group_select(state, with(run, &child, NULL), 0, child.count, selection);
    group_add(state, selection);
  }
  group_seal(state, &stats);
  group_finish(state, 0, parent->count, parent->table, 0, &stats);
  group_selection_release(selection);
  group_release(state);
  few_free(&child);
  return stats.overflow;
}

void rows_group(Run *run, uint32_t index, const Change *parents) {
  const Group *group = &run->image->groups.at[index];
  Few parent;
  group_few(run, index, parents, &parent);
  few_store(&parent, group->low);
  few_store(&parent, group->high);
  few_free(&parent);
  run->groups[index] = NULL;
}

bool rows_group_overflows(Run *run, uint32_t index, size_t parent_row) {
  uint32_t row = (uint32_t)parent_row;
  const Change parents = {.kind = CHANGE_ROWS, .row = &row, .count = 1};
  Few parent;
  const uint64_t overflow = group_few(run, index, &parents, &parent);
  few_free(&parent);
  return overflow > 0;
}

/* ---- Histories ------------------------------------------------------------------------------ */

void rows_history(Run *run, uint32_t index, const Change *parents) {
  const History *history = &run->image->histories.at[index];
  const uint32_t results[] = {history->last, history->since, history->path};
  const RowVec rows = rows_of(run, history->child, history->parent, history->via, parents);
  Few child = few_new(run, history->child, rows.rows.row, rows.rows.count);
  Few parent = few_new(run, history->parent, parents->row, parents->count);
  few_relate(&child, history->via, &rows);
  few_load(&child, history->stage);
  few_load(&child, history->at);
  few_load(&parent, history->recorded);
  for (int i = 0; i < 3; i++) few_room(&parent, results[i]);
  HistoryStats stats = {0};
  history_run(run->image, index, with(run, &child, &parent), run->arena, &stats, NULL);
  for (int i = 0; i < 3; i++) few_store(&parent, results[i]);
  few_free(&child);
  few_free(&parent);
}
