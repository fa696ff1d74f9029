/* encode_open.c - what may be anything, within what is known of it: aggregates, places under a cap,
 * histories.
 *
 * Of counts it is known which cannot be larger than which: where the condition of one implies that
 * of the other. That is itself a question, asked of a row that could be any child.
 */
#include "prove/encode_impl.h"

/* ---- Bounds that need no solver ---- */

static void group_bounds(const Encoder *e, const PlanGroup *group, int128 *low, int128 *high) {
  enum { WHOLE = 100000000 }; /* 100 %, with 8 decimals */
  type_bounds(e, group->type, low, high);
  switch (group->function) {
  case AGGREGATE_ROWS:
    *low = 0;
    *high = UINT32_MAX / 2; /* rows of a table */
    break;
  case AGGREGATE_SHARE:
    *low = 0;
    *high = WHOLE;
    break;
  case AGGREGATE_SUM: {
    int128 value_low, value_high, ignored;
    node_bounds(e, group->value.low, &value_low, &ignored);
    node_bounds(e, group->value.high, &ignored, &value_high);
    if (value_low >= 0 && type_store(group->type) == STORE_I64) *low = 0;
    if (value_high <= 0 && type_store(group->type) == STORE_I64) *high = 0;
    break;
  }
  default:
    /* one of the values, or between the least and the greatest of them */
    if (group->value.low != PLAN_NONE &&
        type_equal(plan_at(e->plan, group->value.low)->type, group->type)) {
      int128 ignored;
      node_bounds(e, group->value.low, low, &ignored);
      node_bounds(e, group->value.high, &ignored, high);
    }
  }
}

void node_bounds(const Encoder *e, uint32_t node, int128 *low, int128 *high) {
  const PlanNode *at = plan_at(e->plan, node);
  type_bounds(e, at->type, low, high);
  switch (at->op) {
  case PLAN_CONST:
    if (at->value.known && type_store(at->type) != STORE_F64 &&
        type_store(at->type) != STORE_TEXT && type_store(at->type) != STORE_TRUTH)
      *low = *high = at->value.i;
    return;
  case PLAN_FIELD: {
    const FieldSchema *field = &e->plan->program->entities.at[at->entity].fields[at->imm];
    if (type_store(at->type) == STORE_F64) return;
    if (field->low.set) *low = field->low.i;
    if (field->high.set) *high = field->high.i;
    return;
  }
  case PLAN_AGGREGATE:
    group_bounds(e, &e->plan->groups.at[at->imm / 2], low, high);
    return;
  case PLAN_LENGTH:
    *low = 0;
    return;
  case PLAN_YEAR:
    *low = 1;
    *high = 9999;
    return;
  case PLAN_QUARTER:
    *low = 1;
    *high = 4;
    return;
  case PLAN_MONTH:
    *low = 1;
    *high = 12;
    return;
  default:
    return;
  }
}

/* ---- Aggregates ---- */

static bool is_count(const PlanGroup *group) { return group->function == AGGREGATE_ROWS; }

/* Whether every row that surely counts in `a` surely counts in `b`, and likewise of those that
 * may. */
static void implied(Encoder *e, const PlanGroup *a, const PlanGroup *b, bool *surely, bool *maybe) {
  *surely = *maybe = b->where == PLAN_NONE;
  if (*surely || a->where == PLAN_NONE) return;
  ProveRow *child = encoder_row(e, a->child);
  const SmtTerm holds = encode_holds(e, child, a->where), fails = encode_fails(e, child, a->where);
  const SmtTerm other = encode_holds(e, child, b->where), others = encode_fails(e, child, b->where);
  const SmtTerm breaks[] = {holds, smt_not(e->smt, other)};
  const SmtTerm may_break[] = {smt_not(e->smt, fails), others};
  *surely = smt_ask(e->smt, breaks, 2) == SMT_NEVER;
  *maybe = smt_ask(e->smt, may_break, 2) == SMT_NEVER;
}

/* Both ends of a group's result. */
typedef struct Ends {
  ProveTerm low, high;
} Ends;

static Ends *ends_of(ProveRow *row, const Plan *plan, uint32_t group, Ends *ends) {
  uint32_t found = 0;
  for (size_t i = 0; i < row->leaves.count; i++) {
    const ProveLeaf *leaf = &row->leaves.at[i];
    if (leaf->kind != LEAF_AGGREGATE || leaf->index != group) continue;
    if (plan_at(plan, leaf->node)->imm % 2)
      ends->high = leaf->term;
    else
      ends->low = leaf->term;
    found++;
  }
  if (!found) return NULL;
  if (!plan->groups.at[group].is_range) ends->high = ends->low;
  return ends;
}

static void tie_counts(Encoder *e, const Ends *a, const Ends *b, bool surely, bool maybe) {
  if (surely) smt_assert(e->smt, smt_at_most(e->smt, a->low.value, b->low.value));
  if (maybe) smt_assert(e->smt, smt_at_most(e->smt, a->high.value, b->high.value));
}

static bool same_rows(const PlanGroup *a, const PlanGroup *b) {
  return a->child == b->child && a->parent == b->parent && a->via == b->via;
}

static void tie_to_others(Encoder *e, ProveRow *row, uint32_t group, const Ends *own) {
  const Plan *plan = e->plan;
  const PlanGroup *mine = &plan->groups.at[group];
  for (uint32_t g = 0; g < plan->groups.count; g++) {
    const PlanGroup *other = &plan->groups.at[g];
    Ends ends;
    bool surely, maybe;
    if (g == group || !is_count(other) || !same_rows(mine, other)) continue;
    if (!ends_of(row, plan, g, &ends)) continue;
    implied(e, mine, other, &surely, &maybe);
    tie_counts(e, own, &ends, surely, maybe);
    implied(e, other, mine, &surely, &maybe);
    tie_counts(e, &ends, own, surely, maybe);
  }
}

static uint32_t node_of_end(const Encoder *e, uint32_t group, int64_t end) {
  const Plan *plan = e->plan;
  for (uint32_t i = 0; i < plan->nodes.count; i++)
    if (plan->nodes.at[i].op == PLAN_AGGREGATE && plan->nodes.at[i].imm == (int64_t)group * 2 + end)
      return i;
  return PLAN_NONE;
}

static ProveTerm free_end(Encoder *e, const PlanGroup *group, SmtTerm known) {
  int128 low, high;
  group_bounds(e, group, &low, &high);
  return term_free(e, low, high, known);
}

static void remember(Encoder *e, ProveRow *row, uint32_t group, int64_t end, ProveTerm term) {
  const uint32_t node = node_of_end(e, group, end);
  if (node == PLAN_NONE) return;
  row->term[node] = term;
  row->done[node] = true;
  row_leaf(e, row, LEAF_AGGREGATE, group, node, term);
}

ProveTerm encode_aggregate(Encoder *e, ProveRow *row, uint32_t node) {
  const uint32_t index = (uint32_t)(plan_at(e->plan, node)->imm / 2);
  const PlanGroup *group = &e->plan->groups.at[index];
  if (group->type.kind == TYPE_BOOL) {
    const ProveTerm term = term_free_truth(e);
    remember(e, row, index, 0, term);
    return term;
  }
  const SmtTerm known = is_count(group) ? smt_truth(e->smt, true) : smt_new_truth(e->smt);
  Ends ends = {.low = free_end(e, group, known)};
  ends.high = group->is_range ? free_end(e, group, known) : ends.low;
  if (group->is_range) smt_assert(e->smt, smt_at_most(e->smt, ends.low.value, ends.high.value));
  if (is_count(group)) tie_to_others(e, row, index, &ends);
  remember(e, row, index, 0, ends.low);
  if (group->is_range) remember(e, row, index, 1, ends.high);
  return row->term[node];
}

/* ---- Caps and histories ---- */

/* Placed implies qualifying; what does not surely qualify is as it was. */
ProveTerm encode_ranked(Encoder *e, ProveRow *row, uint32_t node) {
  const PlanRank *rank = &e->plan->ranks.at[plan_at(e->plan, node)->imm];
  const ProveTerm qualifies = encode(e, row, rank->qualifies);
  const SmtTerm placed = smt_new_truth(e->smt);
  const ProveTerm term = term_truth(
      e, smt_and(e->smt, qualifies.value, placed),
      smt_or(e->smt, qualifies.known, smt_and(e->smt, qualifies.value, smt_not(e->smt, placed))));
  row_leaf(e, row, LEAF_OPEN, node, node, term);
  return term;
}

/* One place is enough for one row; a share of one row may be none. */
SmtTerm encode_alone(Encoder *e, ProveRow *row, uint32_t node) {
  const PlanRank *rank = &e->plan->ranks.at[plan_at(e->plan, node)->imm];
  const ProveTerm limit = encode(e, encoder_program(e), rank->limit);
  if (rank->percent || !term_is_constant(&limit) || limit.low < 1) return smt_truth(e->smt, false);
  return smt_implies(e->smt, encode_holds(e, row, rank->qualifies), encode_holds(e, row, node));
}

ProveTerm encode_traced(Encoder *e, ProveRow *row, uint32_t node) {
  const PlanNode *at = plan_at(e->plan, node);
  int128 low, high;
  type_bounds(e, at->type, &low, &high);
  const ProveTerm term = term_free(e, low, high, smt_new_truth(e->smt));
  if (at->type.kind == TYPE_DATE) /* what lies ahead is left out */
    smt_assert(e->smt, smt_at_most(e->smt, term.value, e->today));
  row_leaf(e, row, LEAF_OPEN, node, node, term);
  return term;
}

/* ---- What is not exact ---- */

size_t encoder_open(const Encoder *e, const uint32_t *nodes, size_t count, uint32_t *open,
                    size_t most) {
  bool *behind = ARENA_ARRAY(e->arena, bool, e->plan->nodes.count);
  size_t found = 0;
  for (size_t i = 0; i < count; i++)
    if (nodes[i] != PLAN_NONE) behind[nodes[i]] = true;
  for (size_t i = e->plan->nodes.count; i-- > 0;) {
    const PlanNode *at = plan_at(e->plan, (uint32_t)i);
    if (!behind[i]) continue;
    if (at->op == PLAN_RANKED) behind[e->plan->ranks.at[at->imm].qualifies] = true;
    for (int a = 0; a < plan_op_info[at->op].arity; a++) behind[at->arg[a]] = true;
  }
  for (uint32_t i = 0; i < e->plan->nodes.count && found < most; i++)
    if (behind[i] && e->open[i]) open[found++] = i;
  return found;
}
