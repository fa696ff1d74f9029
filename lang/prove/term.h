/* term.h - formulas as smt.c, the intervals and the solver share them: a DAG in which equal terms
 * are one, and constants are folded. A term's number is larger than those of its operands. */
#ifndef PROVE_TERM_H
#define PROVE_TERM_H

#include "base/arena.h"
#include "value/decimal.h"

typedef enum {
  TERM_TRUTH, /* a constant: value is 0 or 1 */
  TERM_INT,   /* a constant */
  TERM_FREE_TRUTH,
  TERM_FREE_INT,
  TERM_NOT,
  TERM_AND,
  TERM_OR,
  TERM_IF, /* of truths or of integers, like EQUAL */
  TERM_EQUAL,
  TERM_LESS,
  TERM_AT_MOST,
  TERM_ADD,
  TERM_SUBTRACT,
  TERM_TIMES, /* by the constant `value` */
  TERM_OVER,  /* rounded down, by the constant `value` > 0 */
  TERM_REST
} TermOp;

typedef struct Term {
  TermOp op;
  bool is_truth;
  uint32_t id;
  struct Term *arg[3]; /* NULL where unused */
  int128 value;
  int128 low, high; /* what facts say of a free one */
  void *solved;     /* the same in the solver, once it was needed there */
} Term;

/* Bounds at or beyond it, on either side, are none. */
#define TERM_FAR ((int128)1 << 120)

typedef struct Terms Terms;

Terms *terms_new(Arena *arena);
Term *term_at(const Terms *terms, uint32_t id);
Term *term_of(Terms *terms, TermOp op, Term *a, Term *b, Term *c, int128 value);
Term *term_free_of(Terms *terms, TermOp op);
static inline bool term_is_value(const Term *term) {
  return term->op == TERM_TRUTH || term->op == TERM_INT;
}
static inline bool term_is_free(const Term *term) {
  return term->op == TERM_FREE_TRUTH || term->op == TERM_FREE_INT;
}
/* What the operation comes to; false where that does not fit. */
bool term_compute(TermOp op, const int128 *a, int128 value, int128 *out);

#endif
