/* witness_impl.h - what the files of witnesses share.
 *
 *   witness.c           the row in question, what it refers to
 *   witness_value.c     values as people write them
 *   witness_children.c  rows that refer to it, made so that aggregates come to what they have to
 *   witness_print.c     a witness as a test of the language
 */
#ifndef PROVE_WITNESS_IMPL_H
#define PROVE_WITNESS_IMPL_H

#include "prove/prove_impl.h"

enum { WITNESS_ROWS_MOST = 60, WITNESS_HELD_MOST = 400, WITNESS_DEPTH_MOST = 4 };

/* One row under work. Of rows that refer to it each has a finder of its own. */
typedef struct Finder {
  Prover *p;
  SmtTerm *held; /* what is asked, and what was settled so far */
  size_t held_count;
  SmtTerm today;      /* it is that day */
  const bool *behind; /* by node of the plan: what the question rests on */
  Witness *witness;
  unsigned depth; /* rows between it and the one in question */
  bool may_give;  /* a measure in place of the rows behind it */
} Finder;

/* Settles it where that is possible. */
bool finder_settle(Finder *f, SmtTerm term);
/* Whether what was settled is possible, and a model of it. */
bool finder_model(Finder *f);
/* The value that the leaf gets: missing if that is possible, else a round one, else the solver's.
 */
bool finder_choose(Finder *f, const ProveLeaf *leaf, Scalar *value);
/* A value of the field that nothing is asked of. */
Scalar finder_plain(Finder *f, const FieldSchema *field, size_t row);

/* Number of the new row, with its key. */
size_t witness_add_row(Finder *f, uint32_t entity);
/* The first value that a cell gets stays. */
void witness_set_cell(Finder *f, size_t row, bool is_column, uint32_t index, Scalar value);
/* "W1", "W2" … by the row's number. */
Scalar witness_key(Finder *f, size_t row);
/* Everything of the row that the question rests on: fields, aggregates, rows that it refers to. */
bool witness_fill(Finder *f, size_t row, ProveRow *from);
/* The rows that refer to it, for the aggregates that have no name. */
bool witness_children(Finder *f, size_t row, const ProveRow *from);
/* The measure that is this aggregate and nothing else, where it can be given without rows;
 * SCHEMA_NONE. */
uint32_t witness_measure(const Finder *f, const ProveRow *from, const ProveLeaf *leaf);

#endif
