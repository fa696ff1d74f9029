/* lower_rule.c - a rule passes where all it requires is true; waivers; what findings say. */
#include "plan/lower.h"

static const Type type_status = {.kind = TYPE_ENUM, .of = ENUM_RULE};

static uint32_t status(Lower *lower, int32_t member) {
  return plan_exact(lower->plan, type_status, member);
}

/* Keys are text. */
static uint32_t key_is(Lower *lower, uint32_t entity, Text key) {
  Plan *plan = lower->plan;
  uint32_t field = plan_field(plan, entity, lower->program->entities.at[entity].key);
  Scalar value = {.type = {.kind = TYPE_TEXT}, .known = true, .text = key};
  return plan_condition(plan, PLAN_EQ, field, plan_const(plan, value));
}

uint32_t lower_waived(Lower *lower, uint32_t declared) {
  Plan *plan = lower->plan;
  const Program *program = lower->program;
  uint32_t any = PLAN_NONE;
  for (size_t i = 0; i < program->waivers.count; i++) {
    const DeclaredWaiver *waiver = &program->waivers.at[i];
    if (waiver->target != declared) continue;
    uint32_t until = plan_exact(plan, (Type){.kind = TYPE_DATE}, waiver->until);
    uint32_t holds = plan_condition(plan, PLAN_LE, plan_input(plan, IMAGE_TODAY), until);
    if (lower->entity != IMAGE_PROGRAM)
      holds = plan_condition(plan, PLAN_AND, key_is(lower, lower->entity, waiver->key), holds);
    clause_note(lower, CLAUSE_WAIVER, waiver->node->span, lower_bool, plan_point(holds));
    any = any == PLAN_NONE ? holds : plan_condition(plan, PLAN_OR, any, holds);
  }
  return any;
}

PlanFinding *lower_finding(Lower *lower, FindingKind kind, uint32_t declared, uint32_t node,
                           int32_t member, bool when_missing, Span span) {
  PlanFinding *finding = VEC_PUSH(lower->plan->arena, &lower->plan->findings);
  finding->kind = kind;
  finding->declared = declared;
  finding->node = node;
  finding->member = member;
  finding->when_missing = when_missing;
  finding->span = span;
  return finding;
}

PlanFinding *lower_failure(Lower *lower, FindingKind kind, uint32_t declared, uint32_t fails,
                           uint32_t waived, Span span) {
  Plan *plan = lower->plan;
  uint32_t open = fails;
  if (waived != PLAN_NONE) {
    uint32_t excused = plan_condition(plan, PLAN_AND, fails, waived);
    open = plan_condition(plan, PLAN_AND, fails, plan_not(plan, waived));
    lower_finding(lower, FINDING_WAIVED, declared, plan_on(plan, excused, lower->entity),
                  TRUTH_TRUE, false, span);
  }
  return lower_finding(lower, kind, declared, plan_on(plan, open, lower->entity), TRUTH_TRUE, false,
                       span);
}

void lower_template(Lower *lower, const Node *template, PlanFinding *finding, bool fix) {
  if (!template) return;
  uint32_t clause = lower->clause;
  lower->clause = PLAN_NONE;
  for (uint32_t i = 0; i < template->count; i++) {
    const Node *piece = template->child[i];
    PlanPiece out = {.literal = piece->text};
    if (piece->kind != NODE_STRING || piece->typing) {
      out.is_value = true;
      out.literal = (Text){0};
      out.value = lower_value(lower, piece);
      out.type = plan_at(lower->plan, out.value.low)->type;
    }
    if (fix)
      *VEC_PUSH(lower->plan->arena, &finding->fix) = out;
    else
      *VEC_PUSH(lower->plan->arena, &finding->say) = out;
  }
  lower->clause = clause;
}

static const Node *template_of(const Node *body, NodeKind kind) {
  for (uint32_t i = 0; i < body->count; i++)
    if (body->child[i]->kind == kind) return node_child(body->child[i], SAY_TEMPLATE);
  return NULL;
}

static uint32_t requirements(Lower *lower, const Node *body) {
  uint32_t all = plan_truth(lower->plan, TRUTH_TRUE);
  for (uint32_t i = 0; i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind != NODE_REQUIRE) continue;
    uint32_t clause = clause_begin(lower, CLAUSE_REQUIRE, node->span);
    uint32_t holds = lower_condition(lower, node_child(node, REQUIRE_CONDITION));
    clause_end(lower, clause, lower_bool, plan_point(holds));
    all = plan_condition(lower->plan, PLAN_AND, all, holds);
  }
  return all;
}

void lower_rule(Lower *lower, uint32_t number, LoweredColumns *out) {
  Plan *plan = lower->plan;
  const Declared *declared = &lower->program->columns.at[number];
  const Node *body = node_child(declared->node, RULE_BODY);
  uint32_t applies = lower_applies(lower, declared);
  uint32_t holds = requirements(lower, body);
  uint32_t waived = lower_waived(lower, number);
  uint32_t fails = status(lower, RULE_FAILS);
  if (waived != PLAN_NONE) fails = plan_select(plan, waived, status(lower, RULE_WAIVED), fails);
  uint32_t result = plan_select(plan, holds, status(lower, RULE_PASSES), fails);
  result = plan_select(plan, applies, result, status(lower, RULE_NOT_APPLICABLE));
  result = plan_on(plan, result, lower->entity);
  out->part[PART_SELF] = plan_point(result);
  PlanFinding finding = *lower_finding(lower, FINDING_RULE_FAILS, number, result, RULE_FAILS, false,
                                       declared->node->span);
  size_t at = plan->findings.count - 1;
  lower_template(lower, template_of(body, NODE_SAY), &finding, false);
  lower_template(lower, template_of(body, NODE_FIX), &finding, true);
  plan->findings.at[at] = finding; /* other columns lowered on the way may have moved the array */
  lower_finding(lower, FINDING_RULE_UNKNOWN, number, result, 0, true, declared->node->span);
}
