/* lower_segmentation.c - segments are tried from the top; a cap sends those beyond it on.
 *
 * For segment k, with Kleene's connectives throughout:
 *
 *   reach_1     = the segmentation applies
 *   qualifies_k = reach_k and (needs_k, or recorded as k and keeps_k)
 *   in_k        = qualifies_k, or within its cap by rank
 *   reach_k+1   = reach_k and not in_k
 *
 * The value is the first k with in_k true; an unknown on the way makes it unknown.
 */
#include "plan/lower.h"

typedef struct Segment {
  const Node *node;
  uint32_t needs; /* all of them, without `keeps` */
  uint32_t in;
} Segment;

typedef struct Segmentation {
  Lower *lower;
  uint32_t number;
  const Declared *declared;
  uint32_t applies;
  uint32_t field;    /* the recorded segment as the data has it, or PLAN_NONE without `current` */
  uint32_t recorded; /* the same as a member of this segmentation */
  VEC(Segment) segments;
  uint32_t otherwise; /* the member for the rest */
} Segmentation;

static uint32_t member(const Segmentation *s, uint32_t position) {
  return plan_exact(s->lower->plan, s->declared->type, position);
}

static uint32_t unplaced(const Segmentation *s) {
  return s->lower->program->enums.at[s->declared->members].count - 2;
}

static uint32_t not_applicable(const Segmentation *s) { return unplaced(s) + 1; }

/* The clauses of one kind, joined by `and`; PLAN_NONE where there is none. */
static uint32_t all_of(Segmentation *s, const Node *body, NodeKind kind, ClauseKind clause_kind) {
  Lower *lower = s->lower;
  uint32_t all = PLAN_NONE;
  for (uint32_t i = 0; i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind != kind) continue;
    uint32_t clause = clause_begin(lower, clause_kind, node->span);
    uint32_t condition = lower_condition(lower, node_child(node, NEEDS_CONDITION));
    clause_end(lower, clause, lower_bool, plan_point(condition));
    all = all == PLAN_NONE ? condition : plan_condition(lower->plan, PLAN_AND, all, condition);
  }
  return all;
}

/* Easier terms for a row whose recorded segment this is; nothing for one without a record. */
static uint32_t kept(Segmentation *s, const Node *body, uint32_t position, uint32_t needs) {
  Plan *plan = s->lower->plan;
  uint32_t keeps = all_of(s, body, NODE_KEEPS, CLAUSE_KEEPS);
  if (keeps == PLAN_NONE || s->recorded == PLAN_NONE) return needs;
  uint32_t here = plan_condition(plan, PLAN_EQ, s->recorded, member(s, position));
  here = plan_unary(plan, PLAN_SURELY, lower_bool, here);
  return plan_condition(plan, PLAN_OR, needs, plan_condition(plan, PLAN_AND, here, keeps));
}

static const Node *cap_of(const Node *body) {
  for (uint32_t i = 0; i < body->count; i++)
    if (body->child[i]->kind == NODE_CAP) return body->child[i];
  return NULL;
}

/* In tests: a row with a fixed segment takes its place there, and no other. */
static uint32_t or_fixed(Segmentation *s, uint32_t position, uint32_t qualifies) {
  Plan *plan = s->lower->plan;
  PlanValue value;
  uint32_t given;
  if (!lower_given(s->lower, s->number, &given, &value)) return qualifies;
  uint32_t here = plan_condition(plan, PLAN_EQ, value.low, member(s, position));
  return plan_select(plan, given, plan_unary(plan, PLAN_SURELY, lower_bool, here), qualifies);
}

static uint32_t capped(Segmentation *s, const Node *cap, uint32_t qualifies) {
  Lower *lower = s->lower;
  Plan *plan = lower->plan;
  uint32_t clause = clause_begin(lower, CLAUSE_CAP, cap->span);
  PlanValue rank = lower_value(lower, node_child(cap, CAP_RANK));
  uint32_t entity = lower->entity;
  lower->entity = IMAGE_PROGRAM;
  uint32_t limit = lower_point(lower, node_child(cap, CAP_LIMIT));
  lower->entity = entity;
  bool all = s->applies == plan_truth(plan, TRUTH_TRUE);
  uint32_t number = (uint32_t)plan->ranks.count;
  *VEC_PUSH(plan->arena, &plan->ranks) =
      (PlanRank){.entity = entity,
                 .qualifies = plan_on(plan, qualifies, entity),
                 .applies = all ? PLAN_NONE : plan_on(plan, s->applies, entity),
                 .rank = plan_on(plan, rank.low, entity),
                 .limit = limit,
                 .percent = plan_at(plan, limit)->type.kind == TYPE_PERCENT,
                 .declared = s->number,
                 .span = cap->span};
  uint32_t placed = plan_leaf(plan, PLAN_RANKED, lower_bool, entity, number);
  clause_end(lower, clause, lower_bool, plan_point(placed));
  if (clause != PLAN_NONE) plan->clauses.at[clause].rank = number;
  return placed;
}

static void lower_segment(Segmentation *s, const Node *node, uint32_t *reach) {
  Lower *lower = s->lower;
  Plan *plan = lower->plan;
  uint32_t position = (uint32_t)s->segments.count;
  uint32_t clause = clause_begin(lower, CLAUSE_SEGMENT, node->span);
  Segment segment = {.node = node};
  const Node *body = node_child(node, SEGMENT_BODY);
  if (node->flags & FLAG_OTHERWISE) {
    segment.needs = plan_truth(plan, TRUTH_TRUE);
    segment.in = *reach; /* the rest */
    s->otherwise = position;
  } else {
    segment.needs = all_of(s, body, NODE_NEEDS, CLAUSE_NEEDS);
    if (segment.needs == PLAN_NONE) segment.needs = plan_truth(plan, TRUTH_TRUE);
    uint32_t holds = kept(s, body, position, segment.needs);
    segment.in = plan_condition(plan, PLAN_AND, *reach, holds);
    const Node *cap = cap_of(body);
    if (cap) segment.in = capped(s, cap, or_fixed(s, position, segment.in));
    *reach = plan_condition(plan, PLAN_AND, *reach, plan_not(plan, segment.in));
  }
  clause_end(lower, clause, lower_bool, plan_point(segment.in));
  *VEC_PUSH(plan->arena, &s->segments) = segment;
}

/* Position in the order of segments decides; `unplaced` stands behind all of them. */
static uint32_t drift(Segmentation *s, uint32_t value) {
  Plan *plan = s->lower->plan;
  Type type = {.kind = TYPE_ENUM, .of = ENUM_DRIFT};
  uint32_t same = plan_condition(plan, PLAN_EQ, value, s->recorded);
  uint32_t up = plan_condition(plan, PLAN_LT, value, s->recorded);
  uint32_t moved = plan_select(plan, up, plan_exact(plan, type, DRIFT_PROMOTED),
                               plan_exact(plan, type, DRIFT_DEMOTED));
  uint32_t all = plan_select(plan, same, plan_exact(plan, type, DRIFT_SAME), moved);
  return plan_select(plan, s->applies, all, plan_exact(plan, type, DRIFT_NOT_APPLICABLE));
}

static void overlap(Segmentation *s, size_t i, size_t j) {
  Lower *lower = s->lower;
  Plan *plan = lower->plan;
  const Segment *a = &s->segments.at[i], *b = &s->segments.at[j];
  uint32_t both = plan_condition(plan, PLAN_AND, a->needs, b->needs);
  both = plan_condition(plan, PLAN_AND, s->applies, both);
  PlanFinding *finding =
      lower_finding(lower, FINDING_SEGMENTS_OVERLAP, s->number, plan_on(plan, both, lower->entity),
                    TRUTH_TRUE, false, b->node->span);
  char *text = arena_printf(plan->arena, "`%.*s` and `%.*s` both hold",
                            TEXT_ARG(node_child(a->node, SEGMENT_NAME)->text),
                            TEXT_ARG(node_child(b->node, SEGMENT_NAME)->text));
  *VEC_PUSH(plan->arena, &finding->say) = (PlanPiece){.literal = text_of(text)};
}

static void overlaps(Segmentation *s, const Node *body) {
  bool exclusive = false;
  for (uint32_t i = 0; i < body->count; i++) exclusive |= body->child[i]->kind == NODE_EXCLUSIVE;
  if (!exclusive) return;
  for (size_t i = 0; i < s->segments.count; i++)
    for (size_t j = i + 1; j < s->segments.count; j++)
      if (!(s->segments.at[j].node->flags & FLAG_OTHERWISE)) overlap(s, i, j);
}

static uint32_t value_of(Segmentation *s) {
  Plan *plan = s->lower->plan;
  uint32_t value = member(s, s->otherwise);
  for (size_t i = s->segments.count; i-- > 0;)
    if (!(s->segments.at[i].node->flags & FLAG_OTHERWISE))
      value = plan_select(plan, s->segments.at[i].in, member(s, (uint32_t)i), value);
  return plan_select(plan, s->applies, value, member(s, not_applicable(s)));
}

static void recorded(Segmentation *s) {
  Lower *lower = s->lower;
  s->field = s->recorded = PLAN_NONE;
  if (!s->declared->current) return;
  uint32_t clause = lower->clause;
  lower->clause = PLAN_NONE;
  s->field = lower_point(lower, s->declared->current);
  lower->clause = clause;
  s->recorded = plan_unary(lower->plan, PLAN_RECODE, s->declared->type, s->field);
}

/* What is recorded, and how far that is from what is, can be asked about, too. */
static void note_parts(const Segmentation *s, LoweredColumns *out) {
  Lower *lower = s->lower;
  const Node *name = node_child(s->declared->node, SEGMENTATION_NAME);
  const Span current = s->declared->current->span;
  uint32_t root = clause_part(lower, current, out, PART_RECORDED);
  lower_point(lower, s->declared->current);
  clause_part_end(lower, root, out, PART_RECORDED);
  root = clause_part(lower, name->span, out, PART_DRIFT);
  uint32_t self =
      clause_note(lower, CLAUSE_TERM, name->span, s->declared->type, out->part[PART_SELF]);
  lower->plan->clauses.at[self].column = s->number * PART_COUNT + PART_SELF;
  lower_point(lower, s->declared->current);
  clause_part_end(lower, root, out, PART_DRIFT);
}

void lower_segmentation(Lower *lower, uint32_t number, LoweredColumns *out) {
  const Declared *declared = &lower->program->columns.at[number];
  Segmentation s = {.lower = lower, .number = number, .declared = declared};
  s.applies = lower_applies(lower, declared);
  s.otherwise = unplaced(&s);
  recorded(&s);
  if (s.recorded != PLAN_NONE) out->part[PART_RECORDED] = plan_point(s.field);
  const Node *body = node_child(declared->node, SEGMENTATION_BODY);
  uint32_t reach = s.applies;
  for (uint32_t i = 0; i < body->count; i++)
    if (body->child[i]->kind == NODE_SEGMENT) lower_segment(&s, body->child[i], &reach);
  uint32_t value = plan_on(lower->plan, value_of(&s), lower->entity);
  out->part[PART_SELF] = plan_point(value);
  if (s.recorded != PLAN_NONE) out->part[PART_DRIFT] = plan_point(drift(&s, value));
  if (s.recorded != PLAN_NONE) note_parts(&s, out);
  overlaps(&s, body);
  lower_finding(lower, FINDING_SEGMENT_UNKNOWN, number, value, 0, true, declared->node->span);
}
