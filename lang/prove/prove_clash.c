/* prove_clash.c - which conditions it is that cannot hold together.
 *
 * What a claim asks is taken apart into what people have written: the parts of `where`, what the
 * segment or the stage that it names asks for, the parts of what is required. Of these as few as
 * possible are kept that still exclude each other. Plain words are preferred to names: where the
 * needs of `strategic` suffice, `tier = strategic` is not a part of it, but leads there.
 */
#include "prove/prove_impl.h"

enum { NOWHERE = -1 };

static void add(Prover *p, Clash *clash, Wanted wanted, ClashPart part) {
  if (wanted.node == PLAN_NONE) return;
  *VEC_PUSH(p->arena, &clash->question.wanted) = wanted;
  *VEC_PUSH(p->arena, &clash->parts) = part;
}

void clash_add(Prover *p, Clash *clash, uint32_t clause, ClashSide side) {
  const PlanClause *at = &p->plan->clauses.at[clause];
  uint32_t part = clause_below(p, clause, CLAUSE_CONDITION, PLAN_NONE);
  if (at->join != JOIN_ALL || part == PLAN_NONE) {
    add(p, clash, (Wanted){at->value.low, ASK_HOLDS, 0},
        (ClashPart){.span = at->span, .side = side, .clause = clause, .from = NOWHERE});
    return;
  }
  for (; part != PLAN_NONE; part = clause_below(p, clause, CLAUSE_CONDITION, part))
    clash_add(p, clash, part, side);
}

void clash_add_wanted(Prover *p, Clash *clash, Wanted wanted, Span span) {
  add(p, clash, wanted,
      (ClashPart){.span = span, .side = CLASH_ASKED, .clause = PLAN_NONE, .from = NOWHERE});
}

/* Whether the first cannot be without the second. */
static bool implies(Prover *p, uint32_t entity, Wanted first, Wanted not_second) {
  Question question = {.entity = entity};
  question_add_member(p, &question, first.node, first.ask, first.member);
  question_add_member(p, &question, not_second.node, not_second.ask, not_second.member);
  return question_ask(p, &question) == SMT_NEVER;
}

/* What a segment or a stage asks for, as far as the part of `where` that names it says so: not
 * where an account is kept there that does not meet the needs. */
static void add_behind(Prover *p, Clash *clash, size_t from, uint32_t group, Text name) {
  static const ClauseKind kinds[] = {CLAUSE_NEEDS, CLAUSE_KEEPS, CLAUSE_ENTER};
  const Wanted named = clash->question.wanted.at[from];
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    for (uint32_t part = clause_below(p, group, kinds[i], PLAN_NONE); part != PLAN_NONE;
         part = clause_below(p, group, kinds[i], part)) {
      const Wanted holds = {clause_node(p, part), ASK_HOLDS, 0};
      const Wanted fails = {holds.node, ASK_NOT_HOLDS, 0};
      if (holds.node != PLAN_NONE && implies(p, clash->question.entity, named, fails))
        add(p, clash, holds,
            (ClashPart){.span = p->plan->clauses.at[part].span,
                        .side = CLASH_BEHIND,
                        .clause = part,
                        .name = name,
                        .from = (int)from});
    }
}

/* What is in a segment is not in those above it. */
static void add_above(Prover *p, Clash *clash, size_t from, const PlanColumn *column,
                      uint32_t group) {
  const Declared *declared = &p->program->columns.at[column->declared];
  int32_t member = 0;
  if (declared->kind != DECLARATION_SEGMENTATION) return;
  for (uint32_t above = clause_below(p, column->clause, CLAUSE_SEGMENT, PLAN_NONE); above != group;
       above = clause_below(p, column->clause, CLAUSE_SEGMENT, above), member++) {
    const Wanted taken = {clause_node(p, above), ASK_NOT_FAILS, 0};
    if (!implies(p, clash->question.entity, clash->question.wanted.at[from], taken)) continue;
    add(p, clash, (Wanted){taken.node, ASK_FAILS, 0},
        (ClashPart){.span = p->plan->clauses.at[above].span,
                    .side = CLASH_BEHIND,
                    .clause = above,
                    .name = p->program->enums.at[declared->members].members[member].name,
                    .from = (int)from});
  }
}

/* The one segment or stage of the column that the part of `where` is about. */
static void add_named(Prover *p, Clash *clash, size_t from, const PlanColumn *column) {
  const Declared *declared = &p->program->columns.at[column->declared];
  const bool segments = declared->kind == DECLARATION_SEGMENTATION;
  const ClauseKind kind = segments ? CLAUSE_SEGMENT : CLAUSE_STAGE;
  int32_t member = 0;
  if (!segments && declared->kind != DECLARATION_PROCESS) return;
  if (column->part != PART_SELF || declared->entity != clash->question.entity) return;
  for (uint32_t group = clause_below(p, column->clause, kind, PLAN_NONE); group != PLAN_NONE;
       group = clause_below(p, column->clause, kind, group), member++)
    if (implies(p, clash->question.entity, clash->question.wanted.at[from],
                (Wanted){column->value.low, ASK_IS_NOT, member})) {
      add_above(p, clash, from, column, group);
      add_behind(p, clash, from, group,
                 p->program->enums.at[declared->members].members[member].name);
      return;
    }
}

Clash clash_on(Prover *p, const PlanColumn *column) {
  const Declared *declared = &p->program->columns.at[column->declared];
  Clash clash = {.question = {.entity = declared->entity}};
  const uint32_t where = clause_below(p, column->clause, CLAUSE_WHERE, PLAN_NONE);
  if (!declared->where || where == PLAN_NONE) return clash;
  clash_add(p, &clash, where, CLASH_WHERE);
  for (size_t i = clash.parts.count; i-- > 0;) {
    const Wanted part = clash.question.wanted.at[i];
    const uint32_t clause = clash.parts.at[i].clause;
    Question alone = {.entity = declared->entity};
    question_add(p, &alone, part.node, part.ask);
    if (question_ask(p, &alone) == SMT_NEVER) continue; /* it implies anything */
    for (uint32_t term = clause_below(p, clause, CLAUSE_TERM, PLAN_NONE); term != PLAN_NONE;
         term = clause_below(p, clause, CLAUSE_TERM, term)) {
      const uint32_t named = p->plan->clauses.at[term].column;
      if (named != PLAN_NONE) add_named(p, &clash, i, &p->plan->columns.at[named]);
    }
  }
  return clash;
}

bool clash_find(Prover *p, Clash *clash) {
  const size_t count = clash->question.wanted.count;
  if (question_ask(p, &clash->question) != SMT_NEVER) return false;
  bool *is_in = ARENA_ARRAY(p->arena, bool, count + 1);
  question_clash(p, &clash->question, is_in);
  for (size_t i = 0; i < count; i++) {
    clash->parts.at[i].is_in |= is_in[i];
    if (is_in[i] && clash->parts.at[i].from != NOWHERE)
      clash->parts.at[clash->parts.at[i].from].is_in = true;
  }
  return true;
}

size_t clash_count(const Clash *clash, ClashSide side) {
  size_t count = 0;
  for (size_t i = 0; i < clash->parts.count; i++)
    count += clash->parts.at[i].is_in && clash->parts.at[i].side == side;
  return count;
}

Span clash_first(const Clash *clash, ClashSide side, Span otherwise) {
  for (size_t i = 0; i < clash->parts.count; i++)
    if (clash->parts.at[i].is_in && clash->parts.at[i].side == side) return clash->parts.at[i].span;
  return otherwise;
}

void clash_label(Prover *p, Diag *d, const Clash *clash, ClashSide side, const char *text) {
  for (size_t i = 0; i < clash->parts.count; i++) {
    const ClashPart *part = &clash->parts.at[i];
    if (!part->is_in || part->side != side) continue;
    if (part->span.lo == d->span.lo && part->span.hi == d->span.hi) continue;
    if (side == CLASH_BEHIND)
      diag_label(p->diags, d, part->span,
                 clash->question.wanted.at[i].ask == ASK_HOLDS ? "`%.*s` asks for this"
                                                               : "what meets this is `%.*s` before",
                 TEXT_ARG(part->name));
    else
      diag_label(p->diags, d, part->span, "%s", text);
  }
}

void clash_label_scores(Prover *p, Diag *d, const Clash *clash) {
  for (size_t i = 0; i < clash->parts.count; i++)
    if (clash->parts.at[i].is_in && clash->question.wanted.at[i].ask == ASK_HOLDS)
      label_scores(p, d, clash->question.wanted.at[i].node);
}
