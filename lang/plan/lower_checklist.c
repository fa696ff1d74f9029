/* lower_checklist.c - items and their share; assumptions. */
#include "plan/lower.h"

static const Type type_percent = {.kind = TYPE_PERCENT};
static const Type type_integer = {.kind = TYPE_INTEGER};

/* What has to hold, noted as a rule's requirement is. */
static uint32_t requirement(Lower *lower, const Node *condition) {
  uint32_t clause = clause_begin(lower, CLAUSE_REQUIRE, condition->span);
  uint32_t holds = lower_condition(lower, condition);
  clause_end(lower, clause, lower_bool, plan_point(holds));
  return holds;
}

void lower_item(Lower *lower, uint32_t number, LoweredColumns *out) {
  Plan *plan = lower->plan;
  const Declared *declared = &lower->program->columns.at[number];
  const Span span = declared->node->span;
  uint32_t applies = lower_applies(lower, declared);
  uint32_t holds = requirement(lower, node_child(declared->node, ITEM_CONDITION));
  uint32_t waived = lower_waived(lower, number);
  uint32_t result = plan_select(plan, applies, holds, plan_truth(plan, TRUTH_UNKNOWN));
  out->part[PART_SELF] = plan_point(plan_on(plan, result, lower->entity));
  uint32_t fails = plan_condition(plan, PLAN_AND, applies, plan_not(plan, holds));
  lower_failure(lower, FINDING_ITEM_FAILS, number, fails, waived, span);
  lower_finding(lower, FINDING_ITEM_UNKNOWN, number, plan_on(plan, fails, lower->entity), 0, true,
                span);
}

/* Noted as a clause that leads on to the item's own. */
static PlanValue item_holds(Lower *lower, uint32_t item) {
  const Node *node = lower->program->columns.at[item].node;
  PlanValue holds = lower_column(lower, item, PART_SELF);
  uint32_t clause = clause_note(lower, CLAUSE_ITEM, node->span, lower_bool, holds);
  if (clause != PLAN_NONE) lower->plan->clauses.at[clause].column = item * PART_COUNT + PART_SELF;
  return lower_counted(lower, holds.low);
}

void lower_checklist(Lower *lower, uint32_t number, LoweredColumns *out) {
  Plan *plan = lower->plan;
  const Program *program = lower->program;
  uint32_t applies = lower_applies(lower, &program->columns.at[number]);
  PlanValue sum = plan_point(plan_exact(plan, type_integer, 0));
  int64_t items = 0;
  for (uint32_t i = number + 1; i < program->columns.count; i++) {
    if (program->columns.at[i].whole != number) break;
    sum = range_add(plan, type_integer, sum, item_holds(lower, i));
    items++;
  }
  PlanValue all = plan_point(plan_exact(plan, type_integer, items));
  PlanValue share =
      range_divide(plan, PLAN_DIVIDE, type_percent, sum, all, type_scale(TYPE_PERCENT));
  out->part[PART_SELF] =
      range_select(plan, applies, share, plan_point(plan_missing(plan, type_percent)));
}

void lower_assume(Lower *lower, uint32_t number, LoweredColumns *out) {
  Plan *plan = lower->plan;
  const Declared *declared = &lower->program->columns.at[number];
  const Type type = {.kind = TYPE_ENUM, .of = ENUM_ASSUME};
  uint32_t holds = requirement(lower, node_child(declared->node, ASSUME_VALUE));
  uint32_t result = plan_select(plan, holds, plan_exact(plan, type, ASSUME_HOLDS),
                                plan_exact(plan, type, ASSUME_BROKEN));
  result = plan_on(plan, result, lower->entity);
  out->part[PART_SELF] = plan_point(result);
  lower_finding(lower, FINDING_ASSUME_BROKEN, number, result, ASSUME_BROKEN, false,
                declared->node->span);
}
