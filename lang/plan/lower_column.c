/* lower_column.c - declared columns on demand, so that they may stand in any order. Sema has
 * refused cycles, so the recursion ends. */
#include "plan/lower.h"

uint32_t lower_applies(Lower *lower, const Declared *declared) {
  if (!declared->where) return plan_truth(lower->plan, TRUTH_TRUE);
  uint32_t clause = clause_begin(lower, CLAUSE_WHERE, declared->where->span);
  uint32_t applies = lower_condition(lower, declared->where);
  clause_end(lower, clause, lower_bool, plan_point(applies));
  return applies;
}

static void lower_measure(Lower *lower, const Declared *declared, LoweredColumns *out) {
  out->part[PART_SELF] = lower_value(lower, node_child(declared->node, MEASURE_VALUE));
}

static void lower_declared(Lower *lower, uint32_t number, LoweredColumns *out) {
  const Declared *declared = &lower->program->columns.at[number];
  switch (declared->kind) {
  case DECLARATION_MEASURE:
    lower_measure(lower, declared, out);
    break;
  case DECLARATION_SCORE:
    lower_score(lower, number, out);
    break;
  case DECLARATION_SEGMENTATION:
    lower_segmentation(lower, number, out);
    break;
  case DECLARATION_KPI:
    lower_kpi(lower, number, out);
    break;
  case DECLARATION_RULE:
    lower_rule(lower, number, out);
    break;
  case DECLARATION_PROCESS:
    lower_process(lower, number, out);
    break;
  case DECLARATION_CADENCE:
    lower_cadence(lower, number, out);
    break;
  case DECLARATION_CHECKLIST:
    lower_checklist(lower, number, out);
    break;
  case DECLARATION_ITEM:
    lower_item(lower, number, out);
    break;
  case DECLARATION_ASSUME:
    lower_assume(lower, number, out);
    break;
  case DECLARATION_EXPECTATION:
    out->part[PART_SELF] =
        plan_point(lower_condition(lower, node_child(declared->node, EXPECT_CONDITION)));
    break;
  default:
    break;
  }
}

bool lower_given(Lower *lower, uint32_t number, uint32_t *given, PlanValue *value) {
  const Program *program = lower->program;
  const uint32_t entity = program->columns.at[number].entity;
  Plan *plan = lower->plan;
  for (size_t i = 0; i < program->fixed.count; i++) {
    const FixedColumn *fixed = &program->fixed.at[i];
    if (fixed->column != number) continue;
    const bool input = entity == IMAGE_PROGRAM;
    const uint32_t says =
        input ? plan_input(plan, fixed->given + 1) : plan_field(plan, entity, fixed->given);
    *given = plan_unary(plan, PLAN_SURELY, lower_bool, says);
    *value = plan_point(input ? plan_input(plan, fixed->value + 1)
                              : plan_field(plan, entity, fixed->value));
    return true;
  }
  return false;
}

static void lower_fixed(Lower *lower, uint32_t number, LoweredColumns *out) {
  PlanValue value;
  uint32_t given;
  if (lower_given(lower, number, &given, &value))
    out->part[PART_SELF] = range_select(lower->plan, given, value, out->part[PART_SELF]);
  else
    return;
  clause_note(lower, CLAUSE_FIXED, lower->program->columns.at[number].node->span, lower_bool,
              plan_point(given));
}

/* What `why` shows of a column as a whole: what has no braces as written, of the others what stands
 * before them. Every declaration begins with its name and its doc string. */
static Span heading(const Declared *declared) {
  const Node *node = declared->node;
  if (!declared->body) return node->span;
  const Node *doc = node_child(node, SCORE_DOC), *name = node_child(node, SCORE_NAME);
  return (Span){node->span.lo, (doc ? doc : name)->span.hi};
}

PlanValue lower_column(Lower *lower, uint32_t number, ColumnPart part) {
  LoweredColumns *columns = &lower->columns[number];
  /* while a declaration is under way, its own clauses may lead back to a part that is there */
  if (columns->busy && columns->part[part].low != PLAN_NONE) return columns->part[part];
  if (!columns->done) {
    columns->busy = true;
    const Declared *declared = &lower->program->columns.at[number];
    uint32_t entity = lower->entity, clause = lower->clause;
    for (int i = 0; i < PART_COUNT; i++) {
      columns->part[i] = plan_no_value;
      columns->clause[i] = PLAN_NONE;
    }
    lower->entity = declared->entity;
    columns->clause[PART_SELF] = clause_root(lower, heading(declared));
    lower_declared(lower, number, columns);
    lower_fixed(lower, number, columns);
    lower->clause = columns->clause[PART_SELF];
    clause_end(lower, columns->clause[PART_SELF], declared->type, columns->part[PART_SELF]);
    columns->done = true;
    columns->busy = false;
    lower->entity = entity;
    lower->clause = clause;
  }
  return columns->part[part];
}
