/* group_sum.c - sum and average.
 *
 * A row that may or may not count moves a sum down by no more than its value where that is
 * negative, and up by no more than its value where that is positive. The sum of the lower ends is
 * kept, and how far the upper ends are away from it: nothing, mostly. Whole numbers are added in 60
 * bits with more behind them, doubles exactly (exact_cell.h, exact_sum.h).
 */
#include "vm/group_impl.h"

enum { VALUED = GROUP_VALUED, MAYBE = GROUP_MAYBE, LACKING, MAYBE_LACKING };
enum { LOW, WIDTH };

/* ---- Adding --------------------------------------------------------------------------------- */

void group_add_wide(GroupState *state, GroupSum *sum, uint32_t parent, int64_t value) {
  int64_t *word = &sum->word[parent];
  const int64_t flags = *word & (GROUP_FLAGS - 1);
  sum->wide = group_column(state, sum->wide, sizeof *sum->wide);
  sum->wide[parent] += (int128)((*word - flags) / GROUP_FLAGS) + value;
  *word = flags;
}

int128 group_sum_of(const GroupSum *sum, size_t parent) {
  if (!sum->word) return 0;
  const int64_t word = sum->word[parent];
  const int128 wide = sum->wide ? sum->wide[parent] : 0;
  return wide + (word - (word & (GROUP_FLAGS - 1))) / GROUP_FLAGS;
}

static int64_t at_most_0(int64_t x) { return x < 0 ? x : 0; }
static int64_t at_least_0(int64_t x) { return x > 0 ? x : 0; }

static void make_words(GroupState *state, GroupSum *sum) {
  sum->word = group_column(state, sum->word, sizeof *sum->word);
}

/* Rows whose ends are one value, and which surely count. */
static void add_points(GroupState *state, uint8_t flag, const GroupEntries *e) {
  GroupSum *low = &state->sum[LOW];
  for (size_t i = 0; i < e->count; i++) {
    __builtin_prefetch(&low->word[e->parent[i + GROUP_AHEAD]], 1);
    group_add_whole(state, low, e->parent[i], e->value[i]);
    low->word[e->parent[i]] |= flag;
  }
}

static void subtract_whole(GroupState *state, GroupSum *sum, uint32_t parent, int64_t value) {
  if (value == INT64_MIN) {
    group_add_whole(state, sum, parent, INT64_MAX);
    group_add_whole(state, sum, parent, 1);
  } else {
    group_add_whole(state, sum, parent, -value);
  }
}

static void add_whole(GroupState *state, bool sure, uint8_t flag, const GroupEntries *e) {
  GroupSum *low = &state->sum[LOW], *width = &state->sum[WIDTH];
  const int64_t *upper = e->more ? e->more : e->value;
  make_words(state, low);
  if (sure && !e->more) {
    add_points(state, flag, e);
    return;
  }
  make_words(state, width);
  for (size_t i = 0; i < e->count; i++) {
    const int64_t down = sure ? e->value[i] : at_most_0(e->value[i]);
    const int64_t up = sure ? upper[i] : at_least_0(upper[i]);
    group_add_whole(state, low, e->parent[i], down);
    low->word[e->parent[i]] |= flag;
    group_add_whole(state, width, e->parent[i], up);
    subtract_whole(state, width, e->parent[i], down);
  }
}

void group_add_double(GroupState *state, GroupExact *exact, uint32_t parent, double value) {
  exact->cell = group_column(state, exact->cell, sizeof *exact->cell);
  if (exact_cell_add(&exact->cell[parent], value)) return;
  int64_t bits;
  memcpy(&bits, &value, sizeof bits);
  group_pairs_add(state->arena, &exact->rest, parent, bits);
}

static void add_doubles(GroupState *state, bool sure, const GroupEntries *e) {
  GroupExact *low = &state->exact[LOW], *width = &state->exact[WIDTH];
  low->cell = group_column(state, low->cell, sizeof *low->cell);
  for (size_t i = 0; i < e->count; i++) {
    const double value = group_double(e->value[i]);
    const double upper = e->more ? group_double(e->more[i]) : value;
    __builtin_prefetch(&low->cell[e->parent[i + GROUP_AHEAD]], 1);
    if (sure || value < 0) group_add_double(state, low, e->parent[i], value);
    if (sure && upper == value) continue;
    if (sure || upper > 0) group_add_double(state, width, e->parent[i], upper);
    if (sure || value < 0) group_add_double(state, width, e->parent[i], -value);
  }
}

static void flag_words(GroupState *state, uint8_t flag, const GroupEntries *entries) {
  GroupSum *low = &state->sum[LOW];
  make_words(state, low);
  for (size_t i = 0; i < entries->count; i++) low->word[entries->parent[i]] |= flag;
}

/* Flags lie beside the sum: with whole numbers in its word. */
static void add_flag(GroupState *state, uint8_t flag, const GroupEntries *entries) {
  if (state->store == STORE_F64)
    group_set_flag(state, entries, flag);
  else
    flag_words(state, flag, entries);
}

static uint8_t flags_of(const GroupState *state, size_t parent) {
  if (state->store == STORE_F64) return state->flag ? state->flag[parent] : 0;
  const int64_t *word = state->sum[LOW].word;
  return word ? (uint8_t)(word[parent] & (GROUP_FLAGS - 1)) : 0;
}

static void add_values(GroupState *state, bool sure, uint8_t flag, const GroupEntries *entries) {
  if (state->store == STORE_F64) {
    if (flag) group_set_flag(state, entries, flag);
    add_doubles(state, sure, entries);
  } else {
    add_whole(state, sure, flag, entries);
  }
}

/* ---- Exact sums of doubles ------------------------------------------------------------------- */

void group_seal_exact(GroupState *state, GroupExact *exact) {
  group_pairs_sort(state->arena, &exact->rest, state->parents);
}

static void seal_sums(GroupState *state) {
  group_seal_exact(state, &state->exact[LOW]);
  group_seal_exact(state, &state->exact[WIDTH]);
}

static void add_rest(const GroupExact *exact, size_t parent, ExactSum *sum) {
  size_t count;
  const int64_t *rest = group_pairs_of(&exact->rest, parent, &count);
  if (exact->cell) exact_cell_into(&exact->cell[parent], sum);
  for (size_t i = 0; i < count; i++) exact_sum_add(sum, group_double(rest[i]));
}

double group_exact_of(const GroupExact *exact, const GroupExact *other, size_t parent) {
  const bool has_other = other && other->cell;
  if (!exact->rest.start && !has_other)
    return exact->cell ? exact_cell_value(&exact->cell[parent]) : 0;
  ExactSum sum = {.first = 0};
  exact_sum_clear(&sum);
  add_rest(exact, parent, &sum);
  if (has_other) add_rest(other, parent, &sum);
  return exact_sum_value(&sum);
}

/* ---- sum ------------------------------------------------------------------------------------ */

static uint8_t classify_sum(const Group *group, Truth where, Truth holds, bool has_value) {
  (void)group, (void)holds;
  if (where == TRUTH_TRUE) return has_value ? VALUED : LACKING;
  return has_value ? MAYBE : MAYBE_LACKING;
}

static uint8_t flag_of(int class) { return (uint8_t)(1 << (class - 1)); }
_Static_assert(1 << (MAYBE_LACKING - 1) < GROUP_FLAGS, "there is room for the flags");

static void add_sum(GroupState *state, int class, const GroupEntries *entries) {
  if (class == VALUED || class == MAYBE)
    add_values(state, class == VALUED, flag_of(class), entries);
  else
    add_flag(state, flag_of(class), entries);
}

/* Of no rows the sum is 0; of rows without a value there is none. */
static bool is_sum(const GroupState *state, size_t parent) {
  const uint8_t flags = flags_of(state, parent);
  if (flags & flag_of(VALUED)) return true;
  if (flags & flag_of(LACKING)) return false;
  return !(flags & flag_of(MAYBE_LACKING)) || flags & flag_of(MAYBE);
}

static void put_sum(const GroupState *state, GroupResult *result, size_t parent, size_t row) {
  const GroupExact *exact = state->exact;
  if (state->store == STORE_F64) {
    const double low = group_exact_of(&exact[LOW], NULL, parent);
    const double high =
        exact[WIDTH].cell ? group_exact_of(&exact[LOW], &exact[WIDTH], parent) : low;
    group_put_f64(result, row, low, high);
  } else {
    const int128 low = group_sum_of(&state->sum[LOW], parent);
    group_put_quotients(result, row, low, low + group_sum_of(&state->sum[WIDTH], parent), 1);
  }
}

static void finish_sum(const GroupState *state, GroupResult *result, size_t parent, size_t row) {
  if (is_sum(state, parent))
    put_sum(state, result, parent, row);
  else
    group_put_missing(result, row);
}

const GroupFunction group_sum = {.classify = classify_sum,
                                 .add = add_sum,
                                 .seal = seal_sums,
                                 .finish = finish_sum,
                                 .load = GROUP_LOADS_BITS,
                                 .needs_value = true};

/* ---- average -------------------------------------------------------------------------------- */

enum { UNDECIDED = 1 };

static void add_average(GroupState *state, int class, const GroupEntries *entries) {
  if (class == GROUP_MAYBE) {
    add_flag(state, UNDECIDED, entries);
  } else {
    group_add_count(state, 0, entries);
    add_values(state, true, 0, entries);
  }
}

/* It is known of every row here that it counts, where no flag is set. */
static void finish_average(const GroupState *state, GroupResult *result, size_t parent,
                           size_t row) {
  const uint32_t count = group_count_of(state, 0, parent);
  if (!count || flags_of(state, parent) & UNDECIDED) {
    group_put_missing(result, row);
  } else if (state->store == STORE_F64) {
    const double low = group_exact_of(&state->exact[LOW], NULL, parent);
    const double high = group_exact_of(&state->exact[LOW], &state->exact[WIDTH], parent);
    group_put_f64(result, row, low / count, high / count);
  } else {
    const int128 low = group_sum_of(&state->sum[LOW], parent);
    const int128 high = low + group_sum_of(&state->sum[WIDTH], parent);
    group_put_quotients(result, row, low, high, count);
  }
}

const GroupFunction group_average = {.classify = group_classify_decided,
                                     .add = add_average,
                                     .seal = seal_sums,
                                     .finish = finish_average,
                                     .load = GROUP_LOADS_BITS,
                                     .needs_value = true};
