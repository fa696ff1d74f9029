/* group.c - from rows to results: what all aggregate functions have in common. */
#include "vm/group.h"

#include "vm/group_impl.h"

enum { RUN_ROWS = 16384 };

static const GroupFunction *const functions[AGGREGATE_COUNT] = {
    [AGGREGATE_ROWS] = &group_count,       [AGGREGATE_SUM] = &group_sum,
    [AGGREGATE_AVG] = &group_average,      [AGGREGATE_MIN] = &group_pick,
    [AGGREGATE_MAX] = &group_pick,         [AGGREGATE_MEDIAN] = &group_order,
    [AGGREGATE_PERCENTILE] = &group_order, [AGGREGATE_SHARE] = &group_share,
    [AGGREGATE_ANY] = &group_truth,        [AGGREGATE_ALL] = &group_truth,
    [AGGREGATE_NONE] = &group_truth,       [AGGREGATE_LATEST] = &group_pick,
    [AGGREGATE_EARLIEST] = &group_pick,
};

const GroupFunction *group_function(const Group *group) { return functions[group->function]; }

static Store store_of(const Image *image, uint32_t slot) {
  return slot == SCHEMA_NONE ? STORE_COUNT : (Store)image->slots.at[slot].store;
}

GroupState *group_new(Arena *arena, const Image *image, uint32_t index, size_t parents,
                      const Table *program) {
  const Group *group = &image->groups.at[index];
  GroupState *state = ARENA_NEW(arena, GroupState);
  state->arena = arena;
  state->image = image;
  state->group = group;
  state->function = group_function(group);
  state->program = program;
  state->parents = parents;
  state->store = store_of(image, group->value);
  state->by_store = group->by == group->value ? STORE_COUNT : store_of(image, group->by);
  const bool is_least = group->function == AGGREGATE_MIN || group->function == AGGREGATE_EARLIEST;
  state->flip = is_least ? -1 : 0;
  for (int code = 0; code < GROUP_CODES; code++) {
    const Truth where = (Truth)(code % 3), holds = (Truth)(code / 3 % 3);
    const bool has_value = code / 9;
    if (where == TRUTH_FALSE) continue;
    uint8_t known = state->function->classify(group, where, holds, has_value);
    if (where == TRUTH_UNKNOWN) known |= GROUP_UNDECIDED;
    if (where == TRUTH_TRUE && !has_value) known |= GROUP_SKIPPED;
    state->class_of[code] = known;
  }
  return state;
}

void *group_column(GroupState *state, void *column, size_t size) {
  if (column) return column;
  state->held += state->parents * size;
  return arena_grow(state->arena, NULL, 0, state->parents * size + 1);
}

uint8_t group_classify_decided(const Group *group, Truth where, Truth holds, bool has_value) {
  (void)group, (void)holds;
  if (where == TRUTH_UNKNOWN) return GROUP_MAYBE;
  return has_value ? GROUP_VALUED : 0;
}

void group_set_flag(GroupState *state, const GroupEntries *entries, uint8_t flag) {
  uint8_t *flags = state->flag = group_column(state, state->flag, sizeof *flags);
  for (size_t i = 0; i < entries->count; i++) {
    __builtin_prefetch(&flags[entries->parent[i + GROUP_AHEAD]], 1);
    flags[entries->parent[i]] |= flag;
  }
}

static void release_columns(GroupState *state) {
  Arena *arena = state->arena;
  arena_release(arena, state->flag);
  arena_release(arena, state->best);
  arena_release(arena, state->best_by);
  state->flag = NULL;
  state->best = state->best_by = NULL;
  for (int i = 0; i < GROUP_SUMS; i++) {
    arena_release(arena, state->count[i].at);
    arena_release(arena, state->sum[i].word);
    arena_release(arena, state->sum[i].wide);
    arena_release(arena, state->exact[i].cell);
    state->count[i] = (GroupCount){NULL, 0};
    state->sum[i] = (GroupSum){NULL, NULL};
    state->exact[i].cell = NULL;
  }
}

void group_release(GroupState *state) {
  release_columns(state);
  for (int i = 0; i < GROUP_SUMS; i++) group_pairs_release(state->arena, &state->exact[i].rest);
  group_pairs_release(state->arena, &state->pairs);
  state->held = 0;
}

size_t group_size(const GroupState *state) {
  size_t size = sizeof *state + state->held + group_pairs_size(&state->pairs, state->parents);
  for (int i = 0; i < GROUP_SUMS; i++)
    size += group_pairs_size(&state->exact[i].rest, state->parents);
  return size;
}

void group_add(GroupState *state, const GroupSelection *selection) {
  uint32_t from = 0;
  for (size_t i = 0; i < selection->runs.count; i++) {
    const GroupRun run = selection->runs.at[i];
    const GroupEntries entries = {.parent = selection->parent + from,
                                  .value = selection->value ? selection->value + from : NULL,
                                  .more = selection->more ? selection->more + from : NULL,
                                  .text = selection->text ? selection->text + from : NULL,
                                  .count = run.end - from};
    state->function->add(state, (int)run.class, &entries);
    from = run.end;
  }
  state->skipped += selection->skipped;
  state->undecided += selection->undecided;
}

void group_seal(GroupState *state, GroupStats *stats) {
  if (state->function->seal) state->function->seal(state);
  stats->skipped += state->skipped;
  stats->undecided += state->undecided;
}

void group_finish(const GroupState *state, size_t parent, size_t count, Table *to, size_t at,
                  GroupStats *stats) {
  const Group *group = state->group;
  GroupResult result = {.low = &to->slot[group->low],
                        .high = group->high == SCHEMA_NONE ? NULL : &to->slot[group->high]};
  for (size_t i = 0; i < count; i++) state->function->finish(state, &result, parent + i, at + i);
  stats->overflow += result.overflow;
}

void group_run(const Image *image, uint32_t index, Table *const *tables, Arena *arena,
               GroupStats *stats) {
  const Group *group = &image->groups.at[index];
  Table *parent = tables[group->parent];
  const size_t rows = tables[group->child]->rows;
  GroupState *state = group_new(arena, image, index, parent->rows, tables[IMAGE_PROGRAM]);
  GroupSelection *selection = group_selection_new(arena);
  for (size_t row = 0; row < rows; row += RUN_ROWS) {
    const size_t count = rows - row < RUN_ROWS ? rows - row : RUN_ROWS;
    group_select(state, tables, row, count, selection);
    group_add(state, selection);
  }
  group_seal(state, stats);
  group_finish(state, 0, parent->rows, parent, 0, stats);
  group_selection_release(selection);
  group_release(state);
}
