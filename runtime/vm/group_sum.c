/* group_sum.c - sum and average.
 *
 * A row that may or may not count moves a sum down by no more than its value where that is
 * negative, and up by no more than its value where that is positive. Whole numbers are added in
 * 128 bits, doubles exactly (exact_sum.h).
 */
#include "vm/group_impl.h"

/* How many rows there were, and had a value; decides whether a sum is one. */
typedef struct Tally {
  size_t sure, sure_valued, maybe, maybe_valued;
} Tally;

/* Whether the row's value is to be added. */
static bool tally_row(const GroupRun *run, size_t row, bool sure, Tally *tally) {
  const bool has = sure ? group_takes(run, row) : group_has_value(run, row);
  if (sure) {
    tally->sure++;
    tally->sure_valued += has;
  } else {
    tally->maybe++;
    tally->maybe_valued += has;
  }
  return has;
}

/* Of no rows the sum is 0; of rows without a value there is none. */
static bool tally_is_sum(const Tally *tally) {
  if (tally->sure) return tally->sure_valued > 0;
  return !tally->maybe || tally->maybe_valued > 0;
}

static const Vector *upper_of(const GroupRun *run) {
  return run->value_high ? run->value_high : run->value;
}

/* Both ends, over the rows of a list. */
static Tally add_whole(const GroupRun *run, GroupList list, int128 *low, int128 *high) {
  const int64_t *lower = run->value->i64, *upper = upper_of(run)->i64;
  Tally tally = {0};
  *low = *high = 0;
  for (size_t i = 0; i < list.count; i++) {
    const size_t row = list.row[i];
    const bool sure = group_where(run, row) == TRUTH_TRUE;
    if (!tally_row(run, row, sure, &tally)) continue;
    if (sure || lower[row] < 0) *low += lower[row];
    if (sure || upper[row] > 0) *high += upper[row];
  }
  return tally;
}

static Tally add_doubles(const GroupRun *run, GroupList list, double *low, double *high) {
  const double *lower = run->value->f64, *upper = upper_of(run)->f64;
  const bool is_point = !run->value_high && group_is_decided(run, list);
  ExactSum *low_sum = &run->sums[0], *high_sum = &run->sums[1];
  Tally tally = {0};
  exact_sum_clear(low_sum);
  exact_sum_clear(high_sum);
  for (size_t i = 0; i < list.count; i++) {
    const size_t row = list.row[i];
    const bool sure = group_where(run, row) == TRUTH_TRUE;
    if (!tally_row(run, row, sure, &tally)) continue;
    if (sure || lower[row] < 0) exact_sum_add(low_sum, lower[row]);
    if (is_point) continue;
    if (sure || upper[row] > 0) exact_sum_add(high_sum, upper[row]);
  }
  *low = exact_sum_value(low_sum);
  *high = is_point ? *low : exact_sum_value(high_sum);
  return tally;
}

void group_sum(const GroupRun *run, GroupList list) {
  int128 low, high;
  double low_double, high_double;
  const Tally tally = group_is_double(run) ? add_doubles(run, list, &low_double, &high_double)
                                           : add_whole(run, list, &low, &high);
  if (!tally_is_sum(&tally))
    group_put_missing(run, list.parent);
  else if (group_is_double(run))
    group_put_f64(run, list.parent, low_double, high_double);
  else
    group_put_quotients(run, list.parent, low, high, 1);
}

/* It is known of every row here that it counts. */
void group_average(const GroupRun *run, GroupList list) {
  int128 low, high;
  double low_double, high_double;
  const Tally tally = group_is_double(run) ? add_doubles(run, list, &low_double, &high_double)
                                           : add_whole(run, list, &low, &high);
  const size_t count = tally.sure_valued;
  if (!count)
    group_put_missing(run, list.parent);
  else if (group_is_double(run))
    group_put_f64(run, list.parent, low_double / (double)count, high_double / (double)count);
  else
    group_put_quotients(run, list.parent, low, high, (int64_t)count);
}
