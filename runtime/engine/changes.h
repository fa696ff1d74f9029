/* changes.h - which rows of a column differ from those of another, and sets of rows.
 *
 * Few rows are listed; where they are many it is said that any may differ, since whoever has to
 * compute many rows does better to compute all.
 */
#ifndef ENGINE_CHANGES_H
#define ENGINE_CHANGES_H

#include "table/vector.h"

typedef enum { CHANGE_NONE, CHANGE_ROWS, CHANGE_ALL } ChangeKind;

/* Rows, each once and ascending where the set is closed. */
typedef struct Change {
  ChangeKind kind;
  size_t capacity;
  uint32_t *row; /* ROWS */
  size_t count;
} Change;

/* The most rows that are listed, of an entity with so many. */
size_t change_most(size_t rows);
void change_add(Arena *arena, Change *change, uint32_t row);
/* All of another set. */
void change_join(Arena *arena, Change *change, const Change *other);
/* After rows were added in any order: sorts them, each once; ALL where they are too many. */
void change_close(Change *change, size_t rows);

/* Adds to `out` the numbers, counted from `number`, of those of `count` rows that differ: from row
 * `a_row` of one vector and `b_row` of the other. */
void change_find(Arena *arena, const Vector *a, size_t a_row, const Vector *b, size_t b_row,
                 size_t count, uint32_t number, Change *out);
bool vector_same(const Vector *a, size_t a_row, const Vector *b, size_t b_row);

#endif
