/* move_table.h - how many rows went from which member of an outcome to which: as a matrix, and as
 * a list of moves with their money. */
#ifndef REPORT_MOVE_TABLE_H
#define REPORT_MOVE_TABLE_H

#include "report/answer.h"

typedef struct MoveTable {
  Text title;         /* of the column */
  const Text *label;  /* by member; the last ones may be `unknown` and the like */
  const Paint *paint; /* likewise */
  size_t members;
  const uint64_t *before, *after; /* rows by member */
  const MemberCount *move;        /* [from * members + to] */
  Text now, then;                 /* over the sums: "now", "then" */
  Text rows;                      /* "accounts" */
  Text money;                     /* what is summed up, "" for nothing */
  const char *currency;
} MoveTable;

/* Rows are where one comes from, columns where one goes; members that no row has are left out. */
Grid *move_matrix(Arena *arena, const MoveTable *table, const AnswerView *view);
/* A line each: the move, how many rows, their money. */
Grid *move_sums(Arena *arena, const MoveTable *table, const AnswerView *view);
/* "key → strategic" */
Text move_text(Arena *arena, Text from, Text to, const AnswerView *view);
/* "6,000,000 USD", "missing" where none of the rows has any. */
Text move_money(Arena *arena, const char *currency, MemberCount count);

#endif
