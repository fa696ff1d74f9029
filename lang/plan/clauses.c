/* clauses.c - the side table: from clause of the source to node.
 *
 * A clause is noted before what stands below it, so parents have smaller indices. */
#include "plan/lower.h"

const PlanValue plan_no_value = {PLAN_NONE, PLAN_NONE};

static uint32_t note(Lower *lower, ClauseKind kind, Span span, uint32_t parent) {
  uint32_t number = (uint32_t)lower->plan->clauses.count;
  PlanClause *clause = VEC_PUSH(lower->plan->arena, &lower->plan->clauses);
  *clause = (PlanClause){.kind = kind,
                         .parent = parent,
                         .span = span,
                         .value = plan_no_value,
                         .entity = lower->entity,
                         .group = PLAN_NONE,
                         .rank = PLAN_NONE,
                         .history = PLAN_NONE,
                         .column = PLAN_NONE};
  return number;
}

uint32_t clause_root(Lower *lower, Span span) {
  lower->clause = note(lower, CLAUSE_COLUMN, span, PLAN_NONE);
  return lower->clause;
}

uint32_t clause_begin(Lower *lower, ClauseKind kind, Span span) {
  if (lower->clause == PLAN_NONE) return PLAN_NONE;
  lower->clause = note(lower, kind, span, lower->clause);
  lower->named = kind == CLAUSE_NEEDS || kind == CLAUSE_KEEPS || kind == CLAUSE_REQUIRE ||
                 kind == CLAUSE_ENTER || kind == CLAUSE_LEAVE || kind == CLAUSE_WHERE;
  return lower->clause;
}

void clause_end(Lower *lower, uint32_t clause, Type type, PlanValue value) {
  if (clause == PLAN_NONE) return;
  PlanClause *at = &lower->plan->clauses.at[clause];
  at->type = type;
  at->value = value;
  if (value.low != PLAN_NONE) /* what depends on the program alone is told on the clause's rows */
    at->value = (PlanValue){plan_on(lower->plan, value.low, at->entity),
                            plan_on(lower->plan, value.high, at->entity)};
  lower->clause = at->parent;
}

uint32_t clause_part(Lower *lower, Span span, LoweredColumns *out, ColumnPart part) {
  out->clause[part] = clause_root(lower, span);
  return out->clause[part];
}

void clause_part_end(Lower *lower, uint32_t root, LoweredColumns *out, ColumnPart part) {
  const PlanValue value = out->part[part];
  clause_end(lower, root, plan_at(lower->plan, value.low)->type, value);
  lower->clause = out->clause[PART_SELF];
}

void clause_join(Lower *lower, ClauseJoin join) {
  if (lower->clause != PLAN_NONE) lower->plan->clauses.at[lower->clause].join = join;
}

uint32_t clause_note(Lower *lower, ClauseKind kind, Span span, Type type, PlanValue value) {
  uint32_t clause = clause_begin(lower, kind, span);
  clause_end(lower, clause, type, value);
  return clause;
}
