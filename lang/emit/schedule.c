/* schedule.c - see schedule.h. Two passes over the nodes in their topological order: forward for
 * the earliest level, backward for the latest that all consumers allow. */
#include "emit/schedule.h"

static const PlanNode *at(const Plan *plan, uint32_t node) { return &plan->nodes.at[node]; }

static uint32_t larger(uint32_t a, uint32_t b) { return a > b ? a : b; }

bool schedule_is_free(const Plan *plan, uint32_t node) {
  switch (at(plan, node)->op) {
  case PLAN_CONST:
  case PLAN_FIELD:
  case PLAN_INPUT:
  case PLAN_AGGREGATE:
  case PLAN_RANKED:
  case PLAN_TRACED:
    return true;
  default:
    return false;
  }
}

/* Values that lie in a slot by themselves. A constant does not: where a slot is wanted it is
 * stored. */
static bool has_slot(const Plan *plan, uint32_t node) {
  return schedule_is_free(plan, node) && at(plan, node)->op != PLAN_CONST;
}

static uint32_t available_at(const Plan *plan, const uint32_t *level, uint32_t node) {
  return has_slot(plan, node) ? level[node] : level[node] + 1;
}

uint32_t schedule_available(const Schedule *schedule, uint32_t node) {
  const PlanNode *n = at(schedule->plan, node);
  if (n->op == PLAN_AGGREGATE) return schedule->group[n->imm / 2];
  if (n->op == PLAN_RANKED) return schedule->rank[n->imm];
  if (n->op == PLAN_TRACED) return schedule->history[n->imm / TRACED_PARTS];
  return has_slot(schedule->plan, node) ? 0 : schedule->place[node] + 1;
}

/* --- inputs of groups and ranks, so that each is listed once --- */

typedef struct Inputs {
  uint32_t node[5];
  int count;
} Inputs;

static void add_input(Inputs *inputs, uint32_t node) {
  if (node != PLAN_NONE) inputs->node[inputs->count++] = node;
}

static Inputs group_inputs(const PlanGroup *group) {
  Inputs inputs = {.count = 0};
  add_input(&inputs, group->where);
  add_input(&inputs, group->value.low);
  if (group->value.high != group->value.low) add_input(&inputs, group->value.high);
  add_input(&inputs, group->by);
  add_input(&inputs, group->fraction);
  return inputs;
}

static Inputs rank_inputs(const PlanRank *rank) {
  Inputs inputs = {.count = 0};
  add_input(&inputs, rank->qualifies);
  add_input(&inputs, rank->applies);
  add_input(&inputs, rank->rank);
  add_input(&inputs, rank->limit);
  return inputs;
}

static Inputs history_inputs(const PlanHistory *history) {
  Inputs inputs = {.count = 0};
  add_input(&inputs, history->stage);
  add_input(&inputs, history->at);
  add_input(&inputs, history->recorded);
  return inputs;
}

static Inputs leaf_inputs(const Plan *plan, const PlanNode *node) {
  if (node->op == PLAN_AGGREGATE) return group_inputs(&plan->groups.at[node->imm / 2]);
  if (node->op == PLAN_RANKED) return rank_inputs(&plan->ranks.at[node->imm]);
  return history_inputs(&plan->histories.at[node->imm / TRACED_PARTS]);
}

/* The level at whose start the step behind a leaf runs. */
static uint32_t *leaf_level(const Schedule *s, const PlanNode *node) {
  if (node->op == PLAN_AGGREGATE) return &s->group[node->imm / 2];
  if (node->op == PLAN_RANKED) return &s->rank[node->imm];
  return &s->history[node->imm / TRACED_PARTS];
}

/* --- forward --- */

static uint32_t earliest(const Plan *plan, const uint32_t *level, const PlanNode *node) {
  uint32_t result = 0;
  switch (node->op) {
  case PLAN_CONST:
  case PLAN_FIELD:
  case PLAN_INPUT:
    return 0;
  case PLAN_AGGREGATE:
  case PLAN_RANKED:
  case PLAN_TRACED: {
    Inputs inputs = leaf_inputs(plan, node);
    for (int i = 0; i < inputs.count; i++)
      result = larger(result, available_at(plan, level, inputs.node[i]));
    return result;
  }
  case PLAN_SPREAD:
    return available_at(plan, level, node->arg[0]);
  case PLAN_GATHER:
    return larger(level[node->arg[0]], available_at(plan, level, node->arg[1]));
  default:
    for (int i = 0; i < plan_op_info[node->op].arity; i++)
      result = larger(result, level[node->arg[i]]);
    return result;
  }
}

/* --- backward --- */

static void need(Schedule *s, uint32_t node, uint32_t level) {
  if (level < s->place[node]) s->place[node] = level;
}

/* Wanted in a slot by the start of `level`. */
static void need_slot(Schedule *s, uint32_t node, uint32_t level) {
  if (has_slot(s->plan, node)) {
    need(s, node, level);
    return;
  }
  s->stored[node] = true;
  need(s, node, level - 1);
}

/* A computed node at its place needs its operands there, or in slots before. */
static void need_operands(Schedule *s, const PlanNode *node, uint32_t place) {
  switch (node->op) {
  case PLAN_CONST:
  case PLAN_FIELD:
  case PLAN_INPUT:
    return;
  case PLAN_AGGREGATE:
  case PLAN_RANKED:
  case PLAN_TRACED: {
    uint32_t *when = leaf_level(s, node);
    if (place < *when) *when = place;
    Inputs inputs = leaf_inputs(s->plan, node);
    for (int i = 0; i < inputs.count; i++) need_slot(s, inputs.node[i], place);
    return;
  }
  case PLAN_SPREAD:
    need_slot(s, node->arg[0], place);
    return;
  case PLAN_GATHER:
    need(s, node->arg[0], place);
    need_slot(s, node->arg[1], place);
    return;
  default:
    for (int i = 0; i < plan_op_info[node->op].arity; i++) need(s, node->arg[i], place);
  }
}

/* A computed operand at an earlier level than its consumer travels through a slot. */
static void store_across(Schedule *s, const PlanNode *node, uint32_t place) {
  if (node->op == PLAN_SPREAD || schedule_is_free(s->plan, (uint32_t)(node - s->plan->nodes.at)))
    return;
  int arity = node->op == PLAN_GATHER ? 1 : plan_op_info[node->op].arity;
  for (int i = 0; i < arity; i++)
    if (!schedule_is_free(s->plan, node->arg[i]) && s->place[node->arg[i]] < place)
      s->stored[node->arg[i]] = true;
}

static void need_value(Schedule *s, PlanValue value, uint32_t level) {
  if (value.low == PLAN_NONE) return;
  need(s, value.low, level);
  need(s, value.high, level);
}

static void need_result(Schedule *s, uint32_t node, uint32_t level) {
  need(s, node, level);
  if (!has_slot(s->plan, node)) s->stored[node] = true;
}

/* Results are computed in the entity's last block. */
static void need_results(Schedule *s) {
  const Plan *plan = s->plan;
  for (size_t i = 0; i < plan->columns.count; i++) {
    const PlanColumn *column = &plan->columns.at[i];
    uint32_t last = s->last[plan->program->columns.at[column->declared].entity];
    need_result(s, column->value.low, last);
    need_result(s, column->value.high, last);
  }
  for (size_t i = 0; i < plan->findings.count; i++) {
    const PlanFinding *finding = &plan->findings.at[i];
    uint32_t last = s->last[plan->program->columns.at[finding->declared].entity];
    need_result(s, finding->node, last);
    for (size_t p = 0; p < finding->say.count; p++) need_value(s, finding->say.at[p].value, last);
    for (size_t p = 0; p < finding->fix.count; p++) need_value(s, finding->fix.at[p].value, last);
  }
  for (size_t i = 0; i < plan->clauses.count; i++)
    need_value(s, plan->clauses.at[i].value, s->last[plan->clauses.at[i].entity]);
}

uint32_t schedule_clause_level(const Schedule *schedule, const PlanClause *clause) {
  uint32_t last = schedule->last[clause->entity];
  uint32_t ends[2] = {clause->value.low, clause->value.high}, level = last;
  bool computed = false;
  for (int i = 0; i < 2; i++) {
    if (schedule_is_free(schedule->plan, ends[i])) continue;
    if (computed && schedule->place[ends[i]] != level) return last;
    level = schedule->place[ends[i]];
    computed = true;
  }
  for (int i = 0; i < 2; i++)
    if (schedule_is_free(schedule->plan, ends[i]) &&
        schedule->plan->nodes.at[ends[i]].op != PLAN_CONST &&
        schedule_available(schedule, ends[i]) > level)
      return last;
  return level;
}

/* Ends that no one block has both of are stored. */
static void store_clauses(Schedule *s) {
  for (size_t i = 0; i < s->plan->clauses.count; i++) {
    const PlanClause *clause = &s->plan->clauses.at[i];
    if (clause->value.low == PLAN_NONE) continue;
    uint32_t level = schedule_clause_level(s, clause),
             ends[2] = {clause->value.low, clause->value.high};
    for (int e = 0; e < 2; e++)
      if (!schedule_is_free(s->plan, ends[e]) && s->place[ends[e]] < level)
        s->stored[ends[e]] = true;
  }
}

/* --- which data is read --- */

static void read_entity(Schedule *s, uint32_t entity) {
  if (entity == IMAGE_PROGRAM || s->read[entity]) return;
  s->read[entity] = true;
  const EntitySchema *schema = &s->plan->program->entities.at[entity];
  for (uint32_t f = 0; f < schema->field_count; f++)
    if (schema->fields[f].type.kind == TYPE_REF) read_entity(s, schema->fields[f].type.of);
}

static void read_entities(Schedule *s) {
  const Plan *plan = s->plan;
  for (size_t i = 0; i < plan->nodes.count; i++)
    if (s->place[i] != LEVEL_NEVER) read_entity(s, plan->nodes.at[i].entity);
  for (size_t i = 0; i < plan->groups.count; i++)
    if (s->group[i] != LEVEL_NEVER) {
      read_entity(s, plan->groups.at[i].child);
      read_entity(s, plan->groups.at[i].parent);
    }
  for (size_t i = 0; i < plan->histories.count; i++)
    if (s->history[i] != LEVEL_NEVER) read_entity(s, plan->histories.at[i].child);
  for (size_t i = 0; i < plan->program->columns.count; i++)
    read_entity(s, plan->program->columns.at[i].entity);
}

Schedule *schedule_plan(Arena *arena, const Plan *plan) {
  size_t nodes = plan->nodes.count, entities = plan->program->entities.count;
  Schedule *s = ARENA_NEW(arena, Schedule);
  s->plan = plan;
  s->level = ARENA_ARRAY(arena, uint32_t, nodes);
  s->place = ARENA_ARRAY(arena, uint32_t, nodes);
  s->stored = ARENA_ARRAY(arena, bool, nodes);
  s->group = ARENA_ARRAY(arena, uint32_t, plan->groups.count);
  s->rank = ARENA_ARRAY(arena, uint32_t, plan->ranks.count);
  s->history = ARENA_ARRAY(arena, uint32_t, plan->histories.count);
  s->last = ARENA_ARRAY(arena, uint32_t, entities);
  s->read = ARENA_ARRAY(arena, bool, entities);
  for (size_t i = 0; i < plan->groups.count; i++) s->group[i] = LEVEL_NEVER;
  for (size_t i = 0; i < plan->ranks.count; i++) s->rank[i] = LEVEL_NEVER;
  for (size_t i = 0; i < plan->histories.count; i++) s->history[i] = LEVEL_NEVER;
  for (uint32_t i = 0; i < nodes; i++) {
    const PlanNode *node = at(plan, i);
    s->level[i] = earliest(plan, s->level, node);
    s->place[i] = LEVEL_NEVER;
    s->last[node->entity] = larger(s->last[node->entity], s->level[i]);
    s->levels = larger(s->levels, s->level[i] + 1);
  }
  need_results(s);
  for (uint32_t i = (uint32_t)nodes; i-- > 0;)
    if (s->place[i] != LEVEL_NEVER) need_operands(s, at(plan, i), s->place[i]);
  for (uint32_t i = 0; i < nodes; i++)
    if (s->place[i] != LEVEL_NEVER) store_across(s, at(plan, i), s->place[i]);
  store_clauses(s);
  read_entities(s);
  return s;
}
