/* double_print.c - the shortest digits that read back to the same double.
 *
 * The C library rounds correctly in both directions; only its decimal point depends on the
 * process's locale. So digits are picked out of "%e" and handed back to strtod as a whole
 * number with an exponent, and the point is placed here.
 */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "value/print_impl.h"
#include "value/write.h"

enum { DIGITS_MAX = 17, PLAIN_MAX = 21, PLAIN_MIN = -6 };

/* 0.d1d2d3... * 10^point */
typedef struct Digits {
  char at[DIGITS_MAX + 1];
  int count, point;
} Digits;

static Digits digits_of(double magnitude, int count) {
  char text[64];
  Digits digits = {.count = 0};
  snprintf(text, sizeof text, "%.*e", count - 1, magnitude);
  const char *at = text;
  for (; *at && *at != 'e'; at++) {
    if (*at >= '0' && *at <= '9' && digits.count < DIGITS_MAX) digits.at[digits.count++] = *at;
  }
  digits.point = (int)strtol(at + 1, NULL, 10) + 1;
  return digits;
}

static Digits without_zeros(Digits digits) {
  while (digits.count > 1 && digits.at[digits.count - 1] == '0') digits.count--;
  return digits;
}

static bool reads_back(const Digits *digits, double magnitude) {
  char text[64];
  snprintf(text, sizeof text, "%.*se%d", digits->count, digits->at, digits->point - digits->count);
  return strtod(text, NULL) == magnitude;
}

/* One more in the last place, if that needs no carry. */
static bool next_above(Digits *digits) {
  if (digits->at[digits->count - 1] == '9') return false;
  digits->at[digits->count - 1]++;
  return true;
}

/* Up to 15 digits survive the way through a normal double, so a number that has so few gives
 * them back at once. At a power of two the doubles below are closer together than those
 * above, so that the nearest decimal may miss where the next one above does not. */
static Digits shortest(double magnitude) {
  for (int count = magnitude < DBL_MIN ? 1 : DBL_DIG; count < DIGITS_MAX; count++) {
    Digits digits = digits_of(magnitude, count);
    if (reads_back(&digits, magnitude)) return without_zeros(digits);
    if (next_above(&digits) && reads_back(&digits, magnitude)) return digits;
  }
  return without_zeros(digits_of(magnitude, DIGITS_MAX));
}

static char *write_bytes(char *to, const char *bytes, int count) {
  memcpy(to, bytes, (size_t)count);
  return to + count;
}

static char *write_zeros(char *to, int count) {
  memset(to, '0', (size_t)count);
  return to + count;
}

static char *write_plain(char *to, const Digits *digits) {
  const int count = digits->count, point = digits->point;
  if (point <= 0) {
    to = write_zeros(write_bytes(to, "0.", 2), -point);
    return write_bytes(to, digits->at, count);
  }
  if (count <= point) return write_zeros(write_bytes(to, digits->at, count), point - count);
  to = write_bytes(to, digits->at, point);
  *to++ = '.';
  return write_bytes(to, digits->at + point, count - point);
}

static char *write_digits(char *to, const Digits *digits) {
  if (digits->point > PLAIN_MIN && digits->point <= PLAIN_MAX) return write_plain(to, digits);
  to = write_bytes(to, digits->at, 1);
  if (digits->count > 1) {
    *to++ = '.';
    to = write_bytes(to, digits->at + 1, digits->count - 1);
  }
  *to++ = 'e';
  return write_decimal(to, digits->point - 1, 0);
}

/* Most numbers of files have few decimals. Such a one is whole after some multiplications by ten,
 * and if the division gives it back, these are its digits: the division of two whole numbers is
 * rounded as reading is, and of up to 15 digits there is one choice only. */
char *write_double(char *to, double value) {
  enum { DECIMALS_MOST = 6 };
  const double magnitude = fabs(value);
  double scale = 1;
  for (int decimals = 0; decimals <= DECIMALS_MOST; decimals++, scale *= 10) {
    const double scaled = magnitude * scale;
    if (scaled >= 1e15) break;
    const int64_t whole = (int64_t)(scaled + 0.5);
    if ((double)whole / scale == magnitude)
      return write_decimal(to, value < 0 ? -whole : whole, decimals);
  }
  const Digits digits = shortest(magnitude);
  *to = '-';
  return write_digits(to + (value < 0), &digits);
}

void print_double(Buffer *out, double value, bool group) {
  char text[WRITE_ROOM];
  print_grouped(out, text, write_double(text, value), group);
}

void double_print(Buffer *out, double value) { print_double(out, value, false); }
