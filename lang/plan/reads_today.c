/* reads_today.c - which expectations depend on the day, and so need `as of`. */
#include "plan/plan_impl.h"

typedef struct Walk {
  const Plan *plan;
  bool *reads; /* by node */
} Walk;

static bool reads(const Walk *walk, uint32_t node) {
  return node != PLAN_NONE && walk->reads[node];
}

static bool group_reads(const Walk *walk, const PlanGroup *group) {
  return reads(walk, group->where) || reads(walk, group->value.low) ||
         reads(walk, group->value.high) || reads(walk, group->by) || reads(walk, group->fraction);
}

static bool rank_reads(const Walk *walk, const PlanRank *rank) {
  return reads(walk, rank->qualifies) || reads(walk, rank->applies) || reads(walk, rank->rank) ||
         reads(walk, rank->limit);
}

/* Operands stand before what is made of them, so one pass over the nodes will do. */
static bool node_reads(const Walk *walk, const PlanNode *node) {
  for (int i = 0; i < 4; i++)
    if (node->arg[i] != PLAN_NONE && reads(walk, node->arg[i])) return true;
  switch (node->op) {
  case PLAN_INPUT:
    return node->imm == IMAGE_TODAY;
  case PLAN_AGGREGATE:
    return group_reads(walk, &walk->plan->groups.at[node->imm / 2]);
  case PLAN_RANKED:
    return rank_reads(walk, &walk->plan->ranks.at[node->imm]);
  case PLAN_TRACED: /* what lies ahead is left out */
    return true;
  default:
    return false;
  }
}

static const PlanColumn *column_of(const Plan *plan, uint32_t declared) {
  for (size_t i = 0; i < plan->columns.count; i++)
    if (plan->columns.at[i].declared == declared) return &plan->columns.at[i];
  return NULL;
}

/* Whether each row of the entity that the test gives says what the column is. */
static bool is_fixed(const Program *program, const DeclaredTest *test, uint32_t column) {
  const uint32_t entity = program->columns.at[column].entity;
  bool any = false;
  for (size_t i = 0; i < test->given.count; i++) {
    const GivenRows *rows = &test->given.at[i];
    if (rows->entity != entity) continue;
    bool fixes = false;
    for (size_t v = 0; v < rows->values.count; v++)
      fixes |= rows->values.at[v].fixes && rows->values.at[v].index == column;
    if (!fixes) return false;
    any = true;
  }
  return any;
}

/* What computes a column that is fixed on all rows does not matter. */
static void walk_test(Walk *walk, const DeclaredTest *test) {
  const Plan *plan = walk->plan;
  bool *fixed = ARENA_ARRAY(plan->arena, bool, plan->nodes.count);
  for (size_t i = 0; i < plan->program->fixed.count; i++) {
    const uint32_t number = plan->program->fixed.at[i].column;
    const PlanColumn *column = column_of(plan, number);
    if (!column || !is_fixed(plan->program, test, number)) continue;
    fixed[column->value.low] = fixed[column->value.high] = true;
  }
  for (uint32_t i = 0; i < plan->nodes.count; i++)
    walk->reads[i] = !fixed[i] && node_reads(walk, &plan->nodes.at[i]);
}

static void check_test(Walk *walk, const DeclaredTest *test, DiagSink *diags) {
  if (test->has_day) return;
  walk_test(walk, test);
  for (size_t i = 0; i < test->expectations.count; i++) {
    const Expectation *expectation = &test->expectations.at[i];
    const PlanColumn *column = column_of(walk->plan, expectation->column);
    if (!column || !walk->reads[column->value.low]) continue;
    Diag *d = diag_add(diags, E_TEST_DAY, node_child(test->node, TEST_NAME)->span,
                       "this test does not say on which day");
    diag_label(diags, d, expectation->condition->span, "this depends on `today`");
    diag_help(diags, d, "begin the test with a day: `as of 2026-06-30`");
    return;
  }
}

void plan_check_tests(const Plan *plan, DiagSink *diags) {
  Walk walk = {plan, ARENA_ARRAY(plan->arena, bool, plan->nodes.count)};
  for (size_t t = 0; t < plan->program->tests.count; t++)
    check_test(&walk, &plan->program->tests.at[t], diags);
}
