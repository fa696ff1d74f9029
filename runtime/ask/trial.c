/* trial.c - the row with levers set, many times over.
 *
 * A window of TRIAL_ROWS copies of the row lies in a table of its own, over which the blocks of its
 * entity are run as they are over any rows; other entities are as the run has kept them. Where the
 * entity looks at rows of itself through references, the kept rows come first in that table:
 *
 *   row 0 .. base-1     the kept rows, in the slots that are looked at
 *   row base ..         the copies
 *
 * Ranks are not run again: a copy has a place where it beats the last of the others that would have
 * one. Who these are rests on the ranks before: a row that gives up a place there lets another one
 * in, which is then out of the way here. It rests on no more than whether the row has its places,
 * the *scenario*; for each that comes up a run is derived, once. What else a change does to other
 * rows and back is not seen here; a derived run sees it, in the end.
 */
#include <string.h>

#include "ask/why_not_impl.h"
#include "vm/vm.h"

/* Places, and whether the segmentation applies, of the ranks so far: two bits each. */
typedef uint64_t Scenario;

/* What has to be beaten in a rank. */
typedef struct Bar {
  Scenario scenario; /* before it */
  bool applies;
  Table *const *tables; /* of the scenario's run */
  RankBar bar;
} Bar;
typedef struct BarVec {
  VEC(Bar) list;
} BarVec;

/* When the stages were entered, of one history. */
typedef struct Entered {
  bool made;
  HistoryEntry *entry;
  size_t count;
} Entered;

struct Trial {
  Study *study;
  Table *window;
  Table **kept;   /* by entity: where the levers are at present */
  Table **world;  /* by entity: all else */
  Table **tables; /* the same, with the window for the row's entity */
  Vm *vm;
  size_t base, count;
  LeverSet touched;            /* levers that are not as at present in some row */
  BarVec *bars;                /* by rank */
  Scenario *scenario, present; /* by row, and of the kept row */
  Changes *changes;            /* by row */
  Entered *entered;            /* by history */
  uint64_t tried;
};

/* ---- The window ------------------------------------------------------------------------------ */

static void copy_value(const Vector *from, size_t row, Vector *to, size_t at, size_t count) {
  const size_t size = store_size(from->store);
  for (size_t i = 0; i < count; i++) {
    memcpy((char *)to->values + (at + i) * size, (const char *)from->values + row * size, size);
    if (to->valid) to->valid[at + i] = from->valid[row];
  }
}

/* Whether the block looks at other rows of its own entity. */
static bool looks_at_itself(const Study *study, const Instr *instr) {
  return op_info[instr->op].imm == IMM_OTHER_SLOT &&
         study->image->slots.at[instr->imm].entity == study->entity;
}

static void for_each_gather(Trial *trial, void (*with)(Trial *, uint32_t slot)) {
  const Image *image = trial->study->image;
  for (size_t s = 0; s < image->steps.count; s++) {
    if (!trial->study->wanted_step[s] || image->steps.at[s].kind != STEP_MAP) continue;
    const Block *block = &image->blocks.at[image->steps.at[s].operand];
    for (uint32_t i = 0; i < block->code.count; i++) {
      const Instr *instr = &image->code.at[block->code.first + i];
      if (looks_at_itself(trial->study, instr)) with(trial, instr->imm);
    }
  }
}

static void set_base(Trial *trial, uint32_t slot) {
  (void)slot;
  trial->base = trial->kept[trial->study->entity]->rows;
}

static void copy_column(Trial *trial, uint32_t slot) {
  const Vector *from = &trial->world[trial->study->entity]->slot[slot];
  Vector *to = &trial->window->slot[slot];
  memcpy(to->values, from->values, trial->base * store_size(from->store));
  if (to->valid) memcpy(to->valid, from->valid, trial->base);
}

Trial *trial_new(Study *study) {
  const Image *image = study->image;
  const size_t entities = image->entities.count;
  Trial *trial = ARENA_NEW(study->arena, Trial);
  trial->study = study;
  trial->kept = ARENA_ARRAY(study->arena, Table *, entities);
  trial->world = ARENA_ARRAY(study->arena, Table *, entities);
  trial->tables = ARENA_ARRAY(study->arena, Table *, entities);
  for (uint32_t e = 0; e < entities; e++) trial->kept[e] = run_table(study->run, e);
  trial->bars = ARENA_ARRAY(study->arena, BarVec, image->ranks.count);
  trial->scenario = ARENA_ARRAY(study->arena, Scenario, TRIAL_ROWS);
  trial->changes = ARENA_ARRAY(study->arena, Changes, TRIAL_ROWS);
  trial->entered = ARENA_ARRAY(study->arena, Entered, image->histories.count);
  trial->vm = vm_new(study->arena, image, TRIAL_ROWS, VM_KEPT);
  for_each_gather(trial, set_base);
  trial->window = table_window(study->arena, trial->kept[study->entity]);
  table_reserve(trial->window, trial->base + TRIAL_ROWS);
  trial->window->rows = trial->base + TRIAL_ROWS;
  trial_enter(trial, study->run);
  return trial;
}

void trial_enter(Trial *trial, Run *run) {
  const Study *study = trial->study;
  const Image *image = study->image;
  for (uint32_t e = 0; e < image->entities.count; e++)
    trial->world[e] = trial->tables[e] = run_table(run, e);
  trial->tables[study->entity] = trial->window;
  for (uint32_t s = 0; s < image->slots.count; s++)
    if (image->slots.at[s].entity == study->entity)
      copy_value(&trial->world[study->entity]->slot[s], study->row, &trial->window->slot[s],
                 trial->base, TRIAL_ROWS);
  for_each_gather(trial, copy_column);
  for (size_t r = 0; r < image->ranks.count; r++) trial->bars[r].list.count = 0;
  trial->touched = ~(LeverSet)0; /* they are as in the run now */
}

static void restore(Trial *trial, const Lever *lever) {
  const Table *kept = trial->kept[trial->study->entity];
  const size_t row = trial->study->row;
  const uint32_t slots[] = {lever->slot, lever->high};
  for (int i = 0; i < 2; i++)
    if (slots[i] != SCHEMA_NONE)
      copy_value(&kept->slot[slots[i]], row, &trial->window->slot[slots[i]], trial->base,
                 trial->count);
}

void trial_begin(Trial *trial, const Changes *changes, size_t count) {
  const Study *study = trial->study;
  trial->count = TRIAL_ROWS;
  for (size_t i = 0; i < study->lever_count; i++)
    if (trial->touched & lever_bit(i)) restore(trial, &study->lever[i]);
  trial->count = count;
  trial->touched = changes->set;
  for (size_t row = 0; row < count; row++) trial->changes[row] = *changes;
  for (size_t i = 0; i < study->lever_count; i++)
    for (size_t row = 0; row < count && (changes->set & lever_bit(i)); row++)
      lever_put(&study->lever[i], trial->window, trial->base + row, changes->position[i]);
}

void trial_put(Trial *trial, size_t row, size_t lever, int64_t position) {
  trial->touched |= lever_bit(lever);
  trial->changes[row].set |= lever_bit(lever);
  trial->changes[row].position[lever] = position;
  lever_put(&trial->study->lever[lever], trial->window, trial->base + row, position);
}

/* ---- Steps ----------------------------------------------------------------------------------- */

static void free_arena(void *arena) { arena_free(arena); }

/* The tables of a run with the changes of a row made: the scenario is that of the row. */
static Table *const *tables_with(Trial *trial, size_t row) {
  const Study *study = trial->study;
  Arena *arena = arena_beside(study->arena);
  if (!arena) arena_fail(study->arena);
  arena_defer(study->arena, free_arena, arena);
  if (!ARENA_TRY(arena)) arena_fail(study->arena);
  Run *run = changed_run(study, &trial->changes[row], arena);
  if (!run) return trial->world;
  Table **tables = ARENA_ARRAY(study->arena, Table *, study->image->entities.count);
  for (uint32_t e = 0; e < study->image->entities.count; e++) tables[e] = run_table(run, e);
  return tables;
}

static const Bar *bar_of(Trial *trial, uint32_t rank, size_t row, bool applies) {
  const Study *study = trial->study;
  BarVec *bars = &trial->bars[rank];
  const Scenario scenario = trial->scenario[row];
  for (size_t i = 0; i < bars->list.count; i++)
    if (bars->list.at[i].scenario == scenario && bars->list.at[i].applies == applies)
      return &bars->list.at[i];
  Table *const *tables =
      scenario == trial->present ? (Table *const *)trial->world : tables_with(trial, row);
  Bar *bar = VEC_PUSH(study->arena, &bars->list);
  *bar = (Bar){scenario, applies, tables,
               rank_bar(study->image, rank, tables, study->row, applies, study->arena)};
  return bar;
}

static bool applies_at(const Rank *rank, const Vector *slots, size_t row) {
  return rank->applies == SCHEMA_NONE || slots[rank->applies].truth[row] == TRUTH_TRUE;
}

static Scenario scenario_with(Scenario before, bool applies, Truth placed) {
  return before << 2 | (Scenario)applies << 1 | (placed == TRUTH_TRUE);
}

static void run_rank(Trial *trial, uint32_t index) {
  const Study *study = trial->study;
  const Rank *rank = &study->image->ranks.at[index];
  const Vector *slot = trial->window->slot, *kept = trial->world[study->entity]->slot;
  for (size_t i = 0; i < trial->count; i++) {
    const size_t row = trial->base + i;
    const bool applies = applies_at(rank, slot, row);
    Truth placed = slot[rank->qualifies].truth[row];
    if (placed == TRUTH_TRUE) {
      const Bar *bar = bar_of(trial, index, i, applies);
      placed = truth_of(rank_beats(study->image, index, bar->tables, &bar->bar, study->row,
                                   &slot[rank->rank], row));
    }
    slot[rank->placed].truth[row] = placed;
    trial->scenario[i] = scenario_with(trial->scenario[i], applies, placed);
  }
  trial->present = scenario_with(trial->present, applies_at(rank, kept, study->row),
                                 kept[rank->placed].truth[study->row]);
}

static void run_history(Trial *trial, uint32_t index) {
  const Study *study = trial->study;
  const History *history = &study->image->histories.at[index];
  Entered *entered = &trial->entered[index];
  if (history->recorded == SCHEMA_NONE) return;
  if (!entered->made)
    entered->count = history_explain(study->image, index, trial->world, study->row, NULL, 0,
                                     study->arena, &entered->entry);
  entered->made = true;
  const Vector *recorded = &trial->window->slot[history->recorded];
  Vector *since = &trial->window->slot[history->since];
  for (size_t row = trial->base; row < trial->base + trial->count; row++) {
    since->valid[row] = 0;
    for (size_t i = 0; i < entered->count && recorded->valid[row]; i++) {
      if (entered->entry[i].stage != (uint32_t)recorded->i32[row]) continue;
      since->valid[row] = 1;
      since->i32[row] = entered->entry[i].day;
    }
  }
}

void trial_run(Trial *trial) {
  const Study *study = trial->study;
  const Image *image = study->image;
  trial->tried += trial->count;
  trial->present = 0;
  for (size_t row = 0; row < trial->count; row++) trial->scenario[row] = 0;
  vm_forget_texts(trial->vm);
  for (size_t s = 0; s < image->steps.count; s++) {
    const Step *step = &image->steps.at[s];
    if (!study->wanted_step[s]) continue;
    if (step->kind == STEP_MAP)
      vm_run_block(trial->vm, step->operand, trial->tables, trial->base, trial->count);
    else if (step->kind == STEP_RANK)
      run_rank(trial, step->operand);
    else
      run_history(trial, step->operand);
  }
}

Vector trial_values(const Trial *trial, Site site) {
  if (site.block != SCHEMA_NONE) return *vm_register(trial->vm, site.block, site.at);
  Vector slot = trial->window->slot[site.at];
  slot.values = (char *)slot.values + trial->base * store_size(slot.store);
  if (slot.valid) slot.valid += trial->base;
  return slot;
}

uint64_t trial_rows_tried(const Trial *trial) { return trial->tried; }
