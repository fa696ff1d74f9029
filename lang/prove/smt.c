/* smt.c - see smt.h: what is plain is decided while terms are made, what bounds and a few choices
 * settle by the intervals; the rest goes to the solver, which is opened when it is first needed.
 */
#include "prove/smt.h"

#include "prove/interval.h"
#include "prove/smt_z3.h"

struct Smt {
  Arena *arena;
  unsigned timeout;
  const volatile int *stop;
  bool no_intervals, no_solver;
  Terms *terms;
  SmtTerm yes, no;
  Intervals *intervals;
  Solver *solver; /* NULL: not opened yet, or there is none */
  bool opened;
  VEC(Term *) facts;
  size_t told; /* facts that the solver knows */
  VEC(Term *) stack;
  enum { MODEL_NONE, MODEL_INTERVALS, MODEL_SOLVER } model;
  size_t asked;
};

Smt *smt_new(Arena *arena, unsigned timeout) {
  Smt *smt = ARENA_NEW(arena, Smt);
  smt->arena = arena;
  smt->timeout = timeout;
  smt->terms = terms_new(arena);
  smt->intervals = intervals_new(arena, smt->terms);
  smt->yes.node = term_of(smt->terms, TERM_TRUTH, NULL, NULL, NULL, 1);
  smt->no.node = term_of(smt->terms, TERM_TRUTH, NULL, NULL, NULL, 0);
  return smt;
}

void smt_watch(Smt *smt, const volatile int *stop) { smt->stop = stop; }

void smt_use(Smt *smt, bool intervals, bool solver) {
  smt->no_intervals = !intervals;
  smt->no_solver = !solver;
}

static bool open_solver(Smt *smt) {
  if (!smt->opened && !smt->no_solver) smt->solver = solver_open(smt->arena, smt->timeout);
  smt->opened = true;
  return smt->solver != NULL;
}

bool smt_available(const Smt *smt) { return !smt->opened || smt->solver; }

/* ---- Terms ---- */

SmtTerm smt_truth(Smt *smt, bool value) { return value ? smt->yes : smt->no; }
bool smt_is(const Smt *smt, SmtTerm term, bool value) {
  return smt_same(term, value ? smt->yes : smt->no);
}

SmtTerm smt_int(Smt *smt, int128 value) {
  return (SmtTerm){term_of(smt->terms, TERM_INT, NULL, NULL, NULL, value)};
}

SmtTerm smt_new_truth(Smt *smt) { return (SmtTerm){term_free_of(smt->terms, TERM_FREE_TRUTH)}; }
SmtTerm smt_new_int(Smt *smt) { return (SmtTerm){term_free_of(smt->terms, TERM_FREE_INT)}; }

static SmtTerm one(Smt *smt, TermOp op, SmtTerm a, int128 value) {
  return (SmtTerm){term_of(smt->terms, op, a.node, NULL, NULL, value)};
}

static SmtTerm two(Smt *smt, TermOp op, SmtTerm a, SmtTerm b) {
  return (SmtTerm){term_of(smt->terms, op, a.node, b.node, NULL, 0)};
}

SmtTerm smt_not(Smt *smt, SmtTerm a) {
  if (smt_is(smt, a, true)) return smt->no;
  if (smt_is(smt, a, false)) return smt->yes;
  const Term *at = a.node;
  return at->op == TERM_NOT ? (SmtTerm){at->arg[0]} : one(smt, TERM_NOT, a, 0);
}

SmtTerm smt_and(Smt *smt, SmtTerm a, SmtTerm b) {
  if (smt_is(smt, a, false) || smt_is(smt, b, true) || smt_same(a, b)) return a;
  if (smt_is(smt, b, false) || smt_is(smt, a, true)) return b;
  return two(smt, TERM_AND, a, b);
}

SmtTerm smt_or(Smt *smt, SmtTerm a, SmtTerm b) {
  if (smt_is(smt, a, true) || smt_is(smt, b, false) || smt_same(a, b)) return a;
  if (smt_is(smt, b, true) || smt_is(smt, a, false)) return b;
  return two(smt, TERM_OR, a, b);
}

SmtTerm smt_implies(Smt *smt, SmtTerm a, SmtTerm b) { return smt_or(smt, smt_not(smt, a), b); }

static bool is_plain(const Smt *smt, SmtTerm term) {
  return smt_is(smt, term, true) || smt_is(smt, term, false);
}

SmtTerm smt_if(Smt *smt, SmtTerm condition, SmtTerm yes, SmtTerm no) {
  if (smt_is(smt, condition, true)) return yes;
  if (smt_is(smt, condition, false)) return no;
  if (is_plain(smt, yes) || is_plain(smt, no))
    return smt_and(smt, smt_implies(smt, condition, yes), smt_or(smt, condition, no));
  if (smt_same(yes, no)) return yes;
  return (SmtTerm){term_of(smt->terms, TERM_IF, condition.node, yes.node, no.node, 0)};
}

SmtTerm smt_equal(Smt *smt, SmtTerm a, SmtTerm b) {
  if (smt_same(a, b)) return smt->yes;
  return two(smt, TERM_EQUAL, a, b);
}

SmtTerm smt_less(Smt *smt, SmtTerm a, SmtTerm b) { return two(smt, TERM_LESS, a, b); }
SmtTerm smt_at_most(Smt *smt, SmtTerm a, SmtTerm b) { return two(smt, TERM_AT_MOST, a, b); }
SmtTerm smt_add(Smt *smt, SmtTerm a, SmtTerm b) { return two(smt, TERM_ADD, a, b); }
SmtTerm smt_subtract(Smt *smt, SmtTerm a, SmtTerm b) { return two(smt, TERM_SUBTRACT, a, b); }

SmtTerm smt_times(Smt *smt, SmtTerm a, int128 factor) {
  return factor == 1 ? a : one(smt, TERM_TIMES, a, factor);
}

SmtTerm smt_over(Smt *smt, SmtTerm a, int128 divisor) {
  return divisor == 1 ? a : one(smt, TERM_OVER, a, divisor);
}

SmtTerm smt_rest(Smt *smt, SmtTerm a, int128 divisor) { return one(smt, TERM_REST, a, divisor); }

/* ---- In the solver ---- */

static void *solver_number(Smt *smt, int128 value) {
  char digits[48];
  char *at = digits + sizeof digits;
  const bool negative = value < 0;
  uint128 rest = negative ? -(uint128)value : (uint128)value;
  *--at = 0;
  do *--at = (char)('0' + (int)(rest % 10));
  while (rest /= 10);
  if (negative) *--at = '-';
  return solver_int(smt->solver, at);
}

static void *made(Smt *smt, const Term *term) {
  void *operands[3] = {0};
  switch (term->op) {
  case TERM_TRUTH:
    return solver_truth(smt->solver, term->value != 0);
  case TERM_INT:
    return solver_number(smt, term->value);
  case TERM_FREE_TRUTH:
  case TERM_FREE_INT:
    return solver_variable(smt->solver, term->is_truth);
  default:
    for (int i = 0; i < 3 && term->arg[i]; i++) operands[i] = term->arg[i]->solved;
    if (term->op >= TERM_TIMES) operands[1] = solver_number(smt, term->value);
    return solver_make(smt->solver, term->op, operands);
  }
}

/* Operands first. */
static void *solved(Smt *smt, Term *root) {
  *VEC_PUSH(smt->arena, &smt->stack) = root;
  while (smt->stack.count) {
    Term *term = smt->stack.at[smt->stack.count - 1];
    const size_t before = smt->stack.count;
    for (int i = 0; i < 3 && term->arg[i] && !term->solved; i++)
      if (!term->arg[i]->solved) *VEC_PUSH(smt->arena, &smt->stack) = term->arg[i];
    if (smt->stack.count > before) continue;
    if (!term->solved) term->solved = made(smt, term);
    smt->stack.count--;
  }
  return root->solved;
}

static int128 solver_value(void *context, Term *term) {
  Smt *smt = context;
  if (!term->solved) return term->low > 0 ? term->low : term->high < 0 ? term->high : 0;
  if (term->is_truth) return solver_model_truth(smt->solver, term->solved);
  return solver_model_int(smt->solver, term->solved);
}

static SmtAnswer ask_solver(Smt *smt, Term *const *wanted, size_t count) {
  if (!open_solver(smt)) return SMT_OPEN;
  void **terms = ARENA_ARRAY(smt->arena, void *, count + 1);
  for (; smt->told < smt->facts.count; smt->told++)
    solver_assert(smt->solver, solved(smt, smt->facts.at[smt->told]));
  for (size_t i = 0; i < count; i++) terms[i] = solved(smt, wanted[i]);
  smt->asked++;
  return solver_ask(smt->solver, terms, count);
}

/* ---- Questions ---- */

void smt_assert(Smt *smt, SmtTerm fact) {
  if (smt_is(smt, fact, true)) return;
  *VEC_PUSH(smt->arena, &smt->facts) = fact.node;
  intervals_assert(smt->intervals, fact.node);
}

SmtAnswer smt_ask(Smt *smt, const SmtTerm *wanted, size_t count) {
  Term **terms = ARENA_ARRAY(smt->arena, Term *, count + 1);
  size_t left = 0;
  for (size_t i = 0; i < count; i++) {
    if (smt_is(smt, wanted[i], false)) return SMT_NEVER;
    if (!smt_is(smt, wanted[i], true)) terms[left++] = wanted[i].node;
  }
  SmtAnswer answer = SMT_OPEN;
  if (smt->stop && *smt->stop) return SMT_OPEN;
  smt->model = MODEL_INTERVALS;
  if (!smt->no_intervals) answer = intervals_ask(smt->intervals, terms, left, smt->stop);
  if (answer != SMT_OPEN) return answer;
  smt->model = MODEL_SOLVER;
  answer = ask_solver(smt, terms, left);
  /* what the solver has found shows the way to what is like it */
  if (answer == SMT_SOME && !smt->no_intervals &&
      intervals_take(smt->intervals, terms, left, solver_value, smt))
    smt->model = MODEL_INTERVALS;
  return answer;
}

/* One after the other is left out; what the clash does not need stays out. */
void smt_clash(Smt *smt, const SmtTerm *wanted, size_t count, bool *clashes) {
  SmtTerm *kept = ARENA_ARRAY(smt->arena, SmtTerm, count + 1);
  for (size_t i = 0; i < count; i++) clashes[i] = true;
  for (size_t out = 0; out < count; out++) {
    size_t left = 0;
    clashes[out] = false;
    for (size_t i = 0; i < count; i++)
      if (clashes[i]) kept[left++] = wanted[i];
    if (smt_ask(smt, kept, left) != SMT_NEVER) clashes[out] = true;
  }
}

static int128 model_value(Smt *smt, Term *term) {
  int128 value;
  return intervals_model(smt->intervals, term, &value) ? value : 0;
}

int64_t smt_model_int(Smt *smt, SmtTerm term) {
  if (smt->model == MODEL_SOLVER)
    return smt->solver ? solver_model_int(smt->solver, solved(smt, term.node)) : 0;
  const int128 value = model_value(smt, term.node);
  return value >= INT64_MIN && value <= INT64_MAX ? (int64_t)value : 0;
}

bool smt_model_truth(Smt *smt, SmtTerm term) {
  if (is_plain(smt, term)) return smt_is(smt, term, true);
  if (smt->model == MODEL_SOLVER)
    return smt->solver && solver_model_truth(smt->solver, solved(smt, term.node));
  return model_value(smt, term.node) != 0;
}

size_t smt_asked(const Smt *smt) { return smt->asked; }
