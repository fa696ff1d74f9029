/* schedule.c - see schedule.h. Two passes over the nodes in their topological order: forward for
 * the earliest level, backward for the latest that all consumers allow. */
#include "emit/schedule.h"

static const PlanNode *at(const Plan *plan, uint32_t node) { return &plan->nodes.at[node]; }

static uint32_t larger(uint32_t a, uint32_t b) { return a > b ? a : b; }

bool schedule_is_given(const Schedule *schedule, uint32_t node) {
  const Extended *extended = schedule->extended;
  return extended && node < extended->count && extended->slot[node] != SCHEMA_NONE;
}

bool schedule_is_free(const Schedule *schedule, uint32_t node) {
  switch (at(schedule->plan, node)->op) {
  case PLAN_CONST:
  case PLAN_FIELD:
  case PLAN_INPUT:
  case PLAN_AGGREGATE:
  case PLAN_RANKED:
  case PLAN_PARTED:
  case PLAN_TRACED:
    return true;
  default:
    return schedule_is_given(schedule, node);
  }
}

/* Values that lie in a slot by themselves. A constant does not: where a slot is wanted it is
 * stored. */
static bool has_slot(const Schedule *s, uint32_t node) {
  return schedule_is_free(s, node) && at(s->plan, node)->op != PLAN_CONST;
}

static uint32_t available_at(const Schedule *s, uint32_t node) {
  return has_slot(s, node) ? s->level[node] : s->level[node] + 1;
}

/* The first level at whose start a slot with the node's values is there. */
static uint32_t level_of_slot(const Schedule *schedule, uint32_t node) {
  const PlanNode *n = at(schedule->plan, node);
  if (schedule_is_given(schedule, node)) return 0;
  if (n->op == PLAN_AGGREGATE) return schedule->group[n->imm / 2];
  if (n->op == PLAN_RANKED) return schedule->rank[n->imm];
  if (n->op == PLAN_TRACED) return schedule->history[n->imm / TRACED_PARTS];
  return has_slot(schedule, node) ? 0 : schedule->place[node] + 1;
}

/* --- inputs of groups and ranks, so that each is listed once --- */

typedef struct Inputs {
  uint32_t node[PARTITION_KEYS + 1];
  int count;
} Inputs;

static void add_input(Inputs *inputs, uint32_t node) {
  if (node != PLAN_NONE) inputs->node[inputs->count++] = node;
}

static Inputs group_inputs(const Plan *plan, const PlanGroup *group) {
  Inputs inputs = {.count = 0};
  const uint32_t partition = plan_partition_of(plan, group->parent);
  if (partition != PLAN_NONE) add_input(&inputs, plan->partitions.at[partition].row);
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

static Inputs partition_inputs(const PlanPartition *partition) {
  Inputs inputs = {.count = 0};
  add_input(&inputs, partition->where);
  for (uint32_t i = 0; i < partition->count; i++) add_input(&inputs, partition->keys[i]);
  return inputs;
}

static Inputs leaf_inputs(const Plan *plan, const PlanNode *node) {
  if (node->op == PLAN_AGGREGATE) return group_inputs(plan, &plan->groups.at[node->imm / 2]);
  if (node->op == PLAN_PARTED)
    return partition_inputs(&plan->partitions.at[node->imm / PARTED_PARTS]);
  if (node->op == PLAN_RANKED) return rank_inputs(&plan->ranks.at[node->imm]);
  return history_inputs(&plan->histories.at[node->imm / TRACED_PARTS]);
}

/* The level at whose start the step behind a leaf runs. */
static uint32_t *leaf_level(const Schedule *s, const PlanNode *node) {
  if (node->op == PLAN_AGGREGATE) return &s->group[node->imm / 2];
  if (node->op == PLAN_RANKED) return &s->rank[node->imm];
  if (node->op == PLAN_PARTED) return &s->partition[node->imm / PARTED_PARTS];
  return &s->history[node->imm / TRACED_PARTS];
}

/* --- forward --- */

static uint32_t operands_level(const Schedule *s, const PlanNode *node) {
  uint32_t result = 0;
  switch (node->op) {
  case PLAN_CONST:
  case PLAN_FIELD:
  case PLAN_INPUT:
    return 0;
  case PLAN_AGGREGATE:
  case PLAN_RANKED:
  case PLAN_PARTED:
  case PLAN_TRACED: {
    Inputs inputs = leaf_inputs(s->plan, node);
    for (int i = 0; i < inputs.count; i++) result = larger(result, available_at(s, inputs.node[i]));
    return result;
  }
  case PLAN_SPREAD:
    return available_at(s, node->arg[0]);
  case PLAN_GATHER:
    return larger(s->level[node->arg[0]], available_at(s, node->arg[1]));
  default:
    for (int i = 0; i < plan_op_info[node->op].arity; i++)
      result = larger(result, s->level[node->arg[i]]);
    return result;
  }
}

/* Rows of a partition's parent are there once it was made. */
static uint32_t rows_level(const Schedule *s, uint32_t entity) {
  const uint32_t partition = plan_partition_of(s->plan, entity);
  return partition == PLAN_NONE ? 0 : s->level[s->plan->partitions.at[partition].row];
}

static uint32_t earliest(const Schedule *s, uint32_t number) {
  const PlanNode *node = at(s->plan, number);
  if (schedule_is_given(s, number)) return 0;
  return larger(operands_level(s, node), rows_level(s, node->entity));
}

/* --- backward --- */

static void need(Schedule *s, uint32_t node, uint32_t level) {
  if (level < s->place[node]) s->place[node] = level;
}

/* Wanted in a slot by the start of `level`. */
static void need_slot(Schedule *s, uint32_t node, uint32_t level) {
  if (has_slot(s, node)) {
    need(s, node, level);
    return;
  }
  s->stored[node] = true;
  need(s, node, level - 1);
}

/* A computed node at its place needs its operands there, or in slots before. */
static void need_operands(Schedule *s, uint32_t number, uint32_t place) {
  const PlanNode *node = at(s->plan, number);
  if (schedule_is_given(s, number)) return;
  const uint32_t partition = plan_partition_of(s->plan, node->entity);
  if (partition != PLAN_NONE) need(s, s->plan->partitions.at[partition].row, place);
  switch (node->op) {
  case PLAN_CONST:
  case PLAN_FIELD:
  case PLAN_INPUT:
    return;
  case PLAN_AGGREGATE:
  case PLAN_RANKED:
  case PLAN_PARTED:
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
static void store_across(Schedule *s, uint32_t number, uint32_t place) {
  const PlanNode *node = at(s->plan, number);
  if (node->op == PLAN_SPREAD || schedule_is_free(s, number)) return;
  int arity = node->op == PLAN_GATHER ? 1 : plan_op_info[node->op].arity;
  for (int i = 0; i < arity; i++)
    if (!schedule_is_free(s, node->arg[i]) && s->place[node->arg[i]] < place)
      s->stored[node->arg[i]] = true;
}

static void need_value(Schedule *s, PlanValue value, uint32_t level) {
  if (value.low == PLAN_NONE) return;
  need(s, value.low, level);
  need(s, value.high, level);
}

static void need_result(Schedule *s, uint32_t node, uint32_t level) {
  need(s, node, level);
  if (!has_slot(s, node)) s->stored[node] = true;
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

/* Of an extension: what is asked for, in the last block of its entity. */
static void need_wanted(Schedule *s) {
  for (size_t i = 0; i < s->extended->wanted_count; i++) {
    const WantedNode *wanted = &s->extended->wanted[i];
    const uint32_t last = s->last[wanted->entity];
    const uint32_t partition = plan_partition_of(s->plan, wanted->entity);
    if (partition != PLAN_NONE) need(s, s->plan->partitions.at[partition].row, last);
    if (at(s->plan, wanted->node)->op != PLAN_CONST) need_result(s, wanted->node, last);
  }
}

uint32_t schedule_clause_level(const Schedule *schedule, const PlanClause *clause) {
  uint32_t last = schedule->last[clause->entity];
  uint32_t ends[2] = {clause->value.low, clause->value.high}, level = last;
  bool computed = false;
  for (int i = 0; i < 2; i++) {
    if (schedule_is_free(schedule, ends[i])) continue;
    if (computed && schedule->place[ends[i]] != level) return last;
    level = schedule->place[ends[i]];
    computed = true;
  }
  for (int i = 0; i < 2; i++)
    if (schedule_is_free(schedule, ends[i]) && schedule->plan->nodes.at[ends[i]].op != PLAN_CONST &&
        level_of_slot(schedule, ends[i]) > level)
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
      if (!schedule_is_free(s, ends[e]) && s->place[ends[e]] < level) s->stored[ends[e]] = true;
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
  read_entity(s, plan->reads);
  for (uint32_t e = 1; plan->reads_all && e < plan->program->entities.count; e++) read_entity(s, e);
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

static uint32_t *never(Arena *arena, size_t count) {
  uint32_t *levels = ARENA_ARRAY(arena, uint32_t, count);
  for (size_t i = 0; i < count; i++) levels[i] = LEVEL_NEVER;
  return levels;
}

/* The level of each entity's last block: of all nodes, or of those that are wanted. */
static void find_last(Schedule *s, Arena *arena) {
  const size_t nodes = s->plan->nodes.count;
  bool *counts = ARENA_ARRAY(arena, bool, nodes);
  for (size_t i = 0; i < nodes; i++) counts[i] = !s->extended;
  for (size_t i = 0; s->extended && i < s->extended->wanted_count; i++)
    counts[s->extended->wanted[i].node] = true;
  for (uint32_t i = (uint32_t)nodes; i-- > 0;) {
    if (!counts[i]) continue;
    const PlanNode *node = at(s->plan, i);
    s->last[node->entity] = larger(s->last[node->entity], s->level[i]);
    s->levels = larger(s->levels, s->level[i] + 1);
    if (!s->extended || schedule_is_given(s, i)) continue;
    if (has_slot(s, i) && plan_op_info[node->op].arity == 0 && node->op != PLAN_FIELD &&
        node->op != PLAN_INPUT) {
      Inputs inputs = leaf_inputs(s->plan, node);
      for (int k = 0; k < inputs.count; k++) counts[inputs.node[k]] = true;
    }
    for (int k = 0; k < plan_op_info[node->op].arity; k++) counts[node->arg[k]] = true;
  }
  for (size_t i = 0; i < s->plan->partitions.count; i++) { /* its rows are there by then */
    const uint32_t parent = s->plan->partitions.at[i].parent;
    s->last[parent] = larger(s->last[parent], rows_level(s, parent));
    s->levels = larger(s->levels, s->last[parent] + 1);
  }
}

Schedule *schedule_plan(Arena *arena, const Plan *plan, const Extended *extended) {
  size_t nodes = plan->nodes.count, entities = plan->program->entities.count;
  Schedule *s = ARENA_NEW(arena, Schedule);
  s->plan = plan;
  s->extended = extended;
  s->level = ARENA_ARRAY(arena, uint32_t, nodes);
  s->place = never(arena, nodes);
  s->stored = ARENA_ARRAY(arena, bool, nodes);
  s->group = never(arena, plan->groups.count);
  s->rank = never(arena, plan->ranks.count);
  s->history = never(arena, plan->histories.count);
  s->partition = never(arena, plan->partitions.count);
  s->last = ARENA_ARRAY(arena, uint32_t, entities);
  s->read = ARENA_ARRAY(arena, bool, entities);
  for (uint32_t i = 0; i < nodes; i++) s->level[i] = earliest(s, i);
  find_last(s, arena);
  if (extended)
    need_wanted(s);
  else
    need_results(s);
  for (uint32_t i = (uint32_t)nodes; i-- > 0;)
    if (s->place[i] != LEVEL_NEVER) need_operands(s, i, s->place[i]);
  for (uint32_t i = 0; i < nodes; i++)
    if (s->place[i] != LEVEL_NEVER) store_across(s, i, s->place[i]);
  if (extended) return s;
  store_clauses(s);
  read_entities(s);
  return s;
}
