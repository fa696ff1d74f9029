/* confirm.c - whether changes do what they are to do: in a run that is derived with them made, in
 * which other rows have answered to them. */
#include "ask/why_not_impl.h"
#include "engine/derive.h"

static void add_cells(const Study *study, const Changes *changes, Arena *arena, Derivation *what) {
  CellChange *cells = ARENA_ARRAY(arena, CellChange, 2 * LEVERS_MOST);
  what->cells = cells;
  for (LeverSet rest = changes->set; rest; rest &= rest - 1) {
    const size_t index = (size_t)__builtin_ctzll(rest);
    const Lever *lever = &study->lever[index];
    CellChange cell = {.entity = study->entity,
                       .row = study->row,
                       .slot = lever->slot,
                       .value = lever_value(lever, changes->position[index])};
    cells[what->cell_count++] = cell;
    cell.slot = lever->high;
    if (lever->high != SCHEMA_NONE) cells[what->cell_count++] = cell;
  }
}

static bool is_met(const Study *study, Run *run, Goal goal, Arena *arena) {
  const size_t entities = study->image->entities.count;
  if (goal.site.block == SCHEMA_NONE)
    return want_met(&goal.want, &run_table(run, study->entity)->slot[goal.site.at], study->row);
  Table **tables = ARENA_ARRAY(arena, Table *, entities);
  for (uint32_t e = 0; e < entities; e++) tables[e] = run_table(run, e);
  Inspector *inspector = inspector_new(
      arena, study->image, tables, ARENA_ARRAY(arena, Doubts *, study->image->groups.count), NULL);
  const Vector *values =
      inspect_register(inspector, goal.site.block, (uint16_t)goal.site.at, study->row);
  return want_met(&goal.want, values, 0);
}

Run *changed_run(const Study *study, const Changes *changes, Arena *arena) {
  const RunOptions *options = run_options(study->run);
  Derivation what = {.image = study->image,
                     .today = options->today,
                     .set = options->set,
                     .set_count = options->set_count,
                     .threads = options->threads,
                     .batch_rows = options->batch_rows,
                     .stop = study->stop};
  add_cells(study, changes, arena, &what);
  return run_derive(arena, study->run, &what, diag_sink_new(arena));
}

bool confirm_changes(const Study *study, Goal goal, const Changes *changes) {
  Arena *arena = arena_beside(study->arena);
  if (!arena) arena_fail(study->arena);
  if (!ARENA_TRY(arena)) {
    arena_free(arena);
    arena_fail(study->arena);
  }
  Run *run = changed_run(study, changes, arena);
  const bool met = run && is_met(study, run, goal, arena);
  arena_free(arena);
  return met;
}
