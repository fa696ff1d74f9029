/* kernel_quotient.c - exact arithmetic that divides: products and quotients of scaled numbers, and
 * the ramps of scores.
 *
 * The fast path (quotient.h) decides per chunk of rows: where one valid row's numbers are too large
 * for it, the chunk is done again in 128 bits.
 */
#include "vm/quotient.h"

#include "value/decimal.h"
#include "vm/kernel.h"

enum { CHUNK = 64 };

/* fast(call, from, to) for runs of rows, and where that says no, exact(call, from, to). */
#define BY_CHUNKS(call, fast, exact)                                                               \
  do {                                                                                             \
    for (size_t from_ = 0; from_ < (call)->count; from_ += CHUNK) {                                \
      const size_t to_ = from_ + CHUNK < (call)->count ? from_ + CHUNK : (call)->count;            \
      if (!fast((call), from_, to_)) exact((call), from_, to_);                                    \
    }                                                                                              \
  } while (0)

/* The estimate is rounded five times: a, b, their product, the scale, and the product with it. */
INLINE bool multiply_fast(const KernelCall *call, size_t from, size_t to) {
  const int64_t divisor = call->image->const_i64.at[call->imm];
  const double scale = 1.0 / (double)divisor;
  const int64_t *restrict a = call->a->i64, *restrict b = call->b->i64;
  const uint8_t *restrict a_valid = call->a->valid, *restrict b_valid = call->b->valid;
  int64_t *restrict out = call->dst->i64;
  uint8_t *restrict valid = call->dst->valid;
  unsigned failed = divisor >= DIVISOR_LIMIT;
  for (size_t i = from; i < to; i++) {
    const double estimate = (double)a[i] * (double)b[i] * scale;
    valid[i] = a_valid[i] & b_valid[i];
    failed |= (unsigned)valid[i] & !quotient_fits(estimate);
    out[i] = quotient_settle((uint64_t)a[i] * (uint64_t)b[i], divisor, quotient_cut(estimate),
                             (a[i] ^ b[i]) < 0);
  }
  return !failed;
}

static void multiply_exact(const KernelCall *call, size_t from, size_t to) {
  const int64_t divisor = call->image->const_i64.at[call->imm];
  for (size_t i = from; i < to; i++)
    call->dst->valid[i] =
        call->a->valid[i] && call->b->valid[i] &&
        decimal_multiply(call->a->i64[i], call->b->i64[i], divisor, &call->dst->i64[i]);
}

KERNEL void kernel_MUL_I64(const KernelCall *call) {
  BY_CHUNKS(call, multiply_fast, multiply_exact);
}

/* And here: a, the factor, their product, b, the quotient. */
INLINE bool divide_fast(const KernelCall *call, size_t from, size_t to) {
  const int64_t factor = call->image->const_i64.at[call->imm];
  const double factor_double = (double)factor;
  const int64_t *restrict a = call->a->i64, *restrict b = call->b->i64;
  const uint8_t *restrict a_valid = call->a->valid, *restrict b_valid = call->b->valid;
  int64_t *restrict out = call->dst->i64;
  uint8_t *restrict valid = call->dst->valid;
  uint64_t failed = 0;
  for (size_t i = from; i < to; i++) {
    const uint64_t sign = b[i] < 0 ? UINT64_MAX : 0; /* x ^ sign - sign: its sign turned, or not */
    const uint64_t magnitude = ((uint64_t)b[i] ^ sign) - sign;
    const int64_t at_least_one = (int64_t)magnitude > 1 ? (int64_t)magnitude : 1;
    const int64_t divisor = at_least_one < DIVISOR_LIMIT ? at_least_one : DIVISOR_LIMIT - 1;
    const double estimate = (double)a[i] * factor_double / (double)divisor;
    failed |= quotient_fits(estimate) ? 0 : UINT64_MAX;
    failed |= b[i] == 0 || magnitude == (uint64_t)divisor ? 0 : UINT64_MAX;
    const int64_t quotient = quotient_settle((uint64_t)a[i] * (uint64_t)factor, divisor,
                                             quotient_cut(estimate), a[i] < 0);
    out[i] = (int64_t)(((uint64_t)quotient ^ sign) - sign);
  }
  for (size_t i = from; i < to; i++) valid[i] = (uint8_t)(a_valid[i] & b_valid[i] & (b[i] != 0));
  return !failed;
}

static void divide_exact(const KernelCall *call, size_t from, size_t to) {
  const int64_t factor = call->image->const_i64.at[call->imm];
  for (size_t i = from; i < to; i++)
    call->dst->valid[i] =
        call->a->valid[i] && call->b->valid[i] &&
        decimal_divide(call->a->i64[i], call->b->i64[i], factor, &call->dst->i64[i]);
}

KERNEL void kernel_DIV_I64(const KernelCall *call) { BY_CHUNKS(call, divide_fast, divide_exact); }

static void multiply_double(const KernelCall *call) {
  for (size_t i = 0; i < call->count; i++)
    call->dst->valid[i] =
        call->a->valid[i] && call->b->valid[i] &&
        decimal_multiply_double(call->a->i64[i], call->b->f64[i], &call->dst->i64[i]);
}
void kernel_MUL_I64_F64(const KernelCall *call) { multiply_double(call); }

void kernel_DIV_I64_F64(const KernelCall *call) {
  for (size_t i = 0; i < call->count; i++)
    call->dst->valid[i] =
        call->a->valid[i] && call->b->valid[i] &&
        decimal_divide_double(call->a->i64[i], call->b->f64[i], &call->dst->i64[i]);
}

/* A ramp whose ends and weight are the same on every row, as nearly all are: the division is
 * prepared once. */
typedef struct Ramp {
  int64_t from, low, high; /* low and high: the ends in order */
  int64_t width, weight;
  double slope; /* weight / width */
  bool rising;
} Ramp;

static bool ramp_prepare(int64_t from, int64_t to, int64_t weight, Ramp *ramp) {
  int64_t width;
  const int64_t low = from < to ? from : to, high = from < to ? to : from;
  if (__builtin_sub_overflow(high, low, &width) || width >= DIVISOR_LIMIT || width == 0)
    return false;
  if (!quotient_fits((double)weight)) return false;
  *ramp = (Ramp){.from = from,
                 .low = low,
                 .high = high,
                 .width = width,
                 .weight = weight,
                 .slope = (double)weight / (double)width,
                 .rising = from < to};
  return true;
}

/* The part of the way is at most the width, so the points are at most the weight: nothing to check.
 */
INLINE int64_t ramp_points(const Ramp *ramp, int64_t x) {
  const int64_t above = x < ramp->low ? ramp->low : x;
  const int64_t inside = above > ramp->high ? ramp->high : above;
  const int64_t reached = ramp->rising ? inside - ramp->from : ramp->from - inside;
  return quotient_settle((uint64_t)ramp->weight * (uint64_t)reached, ramp->width,
                         (int64_t)((double)reached * ramp->slope), ramp->weight < 0);
}

static void ramp_exact(const KernelCall *call) {
  const Vector *x = call->a, *from = call->b, *to = call->c, *weight = call->d;
  for (size_t i = 0; i < call->count; i++)
    call->dst->valid[i] =
        x->valid[i] && from->valid[i] && to->valid[i] && weight->valid[i] &&
        decimal_ramp(x->i64[i], from->i64[i], to->i64[i], weight->i64[i], &call->dst->i64[i]);
}

static void ramp_by_row(const KernelCall *call) {
  const Vector *x = call->a, *from = call->b, *to = call->c, *weight = call->d;
  for (size_t i = 0; i < call->count; i++) {
    Ramp ramp;
    bool known = x->valid[i] && from->valid[i] && to->valid[i] && weight->valid[i];
    if (known && ramp_prepare(from->i64[i], to->i64[i], weight->i64[i], &ramp))
      call->dst->i64[i] = ramp_points(&ramp, x->i64[i]);
    else if (known)
      known = decimal_ramp(x->i64[i], from->i64[i], to->i64[i], weight->i64[i], &call->dst->i64[i]);
    call->dst->valid[i] = known;
  }
}

KERNEL void kernel_RAMP_I64(const KernelCall *call) {
  const uint8_t fixed = UNIFORM_B | UNIFORM_C | UNIFORM_D;
  Ramp ramp;
  if ((call->uniform & fixed) != fixed) {
    ramp_by_row(call);
    return;
  }
  if (!call->b->valid[0] || !call->c->valid[0] || !call->d->valid[0] ||
      !ramp_prepare(call->b->i64[0], call->c->i64[0], call->d->i64[0], &ramp)) {
    ramp_exact(call);
    return;
  }
  const size_t count = call->count;
  const Ramp fixed_ramp = ramp; /* whose address nobody has */
  const int64_t *restrict x = call->a->i64;
  int64_t *restrict out = call->dst->i64;
  for (size_t i = 0; i < count; i++) out[i] = ramp_points(&fixed_ramp, x[i]);
  valid_copy(count, call->a->valid, call->dst->valid);
}

void kernel_RAMP_F64(const KernelCall *call) {
  const Vector *x = call->a, *from = call->b, *to = call->c, *weight = call->d;
  for (size_t i = 0; i < call->count; i++)
    call->dst->valid[i] = x->valid[i] && from->valid[i] && to->valid[i] && weight->valid[i] &&
                          decimal_ramp_double(x->f64[i], from->f64[i], to->f64[i], weight->i64[i],
                                              &call->dst->i64[i]);
}
