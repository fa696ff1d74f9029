/* range.c - see range.h. */
#include "plan/range.h"

#include "plan/plan_impl.h"

static const Type type_bool = {.kind = TYPE_BOOL};

uint32_t range_point(Plan *plan, PlanValue v) {
  return plan_binary(plan, PLAN_POINT, plan_at(plan, v.low)->type, v.low, v.high);
}

uint32_t range_known(Plan *plan, PlanValue v) {
  return plan_condition(plan, PLAN_AND, plan_unary(plan, PLAN_KNOWN, type_bool, v.low),
                        plan_unary(plan, PLAN_KNOWN, type_bool, v.high));
}

PlanValue range_each(Plan *plan, PlanOp op, Type type, PlanValue a, int64_t imm) {
  return (PlanValue){plan_node(plan, op, type, &a.low, imm),
                     plan_node(plan, op, type, &a.high, imm)};
}

PlanValue range_add(Plan *plan, Type type, PlanValue a, PlanValue b) {
  return (PlanValue){plan_binary(plan, PLAN_ADD, type, a.low, b.low),
                     plan_binary(plan, PLAN_ADD, type, a.high, b.high)};
}

PlanValue range_subtract(Plan *plan, Type type, PlanValue a, PlanValue b) {
  return (PlanValue){plan_binary(plan, PLAN_SUBTRACT, type, a.low, b.high),
                     plan_binary(plan, PLAN_SUBTRACT, type, a.high, b.low)};
}

PlanValue range_negate(Plan *plan, Type type, PlanValue a) {
  return (PlanValue){plan_unary(plan, PLAN_NEGATE, type, a.high),
                     plan_unary(plan, PLAN_NEGATE, type, a.low)};
}

static uint32_t zero(Plan *plan, Type type) {
  return plan_const(plan, (Scalar){.type = type, .known = true});
}

PlanValue range_abs(Plan *plan, Type type, PlanValue a) {
  if (range_is_point(a)) return plan_point(plan_unary(plan, PLAN_ABS, type, a.low));
  /* |x| reaches down to 0 where the ends have different signs, else to the nearer end */
  PlanValue n = range_negate(plan, type, a);
  uint32_t nearer = plan_binary(plan, PLAN_MAX, type, a.low, n.low);
  return (PlanValue){plan_binary(plan, PLAN_MAX, type, nearer, zero(plan, type)),
                     plan_binary(plan, PLAN_MAX, type, a.high, n.high)};
}

PlanValue range_pick(Plan *plan, PlanOp op, Type type, PlanValue a, PlanValue b) {
  return (PlanValue){plan_binary(plan, op, type, a.low, b.low),
                     plan_binary(plan, op, type, a.high, b.high)};
}

/* The least and the greatest of an operation over the corners of two ranges. */
static PlanValue corners(Plan *plan, PlanOp op, Type type, PlanValue a, PlanValue b, int64_t imm) {
  uint32_t args[4][2] = {{a.low, b.low}, {a.low, b.high}, {a.high, b.low}, {a.high, b.high}};
  PlanValue all = plan_point(plan_node(plan, op, type, args[0], imm));
  for (int i = 1; i < 4; i++) {
    if ((i & 1 && range_is_point(b)) || (i & 2 && range_is_point(a)))
      continue; /* the same corner */
    uint32_t corner = plan_node(plan, op, type, args[i], imm);
    all.low = plan_binary(plan, PLAN_MIN, type, all.low, corner);
    all.high = plan_binary(plan, PLAN_MAX, type, all.high, corner);
  }
  return all;
}

PlanValue range_multiply(Plan *plan, PlanOp op, Type type, PlanValue a, PlanValue b, int64_t imm) {
  return corners(plan, op, type, a, b, imm);
}

PlanValue range_divide(Plan *plan, PlanOp op, Type type, PlanValue a, PlanValue b, int64_t imm) {
  PlanValue q = corners(plan, op, type, a, b, imm);
  if (range_is_point(b)) return q; /* by zero is missing by itself */
  uint32_t nought = zero(plan, plan_at(plan, b.low)->type);
  uint32_t nonzero = plan_condition(plan, PLAN_OR, plan_condition(plan, PLAN_LT, nought, b.low),
                                    plan_condition(plan, PLAN_LT, b.high, nought));
  return range_select(plan, nonzero, q, plan_point(plan_missing(plan, type)));
}

static uint32_t ramp_end(Plan *plan, Type type, uint32_t x, uint32_t from, uint32_t to,
                         uint32_t weight) {
  return plan_node(plan, PLAN_RAMP, type, (uint32_t[]){x, from, to, weight}, 0);
}

PlanValue range_ramp(Plan *plan, Type type, PlanValue x, uint32_t from, uint32_t to,
                     uint32_t weight) {
  uint32_t a = ramp_end(plan, type, x.low, from, to, weight);
  if (range_is_point(x)) return plan_point(a);
  uint32_t b = ramp_end(plan, type, x.high, from, to, weight);
  /* a falling ramp or a negative weight turns the ends around */
  return (PlanValue){plan_binary(plan, PLAN_MIN, type, a, b),
                     plan_binary(plan, PLAN_MAX, type, a, b)};
}

PlanValue range_select(Plan *plan, uint32_t condition, PlanValue yes, PlanValue no) {
  return (PlanValue){plan_select(plan, condition, yes.low, no.low),
                     plan_select(plan, condition, yes.high, no.high)};
}

PlanValue range_otherwise(Plan *plan, PlanValue x, PlanValue d) {
  Type type = plan_at(plan, x.low)->type;
  /* both ends are replaced together, also where only one of them overflowed */
  uint32_t low = plan_binary(plan, PLAN_WITH, type, x.low, x.high);
  uint32_t high = plan_binary(plan, PLAN_WITH, type, x.high, x.low);
  return (PlanValue){plan_binary(plan, PLAN_OTHERWISE, type, low, d.low),
                     plan_binary(plan, PLAN_OTHERWISE, type, high, d.high)};
}

/* a <= b or a < b: surely where even the worst ends say so, possibly where the best do. */
static uint32_t ordered(Plan *plan, PlanOp op, PlanValue a, PlanValue b) {
  return plan_condition(plan, PLAN_BOUNDS, plan_condition(plan, op, a.high, b.low),
                        plan_condition(plan, op, a.low, b.high));
}

static uint32_t equal(Plan *plan, PlanValue a, PlanValue b) {
  if (range_is_point(a) && range_is_point(b)) return plan_condition(plan, PLAN_EQ, a.low, b.low);
  uint32_t surely = plan_condition(plan, PLAN_AND, plan_condition(plan, PLAN_EQ, a.low, b.high),
                                   plan_condition(plan, PLAN_EQ, a.high, b.low));
  uint32_t maybe = plan_condition(plan, PLAN_AND, plan_condition(plan, PLAN_LE, a.low, b.high),
                                  plan_condition(plan, PLAN_LE, b.low, a.high));
  return plan_condition(plan, PLAN_BOUNDS, surely, maybe);
}

uint32_t range_compare(Plan *plan, Comparison op, PlanValue a, PlanValue b) {
  switch (op) {
  case COMPARE_EQ:
    return equal(plan, a, b);
  case COMPARE_NE:
    return plan_not(plan, equal(plan, a, b));
  case COMPARE_LT:
    return ordered(plan, PLAN_LT, a, b);
  case COMPARE_LE:
    return ordered(plan, PLAN_LE, a, b);
  case COMPARE_GT:
    return ordered(plan, PLAN_LT, b, a);
  case COMPARE_GE:
    return ordered(plan, PLAN_LE, b, a);
  default:
    return plan_truth(plan, TRUTH_UNKNOWN);
  }
}
