/* kernel_number.c - double arithmetic. A result that is not finite is missing; zero is never
 * negative, which `+ 0.0` sees to where it could come out so.
 */
#include <float.h>
#include <math.h>

#include "value/decimal.h"
#include "vm/kernel.h"

INLINE bool is_finite(double x) { return fabs(x) <= DBL_MAX; }

/* As for overflow of integers: first the batch as a whole, rows only where something is wrong
 * (in a row that is not valid, perhaps). */
#define BINARY(name, expression)                                                                   \
  KERNEL void kernel_##name(const KernelCall *call) {                                              \
    const size_t count = call->count;                                                              \
    const double *restrict a = call->a->f64, *restrict b = call->b->f64;                           \
    double *restrict out = call->dst->f64;                                                         \
    uint8_t *restrict valid = call->dst->valid;                                                    \
    for (size_t i = 0; i < count; i++) {                                                           \
      const double x = a[i], y = b[i];                                                             \
      out[i] = (expression);                                                                       \
    }                                                                                              \
    valid_both(count, call->a->valid, call->b->valid, valid);                                      \
    uint64_t wrong = 0;                                                                            \
    for (size_t i = 0; i < count; i++) wrong |= is_finite(out[i]) ? 0 : UINT64_MAX;                \
    if (!wrong) return;                                                                            \
    for (size_t i = 0; i < count; i++) valid[i] &= is_finite(out[i]);                              \
  }
BINARY(ADD_F64, x + y)
BINARY(SUB_F64, x - y)
BINARY(MUL_F64, x *y + 0.0)
BINARY(DIV_F64, x / y + 0.0)
#undef BINARY

#define UNARY(name, expression)                                                                    \
  KERNEL void kernel_##name(const KernelCall *call) {                                              \
    const size_t count = call->count;                                                              \
    const double *restrict a = call->a->f64;                                                       \
    double *restrict out = call->dst->f64;                                                         \
    for (size_t i = 0; i < count; i++) {                                                           \
      const double x = a[i];                                                                       \
      out[i] = (expression);                                                                       \
    }                                                                                              \
    valid_copy(count, call->a->valid, call->dst->valid);                                           \
  }
UNARY(NEG_F64, 0.0 - x)
UNARY(ABS_F64, fabs(x))
UNARY(FLOOR_F64, floor(x) + 0.0)
UNARY(CEIL_F64, ceil(x) + 0.0)
#undef UNARY

void kernel_ROUND_F64(const KernelCall *call) {
  const int digits = (int32_t)call->imm;
  for (size_t i = 0; i < call->count; i++) {
    const bool known = call->a->valid[i] != 0;
    const double rounded = known ? double_round(call->a->f64[i], digits) : 0;
    call->dst->f64[i] = rounded;
    call->dst->valid[i] = known && is_finite(rounded);
  }
}

/* Below 2^53 both numbers are doubles and one division rounds once. */
KERNEL void kernel_I64_TO_F64(const KernelCall *call) {
  const size_t count = call->count;
  const int64_t exact = (int64_t)1 << 53;
  const int64_t divisor = call->image->const_i64.at[call->imm];
  const double divisor_double = (double)divisor;
  const int64_t *restrict a = call->a->i64;
  double *restrict out = call->dst->f64;
  unsigned large = divisor > exact;
  for (size_t i = 0; i < count; i++) {
    large |= (a[i] > exact) | (a[i] < -exact);
    out[i] = (double)a[i] / divisor_double;
  }
  valid_copy(call->count, call->a->valid, call->dst->valid);
  if (!large) return;
  for (size_t i = 0; i < call->count; i++) out[i] = decimal_to_double(a[i], divisor);
}
