/* smt_z3.h - Z3 as smt.c uses it. Its library is loaded when the first formula is made, since that
 * takes longer than most commands, and need not be there. */
#ifndef PROVE_SMT_Z3_H
#define PROVE_SMT_Z3_H

#include "prove/smt.h"
#include "prove/term.h"

typedef struct Solver Solver;

/* Why there is none where solver_open finds none: as this program was built. */
bool solver_is_built_in(void);
/* NULL where there is no Z3. In the arena, which closes it. */
Solver *solver_open(Arena *arena, unsigned timeout);
void *solver_truth(Solver *solver, bool value);
void *solver_int(Solver *solver, const char *digits);
void *solver_variable(Solver *solver, bool is_truth);
void *solver_make(Solver *solver, TermOp op, void *const *operands);
void solver_assert(Solver *solver, void *fact);
SmtAnswer solver_ask(Solver *solver, void *const *wanted, size_t count);
int64_t solver_model_int(Solver *solver, void *term);
bool solver_model_truth(Solver *solver, void *term);

#endif
