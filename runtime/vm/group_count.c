/* group_count.c - count, any, all, none: what comes of conditions alone.
 *
 * any is Kleene's `or` of (W and C), none its opposite; all, the `and` of (not W or C), is the
 * opposite of the `or` of (W and not C). So one truth a parent does for each of them, and rows for
 * which it is false need not be looked at.
 */
#include "vm/group_impl.h"

/* ---- count ---------------------------------------------------------------------------------- */

enum { SURE, MAYBE };

static uint8_t classify_count(const Group *group, Truth where, Truth holds, bool has_value) {
  (void)group, (void)holds, (void)has_value;
  return where == TRUTH_TRUE ? 1 + SURE : 1 + MAYBE;
}

static void add_count(GroupState *state, int class, const GroupEntries *entries) {
  group_add_count(state, class - 1, entries);
}

static void finish_count(const GroupState *state, GroupResult *result, size_t parent, size_t row) {
  const int64_t sure = group_count_of(state, SURE, parent);
  group_put_i64(result, row, sure, sure + group_count_of(state, MAYBE, parent));
}

const GroupFunction group_count = {
    .classify = classify_count, .add = add_count, .finish = finish_count};

/* ---- any, all, none ------------------------------------------------------------------------- */

/* The class is the truth, which is more than false. */
_Static_assert(TRUTH_FALSE == 0 && TRUTH_UNKNOWN == 1 && TRUTH_TRUE == 2, "truths have an order");

static uint8_t classify_truth(const Group *group, Truth where, Truth holds, bool has_value) {
  (void)has_value;
  return truth_and(where, group->function == AGGREGATE_ALL ? truth_not(holds) : holds);
}

static void add_truth(GroupState *state, int class, const GroupEntries *entries) {
  uint8_t *some = state->flag = group_column(state, state->flag, sizeof *some);
  for (size_t i = 0; i < entries->count; i++) {
    uint8_t *of_parent = &some[entries->parent[i]];
    __builtin_prefetch(&some[entries->parent[i + GROUP_AHEAD]], 1);
    *of_parent = *of_parent > class ? *of_parent : (uint8_t) class;
  }
}

static void finish_truth(const GroupState *state, GroupResult *result, size_t parent, size_t row) {
  const Truth some = state->flag ? (Truth)state->flag[parent] : (Truth)TRUTH_FALSE;
  result->low->truth[row] = state->group->function == AGGREGATE_ANY ? some : truth_not(some);
}

const GroupFunction group_truth = {
    .classify = classify_truth, .add = add_truth, .finish = finish_truth};
