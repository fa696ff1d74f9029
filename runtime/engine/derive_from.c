/* derive_from.c - what a derived run begins with: the tables of the other, parameters, cells. */
#include <string.h>

#include "engine/children.h"
#include "engine/derive_impl.h"

/* ---- Vectors -------------------------------------------------------------------------------- */

static Table *table_of(const Run *run, uint32_t slot) {
  return run->kept[run->image->slots.at[slot].entity];
}

static void copy_values(Vector *to, const Vector *from, size_t rows) {
  memcpy(to->values, from->values, rows * store_size(from->store));
  if (from->valid) memcpy(to->valid, from->valid, rows);
}

Vector *derived_edit(Run *run, uint32_t slot) {
  Derived *d = run->derived;
  Table *table = table_of(run, slot);
  Vector *vector = &table->slot[slot];
  if (d->own[slot]) return vector;
  const Vector shared = *vector;
  *vector = vector_new(d->arena, shared.store, table->rows);
  copy_values(vector, &shared, table->rows);
  d->own[slot] = true;
  return vector;
}

Vector *derived_renew(Run *run, uint32_t slot) {
  Derived *d = run->derived;
  Table *table = table_of(run, slot);
  Vector *vector = &table->slot[slot];
  if (d->own[slot]) vector_release(d->arena, vector);
  *vector = vector_new(d->arena, (Store)run->image->slots.at[slot].store, table->rows);
  d->own[slot] = true;
  return vector;
}

void derived_settle(Run *run, uint32_t slot) {
  Derived *d = run->derived;
  Table *table = table_of(run, slot);
  if (!d->before[slot]) d->change[slot].kind = CHANGE_ALL;
  change_close(&d->change[slot], table->rows);
  if (d->change[slot].kind != CHANGE_NONE) return;
  vector_release(d->arena, &table->slot[slot]);
  table->slot[slot] = *d->before[slot];
  d->own[slot] = false;
}

/* ---- Tables --------------------------------------------------------------------------------- */

/* A table of the same rows for another image. */
static Table *same_rows(Arena *arena, const Image *image, uint32_t entity, const Table *from) {
  Table *table = ARENA_NEW(arena, Table);
  *table = *from;
  table->arena = arena;
  table->image = image;
  table->entity = entity;
  table->slot = ARENA_ARRAY(arena, Vector, image->slots.count);
  for (size_t s = 0; s < image->slots.count; s++) table->slot[s].store = STORE_COUNT;
  return table;
}

static void adopt_slots(Run *run, const Run *from, const Adoption *adoption) {
  for (uint32_t s = 0; s < run->image->slots.count; s++) {
    const uint32_t entity = run->image->slots.at[s].entity, old = adoption->slot[s];
    if (old == SCHEMA_NONE) continue;
    run->kept[entity]->slot[s] = from->kept[adoption->entity[entity]]->slot[old];
  }
}

static void share_slots(Run *run, const Run *from) {
  Derived *d = run->derived;
  for (uint32_t s = 0; s < from->image->slots.count; s++) {
    const uint32_t entity = from->image->slots.at[s].entity;
    d->before[s] = &from->kept[entity]->slot[s];
    run->kept[entity]->slot[s] = *d->before[s];
  }
}

/* Slots that were not there differ as a whole. They get their memory where a step makes them. */
static void add_slots(Run *run) {
  Derived *d = run->derived;
  for (uint32_t s = 0; s < run->image->slots.count; s++) {
    const Slot *slot = &run->image->slots.at[s];
    if (d->before[s]) continue;
    d->change[s].kind = CHANGE_ALL;
    if (slot->role == SLOT_INPUT)
      derived_renew(run, s);
    else if (run->kept[slot->entity]->slot[s].store == STORE_COUNT)
      run->kept[slot->entity]->slot[s].store = slot->store;
  }
}

/* The program's one row is copied: parameters are put into it. */
static void own_program(Run *run) {
  for (uint32_t s = 0; s < run->image->slots.count; s++)
    if (run->image->slots.at[s].entity == IMAGE_PROGRAM && run->derived->before[s])
      derived_edit(run, s);
}

static uint32_t entity_in(const Run *from, uint32_t entity, const Adoption *adoption) {
  if (adoption && entity != IMAGE_PROGRAM) return adoption->entity[entity];
  return entity < from->image->entities.count ? entity : SCHEMA_NONE;
}

static void make_tables(Run *run, const Run *from, const Adoption *adoption) {
  Arena *arena = run->arena;
  const uint32_t entities = (uint32_t)run->image->entities.count;
  run->tables = ARENA_ARRAY(arena, Table *, entities);
  run->kept = ARENA_ARRAY(arena, Table *, entities);
  for (uint32_t e = 0; e < entities; e++) {
    const uint32_t old = entity_in(from, e, adoption);
    run->tables[e] = run->kept[e] = old == SCHEMA_NONE
                                        ? table_new(arena, run->image, e)
                                        : same_rows(arena, run->image, e, from->kept[old]);
  }
}

/* ---- The run -------------------------------------------------------------------------------- */

static Passes *all_whole(Arena *arena, const Image *image) {
  Passes *passes = ARENA_NEW(arena, Passes);
  passes->keep = ARENA_ARRAY(arena, Keeping, image->slots.count);
  passes->entity = ARENA_ARRAY(arena, EntityKeeping, image->entities.count);
  for (size_t s = 0; s < image->slots.count; s++) passes->keep[s] = KEEP_WHOLE;
  for (size_t e = 0; e < image->entities.count; e++) passes->entity[e].whole = true;
  return passes;
}

static void *copy_array(Arena *arena, const void *array, size_t count, size_t size) {
  void *copy = arena_array(arena, count, size);
  if (count) memcpy(copy, array, count * size);
  return copy;
}

static Derived *derived_of(Arena *arena, const Image *image, const Derivation *what) {
  const size_t slots = image->slots.count;
  Derived *d = ARENA_NEW(arena, Derived);
  *d = (Derived){.arena = arena,
                 .before = ARENA_ARRAY(arena, const Vector *, slots),
                 .own = ARENA_ARRAY(arena, bool, slots),
                 .change = ARENA_ARRAY(arena, Change, slots),
                 .stored = ARENA_ARRAY(arena, bool, slots),
                 .cells = copy_array(arena, what->cells, what->cell_count, sizeof *what->cells),
                 .cell_count = what->cell_count,
                 .pass = {.entity = SCHEMA_NONE, .made = ARENA_ARRAY(arena, bool, slots)}};
  return d;
}

static RunOptions options_of(Arena *arena, const Run *from, const Derivation *what) {
  RunOptions options = from->options;
  options.today = what->today;
  options.set = copy_array(arena, what->set, what->set_count, sizeof *what->set);
  options.set_count = what->set_count;
  options.batch_rows = what->batch_rows;
  options.threads = what->threads;
  options.stop = what->stop;
  options.progress = NULL;
  return options;
}

static void take_summary(Run *run, const Run *from, const Adoption *adoption) {
  summary_prepare(run);
  for (uint32_t e = 0; e < run->image->entities.count; e++) {
    const uint32_t old = entity_in(from, e, adoption);
    if (old != SCHEMA_NONE) run->summary.entity[e] = from->summary.entity[old];
  }
}

/* States of groups that are not run again: they tell of results that did not fit. */
static void take_groups(Run *run, const Run *from) {
  for (size_t g = 0; g < from->image->groups.count; g++) run->groups[g] = from->groups[g];
}

Run *derived_new(Arena *arena, const Run *from, const Derivation *what, const Adoption *adoption,
                 DiagSink *diags) {
  const Image *image = what->image;
  Run *run = ARENA_NEW(arena, Run);
  run->arena = arena;
  run->image = image;
  run->options = options_of(arena, from, what);
  run->diags = diags;
  run->passes = all_whole(arena, image);
  run->log = from->log;
  run->derived = derived_of(arena, image, what);
  make_tables(run, from, adoption);
  run->readers = ARENA_ARRAY(arena, Reader *, image->entities.count);
  run->groups = ARENA_ARRAY(arena, GroupState *, image->groups.count);
  run->doubts = ARENA_ARRAY(arena, Doubts *, image->groups.count);
  run->children = children_new(arena, run->kept, image->entities.count, from->children);
  arena_defer(arena, derive_free_lanes, run); /* threads end before what they work on is freed */
  run->lanes = lanes_new(arena, run->options.threads);
  run->vm = vm_new(arena, image, run_batch_rows(run), VM_SHARED);
  vm_store_only(run->vm, run->derived->stored);
  run->clauses = clause_tree_new(arena, image);
  take_summary(run, from, adoption);
  if (adoption) {
    adopt_slots(run, from, adoption);
  } else {
    take_groups(run, from);
    share_slots(run, from);
    own_program(run);
  }
  add_slots(run);
  return run;
}

/* ---- Parameters and cells ------------------------------------------------------------------- */

bool derived_set_params(Run *run) {
  Derived *d = run->derived;
  Table *program = run->kept[IMAGE_PROGRAM];
  if (!run_set_params(run)) return false;
  for (size_t i = 0; i < run->image->params.count; i++) {
    const uint32_t slot = run->image->params.at[i].slot;
    Vector *value = &program->slot[slot];
    if (value->store == STORE_TEXT && value->valid[0])
      value->text[0] = text_copy(run->arena, value->text[0]);
    if (d->before[slot] && !vector_same(value, 0, d->before[slot], 0))
      change_add(run->arena, &d->change[slot], 0);
  }
  return true;
}

void derived_set_cells(Run *run) {
  Derived *d = run->derived;
  for (size_t i = 0; i < d->cell_count; i++) {
    CellChange *cell = &d->cells[i];
    Vector *vector = derived_edit(run, cell->slot);
    if (vector->store == STORE_TEXT && cell->value.known)
      cell->value.text = text_copy(run->arena, cell->value.text);
    vector_set(vector, cell->row, cell->value);
    if (d->before[cell->slot] && !vector_same(vector, cell->row, d->before[cell->slot], cell->row))
      change_add(run->arena, &d->change[cell->slot], (uint32_t)cell->row);
  }
  for (size_t i = 0; i < d->cell_count; i++)
    change_close(&d->change[d->cells[i].slot], table_of(run, d->cells[i].slot)->rows);
}

void derived_put_cells(const Run *run, uint32_t slot, size_t row, size_t count) {
  const Derived *d = run->derived;
  for (size_t i = 0; i < d->cell_count; i++) {
    const CellChange *cell = &d->cells[i];
    if (cell->slot == slot && cell->row >= row && cell->row < row + count)
      vector_set(&table_of(run, slot)->slot[slot], cell->row, cell->value);
  }
}
