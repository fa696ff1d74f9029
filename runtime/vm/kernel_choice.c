/* kernel_choice.c - one operand or another, by a truth or by what is missing. */
#include "vm/kernel.h"

#define SELECT(suffix, T, member)                                                                  \
  KERNEL void kernel_SELECT_##suffix(const KernelCall *call) {                                     \
    const size_t count = call->count;                                                              \
    const Truth *restrict a = call->a->truth;                                                      \
    const T *restrict b = call->b->member, *restrict c = call->c->member;                          \
    const uint8_t *restrict b_valid = call->b->valid, *restrict c_valid = call->c->valid;          \
    T *restrict out = call->dst->member;                                                           \
    uint8_t *restrict valid = call->dst->valid;                                                    \
    for (size_t i = 0; i < count; i++) out[i] = a[i] == TRUTH_TRUE ? b[i] : c[i];                  \
    for (size_t i = 0; i < count; i++)                                                             \
      valid[i] =                                                                                   \
          (uint8_t)((a[i] == TRUTH_TRUE ? b_valid[i] : c_valid[i]) & (a[i] != TRUTH_UNKNOWN));     \
  }
SELECT(I64, int64_t, i64)
SELECT(F64, double, f64)
SELECT(I32, int32_t, i32)
SELECT(TEXT, Text, text)
#undef SELECT

KERNEL void kernel_SELECT_TRUTH(const KernelCall *call) {
  const size_t count = call->count;
  const Truth *restrict a = call->a->truth, *restrict b = call->b->truth,
                        *restrict c = call->c->truth;
  Truth *restrict out = call->dst->truth;
  for (size_t i = 0; i < count; i++) {
    const Truth chosen = a[i] == TRUTH_TRUE ? b[i] : c[i];
    out[i] = a[i] == TRUTH_UNKNOWN ? (Truth)TRUTH_UNKNOWN : chosen;
  }
}

KERNEL void kernel_CHOOSE_I64(const KernelCall *call) {
  const size_t count = call->count;
  const Truth *restrict a = call->a->truth;
  const int64_t *restrict b = call->b->i64, *restrict c = call->c->i64, *restrict d = call->d->i64;
  const uint8_t *restrict b_valid = call->b->valid, *restrict c_valid = call->c->valid,
                          *restrict d_valid = call->d->valid;
  int64_t *restrict out = call->dst->i64;
  uint8_t *restrict valid = call->dst->valid;
  /* All three are loaded whichever is taken: a load under a condition is no vector's. */
  for (size_t i = 0; i < count; i++) {
    const int64_t if_true = b[i], if_false = c[i], if_unknown = d[i];
    const int64_t sure = a[i] == TRUTH_TRUE ? if_true : if_false;
    out[i] = a[i] == TRUTH_UNKNOWN ? if_unknown : sure;
  }
  for (size_t i = 0; i < count; i++) {
    const uint8_t if_true = b_valid[i], if_false = c_valid[i], if_unknown = d_valid[i];
    const uint8_t sure = a[i] == TRUTH_TRUE ? if_true : if_false;
    valid[i] = a[i] == TRUTH_UNKNOWN ? if_unknown : sure;
  }
}

#define OTHERWISE(name, T, member)                                                                 \
  KERNEL void kernel_##name(const KernelCall *call) {                                              \
    const size_t count = call->count;                                                              \
    const T *restrict a = call->a->member, *restrict b = call->b->member;                          \
    const uint8_t *restrict a_valid = call->a->valid, *restrict b_valid = call->b->valid;          \
    T *restrict out = call->dst->member;                                                           \
    uint8_t *restrict valid = call->dst->valid;                                                    \
    for (size_t i = 0; i < count; i++) out[i] = a_valid[i] ? a[i] : b[i];                          \
    for (size_t i = 0; i < count; i++) valid[i] = a_valid[i] | b_valid[i];                         \
  }
OTHERWISE(OTHERWISE_I64, int64_t, i64)
OTHERWISE(OTHERWISE_F64, double, f64)
OTHERWISE(OTHERWISE_I32, int32_t, i32)
OTHERWISE(OTHERWISE_TEXT, Text, text)
OTHERWISE(BOUND_I64, int64_t, i64)
#undef OTHERWISE

KERNEL void kernel_OTHERWISE_TRUTH(const KernelCall *call) {
  const size_t count = call->count;
  const Truth *restrict a = call->a->truth, *restrict b = call->b->truth;
  Truth *restrict out = call->dst->truth;
  for (size_t i = 0; i < count; i++) out[i] = a[i] == TRUTH_UNKNOWN ? b[i] : a[i];
}

#define POINT(suffix, T, member)                                                                   \
  KERNEL void kernel_POINT_##suffix(const KernelCall *call) {                                      \
    const size_t count = call->count;                                                              \
    const T *restrict a = call->a->member, *restrict b = call->b->member;                          \
    const uint8_t *restrict a_valid = call->a->valid, *restrict b_valid = call->b->valid;          \
    T *restrict out = call->dst->member;                                                           \
    uint8_t *restrict valid = call->dst->valid;                                                    \
    for (size_t i = 0; i < count; i++) out[i] = a[i];                                              \
    for (size_t i = 0; i < count; i++)                                                             \
      valid[i] = (uint8_t)(a_valid[i] & b_valid[i] & (a[i] == b[i]));                              \
  }
POINT(I64, int64_t, i64)
POINT(F64, double, f64)
#undef POINT

#define WITH(suffix, T, member)                                                                    \
  KERNEL void kernel_WITH_##suffix(const KernelCall *call) {                                       \
    const size_t count = call->count;                                                              \
    const T *restrict a = call->a->member;                                                         \
    T *restrict out = call->dst->member;                                                           \
    for (size_t i = 0; i < count; i++) out[i] = a[i];                                              \
    valid_both(count, call->a->valid, call->b->valid, call->dst->valid);                           \
  }
WITH(I64, int64_t, i64)
WITH(F64, double, f64)
#undef WITH
