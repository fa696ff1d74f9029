/* what_if.h - what differs between two runs of one program: before a change, and after it.
 *
 * Both runs kept every slot. What is unaffected is shared between them, so a column that did not
 * change costs nothing; any other is compared row by row.
 */
#ifndef ASK_WHAT_IF_H
#define ASK_WHAT_IF_H

#include "code/question.h"
#include "engine/engine.h"

/* A declared column of which rows have another value now. */
typedef struct ColumnMoves {
  uint32_t column;
  uint64_t changed;    /* rows; without the row that was asked about */
  VEC(uint32_t) first; /* of these the first, in the order of the data */
  /* Of enumerations and bools; what is unknown is counted behind the last member. */
  uint32_t members;         /* 0 for other types */
  uint64_t *before, *after; /* all rows by member */
  MemberCount *move; /* [from * (members + 1) + to], with the money of money_of; NULL where the
                        members are too many for a matrix */
} ColumnMoves;

/* What was changed. */
typedef struct WhatIfInput {
  Text name; /* of a parameter or a field */
  Scalar before, after;
  bool same; /* it had that value already */
} WhatIfInput;

typedef struct WhatIf {
  Run *before, *after;
  const Image *image;
  bool of_row; /* a row was changed: its columns are told apart from those of all others */
  uint32_t entity;
  size_t row;
  VEC(WhatIfInput) inputs;
  VEC(uint32_t) own;     /* columns of the row that changed */
  VEC(uint32_t) program; /* columns of the program that did */
  VEC(ColumnMoves) others;
} WhatIf;

/* Compares all declared columns. `after` is `before` with the changes of the question; `row` is
 * that of its key, where it has one. At most `most` rows of each column are listed. False where
 * `stop` was raised. */
bool what_if(Arena *arena, Run *before, Run *after, const Question *question, size_t row,
             size_t most, const volatile int *stop, WhatIf *out);

/* The slot whose sum is told of rows by a column's members: the money of a segmentation, of another
 * declaration's entity that of its first segmentation; SCHEMA_NONE where there is none. */
uint32_t money_of(const Image *image, uint32_t column);

#endif
