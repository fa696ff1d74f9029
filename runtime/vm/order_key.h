/* order_key.h - the values of a vector as integers in the same order. */
#ifndef VM_ORDER_KEY_H
#define VM_ORDER_KEY_H

#include <string.h>

#include "table/vector.h"

/* Negative doubles have all other bits turned over, so that more is more. */
static inline int64_t order_key_of(double x) {
  int64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits < 0 ? bits ^ INT64_MAX : bits;
}

static inline double order_key_double(int64_t key) {
  const int64_t bits = key < 0 ? key ^ INT64_MAX : key;
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

/* Not for texts. */
static inline int64_t order_key(const Vector *vector, size_t row) {
  switch (vector->store) {
  case STORE_I64:
    return vector->i64[row];
  case STORE_F64:
    return order_key_of(vector->f64[row]);
  case STORE_I32:
    return vector->i32[row];
  case STORE_TRUTH:
    return vector->truth[row];
  case STORE_TEXT:
  case STORE_COUNT:
    break;
  }
  return 0;
}

#endif
