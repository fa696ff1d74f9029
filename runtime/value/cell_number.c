/* cell_number.c - the digits of a cell: their form, and their value as a whole number.
 *
 *   number := digits [groups] [point digits] [e [sign] digits]
 *
 * Groups have three digits and one separator throughout: `,`, or with the decimal comma `.`,
 * a blank (also the no-break ones that spreadsheets write) or an apostrophe.
 */
#include "value/cell_impl.h"

#include <string.h>

#define EXPONENT_LIMIT 1000000000

static const char *const blanks[] = {" ",        "\t",           "\r",          "\n",
                                     "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89"};
static const char *const comma_groups[] = {
    ".", " ", "'", "\xe2\x80\x99", "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89"};
static const char *const point_groups[] = {","};

#define COUNT(list) (sizeof(list) / sizeof *(list))

bool cell_take(Cursor *c, const char *bytes) {
  const size_t len = strlen(bytes);
  if ((size_t)(c->end - c->at) < len || memcmp(c->at, bytes, len) != 0) return false;
  c->at += len;
  return true;
}

static const char *take_one_of(Cursor *c, const char *const *list, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (cell_take(c, list[i])) return list[i];
  }
  return NULL;
}

void cell_skip_blanks(Cursor *c) {
  while (take_one_of(c, blanks, COUNT(blanks))) {
  }
}

static bool drop_blank_at_end(Text *t) {
  for (size_t i = 0; i < COUNT(blanks); i++) {
    const Text blank = text_of(blanks[i]);
    if (!text_ends(*t, blank)) continue;
    t->len -= blank.len;
    return true;
  }
  return false;
}

Text cell_strip(Text cell) {
  if (cell.len == 0) return cell;
  Cursor c = {cell.at, cell.at + cell.len};
  cell_skip_blanks(&c);
  Text rest = {c.at, (size_t)(c.end - c.at)};
  while (drop_blank_at_end(&rest)) {
  }
  return rest;
}

bool cell_take_sign(Cursor *c, bool *negative) {
  if (cell_take(c, "-") || cell_take(c, "\xe2\x88\x92")) {
    *negative = true;
    return true;
  }
  return cell_take(c, "+");
}

static size_t skip_digits(Cursor *c) {
  const char *start = c->at;
  while (c->at < c->end && cell_is_digit(*c->at)) c->at++;
  return (size_t)(c->at - start);
}

/* A separator behind digits. A blank one counts only with a digit behind it: `5 EUR`. */
static const char *take_separator(Cursor *c, const CellFormat *format) {
  Cursor ahead = *c;
  const char *separator = format->comma ? take_one_of(&ahead, comma_groups, COUNT(comma_groups))
                                        : take_one_of(&ahead, point_groups, COUNT(point_groups));
  if (!separator) return NULL;
  const bool mark = strchr(".,'", *separator) != NULL;
  if (!mark && (ahead.at == ahead.end || !cell_is_digit(*ahead.at))) return NULL;
  *c = ahead;
  return separator;
}

/* The digits before the point. False where two separators are mixed. */
static bool take_whole(Cursor *c, const CellFormat *format, CellDigits *digits) {
  const char *first = NULL, *separator, *start = c->at;
  const size_t leading = skip_digits(c);
  while (leading > 0 && (separator = take_separator(c, format)) != NULL) {
    if (first && separator != first) return false;
    first = separator;
    if (skip_digits(c) != 3) digits->bad_groups = true;
  }
  if (first && leading > 3) digits->bad_groups = true;
  digits->whole = (Text){start, (size_t)(c->at - start)};
  return true;
}

static bool take_exponent(Cursor *c, int64_t *out) {
  bool negative = false;
  int64_t exponent = 0;
  cell_take_sign(c, &negative);
  const char *start = c->at;
  for (; c->at < c->end && cell_is_digit(*c->at); c->at++) {
    if (exponent < EXPONENT_LIMIT) exponent = exponent * 10 + (*c->at - '0');
  }
  *out = negative ? -exponent : exponent;
  return c->at > start;
}

bool cell_take_digits(Cursor *c, const CellFormat *format, bool exponent, CellDigits *digits) {
  *digits = (CellDigits){.exponent = 0};
  if (!take_whole(c, format, digits)) return false;
  const char *start = c->at;
  if (cell_take(c, format->comma ? "," : ".")) {
    start = c->at;
    skip_digits(c);
  }
  digits->fraction = (Text){start, (size_t)(c->at - start)};
  if (digits->whole.len == 0 && digits->fraction.len == 0) return false;
  if (!exponent || !(cell_take(c, "e") || cell_take(c, "E"))) return true;
  return take_exponent(c, &digits->exponent);
}

static bool push_digit(uint64_t *value, unsigned digit) {
  return !__builtin_mul_overflow(*value, UINT64_C(10), value) &&
         !__builtin_add_overflow(*value, (uint64_t)digit, value);
}

static bool push_whole(uint64_t *value, Text whole) {
  for (size_t i = 0; i < whole.len; i++) {
    if (!cell_is_digit(whole.at[i])) continue;
    if (!push_digit(value, (unsigned)(whole.at[i] - '0'))) return false;
  }
  return true;
}

static CellStatus give(uint64_t magnitude, bool negative, bool rounded, int64_t *out) {
  if (magnitude > (uint64_t)INT64_MAX + (negative ? 1 : 0)) return CELL_TOO_LARGE;
  *out = (int64_t)(negative ? -magnitude : magnitude);
  return rounded ? CELL_ROUNDED : CELL_OK;
}

static bool any_nonzero(Text digits) {
  for (size_t i = 0; i < digits.len; i++) {
    if (digits.at[i] != '0') return true;
  }
  return false;
}

CellStatus cell_scale(const CellDigits *digits, unsigned shift, bool negative, int64_t *out) {
  const Text fraction = digits->fraction;
  uint64_t value = 0;
  if (!push_whole(&value, digits->whole)) return CELL_TOO_LARGE;
  for (size_t i = 0; i < shift; i++) {
    if (!push_digit(&value, i < fraction.len ? (unsigned)(fraction.at[i] - '0') : 0)) {
      return CELL_TOO_LARGE;
    }
  }
  if (fraction.len <= shift) return give(value, negative, false, out);
  if (fraction.at[shift] >= '5' && __builtin_add_overflow(value, UINT64_C(1), &value)) {
    return CELL_TOO_LARGE;
  }
  return give(value, negative, any_nonzero(text_slice(fraction, shift, fraction.len)), out);
}

/* The fraction is multiplied as on paper, from its last digit to its first; what is left of
 * the point decides the rounding. */
CellStatus cell_scale_unit(const CellDigits *digits, uint32_t unit, bool negative, int64_t *out) {
  uint64_t value = 0, carry = 0, digit = 0;
  bool rounded = false;
  if (!push_whole(&value, digits->whole)) return CELL_TOO_LARGE;
  for (size_t i = digits->fraction.len; i-- > 0;) {
    carry += (uint64_t)(digits->fraction.at[i] - '0') * unit;
    digit = carry % 10;
    carry /= 10;
    if (digit != 0) rounded = true;
  }
  carry += digit >= 5 ? 1 : 0;
  if (__builtin_mul_overflow(value, (uint64_t)unit, &value)) return CELL_TOO_LARGE;
  if (__builtin_add_overflow(value, carry, &value)) return CELL_TOO_LARGE;
  return give(value, negative, rounded, out);
}
