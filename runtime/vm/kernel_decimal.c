/* kernel_decimal.c - exact arithmetic that needs no division: + - negation, magnitude, extremes,
 * rounding to a multiple.
 *
 * Overflow is looked for in the whole batch at once: the sign bits that betray it are gathered in
 * one word while the loop stays free of bytes beside its 64-bit lanes. Only where one is set is
 * validity worked out row by row.
 */
#include "value/decimal.h"
#include "vm/kernel.h"

/* The sign bit is set where a + b = sum, or a - b = difference, does not fit. */
INLINE uint64_t sum_overflow(uint64_t a, uint64_t b, uint64_t sum) { return (a ^ sum) & (b ^ sum); }
INLINE uint64_t difference_overflow(uint64_t a, uint64_t b, uint64_t difference) {
  return (a ^ b) & (a ^ difference);
}

#define SUM(name, operator, overflow_of)                                                           \
  KERNEL void kernel_##name(const KernelCall *call) {                                              \
    const size_t count = call->count;                                                              \
    const int64_t *restrict a = call->a->i64, *restrict b = call->b->i64;                          \
    int64_t *restrict out = call->dst->i64;                                                        \
    uint8_t *restrict valid = call->dst->valid;                                                    \
    uint64_t overflow = 0;                                                                         \
    for (size_t i = 0; i < count; i++) {                                                           \
      const uint64_t x = (uint64_t)a[i], y = (uint64_t)b[i], result = x operator y;                \
      overflow |= overflow_of(x, y, result);                                                       \
      out[i] = (int64_t)result;                                                                    \
    }                                                                                              \
    valid_both(count, call->a->valid, call->b->valid, valid);                                      \
    if (!(overflow >> 63)) return;                                                                 \
    for (size_t i = 0; i < count; i++)                                                             \
      valid[i] &= !(overflow_of((uint64_t)a[i], (uint64_t)b[i], (uint64_t)out[i]) >> 63);          \
  }
SUM(ADD_I64, +, sum_overflow)
SUM(SUB_I64, -, difference_overflow)
#undef SUM

/* The smallest number has no counterpart. */
KERNEL void kernel_NEG_I64(const KernelCall *call) {
  const size_t count = call->count;
  const int64_t *restrict a = call->a->i64;
  const uint8_t *restrict a_valid = call->a->valid;
  int64_t *restrict out = call->dst->i64;
  uint8_t *restrict valid = call->dst->valid;
  for (size_t i = 0; i < count; i++) out[i] = (int64_t)(0 - (uint64_t)a[i]);
  for (size_t i = 0; i < count; i++) valid[i] = (uint8_t)(a_valid[i] & (a[i] != INT64_MIN));
}

KERNEL void kernel_ABS_I64(const KernelCall *call) {
  const size_t count = call->count;
  const int64_t *restrict a = call->a->i64;
  const uint8_t *restrict a_valid = call->a->valid;
  int64_t *restrict out = call->dst->i64;
  uint8_t *restrict valid = call->dst->valid;
  for (size_t i = 0; i < count; i++) out[i] = a[i] < 0 ? (int64_t)(0 - (uint64_t)a[i]) : a[i];
  for (size_t i = 0; i < count; i++) valid[i] = (uint8_t)(a_valid[i] & (a[i] != INT64_MIN));
}

#define EXTREME(name, T, member, operator)                                                         \
  KERNEL void kernel_##name(const KernelCall *call) {                                              \
    const size_t count = call->count;                                                              \
    const T *restrict a = call->a->member, *restrict b = call->b->member;                          \
    T *restrict out = call->dst->member;                                                           \
    for (size_t i = 0; i < count; i++) out[i] = a[i] operator b[i] ? a[i] : b[i];                  \
    valid_both(count, call->a->valid, call->b->valid, call->dst->valid);                           \
  }
EXTREME(MIN_I64, int64_t, i64, <)
EXTREME(MAX_I64, int64_t, i64, >)
EXTREME(MIN_I32, int32_t, i32, <)
EXTREME(MAX_I32, int32_t, i32, >)
EXTREME(MIN_F64, double, f64, <)
EXTREME(MAX_F64, double, f64, >)
#undef EXTREME

KERNEL void kernel_I32_TO_I64(const KernelCall *call) {
  const size_t count = call->count;
  const int32_t *restrict a = call->a->i32;
  int64_t *restrict out = call->dst->i64;
  for (size_t i = 0; i < count; i++) out[i] = a[i];
  valid_copy(count, call->a->valid, call->dst->valid);
}

#define ROUNDING(name, function)                                                                   \
  void kernel_##name(const KernelCall *call) {                                                     \
    const int64_t unit = call->image->const_i64.at[call->imm];                                     \
    const int64_t *restrict a = call->a->i64;                                                      \
    const uint8_t *restrict a_valid = call->a->valid;                                              \
    int64_t *restrict out = call->dst->i64;                                                        \
    uint8_t *restrict valid = call->dst->valid;                                                    \
    for (size_t i = 0; i < call->count; i++)                                                       \
      valid[i] = a_valid[i] && function(a[i], unit, &out[i]);                                      \
  }
ROUNDING(ROUND_I64, decimal_round_to)
ROUNDING(FLOOR_I64, decimal_floor_to)
ROUNDING(CEIL_I64, decimal_ceil_to)
#undef ROUNDING
