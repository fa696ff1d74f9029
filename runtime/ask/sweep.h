/* sweep.h - one parameter through many values: what each declared column comes to, step by step. */
#ifndef ASK_SWEEP_H
#define ASK_SWEEP_H

#include "code/question.h"
#include "engine/derive.h"

/* A column that counts rows by member. Step by step, (members + 1) places each: behind the last
 * member what is unknown. */
typedef struct SweepColumn {
  uint32_t column;
  uint32_t members;
  MemberCount *count;
  bool differs; /* between two steps */
} SweepColumn;

typedef struct SweepValue {
  uint32_t column; /* of the program */
  ColumnValue *at; /* by step */
  bool differs;
} SweepValue;

typedef struct Sweep {
  const Image *image;
  uint32_t param;
  Scalar *step;
  size_t step_count;
  size_t present; /* the step that is the parameter's present value, SIZE_MAX where none is */
  VEC(SweepColumn) columns; /* declarations' own, of enumerations and bools */
  VEC(SweepValue) values;
  bool *changed; /* by column: rows of an entity have another value at some step than at present;
                    of columns that are neither of `columns` nor of the program */
} Sweep;

/* Derives a run for each step of the question from `from`, one after another. `what` says what
 * holds for all of them (its `set` without the parameter). NULL after a diagnostic. */
Sweep *sweep(Arena *arena, Run *from, const Derivation *what, const Question *question,
             DiagSink *diags);

#endif
