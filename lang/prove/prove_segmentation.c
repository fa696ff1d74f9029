/* prove_segmentation.c - segments: that each can be given, that they do not overlap where they must
 * not, that everything finds a place, and that each clause says something. */
#include "prove/prove_impl.h"

typedef struct Tier {
  Prover *p;
  const PlanColumn *column;
  const Declared *declared;
  uint32_t number; /* program->columns */
} Tier;

static Text segment_name(const Node *segment) { return node_child(segment, SEGMENT_NAME)->text; }
static Span segment_span(const Node *segment) { return node_child(segment, SEGMENT_NAME)->span; }

/* Segments and their clauses come in the same order. */
static const Node *segment_after(const Tier *t, uint32_t *child) {
  const Node *body = t->declared->body;
  while (*child < body->count && body->child[*child]->kind != NODE_SEGMENT) ++*child;
  return *child < body->count ? body->child[(*child)++] : NULL;
}

/* Of the conditions of a segment that contradict each other, the first is underlined, the others
 * are labelled. */
static void label_clash(Tier *t, Diag *d, const Question *question, const uint32_t *clause) {
  Prover *p = t->p;
  bool *clashes = ARENA_ARRAY(p->arena, bool, question->wanted.count);
  question_clash(p, question, clashes);
  for (size_t i = 0; i < question->wanted.count; i++)
    if (clashes[i] && clause[i] != PLAN_NONE) {
      diag_label(p->diags, d, p->plan->clauses.at[clause[i]].span, "this is part of it");
      label_scores(p, d, question->wanted.at[i].node);
    }
}

/* Its own needs, and which clause each is. */
static Question needs_of(Tier *t, uint32_t segment, const uint32_t **clauses) {
  Prover *p = t->p;
  Question question = question_on(p, t->column);
  uint32_t *clause = ARENA_ARRAY(p->arena, uint32_t, p->plan->clauses.count + 1);
  if (question.wanted.count) clause[0] = PLAN_NONE;
  for (uint32_t need = clause_below(p, segment, CLAUSE_NEEDS, PLAN_NONE); need != PLAN_NONE;
       need = clause_below(p, segment, CLAUSE_NEEDS, need)) {
    clause[question.wanted.count] = need;
    question_add(p, &question, clause_node(p, need), ASK_HOLDS);
  }
  *clauses = clause;
  return question;
}

/* "(revenue >= 5M) and (mutual)": what a row meets that meets the needs. */
static void put_needs(const Tier *t, Buffer *out, const Node *segment) {
  const Node *body = node_child(segment, SEGMENT_BODY);
  for (uint32_t i = 0; i < body->count; i++) {
    if (body->child[i]->kind != NODE_NEEDS) continue;
    const Node *condition = node_child(body->child[i], NEEDS_CONDITION);
    buffer_printf(out, "%s(%.*s)", out->len ? " and " : "",
                  TEXT_ARG(prove_source(t->p, condition->span)));
  }
}

static void reachable(Tier *t, uint32_t clause, const Node *node) {
  Prover *p = t->p;
  Claim *claim = claim_new(
      p, t->number, arena_printf(p->arena, "`%.*s` can be given", TEXT_ARG(segment_name(node))));
  Question given = question_on(p, t->column);
  question_add(p, &given, clause_node(p, clause), ASK_HOLDS);
  if (!claim_some(p, claim, &given)) {
    claim_example(p, claim, &given,
                  text_of(arena_printf(p->arena, "%.*s = %.*s", TEXT_ARG(t->declared->name),
                                       TEXT_ARG(segment_name(node)))));
    return;
  }
  const uint32_t *clauses;
  const Question needs = needs_of(t, clause, &clauses);
  const bool contradicts = question_ask(p, &needs) == SMT_NEVER;
  const bool single = needs.wanted.count == 1;
  Diag *d =
      claim_report(p, claim, E_SEGMENT_UNREACHABLE, segment_span(node),
                   single && contradicts ? "`%.*s` can never be given: nothing meets its need"
                   : contradicts ? "`%.*s` can never be given: its needs contradict each other"
                                 : "`%.*s` can never be given: the segments above it take all "
                                   "that it asks for",
                   TEXT_ARG(segment_name(node)));
  if (contradicts) {
    label_clash(t, d, &needs, clauses);
    diag_help(p->diags, d, single ? "loosen it" : "loosen one of the needs");
  } else {
    diag_help(p->diags, d, "move it up, or have it ask for less than those above");
  }
  claim_note_param(p, claim, &given);
}

/* What a row meets that meets all needs but one. */
static Text without_need(const Tier *t, const Node *segment, Span without) {
  const Node *body = node_child(segment, SEGMENT_BODY);
  Buffer out = buffer_in(t->p->arena);
  if (t->declared->where) example_put(t->p, &out, t->declared->where, true);
  for (uint32_t i = 0; i < body->count; i++) {
    const Node *need = body->child[i];
    if (need->kind == NODE_NEEDS)
      example_put(t->p, &out, node_child(need, NEEDS_CONDITION), need->span.lo != without.lo);
  }
  return buffer_view(&out);
}

/* A need that all rows meet which meet the others. */
static void implied(Tier *t, uint32_t segment, const Node *node) {
  Prover *p = t->p;
  const uint32_t *clauses;
  const Question all = needs_of(t, segment, &clauses);
  const size_t first = all.wanted.count && clauses[0] == PLAN_NONE;
  if (all.wanted.count - first < 2 || question_ask(p, &all) == SMT_NEVER) return;
  for (size_t i = first; i < all.wanted.count; i++) {
    Question question = {.entity = all.entity};
    for (size_t k = 0; k < all.wanted.count; k++)
      question_add(p, &question, all.wanted.at[k].node, k == i ? ASK_NOT_HOLDS : ASK_HOLDS);
    const Text need = prove_source(p, p->plan->clauses.at[clauses[i]].span);
    Claim *claim = claim_new(p, t->number,
                             arena_printf(p->arena, "`%.*s` of `%.*s` says something of its own",
                                          TEXT_ARG(need), TEXT_ARG(segment_name(node))));
    if (!claim_some(p, claim, &question)) {
      claim_example(p, claim, &question,
                    without_need(t, node, p->plan->clauses.at[clauses[i]].span));
      continue;
    }
    Diag *d = claim_report(p, claim, W_NEED_IMPLIED, p->plan->clauses.at[clauses[i]].span,
                           "what meets the other needs of `%.*s` meets this one, too",
                           TEXT_ARG(segment_name(node)));
    diag_help(p->diags, d, "leave it out, or ask for more");
    claim_note_param(p, claim, &question);
  }
}

/* A row to which the segmentation does not apply shows nothing. Empty where it applies to all. */
static Text where_it_applies(const Tier *t, Text expect) {
  Buffer out = buffer_in(t->p->arena);
  if (!t->declared->where || !example_is_here(t->p, t->declared->where->span)) return TEXT("");
  example_put(t->p, &out, t->declared->where, true);
  buffer_printf(&out, " and %.*s", TEXT_ARG(expect));
  return buffer_view(&out);
}

static Text not_kept(const Tier *t, const Node *segment) {
  const Node *body = node_child(segment, SEGMENT_BODY);
  Buffer out = buffer_in(t->p->arena);
  put_needs(t, &out, segment);
  for (uint32_t i = 0; i < body->count; i++)
    if (body->child[i]->kind == NODE_KEEPS)
      buffer_printf(
          &out, "%snot (%.*s)", out.len ? " and " : "",
          TEXT_ARG(prove_source(t->p, node_child(body->child[i], KEEPS_CONDITION)->span)));
  return buffer_view(&out);
}

/* `keeps` is for what once met the needs: what meets them now should be kept by it. */
static void keeps(Tier *t, uint32_t segment, const Node *node) {
  Prover *p = t->p;
  const uint32_t keep = clause_below(p, segment, CLAUSE_KEEPS, PLAN_NONE);
  const uint32_t *clauses;
  if (keep == PLAN_NONE) return;
  Question question = needs_of(t, segment, &clauses);
  question_add(p, &question, clause_node(p, keep), ASK_FAILS);
  Claim *claim = claim_new(p, t->number,
                           arena_printf(p->arena, "what meets the needs of `%.*s` is kept there",
                                        TEXT_ARG(segment_name(node))));
  if (!claim_never(p, claim, &question, not_kept(t, node))) return;
  claim->witness->proof = where_it_applies(t, not_kept(t, node));
  Diag *d = claim_report(p, claim, W_KEEPS_NARROW, p->plan->clauses.at[keep].span,
                         "an account can meet the needs of `%.*s` and not be kept there",
                         TEXT_ARG(segment_name(node)));
  diag_help(p->diags, d, "`keeps` should ask for less than `needs`");
  claim_note_region(p, claim, &question);
  claim_name_witness(p, claim, "needs of %.*s in %.*s met, but not kept",
                     TEXT_ARG(segment_name(node)), TEXT_ARG(t->declared->name));
}

static void gap(Tier *t) {
  Prover *p = t->p;
  const uint32_t unplaced = p->program->enums.at[t->declared->members].count - 2;
  Claim *claim = claim_new(p, t->number, "every row fits a segment");
  Question nowhere = question_on(p, t->column);
  question_add_member(p, &nowhere, t->column->value.low, ASK_IS, (int32_t)unplaced);
  const Text expect =
      text_of(arena_printf(p->arena, "%.*s = unplaced", TEXT_ARG(t->declared->name)));
  if (!claim_never(p, claim, &nowhere, expect)) return;
  Diag *d =
      claim_report(p, claim, W_SEGMENTS_GAP, node_child(t->declared->node, SEGMENTATION_NAME)->span,
                   "an account can fit no segment of `%.*s`", TEXT_ARG(t->declared->name));
  diag_help(p->diags, d, "end with `segment NAME otherwise`, or widen one of them");
  claim_note_region(p, claim, &nowhere);
  claim_name_witness(p, claim, "no segment of %.*s", TEXT_ARG(t->declared->name));
}

static void overlap(Tier *t, uint32_t a, const Node *first, uint32_t b, const Node *second) {
  Prover *p = t->p;
  Question both = question_on(p, t->column);
  const uint32_t pair[] = {a, b};
  for (int i = 0; i < 2; i++)
    for (uint32_t need = clause_below(p, pair[i], CLAUSE_NEEDS, PLAN_NONE); need != PLAN_NONE;
         need = clause_below(p, pair[i], CLAUSE_NEEDS, need))
      question_add(p, &both, clause_node(p, need), ASK_HOLDS);
  Claim *claim =
      claim_new(p, t->number,
                arena_printf(p->arena, "`%.*s` and `%.*s` exclude each other",
                             TEXT_ARG(segment_name(first)), TEXT_ARG(segment_name(second))));
  Buffer expect = buffer_in(p->arena);
  put_needs(t, &expect, first);
  put_needs(t, &expect, second);
  if (!claim_never(p, claim, &both, buffer_view(&expect))) return;
  claim->witness->proof = where_it_applies(t, buffer_view(&expect));
  Diag *d = claim_report(p, claim, E_SEGMENTS_OVERLAP, segment_span(second),
                         "`%.*s` and `%.*s` overlap, and are to be exclusive",
                         TEXT_ARG(segment_name(first)), TEXT_ARG(segment_name(second)));
  diag_label(p->diags, d, segment_span(first), "the other one");
  diag_help(p->diags, d, "let one of them ask for what the other rules out");
  claim_note_region(p, claim, &both);
  claim_name_witness(p, claim, "two segments of %.*s at once: %.*s and %.*s",
                     TEXT_ARG(t->declared->name), TEXT_ARG(segment_name(first)),
                     TEXT_ARG(segment_name(second)));
}

static bool is_exclusive(const Tier *t) {
  for (uint32_t i = 0; i < t->declared->body->count; i++)
    if (t->declared->body->child[i]->kind == NODE_EXCLUSIVE) return true;
  return false;
}

void prove_segmentation(Prover *p, const PlanColumn *column) {
  Tier t = {.p = p,
            .column = column,
            .declared = &p->program->columns.at[column->declared],
            .number = column->declared};
  uint32_t *clauses = ARENA_ARRAY(p->arena, uint32_t, t.declared->body->count + 1);
  const Node **nodes = ARENA_ARRAY(p->arena, const Node *, t.declared->body->count + 1);
  uint32_t count = 0, child = 0;
  bool rest = false;
  if (!claim_applies(p, column)) return;
  for (uint32_t clause = clause_below(p, column->clause, CLAUSE_SEGMENT, PLAN_NONE);
       clause != PLAN_NONE; clause = clause_below(p, column->clause, CLAUSE_SEGMENT, clause)) {
    const Node *node = segment_after(&t, &child);
    if (!node) return;
    rest |= (node->flags & FLAG_OTHERWISE) != 0;
    nodes[count] = node;
    clauses[count++] = clause;
  }
  for (uint32_t i = 0; i < count; i++) {
    reachable(&t, clauses[i], nodes[i]);
    if (nodes[i]->flags & FLAG_OTHERWISE) continue;
    implied(&t, clauses[i], nodes[i]);
    keeps(&t, clauses[i], nodes[i]);
  }
  if (!rest) gap(&t);
  prove_missing(p, column, column->value.low, "segment");
  for (uint32_t a = 0; a < count && is_exclusive(&t); a++)
    for (uint32_t b = a + 1; b < count; b++)
      if (!(nodes[b]->flags & FLAG_OTHERWISE))
        overlap(&t, clauses[a], nodes[a], clauses[b], nodes[b]);
}
