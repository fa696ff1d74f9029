/* interval_impl.h - what the files of the intervals share.
 *
 *   interval.c          facts, what a question rests on, models
 *   interval_narrow.c   from the bounds of some terms to those of others
 *   interval_search.c   choices where bounds alone settle nothing
 */
#ifndef PROVE_INTERVAL_IMPL_H
#define PROVE_INTERVAL_IMPL_H

#include "prove/interval.h"

/* A term of the question at hand. Bounds at or beyond TERM_FAR are none. */
typedef struct Cell {
  const Term *term;
  uint32_t arg[3];           /* cells before this one */
  uint32_t above, above_end; /* search->above: those that this is an operand of */
  int128 low, high;
  int128 hint; /* what it is in a model of other questions */
  bool queued;
} Cell;

typedef struct Change {
  uint32_t cell;
  int128 low, high; /* as they were */
} Change;

typedef struct Search {
  Arena *arena;
  VEC(Cell) cells; /* operands first */
  uint32_t *above;
  uint32_t *queue; /* a ring */
  size_t queue_from, queue_count;
  VEC(Change) trail;
  size_t steps;   /* that are left */
  bool unbounded; /* not all values of something were tried */
  bool hints;     /* choices are as they say */
  const volatile int *stop;
} Search;

static inline bool cell_is_settled(const Cell *cell) {
  return cell->low == cell->high && cell->low > -TERM_FAR && cell->low < TERM_FAR;
}
/* False where nothing is left. */
bool search_narrow(Search *search, uint32_t cell, int128 low, int128 high);
void search_queue(Search *search, uint32_t cell);
/* Until nothing changes; false at a contradiction. */
bool search_settle(Search *search);
/* SMT_SOME: every cell has one value. */
SmtAnswer search_run(Search *search, unsigned depth);

#endif
