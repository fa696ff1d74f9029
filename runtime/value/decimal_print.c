/* decimal_print.c - exact decimals as text, for people with commas between thousands. */
#include <string.h>

#include "value/print_impl.h"
#include "value/write.h"

void print_grouped(Buffer *out, const char *text, const char *end, bool group) {
  const char *digits = text < end && *text == '-' ? text + 1 : text, *rest = digits;
  while (rest < end && *rest >= '0' && *rest <= '9') rest++;
  buffer_bytes(out, text, (size_t)(digits - text));
  for (const char *at = digits; at < rest; at++) {
    if (group && at > digits && (rest - at) % 3 == 0) buffer_char(out, ',');
    buffer_char(out, *at);
  }
  buffer_bytes(out, rest, (size_t)(end - rest));
}

void print_decimal(Buffer *out, int128 value, int decimals, DecimalStyle style) {
  char text[WRITE_ROOM];
  const char *const end = write_decimal_wide(text, value, decimals);
  print_grouped(out, text, end, style.group);
  const char *const point = memchr(text, '.', (size_t)(end - text));
  const int shown = point ? (int)(end - point) - 1 : style.fewest;
  if (shown < style.fewest && style.fewest <= decimals)
    buffer_repeat(out, '0', (size_t)(style.fewest - shown));
}

void decimal_print(Buffer *out, int64_t value, int decimals, bool group) {
  print_decimal(out, value, decimals, (DecimalStyle){.group = group});
}

void decimal_print_wide(Buffer *out, int128 value, int decimals, bool group) {
  print_decimal(out, value, decimals, (DecimalStyle){.group = group});
}
