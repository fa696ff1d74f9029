/* select.h - which opcode computes a plan operation on which store. */
#ifndef EMIT_SELECT_H
#define EMIT_SELECT_H

#include "code/opcode.h"
#include "plan/plan.h"

#define OPCODE_NONE OP_COUNT

/* By the operation and the stores of its result and first operand; OPCODE_NONE where there is none.
 */
Opcode select_opcode(PlanOp op, Store result, Store operand);
Opcode select_load(Store store);
Opcode select_store(Store store);
Opcode select_spread(Store store);
Opcode select_gather(Store store);

#endif
