/* interval.h - questions that need no solver: what bounds say, and what a few choices find.
 *
 * Each term of a question lies between two integers (a truth between 0 and 1). Bounds are narrowed
 * along the operations, both ways, until nothing changes: an empty one is a contradiction. Where
 * nothing is settled by that, a disjunction or a variable is chosen, and the same again; so small
 * questions are answered in full. An answer is right or OPEN: that the terms can hold together is
 * said only of values with which they were computed, with all the facts.
 */
#ifndef PROVE_INTERVAL_H
#define PROVE_INTERVAL_H

#include "prove/smt.h"
#include "prove/term.h"

typedef struct Intervals Intervals;

Intervals *intervals_new(Arena *arena, Terms *terms);
/* Holds in every question from now on. */
void intervals_assert(Intervals *intervals, Term *fact);
/* `stop`, where it is not NULL, leaves the answer open once it is set. */
SmtAnswer intervals_ask(Intervals *intervals, Term *const *wanted, size_t count,
                        const volatile int *stop);
/* After someone else has answered SMT_SOME: takes over the values of all free terms that the last
 * question rests on. False where they do not satisfy it as it is computed here. */
bool intervals_take(Intervals *intervals, Term *const *wanted, size_t count,
                    int128 (*value_of)(void *context, Term *term), void *context);
/* What the term comes to with the values that were found last, by a question that was answered
 * SMT_SOME. False where that does not fit. */
bool intervals_model(Intervals *intervals, Term *term, int128 *value);

#endif
