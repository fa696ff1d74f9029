/* vector.h - values beside their validity: one form for registers, slots and output.
 *
 *   STORE_I64 F64 I32 TEXT   values[i] counts only where valid[i] is 1; valid[i] is 0 or 1.
 *                            Where it is 0, values[i] is some initialised value (never read for
 * meaning). STORE_TRUTH              truth[i] is 0, 1 or 2 and valid is NULL: unknown is the
 * missing value.
 */
#ifndef TABLE_VECTOR_H
#define TABLE_VECTOR_H

#include "base/arena.h"
#include "value/scalar.h"

typedef struct Vector {
  Store store;
  uint8_t *valid;
  union {
    void *values;
    int64_t *i64;
    double *f64;
    int32_t *i32;
    Truth *truth;
    Text *text;
  };
} Vector;

/* Room for `rows` values, all missing. Aligned to 64 bytes, and padded so that kernels may
 * write up to the next multiple of 64 rows. */
Vector vector_new(Arena *arena, Store store, size_t rows);
/* Grows to `rows`, what is new is missing. Old pointers die. */
void vector_grow(Arena *arena, Vector *vector, size_t old_rows, size_t rows);
static inline bool vector_known(const Vector *v, size_t row) {
  return v->store == STORE_TRUTH ? v->truth[row] != TRUTH_UNKNOWN : v->valid[row] != 0;
}
/* Gives the memory back early; the vector is empty after that. */
void vector_release(Arena *arena, Vector *vector);
/* The value of one row under a type of the vector's store. */
Scalar vector_get(const Vector *vector, Type type, size_t row);
/* Sets one row; the scalar has the vector's store. */
void vector_set(Vector *vector, size_t row, Scalar value);

#endif
