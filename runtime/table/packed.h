/* packed.h - a column that is kept to be read again, in its narrowest form.
 *
 * Rows are appended in order and packed by frames of PACKED_FRAME rows:
 *
 *   whole numbers, days, members, rows   the least of the frame + 0, 1, 2, 4 or 8 bytes a row
 *   doubles                              8 bytes a row, none where all are the same
 *   truths                               2 bits a row, none where all are the same
 *   texts                                their bytes, and lengths as whole numbers
 *   which rows are known                 a bit a row, none where it is all of them or none of them
 *
 * The last frame stays as it is until it is full.
 */
#ifndef TABLE_PACKED_H
#define TABLE_PACKED_H

#include "table/vector.h"

enum { PACKED_FRAME = 1024 };

typedef struct Packed Packed;

/* No rows. All that is appended goes to the arena. */
Packed *packed_new(Arena *arena, Store store);
/* Appends rows [row, row + count) of a vector of the column's store; texts are copied. */
void packed_append(Packed *packed, const Vector *from, size_t row, size_t count);
/* Rows [row, row + count) into rows [at, at + count) of a vector of the same store. Texts stay
 * where the column has them. Any thread may do so while nobody appends. */
void packed_unpack(const Packed *packed, size_t row, size_t count, Vector *to, size_t at);
size_t packed_rows(const Packed *packed);
/* Bytes that the rows take. */
size_t packed_size(const Packed *packed);

#endif
