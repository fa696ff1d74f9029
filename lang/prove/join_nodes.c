/* join_nodes.c - the nodes of a plan, made anew in the joined one.
 *
 * Each goes through the functions that the lowering uses, so it is folded and shared as if both
 * programs had been lowered into one plan. A side that knows other members of an enumerated field
 * than the joined program reads it through a RECODE.
 */
#include "prove/join.h"

static uint32_t mapped(const JoinSide *side, uint32_t node) {
  return node == PLAN_NONE ? PLAN_NONE : side->node[node];
}

static PlanValue mapped_value(const JoinSide *side, PlanValue value) {
  return (PlanValue){mapped(side, value.low), mapped(side, value.high)};
}

/* ---- What nodes point to ---- */

static uint32_t via_of(const JoinSide *side, uint32_t child, uint32_t via) {
  return via == SCHEMA_NONE ? SCHEMA_NONE : side->field[child][via];
}

static uint32_t join_group(Join *join, int number, uint32_t index) {
  JoinSide *side = &join->side[number];
  if (side->group[index] != PLAN_NONE) return side->group[index];
  PlanGroup group = side->plan->groups.at[index];
  group.via = via_of(side, group.child, group.via);
  group.child = side->entity[group.child];
  group.parent = side->entity[group.parent];
  group.where = mapped(side, group.where);
  group.value = mapped_value(side, group.value);
  group.by = mapped(side, group.by);
  group.fraction = mapped(side, group.fraction);
  group.type = join_type(join, number, group.type);
  return side->group[index] = plan_group(join->plan, &group);
}

static uint32_t join_rank(Join *join, int number, uint32_t index) {
  JoinSide *side = &join->side[number];
  if (side->rank[index] != PLAN_NONE) return side->rank[index];
  PlanRank rank = side->plan->ranks.at[index];
  rank.entity = side->entity[rank.entity];
  rank.qualifies = mapped(side, rank.qualifies);
  rank.applies = mapped(side, rank.applies);
  rank.rank = mapped(side, rank.rank);
  rank.limit = mapped(side, rank.limit);
  rank.declared += side->declared;
  Plan *plan = join->plan;
  uint32_t at = 0;
  for (; at < plan->ranks.count; at++) {
    const PlanRank *other = &plan->ranks.at[at];
    if (other->entity == rank.entity && other->qualifies == rank.qualifies &&
        other->applies == rank.applies && other->rank == rank.rank && other->limit == rank.limit &&
        other->percent == rank.percent)
      break;
  }
  if (at == plan->ranks.count) *VEC_PUSH(join->arena, &plan->ranks) = rank;
  return side->rank[index] = at;
}

/* Which stages there are and what may follow what decides what becomes of a history. */
static bool same_course(const Process *a, const Process *b) {
  if (a->count != b->count) return false;
  for (uint32_t i = 0; i < a->count; i++) {
    const Stage *one = &a->stages[i], *other = &b->stages[i];
    if (!text_equal(one->name->text, other->name->text) || one->start != other->start ||
        one->final != other->final || one->to_count != other->to_count)
      return false;
    for (uint32_t k = 0; k < one->to_count; k++)
      if (one->to[k] != other->to[k]) return false;
  }
  return true;
}

static uint32_t join_history(Join *join, int number, uint32_t index) {
  JoinSide *side = &join->side[number];
  if (side->history[index] != PLAN_NONE) return side->history[index];
  PlanHistory history = side->plan->histories.at[index];
  history.via = via_of(side, history.child, history.via);
  history.child = side->entity[history.child];
  history.parent = side->entity[history.parent];
  history.stage = mapped(side, history.stage);
  history.at = mapped(side, history.at);
  history.recorded = mapped(side, history.recorded);
  history.declared += side->declared;
  Plan *plan = join->plan;
  const Program *program = join->program;
  uint32_t at = 0;
  for (; at < plan->histories.count; at++) {
    const PlanHistory *other = &plan->histories.at[at];
    if (other->child == history.child && other->parent == history.parent &&
        other->via == history.via && other->stage == history.stage && other->at == history.at &&
        other->recorded == history.recorded &&
        same_course(program->columns.at[other->declared].process,
                    program->columns.at[history.declared].process))
      break;
  }
  if (at == plan->histories.count) *VEC_PUSH(join->arena, &plan->histories) = history;
  return side->history[index] = at;
}

/* ---- Nodes ---- */

static uint32_t join_field_node(Join *join, int number, const PlanNode *node) {
  const JoinSide *side = &join->side[number];
  const uint32_t field = side->field[node->entity][node->imm];
  const uint32_t at = plan_field(join->plan, side->entity[node->entity], field);
  const Type own = join_type(join, number, node->type);
  return type_equal(plan_at(join->plan, at)->type, own)
             ? at
             : plan_unary(join->plan, PLAN_RECODE, own, at);
}

static uint32_t join_leaf(Join *join, int number, const PlanNode *node, int64_t imm) {
  return plan_leaf(join->plan, node->op, join_type(join, number, node->type),
                   join->side[number].entity[node->entity], imm);
}

static uint32_t join_const(Join *join, int number, Scalar value) {
  value.type = join_type(join, number, value.type);
  return plan_const(join->plan, value);
}

static uint32_t join_operation(Join *join, int number, const PlanNode *node) {
  const JoinSide *side = &join->side[number];
  uint32_t args[4];
  for (int i = 0; i < plan_op_info[node->op].arity; i++) args[i] = mapped(side, node->arg[i]);
  return plan_node(join->plan, node->op, join_type(join, number, node->type), args, node->imm);
}

static uint32_t join_node(Join *join, int number, const PlanNode *node) {
  const JoinSide *side = &join->side[number];
  const int64_t part = node->imm % 2, traced = node->imm % TRACED_PARTS;
  switch (node->op) {
  case PLAN_CONST:
    return join_const(join, number, node->value);
  case PLAN_FIELD:
    return join_field_node(join, number, node);
  case PLAN_INPUT:
    return plan_input(join->plan,
                      node->imm == IMAGE_TODAY ? IMAGE_TODAY : side->param[node->imm - 1] + 1);
  case PLAN_SPREAD:
    return plan_on(join->plan, mapped(side, node->arg[0]), side->entity[node->entity]);
  case PLAN_GATHER:
    return plan_gather(join->plan, mapped(side, node->arg[0]), mapped(side, node->arg[1]));
  case PLAN_AGGREGATE:
    return join_leaf(join, number, node,
                     (int64_t)join_group(join, number, (uint32_t)(node->imm / 2)) * 2 + part);
  case PLAN_RANKED:
    return join_leaf(join, number, node, join_rank(join, number, (uint32_t)node->imm));
  case PLAN_TRACED:
    return join_leaf(join, number, node,
                     (int64_t)join_history(join, number, (uint32_t)(node->imm / TRACED_PARTS)) *
                             TRACED_PARTS +
                         traced);
  default:
    return join_operation(join, number, node);
  }
}

static uint32_t *unknown(Arena *arena, size_t count) {
  uint32_t *map = ARENA_ARRAY(arena, uint32_t, count);
  for (size_t i = 0; i < count; i++) map[i] = PLAN_NONE;
  return map;
}

void join_nodes(Join *join, int number) {
  JoinSide *side = &join->side[number];
  const Plan *from = side->plan;
  side->node = unknown(join->arena, from->nodes.count);
  side->group = unknown(join->arena, from->groups.count);
  side->rank = unknown(join->arena, from->ranks.count);
  side->history = unknown(join->arena, from->histories.count);
  for (size_t i = 0; i < from->nodes.count; i++)
    side->node[i] = join_node(join, number, &from->nodes.at[i]);
}
