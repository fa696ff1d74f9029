/* prove.h - what can be proven of a program before it meets an account.
 *
 * Each claim is about one declaration: no row belongs to two stages, every segment can be given. It
 * is proven for every possible row and every day, refuted, or not settled. What is refuted has a
 * diagnostic, and where a row shows it, a witness: rows that whoever has the machine runs before
 * anybody is told (claim_settle), since the solver knows less than the machine.
 */
#ifndef PROVE_PROVE_H
#define PROVE_PROVE_H

#include "base/diag.h"
#include "plan/plan.h"

typedef enum { VERDICT_PROVEN, VERDICT_REFUTED, VERDICT_OPEN, VERDICT_COUNT } Verdict;

/* A field, or a declared column that is fixed. */
typedef struct WitnessCell {
  bool is_column; /* index is of program->columns, else of the entity's fields */
  uint32_t index;
  Scalar value; /* known; of a reference the key as a text */
} WitnessCell;

typedef struct WitnessRow {
  uint32_t entity;
  VEC(WitnessCell) cells; /* in the order of the fields, then columns */
} WitnessRow;

typedef struct Witness {
  Text name;    /* "two stages of sam at once: plan and deliver"; may be empty */
  bool has_day; /* what it shows depends on the day */
  int32_t day;
  VEC(uint32_t) params; /* program->params whose values it is about, which are not those declared */
  VEC(WitnessRow) rows; /* the one that it is about comes first */
  Text expect;          /* what holds of it: "sam.fit = several" */
  Text proof;           /* more than that, where it says too little: what is to be tried instead */
} Witness;

typedef struct Claim {
  uint32_t declared; /* program->columns */
  Text text;         /* "no row belongs to two stages" */
  bool of_all;       /* it is about every row; else that there is some row */
  Verdict verdict;
  Diag *diag;       /* the finding where it is refuted, else NULL */
  Witness *witness; /* of one that is refuted by a row that nobody has tried yet; of one that is not
                       settled, a row that may be an example */
  Text reason;      /* of one that is not settled */
} Claim;

typedef struct ProveOptions {
  unsigned timeout; /* milliseconds for one question */
  int32_t today;    /* witnesses are of that day where they can be */
  bool missing;     /* also what is not known while a field is missing */
  const volatile int *stop;
  bool no_intervals, no_solver; /* for tests: who is not asked */
} ProveOptions;

typedef struct Proofs {
  VEC(Claim) claims; /* by declaration */
  size_t questions;  /* that the solver was asked */
  bool solver;       /* there is one, or none was needed */
  bool stopped;
} Proofs;

/* Diagnostics are made in `diags`, a sink of their own: which of them are told is decided when
 * witnesses were tried. Everything is in the arena. */
Proofs *prove_program(Arena *arena, const Plan *plan, ProveOptions options, DiagSink *diags);

/* A warning for each waiver whose last day is before `today`; no claim, since it is no question. */
void prove_waivers(Arena *arena, const Program *program, int32_t today, DiagSink *diags);

/* Whether its witness would prove it. */
static inline bool claim_is_example(const Claim *claim) {
  return claim->witness && claim->verdict == VERDICT_OPEN;
}

/* Why there is no solver, where there is none. */
Text prove_lacks_solver(void);
/* And how there would be one. */
Text prove_solver_help(void);

/* What the machine says of a claim's witness: confirmed, or the claim is not settled. Of an
 * example: confirmed, then the claim is proven. */
void claim_settle(Claim *claim, bool confirmed);

/* What the test of its witness is called. */
Text claim_witness_name(Arena *arena, const Program *program, const Claim *claim);
/* A witness as a test of the language, named `name`. */
void witness_print(Buffer *out, const Program *program, const Witness *witness, Text name);
/* Its rows alone, a `given` a line. */
void witness_rows_print(Buffer *out, const Program *program, const Witness *witness);

#endif
