/* prove_status.c - KPIs, rules, cadences, items: outcomes that they cannot come to. */
#include "prove/prove_impl.h"

typedef struct Outcome {
  DeclarationKind kind;
  int32_t member;             /* of the status; of an item a Truth */
  const char *claim, *never;  /* with the name before */
  const char *before, *after; /* the name, as a test of a row that has it */
  bool is_good;               /* it is asked for: who cannot come to it is contradicted */
  const char *help;
} Outcome;

static const Outcome outcomes[] = {
    {DECLARATION_KPI, KPI_GREEN, "can be green", "can never be green", "", " = green", true,
     "have `green` ask for less"},
    {DECLARATION_KPI, KPI_AMBER, "can be amber", "can never be amber", "", " = amber", true,
     "have `amber` ask for what can be, and for less than `green`"},
    {DECLARATION_KPI, KPI_RED, "can be red", "can never be red: it says nothing", "", " = red",
     false, "have the bands ask for more, or leave the KPI out"},
    {DECLARATION_RULE, RULE_PASSES, "can pass", "can never pass", "", " = passes", true,
     "require less"},
    {DECLARATION_RULE, RULE_FAILS, "can fail", "can never fail: it says nothing", "", " = fails",
     false, "require more, or leave the rule out"},
    {DECLARATION_CADENCE, CADENCE_ON_TRACK, "can be on track", "can never be on track", "",
     " = on_track", true, "have it fall due later, or change whom it is for"},
    {DECLARATION_CADENCE, CADENCE_OVERDUE, "can be overdue",
     "can never be overdue: it says nothing", "", " = overdue", false,
     "have it fall due earlier, or leave the cadence out"},
    {DECLARATION_ITEM, TRUTH_TRUE, "can hold", "can never hold", "", "", true, "ask for less"},
    {DECLARATION_ITEM, TRUTH_FALSE, "can fail", "can never fail: it says nothing", "not ", "",
     false, "ask for more, or leave the item out"},
};

static const Node *band_written(const Node *body, Text colour) {
  for (uint32_t i = 0; i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind == NODE_BAND && text_equal(node->text, colour)) return node;
    const Node *inner = node->kind == NODE_BANDS_WHERE ? node_child(node, BANDS_WHERE_BODY) : NULL;
    const Node *found = inner ? band_written(inner, colour) : NULL;
    if (found) return found;
  }
  return NULL;
}

/* Where a KPI has no such band it need not come to it. */
static bool is_wanted(const Declared *declared, const Outcome *outcome, Span *span) {
  *span = node_child(declared->node, 0)->span;
  if (outcome->kind != DECLARATION_KPI || outcome->member == KPI_RED) return true;
  const Node *band =
      band_written(declared->body, outcome->member == KPI_GREEN ? TEXT("green") : TEXT("amber"));
  if (band) *span = band->span;
  return band != NULL;
}

static Claim *claim_of(Prover *p, const PlanColumn *column, const char *what) {
  return claim_new(p, column->declared,
                   arena_printf(p->arena, "`%.*s` %s", TEXT_ARG(column->name), what));
}

/* ---- Why not ---- */

static bool is_positive(const Outcome *outcome) {
  return outcome->kind == DECLARATION_RULE ? outcome->member == RULE_PASSES
                                           : outcome->member == TRUTH_TRUE;
}

/* What is required, part by part; of one requirement also that it fails. */
static void add_required(Prover *p, const PlanColumn *column, const Outcome *outcome,
                         Clash *clash) {
  const uint32_t first = clause_below(p, column->clause, CLAUSE_REQUIRE, PLAN_NONE);
  uint32_t clause = first;
  if (first == PLAN_NONE) return;
  if (!is_positive(outcome)) {
    if (clause_below(p, column->clause, CLAUSE_REQUIRE, first) == PLAN_NONE)
      clash_add_wanted(p, clash, (Wanted){clause_node(p, first), ASK_FAILS, 0},
                       p->plan->clauses.at[first].span);
    return;
  }
  for (; clause != PLAN_NONE; clause = clause_below(p, column->clause, CLAUSE_REQUIRE, clause))
    clash_add(p, clash, clause, CLASH_ASKED);
}

/* `where C { ... }` */
static bool has_groups(const Declared *declared) {
  for (uint32_t i = 0; i < declared->body->count; i++)
    if (declared->body->child[i]->kind == NODE_BANDS_WHERE) return true;
  return false;
}

/* The bands that are for all: green is read first. */
static void add_band(Prover *p, const PlanColumn *column, const Outcome *outcome, Clash *clash) {
  for (uint32_t band = clause_below(p, column->clause, CLAUSE_BAND, PLAN_NONE); band != PLAN_NONE;
       band = clause_below(p, column->clause, CLAUSE_BAND, band)) {
    const PlanClause *at = &p->plan->clauses.at[band];
    const bool green = text_starts(prove_source(p, at->span), TEXT("green"));
    if (outcome->member == KPI_AMBER || green)
      clash_add_wanted(
          p, clash,
          (Wanted){at->value.low, green && outcome->member != KPI_GREEN ? ASK_FAILS : ASK_HOLDS, 0},
          at->span);
  }
}

/* Whether it is amber that cannot be, since all that could be is green. */
static bool is_green_before(const Clash *clash) {
  for (size_t i = 0; i < clash->parts.count; i++)
    if (clash->parts.at[i].is_in && clash->question.wanted.at[i].ask == ASK_FAILS &&
        clash->parts.at[i].side == CLASH_ASKED)
      return true;
  return false;
}

/* Taken apart as far as that still says why; else as a whole. */
static Clash clash_of(Prover *p, const PlanColumn *column, const Outcome *outcome, Wanted whole,
                      Span span) {
  Clash clash = clash_on(p, column);
  if (outcome->kind == DECLARATION_RULE || outcome->kind == DECLARATION_ITEM)
    add_required(p, column, outcome, &clash);
  else if (outcome->kind == DECLARATION_KPI && outcome->member != KPI_RED &&
           !has_groups(&p->program->columns.at[column->declared]))
    add_band(p, column, outcome, &clash);
  if (clash_find(p, &clash)) return clash;
  clash = clash_on(p, column);
  clash_add_wanted(p, &clash, whole, span);
  clash_find(p, &clash);
  return clash;
}

/* What is asked for cannot be had by those that it is for. */
static void contradicts(Prover *p, Claim *claim, const PlanColumn *column, const Outcome *outcome,
                        const Clash *clash, Span span) {
  Diag *d = claim_report(p, claim, W_CONTRADICTS, clash_first(clash, CLASH_ASKED, span),
                         "`%.*s` %s: none of those that it is for can meet this",
                         TEXT_ARG(column->name), outcome->never);
  clash_label(p, d, clash, CLASH_ASKED, "together with this");
  clash_label(p, d, clash, CLASH_WHERE, "it is for these");
  clash_label(p, d, clash, CLASH_BEHIND, "");
  clash_label_scores(p, d, clash);
  diag_help(p->diags, d, "ask for what they can meet, or change whom it is for");
}

static void cannot_be(Prover *p, Claim *claim, const PlanColumn *column, const Outcome *outcome,
                      const Clash *clash, Span span) {
  const size_t asked = clash_count(clash, CLASH_ASKED);
  Diag *d = claim_report(p, claim, W_STATUS_NEVER, span, "`%.*s` %s", TEXT_ARG(column->name),
                         outcome->never);
  clash_label(p, d, clash, CLASH_ASKED,
              !outcome->is_good                  ? "this always holds"
              : outcome->kind == DECLARATION_KPI ? "what reaches this is green"
              : asked > 1                        ? "this is part of it"
                                                 : "nothing meets this");
  clash_label(p, d, clash, CLASH_WHERE, "of those it is for");
  clash_label(p, d, clash, CLASH_BEHIND, "");
  if (outcome->is_good) clash_label_scores(p, d, clash);
  if (outcome->kind == DECLARATION_KPI && !is_green_before(clash)) label_value(p, d, column);
  diag_help(p->diags, d, "%s", outcome->help);
}

static void reaches(Prover *p, const PlanColumn *column, const Outcome *outcome) {
  const Declared *declared = &p->program->columns.at[column->declared];
  Span span;
  if (!is_wanted(declared, outcome, &span)) return;
  Claim *claim = claim_of(p, column, outcome->claim);
  Question reached = question_on(p, column);
  const Wanted whole = outcome->kind == DECLARATION_ITEM
                           ? (Wanted){column->value.low, outcome->member ? ASK_HOLDS : ASK_FAILS, 0}
                           : (Wanted){column->value.low, ASK_IS, outcome->member};
  question_add_member(p, &reached, whole.node, whole.ask, whole.member);
  if (!claim_some(p, claim, &reached)) {
    claim_example(p, claim, &reached,
                  text_of(arena_printf(p->arena, "%s%.*s%s", outcome->before,
                                       TEXT_ARG(column->name), outcome->after)));
    return;
  }
  const Clash clash = clash_of(p, column, outcome, whole, span);
  if (outcome->is_good && clash_count(&clash, CLASH_WHERE) && !is_green_before(&clash))
    contradicts(p, claim, column, outcome, &clash, span);
  else
    cannot_be(p, claim, column, outcome, &clash, span);
  claim_note_param(p, claim, &reached);
}

bool claim_applies(Prover *p, const PlanColumn *column) {
  const Declared *declared = &p->program->columns.at[column->declared];
  Question question = question_on(p, column);
  if (!declared->where) return true;
  Claim *claim = claim_of(p, column, "applies to some row");
  if (!claim_some(p, claim, &question)) {
    Buffer out = buffer_in(p->arena);
    example_put(p, &out, declared->where, true);
    claim_example(p, claim, &question, buffer_view(&out));
    return true;
  }
  Clash clash = clash_on(p, column);
  clash_find(p, &clash);
  const bool several = clash_count(&clash, CLASH_WHERE) > 1;
  Diag *d = claim_report(p, claim, W_NEVER_APPLIES,
                         several ? clash_first(&clash, CLASH_WHERE, declared->where->span)
                                 : declared->where->span,
                         several ? "`%.*s` never applies: these conditions exclude each other"
                                 : "`%.*s` never applies: nothing meets this",
                         TEXT_ARG(column->name));
  clash_label(p, d, &clash, CLASH_WHERE, several ? "together with this" : "nothing meets this");
  clash_label(p, d, &clash, CLASH_BEHIND, "");
  clash_label_scores(p, d, &clash);
  diag_help(p->diags, d, "change `where`, or leave it out");
  claim_note_param(p, claim, &question);
  return false;
}

void prove_status(Prover *p, const PlanColumn *column) {
  const DeclarationKind kind = p->program->columns.at[column->declared].kind;
  if (!claim_applies(p, column)) return;
  for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
    if (outcomes[i].kind == kind) reaches(p, column, &outcomes[i]);
}
