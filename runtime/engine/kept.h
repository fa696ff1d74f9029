/* kept.h - what is kept of an entity's rows when their window has passed.
 *
 * Slots that only later passes over the same rows look at lie packed, in the order of the rows.
 * Those that are looked at in any order lie in the entity's table. Keys are in its index, or
 * nowhere.
 */
#ifndef ENGINE_KEPT_H
#define ENGINE_KEPT_H

#include "engine/passes.h"
#include "table/table.h"

typedef struct Kept Kept;

/* Nothing kept yet. `table` gets the slots that are WHOLE, and no others. */
Kept *kept_new(Arena *arena, const Image *image, const Passes *passes, Table *table);
/* Makes room for rows that a pass has read, and counts them. Where there is none left, room is made
 * for as many as are expected in all, so that columns need not move again; 0: nobody knows. */
void kept_grow(Kept *kept, size_t rows, size_t expected);
/* Keeps the slots of rows [row, row + count) of `from`, which are the rows from `first` on. Rows
 * come in their order, each once for each slot. */
void kept_put(Kept *kept, const IndexVec *slots, const Table *from, size_t row, size_t count,
              uint64_t first);
/* Likewise the lines. */
void kept_put_lines(Kept *kept, const Table *from, size_t row, size_t count, uint64_t first);
/* What was stored to these slots of the table itself, all texts: copies take their place, since
 * texts of a window die with it. */
void kept_copy_texts(Kept *kept, const IndexVec *slots, size_t row, size_t count);
/* Brings rows [first, first + count) back into rows 0 on of a window, which has room for them. Any
 * thread, while nothing is put into these slots. */
void kept_get(const Kept *kept, const IndexVec *slots, uint64_t first, size_t count, Table *window);

#endif
