/* range.h - arithmetic on values that may be known within bounds only.
 *
 * A PlanValue is a pair of ends; a point has the same node twice and then costs nothing extra:
 * every function gives a point for points. Ends are safe, not always tight. Where no bounds can be
 * given (division by a range around zero) the value is missing.
 */
#ifndef PLAN_RANGE_H
#define PLAN_RANGE_H

#include "plan/plan.h"

static inline bool range_is_point(PlanValue v) { return v.low == v.high; }

/* The value where it is a single point, else missing. */
uint32_t range_point(Plan *plan, PlanValue v);
/* Whether it is known within bounds (bool, never unknown). */
uint32_t range_known(Plan *plan, PlanValue v);

/* An operation applied to both ends alike (monotone rising: rounding, conversion). */
PlanValue range_each(Plan *plan, PlanOp op, Type type, PlanValue a, int64_t imm);
PlanValue range_add(Plan *plan, Type type, PlanValue a, PlanValue b);
PlanValue range_subtract(Plan *plan, Type type, PlanValue a, PlanValue b);
PlanValue range_negate(Plan *plan, Type type, PlanValue a);
PlanValue range_abs(Plan *plan, Type type, PlanValue a);
/* MIN or MAX. */
PlanValue range_pick(Plan *plan, PlanOp op, Type type, PlanValue a, PlanValue b);
/* MULTIPLY, MULTIPLY_DOUBLE with their imm. */
PlanValue range_multiply(Plan *plan, PlanOp op, Type type, PlanValue a, PlanValue b, int64_t imm);
/* DIVIDE, DIVIDE_DOUBLE: missing unless the divisor is surely not zero. */
PlanValue range_divide(Plan *plan, PlanOp op, Type type, PlanValue a, PlanValue b, int64_t imm);
/* RAMP of x, with points for the rest. */
PlanValue range_ramp(Plan *plan, Type type, PlanValue x, uint32_t from, uint32_t to,
                     uint32_t weight);
/* yes where the condition is true, no where false, missing where unknown. */
PlanValue range_select(Plan *plan, uint32_t condition, PlanValue yes, PlanValue no);
/* x, or d where x is missing altogether. */
PlanValue range_otherwise(Plan *plan, PlanValue x, PlanValue d);

/* A comparison: true or false as soon as the ends decide it. */
uint32_t range_compare(Plan *plan, Comparison op, PlanValue a, PlanValue b);

#endif
