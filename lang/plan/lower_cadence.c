/* lower_cadence.c - on track through the next day, due through the grace behind it, then overdue.
 */
#include "plan/lower.h"

static const Type type_status = {.kind = TYPE_ENUM, .of = ENUM_CADENCE};
static const Type type_date = {.kind = TYPE_DATE};

static uint32_t status(Lower *lower, int32_t member) {
  return plan_exact(lower->plan, type_status, member);
}

uint32_t lower_moved(Lower *lower, uint32_t day, const Node *step) {
  uint32_t by = lower_point(lower, step);
  bool period = plan_at(lower->plan, by)->type.kind == TYPE_PERIOD;
  return plan_binary(lower->plan, period ? PLAN_ADD_MONTHS : PLAN_ADD_SECONDS, type_date, day, by);
}

static uint32_t next_day(Lower *lower, const Node *every) {
  uint32_t clause = clause_begin(lower, CLAUSE_EVERY, every->span);
  uint32_t since = lower_point(lower, node_child(every, EVERY_SINCE));
  uint32_t next = lower_moved(lower, since, node_child(every, EVERY_STEP));
  clause_end(lower, clause, type_date, plan_point(next));
  return next;
}

static uint32_t last_day(Lower *lower, const Node *grace, uint32_t next) {
  if (!grace) return next;
  uint32_t clause = clause_begin(lower, CLAUSE_GRACE, grace->span);
  uint32_t last = lower_moved(lower, next, node_child(grace, GRACE_STEP));
  clause_end(lower, clause, type_date, plan_point(last));
  return last;
}

static const Node *clause_of(const Node *body, NodeKind kind) {
  for (uint32_t i = 0; i < body->count; i++)
    if (body->child[i]->kind == kind) return body->child[i];
  return NULL;
}

static void say_overdue(Lower *lower, uint32_t number, uint32_t status, uint32_t next) {
  const Declared *declared = &lower->program->columns.at[number];
  PlanFinding *finding = lower_finding(lower, FINDING_CADENCE_OVERDUE, number, status,
                                       CADENCE_OVERDUE, false, declared->node->span);
  Arena *arena = lower->plan->arena;
  char *text =
      arena_printf(arena, "`%.*s` is overdue: the next was due on ", TEXT_ARG(declared->name));
  *VEC_PUSH(arena, &finding->say) = (PlanPiece){.literal = text_of(text)};
  *VEC_PUSH(arena, &finding->say) =
      (PlanPiece){.is_value = true, .type = type_date, .value = plan_point(next)};
}

/* `board_review.next` can be asked about, too. */
static void note_next(Lower *lower, const Declared *declared, LoweredColumns *out) {
  const Node *every = clause_of(declared->body, NODE_EVERY);
  uint32_t root = clause_part(lower, every->span, out, PART_NEXT);
  lower_applies(lower, declared);
  next_day(lower, every);
  clause_part_end(lower, root, out, PART_NEXT);
}

void lower_cadence(Lower *lower, uint32_t number, LoweredColumns *out) {
  Plan *plan = lower->plan;
  const Declared *declared = &lower->program->columns.at[number];
  uint32_t applies = lower_applies(lower, declared);
  uint32_t next = next_day(lower, clause_of(declared->body, NODE_EVERY));
  uint32_t last = last_day(lower, clause_of(declared->body, NODE_GRACE), next);
  uint32_t waived = lower_waived(lower, number);
  uint32_t today = plan_input(plan, IMAGE_TODAY);
  uint32_t result = status(lower, CADENCE_OVERDUE);
  if (waived != PLAN_NONE)
    result = plan_select(plan, waived, status(lower, CADENCE_WAIVED), result);
  result = plan_select(plan, plan_condition(plan, PLAN_LE, today, last), status(lower, CADENCE_DUE),
                       result);
  result = plan_select(plan, plan_condition(plan, PLAN_LE, today, next),
                       status(lower, CADENCE_ON_TRACK), result);
  result = plan_select(plan, applies, result, status(lower, CADENCE_NOT_APPLICABLE));
  result = plan_on(plan, result, lower->entity);
  next =
      plan_on(plan, plan_select(plan, applies, next, plan_missing(plan, type_date)), lower->entity);
  out->part[PART_SELF] = plan_point(result);
  out->part[PART_NEXT] = plan_point(next);
  note_next(lower, declared, out);
  say_overdue(lower, number, result, next);
  lower_finding(lower, FINDING_CADENCE_UNKNOWN, number, result, 0, true, declared->node->span);
}
