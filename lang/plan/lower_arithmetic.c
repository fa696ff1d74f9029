/* lower_arithmetic.c - + - * / and the unary minus, by the rules of operations.def. */
#include "plan/lower.h"

static PlanValue negated(Lower *lower, PlanValue value) {
  return range_negate(lower->plan, plan_at(lower->plan, value.low)->type, value);
}

/* A scaled integer as a double; doubles stay. */
static PlanValue as_number(Lower *lower, PlanValue value) {
  Type from = plan_at(lower->plan, value.low)->type;
  return lower_convert(lower, value, from, (Type){.kind = TYPE_NUMBER});
}

static int64_t scale_of(const Lower *lower, PlanValue value) {
  return type_scale(plan_at(lower->plan, value.low)->type.kind);
}

static PlanValue date_step(Lower *lower, PlanOp op, bool back, PlanValue date, PlanValue step) {
  Plan *plan = lower->plan;
  if (back) step = negated(lower, step);
  return plan_point(plan_binary(plan, op, (Type){.kind = TYPE_DATE}, range_point(plan, date),
                                range_point(plan, step)));
}

static PlanValue times(Lower *lower, const Node *node, PlanValue a, PlanValue b) {
  Plan *plan = lower->plan;
  Type type = node->typing->type;
  switch (node->typing->rule) {
  case RULE_TIMES_NUMBERS:
    return range_multiply(plan, PLAN_MULTIPLY, type, as_number(lower, a), as_number(lower, b), 0);
  case RULE_TIMES_DOUBLE: {
    bool swap = plan_at(plan, a.low)->type.kind == TYPE_NUMBER;
    return range_multiply(plan, PLAN_MULTIPLY_DOUBLE, type, swap ? b : a, swap ? a : b, 0);
  }
  default: { /* scales multiply; no rule has one that does not divide */
    int64_t scale = scale_of(lower, a) * scale_of(lower, b) / type_scale(type.kind);
    return range_multiply(plan, PLAN_MULTIPLY, type, a, b, scale);
  }
  }
}

static PlanValue over(Lower *lower, const Node *node, PlanValue a, PlanValue b) {
  Plan *plan = lower->plan;
  Type type = node->typing->type;
  switch (node->typing->rule) {
  case RULE_OVER_LIKE:
    return range_divide(plan, PLAN_DIVIDE, type, a, b, type_scale(type.kind));
  case RULE_OVER_NUMBERS:
    return range_divide(plan, PLAN_DIVIDE, type, as_number(lower, a), as_number(lower, b), 0);
  case RULE_OVER_DOUBLE:
    return range_divide(plan, PLAN_DIVIDE_DOUBLE, type, a, b, 0);
  default: {
    int64_t factor = scale_of(lower, b) * type_scale(type.kind) / scale_of(lower, a);
    return range_divide(plan, PLAN_DIVIDE, type, a, b, factor);
  }
  }
}

PlanValue lower_arithmetic(Lower *lower, const Node *node) {
  Plan *plan = lower->plan;
  Type type = node->typing->type;
  PlanValue a = lower_value(lower, node_child(node, 0));
  if (node->kind == NODE_NEGATE) return range_negate(plan, type, a);
  PlanValue b = lower_value(lower, node_child(node, 1));
  bool minus = node->kind == NODE_SUBTRACT;
  switch (node->typing->rule) {
  case RULE_PLUS:
    return range_add(plan, type, a, b);
  case RULE_MINUS:
    return range_subtract(plan, type, a, b);
  case RULE_DATE_PLUS_DURATION:
    return date_step(lower, PLAN_ADD_SECONDS, minus, a, b);
  case RULE_DATE_PLUS_PERIOD:
    return date_step(lower, PLAN_ADD_MONTHS, minus, a, b);
  case RULE_DATE_MINUS_DATE:
    return plan_point(
        plan_binary(plan, PLAN_DATE_DIFF, type, range_point(plan, a), range_point(plan, b)));
  default:
    return node->kind == NODE_MULTIPLY ? times(lower, node, a, b) : over(lower, node, a, b);
  }
}
