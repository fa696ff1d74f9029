/* cell_double.c - numbers as doubles, correctly rounded from the exact decimal.
 *
 * The digits are handed to strtod as one whole number with an exponent, which no locale
 * reads differently. Any double and any half way between two of them has at most 768
 * significant digits, so of a longer cell only whether the rest is zero matters: a last `1`
 * stands for it. Short numbers, nearly all of them, are one exact product or quotient.
 */
#include "value/cell_impl.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SIGNIFICANT_MAX = 770, EXACT_DIGITS = 15, EXACT_POWER = 22 };

/* The number is `at`, read as a whole number, times 10^exponent. */
typedef struct Significant {
  char at[SIGNIFICANT_MAX + 32]; /* room for the exponent behind the digits */
  size_t count;
  int64_t exponent;
} Significant;

static void add_digits(Significant *number, Text digits, bool whole) {
  for (size_t i = 0; i < digits.len; i++) {
    const char digit = digits.at[i];
    if (!cell_is_digit(digit)) continue;
    if (!whole) number->exponent--;
    if (number->count == 0 && digit == '0') continue;
    if (number->count < SIGNIFICANT_MAX) {
      number->at[number->count++] = digit;
      continue;
    }
    number->exponent++;
    if (digit != '0') number->at[SIGNIFICANT_MAX - 1] = '1';
  }
}

static bool exact(const Significant *number, double *out) {
  static const double powers[EXACT_POWER + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                 1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  if (number->count > EXACT_DIGITS) return false;
  if (number->exponent < -EXACT_POWER || number->exponent > EXACT_POWER) return false;
  int64_t whole = 0;
  for (size_t i = 0; i < number->count; i++) whole = whole * 10 + (number->at[i] - '0');
  *out = number->exponent < 0 ? (double)whole / powers[-number->exponent]
                              : (double)whole * powers[number->exponent];
  return true;
}

static double rounded(Significant *number) {
  double value;
  if (number->count == 0) return 0;
  if (exact(number, &value)) return value;
  snprintf(number->at + number->count, sizeof number->at - number->count, "e%lld",
           (long long)number->exponent);
  return strtod(number->at, NULL);
}

CellStatus cell_f64(Text cell, const CellFormat *format, double *out) {
  const Text stripped = cell_strip(cell);
  Cursor c = {stripped.at, stripped.at + stripped.len};
  CellDigits digits;
  Significant number;
  bool negative = false;
  if (stripped.len == 0) return CELL_MISSING;
  if (cell_take_sign(&c, &negative)) cell_skip_blanks(&c);
  if (!cell_take_digits(&c, format, true, &digits) || c.at != c.end) return CELL_NOT_A_NUMBER;
  if (digits.bad_groups) return CELL_BAD_GROUPS;
  number.count = 0;
  number.exponent = digits.exponent + format->exponent;
  add_digits(&number, digits.whole, true);
  add_digits(&number, digits.fraction, false);
  const double value = rounded(&number);
  if (!isfinite(value)) return CELL_TOO_LARGE;
  *out = negative && value != 0 ? -value : value;
  return CELL_OK;
}
