/* group_pick.c - one row stands for all: min, max, latest, earliest. */
#include "vm/group_impl.h"
#include "vm/order_key.h"

static int compare_i64(int64_t a, int64_t b) { return (a > b) - (a < b); }

static int compare_values(const Vector *vector, size_t a, size_t b) {
  if (vector->store == STORE_TEXT) return text_compare(vector->text[a], vector->text[b]);
  return compare_i64(order_key(vector, a), order_key(vector, b));
}

/* By day first, where there is one, then by value. */
static int compare_rows(const GroupRun *run, size_t a, size_t b) {
  const int by_day = run->by ? compare_values(run->by, a, b) : 0;
  return by_day ? by_day : compare_values(run->value, a, b);
}

static void copy_value(const Vector *from, size_t row, Vector *to, size_t parent) {
  const size_t size = store_size(from->store);
  memcpy((char *)to->values + parent * size, (const char *)from->values + row * size, size);
  if (to->valid) to->valid[parent] = 1;
}

void group_pick(const GroupRun *run, GroupList list) {
  const Aggregate function = (Aggregate)run->group->function;
  const bool largest = function == AGGREGATE_MAX || function == AGGREGATE_LATEST;
  size_t best = ROW_NONE;
  for (size_t i = 0; i < list.count; i++) {
    const size_t row = list.row[i];
    if (!group_takes(run, row)) continue;
    if (best != ROW_NONE) {
      const int order = compare_rows(run, row, best);
      if (largest ? order <= 0 : order >= 0) continue;
    }
    best = row;
  }
  if (best == ROW_NONE) {
    group_put_missing(run, list.parent);
    return;
  }
  copy_value(run->value, best, run->low, list.parent);
  if (run->high) copy_value(run->value, best, run->high, list.parent);
}
