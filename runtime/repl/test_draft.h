/* test_draft.h - a `test` under construction: rows of the data, what is fixed on them, and what is
 * expected.
 *
 * The values are those of a run, the fields those that the file's program reads. Both sides call
 * entities, fields and columns by name, because a session may have more of them than the file.
 */
#ifndef REPL_TEST_DRAFT_H
#define REPL_TEST_DRAFT_H

#include "emit/compile.h"
#include "engine/engine.h"

typedef struct DraftRow {
  uint32_t entity; /* of the run's image; IMAGE_PROGRAM for what is fixed of the program */
  size_t row;
} DraftRow;

/* A column on one of the rows. */
typedef struct DraftColumn {
  uint32_t column; /* of the run's image */
  size_t row;      /* of draft->rows */
} DraftColumn;

typedef struct Draft {
  Arena *arena;
  Run *run;
  const Compilation *file; /* to COMPILE_IMAGE, without all_fields */
  Text name;
  VEC(DraftRow) rows;        /* the program, then the row that the test is about */
  VEC(DraftColumn) fixes;    /* given in place of what they would come to */
  VEC(DraftColumn) expected; /* on the row that the test is about */
} Draft;

enum { DRAFT_PROGRAM, DRAFT_SUBJECT, DRAFT_ROWS_MOST = 2000 };

/* A draft about one row: with the rows that refer to it where the program counts them, the rows
 * that all of these refer to, and an expectation for each declared column that is known. False
 * where these are more than DRAFT_ROWS_MOST rows. */
bool draft_start(Draft *draft, uint32_t entity, size_t row);
/* Whether the column is the first of its declaration: the others cannot be fixed. */
bool draft_can_fix(const Draft *draft, uint32_t column);
/* The known columns of a row of the draft that can be fixed are added to the list. */
void draft_columns_of(const Draft *draft, size_t row, bool parts, DraftColumn **list,
                      size_t *count);
/* The test as it is written, with these expectations. */
Text draft_text(const Draft *draft, const DraftColumn *expected, size_t count);

#endif
