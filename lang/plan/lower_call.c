/* lower_call.c - the functions of the language on single values; definitions. */
#include "plan/lower.h"

#include "value/decimal.h"

static const Node *argument_of(const Node *call, uint32_t i) {
  return node_child(call, CALL_ARGUMENTS)->child[i];
}

static PlanValue value_of(Lower *lower, const Node *call, uint32_t i) {
  return lower_value(lower, argument_of(call, i));
}

/* Rounding to whole units, or to `digits` decimals of what people see (a percent's points). */
static PlanValue rounded(Lower *lower, const Node *node, PlanOp op) {
  Type type = node->typing->type;
  PlanValue value = value_of(lower, node, 0);
  int64_t digits = 0;
  if (node_child(node, CALL_ARGUMENTS)->count > 1) {
    const Typing *typing = argument_of(node, 1)->typing;
    digits = (int64_t)(typing->constant.numerator / typing->constant.denominator);
  }
  if (type.kind == TYPE_NUMBER) return range_each(lower->plan, op, type, value, digits);
  int64_t unit = type.kind == TYPE_PERCENT ? type_scale(TYPE_PERCENT) / 100 : type_scale(type.kind);
  for (; digits > 0 && unit > 1; digits--) unit /= 10;
  for (; digits < 0 && unit <= INT64_MAX / 10; digits++) unit *= 10;
  return range_each(lower->plan, op, type, value, unit);
}

static PlanValue ramp(Lower *lower, const Node *node) {
  Plan *plan = lower->plan;
  PlanValue x = value_of(lower, node, 0);
  uint32_t from = range_point(plan, value_of(lower, node, 1));
  uint32_t to = range_point(plan, value_of(lower, node, 2));
  if (plan_at(plan, x.low)->type.kind == TYPE_DATE) {
    Type integer = {.kind = TYPE_INTEGER};
    x = range_each(plan, PLAN_DAY_NUMBER, integer, x, 0);
    from = plan_unary(plan, PLAN_DAY_NUMBER, integer, from);
    to = plan_unary(plan, PLAN_DAY_NUMBER, integer, to);
  }
  Type percent = {.kind = TYPE_PERCENT};
  uint32_t whole = plan_exact(plan, percent, type_scale(TYPE_PERCENT));
  return range_ramp(plan, percent, x, from, to, whole);
}

static PlanValue clamp(Lower *lower, const Node *node) {
  Plan *plan = lower->plan;
  Type type = node->typing->type;
  PlanValue x =
      range_pick(plan, PLAN_MAX, type, value_of(lower, node, 0), value_of(lower, node, 1));
  return range_pick(plan, PLAN_MIN, type, x, value_of(lower, node, 2));
}

/* A function of points, one or two. */
static PlanValue plain(Lower *lower, const Node *node, PlanOp op) {
  uint32_t args[2] = {PLAN_NONE, PLAN_NONE};
  uint32_t count = node_child(node, CALL_ARGUMENTS)->count;
  for (uint32_t i = 0; i < count && i < 2; i++)
    args[i] = range_point(lower->plan, value_of(lower, node, i));
  return plan_point(plan_node(lower->plan, op, node->typing->type, args, 0));
}

static PlanValue builtin(Lower *lower, const Node *node) {
  Plan *plan = lower->plan;
  Type type = node->typing->type;
  switch ((Builtin)node->typing->index) {
  case BUILTIN_LEAST:
    return range_pick(plan, PLAN_MIN, type, value_of(lower, node, 0), value_of(lower, node, 1));
  case BUILTIN_MOST:
    return range_pick(plan, PLAN_MAX, type, value_of(lower, node, 0), value_of(lower, node, 1));
  case BUILTIN_ABS:
    return range_abs(plan, type, value_of(lower, node, 0));
  case BUILTIN_ROUND:
    return rounded(lower, node, PLAN_ROUND);
  case BUILTIN_FLOOR:
    return rounded(lower, node, PLAN_FLOOR);
  case BUILTIN_CEIL:
    return rounded(lower, node, PLAN_CEIL);
  case BUILTIN_CLAMP:
    return clamp(lower, node);
  case BUILTIN_RAMP:
    return ramp(lower, node);
  case BUILTIN_LOWER:
    return plain(lower, node, PLAN_LOWER);
  case BUILTIN_UPPER:
    return plain(lower, node, PLAN_UPPER);
  case BUILTIN_TRIM:
    return plain(lower, node, PLAN_TRIM);
  case BUILTIN_LENGTH:
    return plain(lower, node, PLAN_LENGTH);
  case BUILTIN_DAYS:
    return range_each(plan, PLAN_TO_NUMBER, type, value_of(lower, node, 0), 86400);
  case BUILTIN_MONTHS:
    return plain(lower, node, PLAN_MONTHS_BETWEEN);
  case BUILTIN_YEARS:
    return plain(lower, node, PLAN_YEARS_BETWEEN);
  case BUILTIN_YEAR:
    return plain(lower, node, PLAN_YEAR);
  case BUILTIN_QUARTER:
    return plain(lower, node, PLAN_QUARTER);
  case BUILTIN_MONTH:
    return plain(lower, node, PLAN_MONTH);
  case BUILTIN_WEEKDAY:
    return plain(lower, node, PLAN_WEEKDAY);
  default:
    return plan_point(plan_missing(plan, type));
  }
}

PlanValue lower_call(Lower *lower, const Node *node) {
  if (node->typing->rows) return lower_aggregate(lower, node);
  uint32_t clause = clause_begin(lower, CLAUSE_TERM, node->span);
  PlanValue value = node->typing->symbol == SYMBOL_DEFINE
                        ? lower_value(lower, node->typing->expansion)
                        : builtin(lower, node);
  clause_end(lower, clause, node->typing->type, value);
  return value;
}
