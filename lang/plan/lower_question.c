/* lower_question.c - what a question asks for, on a copy of the program's plan.
 *
 * Declared columns were lowered with the program and stay what they are; so is every expression
 * that the program has, too, since equal nodes are one. Nothing is noted in the side table: `why`
 * is told of the program.
 */
#include "plan/lower.h"

PlanValue plan_expression(Plan *plan, Program *program, uint32_t entity, const Node *node,
                          DiagSink *diags) {
  Lower lower = {.plan = plan,
                 .program = program,
                 .diags = diags,
                 .entity = entity,
                 .clause = PLAN_NONE,
                 .columns = plan->lowered};
  const PlanValue value = lower_value(&lower, node);
  return (PlanValue){plan_on(plan, value.low, entity), plan_on(plan, value.high, entity)};
}

uint32_t plan_single(Plan *plan, Program *program, uint32_t entity, const Node *node,
                     DiagSink *diags) {
  if (!node) return PLAN_NONE;
  const PlanValue value = plan_expression(plan, program, entity, node, diags);
  return plan_on(plan, range_point(plan, value), entity);
}

uint32_t plan_partition_of(const Plan *plan, uint32_t entity) {
  for (uint32_t i = 0; i < plan->partitions.count; i++)
    if (plan->partitions.at[i].parent == entity) return i;
  return PLAN_NONE;
}

uint32_t plan_parted(Plan *plan, uint32_t partition, uint32_t part) {
  const PlanPartition *of = &plan->partitions.at[partition];
  const bool row = part == PARTED_ROW;
  const Type type = row ? (Type){.kind = TYPE_REF, .of = of->parent}
                        : plan_at(plan, of->keys[part - PARTED_KEY])->type;
  return plan_leaf(plan, PLAN_PARTED, type, row ? of->child : of->parent,
                   (int64_t)partition * PARTED_PARTS + part);
}

uint32_t plan_partition(Plan *plan, PlanPartition partition) {
  const uint32_t number = (uint32_t)plan->partitions.count;
  partition.groups = (uint32_t)plan->groups.count;
  *VEC_PUSH(plan->arena, &plan->partitions) = partition;
  /* stands before all that is made of its groups */
  plan->partitions.at[number].row = plan_parted(plan, number, PARTED_ROW);
  return number;
}
