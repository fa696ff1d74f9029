/* prove_condition.c - parts of conditions that are always true, or never: they say nothing, and
 * were hardly meant so. */
#include "prove/prove_impl.h"

#include "syntax/standard.h"

/* Of a rule that requires one thing, what is told of the rule is told of that. */
static bool is_only_one(const Prover *p, uint32_t clause) {
  const uint32_t parent = p->plan->clauses.at[clause].parent;
  const uint32_t first = clause_below(p, parent, CLAUSE_REQUIRE, PLAN_NONE);
  return clause_below(p, parent, CLAUSE_REQUIRE, first) == PLAN_NONE;
}

/* Whole conditions have claims of their own; here their parts are asked about. A part of one that
 * was told is not told again. */
static bool is_part(const Prover *p, uint32_t clause) {
  const PlanClause *at = &p->plan->clauses.at[clause];
  if (at->value.low == PLAN_NONE || at->type.kind != TYPE_BOOL || at->parent == PLAN_NONE)
    return false;
  if (at->kind == CLAUSE_REQUIRE) return !is_only_one(p, clause);
  return at->kind == CLAUSE_CONDITION || at->kind == CLAUSE_LEAVE;
}

/* What a standard module always, or never, says here may be different for others who use it. */
static bool is_standard(const Prover *p, Span span) {
  const size_t source = source_index(p->program->sources, span.lo);
  const char *content = source == SIZE_MAX ? NULL : source_content(p->program->sources, source).at;
  for (size_t i = 0; i < standard_module_count; i++)
    if (content && standard_text(&standard_modules[i]).at == content) return true;
  return false;
}

static bool is_constant(const Prover *p, uint32_t node) {
  return plan_at(p->plan, node)->op == PLAN_CONST;
}

/* The declared column that the clause is below. */
static uint32_t declared_of(const Prover *p, const uint32_t *owner, uint32_t clause) {
  while (p->plan->clauses.at[clause].parent != PLAN_NONE)
    clause = p->plan->clauses.at[clause].parent;
  return owner[clause];
}

static bool told_above(const Prover *p, const bool *told, uint32_t clause) {
  for (uint32_t at = clause; at != PLAN_NONE; at = p->plan->clauses.at[at].parent)
    if (told[at]) return true;
  return false;
}

/* The condition as a test has it; that of a `leave` without the words before it. */
static Text example_of(const Prover *p, const PlanClause *clause, bool other_than_true) {
  const Text leave = TEXT("leave when ");
  Text source = prove_source(p, clause->span);
  if (clause->kind == CLAUSE_REQUIRE || !example_is_here(p, clause->span)) return TEXT("");
  if (clause->kind == CLAUSE_LEAVE) {
    if (!text_starts(source, leave)) return TEXT("");
    source = text_slice(source, leave.len, source.len);
  }
  return text_of(arena_printf(p->arena, other_than_true ? "not ((%.*s) otherwise false)" : "%.*s",
                              TEXT_ARG(source)));
}

static bool ask(Prover *p, uint32_t declared, uint32_t clause, bool always) {
  const PlanClause *at = &p->plan->clauses.at[clause];
  Claim *claim =
      claim_new(p, declared,
                arena_printf(p->arena, "`%.*s` can be %s", TEXT_ARG(prove_source(p, at->span)),
                             always ? "other than true" : "true"));
  Question question = {.entity = at->entity};
  question_add(p, &question, at->value.low, always ? ASK_NOT_HOLDS : ASK_HOLDS);
  if (!claim_some(p, claim, &question)) {
    claim_example(p, claim, &question, example_of(p, at, always));
    return false;
  }
  Diag *d = claim_report(p, claim, always ? W_ALWAYS_TRUE : W_NEVER_TRUE, at->span,
                         always ? "this is always true" : "this is never true");
  if (!always) label_scores(p, d, at->value.low);
  diag_help(p->diags, d, "leave it out, or say what was meant");
  claim_note_param(p, claim, &question);
  return true;
}

void prove_conditions(Prover *p) {
  const size_t count = p->plan->clauses.count;
  uint32_t *owner = ARENA_ARRAY(p->arena, uint32_t, count);
  bool *told = ARENA_ARRAY(p->arena, bool, count);
  for (size_t i = 0; i < count; i++) owner[i] = SCHEMA_NONE;
  for (size_t i = 0; i < p->plan->columns.count; i++)
    if (p->plan->columns.at[i].clause != PLAN_NONE)
      owner[p->plan->columns.at[i].clause] = p->plan->columns.at[i].declared;
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t declared = is_part(p, i) ? declared_of(p, owner, i) : SCHEMA_NONE;
    if (declared == SCHEMA_NONE || told_above(p, told, i)) continue;
    if (is_constant(p, clause_node(p, i)) || is_standard(p, p->plan->clauses.at[i].span)) continue;
    /* a stage that is left at once was told */
    const bool leave = p->plan->clauses.at[i].kind == CLAUSE_LEAVE;
    told[i] = ask(p, declared, i, false) || (!leave && ask(p, declared, i, true));
  }
}
