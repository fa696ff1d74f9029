/* group_share.c - share (by rows or by weight), any, all, none: what conditions come to.
 *
 * For a share rows fall into six cells, by whether they count (W) and whether what is asked of
 * them holds (C):
 *
 *          C true   C false  C unknown
 *   W true   a        b         c       surely in the whole
 *   W unkn.  d        e         f       perhaps
 *
 * At worst what is unknown does not hold, and of the rows that may be in the whole those are in it
 * that bring the share down; at best the reverse:
 *
 *   low = a / (a + b + c + e + f)        high = (a + c + d + f) / (a + b + c + d + f)
 */
#include <math.h>

#include "vm/group_impl.h"

enum { RATIO = 100000000 }; /* a percentage has 8 decimals of the ratio */

/* The four sums of a share, and which of them a row belongs to. */
enum { LOW_PART, LOW_WHOLE, HIGH_PART, HIGH_WHOLE, SHARE_SUMS };

static bool belongs(int sum, Truth where, Truth holds) {
  const bool sure = where == TRUTH_TRUE;
  switch (sum) {
  case LOW_PART:
    return sure && holds == TRUTH_TRUE;
  case LOW_WHOLE:
    return sure || holds != TRUTH_TRUE;
  case HIGH_PART:
    return holds != TRUTH_FALSE;
  default:
    return sure || holds != TRUTH_FALSE;
  }
}

/* Whether there is a share at all: some weight that surely counts, and none below zero. */
typedef struct Weights {
  bool some, negative;
} Weights;

static Weights add_whole(const GroupRun *run, GroupList list, int128 sum[SHARE_SUMS]) {
  Weights weights = {0};
  for (size_t i = 0; i < list.count; i++) {
    const size_t row = list.row[i];
    const Truth where = group_where(run, row), holds = run->value->truth[row];
    const bool sure = where == TRUTH_TRUE;
    if (!(sure ? group_takes(run, row) : group_has_value(run, row))) continue;
    const int64_t weight = run->by ? run->by->i64[row] : 1;
    weights.some |= sure && weight > 0;
    weights.negative |= weight < 0;
    for (int k = 0; k < SHARE_SUMS; k++)
      if (belongs(k, where, holds)) sum[k] += weight;
  }
  return weights;
}

static Weights add_doubles(const GroupRun *run, GroupList list, double sum[SHARE_SUMS]) {
  Weights weights = {0};
  for (int k = 0; k < SHARE_SUMS; k++) exact_sum_clear(&run->sums[k]);
  for (size_t i = 0; i < list.count; i++) {
    const size_t row = list.row[i];
    const Truth where = group_where(run, row), holds = run->value->truth[row];
    const bool sure = where == TRUTH_TRUE;
    if (!(sure ? group_takes(run, row) : group_has_value(run, row))) continue;
    const double weight = run->by->f64[row];
    weights.some |= sure && weight > 0;
    weights.negative |= weight < 0;
    for (int k = 0; k < SHARE_SUMS; k++)
      if (belongs(k, where, holds)) exact_sum_add(&run->sums[k], weight);
  }
  for (int k = 0; k < SHARE_SUMS; k++) sum[k] = exact_sum_value(&run->sums[k]);
  return weights;
}

void group_share(const GroupRun *run, GroupList list) {
  int128 whole[SHARE_SUMS] = {0};
  double doubles[SHARE_SUMS];
  int64_t low, high;
  const bool is_double = run->by && run->by->store == STORE_F64;
  const Weights weights = is_double ? add_doubles(run, list, doubles) : add_whole(run, list, whole);
  if (!weights.some || weights.negative) {
    group_put_missing(run, list.parent);
    return;
  }
  bool fits;
  if (is_double)
    fits = isfinite(doubles[LOW_WHOLE]) && isfinite(doubles[HIGH_WHOLE]) &&
           decimal_from_double(doubles[LOW_PART] / doubles[LOW_WHOLE], RATIO, &low) &&
           decimal_from_double(doubles[HIGH_PART] / doubles[HIGH_WHOLE], RATIO, &high);
  else
    fits = decimal_round_quotient(whole[LOW_PART] * RATIO, whole[LOW_WHOLE], &low) &&
           decimal_round_quotient(whole[HIGH_PART] * RATIO, whole[HIGH_WHOLE], &high);
  run->stats->overflow += !fits;
  if (fits)
    group_put_i64(run, list.parent, low, high);
  else
    group_put_missing(run, list.parent);
}

/* Kleene's `or` of (W and C), his `and` of (not W or C), and the opposite of the first. */
void group_truth(const GroupRun *run, GroupList list) {
  Truth any = TRUTH_FALSE, all = TRUTH_TRUE;
  for (size_t i = 0; i < list.count; i++) {
    const Truth where = group_where(run, list.row[i]), holds = run->value->truth[list.row[i]];
    any = truth_or(any, truth_and(where, holds));
    all = truth_and(all, truth_or(truth_not(where), holds));
  }
  const Aggregate function = (Aggregate)run->group->function;
  run->low->truth[list.parent] = function == AGGREGATE_ANY   ? any
                                 : function == AGGREGATE_ALL ? all
                                                             : truth_not(any);
}
