/* group_order.c - median and percentile: the value at a place in the order, or between two.
 *
 * The place is (n - 1) * p, counted from 0. All values are kept until the end (group_pairs.h),
 * where the one that is wanted is selected in place.
 */
#include <math.h>

#include "vm/group_impl.h"
#include "vm/order_key.h"
#include "vm/order_select.h"

enum { WHOLE = 100000000 }; /* 100 %, with 8 decimals */

/* Of the keys behind `place`, which are none smaller. */
static int64_t next_larger(const int64_t *at, size_t count, size_t place) {
  int64_t next = at[place + 1];
  for (size_t i = place + 2; i < count; i++)
    if (at[i] < next) next = at[i];
  return next;
}

static double middle(double a, double b) {
  const double sum = a + b;
  return isfinite(sum) ? sum / 2 : a / 2 + b / 2;
}

static double between(double a, double b, double fraction) {
  const double width = b - a;
  return isfinite(width) ? a + width * fraction : a * (1 - fraction) + b * fraction;
}

static void put_between(const GroupState *state, GroupResult *result, size_t row, int64_t a,
                        int64_t b, int64_t part) {
  if (state->store == STORE_F64) {
    const double low = order_key_double(a), high = order_key_double(b);
    const double value = state->group->function == AGGREGATE_MEDIAN
                             ? middle(low, high)
                             : between(low, high, (double)part / WHOLE);
    group_put_f64(result, row, value, value);
  } else {
    const int128 sum = (int128)a * (WHOLE - part) + (int128)b * part;
    group_put_quotients(result, row, sum, sum, WHOLE);
  }
}

static void add_order(GroupState *state, int class, const GroupEntries *entries) {
  if (class == GROUP_MAYBE) {
    group_set_flag(state, entries, 1);
    return;
  }
  for (size_t i = 0; i < entries->count; i++)
    group_pairs_add(state->arena, &state->pairs, entries->parent[i], entries->value[i]);
}

static void seal_order(GroupState *state) {
  group_pairs_sort(state->arena, &state->pairs, state->parents);
}

/* False where the percentage is missing, or is none. */
static bool fraction_of(const GroupState *state, int64_t *fraction) {
  *fraction = WHOLE / 2;
  if (state->group->function == AGGREGATE_MEDIAN) return true;
  const Vector *slot = &state->program->slot[state->group->fraction];
  *fraction = slot->i64[0];
  return vector_known(slot, 0) && *fraction >= 0 && *fraction <= WHOLE;
}

static void finish_order(const GroupState *state, GroupResult *result, size_t parent, size_t row) {
  size_t count;
  int64_t fraction, *keys = group_pairs_of(&state->pairs, parent, &count);
  if (!count || group_has_flag(state, parent, 1) || !fraction_of(state, &fraction)) {
    group_put_missing(result, row);
    return;
  }
  const uint64_t position = (uint64_t)(count - 1) * (uint64_t)fraction;
  const size_t place = position / WHOLE;
  const int64_t part = (int64_t)(position % WHOLE);
  order_select(keys, count, place, order_compare, NULL);
  const int64_t a = keys[place];
  put_between(state, result, row, a, part ? next_larger(keys, count, place) : a, part);
}

const GroupFunction group_order = {.classify = group_classify_decided,
                                   .add = add_order,
                                   .seal = seal_order,
                                   .finish = finish_order,
                                   .load = GROUP_LOADS_KEYS,
                                   .needs_value = true};
