/* group_order.c - median and percentile: the value at a place in the order, or between two.
 *
 * The place is (n - 1) * p, counted from 0. It is found by partitioning around pivots, as quicksort
 * does on one side only; pivots are drawn from a generator with a fixed start, so that no order of
 * the data is a bad one by rule and the work is the same in every run.
 */
#include <math.h>

#include "vm/group_impl.h"
#include "vm/order_key.h"

enum { WHOLE = 100000000 }; /* 100 %, with 8 decimals */

static uint64_t next_random(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

static void swap(int64_t *a, int64_t *b) {
  const int64_t kept = *a;
  *a = *b;
  *b = kept;
}

/* Puts at[place] where sorting would: nothing larger before it, nothing smaller behind it. */
static void select_place(int64_t *at, size_t count, size_t place) {
  size_t from = 0, to = count;
  uint64_t state = 0x9e3779b97f4a7c15u;
  while (to - from > 1) {
    const int64_t pivot = at[from + next_random(&state) % (to - from)];
    size_t below = from,
           above = to; /* [from, below) < pivot = [below, i) ... [above, to) > pivot */
    for (size_t i = from; i < above;) {
      if (at[i] < pivot)
        swap(&at[i++], &at[below++]);
      else if (at[i] > pivot)
        swap(&at[i], &at[--above]);
      else
        i++;
    }
    if (place < below)
      to = below;
    else if (place >= above)
      from = above;
    else
      return;
  }
}

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

static void put_between(const GroupRun *run, size_t parent, int64_t a, int64_t b, int64_t part) {
  if (group_is_double(run)) {
    const double low = order_key_double(a), high = order_key_double(b);
    const double value = run->group->function == AGGREGATE_MEDIAN
                             ? middle(low, high)
                             : between(low, high, (double)part / WHOLE);
    group_put_f64(run, parent, value, value);
  } else {
    const int128 sum = (int128)a * (WHOLE - part) + (int128)b * part;
    group_put_quotients(run, parent, sum, sum, WHOLE);
  }
}

void group_percentile(const GroupRun *run, GroupList list) {
  const bool is_median = run->group->function == AGGREGATE_MEDIAN;
  const int64_t fraction = is_median ? WHOLE / 2 : run->fraction;
  const bool has_fraction = is_median || (run->has_fraction && fraction >= 0 && fraction <= WHOLE);
  size_t count = 0;
  for (size_t i = 0; i < list.count; i++)
    if (group_takes(run, list.row[i])) run->scratch[count++] = order_key(run->value, list.row[i]);
  if (!count || !has_fraction) {
    group_put_missing(run, list.parent);
    return;
  }
  const uint64_t position = (uint64_t)(count - 1) * (uint64_t)fraction;
  const size_t place = position / WHOLE;
  const int64_t part = (int64_t)(position % WHOLE);
  select_place(run->scratch, count, place);
  const int64_t a = run->scratch[place];
  put_between(run, list.parent, a, part ? next_larger(run->scratch, count, place) : a, part);
}
