/* group_impl.h - what the aggregate functions share.
 *
 * A group step first lists the rows of each parent, so that an aggregate is a function of one
 * parent and its rows, with no state beside it:
 *
 *   start:  [0, 2, 2, 5]        parent 0 has rows 3 7, parent 1 none, parent 2 rows 0 1 4
 *   row:    [3, 7, 0, 1, 4]     ascending in each parent; rows whose condition is false are not
 * there
 */
#ifndef VM_GROUP_IMPL_H
#define VM_GROUP_IMPL_H

#include "value/decimal.h"
#include "vm/exact_sum.h"
#include "vm/vm.h"

enum { GROUP_NEEDS = 3 };

typedef struct GroupRun {
  const Group *group;
  size_t rows, parents;
  const Vector *via;  /* NULL: every row belongs to row 0 */
  const Truth *where; /* NULL: every row counts */
  const Vector *value, *value_high, *by;
  const Vector *needs[GROUP_NEEDS]; /* what must be known of a row for it to have a value */
  int need_count;
  bool has_fraction;
  int64_t fraction;   /* percentile, 8 decimals */
  Vector *low, *high; /* high may be NULL */
  int64_t *scratch;   /* as many as the longest list has rows, for those that sort */
  ExactSum *sums;     /* GROUP_SUMS of them, for those that add doubles */
  GroupStats *stats;
} GroupRun;

enum { GROUP_SUMS = 4 };

/* The rows of one parent. */
typedef struct GroupList {
  size_t parent;
  const uint32_t *row;
  size_t count;
} GroupList;

typedef void GroupFunction(const GroupRun *run, GroupList list);

GroupFunction group_sum, group_average, group_share, group_truth, group_pick, group_percentile;

static inline Truth group_where(const GroupRun *run, size_t row) {
  return run->where ? run->where[row] : (Truth)TRUTH_TRUE;
}

/* False where the row has nothing to add (a missing value, weight or day). */
static inline bool group_has_value(const GroupRun *run, size_t row) {
  for (int i = 0; i < run->need_count; i++)
    if (!vector_known(run->needs[i], row)) return false;
  return true;
}

/* The same for a row that surely counts, and counted for the summary. */
static inline bool group_takes(const GroupRun *run, size_t row) {
  const bool has = group_has_value(run, row);
  run->stats->skipped += !has;
  return has;
}

static inline bool group_is_double(const GroupRun *run) { return run->value->store == STORE_F64; }

/* Whether it is known of each row that it counts (it does, being listed). */
static inline bool group_is_decided(const GroupRun *run, GroupList list) {
  if (!run->where) return true;
  bool decided = true;
  for (size_t i = 0; i < list.count; i++) decided &= run->where[list.row[i]] == TRUTH_TRUE;
  return decided;
}

/* Results. Where both ends are not one value and there is no place for the upper one, missing. */
void group_put_missing(const GroupRun *run, size_t parent);
void group_put_i64(const GroupRun *run, size_t parent, int64_t low, int64_t high);
/* Missing, and counted as overflow, where an end is not finite. */
void group_put_f64(const GroupRun *run, size_t parent, double low, double high);
/* low / d and high / d as the result's store wants it: rounded half away from zero, or the nearest
 * double. */
void group_put_quotients(const GroupRun *run, size_t parent, int128 low, int128 high, int64_t d);

#endif
