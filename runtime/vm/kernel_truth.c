/* kernel_truth.c - three-valued logic: one byte a row, see value/truth.h. */
#include "vm/kernel.h"

#define BINARY(name, function)                                                                     \
  KERNEL void kernel_##name(const KernelCall *call) {                                              \
    const size_t count = call->count;                                                              \
    const Truth *restrict a = call->a->truth, *restrict b = call->b->truth;                        \
    Truth *restrict out = call->dst->truth;                                                        \
    for (size_t i = 0; i < count; i++) out[i] = function(a[i], b[i]);                              \
  }
BINARY(AND, truth_and)
BINARY(OR, truth_or)
BINARY(BOUNDS, truth_bounds)
#undef BINARY

#define UNARY(name, expression)                                                                    \
  KERNEL void kernel_##name(const KernelCall *call) {                                              \
    const size_t count = call->count;                                                              \
    const Truth *restrict a = call->a->truth;                                                      \
    Truth *restrict out = call->dst->truth;                                                        \
    for (size_t i = 0; i < count; i++) {                                                           \
      const Truth x = a[i];                                                                        \
      out[i] = (expression);                                                                       \
    }                                                                                              \
  }
UNARY(NOT, truth_not(x))
UNARY(SURELY, truth_of(x == TRUTH_TRUE))
UNARY(MAYBE, truth_of(x != TRUTH_FALSE))
UNARY(KNOWN_TRUTH, truth_of(x != TRUTH_UNKNOWN))
#undef UNARY

#define KNOWN(name)                                                                                \
  KERNEL void kernel_##name(const KernelCall *call) {                                              \
    const size_t count = call->count;                                                              \
    const uint8_t *restrict valid = call->a->valid;                                                \
    Truth *restrict out = call->dst->truth;                                                        \
    for (size_t i = 0; i < count; i++) out[i] = (Truth)(valid[i] * TRUTH_TRUE);                    \
  }
KNOWN(KNOWN_I64)
KNOWN(KNOWN_F64)
KNOWN(KNOWN_I32)
KNOWN(KNOWN_TEXT)
#undef KNOWN
