/* double_print.c - the shortest digits that read back to the same double.
 *
 * The C library rounds correctly in both directions; only its decimal point depends on the
 * process's locale. So digits are picked out of "%e" and handed back to strtod as a whole
 * number with an exponent, and the point is placed here.
 */
#include "value/print_impl.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Most numbers of files have few decimals. Such a one is whole after some multiplications by ten,
 * and if the division gives it back, these are its digits: the division of two whole numbers is
 * rounded as reading is, and of up to 15 digits there is one choice only. */
static bool few_decimals(double magnitude, Digits *digits) {
  enum { DECIMALS_MOST = 6 };
  double scale = 1;
  for (int decimals = 0; decimals <= DECIMALS_MOST; decimals++, scale *= 10) {
    const double scaled = magnitude * scale;
    if (scaled >= 1e15) return false;
    uint64_t whole = (uint64_t)(scaled + 0.5);
    if ((double)whole / scale != magnitude) continue;
    digits->count = 0;
    for (uint64_t rest = whole; rest; rest /= 10) digits->count++;
    for (int i = digits->count; i-- > 0; whole /= 10) digits->at[i] = (char)('0' + whole % 10);
    digits->point = digits->count - decimals;
    return true;
  }
  return false;
}

/* Up to 15 digits survive the way through a normal double, so a number that has so few gives
 * them back at once. At a power of two the doubles below are closer together than those
 * above, so that the nearest decimal may miss where the next one above does not. */
static Digits shortest(double magnitude) {
  Digits few;
  if (few_decimals(magnitude, &few)) return without_zeros(few);
  for (int count = magnitude < DBL_MIN ? 1 : DBL_DIG; count < DIGITS_MAX; count++) {
    Digits digits = digits_of(magnitude, count);
    if (reads_back(&digits, magnitude)) return without_zeros(digits);
    if (next_above(&digits) && reads_back(&digits, magnitude)) return digits;
  }
  return without_zeros(digits_of(magnitude, DIGITS_MAX));
}

static void print_plain(Buffer *out, const Digits *digits, bool group) {
  const int count = digits->count, point = digits->point;
  char whole[PLAIN_MAX];
  if (point <= 0) {
    buffer_str(out, "0.");
    buffer_repeat(out, '0', (size_t)-point);
    buffer_bytes(out, digits->at, (size_t)count);
    return;
  }
  memset(whole, '0', sizeof whole);
  memcpy(whole, digits->at, (size_t)(count < point ? count : point));
  print_grouped(out, whole, (size_t)point, group);
  if (count <= point) return;
  buffer_char(out, '.');
  buffer_bytes(out, digits->at + point, (size_t)(count - point));
}

void print_double(Buffer *out, double value, bool group) {
  if (value == 0) {
    buffer_char(out, '0');
    return;
  }
  const Digits digits = shortest(fabs(value));
  if (value < 0) buffer_char(out, '-');
  if (digits.point > PLAIN_MIN && digits.point <= PLAIN_MAX) {
    print_plain(out, &digits, group);
    return;
  }
  buffer_char(out, digits.at[0]);
  if (digits.count > 1) {
    buffer_char(out, '.');
    buffer_bytes(out, digits.at + 1, (size_t)digits.count - 1);
  }
  buffer_printf(out, "e%d", digits.point - 1);
}

void double_print(Buffer *out, double value) { print_double(out, value, false); }
