/* decimal_print.c - exact decimals as text, written from the last digit to the first. */
#include "value/print_impl.h"

enum { DIGITS_MAX = 39 }; /* of 2^127 */

/* The digits of the magnitude, at least decimals + 1 of them; returns where they start. */
static char *digits_of(uint128 magnitude, int decimals, char *end) {
  char *at = end;
  for (; magnitude > UINT64_MAX; magnitude /= 10) *--at = (char)('0' + (int)(magnitude % 10));
  uint64_t rest = (uint64_t)magnitude; /* dividing 128 bits takes ten times as long */
  for (; rest != 0 || end - at <= decimals; rest /= 10) *--at = (char)('0' + (int)(rest % 10));
  return at;
}

void print_grouped(Buffer *out, const char *digits, size_t len, bool group) {
  if (!group) {
    buffer_bytes(out, digits, len);
    return;
  }
  for (size_t i = 0; i < len; i++) {
    if (i > 0 && (len - i) % 3 == 0) buffer_char(out, ',');
    buffer_char(out, digits[i]);
  }
}

void print_decimal(Buffer *out, int128 value, int decimals, DecimalStyle style) {
  char digits[2 * DIGITS_MAX];
  char *const end = digits + sizeof digits;
  const uint128 magnitude = value < 0 ? -(uint128)value : (uint128)value;
  const char *const start = digits_of(magnitude, decimals, end);
  const char *const point = end - decimals;
  const char *last = end;
  while (last > point && last[-1] == '0') last--;
  if (last > point && last < point + style.fewest && style.fewest <= decimals) {
    last = point + style.fewest;
  }
  if (value < 0) buffer_char(out, '-');
  print_grouped(out, start, (size_t)(point - start), style.group);
  if (last == point) return;
  buffer_char(out, '.');
  buffer_bytes(out, point, (size_t)(last - point));
}

void decimal_print(Buffer *out, int64_t value, int decimals, bool group) {
  print_decimal(out, value, decimals, (DecimalStyle){.group = group});
}

void decimal_print_wide(Buffer *out, int128 value, int decimals, bool group) {
  print_decimal(out, value, decimals, (DecimalStyle){.group = group});
}
