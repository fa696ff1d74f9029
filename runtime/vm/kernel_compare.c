/* kernel_compare.c - comparisons: two operands to a truth, unknown where one of them is missing. */
#include "vm/kernel.h"

/* known, holds: 0 or 1. Not known: 1; known: 0 or 2. */
INLINE Truth truth_if_known(uint8_t known, uint8_t holds) {
  return (Truth)(1 - known + 2 * (known & holds));
}

#define COMPARE(name, T, member, operator)                                                         \
  KERNEL void kernel_##name(const KernelCall *call) {                                              \
    const size_t count = call->count;                                                              \
    const T *restrict a = call->a->member, *restrict b = call->b->member;                          \
    const uint8_t *restrict a_valid = call->a->valid, *restrict b_valid = call->b->valid;          \
    Truth *restrict out = call->dst->truth;                                                        \
    for (size_t i = 0; i < count; i++)                                                             \
      out[i] = truth_if_known(a_valid[i] & b_valid[i], a[i] operator b[i]);                        \
  }
COMPARE(EQ_I64, int64_t, i64, ==)
COMPARE(LT_I64, int64_t, i64, <)
COMPARE(LE_I64, int64_t, i64, <=)
COMPARE(EQ_F64, double, f64, ==)
COMPARE(LT_F64, double, f64, <)
COMPARE(LE_F64, double, f64, <=)
COMPARE(EQ_I32, int32_t, i32, ==)
COMPARE(LT_I32, int32_t, i32, <)
COMPARE(LE_I32, int32_t, i32, <=)
#undef COMPARE

#define COMPARE_TEXT(name, expression)                                                             \
  void kernel_##name(const KernelCall *call) {                                                     \
    for (size_t i = 0; i < call->count; i++) {                                                     \
      if (!call->a->valid[i] || !call->b->valid[i]) {                                              \
        call->dst->truth[i] = TRUTH_UNKNOWN;                                                       \
        continue;                                                                                  \
      }                                                                                            \
      const Text a = call->a->text[i], b = call->b->text[i];                                       \
      call->dst->truth[i] = truth_of(expression);                                                  \
    }                                                                                              \
  }
COMPARE_TEXT(EQ_TEXT, text_equal(a, b))
COMPARE_TEXT(LT_TEXT, text_compare(a, b) < 0)
COMPARE_TEXT(LE_TEXT, text_compare(a, b) <= 0)
COMPARE_TEXT(CONTAINS, text_contains(a, b))
COMPARE_TEXT(STARTS, text_starts(a, b))
COMPARE_TEXT(ENDS, text_ends(a, b))
#undef COMPARE_TEXT

KERNEL void kernel_EQ_TRUTH(const KernelCall *call) {
  const size_t count = call->count;
  const Truth *restrict a = call->a->truth, *restrict b = call->b->truth;
  Truth *restrict out = call->dst->truth;
  for (size_t i = 0; i < count; i++)
    out[i] = truth_if_known((a[i] != TRUTH_UNKNOWN) & (b[i] != TRUTH_UNKNOWN), a[i] == b[i]);
}
