/* lower_kpi.c - a KPI's status: bands are read from green down, what reaches none is red. */
#include "plan/lower.h"

static const Type type_status = {.kind = TYPE_ENUM, .of = ENUM_KPI};

static uint32_t status(Lower *lower, int32_t member) {
  return plan_exact(lower->plan, type_status, member);
}

static uint32_t band_holds(Lower *lower, const Node *band, PlanValue value) {
  Plan *plan = lower->plan;
  const Node *limit = node_child(band, BAND_LIMIT);
  uint32_t clause = clause_begin(lower, CLAUSE_BAND, band->span);
  PlanValue bound = lower_value(lower, limit);
  Type type = plan_at(plan, bound.low)->type;
  value = lower_convert(lower, value, plan_at(plan, value.low)->type, type);
  uint32_t holds;
  if (band->op == COMPARE_BETWEEN) {
    PlanValue high = lower_value(lower, node_child(band, BAND_HIGH));
    holds = plan_condition(plan, PLAN_AND, range_compare(plan, COMPARE_GE, value, bound),
                           range_compare(plan, COMPARE_LE, value, high));
  } else {
    holds = range_compare(plan, (Comparison)band->op, value, bound);
  }
  clause_end(lower, clause, lower_bool, plan_point(holds));
  return holds;
}

static const Node *band_of(const Node *list, Text colour) {
  for (uint32_t i = 0; i < list->count; i++)
    if (list->child[i]->kind == NODE_BAND && text_equal(list->child[i]->text, colour))
      return list->child[i];
  return NULL;
}

static uint32_t bands(Lower *lower, const Node *list, PlanValue value) {
  const Node *green = band_of(list, TEXT("green")), *amber = band_of(list, TEXT("amber"));
  /* green is noted first, as it is read first */
  uint32_t is_green = green ? band_holds(lower, green, value) : PLAN_NONE;
  uint32_t is_amber = amber ? band_holds(lower, amber, value) : PLAN_NONE;
  uint32_t result = status(lower, KPI_RED);
  if (amber) result = plan_select(lower->plan, is_amber, status(lower, KPI_AMBER), result);
  if (green) result = plan_select(lower->plan, is_green, status(lower, KPI_GREEN), result);
  return result;
}

/* `where C { ... }` from the first; the bands outside are for the rest. */
static uint32_t banded(Lower *lower, const Node *body, uint32_t from, PlanValue value) {
  for (uint32_t i = from; i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind != NODE_BANDS_WHERE) continue;
    const Node *condition = node_child(node, BANDS_WHERE_CONDITION);
    uint32_t clause = clause_begin(lower, CLAUSE_WHERE, condition->span);
    uint32_t here = lower_condition(lower, condition);
    uint32_t yes = bands(lower, node_child(node, BANDS_WHERE_BODY), value);
    clause_end(lower, clause, lower_bool, plan_point(here));
    return plan_select(lower->plan, here, yes, banded(lower, body, i + 1, value));
  }
  return bands(lower, body, value);
}

static const Node *value_of(const Node *body) {
  for (uint32_t i = 0; i < body->count; i++)
    if (body->child[i]->kind == NODE_VALUE) return body->child[i];
  return NULL;
}

static PlanValue kpi_value(Lower *lower, const Node *node) {
  if (!node) return plan_point(plan_missing(lower->plan, (Type){.kind = TYPE_NUMBER}));
  uint32_t clause = clause_begin(lower, CLAUSE_VALUE, node->span);
  PlanValue value = lower_value(lower, node_child(node, VALUE_VALUE));
  clause_end(lower, clause, plan_at(lower->plan, value.low)->type, value);
  return value;
}

/* `on_time.value` can be asked about, too. */
static void note_value(Lower *lower, const Declared *declared, const Node *node,
                       LoweredColumns *out) {
  if (!node) return;
  uint32_t root = clause_part(lower, node->span, out, PART_VALUE);
  lower_applies(lower, declared);
  lower_value(lower, node_child(node, VALUE_VALUE));
  clause_part_end(lower, root, out, PART_VALUE);
}

void lower_kpi(Lower *lower, uint32_t number, LoweredColumns *out) {
  Plan *plan = lower->plan;
  const Declared *declared = &lower->program->columns.at[number];
  const Node *body = node_child(declared->node, KPI_BODY);
  uint32_t applies = lower_applies(lower, declared);
  PlanValue value = kpi_value(lower, value_of(body));
  PlanValue none = plan_point(plan_missing(plan, plan_at(plan, value.low)->type));
  out->part[PART_VALUE] = range_select(plan, applies, value, none);
  uint32_t result = banded(lower, body, 0, value);
  uint32_t waived = lower_waived(lower, number);
  if (waived != PLAN_NONE) {
    uint32_t red = plan_condition(plan, PLAN_EQ, result, status(lower, KPI_RED));
    uint32_t mild = plan_condition(plan, PLAN_AND, red, waived);
    result = plan_select(plan, mild, status(lower, KPI_WAIVED), result);
  }
  result = plan_select(plan, applies, result, status(lower, KPI_NOT_APPLICABLE));
  result = plan_on(plan, result, lower->entity);
  out->part[PART_SELF] = plan_point(result);
  note_value(lower, declared, value_of(body), out);
  lower_finding(lower, FINDING_KPI_RED, number, result, KPI_RED, false, declared->node->span);
  lower_finding(lower, FINDING_KPI_UNKNOWN, number, result, 0, true, declared->node->span);
}
