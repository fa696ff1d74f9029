/* compare.h - whether two programs say the same of every row.
 *
 * Declarations of one name on rows of one entity are compared, each outcome of theirs on any row
 * that both programs accept, on any day. What both compute by the same expression is equal without
 * a question. Where outcomes can differ there is a witness: whoever has the machine runs its rows
 * under both programs before anybody is told (compared_settle).
 */
#ifndef PROVE_COMPARE_H
#define PROVE_COMPARE_H

#include "prove/join.h"

typedef enum { COMPARED_EQUAL, COMPARED_DIFFERENT, COMPARED_OPEN } ComparedVerdict;

typedef struct Compared {
  uint32_t declared[JOIN_SIDES]; /* program->columns of each */
  ComparedVerdict verdict;
  ColumnPart part;              /* of COMPARED_DIFFERENT: which of its columns */
  Witness *witness[JOIN_SIDES]; /* the same rows, as each program has them */
  Text region;                  /* in words where outcomes differ; may be empty */
  Text reason;                  /* of COMPARED_OPEN */
  Text follows; /* where it is proven that it cannot differ but where columns that it reads do:
                   their names, "tier, growth"; else empty */
} Compared;

typedef struct ComparedPrograms {
  VEC(Compared) items; /* in the order of the first program */
  size_t questions;    /* that the solver was asked */
  bool solver;         /* there is one */
  bool stopped;
} ComparedPrograms;

/* Both plans were lowered for their runs. Everything is in the arena. */
ComparedPrograms *prove_compare(Arena *arena, const Plan *before, const Plan *after,
                                ProveOptions options);

/* What the machine says of an item's witness: confirmed, or it is not settled. */
void compared_settle(Compared *compared, bool confirmed);

#endif
