/* rational.c - exact constants.
 *
 * A constant made of bare numbers has no unit until it meets one, and no decimals that would have
 * to be rounded before. So it is a fraction of two 128-bit integers in lowest terms, the
 * denominator positive; an operation that does not fit says so.
 */
#include <stdio.h>
#include <stdlib.h>

#include "sema/sema_impl.h"

static uint128 magnitude(int128 n) { return n < 0 ? (uint128)0 - (uint128)n : (uint128)n; }

static uint128 greatest_common_divisor(uint128 a, uint128 b) {
  while (b) {
    const uint128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

bool rational_make(int128 numerator, int128 denominator, Rational *out) {
  if (denominator == 0) return false;
  const uint128 divisor = greatest_common_divisor(magnitude(numerator), magnitude(denominator));
  const uint128 n = magnitude(numerator) / divisor, d = magnitude(denominator) / divisor;
  if (n >> 127 || d >> 127) return false;
  const bool negative = (numerator < 0) != (denominator < 0);
  *out = (Rational){negative ? -(int128)n : (int128)n, (int128)d};
  return true;
}

bool rational_of(Decimal number, Rational *out) {
  int128 numerator = number.mantissa, denominator = 1;
  for (int32_t i = number.scale; i > 0; i--) {
    if (__builtin_mul_overflow(denominator, (int128)10, &denominator)) return false;
  }
  for (int32_t i = number.scale; i < 0; i++) {
    if (__builtin_mul_overflow(numerator, (int128)10, &numerator)) return false;
  }
  return rational_make(numerator, denominator, out);
}

bool rational_times(Rational a, Rational b, Rational *out) {
  /* Across first, so that nothing overflows that need not. */
  Rational left, right;
  if (!rational_make(a.numerator, b.denominator, &left)) return false;
  if (!rational_make(b.numerator, a.denominator, &right)) return false;
  int128 n, d;
  if (__builtin_mul_overflow(left.numerator, right.numerator, &n)) return false;
  if (__builtin_mul_overflow(left.denominator, right.denominator, &d)) return false;
  return rational_make(n, d, out);
}

bool rational_over(Rational a, Rational b, Rational *out) {
  if (b.numerator == 0) return false;
  Rational inverse;
  return rational_make(b.denominator, b.numerator, &inverse) && rational_times(a, inverse, out);
}

bool rational_plus(Rational a, Rational b, Rational *out) {
  int128 left, right, n, d;
  if (__builtin_mul_overflow(a.numerator, b.denominator, &left)) return false;
  if (__builtin_mul_overflow(b.numerator, a.denominator, &right)) return false;
  if (__builtin_add_overflow(left, right, &n)) return false;
  if (__builtin_mul_overflow(a.denominator, b.denominator, &d)) return false;
  return rational_make(n, d, out);
}

bool rational_minus(Rational a, Rational b, Rational *out) {
  Rational negative;
  return rational_make(-b.numerator, b.denominator, &negative) && rational_plus(a, negative, out);
}

int rational_compare(Rational a, Rational b) {
  int128 left, right;
  if (__builtin_mul_overflow(a.numerator, b.denominator, &left) ||
      __builtin_mul_overflow(b.numerator, a.denominator, &right)) {
    const double x = rational_double(a), y = rational_double(b);
    return (x > y) - (x < y);
  }
  return (left > right) - (left < right);
}

int rational_decimals(Rational r) {
  int twos = 0, fives = 0;
  int128 rest = r.denominator;
  for (; rest % 2 == 0; rest /= 2) twos++;
  for (; rest % 5 == 0; rest /= 5) fives++;
  if (rest != 1) return -1;
  return twos > fives ? twos : fives;
}

/* The numerator where the denominator is 10^decimals. */
static bool scaled(Rational r, int decimals, int128 *out) {
  int128 power = 1;
  for (int i = 0; i < decimals; i++) {
    if (__builtin_mul_overflow(power, (int128)10, &power)) return false;
  }
  return !__builtin_mul_overflow(r.numerator, power / r.denominator, out);
}

double rational_double(Rational r) {
  const int decimals = rational_decimals(r);
  int128 digits;
  if (decimals < 0 || !scaled(r, decimals, &digits) || digits > INT64_MAX || digits < INT64_MIN)
    return (double)r.numerator / (double)r.denominator;
  /* As its decimal text would be read: correctly rounded. */
  char text[64];
  snprintf(text, sizeof text, "%llde-%d", (long long)digits, decimals);
  return strtod(text, NULL);
}

void rational_print(Buffer *out, Rational r) {
  const int decimals = rational_decimals(r);
  int128 digits;
  if (decimals >= 0 && decimals <= 18 && scaled(r, decimals, &digits)) {
    decimal_print_wide(out, digits, decimals, false);
    return;
  }
  decimal_print_wide(out, r.numerator, 0, false);
  buffer_char(out, '/');
  decimal_print_wide(out, r.denominator, 0, false);
}

bool rational_as(Rational r, Type type, Scalar *out) {
  *out = (Scalar){.type = type, .known = true};
  if (type.kind == TYPE_NUMBER) {
    out->f = rational_double(r);
    return true;
  }
  int128 n;
  if (__builtin_mul_overflow(r.numerator, (int128)type_scale(type.kind), &n)) return false;
  return decimal_round_quotient(n, r.denominator, &out->i);
}
