/* decimal.c - exact arithmetic of scaled integers in 128 bits.
 *
 * Magnitudes and signs are kept apart: a magnitude of 128 bits holds every product of two
 * 64-bit numbers and every shift that is needed, and rounding half away from zero is
 * rounding half up of the magnitude. A double is taken apart into a 53-bit whole number
 * and a power of two, which loses nothing.
 */
#include "value/decimal.h"

#include <math.h>

#include "value/power_of_ten.h"

enum { MANTISSA_BITS = 53, DIGITS_MAX = 18 };

/* |x| = mantissa * 2^exponent; the mantissa has 53 bits unless x is zero. */
typedef struct Binary {
  bool negative;
  uint64_t mantissa;
  int exponent;
} Binary;

static Binary take_apart(double x) {
  int exponent = 0;
  const double fraction = frexp(fabs(x), &exponent);
  return (Binary){.negative = x < 0,
                  .mantissa = (uint64_t)ldexp(fraction, MANTISSA_BITS),
                  .exponent = exponent - MANTISSA_BITS};
}

static uint128 magnitude(int128 n) { return n < 0 ? -(uint128)n : (uint128)n; }

static int bit_length(uint128 n) {
  const uint64_t high = (uint64_t)(n >> 64), low = (uint64_t)n;
  if (high) return 128 - __builtin_clzll(high);
  return low ? 64 - __builtin_clzll(low) : 0;
}

static bool with_sign(uint128 n, bool negative, int64_t *out) {
  const uint64_t limit = negative ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT64_MAX;
  if (n > limit) return false;
  *out = (int64_t)(negative ? -(uint64_t)n : (uint64_t)n);
  return true;
}

/* n / d to the nearest whole number, halves up. `r >= d - r` is `2r >= d` without overflow. */
static uint128 nearest_quotient(uint128 n, uint128 d) {
  if (!((n | d) >> 64)) { /* mostly: then one division of the machine does */
    const uint64_t narrow_n = (uint64_t)n, narrow_d = (uint64_t)d;
    const uint64_t narrow_r = narrow_n % narrow_d;
    return (uint128)(narrow_n / narrow_d) + (narrow_r >= narrow_d - narrow_r ? 1 : 0);
  }
  const uint128 q = n / d, r = n % d;
  return q + (r >= d - r ? 1 : 0);
}

bool decimal_round_quotient(int128 n, int128 d, int64_t *out) {
  if (d == 0) return false;
  return with_sign(nearest_quotient(magnitude(n), magnitude(d)), (n < 0) != (d < 0), out);
}

bool decimal_add(int64_t a, int64_t b, int64_t *out) {
  int64_t sum;
  if (__builtin_add_overflow(a, b, &sum)) return false;
  *out = sum;
  return true;
}

bool decimal_subtract(int64_t a, int64_t b, int64_t *out) {
  int64_t difference;
  if (__builtin_sub_overflow(a, b, &difference)) return false;
  *out = difference;
  return true;
}

bool decimal_multiply(int64_t a, int64_t b, int64_t divisor, int64_t *out) {
  return decimal_round_quotient((int128)a * b, divisor, out);
}

bool decimal_divide(int64_t a, int64_t b, int64_t factor, int64_t *out) {
  return decimal_round_quotient((int128)a * factor, b, out);
}

bool decimal_multiply_double(int64_t a, double x, int64_t *out) {
  const Binary binary = take_apart(x);
  const bool negative = (a < 0) != binary.negative;
  const uint128 product = magnitude(a) * binary.mantissa; /* below 2^117 */
  const int shift = -binary.exponent;
  if (product == 0) {
    *out = 0;
    return true;
  }
  if (shift <= 0) {
    if (bit_length(product) - shift > 64) return false;
    return with_sign(product << -shift, negative, out);
  }
  if (shift > 118) return with_sign(0, false, out); /* less than a half */
  return with_sign((product + ((uint128)1 << (shift - 1))) >> shift, negative, out);
}

bool decimal_divide_double(int64_t a, double x, int64_t *out) {
  const Binary binary = take_apart(x);
  const bool negative = (a < 0) != binary.negative;
  const uint128 n = magnitude(a);
  if (binary.mantissa == 0) return false;
  if (n == 0) return with_sign(0, false, out);
  if (binary.exponent >= 0) {
    if (binary.exponent > 64) return with_sign(0, false, out); /* the divisor is above 2^116 */
    return with_sign(nearest_quotient(n, (uint128)binary.mantissa << binary.exponent), negative,
                     out);
  }
  /* With 127 bits and more over a divisor of 53 the quotient is above 2^73. */
  if (bit_length(n) - binary.exponent > 127) return false;
  return with_sign(nearest_quotient(n << -binary.exponent, binary.mantissa), negative, out);
}

bool decimal_from_double(double x, int64_t factor, int64_t *out) {
  return decimal_multiply_double(factor, x, out);
}

/* Beyond 2^53 the quotient is computed to 63 or 64 bits, whose last one also stands for the
 * remainder, so that the one rounding is that of the conversion. */
double decimal_to_double(int64_t a, int64_t divisor) {
  const int64_t exact = (int64_t)1 << MANTISSA_BITS;
  if (a >= -exact && a <= exact && divisor <= exact) return (double)a / (double)divisor;
  const uint128 n = magnitude(a), d = (uint128)divisor;
  if (n == 0) return 0;
  const int shift = bit_length(d) + 63 - bit_length(n);
  const uint128 scaled = n << shift;
  const uint64_t quotient = (uint64_t)(scaled / d) | (scaled % d != 0 ? 1 : 0);
  const double result = ldexp((double)quotient, -shift);
  return a < 0 ? -result : result;
}

bool decimal_round_to(int64_t a, int64_t unit, int64_t *out) {
  const uint128 step = (uint128)unit;
  return with_sign(nearest_quotient(magnitude(a), step) * step, a < 0, out);
}

bool decimal_floor_to(int64_t a, int64_t unit, int64_t *out) {
  const int64_t above = a % unit < 0 ? a % unit + unit : a % unit;
  return decimal_subtract(a, above, out);
}

bool decimal_ceil_to(int64_t a, int64_t unit, int64_t *out) {
  const int64_t below = a % unit > 0 ? unit - a % unit : -(a % unit);
  return decimal_add(a, below, out);
}

/* Differences of 64-bit numbers have 64 bits and the weight's magnitude at most 2^63, so the
 * product fits 127 bits; clamped, the result never exceeds the weight. */
bool decimal_ramp(int64_t x, int64_t from, int64_t to, int64_t weight, int64_t *out) {
  if (from == to) return false;
  const bool rising = from < to;
  const uint64_t width = rising ? (uint64_t)to - (uint64_t)from : (uint64_t)from - (uint64_t)to;
  uint64_t reached = 0;
  if (rising ? x > from : x < from) {
    reached = rising ? (uint64_t)x - (uint64_t)from : (uint64_t)from - (uint64_t)x;
    if (reached > width) reached = width;
  }
  return with_sign(nearest_quotient(magnitude(weight) * reached, width), weight < 0, out);
}

bool decimal_ramp_double(double x, double from, double to, int64_t weight, int64_t *out) {
  if (from == to) return false;
  const bool rising = from < to;
  if (rising ? x <= from : x >= from) return with_sign(0, false, out);
  if (rising ? x >= to : x <= to) {
    *out = weight;
    return true;
  }
  double fraction = (x - from) / (to - from);
  /* Only a width beyond the range of doubles needs halves, which are exact there. */
  if (!isfinite(to - from)) fraction = (x / 2 - from / 2) / (to / 2 - from / 2);
  return decimal_multiply_double(weight, fraction, out);
}

/* Where the count of units does not fit 64 bits, a unit is less than the spacing of doubles
 * there and the nearest double is x itself. */
static double round_to_fraction(double x, int64_t units) {
  int64_t n;
  if (!decimal_multiply_double(units, x, &n)) return x;
  return decimal_to_double(n, units);
}

static double round_to_multiple(double x, int64_t unit) {
  const Binary binary = take_apart(x);
  const uint128 step = (uint128)unit;
  uint128 n = binary.mantissa, d = step; /* below 2^53 and 2^60 */
  if (binary.exponent > 70) return x;
  if (binary.exponent < -64) return 0;
  if (binary.exponent >= 0)
    n <<= binary.exponent;
  else
    d <<= -binary.exponent;
  const double result = (double)(nearest_quotient(n, d) * step);
  return binary.negative ? -result : result;
}

double double_round(double x, int digits) {
  if (digits > DIGITS_MAX) digits = DIGITS_MAX;
  if (digits < -DIGITS_MAX) digits = -DIGITS_MAX;
  const double result = digits >= 0 ? round_to_fraction(x, (int64_t)power_of_ten[digits])
                                    : round_to_multiple(x, (int64_t)power_of_ten[-digits]);
  return result == 0 ? 0 : result; /* never -0 */
}
