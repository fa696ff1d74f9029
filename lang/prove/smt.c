/* smt.c - see smt.h: what is plain is decided here, the rest goes to the solver.
 *
 * Without a solver a term is plainly true, plainly false, or one that says nothing; three addresses
 * in the Smt stand for them.
 */
#include "prove/smt.h"

#include "prove/smt_z3.h"

struct Smt {
  Arena *arena;
  Solver *solver; /* NULL: there is none */
  SmtTerm yes, no, open;
  char nothing[3];
  size_t asked;
};

Smt *smt_new(Arena *arena, unsigned timeout) {
  Smt *smt = ARENA_NEW(arena, Smt);
  smt->arena = arena;
  smt->solver = solver_open(arena, timeout);
  smt->yes.node = smt->solver ? solver_truth(smt->solver, true) : &smt->nothing[0];
  smt->no.node = smt->solver ? solver_truth(smt->solver, false) : &smt->nothing[1];
  smt->open.node = &smt->nothing[2];
  return smt;
}

bool smt_available(const Smt *smt) { return smt->solver != NULL; }

/* ---- Terms ---- */

SmtTerm smt_truth(Smt *smt, bool value) { return value ? smt->yes : smt->no; }
bool smt_is(const Smt *smt, SmtTerm term, bool value) {
  return smt_same(term, value ? smt->yes : smt->no);
}

SmtTerm smt_int(Smt *smt, int128 value) {
  char digits[48];
  char *at = digits + sizeof digits;
  const bool negative = value < 0;
  uint128 rest = negative ? -(uint128)value : (uint128)value;
  if (!smt->solver) return smt->open;
  *--at = 0;
  do *--at = (char)('0' + (int)(rest % 10));
  while (rest /= 10);
  if (negative) *--at = '-';
  return (SmtTerm){solver_int(smt->solver, at)};
}

SmtTerm smt_new_truth(Smt *smt) {
  return smt->solver ? (SmtTerm){solver_variable(smt->solver, true)} : smt->open;
}

SmtTerm smt_new_int(Smt *smt) {
  return smt->solver ? (SmtTerm){solver_variable(smt->solver, false)} : smt->open;
}

static SmtTerm make(Smt *smt, SolverOp op, SmtTerm a, SmtTerm b, SmtTerm c) {
  void *const operands[] = {a.node, b.node, c.node};
  return smt->solver ? (SmtTerm){solver_make(smt->solver, op, operands)} : smt->open;
}

SmtTerm smt_not(Smt *smt, SmtTerm a) {
  if (smt_is(smt, a, true)) return smt->no;
  if (smt_is(smt, a, false)) return smt->yes;
  return make(smt, SOLVER_NOT, a, a, a);
}

SmtTerm smt_and(Smt *smt, SmtTerm a, SmtTerm b) {
  if (smt_is(smt, a, false) || smt_is(smt, b, true) || smt_same(a, b)) return a;
  if (smt_is(smt, b, false) || smt_is(smt, a, true)) return b;
  return make(smt, SOLVER_AND, a, b, b);
}

SmtTerm smt_or(Smt *smt, SmtTerm a, SmtTerm b) {
  if (smt_is(smt, a, true) || smt_is(smt, b, false) || smt_same(a, b)) return a;
  if (smt_is(smt, b, true) || smt_is(smt, a, false)) return b;
  return make(smt, SOLVER_OR, a, b, b);
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
  if (smt->solver && smt_same(yes, no)) return yes;
  return make(smt, SOLVER_IF, condition, yes, no);
}

SmtTerm smt_equal(Smt *smt, SmtTerm a, SmtTerm b) {
  if (smt->solver && smt_same(a, b)) return smt->yes;
  return make(smt, SOLVER_EQUAL, a, b, b);
}

SmtTerm smt_less(Smt *smt, SmtTerm a, SmtTerm b) { return make(smt, SOLVER_LESS, a, b, b); }
SmtTerm smt_at_most(Smt *smt, SmtTerm a, SmtTerm b) { return make(smt, SOLVER_AT_MOST, a, b, b); }
SmtTerm smt_add(Smt *smt, SmtTerm a, SmtTerm b) { return make(smt, SOLVER_ADD, a, b, b); }
SmtTerm smt_subtract(Smt *smt, SmtTerm a, SmtTerm b) { return make(smt, SOLVER_SUBTRACT, a, b, b); }

static SmtTerm by(Smt *smt, SolverOp op, SmtTerm a, int128 value) {
  const SmtTerm constant = smt_int(smt, value);
  return make(smt, op, a, constant, constant);
}

SmtTerm smt_times(Smt *smt, SmtTerm a, int128 factor) {
  return factor == 1 ? a : by(smt, SOLVER_TIMES, a, factor);
}

SmtTerm smt_over(Smt *smt, SmtTerm a, int128 divisor) {
  return divisor == 1 ? a : by(smt, SOLVER_OVER, a, divisor);
}

SmtTerm smt_rest(Smt *smt, SmtTerm a, int128 divisor) { return by(smt, SOLVER_REST, a, divisor); }

/* ---- Questions ---- */

void smt_assert(Smt *smt, SmtTerm fact) {
  if (smt->solver && !smt_is(smt, fact, true)) solver_assert(smt->solver, fact.node);
}

SmtAnswer smt_ask(Smt *smt, const SmtTerm *wanted, size_t count) {
  void **terms = ARENA_ARRAY(smt->arena, void *, count + 1);
  size_t left = 0;
  for (size_t i = 0; i < count; i++) {
    if (smt_is(smt, wanted[i], false)) return SMT_NEVER;
    if (!smt_is(smt, wanted[i], true)) terms[left++] = wanted[i].node;
  }
  if (!smt->solver) return SMT_OPEN;
  smt->asked++;
  return solver_ask(smt->solver, terms, left);
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

int64_t smt_model_int(Smt *smt, SmtTerm term) {
  return smt->solver ? solver_model_int(smt->solver, term.node) : 0;
}

bool smt_model_truth(Smt *smt, SmtTerm term) {
  if (is_plain(smt, term) || !smt->solver) return smt_is(smt, term, true);
  return solver_model_truth(smt->solver, term.node);
}

size_t smt_asked(const Smt *smt) { return smt->asked; }
