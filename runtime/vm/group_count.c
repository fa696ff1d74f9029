/* group_count.c - count, any, all, none: what comes of conditions alone.
 *
 * any is Kleene's `or` of (W and C), none its opposite; all, the `and` of (not W or C), is the
 * opposite of the `or` of (W and not C). So one truth a parent does for each of them, and rows for
 * which it is false need not be looked at.
 */
#include "vm/group_impl.h"

/* ---- Counting -------------------------------------------------------------------------------- */

/* Counts entries from `i` on; stops at one whose count is full. */
#define COUNT_IN(name, type, most)                                                                 \
  static size_t name(type *counts, const GroupEntries *entries, size_t i) {                        \
    for (; i < entries->count; i++) {                                                              \
      type *count = &counts[entries->parent[i]];                                                   \
      __builtin_prefetch(&counts[entries->parent[i + GROUP_AHEAD]], 1);                            \
      if (*count == (most)) break;                                                                 \
      ++*count;                                                                                    \
    }                                                                                              \
    return i;                                                                                      \
  }
COUNT_IN(count_u8, uint8_t, UINT8_MAX)
COUNT_IN(count_u16, uint16_t, UINT16_MAX)
COUNT_IN(count_u32, uint32_t, UINT32_MAX)

static void widen(GroupState *state, GroupCount *count) {
  void *wider = group_column(state, NULL, 2 * count->width);
  const uint8_t *bytes = count->at;
  const uint16_t *words = count->at;
  for (size_t i = 0; i < state->parents; i++) {
    if (count->width == sizeof(uint8_t))
      ((uint16_t *)wider)[i] = bytes[i];
    else
      ((uint32_t *)wider)[i] = words[i];
  }
  state->held -= state->parents * count->width;
  arena_release(state->arena, count->at);
  *count = (GroupCount){wider, 2 * count->width};
}

void group_add_count(GroupState *state, int index, const GroupEntries *entries) {
  GroupCount *count = &state->count[index];
  if (!count->width) *count = (GroupCount){group_column(state, NULL, 1), 1};
  for (size_t i = 0;; widen(state, count)) {
    if (count->width == sizeof(uint8_t))
      i = count_u8(count->at, entries, i);
    else if (count->width == sizeof(uint16_t))
      i = count_u16(count->at, entries, i);
    else
      i = count_u32(count->at, entries, i);
    if (i == entries->count) return;
  }
}

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
