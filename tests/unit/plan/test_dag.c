/* Equal expressions are one node; constants fold as the VM would compute them; identities hold in
 * three-valued logic; the program's values reach other rows through SPREAD. */
#include "plan/plan_impl.h"

#include "support/unit.h"

static Arena *arena;
static Plan *plan;
static const Type type_bool = {.kind = TYPE_BOOL};
static const Type type_integer = {.kind = TYPE_INTEGER};
static const Type type_money = {.kind = TYPE_MONEY, .currency = "USD"};

enum { ROWS = 1 };

static void setup(void) {
  arena = arena_new(NULL);
  static Program program;
  plan = plan_new(arena, &program);
}

static void teardown(void) { arena_free(arena); }

/* Any value that is not a constant. */
static uint32_t some(Type type, uint32_t entity, int number) {
  return plan_leaf(plan, PLAN_AGGREGATE, type, entity, number);
}

START_TEST(equal_expressions_are_one_node) {
  uint32_t a = some(type_integer, ROWS, 0), b = some(type_integer, ROWS, 2);
  uint32_t sum = plan_binary(plan, PLAN_ADD, type_integer, a, b);
  ck_assert_uint_eq(plan_binary(plan, PLAN_ADD, type_integer, a, b), sum);
  ck_assert_uint_ne(plan_binary(plan, PLAN_ADD, type_integer, b, a), sum);
  ck_assert_uint_ne(plan_binary(plan, PLAN_ADD, type_money, a, b), sum);
}
END_TEST

START_TEST(sharing_survives_many_nodes) {
  uint32_t first[2000];
  for (int i = 0; i < 2000; i++) first[i] = plan_exact(plan, type_integer, i);
  for (int i = 0; i < 2000; i++) ck_assert_uint_eq(plan_exact(plan, type_integer, i), first[i]);
}
END_TEST

START_TEST(constants_of_other_units_differ) {
  ck_assert_uint_ne(plan_exact(plan, type_integer, 5), plan_exact(plan, type_money, 5));
  ck_assert_uint_ne(plan_exact(plan, type_integer, 0), plan_missing(plan, type_integer));
}
END_TEST

START_TEST(operands_come_before_their_node) {
  uint32_t a = some(type_integer, ROWS, 0), one = plan_exact(plan, type_integer, 1);
  uint32_t sum = plan_binary(plan, PLAN_ADD, type_integer, a, one);
  ck_assert_uint_lt(a, sum);
  ck_assert_uint_lt(one, sum);
}
END_TEST

START_TEST(overflow_folds_to_missing) {
  uint32_t large = plan_exact(plan, type_integer, INT64_MAX);
  uint32_t sum =
      plan_binary(plan, PLAN_ADD, type_integer, large, plan_exact(plan, type_integer, 1));
  ck_assert_uint_eq(sum, plan_missing(plan, type_integer));
}
END_TEST

/* x and true = x, x and false = false, and their mirror images, for a known and an unknown x. */
START_TEST(identities_of_the_connectives) {
  uint32_t x = some(type_bool, ROWS, 0);
  uint32_t yes = plan_truth(plan, TRUTH_TRUE), no = plan_truth(plan, TRUTH_FALSE);
  uint32_t unknown = plan_truth(plan, TRUTH_UNKNOWN);
  ck_assert_uint_eq(plan_condition(plan, PLAN_AND, x, yes), x);
  ck_assert_uint_eq(plan_condition(plan, PLAN_AND, no, x), no);
  ck_assert_uint_eq(plan_condition(plan, PLAN_OR, no, x), x);
  ck_assert_uint_eq(plan_condition(plan, PLAN_OR, x, yes), yes);
  ck_assert_uint_eq(plan_not(plan, plan_not(plan, x)), x);
  ck_assert_uint_eq(plan_condition(plan, PLAN_BOUNDS, x, x), x);
  /* unknown is no identity: unknown and x is not x */
  uint32_t both = plan_condition(plan, PLAN_AND, unknown, x);
  ck_assert(both != x && both != unknown);
}
END_TEST

START_TEST(choices_with_a_constant_condition) {
  uint32_t a = some(type_integer, ROWS, 0), b = some(type_integer, ROWS, 2);
  ck_assert_uint_eq(plan_select(plan, plan_truth(plan, TRUTH_TRUE), a, b), a);
  ck_assert_uint_eq(plan_select(plan, plan_truth(plan, TRUTH_FALSE), a, b), b);
  ck_assert_uint_eq(plan_select(plan, plan_truth(plan, TRUTH_UNKNOWN), a, b),
                    plan_missing(plan, type_integer));
  /* an unknown condition makes it missing, though both branches agree */
  uint32_t x = some(type_bool, ROWS, 4);
  ck_assert_uint_ne(plan_select(plan, x, a, a), a);
}
END_TEST

START_TEST(the_program_reaches_rows_through_spread) {
  uint32_t row = some(type_integer, ROWS, 0), whole = some(type_integer, IMAGE_PROGRAM, 2);
  uint32_t sum = plan_binary(plan, PLAN_ADD, type_integer, row, whole);
  const PlanNode *node = plan_at(plan, sum);
  ck_assert_uint_eq(node->entity, ROWS);
  ck_assert_int_eq(plan_at(plan, node->arg[1])->op, PLAN_SPREAD);
  ck_assert_uint_eq(plan_at(plan, node->arg[1])->arg[0], whole);
}
END_TEST

START_TEST(constants_need_no_spread) {
  uint32_t row = some(type_integer, ROWS, 0);
  uint32_t sum = plan_binary(plan, PLAN_ADD, type_integer, row, plan_exact(plan, type_integer, 1));
  ck_assert_int_eq(plan_at(plan, plan_at(plan, sum)->arg[1])->op, PLAN_CONST);
}
END_TEST

/* Also where the nodes move to a larger array in between, of which sanitizers tell. */
START_TEST(a_constant_is_missing_where_the_reference_is) {
  const uint32_t constant = plan_exact(plan, type_money, 7);
  const uint32_t reference = some((Type){.kind = TYPE_REF}, ROWS, 0);
  for (int i = 1; plan->nodes.count < plan->nodes.capacity; i++) some(type_integer, ROWS, i);
  const PlanNode node = *plan_at(plan, plan_gather(plan, reference, constant));
  ck_assert_int_eq(node.op, PLAN_SELECT);
  ck_assert(type_equal(node.type, type_money));
  ck_assert_uint_eq(plan_at(plan, node.arg[0])->arg[0], reference);
  ck_assert_uint_eq(node.arg[1], constant);
  ck_assert_uint_eq(node.arg[2], plan_missing(plan, type_money));
}
END_TEST

UNIT_MAIN(setup, teardown, equal_expressions_are_one_node, sharing_survives_many_nodes,
          constants_of_other_units_differ, operands_come_before_their_node,
          overflow_folds_to_missing, identities_of_the_connectives,
          choices_with_a_constant_condition, the_program_reaches_rows_through_spread,
          constants_need_no_spread, a_constant_is_missing_where_the_reference_is)
