/* question.h - what a question asks of a run that is kept: an image, and where in it the answer is.
 *
 * The image of a question is the program's own with something appended: its first slots,
 * enumerations, entities, parameters, blocks, groups, ranks, histories, declarations, columns,
 * clauses and steps are the program's, in their order. So everything that a run of the program has
 * kept is where the image of the question says it is, and only the steps behind the program's are
 * left to be done. All of it lives in the arena of the question.
 */
#ifndef CODE_QUESTION_H
#define CODE_QUESTION_H

#include "code/image.h"

typedef enum {
  QUESTION_SHOW,
  QUESTION_VALUE,
  QUESTION_WHY,
  QUESTION_WHY_NOT,
  QUESTION_WHAT_IF,
  QUESTION_SWEEP
} QuestionKind;

/* One column of a table that is shown, or the value that is asked for. */
typedef struct QuestionColumn {
  Text name; /* as written, blanks folded: "sum(revenue)" */
  Type type;
  uint32_t
      low; /* slot of Question.entity (of the program, where a column is the same for all rows) */
  uint32_t high; /* the upper end where it can be a range, else SCHEMA_NONE */
  bool divides;  /* one of `by`: what the rows of the answer have in common */
} QuestionColumn;

/* A field of the row, or a parameter, that is given another value. */
typedef struct QuestionChange {
  bool is_param;
  uint32_t index; /* of image->params, or of the fields of Question.entity */
  Scalar value;   /* of its type; not known: missing. A reference: its key as a text */
} QuestionChange;

typedef struct Question {
  QuestionKind kind;
  Span span;
  Text text;          /* as written, blanks folded */
  const Image *image; /* verified; the program's own where nothing had to be appended */
  uint32_t entity;    /* whose rows: shown, asked for or changed; IMAGE_PROGRAM for its one row */
  Text key;           /* `for "key"` */
  Span key_span;
  bool has_key;
  /* SHOW, VALUE (one column) */
  VEC(QuestionColumn) columns; /* those of `by` first */
  uint32_t partition; /* of image->partitions: `entity` has a row for each combination of what
                         stands behind `by` (one row where nothing does); SCHEMA_NONE: rows
                         themselves are shown */
  uint32_t
      where; /* slot of entity: truth; SCHEMA_NONE: all rows. Of a partition: its own `where` */
  Text condition; /* what stands behind `where`, as written; empty where nothing does */
  uint32_t sort_low, sort_high; /* slots as in QuestionColumn; SCHEMA_NONE: in the order of the
                                   data, or by what divides */
  Type sort_type;
  bool descending;
  uint64_t limit; /* UINT64_MAX: all */
  /* WHY, WHY_NOT */
  bool full;
  uint32_t column; /* of image->columns; SCHEMA_NONE: every declared column of the row */
  int32_t member;  /* WHY_NOT: of the column's enumeration; of a bool, a Truth */
  /* WHAT_IF; SWEEP (one, a parameter) */
  VEC(QuestionChange) changes;
  Scalar from, to, by; /* SWEEP: of the parameter's type, a duration where that is a date */
} Question;

#endif
