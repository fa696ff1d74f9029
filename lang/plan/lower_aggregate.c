/* lower_aggregate.c - f(what of rows) becomes a group: its inputs are nodes of the child's rows,
 * its result one or two nodes on the parent's. Equal groups are one. */
#include "plan/lower.h"

static const Aggregate aggregate_of[BUILTIN_COUNT_OF] = {[BUILTIN_COUNT] = AGGREGATE_ROWS,
                                                         [BUILTIN_SUM] = AGGREGATE_SUM,
                                                         [BUILTIN_AVG] = AGGREGATE_AVG,
                                                         [BUILTIN_LEAST] = AGGREGATE_MIN,
                                                         [BUILTIN_MOST] = AGGREGATE_MAX,
                                                         [BUILTIN_MEDIAN] = AGGREGATE_MEDIAN,
                                                         [BUILTIN_PERCENTILE] =
                                                             AGGREGATE_PERCENTILE,
                                                         [BUILTIN_SHARE] = AGGREGATE_SHARE,
                                                         [BUILTIN_ANY] = AGGREGATE_ANY,
                                                         [BUILTIN_ALL] = AGGREGATE_ALL,
                                                         [BUILTIN_NONE] = AGGREGATE_NONE,
                                                         [BUILTIN_LATEST] = AGGREGATE_LATEST,
                                                         [BUILTIN_EARLIEST] = AGGREGATE_EARLIEST};

/* The condition under which a row counts, on child rows: this one's and those of the `each`
 * arguments that it ranges over. PLAN_NONE where every row does. */
static uint32_t where_of(Lower *lower, const Rows *rows) {
  uint32_t all = plan_truth(lower->plan, TRUTH_TRUE), where = all;
  for (const Rows *at = rows; at; at = at->each)
    if (at->where)
      where = plan_condition(lower->plan, PLAN_AND, where, lower_condition(lower, at->where));
  return where == all ? PLAN_NONE : plan_on(lower->plan, where, rows->child);
}

static const Node *what_of(const Rows *rows) {
  while (!rows->what && rows->counts_each && rows->each) rows = rows->each;
  return rows->what;
}

/* Inputs are columns of the child: a constant or a value of the program is seen from its rows. */
static PlanValue on_child(Lower *lower, PlanValue value) {
  return (PlanValue){plan_on(lower->plan, value.low, lower->entity),
                     plan_on(lower->plan, value.high, lower->entity)};
}

static bool takes_range(Aggregate function) {
  return function == AGGREGATE_SUM || function == AGGREGATE_AVG;
}

static bool gives_range(const PlanGroup *group) {
  switch (group->function) {
  case AGGREGATE_ROWS:
    return group->where != PLAN_NONE;
  case AGGREGATE_SUM:
    return group->where != PLAN_NONE || !range_is_point(group->value);
  case AGGREGATE_AVG:
    return !range_is_point(group->value);
  case AGGREGATE_SHARE:
    return true;
  default:
    return false;
  }
}

static PlanGroup group_of(Lower *lower, const Node *node) {
  const Rows *rows = node->typing->rows;
  Plan *plan = lower->plan;
  PlanGroup group = {.function = aggregate_of[rows->function],
                     .child = rows->child,
                     .parent = rows->parent,
                     .via = rows->via,
                     .value = plan_no_value,
                     .by = PLAN_NONE,
                     .fraction = PLAN_NONE,
                     .type = node->typing->type,
                     .span = node->span};
  uint32_t entity = lower->entity, clause = lower->clause;
  lower->entity = rows->child;
  lower->clause = PLAN_NONE; /* rows have no clause of their own on this side */
  group.where = where_of(lower, rows);
  const Node *what = what_of(rows);
  if (what && group.function != AGGREGATE_ROWS) {
    group.value = on_child(lower, lower_value(lower, what));
    if (!takes_range(group.function)) {
      group.value = plan_point(range_point(plan, group.value));
      group.value = on_child(lower, group.value);
    }
  }
  const Node *by = rows->by ? rows->by : rows->weight;
  if (by) group.by = plan_on(plan, lower_point(lower, by), rows->child);
  if (rows->fraction) {
    lower->entity = IMAGE_PROGRAM;
    group.fraction = lower_point(lower, rows->fraction);
  }
  lower->entity = entity;
  lower->clause = clause;
  group.is_range = gives_range(&group);
  return group;
}

static bool same_group(const PlanGroup *a, const PlanGroup *b) {
  return a->function == b->function && a->child == b->child && a->parent == b->parent &&
         a->via == b->via && a->where == b->where && a->value.low == b->value.low &&
         a->value.high == b->value.high && a->by == b->by && a->fraction == b->fraction &&
         type_equal(a->type, b->type);
}

uint32_t plan_group(Plan *plan, const PlanGroup *group) {
  for (uint32_t i = 0; i < plan->groups.count; i++)
    if (same_group(&plan->groups.at[i], group)) return i;
  *VEC_PUSH(plan->arena, &plan->groups) = *group;
  return (uint32_t)plan->groups.count - 1;
}

PlanValue lower_aggregate(Lower *lower, const Node *node) {
  Plan *plan = lower->plan;
  PlanGroup group = group_of(lower, node);
  uint32_t number = plan_group(plan, &group);
  PlanValue value;
  value.low = plan_leaf(plan, PLAN_AGGREGATE, group.type, group.parent, (int64_t)number * 2);
  value.high = !group.is_range ? value.low
                               : plan_leaf(plan, PLAN_AGGREGATE, group.type, group.parent,
                                           (int64_t)number * 2 + 1);
  value = (PlanValue){plan_on(plan, value.low, lower->entity),
                      plan_on(plan, value.high, lower->entity)};
  uint32_t clause = clause_note(lower, CLAUSE_TERM, node->span, group.type, value);
  if (clause != PLAN_NONE) plan->clauses.at[clause].group = number;
  return value;
}
