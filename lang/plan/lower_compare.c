/* lower_compare.c - comparisons, lists, tests of text, `at least N of`. */
#include "plan/lower.h"

/* A reference as its key's text. */
static PlanValue key_of(Lower *lower, PlanValue value) {
  Plan *plan = lower->plan;
  Type type = plan_at(plan, value.low)->type;
  if (type.kind != TYPE_REF) return value;
  uint32_t key = lower->program->entities.at[type.of].key;
  uint32_t node = plan_field(plan, type.of, key);
  return plan_point(plan_gather(plan, range_point(plan, value), node));
}

static uint32_t compare(Lower *lower, const Node *node, Comparison op, PlanValue a, PlanValue b) {
  if (node->typing->rule == RULE_COMPARE_KEY) {
    a = key_of(lower, a);
    b = key_of(lower, b);
  }
  return range_compare(lower->plan, op, a, b);
}

/* (a - b) against a period p, as calendar steps: b + p against a, so that `>= 2 years` means
 * that two years from b have passed at a. */
static uint32_t compare_period(Lower *lower, const Node *node) {
  const Node *left = node_bare(node_child(node, COMPARE_LEFT));
  const Node *right = node_bare(node_child(node, COMPARE_RIGHT));
  Comparison op = (Comparison)node->op;
  if (right->kind == NODE_SUBTRACT) { /* p <= a - b is a - b >= p */
    static const Comparison mirror[] = {
        [COMPARE_EQ] = COMPARE_EQ, [COMPARE_NE] = COMPARE_NE, [COMPARE_LT] = COMPARE_GT,
        [COMPARE_LE] = COMPARE_GE, [COMPARE_GT] = COMPARE_LT, [COMPARE_GE] = COMPARE_LE};
    const Node *swap = left;
    left = right;
    right = swap;
    op = mirror[op];
  }
  Plan *plan = lower->plan;
  uint32_t a = lower_point(lower, node_child(left, SUBTRACT_LEFT));
  uint32_t b = lower_point(lower, node_child(left, SUBTRACT_RIGHT));
  uint32_t p = lower_point(lower, right);
  uint32_t moved = plan_binary(plan, PLAN_ADD_MONTHS, (Type){.kind = TYPE_DATE}, b, p);
  return range_compare(plan, op, plan_point(a), plan_point(moved));
}

static uint32_t between(Lower *lower, const Node *node) {
  PlanValue value = lower_value(lower, node_child(node, BETWEEN_VALUE));
  PlanValue low = lower_value(lower, node_child(node, BETWEEN_LOW));
  PlanValue high = lower_value(lower, node_child(node, BETWEEN_HIGH));
  return plan_condition(lower->plan, PLAN_AND, compare(lower, node, COMPARE_GE, value, low),
                        compare(lower, node, COMPARE_LE, value, high));
}

static uint32_t in_list(Lower *lower, const Node *node) {
  Plan *plan = lower->plan;
  PlanValue value = lower_value(lower, node_child(node, IN_LIST_VALUE));
  const Node *items = node_child(node, IN_LIST_ITEMS);
  uint32_t any = plan_truth(plan, TRUTH_FALSE);
  for (uint32_t i = 0; i < items->count; i++) {
    PlanValue item = lower_value(lower, items->child[i]);
    any = plan_condition(plan, PLAN_OR, any, compare(lower, node, COMPARE_EQ, value, item));
  }
  return node->flags & FLAG_NEGATED ? plan_not(plan, any) : any;
}

static uint32_t text_test(Lower *lower, const Node *node) {
  PlanOp op = text_equal(node->text, TEXT("contains"))      ? PLAN_CONTAINS
              : text_equal(node->text, TEXT("starts with")) ? PLAN_STARTS
                                                            : PLAN_ENDS;
  uint32_t left = lower_point(lower, node_child(node, TEXT_TEST_LEFT));
  uint32_t right = lower_point(lower, node_child(node, TEXT_TEST_RIGHT));
  return plan_condition(lower->plan, op, left, right);
}

uint32_t lower_comparison(Lower *lower, const Node *node) {
  switch (node->kind) {
  case NODE_BETWEEN:
    return between(lower, node);
  case NODE_IN_LIST:
    return in_list(lower, node);
  case NODE_TEXT_TEST:
    return text_test(lower, node);
  default:
    break;
  }
  if (node->typing->rule == RULE_COMPARE_PERIOD) return compare_period(lower, node);
  PlanValue left = lower_value(lower, node_child(node, COMPARE_LEFT));
  PlanValue right = lower_value(lower, node_child(node, COMPARE_RIGHT));
  return compare(lower, node, (Comparison)node->op, left, right);
}

PlanValue lower_counted(Lower *lower, uint32_t holds) {
  Plan *plan = lower->plan;
  Type integer = {.kind = TYPE_INTEGER};
  uint32_t zero = plan_exact(plan, integer, 0), one = plan_exact(plan, integer, 1);
  return (PlanValue){plan_node(plan, PLAN_CHOOSE, integer, (uint32_t[]){holds, one, zero, zero}, 0),
                     plan_node(plan, PLAN_CHOOSE, integer, (uint32_t[]){holds, one, zero, one}, 0)};
}

uint32_t lower_at_least(Lower *lower, const Node *node) {
  Plan *plan = lower->plan;
  Type integer = {.kind = TYPE_INTEGER};
  PlanValue count = plan_point(plan_exact(plan, integer, 0));
  const Node *conditions = node_child(node, AT_LEAST_CONDITIONS);
  clause_join(lower, JOIN_COUNT);
  for (uint32_t i = 0; i < conditions->count; i++) {
    uint32_t c = lower_condition(lower, conditions->child[i]);
    count = range_add(plan, integer, count, lower_counted(lower, c));
  }
  uint32_t least = plan_exact(plan, integer, node_child(node, AT_LEAST_COUNT)->number.mantissa);
  return range_compare(plan, COMPARE_GE, count, plan_point(least));
}
