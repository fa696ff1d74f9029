/* plan_impl.h - what the files of this folder share. */
#ifndef PLAN_PLAN_IMPL_H
#define PLAN_PLAN_IMPL_H

#include "plan/plan.h"

/* The value of an operation on constants, exactly as the kernels compute it. False where the
 * operation is not one that folds. `arg` has the operation's arity. */
bool fold_operation(PlanOp op, Type type, const Scalar *arg, int64_t imm, Arena *arena,
                    Scalar *out);

/* The node that an operation comes to without computing anything: x and true = x, bounds(x, x) = x
 * and the like, valid in three-valued logic for every x. PLAN_NONE where there is none. */
uint32_t fold_identity(Plan *plan, PlanOp op, Type type, const uint32_t *args);

static inline bool plan_is_const(const Plan *plan, uint32_t node) {
  return plan->nodes.at[node].op == PLAN_CONST;
}

#endif
