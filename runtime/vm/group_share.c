/* group_share.c - share, by rows or by weight.
 *
 * Rows fall into six classes, by whether they count (W) and whether what is asked of them holds
 * (C):
 *
 *          C true   C false  C unknown
 *   W true   a        b         c       surely in the whole
 *   W unkn.  d        e         f       perhaps
 *
 * At worst what is unknown does not hold, and of the rows that may be in the whole those are in it
 * that bring the share down; at best the reverse:
 *
 *   low = a / (a + b + c + e + f)        high = (a + c + d + f) / (a + b + c + d + f)
 *
 * So four sums do: the part a, the whole a + b, what lowers (c + e + f) and what raises (c + d +
 * f); the last two are nothing, mostly.
 */
#include <math.h>

#include "vm/group_impl.h"

enum { RATIO = 100000000 }; /* a percentage has 8 decimals of the ratio */
enum { SURE_TRUE = 1, SURE_FALSE, SURE_UNKNOWN, MAYBE_TRUE, MAYBE_FALSE, MAYBE_UNKNOWN };
enum { PART, WHOLE, LOWERS, RAISES };
/* A share needs some weight that surely counts, and none below zero. */
enum { HAS_SURE = 1, HAS_NEGATIVE = 2 };

static uint8_t classify_share(const Group *group, Truth where, Truth holds, bool has_value) {
  (void)group;
  static const uint8_t classes[2][3] = {
      {[TRUTH_TRUE] = MAYBE_TRUE, [TRUTH_FALSE] = MAYBE_FALSE, [TRUTH_UNKNOWN] = MAYBE_UNKNOWN},
      {[TRUTH_TRUE] = SURE_TRUE, [TRUTH_FALSE] = SURE_FALSE, [TRUTH_UNKNOWN] = SURE_UNKNOWN}};
  return has_value ? classes[where == TRUTH_TRUE][holds] : 0;
}

/* Whether rows of the class are in the sum. */
static bool belongs(int sum, int class) {
  switch (sum) {
  case PART:
    return class == SURE_TRUE;
  case WHOLE:
    return class == SURE_TRUE || class == SURE_FALSE;
  case LOWERS:
    return class == SURE_UNKNOWN || class == MAYBE_FALSE || class == MAYBE_UNKNOWN;
  default:
    return class == SURE_UNKNOWN || class == MAYBE_TRUE || class == MAYBE_UNKNOWN;
  }
}

static bool is_sure(int class) { return class <= SURE_UNKNOWN; }

static void add_weights(GroupState *state, const GroupEntries *entries, int index) {
  GroupSum *sum = &state->sum[index];
  if (state->by_store == STORE_I64) sum->word = group_column(state, sum->word, sizeof *sum->word);
  for (size_t i = 0; i < entries->count; i++) {
    if (sum->word) __builtin_prefetch(&sum->word[entries->parent[i + GROUP_AHEAD]], 1);
    if (state->by_store == STORE_I64)
      group_add_whole(state, sum, entries->parent[i], entries->more[i]);
    else
      group_add_double(state, &state->exact[index], entries->parent[i],
                       group_double(entries->more[i]));
  }
}

static void flag_weights(GroupState *state, int class, const GroupEntries *entries) {
  state->flag = group_column(state, state->flag, sizeof *state->flag);
  for (size_t i = 0; i < entries->count; i++) {
    const int64_t bits = entries->more[i];
    __builtin_prefetch(&state->flag[entries->parent[i + GROUP_AHEAD]], 1);
    const bool is_double = state->by_store == STORE_F64;
    const bool positive = is_double ? group_double(bits) > 0 : bits > 0;
    const bool negative = is_double ? group_double(bits) < 0 : bits < 0;
    state->flag[entries->parent[i]] |=
        (uint8_t)((positive && is_sure(class) ? HAS_SURE : 0) | (negative ? HAS_NEGATIVE : 0));
  }
}

static void add_share(GroupState *state, int class, const GroupEntries *entries) {
  const bool by_rows = state->by_store == STORE_COUNT;
  if (!by_rows)
    flag_weights(state, class, entries);
  else if (class == SURE_UNKNOWN) /* that there is one of the others, their counts tell */
    group_set_flag(state, entries, HAS_SURE);
  for (int sum = 0; sum < GROUP_SUMS; sum++) {
    if (!belongs(sum, class)) continue;
    if (by_rows)
      group_add_count(state, sum, entries);
    else
      add_weights(state, entries, sum);
  }
}

static void seal_share(GroupState *state) {
  for (int sum = 0; sum < GROUP_SUMS; sum++) group_seal_exact(state, &state->exact[sum]);
}

static bool is_share(const GroupState *state, size_t parent) {
  if (group_has_flag(state, parent, HAS_NEGATIVE)) return false;
  return group_has_flag(state, parent, HAS_SURE) || group_count_of(state, WHOLE, parent);
}

static bool share_of_doubles(const GroupState *state, size_t parent, int64_t *low, int64_t *high) {
  const GroupExact *exact = state->exact;
  const double low_whole = group_exact_of(&exact[WHOLE], &exact[LOWERS], parent);
  const double high_whole = group_exact_of(&exact[WHOLE], &exact[RAISES], parent);
  const double low_part = group_exact_of(&exact[PART], NULL, parent);
  const double high_part = group_exact_of(&exact[PART], &exact[RAISES], parent);
  return isfinite(low_whole) && isfinite(high_whole) &&
         decimal_from_double(low_part / low_whole, RATIO, low) &&
         decimal_from_double(high_part / high_whole, RATIO, high);
}

static int128 whole_of(const GroupState *state, int index, size_t parent) {
  return state->by_store == STORE_COUNT ? group_count_of(state, index, parent)
                                        : group_sum_of(&state->sum[index], parent);
}

static bool share_of_whole(const GroupState *state, size_t parent, int64_t *low, int64_t *high) {
  const int128 part = whole_of(state, PART, parent), whole = whole_of(state, WHOLE, parent);
  const int128 lowers = whole_of(state, LOWERS, parent), raises = whole_of(state, RAISES, parent);
  return decimal_round_quotient(part * RATIO, whole + lowers, low) &&
         decimal_round_quotient((part + raises) * RATIO, whole + raises, high);
}

static void finish_share(const GroupState *state, GroupResult *result, size_t parent, size_t row) {
  int64_t low, high;
  if (!is_share(state, parent)) {
    group_put_missing(result, row);
    return;
  }
  const bool fits = state->by_store == STORE_F64 ? share_of_doubles(state, parent, &low, &high)
                                                 : share_of_whole(state, parent, &low, &high);
  result->overflow += !fits;
  if (fits)
    group_put_i64(result, row, low, high);
  else
    group_put_missing(result, row);
}

const GroupFunction group_share = {
    .classify = classify_share, .add = add_share, .seal = seal_share, .finish = finish_share};
