/* test_group_ranges.c - counts, sums, shares and conditions against all possible worlds.
 *
 * What is unknown of the rows (whether they count, whether what is asked holds, where in a range
 * the value lies) is completed in every way; in each completed world the aggregate is one plain
 * value. The ends of the range must be the least and the greatest of them.
 */
#include "group_world.h"
#include "support/unit.h"

static Arena *arena;
static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

enum { TRIALS = 400, RATIO = 100000000 };

/* One child of the parent in question, as far as it is known, and one completion of it. */
typedef struct Child {
  Truth where, holds;
  bool has_value;
  double low, high, weight;
  /* completed */
  bool counts, does_hold;
  double value;
} Child;

/* What the completed worlds came to. */
typedef struct Outcome {
  double least, greatest;
  size_t worlds, without; /* in how many there is no value */
} Outcome;

typedef bool Evaluate(const Child *child, size_t count, double *out);

static bool count_in(const Child *child, size_t count, double *out) {
  *out = 0;
  for (size_t i = 0; i < count; i++) *out += child[i].counts;
  return true;
}

static bool sum_in(const Child *child, size_t count, double *out) {
  size_t rows = 0, valued = 0;
  *out = 0;
  for (size_t i = 0; i < count; i++) {
    if (!child[i].counts) continue;
    rows++;
    valued += child[i].has_value;
    if (child[i].has_value) *out += child[i].value;
  }
  return !rows || valued;
}

static bool share_in(const Child *child, size_t count, double *out) {
  double part = 0, whole = 0;
  for (size_t i = 0; i < count; i++) {
    if (!child[i].counts || !child[i].has_value) continue;
    whole += child[i].weight;
    if (child[i].does_hold) part += child[i].weight;
  }
  int64_t rounded = 0;
  if (whole <= 0 ||
      !decimal_round_quotient((int128)(part * 4) * RATIO, (int128)(whole * 4), &rounded))
    return false;
  *out = (double)rounded;
  return true;
}

static bool any_in(const Child *child, size_t count, double *out) {
  *out = 0;
  for (size_t i = 0; i < count; i++)
    if (child[i].counts && child[i].does_hold) *out = 1;
  return true;
}

static bool all_in(const Child *child, size_t count, double *out) {
  *out = 1;
  for (size_t i = 0; i < count; i++)
    if (child[i].counts && !child[i].does_hold) *out = 0;
  return true;
}

static bool none_in(const Child *child, size_t count, double *out) {
  any_in(child, count, out);
  *out = 1 - *out;
  return true;
}

static void complete(Child *child, size_t count, size_t next, Evaluate *evaluate,
                     Outcome *outcome) {
  if (next == count) {
    double value;
    outcome->worlds++;
    if (!evaluate(child, count, &value)) {
      outcome->without++;
      return;
    }
    if (value < outcome->least) outcome->least = value;
    if (value > outcome->greatest) outcome->greatest = value;
    return;
  }
  Child *c = &child[next];
  for (int choice = 0; choice < 8; choice++) {
    c->counts = choice & 1;
    c->does_hold = choice >> 1 & 1;
    c->value = choice >> 2 & 1 ? c->high : c->low;
    if (c->where != TRUTH_UNKNOWN && c->counts != (c->where == TRUTH_TRUE)) continue;
    if (c->holds != TRUTH_UNKNOWN && c->does_hold != (c->holds == TRUTH_TRUE)) continue;
    if (c->low == c->high && choice >> 2) continue;
    complete(child, count, next + 1, evaluate, outcome);
  }
}

/* The children of a parent, as this group sees them. */
static size_t children_of(const World *world, const Group *group, size_t parent, Child *child) {
  const Vector *via = world_slot(world, group->via), *where = world_slot(world, group->where);
  size_t count = 0;
  for (size_t row = 0; row < world->tables[WORLD_CHILD]->rows; row++) {
    if (!via->valid[row] || (size_t)via->i32[row] != parent) continue;
    if (where->truth[row] == TRUTH_FALSE) continue;
    Child c = {.where = where->truth[row], .holds = TRUTH_FALSE, .has_value = true, .weight = 1};
    if (group->value != SCHEMA_NONE) {
      const Vector *value = world_slot(world, group->value);
      if (value->store == STORE_TRUTH) {
        c.holds = value->truth[row];
      } else {
        c.has_value = value->valid[row];
        c.low = c.high = value->store == STORE_F64 ? value->f64[row] : (double)value->i64[row];
        if (group->value_high != SCHEMA_NONE)
          c.high = (double)world_slot(world, group->value_high)->i64[row];
      }
    }
    if (group->by != SCHEMA_NONE) {
      const Vector *by = world_slot(world, group->by);
      c.has_value = by->valid[row];
      c.weight = by->store == STORE_F64 ? by->f64[row] : (double)by->i64[row];
    }
    child[count++] = c;
  }
  return count;
}

static Outcome outcome_of(const World *world, const Group *group, size_t parent,
                          Evaluate *evaluate) {
  Child child[WORLD_CHILDREN];
  Outcome outcome = {.least = 1e18, .greatest = -1e18};
  const size_t count = children_of(world, group, parent, child);
  complete(child, count, 0, evaluate, &outcome);
  return outcome;
}

static double end_of(const World *world, uint32_t slot, size_t parent) {
  const Vector *vector = world_slot(world, slot);
  return vector->store == STORE_F64 ? vector->f64[parent] : (double)vector->i64[parent];
}

/* The result is known where it must be, and is the range of the worlds. */
static void check_range(const World *world, uint32_t index, size_t parent, Evaluate *evaluate,
                        bool must_be_known) {
  const Group *group = world_get(world, index);
  const bool known = vector_known(world_slot(world, group->low), parent);
  ck_assert_int_eq(known, vector_known(world_slot(world, group->high), parent));
  ck_assert_int_eq(known, must_be_known);
  if (!known) return;
  const Outcome outcome = outcome_of(world, group, parent, evaluate);
  ck_assert_double_eq(end_of(world, group->low, parent), outcome.least);
  ck_assert_double_eq(end_of(world, group->high, parent), outcome.greatest);
}

/* Of no rows a sum is 0; where rows surely count, one of them must have a value, else one of those
 * that may count. */
static bool sum_is_known(const World *world, uint32_t index, size_t parent) {
  Child child[WORLD_CHILDREN];
  const size_t count = children_of(world, world_get(world, index), parent, child);
  size_t sure = 0, sure_valued = 0, maybe = 0, maybe_valued = 0;
  for (size_t i = 0; i < count; i++) {
    const bool is_sure = child[i].where == TRUTH_TRUE;
    sure += is_sure;
    sure_valued += is_sure && child[i].has_value;
    maybe += !is_sure;
    maybe_valued += !is_sure && child[i].has_value;
  }
  return sure_valued || (!sure && (!maybe || maybe_valued));
}

static bool share_is_known(const World *world, uint32_t index, size_t parent) {
  Child child[WORLD_CHILDREN];
  const size_t count = children_of(world, world_get(world, index), parent, child);
  double sure = 0;
  for (size_t i = 0; i < count; i++) {
    if (!child[i].has_value) continue;
    if (child[i].weight < 0) return false;
    if (child[i].where == TRUTH_TRUE) sure += child[i].weight;
  }
  return sure > 0;
}

START_TEST(counts) {
  for (uint64_t seed = 0; seed < TRIALS; seed++) {
    World world = world_new(arena, seed);
    GroupStats stats[1] = {0};
    const uint32_t group = world_group(&world, AGGREGATE_ROWS, 0, (Group){0}, STORE_I64);
    world_fill(&world, seed % WORLD_CHILDREN);
    world_run(&world, stats);
    for (size_t parent = 0; parent < WORLD_PARENTS; parent++)
      check_range(&world, group, parent, count_in, true);
  }
}
END_TEST

START_TEST(sums) {
  for (uint64_t seed = 0; seed < TRIALS; seed++) {
    World world = world_new(arena, seed);
    GroupStats stats[3] = {0};
    world_group(&world, AGGREGATE_SUM, world.whole, (Group){0}, STORE_I64);
    world_group(&world, AGGREGATE_SUM, world.whole, (Group){.value_high = world.whole_high},
                STORE_I64);
    world_group(&world, AGGREGATE_SUM, world.real, (Group){0}, STORE_F64);
    world_fill(&world, seed % WORLD_CHILDREN);
    world_run(&world, stats);
    for (uint32_t group = 0; group < 3; group++)
      for (size_t parent = 0; parent < WORLD_PARENTS; parent++)
        check_range(&world, group, parent, sum_in, sum_is_known(&world, group, parent));
  }
}
END_TEST

START_TEST(shares) {
  for (uint64_t seed = 0; seed < TRIALS; seed++) {
    World world = world_new(arena, seed);
    GroupStats stats[3] = {0};
    world_group(&world, AGGREGATE_SHARE, world.truth, (Group){0}, STORE_I64);
    world_group(&world, AGGREGATE_SHARE, world.truth, (Group){.by = world.weight}, STORE_I64);
    world_group(&world, AGGREGATE_SHARE, world.truth, (Group){.by = world.real_weight}, STORE_I64);
    world_fill(&world, seed % WORLD_CHILDREN);
    world_run(&world, stats);
    for (uint32_t group = 0; group < 3; group++)
      for (size_t parent = 0; parent < WORLD_PARENTS; parent++)
        check_range(&world, group, parent, share_in, share_is_known(&world, group, parent));
  }
}
END_TEST

START_TEST(conditions) {
  static const struct {
    Aggregate function;
    Evaluate *evaluate;
  } functions[] = {{AGGREGATE_ANY, any_in}, {AGGREGATE_ALL, all_in}, {AGGREGATE_NONE, none_in}};
  for (uint64_t seed = 0; seed < TRIALS; seed++) {
    World world = world_new(arena, seed);
    GroupStats stats[3] = {0};
    for (int i = 0; i < 3; i++)
      world_group(&world, functions[i].function, world.truth, (Group){0}, STORE_TRUTH);
    world_fill(&world, seed % WORLD_CHILDREN);
    world_run(&world, stats);
    for (uint32_t i = 0; i < 3; i++)
      for (size_t parent = 0; parent < WORLD_PARENTS; parent++) {
        const Group *group = world_get(&world, i);
        const Outcome outcome = outcome_of(&world, group, parent, functions[i].evaluate);
        const Truth want = outcome.least == 1      ? TRUTH_TRUE
                           : outcome.greatest == 0 ? TRUTH_FALSE
                                                   : TRUTH_UNKNOWN;
        ck_assert_int_eq(world_slot(&world, group->low)->truth[parent], want);
      }
  }
}
END_TEST

/* A range that has no place for its upper end is missing. */
START_TEST(a_range_needs_two_slots) {
  size_t known = 0, missing = 0;
  for (uint64_t seed = 0; seed < TRIALS; seed++) {
    World world = world_new(arena, seed);
    GroupStats stats[2] = {0};
    const uint32_t both = world_group(&world, AGGREGATE_ROWS, 0, (Group){0}, STORE_I64);
    const uint32_t one = world_group(&world, AGGREGATE_ROWS, 0, (Group){0}, STORE_I64);
    world.image->groups.at[one].high = SCHEMA_NONE;
    world_fill(&world, WORLD_CHILDREN);
    world_run(&world, stats);
    for (size_t parent = 0; parent < WORLD_PARENTS; parent++) {
      const int64_t low = world_slot(&world, world_get(&world, both)->low)->i64[parent];
      const int64_t high = world_slot(&world, world_get(&world, both)->high)->i64[parent];
      const Vector *point = world_slot(&world, world_get(&world, one)->low);
      ck_assert_int_eq(vector_known(point, parent), low == high);
      if (low == high) ck_assert_int_eq(point->i64[parent], low);
      known += low == high;
      missing += low != high;
    }
  }
  ck_assert_uint_gt(known, 0);
  ck_assert_uint_gt(missing, 0);
}
END_TEST

UNIT_MAIN(setup, teardown, counts, sums, shares, conditions, a_range_needs_two_slots)
