/* decimal.h - exact arithmetic of scaled 64-bit integers.
 *
 * Every function computes the exact rational result, rounds it half away from zero to an
 * integer, and returns false (leaving *out alone) where that does not fit 64 bits or a
 * divisor is zero. INT64_MIN is a legal value. Doubles passed in are finite; they are taken
 * at their exact binary value. All functions are inline or small: kernels call them as the
 * slow path behind a 64-bit fast path.
 */
#ifndef VALUE_DECIMAL_H
#define VALUE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

/* n / d rounded half away from zero; d != 0. */
bool decimal_round_quotient(int128 n, int128 d, int64_t *out);
bool decimal_add(int64_t a, int64_t b, int64_t *out);
bool decimal_subtract(int64_t a, int64_t b, int64_t *out);
/* a * b / divisor, divisor > 0. */
bool decimal_multiply(int64_t a, int64_t b, int64_t divisor, int64_t *out);
/* a * factor / b, factor > 0. */
bool decimal_divide(int64_t a, int64_t b, int64_t factor, int64_t *out);
/* a * x, and a / x, with the exact value of the double. */
bool decimal_multiply_double(int64_t a, double x, int64_t *out);
bool decimal_divide_double(int64_t a, double x, int64_t *out);
/* x * factor for a double (number to a scaled type), factor > 0. */
bool decimal_from_double(double x, int64_t factor, int64_t *out);
/* a / divisor as the nearest double. */
double decimal_to_double(int64_t a, int64_t divisor);
/* To a multiple of unit (> 0): half away from zero, down, up. */
bool decimal_round_to(int64_t a, int64_t unit, int64_t *out);
bool decimal_floor_to(int64_t a, int64_t unit, int64_t *out);
bool decimal_ceil_to(int64_t a, int64_t unit, int64_t *out);
/* weight * clamp((x - from) / (to - from), 0, 1), exact; to < from means lower is better.
 * from == to is false (a ramp without width has no value). */
bool decimal_ramp(int64_t x, int64_t from, int64_t to, int64_t weight, int64_t *out);
/* The same with x, from, to numbers: the fraction is computed and clamped in double
 * arithmetic, the product with the weight is exact and rounded. */
bool decimal_ramp_double(double x, double from, double to, int64_t weight, int64_t *out);
/* The double, at its exact binary value, rounded half away from zero to `digits` decimals and
 * given as the nearest double; negative digits round to tens, hundreds ... `digits` beyond
 * -18..18 count as the nearer of these. Never -0. */
double double_round(double x, int digits);

#endif
