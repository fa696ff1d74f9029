/* write.c - digits, eight at a time.
 *
 * Eight digits are the eight bytes of one word, the first digit lowest: two multiplications halve
 * the number three times, in all parts of the word at once. What is not wanted in front or behind
 * is counted in that word, so that numbers of any length take the same way:
 *
 *   42.658   whole 00000042: six zeros in front are shifted out
 *            parts 65800000: five zeros behind are not counted
 */
#include "value/write.h"

#include <string.h>

#include "value/date.h"

enum { DIGITS = 8, DECIMALS_MOST = 18 };
#define HUNDRED_MILLION 100000000u
#define ASCII_DIGITS 0x3030303030303030u

static const uint64_t powers[DECIMALS_MOST + 1] = {1,
                                                   10,
                                                   100,
                                                   1000,
                                                   10000,
                                                   100000,
                                                   1000000,
                                                   10000000,
                                                   HUNDRED_MILLION,
                                                   1000000000,
                                                   10000000000,
                                                   100000000000,
                                                   1000000000000,
                                                   10000000000000,
                                                   100000000000000,
                                                   1000000000000000,
                                                   10000000000000000,
                                                   100000000000000000,
                                                   1000000000000000000};

/* The digits of a number below 10^8, a byte each, the first one lowest. */
static inline uint64_t eight_digits(uint64_t number) {
  const uint64_t fours = number / 10000 | (number % 10000) << 32;
  const uint64_t hundreds = fours * 10486 >> 20 & 0x0000007f0000007f;
  const uint64_t twos = hundreds | (fours - 100 * hundreds) << 16;
  const uint64_t tens = twos * 103 >> 10 & 0x000f000f000f000f;
  return tens | (twos - 10 * tens) << 8;
}

static inline void put_word(char *to, uint64_t word) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  memcpy(to, &word, sizeof word);
}

static char *write_whole(char *to, uint64_t number) {
  if (number >= HUNDRED_MILLION) {
    to = write_whole(to, number / HUNDRED_MILLION);
    put_word(to, eight_digits(number % HUNDRED_MILLION) | ASCII_DIGITS);
    return to + DIGITS;
  }
  const uint64_t digits = eight_digits(number);
  const uint64_t last = (uint64_t)1 << 56; /* 0 has a digit, too */
  const int zeros = __builtin_ctzll(digits | last) / 8;
  put_word(to, (digits | ASCII_DIGITS) >> 8 * zeros);
  return to + DIGITS - zeros;
}

/* The point and eight decimals but the zeros behind; nothing at all for 0. */
static inline char *write_parts(char *to, uint64_t eight) {
  const uint64_t digits = eight_digits(eight);
  *to = '.';
  put_word(to + 1, digits | ASCII_DIGITS);
  const int zeros = __builtin_clzll(digits | 1) / 8;
  return eight ? to + 1 + DIGITS - zeros : to;
}

/* More decimals than a word has. */
static char *write_long_parts(char *to, uint64_t parts, int decimals) {
  if (!parts) return to;
  *to++ = '.';
  for (; decimals > DIGITS; decimals -= DIGITS, to += DIGITS) {
    put_word(to, eight_digits(parts / powers[decimals - DIGITS]) | ASCII_DIGITS);
    parts %= powers[decimals - DIGITS];
  }
  put_word(to, eight_digits(parts * powers[DIGITS - decimals]) | ASCII_DIGITS);
  to += DIGITS;
  while (to[-1] == '0') to--;
  return to;
}

static inline char *write_split(char *to, uint64_t magnitude, int decimals) {
  to = write_whole(to, magnitude / powers[decimals]);
  const uint64_t parts = magnitude % powers[decimals];
  return decimals > DIGITS ? write_long_parts(to, parts, decimals)
                           : write_parts(to, parts * powers[DIGITS - decimals]);
}

char *write_decimal(char *to, int64_t value, int decimals) {
  const uint64_t magnitude = value < 0 ? -(uint64_t)value : (uint64_t)value;
  *to = '-';
  to += value < 0;
  switch (decimals) { /* dividing by a number known here is many times faster */
  case 0:
    return write_whole(to, magnitude);
  case 4:
    return write_split(to, magnitude, 4);
  case 6:
    return write_split(to, magnitude, 6);
  case 8:
    return write_split(to, magnitude, 8);
  default:
    return write_split(to, magnitude, decimals);
  }
}

static char *write_whole_wide(char *to, uint128 number) {
  if (number <= UINT64_MAX) return write_whole(to, (uint64_t)number);
  to = write_whole_wide(to, number / HUNDRED_MILLION);
  put_word(to, eight_digits((uint64_t)(number % HUNDRED_MILLION)) | ASCII_DIGITS);
  return to + DIGITS;
}

char *write_decimal_wide(char *to, int128 value, int decimals) {
  if (value >= INT64_MIN && value <= INT64_MAX) return write_decimal(to, (int64_t)value, decimals);
  const uint128 magnitude = value < 0 ? -(uint128)value : (uint128)value;
  *to = '-';
  to = write_whole_wide(to + (value < 0), magnitude / powers[decimals]);
  return write_long_parts(to, (uint64_t)(magnitude % powers[decimals]), decimals);
}

char *write_date(char *to, int32_t day) {
  const Civil civil = date_to_civil(day);
  const uint64_t digits =
      eight_digits((uint64_t)(civil.year * 10000 + civil.month * 100 + civil.day)) | ASCII_DIGITS;
  const uint64_t dashes = '-' | (uint64_t)'-' << 24;
  put_word(to, digits);
  put_word(to + 4, dashes | (digits >> 32 & 0xffff) << 8 | digits >> 48 << 32);
  return to + 10;
}

/* ---- Units ---------------------------------------------------------------------------------- */

enum { UNIT_NAME_MOST = 8 }; /* " minutes" */

static char *write_unit(char *to, int64_t count, const char name[UNIT_NAME_MOST], int length) {
  to = write_decimal(to, count, 0);
  memcpy(to, name, UNIT_NAME_MOST);
  return to + length - (count == 1 || count == -1);
}

char *write_duration(char *to, int64_t seconds) {
  if (seconds % 86400 == 0) return write_unit(to, seconds / 86400, " days\0\0", 5);
  if (seconds % 3600 == 0) return write_unit(to, seconds / 3600, " hours\0", 6);
  if (seconds % 60 == 0) return write_unit(to, seconds / 60, " minutes", 8);
  return write_unit(to, seconds, " seconds", 8);
}

char *write_period(char *to, int64_t months) {
  if (months % 12 == 0 && months != 0) return write_unit(to, months / 12, " years\0", 6);
  return write_unit(to, months, " months", 7);
}
