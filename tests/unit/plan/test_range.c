/* Intervals against brute force: every box of small integers, every pair of values in it. Constants
 * fold, so the ends of a result can be read off its nodes. */
#include "plan/range.h"

#include "support/unit.h"

enum { LEAST = -3, MOST = 3 };

static Arena *arena;
static Plan *plan;
static const Type type_integer = {.kind = TYPE_INTEGER};

static void setup(void) {
  arena = arena_new(NULL);
  static Program program;
  plan = plan_new(arena, &program);
}

static void teardown(void) { arena_free(arena); }

static PlanValue box(int low, int high) {
  return (PlanValue){plan_exact(plan, type_integer, low), plan_exact(plan, type_integer, high)};
}

static const Scalar *constant(uint32_t node) {
  ck_assert_int_eq(plan->nodes.at[node].op, PLAN_CONST);
  return &plan->nodes.at[node].value;
}

typedef PlanValue Operation(PlanValue a, PlanValue b);
typedef bool Exact(int x, int y, int *out);

static PlanValue add(PlanValue a, PlanValue b) { return range_add(plan, type_integer, a, b); }
static PlanValue subtract(PlanValue a, PlanValue b) {
  return range_subtract(plan, type_integer, a, b);
}
static PlanValue multiply(PlanValue a, PlanValue b) {
  return range_multiply(plan, PLAN_MULTIPLY, type_integer, a, b, 1);
}
static PlanValue least(PlanValue a, PlanValue b) {
  return range_pick(plan, PLAN_MIN, type_integer, a, b);
}
static PlanValue most(PlanValue a, PlanValue b) {
  return range_pick(plan, PLAN_MAX, type_integer, a, b);
}
static PlanValue absolute(PlanValue a, PlanValue b) {
  (void)b;
  return range_abs(plan, type_integer, a);
}
static PlanValue negate(PlanValue a, PlanValue b) {
  (void)b;
  return range_negate(plan, type_integer, a);
}

static bool exact_add(int x, int y, int *out) { return *out = x + y, true; }
static bool exact_subtract(int x, int y, int *out) { return *out = x - y, true; }
static bool exact_multiply(int x, int y, int *out) { return *out = x * y, true; }
static bool exact_least(int x, int y, int *out) { return *out = x < y ? x : y, true; }
static bool exact_most(int x, int y, int *out) { return *out = x > y ? x : y, true; }
static bool exact_absolute(int x, int y, int *out) { return (void)y, *out = x < 0 ? -x : x, true; }
static bool exact_negate(int x, int y, int *out) { return (void)y, *out = -x, true; }

#define EACH_BOX(low, high)                                                                        \
  for (int low = LEAST; low <= MOST; low++)                                                        \
    for (int high = low; high <= MOST; high++)

/* The smallest and the largest result over the box are the ends, exactly. */
static void check_tight(Operation *operation, Exact *exact) {
  EACH_BOX(a, b) EACH_BOX(c, d) {
    PlanValue result = operation(box(a, b), box(c, d));
    int low = 1000, high = -1000, value;
    for (int x = a; x <= b; x++)
      for (int y = c; y <= d; y++) {
        exact(x, y, &value);
        if (value < low) low = value;
        if (value > high) high = value;
      }
    ck_assert_int_eq(constant(result.low)->i, low);
    ck_assert_int_eq(constant(result.high)->i, high);
  }
}

START_TEST(arithmetic_is_tight) {
  check_tight(add, exact_add);
  check_tight(subtract, exact_subtract);
  check_tight(multiply, exact_multiply);
  check_tight(least, exact_least);
  check_tight(most, exact_most);
  check_tight(absolute, exact_absolute);
  check_tight(negate, exact_negate);
}
END_TEST

/* Quotients are percents of eight decimals; a divisor that may be zero gives nothing. */
START_TEST(division_needs_a_divisor_that_is_not_zero) {
  Type percent = {.kind = TYPE_PERCENT};
  EACH_BOX(a, b) EACH_BOX(c, d) {
    PlanValue q = range_divide(plan, PLAN_DIVIDE, percent, box(a, b), box(c, d), 600);
    bool zero = c <= 0 && d >= 0;
    ck_assert_int_eq(constant(q.low)->known, !zero);
    if (zero) continue;
    for (int x = a; x <= b; x++)
      for (int y = c; y <= d; y++) {
        ck_assert_int_le(constant(q.low)->i, x * 600 / y);
        ck_assert_int_ge(constant(q.high)->i, x * 600 / y);
      }
  }
}
END_TEST

static bool holds(Comparison op, int x, int y) {
  switch (op) {
  case COMPARE_EQ:
    return x == y;
  case COMPARE_NE:
    return x != y;
  case COMPARE_LT:
    return x < y;
  case COMPARE_LE:
    return x <= y;
  case COMPARE_GT:
    return x > y;
  default:
    return x >= y;
  }
}

/* True where every pair says so, false where none does, unknown else: nothing is lost. */
START_TEST(comparisons_are_decided_as_soon_as_the_ends_decide) {
  for (int op = COMPARE_EQ; op <= COMPARE_GE; op++) EACH_BOX(a, b) EACH_BOX(c, d) {
      int yes = 0, no = 0;
      for (int x = a; x <= b; x++)
        for (int y = c; y <= d; y++) *(holds((Comparison)op, x, y) ? &yes : &no) += 1;
      Truth expected = !no ? TRUTH_TRUE : !yes ? TRUTH_FALSE : TRUTH_UNKNOWN;
      uint32_t node = range_compare(plan, (Comparison)op, box(a, b), box(c, d));
      ck_assert_int_eq(constant(node)->truth, expected);
    }
}
END_TEST

START_TEST(a_point_stays_one_node) {
  uint32_t x = plan_leaf(plan, PLAN_AGGREGATE, type_integer, IMAGE_PROGRAM, 0);
  PlanValue point = plan_point(x), sum = range_add(plan, type_integer, point, point);
  ck_assert(range_is_point(sum));
  ck_assert(range_is_point(range_multiply(plan, PLAN_MULTIPLY, type_integer, point, point, 1)));
  ck_assert_uint_eq(range_point(plan, point), x);
  ck_assert(range_is_point(range_otherwise(plan, point, box(2, 2))));
}
END_TEST

START_TEST(a_default_is_for_what_is_missing_altogether) {
  PlanValue gone = plan_point(plan_missing(plan, type_integer));
  PlanValue kept = range_otherwise(plan, box(1, 3), box(7, 7));
  PlanValue replaced = range_otherwise(plan, gone, box(7, 7));
  ck_assert_int_eq(constant(kept.low)->i, 1);
  ck_assert_int_eq(constant(kept.high)->i, 3);
  ck_assert_int_eq(constant(replaced.low)->i, 7);
}
END_TEST

START_TEST(a_ramp_turns_around_where_lower_is_better) {
  uint32_t weight = plan_exact(plan, type_integer, 100);
  uint32_t ten = plan_exact(plan, type_integer, 10), none = plan_exact(plan, type_integer, 0);
  PlanValue rising = range_ramp(plan, type_integer, box(2, 3), none, ten, weight);
  PlanValue falling = range_ramp(plan, type_integer, box(2, 3), ten, none, weight);
  ck_assert_int_eq(constant(rising.low)->i, 20);
  ck_assert_int_eq(constant(rising.high)->i, 30);
  ck_assert_int_eq(constant(falling.low)->i, 70);
  ck_assert_int_eq(constant(falling.high)->i, 80);
}
END_TEST

UNIT_MAIN(setup, teardown, arithmetic_is_tight, division_needs_a_divisor_that_is_not_zero,
          comparisons_are_decided_as_soon_as_the_ends_decide, a_point_stays_one_node,
          a_default_is_for_what_is_missing_altogether, a_ramp_turns_around_where_lower_is_better)
