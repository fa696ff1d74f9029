/* group.c - related rows, brought together: lists by parent, and an aggregate over each list. */
#include "vm/group_impl.h"

#include <math.h>

typedef struct GroupInfo {
  GroupFunction *run;
  bool decided;     /* missing as soon as it is unknown whether a row counts */
  bool needs_value; /* rows without a value are left out */
} GroupInfo;

static const GroupInfo group_info[AGGREGATE_COUNT] = {
    [AGGREGATE_ROWS] = {NULL, false, false},
    [AGGREGATE_SUM] = {group_sum, false, true},
    [AGGREGATE_AVG] = {group_average, true, true},
    [AGGREGATE_MIN] = {group_pick, true, true},
    [AGGREGATE_MAX] = {group_pick, true, true},
    [AGGREGATE_MEDIAN] = {group_percentile, true, true},
    [AGGREGATE_PERCENTILE] = {group_percentile, true, true},
    [AGGREGATE_SHARE] = {group_share, false, false},
    [AGGREGATE_ANY] = {group_truth, false, false},
    [AGGREGATE_ALL] = {group_truth, false, false},
    [AGGREGATE_NONE] = {group_truth, false, false},
    [AGGREGATE_LATEST] = {group_pick, true, true},
    [AGGREGATE_EARLIEST] = {group_pick, true, true},
};

static const Vector *slot_of(const Table *table, uint32_t slot) {
  return slot == SCHEMA_NONE ? NULL : &table->slot[slot];
}

static void add_need(GroupRun *run, const Vector *vector) {
  if (vector) run->needs[run->need_count++] = vector;
}

static GroupRun prepare(const Image *image, uint32_t index, Table *const *tables,
                        GroupStats *stats) {
  const Group *group = &image->groups.at[index];
  const Table *child = tables[group->child], *program = tables[IMAGE_PROGRAM];
  Table *parent = tables[group->parent];
  GroupRun run = {.group = group,
                  .rows = child->rows,
                  .parents = parent->rows,
                  .via = slot_of(child, group->via),
                  .value = slot_of(child, group->value),
                  .value_high = slot_of(child, group->value_high),
                  .by = slot_of(child, group->by),
                  .low = &parent->slot[group->low],
                  .high = group->high == SCHEMA_NONE ? NULL : &parent->slot[group->high],
                  .stats = stats};
  if (group->where != SCHEMA_NONE) run.where = child->slot[group->where].truth;
  if (group->fraction != SCHEMA_NONE) {
    const Vector *fraction = &program->slot[group->fraction];
    run.has_fraction = vector_known(fraction, 0);
    run.fraction = fraction->i64[0];
  }
  if (group_info[group->function].needs_value) {
    add_need(&run, run.value);
    add_need(&run, run.value_high);
  }
  add_need(&run, run.by);
  return run;
}

/* The parent of a row that may count; false where there is none, or the row surely does not count.
 */
static bool parent_of(const GroupRun *run, size_t row, size_t *parent) {
  if (run->via && !run->via->valid[row]) return false;
  *parent = run->via ? (uint32_t)run->via->i32[row] : 0;
  return *parent < run->parents && group_where(run, row) != TRUTH_FALSE;
}

typedef struct GroupLists {
  uint32_t *start; /* parents + 1 */
  uint32_t *row;
} GroupLists;

/* Counting sort: numbers of rows, then where each parent's begin, then the rows. */
static GroupLists list_rows(const GroupRun *run, Arena *arena) {
  GroupLists lists;
  size_t parent;
  lists.start = arena_grow(arena, NULL, 0, (run->parents + 2) * sizeof *lists.start);
  uint32_t *next = lists.start + 1;
  for (size_t row = 0; row < run->rows; row++) {
    if (!parent_of(run, row, &parent)) continue;
    next[parent + 1]++;
    run->stats->undecided += group_where(run, row) == TRUTH_UNKNOWN;
  }
  for (size_t i = 0; i < run->parents; i++) next[i + 1] += next[i];
  lists.row = arena_grow(arena, NULL, 0, (size_t)next[run->parents] * sizeof *lists.row + 1);
  for (size_t row = 0; row < run->rows; row++)
    if (parent_of(run, row, &parent)) lists.row[next[parent]++] = (uint32_t)row;
  return lists;
}

static size_t longest(const GroupRun *run, const GroupLists *lists) {
  size_t most = 0;
  for (size_t i = 0; i < run->parents; i++) {
    const size_t count = lists->start[i + 1] - lists->start[i];
    if (count > most) most = count;
  }
  return most;
}

/* The lists come in the order of parents, their rows lie anywhere: what is needed of a list some
 * way ahead is asked for early. */
static void prefetch(const GroupRun *run, const GroupLists *lists, size_t parent) {
  enum { AHEAD = 8, MOST = 16 };
  if (parent + AHEAD >= run->parents) return;
  const uint32_t start = lists->start[parent + AHEAD], end = lists->start[parent + AHEAD + 1];
  const size_t size = run->value ? store_size(run->value->store) : 0;
  for (uint32_t i = start; i < end && i < start + MOST; i++) {
    const size_t row = lists->row[i];
    if (run->where) __builtin_prefetch(run->where + row);
    if (run->value) __builtin_prefetch((const char *)run->value->values + row * size);
    if (run->value && run->value->valid) __builtin_prefetch(run->value->valid + row);
  }
}

static void run_lists(GroupRun *run, Arena *arena) {
  const GroupInfo *info = &group_info[run->group->function];
  GroupLists lists = list_rows(run, arena);
  if (info->run == group_percentile)
    run->scratch = arena_grow(arena, NULL, 0, longest(run, &lists) * sizeof *run->scratch + 1);
  run->sums = arena_grow(arena, NULL, 0, GROUP_SUMS * sizeof *run->sums);
  for (size_t parent = 0; parent < run->parents; parent++) {
    const uint32_t start = lists.start[parent];
    const GroupList list = {parent, lists.row + start, lists.start[parent + 1] - start};
    prefetch(run, &lists, parent);
    if (info->decided && !group_is_decided(run, list)) {
      for (size_t i = 0; i < list.count; i++)
        if (group_where(run, list.row[i]) == TRUTH_TRUE) group_takes(run, list.row[i]);
      group_put_missing(run, parent);
    } else {
      info->run(run, list);
    }
  }
  arena_release(arena, run->sums);
  arena_release(arena, run->scratch);
  arena_release(arena, lists.row);
  arena_release(arena, lists.start);
}

typedef struct Count {
  uint32_t sure, maybe;
} Count;

/* A count needs no lists. */
static void run_count(const GroupRun *run, Arena *arena) {
  Count *counts = arena_grow(arena, NULL, 0, run->parents * sizeof *counts + 1);
  size_t parent;
  for (size_t row = 0; row < run->rows; row++) {
    if (!parent_of(run, row, &parent)) continue;
    const bool sure = group_where(run, row) == TRUTH_TRUE;
    counts[parent].sure += sure;
    counts[parent].maybe += !sure;
    run->stats->undecided += !sure;
  }
  for (parent = 0; parent < run->parents; parent++) {
    const Count count = counts[parent];
    group_put_i64(run, parent, count.sure, (int64_t)count.sure + count.maybe);
  }
  arena_release(arena, counts);
}

void group_run(const Image *image, uint32_t group, Table *const *tables, Arena *arena,
               GroupStats *stats) {
  GroupRun run = prepare(image, group, tables, stats);
  if (run.group->function == AGGREGATE_ROWS)
    run_count(&run, arena);
  else
    run_lists(&run, arena);
}

/* ---- Results -------------------------------------------------------------------------------- */

static void set_missing(Vector *vector, size_t row) {
  if (vector->store == STORE_TRUTH)
    vector->truth[row] = TRUTH_UNKNOWN;
  else
    vector->valid[row] = 0;
}

void group_put_missing(const GroupRun *run, size_t parent) {
  set_missing(run->low, parent);
  if (run->high) set_missing(run->high, parent);
}

void group_put_i64(const GroupRun *run, size_t parent, int64_t low, int64_t high) {
  if (!run->high && low != high) {
    group_put_missing(run, parent);
    return;
  }
  run->low->i64[parent] = low;
  run->low->valid[parent] = 1;
  if (!run->high) return;
  run->high->i64[parent] = high;
  run->high->valid[parent] = 1;
}

void group_put_f64(const GroupRun *run, size_t parent, double low, double high) {
  const bool fits = isfinite(low) && isfinite(high);
  run->stats->overflow += !fits;
  if (!fits || (!run->high && low != high)) {
    group_put_missing(run, parent);
    return;
  }
  run->low->f64[parent] = low;
  run->low->valid[parent] = 1;
  if (!run->high) return;
  run->high->f64[parent] = high;
  run->high->valid[parent] = 1;
}

/* The quotient to more bits than a double has, and in the last one whether anything is left over:
 * so the one rounding is that of the conversion. n is below 2^96 and d below 2^32. */
static double nearest_double(int128 n, int64_t d) {
  uint128 magnitude = n < 0 ? -(uint128)n : (uint128)n;
  if (!magnitude) return 0;
  const uint64_t upper = (uint64_t)(magnitude >> 64), lower = (uint64_t)magnitude;
  const int shift = (upper ? __builtin_clzll(upper) : 64 + __builtin_clzll(lower)) - 1;
  magnitude <<= shift;
  const uint128 divisor = (uint128)d, quotient = magnitude / divisor;
  const bool rest = magnitude % divisor != 0;
  const double result = ldexp((double)(quotient | rest), -shift);
  return n < 0 ? -result : result;
}

void group_put_quotients(const GroupRun *run, size_t parent, int128 low, int128 high, int64_t d) {
  if (run->low->store == STORE_F64) {
    group_put_f64(run, parent, nearest_double(low, d), nearest_double(high, d));
    return;
  }
  int64_t rounded_low, rounded_high;
  if (decimal_round_quotient(low, d, &rounded_low) &&
      decimal_round_quotient(high, d, &rounded_high)) {
    group_put_i64(run, parent, rounded_low, rounded_high);
  } else {
    run->stats->overflow++;
    group_put_missing(run, parent);
  }
}

/* ---- Rows, for `why` ------------------------------------------------------------------------ */

void group_explain(const Image *image, uint32_t group, Table *const *tables, size_t parent_row,
                   Arena *arena, GroupRows *counted, GroupRows *undecided, GroupRows *skipped) {
  GroupStats stats = {0};
  const GroupRun run = prepare(image, group, tables, &stats);
  size_t total = 0, parent;
  for (size_t row = 0; row < run.rows; row++)
    total += parent_of(&run, row, &parent) && parent == parent_row;
  GroupRows *const kinds[] = {counted, undecided, skipped};
  for (size_t i = 0; i < 3; i++) *kinds[i] = (GroupRows){ARENA_ARRAY(arena, uint32_t, total), 0};
  for (size_t row = 0; row < run.rows; row++) {
    if (!parent_of(&run, row, &parent) || parent != parent_row) continue;
    GroupRows *rows = group_where(&run, row) == TRUTH_UNKNOWN ? undecided
                      : group_has_value(&run, row)            ? counted
                                                              : skipped;
    rows->row[rows->count++] = (uint32_t)row;
  }
}
