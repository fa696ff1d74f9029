/* doubts.h - the rows of a group's child that people may have to be told about.
 *
 * A finding that cannot be decided names what is missing: "`level` of 2 contact rows". For that the
 * rows behind an aggregate are looked into which are in doubt: of which it is unknown whether they
 * count or whether they are as asked, whose values are missing, or lie between bounds. Few rows
 * are, so these are kept when all others have passed.
 */
#ifndef ENGINE_DOUBTS_H
#define ENGINE_DOUBTS_H

#include "engine/passes.h"
#include "table/table.h"

/* Rows that are looked into for one aggregate, at the most. */
enum { DOUBTS_LOOKED_INTO = 100 };

/* Rows in doubt of one pass, in order, with all slots of their entity. */
typedef struct Doubts Doubts;

Doubts *doubts_new(Arena *arena, const Image *image, const Pass *pass, const Table *of);
/* The rows in doubt of [row, row + count) of `table`, into an empty list. Any thread. */
void doubts_find(const Doubts *doubts, const Table *table, size_t row, size_t count, Arena *arena,
                 IndexVec *rows);
/* Keeps these rows of `table`, of which `first` are before row 0 of it. In order. */
void doubts_add(Doubts *doubts, const Table *table, const IndexVec *rows);
Table *doubts_table(const Doubts *doubts);
/* The numbers of the table's rows in the data. */
const uint32_t *doubts_numbers(const Doubts *doubts);

#endif
