/* derive_pass.c - steps over all rows of an entity, window by window.
 *
 *   compute   results of groups, blocks, comparing with what was there, what goes into other groups
 *   deliver   texts that code has made, the rows that differ, into groups
 *
 * First the rows of the steps' entity, then, of the groups among them, those of each parent.
 */
#include "engine/derive_impl.h"

enum { WINDOW_BATCHES = 16 };

typedef struct Sweep Sweep;

typedef struct Lane {
  Arena *arena; /* NULL until it is needed */
  Vm *vm;
  GroupSelection **picked; /* by position in sweep->added */
  Change *differs;         /* by position in sweep->slots, of this window */
  size_t row, count;
  bool begun;
} Lane;

struct Sweep {
  Run *run;
  size_t rows, next;
  IndexVec finished, blocks, added; /* in this order for each window */
  IndexVec slots;                   /* that are made here */
  IndexVec texts;                   /* of these, those whose texts are new */
  bool *many;                       /* by position in slots: too many differ to list them */
  Lane *lane;
  size_t lanes;
};

/* ---- Lanes ---------------------------------------------------------------------------------- */

static Arena *lane_arena(void *context, size_t index) {
  Sweep *sweep = context;
  Lane *lane = &sweep->lane[index];
  if (!lane->arena) lane->arena = arena_beside(sweep->run->arena);
  if (!lane->arena) arena_fail(sweep->run->arena);
  return lane->arena;
}

static void lane_begin(Sweep *sweep, Lane *lane) {
  lane->vm = vm_lane(lane->arena, sweep->run->vm);
  lane->picked = ARENA_ARRAY(lane->arena, GroupSelection *, sweep->added.count);
  for (size_t i = 0; i < sweep->added.count; i++)
    lane->picked[i] = group_selection_new(lane->arena);
  lane->differs = ARENA_ARRAY(lane->arena, Change, sweep->slots.count);
  lane->begun = true;
}

void derive_free_lanes(void *context) {
  Sweep *sweep = ((Run *)context)->derived->sweep;
  for (size_t i = 0; sweep && i < sweep->lanes; i++) arena_free(sweep->lane[i].arena);
  ((Run *)context)->derived->sweep = NULL;
}

static bool take(void *context, size_t index) {
  Sweep *sweep = context;
  Lane *lane = &sweep->lane[index];
  if (sweep->next >= sweep->rows || run_stopped(sweep->run)) return false;
  if (!lane->begun) lane_begin(sweep, lane);
  const size_t most = (size_t)run_batch_rows(sweep->run) * WINDOW_BATCHES;
  lane->row = sweep->next;
  lane->count = sweep->rows - sweep->next < most ? sweep->rows - sweep->next : most;
  sweep->next += lane->count;
  return true;
}

/* ---- Computing ------------------------------------------------------------------------------ */

static uint32_t entity_of(const Run *run, uint32_t slot) {
  return run->image->slots.at[slot].entity;
}

static void finish_groups(const Sweep *sweep, const Lane *lane) {
  const Run *run = sweep->run;
  for (size_t i = 0; i < sweep->finished.count; i++) {
    const uint32_t index = sweep->finished.at[i];
    const Group *group = &run->image->groups.at[index];
    GroupStats stats = {0};
    group_finish(run->groups[index], lane->row, lane->count, run->kept[group->parent], lane->row,
                 &stats);
    derived_put_cells(run, group->low, lane->row, lane->count);
    derived_put_cells(run, group->high, lane->row, lane->count);
  }
}

static void run_blocks(const Sweep *sweep, const Lane *lane) {
  const size_t batch = run_batch_rows(sweep->run), end = lane->row + lane->count;
  for (size_t row = lane->row; row < end; row += batch)
    for (size_t b = 0; b < sweep->blocks.count; b++)
      vm_run_block(lane->vm, sweep->blocks.at[b], sweep->run->kept, row,
                   end - row < batch ? end - row : batch);
}

static void compare(const Sweep *sweep, Lane *lane) {
  const Run *run = sweep->run;
  for (size_t i = 0; i < sweep->slots.count; i++) {
    const uint32_t slot = sweep->slots.at[i];
    const Vector *before = run->derived->before[slot];
    const Vector *now = &run->kept[entity_of(run, slot)]->slot[slot];
    lane->differs[i].kind = CHANGE_NONE;
    lane->differs[i].count = 0;
    if (before)
      change_find(lane->arena, now, lane->row, before, lane->row, lane->count, (uint32_t)lane->row,
                  &lane->differs[i]);
  }
}

static void compute(void *context, size_t index) {
  Sweep *sweep = context;
  Lane *lane = &sweep->lane[index];
  finish_groups(sweep, lane);
  run_blocks(sweep, lane);
  compare(sweep, lane);
  for (size_t i = 0; i < sweep->added.count; i++)
    group_select(sweep->run->groups[sweep->added.at[i]], sweep->run->kept, lane->row, lane->count,
                 lane->picked[i]);
}

/* ---- Delivering ----------------------------------------------------------------------------- */

static void keep_texts(const Sweep *sweep, const Lane *lane) {
  const Run *run = sweep->run;
  for (size_t i = 0; i < sweep->texts.count; i++) {
    const uint32_t slot = sweep->texts.at[i];
    const Vector *vector = &run->kept[entity_of(run, slot)]->slot[slot];
    for (size_t row = lane->row; row < lane->row + lane->count; row++)
      vector->text[row] = vector->valid[row] ? text_copy(run->arena, vector->text[row]) : TEXT("");
  }
  if (sweep->texts.count) vm_forget_texts(lane->vm);
}

static bool deliver(void *context, size_t index) {
  Sweep *sweep = context;
  Lane *lane = &sweep->lane[index];
  Run *run = sweep->run;
  keep_texts(sweep, lane);
  for (size_t i = 0; i < sweep->slots.count; i++) {
    Change *change = &run->derived->change[sweep->slots.at[i]];
    if (!sweep->many[i]) change_join(run->arena, change, &lane->differs[i]);
    sweep->many[i] |= change->count > change_most(sweep->rows);
  }
  for (size_t i = 0; i < sweep->added.count; i++)
    group_add(run->groups[sweep->added.at[i]], lane->picked[i]);
  return !run->interrupted;
}

/* ---- A sweep -------------------------------------------------------------------------------- */

static void begin(Sweep *sweep) {
  Run *run = sweep->run;
  sweep->lanes = lanes_count(run->lanes);
  sweep->lane = ARENA_ARRAY(run->arena, Lane, sweep->lanes);
  sweep->many = ARENA_ARRAY(run->arena, bool, sweep->slots.count);
  for (size_t i = 0; i < sweep->slots.count; i++) {
    Change *change = &run->derived->change[sweep->slots.at[i]];
    change->kind = CHANGE_NONE;
    change->count = 0;
    derived_renew(run, sweep->slots.at[i]);
  }
  for (size_t b = 0; b < sweep->blocks.count; b++)
    vm_prepare(run->vm, sweep->blocks.at[b], run->kept);
  for (size_t i = 0; i < sweep->added.count; i++) {
    const uint32_t group = sweep->added.at[i], parent = run->image->groups.at[group].parent;
    run->groups[group] =
        group_new(run->arena, run->image, group, run->kept[parent]->rows, run->kept[IMAGE_PROGRAM]);
  }
}

static bool sweep_run(Sweep *sweep) {
  const LaneWork work = {sweep, take, NULL, NULL, compute, deliver, lane_arena};
  Run *run = sweep->run;
  begin(sweep);
  run->derived->sweep = sweep;
  const bool done = lanes_run(run->lanes, &work) && !run->interrupted;
  derive_free_lanes(run);
  for (size_t i = 0; i < sweep->slots.count && done; i++) {
    if (sweep->many[i]) run->derived->change[sweep->slots.at[i]].kind = CHANGE_ALL;
    derived_settle(run, sweep->slots.at[i]);
  }
  return done;
}

/* ---- A pass --------------------------------------------------------------------------------- */

static bool makes_texts(const Image *image, const Block *block) {
  for (uint32_t i = 0; i < block->code.count; i++) {
    const uint16_t op = image->code.at[block->code.first + i].op;
    if (op == OP_LOWER || op == OP_UPPER) return true;
  }
  return false;
}

static bool contains(const IndexVec *list, uint32_t index) {
  for (size_t i = 0; i < list->count; i++)
    if (list->at[i] == index) return true;
  return false;
}

static void add_stored(Sweep *sweep, uint32_t index) {
  const Run *run = sweep->run;
  const Block *block = &run->image->blocks.at[index];
  const bool new_texts = makes_texts(run->image, block);
  for (uint32_t i = 0; i < block->code.count; i++) {
    const Instr *instr = &run->image->code.at[block->code.first + i];
    if (op_info[instr->op].dst != OPERAND_NONE || !run->derived->stored[instr->imm]) continue;
    if (contains(&sweep->slots, instr->imm)) continue;
    *VEC_PUSH(run->arena, &sweep->slots) = instr->imm;
    if (new_texts && instr->op == OP_STORE_TEXT) *VEC_PUSH(run->arena, &sweep->texts) = instr->imm;
  }
}

static bool sweep_parents(Run *run, uint32_t parent, const IndexVec *groups) {
  Sweep *sweep = ARENA_NEW(run->arena, Sweep);
  *sweep = (Sweep){.run = run, .rows = run->kept[parent]->rows};
  for (size_t i = 0; i < groups->count; i++) {
    const Group *group = &run->image->groups.at[groups->at[i]];
    if (group->parent != parent) continue;
    *VEC_PUSH(run->arena, &sweep->finished) = groups->at[i];
    *VEC_PUSH(run->arena, &sweep->slots) = group->low;
    if (group->high != SCHEMA_NONE) *VEC_PUSH(run->arena, &sweep->slots) = group->high;
  }
  return !sweep->finished.count || sweep_run(sweep);
}

bool derive_pass_run(Run *run) {
  DerivePass *pass = &run->derived->pass;
  if (pass->entity == SCHEMA_NONE) return true;
  Sweep *sweep = ARENA_NEW(run->arena, Sweep);
  *sweep = (Sweep){.run = run,
                   .rows = run->kept[pass->entity]->rows,
                   .blocks = pass->blocks,
                   .added = pass->groups};
  for (size_t b = 0; b < pass->blocks.count; b++) add_stored(sweep, pass->blocks.at[b]);
  bool done = sweep_run(sweep);
  for (size_t i = 0; i < pass->groups.count && done; i++) {
    GroupStats stats = {0};
    group_seal(run->groups[pass->groups.at[i]], &stats);
  }
  for (uint32_t e = 0; e < run->image->entities.count && done; e++)
    done = sweep_parents(run, e, &pass->groups);
  bool *made = pass->made;
  for (size_t s = 0; s < run->image->slots.count; s++) made[s] = false;
  *pass = (DerivePass){.entity = SCHEMA_NONE, .made = made};
  return done;
}
