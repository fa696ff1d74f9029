/* write.c - digits by pairs, four or eight in a word, the first digit lowest.
 *
 * What is not wanted in front or behind is counted in that word, so that numbers of any length
 * take the same way:
 *
 *   42.658   whole 0042: two zeros in front are shifted out
 *            parts 6580: one zero behind is not counted
 */
#include "value/write.h"

#include <string.h>

#include "value/date.h"
#include "value/power_of_ten.h"

enum { DIGITS = 8 };
#define HUNDRED_MILLION 100000000u
#define ASCII_DIGITS 0x3030303030303030u

/* Two digits as they stand in memory. */
#define PAIR(n) (uint16_t)('0' + (n) / 10 + (('0' + (n) % 10) << 8))
#define TEN_PAIRS(n)                                                                               \
  PAIR(n), PAIR(n + 1), PAIR(n + 2), PAIR(n + 3), PAIR(n + 4), PAIR(n + 5), PAIR(n + 6),           \
      PAIR(n + 7), PAIR(n + 8), PAIR(n + 9)
static const uint16_t pairs[100] = {TEN_PAIRS(0),  TEN_PAIRS(10), TEN_PAIRS(20), TEN_PAIRS(30),
                                    TEN_PAIRS(40), TEN_PAIRS(50), TEN_PAIRS(60), TEN_PAIRS(70),
                                    TEN_PAIRS(80), TEN_PAIRS(90)};

/* The digits of a number below 10^4, the first one in the lowest byte. */
static inline uint32_t four_digits(uint32_t number) {
  return pairs[number / 100] | (uint32_t)pairs[number % 100] << 16;
}

static inline uint64_t eight_digits(uint32_t number) {
  return four_digits(number / 10000) | (uint64_t)four_digits(number % 10000) << 32;
}

static inline void put_word(char *to, uint64_t word) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  memcpy(to, &word, sizeof word);
}

static char *write_large(char *to, uint64_t number);

/* 0 has a digit, too. */
static inline char *write_whole(char *to, uint64_t number) {
  if (number >= HUNDRED_MILLION) return write_large(to, number);
  if (number < 10000) {
    const uint32_t digits = four_digits((uint32_t)number);
    const int zeros = __builtin_ctz((digits ^ (uint32_t)ASCII_DIGITS) | (uint32_t)1 << 24) / 8;
    put_word(to, digits >> 8 * zeros);
    return to + 4 - zeros;
  }
  const uint64_t digits = eight_digits((uint32_t)number);
  const int zeros = __builtin_ctzll(digits ^ ASCII_DIGITS) / 8;
  put_word(to, digits >> 8 * zeros);
  return to + DIGITS - zeros;
}

static char *write_large(char *to, uint64_t number) {
  to = write_whole(to, number / HUNDRED_MILLION);
  put_word(to, eight_digits((uint32_t)(number % HUNDRED_MILLION)));
  return to + DIGITS;
}

/* The point and the decimals but the zeros behind; nothing at all for 0. */
static inline char *write_four_parts(char *to, uint32_t four) {
  const uint32_t digits = four_digits(four);
  *to = '.';
  put_word(to + 1, digits);
  const int zeros = __builtin_clz((digits ^ (uint32_t)ASCII_DIGITS) | 1) / 8;
  return four ? to + 1 + 4 - zeros : to;
}

static inline char *write_eight_parts(char *to, uint32_t eight) {
  const uint64_t digits = eight_digits(eight);
  *to = '.';
  put_word(to + 1, digits);
  const int zeros = __builtin_clzll((digits ^ ASCII_DIGITS) | 1) / 8;
  return eight ? to + 1 + DIGITS - zeros : to;
}

/* More decimals than a word has. */
static char *write_long_parts(char *to, uint64_t parts, int decimals) {
  if (!parts) return to;
  *to++ = '.';
  for (; decimals > DIGITS; decimals -= DIGITS, to += DIGITS) {
    put_word(to, eight_digits((uint32_t)(parts / power_of_ten[decimals - DIGITS])));
    parts %= power_of_ten[decimals - DIGITS];
  }
  put_word(to, eight_digits((uint32_t)(parts * power_of_ten[DIGITS - decimals])));
  to += DIGITS;
  while (to[-1] == '0') to--;
  return to;
}

static inline char *write_split(char *to, uint64_t magnitude, int decimals) {
  to = write_whole(to, magnitude / power_of_ten[decimals]);
  const uint64_t parts = magnitude % power_of_ten[decimals];
  if (decimals == 0) return to;
  if (decimals <= 4) return write_four_parts(to, (uint32_t)(parts * power_of_ten[4 - decimals]));
  return decimals > DIGITS
             ? write_long_parts(to, parts, decimals)
             : write_eight_parts(to, (uint32_t)(parts * power_of_ten[DIGITS - decimals]));
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
  put_word(to, eight_digits((uint32_t)(number % HUNDRED_MILLION)));
  return to + DIGITS;
}

char *write_decimal_wide(char *to, int128 value, int decimals) {
  if (value >= INT64_MIN && value <= INT64_MAX) return write_decimal(to, (int64_t)value, decimals);
  const uint128 magnitude = value < 0 ? -(uint128)value : (uint128)value;
  *to = '-';
  to = write_whole_wide(to + (value < 0), magnitude / power_of_ten[decimals]);
  return write_long_parts(to, (uint64_t)(magnitude % power_of_ten[decimals]), decimals);
}

char *write_date(char *to, int32_t day) {
  const Civil civil = date_to_civil(day);
  const uint64_t digits =
      eight_digits((uint32_t)(civil.year * 10000 + civil.month * 100 + civil.day));
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
