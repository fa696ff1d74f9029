/* smt.h - formulas over integers and truths, and whether they can be satisfied.
 *
 * The one home of the solver. Terms belong to the Smt and live as long as it; integers have no
 * bounds. What is plain is decided while a term is made (x and false), and most questions are
 * answered by the bounds of what they are about and a few choices (interval.h), so that few reach
 * the solver. Without one (smt_available), those stay open.
 */
#ifndef PROVE_SMT_H
#define PROVE_SMT_H

#include "base/arena.h"
#include "value/decimal.h"

typedef struct Smt Smt;

typedef struct SmtTerm {
  void *node;
} SmtTerm;

typedef enum {
  SMT_NEVER, /* nothing satisfies it */
  SMT_SOME,  /* something does: the model */
  SMT_OPEN   /* not settled within the time */
} SmtAnswer;

/* `timeout`: milliseconds for one question, roughly, since they are counted in steps. In the arena,
 * which closes it. */
Smt *smt_new(Arena *arena, unsigned timeout);
/* Once `*stop` is set, answers come soon, and may be SMT_OPEN. */
void smt_watch(Smt *smt, const volatile int *stop);
/* For tests: what answers. */
void smt_use(Smt *smt, bool intervals, bool solver);
/* False once a question would have needed a solver and there was none. */
bool smt_available(const Smt *smt);

SmtTerm smt_truth(Smt *smt, bool value);
SmtTerm smt_int(Smt *smt, int128 value);
SmtTerm smt_new_truth(Smt *smt); /* a free variable */
SmtTerm smt_new_int(Smt *smt);
bool smt_is(const Smt *smt, SmtTerm term, bool value); /* plainly true, plainly false */
static inline bool smt_same(SmtTerm a, SmtTerm b) { return a.node == b.node; }

SmtTerm smt_not(Smt *smt, SmtTerm a);
SmtTerm smt_and(Smt *smt, SmtTerm a, SmtTerm b);
SmtTerm smt_or(Smt *smt, SmtTerm a, SmtTerm b);
SmtTerm smt_implies(Smt *smt, SmtTerm a, SmtTerm b);
/* Of truths or of integers. */
SmtTerm smt_if(Smt *smt, SmtTerm condition, SmtTerm yes, SmtTerm no);
SmtTerm smt_equal(Smt *smt, SmtTerm a, SmtTerm b);
SmtTerm smt_less(Smt *smt, SmtTerm a, SmtTerm b);
SmtTerm smt_at_most(Smt *smt, SmtTerm a, SmtTerm b);
SmtTerm smt_add(Smt *smt, SmtTerm a, SmtTerm b);
SmtTerm smt_subtract(Smt *smt, SmtTerm a, SmtTerm b);
SmtTerm smt_times(Smt *smt, SmtTerm a, int128 factor);
/* a / divisor rounded down, and what remains; divisor > 0. */
SmtTerm smt_over(Smt *smt, SmtTerm a, int128 divisor);
SmtTerm smt_rest(Smt *smt, SmtTerm a, int128 divisor);

/* Holds in every question from now on. */
void smt_assert(Smt *smt, SmtTerm fact);
/* Whether all of these can hold together. After SMT_SOME the model is there until the next
 * question; after SMT_NEVER the clash is. */
SmtAnswer smt_ask(Smt *smt, const SmtTerm *wanted, size_t count);
/* Of terms that cannot hold together, marks those that cannot even without the others: none of the
 * marked ones could be left out. */
void smt_clash(Smt *smt, const SmtTerm *wanted, size_t count, bool *clashes);
int64_t smt_model_int(Smt *smt, SmtTerm term); /* 0 where the model leaves it open */
bool smt_model_truth(Smt *smt, SmtTerm term);
/* Questions that reached the solver. */
size_t smt_asked(const Smt *smt);

#endif
