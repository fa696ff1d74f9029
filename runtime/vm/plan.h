/* plan.h - how a block of code is carried out: worked out once, run for every batch.
 *
 * The code of an image is in single-assignment form with a register per value. The plan keeps the
 * instructions whose results are wanted and gives every register its memory:
 *
 *   a fixed register   has one value on all rows (constants, parameters, and what is computed from
 *                      nothing but these). It is filled before the first batch, and again only
 *                      where a parameter has changed since.
 *   a bound register   is a LOADed slot, or is STOREd: it lies in the slot itself, at the batch's
 *                      rows, so that nothing is copied.
 *   any other          shares a vector with registers that are dead by then.
 */
#ifndef VM_PLAN_H
#define VM_PLAN_H

#include "table/table.h"
#include "vm/kernel.h"
#include "vm/leaf_table.h"

typedef struct Planned {
  Kernel *run;
  KernelCall call;
} Planned;

/* Before each batch the vector is made to point at the slot's rows. */
typedef struct Binding {
  Vector *vector;
  uint32_t slot;
} Binding;

typedef struct Plan {
  bool made;
  uint32_t entity;
  Vector *reg;    /* by register of the block; those that nobody wants have no memory */
  bool *is_fixed; /* by register */
  VEC(Leaf *) leaves;
  VEC(Planned) fixed; /* what is computed from leaves alone, in order */
  size_t fixed_rows;
  uint64_t fixed_epoch;
  VEC(Planned) steps;  /* once a batch, in order */
  VEC(size_t) gathers; /* indices of steps whose source is another table */
  VEC(Binding) bindings;
  bool makes_texts; /* has instructions that take memory for texts, */
  bool keeps_texts; /* which end up in a slot */
} Plan;

/* What the plans of one Vm share. */
typedef struct Planner {
  Arena *arena;
  const Image *image;
  uint32_t batch_rows;
  bool keep, stores;
  const bool *only; /* by slot: those that are stored to; NULL: all */
  TextPool *texts;
  LeafTable leaves;                /* empty where the fixed registers are another Vm's */
  VEC(Vector) shared[STORE_COUNT]; /* blocks run one at a time: they share memory too */
} Planner;

/* `of` is the plan of the same block whose fixed registers are to be used, or NULL. */
void plan_block(Planner *planner, uint32_t block, const Plan *of, Plan *plan);

#endif
