/* pass_run.c - a pass over the rows of an entity, window by window.
 *
 *   take      the next bytes of the source, or the next rows that were kept
 *   parse     bytes to rows
 *   commit    their place among all rows
 *   compute   what was kept comes back, results of groups, blocks, what goes into other groups,
 *             counting, the form in which rows are handed out
 *   deliver   into what is kept, into groups, to the sink
 *
 * Where all slots of an entity are kept in its table, a pass over kept rows works on the table
 * itself.
 */
#include "engine/doubts.h"
#include "engine/lanes.h"
#include "engine/run_impl.h"

enum { WINDOW_BATCHES = 4 };

typedef struct Lane {
  Arena *arena; /* of one pass */
  Run *view;
  Vm *vm;
  RowBlock *block; /* READ */
  Table *window;   /* KEPT, unless on the table itself */
  Table *table;    /* the rows in hand are [row, row + count) of it, */
  size_t row, count;
  uint64_t first;          /* and the rows from here on of all */
  GroupSelection **picked; /* by position in pass->added */
  IndexVec in_doubt;
  Emission emission;
} Lane;

struct PassRun {
  Run *run;
  const Pass *pass;
  Lane *lane;
  size_t lanes;
  bool direct;   /* on the table itself */
  uint64_t next; /* KEPT: the first row of the next window */
  Doubts *doubts;
};

/* ---- A lane --------------------------------------------------------------------------------- */

static Arena *lane_arena(void *context, size_t index) {
  PassRun *p = context;
  Lane *lane = &p->lane[index];
  if (!lane->arena) lane->arena = arena_beside(p->run->arena);
  if (!lane->arena) arena_fail(p->run->arena);
  return lane->arena;
}

static Table *window_new(const PassRun *p, Arena *arena) {
  const Table *kept = p->run->kept[p->pass->entity];
  Table *window = table_window(arena, kept);
  table_reserve(window, (size_t)run_batch_rows(p->run) * WINDOW_BATCHES);
  window->keys = kept->keys;
  window->key = NULL;
  return window;
}

static void lane_begin(PassRun *p, Lane *lane) {
  Run *run = p->run;
  const Pass *pass = p->pass;
  lane->view = run_view(run, lane->arena);
  lane->vm = vm_lane(lane->arena, run->vm);
  if (pass->kind == PASS_READ)
    lane->block = row_block_new(run->readers[pass->entity], lane->arena);
  else if (!p->direct)
    lane->window = window_new(p, lane->arena);
  lane->picked = ARENA_ARRAY(lane->arena, GroupSelection *, pass->added.count);
  for (size_t i = 0; i < pass->added.count; i++) lane->picked[i] = group_selection_new(lane->arena);
  emission_new(run, pass->entity, lane->arena, &lane->emission);
}

static Lane *lane_ready(PassRun *p, size_t index) {
  Lane *lane = &p->lane[index];
  if (!lane->view) lane_begin(p, lane);
  return lane;
}

/* ---- Taking --------------------------------------------------------------------------------- */

static bool take_block(void *context, size_t index) {
  PassRun *p = context;
  if (run_stopped(p->run)) return false;
  Lane *lane = lane_ready(p, index);
  run_tell_progress(p->run, p->pass->entity);
  return reader_take(p->run->readers[p->pass->entity], lane->block);
}

static void parse_block(void *context, size_t index) {
  row_block_parse(((PassRun *)context)->lane[index].block);
}

static bool commit_block(void *context, size_t index) {
  PassRun *p = context;
  Lane *lane = &p->lane[index];
  if (!reader_commit(p->run->readers[p->pass->entity], lane->block)) return false;
  lane->table = row_block_table(lane->block);
  lane->row = 0;
  lane->count = lane->table->rows;
  lane->first = lane->table->first;
  return true;
}

static bool take_rows(void *context, size_t index) {
  PassRun *p = context;
  Table *kept = p->run->kept[p->pass->entity];
  const size_t most = (size_t)run_batch_rows(p->run) * WINDOW_BATCHES;
  if (p->next >= kept->rows || run_stopped(p->run)) return false;
  Lane *lane = lane_ready(p, index);
  lane->first = p->next;
  lane->count = kept->rows - p->next < most ? kept->rows - p->next : most;
  lane->row = p->direct ? lane->first : 0;
  lane->table = p->direct ? kept : lane->window;
  p->next += lane->count;
  return true;
}

/* ---- Computing ------------------------------------------------------------------------------ */

static void unpack(const PassRun *p, Lane *lane) {
  const uint32_t entity = p->pass->entity;
  Table *window = lane->window;
  const Table *kept = p->run->kept[entity];
  window->first = lane->first;
  window->rows = lane->count;
  window->line = p->run->passes->entity[entity].lines ? kept->line + lane->first : NULL;
  kept_get(p->run->rows[entity], &p->pass->loads, lane->first, lane->count, window);
}

static void map_blocks(const PassRun *p, Lane *lane) {
  const size_t batch = run_batch_rows(p->run), end = lane->row + lane->count;
  for (size_t row = lane->row; row < end; row += batch)
    for (size_t b = 0; b < p->pass->blocks.count; b++)
      vm_run_block(lane->vm, p->pass->blocks.at[b], lane->view->tables, row,
                   end - row < batch ? end - row : batch);
}

static void compute(void *context, size_t index) {
  PassRun *p = context;
  Lane *lane = &p->lane[index];
  Run *view = lane->view;
  const Pass *pass = p->pass;
  if (pass->kind == PASS_KEPT && !p->direct) unpack(p, lane);
  run_take_rows(view, pass->entity, lane->table);
  for (size_t i = 0; i < pass->finished.count; i++) {
    const uint32_t group = pass->finished.at[i];
    group_finish(view->groups[group], lane->first, lane->count, lane->table, lane->row,
                 &view->summary.group[group]);
  }
  map_blocks(p, lane);
  for (size_t i = 0; i < pass->added.count; i++)
    group_select(view->groups[pass->added.at[i]], view->tables, lane->row, lane->count,
                 lane->picked[i]);
  lane->in_doubt.count = 0;
  if (p->doubts)
    doubts_find(p->doubts, lane->table, lane->row, lane->count, lane->arena, &lane->in_doubt);
  if (pass->emits) emit_compute(view, &lane->emission, pass->entity, lane->row, lane->count);
}

/* ---- Delivering ----------------------------------------------------------------------------- */

static void keep_rows(const PassRun *p, const Lane *lane) {
  const Pass *pass = p->pass;
  Kept *rows = p->run->rows[pass->entity];
  if (pass->kind == PASS_READ) {
    kept_grow(rows, lane->count, row_block_expects(lane->block, (size_t)lane->first + lane->count));
    if (p->run->passes->entity[pass->entity].lines)
      kept_put_lines(rows, lane->table, lane->row, lane->count, lane->first);
  }
  if (p->direct)
    kept_copy_texts(rows, &pass->stores, lane->row, lane->count);
  else
    kept_put(rows, &pass->stores, lane->table, lane->row, lane->count, lane->first);
}

static bool deliver(void *context, size_t index) {
  PassRun *p = context;
  Lane *lane = &p->lane[index];
  Run *run = p->run;
  const Pass *pass = p->pass;
  keep_rows(p, lane);
  for (size_t i = 0; i < pass->added.count; i++)
    group_add(run->groups[pass->added.at[i]], lane->picked[i]);
  if (p->doubts) doubts_add(p->doubts, lane->table, &lane->in_doubt);
  if (pass->emits) {
    run_take_rows(run, pass->entity, lane->table);
    emit_deliver(run, &lane->emission, pass->entity, lane->row, lane->count);
  }
  vm_forget_texts(lane->vm);
  return !run->interrupted;
}

/* ---- A pass --------------------------------------------------------------------------------- */

static void begin_groups(PassRun *p) {
  Run *run = p->run;
  const Pass *pass = p->pass;
  if (pass->added.count && run->passes->entity[pass->entity].doubts)
    p->doubts = doubts_new(run->arena, run->image, pass, run->kept[pass->entity]);
  for (size_t i = 0; i < pass->added.count; i++) {
    const uint32_t group = pass->added.at[i];
    const uint32_t parent = run->image->groups.at[group].parent;
    run->doubts[group] = p->doubts;
    run->groups[group] =
        group_new(run->arena, run->image, group, run->kept[parent]->rows, run->kept[IMAGE_PROGRAM]);
  }
}

static void end_groups(PassRun *p) {
  for (size_t i = 0; i < p->pass->added.count; i++) {
    const uint32_t group = p->pass->added.at[i];
    group_seal(p->run->groups[group], &p->run->summary.group[group]);
  }
}

static void end_lanes(PassRun *p) {
  for (size_t i = 0; i < p->lanes; i++) {
    Lane *lane = &p->lane[i];
    if (lane->view) summary_merge(p->run, &lane->view->summary);
    arena_free(lane->arena);
    lane->arena = NULL;
  }
}

void pass_free_lanes(void *context) {
  const Run *run = context;
  for (size_t i = 0; run->pass && i < run->pass->lanes; i++) arena_free(run->pass->lane[i].arena);
}

bool pass_run(Run *run, const Pass *pass) {
  static const LaneWork reading = {NULL,    take_block, parse_block, commit_block,
                                   compute, deliver,    lane_arena};
  static const LaneWork passing = {NULL, take_rows, NULL, NULL, compute, deliver, lane_arena};
  PassRun *p = ARENA_NEW(run->arena, PassRun);
  p->run = run;
  p->pass = pass;
  p->lanes = lanes_count(run->lanes);
  p->lane = ARENA_ARRAY(run->arena, Lane, p->lanes);
  p->direct = pass->kind == PASS_KEPT && run->passes->entity[pass->entity].whole;
  run->pass = p;
  for (size_t b = 0; b < pass->blocks.count; b++)
    vm_prepare(run->vm, pass->blocks.at[b], run->kept);
  begin_groups(p);
  LaneWork work = pass->kind == PASS_READ ? reading : passing;
  work.context = p;
  const bool done = lanes_run(run->lanes, &work);
  if (done) end_groups(p);
  run_take_rows(run, pass->entity, run->kept[pass->entity]);
  end_lanes(p);
  run->pass = NULL;
  return done && !run->interrupted;
}
