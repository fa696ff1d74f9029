/* prove_score.c - scores: what they can come to, beside conditions that ask for more; and weights
 * and ramps that are as they should not be at the present value of parameters. */
#include "prove/prove_impl.h"

/* The score that the node is an end of; NULL. */
static const PlanColumn *score_of(const Prover *p, uint32_t node) {
  for (size_t i = 0; i < p->plan->columns.count; i++) {
    const PlanColumn *column = &p->plan->columns.at[i];
    if (p->program->columns.at[column->declared].kind == DECLARATION_SCORE &&
        column->part == PART_SELF && (column->value.low == node || column->value.high == node))
      return column;
  }
  return NULL;
}

static bool is_labelled(const bool *told, const PlanColumn *score) {
  return !score || told[score->declared];
}

/* ---- What a value can come to ---- */

/* The most of all rows in question, or the least: asked for between what the model has and what is
 * known beforehand. False where that is not settled. */
static bool extreme(Prover *p, const Question *question, uint32_t node, bool most, int64_t *out) {
  ProveRow *row = encoder_row(p->encoder, question->entity);
  const ProveTerm term = encode(p->encoder, row, node);
  const int128 last = most ? term.high : term.low;
  SmtTerm *terms = ARENA_ARRAY(p->arena, SmtTerm, question->wanted.count + 2);
  size_t count = question_terms(p, question, terms);
  terms[count++] = term.known;
  if (last <= INT64_MIN || last >= INT64_MAX) return false;
  if (smt_ask(p->smt, terms, count) != SMT_SOME) return false;
  int64_t found = smt_model_int(p->smt, term.value), bound = (int64_t)last;
  while (found != bound) {
    const int64_t half = bound / 2 - found / 2;
    const int64_t next = half ? found + half : bound;
    const SmtTerm at = smt_int(p->smt, next);
    terms[count] = most ? smt_at_most(p->smt, at, term.value) : smt_at_most(p->smt, term.value, at);
    const SmtAnswer answer = smt_ask(p->smt, terms, count + 1);
    if (answer == SMT_OPEN) return false;
    if (answer == SMT_SOME) found = smt_model_int(p->smt, term.value);
    if (answer == SMT_NEVER) bound = most ? next - 1 : next + 1;
  }
  *out = found;
  return true;
}

static Text value_text(const Prover *p, Type type, int64_t value) {
  Buffer out = buffer_in(p->arena);
  scalar_print(&out, (Scalar){.type = type, .known = true, .i = value}, p->program->enums.at,
               PRINT_PEOPLE);
  return buffer_view(&out);
}

static void label(Prover *p, Diag *d, const PlanColumn *score) {
  const Declared *declared = &p->program->columns.at[score->declared];
  ProveRow *row = encoder_row(p->encoder, declared->entity);
  const Question any = question_on(p, score);
  const Type type = {.kind = TYPE_SCORE};
  const int64_t low = (int64_t)encode(p->encoder, row, score->value.low).low,
                high = (int64_t)encode(p->encoder, row, score->value.high).high;
  int64_t least = low, most = high;
  /* for sure, however much is missing */
  if (!extreme(p, &any, score->value.high, false, &least)) least = low;
  if (!extreme(p, &any, score->value.low, true, &most)) most = high;
  const Span span = node_child(declared->node, SCORE_NAME)->span;
  if (least == low && most == high)
    diag_label(p->diags, d, span, "its weights reach from %.*s to %.*s",
               TEXT_ARG(value_text(p, type, low)), TEXT_ARG(value_text(p, type, high)));
  else if (least == most)
    diag_label(p->diags, d, span, "its weights reach from %.*s to %.*s, but come to %.*s together",
               TEXT_ARG(value_text(p, type, low)), TEXT_ARG(value_text(p, type, high)),
               TEXT_ARG(value_text(p, type, most)));
  else
    diag_label(p->diags, d, span,
               "its weights reach from %.*s to %.*s, but together from %.*s to %.*s",
               TEXT_ARG(value_text(p, type, low)), TEXT_ARG(value_text(p, type, high)),
               TEXT_ARG(value_text(p, type, least)), TEXT_ARG(value_text(p, type, most)));
}

void label_value(Prover *p, Diag *d, const PlanColumn *kpi) {
  const uint32_t clause = clause_below(p, kpi->clause, CLAUSE_VALUE, PLAN_NONE);
  if (clause == PLAN_NONE) return;
  const PlanClause *value = &p->plan->clauses.at[clause];
  const Question applies = question_on(p, kpi);
  int64_t least, most;
  if (value->value.low == PLAN_NONE || type_store(value->type) != STORE_I64) return;
  if (score_of(p, value->value.low)) return; /* that is labelled itself */
  const bool from = extreme(p, &applies, value->value.low, false, &least),
             to = extreme(p, &applies, value->value.high, true, &most);
  if (from && to)
    diag_label(p->diags, d, value->span, "this is between %.*s and %.*s",
               TEXT_ARG(value_text(p, value->type, least)),
               TEXT_ARG(value_text(p, value->type, most)));
  else if (from || to)
    diag_label(p->diags, d, value->span, "this is never %s %.*s", from ? "below" : "above",
               TEXT_ARG(value_text(p, value->type, from ? least : most)));
}

void label_scores(Prover *p, Diag *d, uint32_t condition) {
  const size_t count = p->plan->nodes.count;
  bool *behind = ARENA_ARRAY(p->arena, bool, count),
       *told = ARENA_ARRAY(p->arena, bool, p->program->columns.count);
  if (condition == PLAN_NONE) return;
  behind[condition] = true;
  for (size_t i = count; i-- > 0;) {
    const PlanNode *at = plan_at(p->plan, (uint32_t)i);
    if (!behind[i] || type_store(at->type) != STORE_TRUTH) continue;
    for (int a = 0; a < plan_op_info[at->op].arity; a++) {
      behind[at->arg[a]] = true;
      if (at->op != PLAN_LT && at->op != PLAN_LE && at->op != PLAN_EQ) continue;
      const PlanColumn *score = score_of(p, at->arg[a]);
      if (is_labelled(told, score)) continue;
      told[score->declared] = true;
      label(p, d, score);
    }
  }
}

/* ---- Parameters ---- */

/* What the node comes to on any row, as parameters are. */
static bool comes_to(Prover *p, uint32_t entity, uint32_t node, int64_t *out) {
  if (node == PLAN_NONE) return false;
  const ProveTerm term = encode(p->encoder, encoder_row(p->encoder, entity), node);
  if (term.low != term.high || !smt_is(p->smt, term.known, true)) return false;
  *out = (int64_t)term.low;
  return true;
}

static bool is_written(const Prover *p, uint32_t node) {
  while (plan_at(p->plan, node)->op == PLAN_SPREAD) node = plan_at(p->plan, node)->arg[0];
  return plan_at(p->plan, node)->op == PLAN_CONST;
}

static bool stated(const Prover *p, const Node *value, int64_t *out) {
  const Typing *typing = value->typing;
  if (value->kind == NODE_NUMBER && value->number.scale == 0) {
    *out = (int64_t)value->number.mantissa * type_scale(TYPE_SCORE);
    return true;
  }
  if (value->kind != NODE_NAME || !typing || typing->symbol != SYMBOL_PARAM) return false;
  const Scalar param = p->program->params.at[typing->index].value;
  if (!param.known) return false;
  *out = param.type.kind == TYPE_INTEGER ? param.i * type_scale(TYPE_SCORE) : param.i;
  return param.type.kind == TYPE_INTEGER || param.type.kind == TYPE_SCORE;
}

/* The sum of the weights; what is written without parameters the compiler has added up. */
static void weights(Prover *p, const PlanColumn *column) {
  const Declared *declared = &p->program->columns.at[column->declared];
  const Node *out_of = NULL;
  int64_t sum = 0, wanted, weight;
  bool written = true;
  for (uint32_t i = 0; i < declared->body->count; i++)
    if (declared->body->child[i]->kind == NODE_OUT_OF) out_of = declared->body->child[i];
  if (!out_of || !stated(p, node_child(out_of, OUT_OF_VALUE), &wanted)) return;
  written = node_child(out_of, OUT_OF_VALUE)->kind == NODE_NUMBER;
  for (uint32_t part = clause_below(p, column->clause, CLAUSE_COMPONENT, PLAN_NONE);
       part != PLAN_NONE; part = clause_below(p, column->clause, CLAUSE_COMPONENT, part)) {
    const uint32_t points = clause_below(p, part, CLAUSE_POINTS, PLAN_NONE);
    if (points == PLAN_NONE || !comes_to(p, declared->entity, clause_node(p, points), &weight))
      return;
    written &= is_written(p, clause_node(p, points));
    if (weight > 0) sum += weight;
  }
  if (written) return;
  Claim *claim = claim_new(p, column->declared, "its weights add up to what it is out of");
  claim->of_all = true;
  if (sum == wanted) return;
  const Type type = {.kind = TYPE_SCORE};
  claim->verdict = VERDICT_REFUTED;
  Diag *d = claim_report(p, claim, W_WEIGHTS_SUM, out_of->span,
                         "the weights of `%.*s` add up to %.*s as parameters are, not to %.*s",
                         TEXT_ARG(column->name), TEXT_ARG(value_text(p, type, sum)),
                         TEXT_ARG(value_text(p, type, wanted)));
  diag_help(p->diags, d, "change a weight or a parameter until they do");
}

static uint32_t ramp_of(const Prover *p, uint32_t node) {
  for (;; node = plan_at(p->plan, node)->arg[0]) {
    const PlanOp op = plan_at(p->plan, node)->op;
    if (op == PLAN_RAMP) return node;
    if (op != PLAN_OTHERWISE && op != PLAN_BOUND && op != PLAN_SPREAD) return PLAN_NONE;
  }
}

static void widths(Prover *p, const PlanColumn *column) {
  const uint32_t entity = p->program->columns.at[column->declared].entity;
  for (uint32_t part = clause_below(p, column->clause, CLAUSE_COMPONENT, PLAN_NONE);
       part != PLAN_NONE; part = clause_below(p, column->clause, CLAUSE_COMPONENT, part)) {
    const uint32_t ramp = ramp_of(p, clause_node(p, part));
    int64_t from, to;
    if (ramp == PLAN_NONE) continue;
    const uint32_t *arg = plan_at(p->plan, ramp)->arg;
    if (is_written(p, arg[1]) && is_written(p, arg[2])) continue;
    const Span span = p->plan->clauses.at[part].span;
    Claim *claim =
        claim_new(p, column->declared,
                  arena_printf(p->arena, "`%.*s` has width", TEXT_ARG(prove_source(p, span))));
    claim->of_all = true;
    if (!comes_to(p, entity, arg[1], &from) || !comes_to(p, entity, arg[2], &to) || from != to)
      continue;
    claim->verdict = VERDICT_REFUTED;
    Diag *d = claim_report(p, claim, W_RAMP_WIDTH, span,
                           "this ramp has no width as parameters are: it starts where it ends");
    diag_help(p->diags, d, "change a parameter, or write a condition: `give N when ...`");
  }
}

void prove_score(Prover *p, const PlanColumn *column) {
  if (p->program->columns.at[column->declared].entity == IMAGE_PROGRAM) return;
  weights(p, column);
  widths(p, column);
}
