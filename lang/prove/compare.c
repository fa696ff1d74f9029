/* compare.c - questions to the joined plan: can this column come to something else?
 *
 * Three worlds are asked. In the first every row is possible. What a cap grants is free there,
 * which no single row could show; so witnesses are looked for in a second, where the row is alone
 * and has its place. Assumptions are asked about in a third, where nothing is assumed.
 */
#include "prove/compare.h"
#include "prove/prove_impl.h"
#include "prove/region.h"

typedef struct Pair {
  ColumnPart part;
  uint32_t nodes[2]; /* conditions that they differ: of the lower ends and of the upper ones */
  uint32_t known[2]; /* that both are known */
  bool never;        /* they are of different types */
} Pair;

typedef struct Matched {
  uint32_t declared[JOIN_SIDES];
  uint32_t entity; /* of the joined program */
  bool assumed;    /* it is an assumption itself */
  VEC(Pair) pairs;
  VEC(uint32_t) reads; /* of the first program's columns: on the same row */
} Matched;

typedef struct Comparer {
  Join *join;
  Prover *any, *alone, *unassumed;
  VEC(Matched) matched;
  ComparedPrograms *comparison;
} Comparer;

/* ---- What is compared ---- */

static const Type type_bool = {.kind = TYPE_BOOL};

/* Whether two values differ, one that is missing from one that is not: never unknown. */
static uint32_t differ(Join *join, uint32_t a, uint32_t b) {
  Plan *plan = join->plan;
  const Type type = plan_at(plan, a)->type, other = plan_at(plan, b)->type;
  if (a == b) return plan_truth(plan, TRUTH_FALSE);
  const uint32_t as = type_equal(type, other) ? b : plan_unary(plan, PLAN_RECODE, type, b);
  const uint32_t no_a = plan_not(plan, plan_unary(plan, PLAN_KNOWN, type_bool, a));
  const uint32_t no_b = plan_not(plan, plan_unary(plan, PLAN_KNOWN, type_bool, b));
  const uint32_t same =
      plan_unary(plan, PLAN_SURELY, type_bool, plan_condition(plan, PLAN_EQ, a, as));
  const uint32_t missing = plan_condition(plan, PLAN_AND, no_a, no_b);
  return plan_not(plan, plan_condition(plan, PLAN_OR, missing, same));
}

static uint32_t both_known(Join *join, uint32_t a, uint32_t b) {
  return plan_condition(join->plan, PLAN_AND, plan_unary(join->plan, PLAN_KNOWN, type_bool, a),
                        plan_unary(join->plan, PLAN_KNOWN, type_bool, b));
}

static bool comparable(Type a, Type b) {
  return type_equal(a, b) || (a.kind == TYPE_ENUM && b.kind == TYPE_ENUM);
}

static void add_pair(Comparer *c, Matched *matched, const PlanColumn *a, const PlanColumn *b) {
  const uint32_t *old = c->join->side[JOIN_OLD].node, *new_ = c->join->side[JOIN_NEW].node;
  Pair *pair = VEC_PUSH(c->join->arena, &matched->pairs);
  *pair = (Pair){.part = a->part,
                 .never = !comparable(join_type(c->join, JOIN_OLD, a->type),
                                      join_type(c->join, JOIN_NEW, b->type))};
  if (pair->never) return;
  const uint32_t before[] = {old[a->value.low], old[a->value.high]};
  const uint32_t after[] = {new_[b->value.low], new_[b->value.high]};
  for (int end = 0; end < 2; end++) {
    pair->nodes[end] = differ(c->join, before[end], after[end]);
    pair->known[end] = both_known(c->join, before[end], after[end]);
  }
}

static uint32_t declared_named(const Program *program, const Declared *like, Text entity) {
  for (uint32_t i = 0; i < program->columns.count; i++) {
    const Declared *declared = &program->columns.at[i];
    if (declared->kind == like->kind && text_equal(declared->name, like->name) &&
        text_equal(program->entities.at[declared->entity].name, entity))
      return i;
  }
  return SCHEMA_NONE;
}

static const PlanColumn *find_column(const Plan *plan, uint32_t declared, ColumnPart part) {
  for (size_t i = 0; i < plan->columns.count; i++)
    if (plan->columns.at[i].declared == declared && plan->columns.at[i].part == part)
      return &plan->columns.at[i];
  return NULL;
}

/* The columns of the same row that the declaration names. */
static void find_reads(Comparer *c, Matched *matched, int number) {
  const Plan *plan = c->join->side[number].plan, *old = c->join->side[JOIN_OLD].plan;
  const uint32_t own = matched->declared[number];
  bool *below = ARENA_ARRAY(c->join->arena, bool, plan->clauses.count + 1);
  for (size_t i = 0; i < plan->columns.count; i++)
    if (plan->columns.at[i].declared == own && plan->columns.at[i].clause != PLAN_NONE)
      below[plan->columns.at[i].clause] = true;
  for (size_t i = 0; i < plan->clauses.count; i++) {
    const PlanClause *clause = &plan->clauses.at[i];
    if (clause->parent != PLAN_NONE && below[clause->parent]) below[i] = true;
    if (!below[i] || clause->column == PLAN_NONE) continue;
    const Declared *read = &plan->program->columns.at[plan->columns.at[clause->column].declared];
    if (read == &plan->program->columns.at[own] || clause->entity != read->entity) continue;
    const uint32_t there =
        declared_named(old->program, read, plan->program->entities.at[read->entity].name);
    if (there != SCHEMA_NONE) *VEC_PUSH(c->join->arena, &matched->reads) = there;
  }
}

static void match(Comparer *c, uint32_t number) {
  const Plan *old = c->join->side[JOIN_OLD].plan, *new_ = c->join->side[JOIN_NEW].plan;
  const Declared *declared = &old->program->columns.at[number];
  const uint32_t other =
      declared_named(new_->program, declared, old->program->entities.at[declared->entity].name);
  if (other == SCHEMA_NONE) return;
  Matched *matched = VEC_PUSH(c->join->arena, &c->matched);
  *matched = (Matched){.declared = {number, other},
                       .entity = c->join->side[JOIN_OLD].entity[declared->entity],
                       .assumed = declared->kind == DECLARATION_ASSUME};
  for (size_t i = 0; i < old->columns.count; i++) {
    const PlanColumn *column = &old->columns.at[i];
    const PlanColumn *twin =
        column->declared == number ? find_column(new_, other, column->part) : NULL;
    if (twin) add_pair(c, matched, column, twin);
  }
  for (int s = 0; s < JOIN_SIDES; s++) find_reads(c, matched, s);
}

/* ---- The worlds ---- */

static Prover *world(Comparer *c, const Plan *plan, ProveOptions options) {
  return prover_new(c->join->arena, plan, options, diag_sink_new(c->join->arena));
}

/* In which each row has the places that a row alone would have. */
static void grant_places(Prover *p) {
  for (uint32_t i = 0; i < p->plan->nodes.count; i++) {
    const PlanNode *at = plan_at(p->plan, i);
    if (at->op != PLAN_RANKED) continue;
    const SmtTerm alone = encode_alone(p->encoder, encoder_row(p->encoder, at->entity), i);
    if (!smt_is(p->smt, alone, false)) smt_assert(p->smt, alone);
  }
}

static void open_worlds(Comparer *c, ProveOptions options) {
  Plan *bare = ARENA_NEW(c->join->arena, Plan);
  *bare = *c->join->plan;
  bare->columns.count = 0;
  c->any = world(c, c->join->plan, options);
  c->alone = c->any;
  if (c->join->plan->ranks.count) {
    c->alone = world(c, c->join->plan, options);
    grant_places(c->alone);
  }
  c->unassumed = world(c, bare, options);
}

/* ---- Answers ---- */

static Text open_reason(Prover *p, const Question *question, SmtAnswer answer) {
  const Text open = question_open(p, question);
  if (!smt_available(p->smt)) return prove_lacks_solver();
  if (p->proofs->stopped) return TEXT("it was interrupted");
  if (open.len) return text_of(arena_printf(p->arena, "it rests on %.*s", TEXT_ARG(open)));
  return answer == SMT_SOME ? TEXT("no row was found that shows it")
                            : TEXT("the time for a question was over");
}

/* What the rows come to is read off a test that fails on purpose: neither side's outcome is taken
 * from the solver. */
static void expect_nothing(const Comparer *c, Compared *item, int side, Witness *witness) {
  const Program *program = c->join->side[side].plan->program;
  const Text name = program->columns.at[item->declared[side]].name;
  witness->expect =
      text_of(arena_printf(c->join->arena, "%.*s%s is known and %.*s%s is missing", TEXT_ARG(name),
                           part_suffix[item->part], TEXT_ARG(name), part_suffix[item->part]));
}

/* A row whose outcome is known on both sides says more than one of which something is missing. */
static const Witness *find_row(Prover *p, const Question *question, uint32_t known) {
  Question plain = {.entity = question->entity};
  question_add(p, &plain, question->wanted.at[0].node, ASK_HOLDS);
  question_add(p, &plain, known, ASK_HOLDS);
  const Witness *found = question_ask(p, &plain) == SMT_SOME ? witness_find(p, &plain) : NULL;
  if (found) return found;
  return question_ask(p, question) == SMT_SOME ? witness_find(p, question) : NULL;
}

static void show(Comparer *c, Compared *item, Prover *p, const Pair *pair, int end,
                 const Question *question) {
  const Witness *found = find_row(p, question, pair->known[end]);
  item->part = pair->part;
  item->region = found ? region_words(p, question) : TEXT("");
  for (int s = 0; s < JOIN_SIDES && found; s++) {
    item->witness[s] = join_witness(c->join, s, found);
    if (!item->witness[s]) return;
    expect_nothing(c, item, s, item->witness[s]);
    item->verdict = s == JOIN_NEW ? COMPARED_DIFFERENT : item->verdict;
  }
}

/* One end of one column. */
static void ask(Comparer *c, Compared *item, const Matched *matched, const Pair *pair, int end) {
  Prover *p = matched->assumed ? c->unassumed : c->any;
  Question question = {.entity = matched->entity};
  question_add(p, &question, pair->nodes[end], ASK_HOLDS);
  const SmtAnswer answer = question_ask(p, &question);
  if (answer == SMT_NEVER) return;
  item->verdict = COMPARED_OPEN;
  item->reason = open_reason(p, &question, answer);
  if (answer == SMT_SOME) show(c, item, matched->assumed ? p : c->alone, pair, end, &question);
}

static void compare(Comparer *c, const Matched *matched) {
  Compared *item = VEC_PUSH(c->join->arena, &c->comparison->items);
  *item = (Compared){.declared = {matched->declared[0], matched->declared[1]}};
  for (size_t i = 0; i < matched->pairs.count && item->verdict != COMPARED_DIFFERENT; i++) {
    const Pair *pair = &matched->pairs.at[i];
    if (pair->never) {
      item->verdict = COMPARED_OPEN;
      item->reason = TEXT("its values are of another type");
    }
    for (int end = 0; end < 2 && !pair->never && item->verdict != COMPARED_DIFFERENT; end++)
      ask(c, item, matched, pair, end);
  }
}

/* ---- What only follows ---- */

static size_t matched_of(const Comparer *c, uint32_t declared) {
  size_t i = 0;
  while (i < c->matched.count && c->matched.at[i].declared[JOIN_OLD] != declared) i++;
  return i;
}

static void want_same(Comparer *c, Question *question, const Matched *read) {
  for (size_t i = 0; i < read->pairs.count; i++)
    for (int end = 0; end < 2 && !read->pairs.at[i].never; end++)
      question_add(c->any, question, read->pairs.at[i].nodes[end], ASK_FAILS);
}

/* Whether it is the same wherever all that it reads is. */
static bool only_follows(Comparer *c, const Matched *matched, const Question *same) {
  for (size_t i = 0; i < matched->pairs.count; i++)
    for (int end = 0; end < 2; end++) {
      Question question = {.entity = matched->entity};
      if (matched->pairs.at[i].never) return false;
      for (size_t k = 0; k < same->wanted.count; k++)
        question_add(c->any, &question, same->wanted.at[k].node, same->wanted.at[k].ask);
      question_add(c->any, &question, matched->pairs.at[i].nodes[end], ASK_HOLDS);
      if (question_ask(c->any, &question) != SMT_NEVER) return false;
    }
  return true;
}

static void find_follows(Comparer *c, size_t number) {
  const Matched *matched = &c->matched.at[number];
  Compared *item = &c->comparison->items.at[number];
  Question same = {.entity = matched->entity};
  Buffer names = buffer_in(c->join->arena);
  bool *told = ARENA_ARRAY(c->join->arena, bool, c->matched.count);
  for (size_t i = 0; i < matched->reads.count; i++) {
    const size_t read = matched_of(c, matched->reads.at[i]);
    if (read == c->matched.count || read == number || told[read]) continue;
    told[read] = true;
    if (c->comparison->items.at[read].verdict == COMPARED_EQUAL) continue;
    const Program *program = c->join->side[JOIN_OLD].plan->program;
    want_same(c, &same, &c->matched.at[read]);
    buffer_printf(&names, "%s%.*s", names.len ? ", " : "",
                  TEXT_ARG(program->columns.at[matched->reads.at[i]].name));
  }
  if (names.len && only_follows(c, matched, &same)) item->follows = buffer_view(&names);
}

ComparedPrograms *prove_compare(Arena *arena, const Plan *before, const Plan *after,
                                ProveOptions options) {
  Comparer c = {.join = join_plans(arena, before, after),
                .comparison = ARENA_NEW(arena, ComparedPrograms)};
  for (uint32_t i = 0; i < before->program->columns.count; i++) match(&c, i);
  open_worlds(&c, options); /* all nodes are there by now */
  for (size_t i = 0; i < c.matched.count; i++) compare(&c, &c.matched.at[i]);
  for (size_t i = 0; i < c.matched.count; i++)
    if (c.comparison->items.at[i].verdict != COMPARED_EQUAL && !c.matched.at[i].assumed)
      find_follows(&c, i);
  c.comparison->solver = smt_available(c.any->smt);
  c.comparison->stopped = c.any->proofs->stopped || c.alone->proofs->stopped;
  c.comparison->questions = smt_asked(c.any->smt) +
                            (c.alone == c.any ? 0 : smt_asked(c.alone->smt)) +
                            smt_asked(c.unassumed->smt);
  return c.comparison;
}

void compared_settle(Compared *compared, bool confirmed) {
  if (compared->verdict != COMPARED_DIFFERENT || confirmed) return;
  compared->verdict = COMPARED_OPEN;
  if (!compared->reason.len) compared->reason = TEXT("no row was found that shows it");
}
