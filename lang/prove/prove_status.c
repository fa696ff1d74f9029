/* prove_status.c - KPIs, rules, cadences, items: outcomes that they cannot come to. */
#include "prove/prove_impl.h"

typedef struct Outcome {
  DeclarationKind kind;
  int32_t member; /* of the status; of an item a Truth */
  DiagCode code;
  const char *claim, *message; /* with the name in between */
  const char *before, *behind; /* the name, as a test of a row that has it */
} Outcome;

static const Outcome outcomes[] = {
    {DECLARATION_KPI, KPI_GREEN, W_STATUS_NEVER, "can be green", "can never be green", "",
     " = green"},
    {DECLARATION_KPI, KPI_AMBER, W_STATUS_NEVER, "can be amber", "can never be amber", "",
     " = amber"},
    {DECLARATION_KPI, KPI_RED, W_STATUS_NEVER, "can be red", "can never be red", "", " = red"},
    {DECLARATION_RULE, RULE_PASSES, W_STATUS_NEVER, "can pass", "can never pass", "", " = passes"},
    {DECLARATION_RULE, RULE_FAILS, W_STATUS_NEVER, "can fail", "can never fail: it says nothing",
     "", " = fails"},
    {DECLARATION_CADENCE, CADENCE_ON_TRACK, W_STATUS_NEVER, "can be on track",
     "can never be on track", "", " = on_track"},
    {DECLARATION_CADENCE, CADENCE_OVERDUE, W_STATUS_NEVER, "can be overdue", "can never be overdue",
     "", " = overdue"},
    {DECLARATION_ITEM, TRUTH_TRUE, W_STATUS_NEVER, "can hold", "can never hold", "", ""},
    {DECLARATION_ITEM, TRUTH_FALSE, W_STATUS_NEVER, "can fail", "can never fail: it says nothing",
     "not ", ""},
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

static void reaches(Prover *p, const PlanColumn *column, const Outcome *outcome) {
  const Declared *declared = &p->program->columns.at[column->declared];
  Span span;
  if (!is_wanted(declared, outcome, &span)) return;
  Claim *claim = claim_of(p, column, outcome->claim);
  Question reached = question_on(p, column);
  if (outcome->kind == DECLARATION_ITEM)
    question_add(p, &reached, column->value.low, outcome->member ? ASK_HOLDS : ASK_FAILS);
  else
    question_add_member(p, &reached, column->value.low, ASK_IS, outcome->member);
  if (!claim_some(p, claim, &reached)) {
    claim_example(p, claim, &reached,
                  text_of(arena_printf(p->arena, "%s%.*s%s", outcome->before,
                                       TEXT_ARG(column->name), outcome->behind)));
    return;
  }
  claim_report(p, claim, outcome->code, span, "`%.*s` %s", TEXT_ARG(column->name),
               outcome->message);
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
  claim_report(p, claim, W_NEVER_APPLIES, declared->where->span, "`%.*s` never applies",
               TEXT_ARG(column->name));
  claim_note_param(p, claim, &question);
  return false;
}

void prove_status(Prover *p, const PlanColumn *column) {
  const DeclarationKind kind = p->program->columns.at[column->declared].kind;
  if (!claim_applies(p, column)) return;
  for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
    if (outcomes[i].kind == kind) reaches(p, column, &outcomes[i]);
}
