/* lower_score.c - a score is the exact sum of its components, each known within bounds. */
#include "plan/lower.h"

static const Type type_score = {.kind = TYPE_SCORE};

static uint32_t zero(Lower *lower) { return plan_exact(lower->plan, type_score, 0); }

static void note_most(Lower *lower, const Node *node, uint32_t weight) {
  clause_note(lower, CLAUSE_POINTS, node->span, type_score, plan_point(weight));
}

/* What a missing component may be worth: anything from nothing to its weight. */
static PlanValue open_ends(Lower *lower, uint32_t weight) {
  Plan *plan = lower->plan;
  return (PlanValue){plan_binary(plan, PLAN_MIN, type_score, weight, zero(lower)),
                     plan_binary(plan, PLAN_MAX, type_score, weight, zero(lower))};
}

/* `missing as N` settles it, else the ends stay open. */
static PlanValue if_missing(Lower *lower, const Node *settled, uint32_t weight) {
  if (settled) return plan_point(lower_point(lower, settled));
  return open_ends(lower, weight);
}

static uint32_t as_days(Lower *lower, uint32_t node) {
  if (plan_at(lower->plan, node)->type.kind != TYPE_DATE) return node;
  return plan_unary(lower->plan, PLAN_DAY_NUMBER, (Type){.kind = TYPE_INTEGER}, node);
}

static PlanValue ramp(Lower *lower, const Node *node) {
  Plan *plan = lower->plan;
  uint32_t weight = lower_point(lower, node_child(node, GIVE_RAMP_WEIGHT));
  note_most(lower, node_child(node, GIVE_RAMP_WEIGHT), weight);
  PlanValue x = lower_value(lower, node_child(node, GIVE_RAMP_VALUE));
  x = (PlanValue){as_days(lower, x.low), as_days(lower, x.high)};
  uint32_t from = as_days(lower, lower_point(lower, node_child(node, GIVE_RAMP_FROM)));
  uint32_t to = as_days(lower, lower_point(lower, node_child(node, GIVE_RAMP_TO)));
  PlanValue points = range_ramp(plan, type_score, x, from, to, weight);
  const Node *settled = node_child(node, GIVE_RAMP_MISSING);
  PlanValue gap = if_missing(lower, settled, weight);
  PlanOp op = settled ? PLAN_OTHERWISE : PLAN_BOUND;
  return (PlanValue){plan_binary(plan, op, type_score, points.low, gap.low),
                     plan_binary(plan, op, type_score, points.high, gap.high)};
}

static PlanValue when(Lower *lower, const Node *node) {
  Plan *plan = lower->plan;
  uint32_t weight = lower_point(lower, node_child(node, GIVE_WHEN_WEIGHT));
  if (node->flags & FLAG_TAKE) weight = plan_unary(plan, PLAN_NEGATE, type_score, weight);
  note_most(lower, node_child(node, GIVE_WHEN_WEIGHT), weight);
  uint32_t condition = lower_condition(lower, node_child(node, GIVE_WHEN_CONDITION));
  const Node *settled = node_child(node, GIVE_WHEN_MISSING);
  PlanValue gap = if_missing(lower, settled, weight);
  if (settled && node->flags & FLAG_TAKE) gap = range_negate(plan, type_score, gap);
  uint32_t args[4] = {condition, weight, zero(lower), gap.low};
  PlanValue points;
  points.low = plan_node(plan, PLAN_CHOOSE, type_score, args, 0);
  args[3] = gap.high;
  points.high = plan_node(plan, PLAN_CHOOSE, type_score, args, 0);
  return points;
}

void lower_score(Lower *lower, uint32_t number, LoweredColumns *out) {
  Plan *plan = lower->plan;
  const Declared *declared = &lower->program->columns.at[number];
  uint32_t applies = lower_applies(lower, declared);
  PlanValue sum = plan_point(zero(lower));
  const Node *body = node_child(declared->node, SCORE_BODY);
  for (uint32_t i = 0; i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind != NODE_GIVE_RAMP && node->kind != NODE_GIVE_WHEN) continue;
    uint32_t clause = clause_begin(lower, CLAUSE_COMPONENT, node->span);
    PlanValue points = node->kind == NODE_GIVE_RAMP ? ramp(lower, node) : when(lower, node);
    clause_end(lower, clause, type_score, points);
    sum = range_add(plan, type_score, sum, points);
  }
  PlanValue missing = plan_point(plan_missing(plan, type_score));
  out->part[PART_SELF] = range_select(plan, applies, sum, missing);
}
