/* csv_text.c - a text as a cell of CSV, eight bytes at a time where it is as it is. */
#include "report/csv_text.h"

#include <string.h>

#define BYTES_OF(byte) (UINT64_C(0x0101010101010101) * (uint8_t)(byte))

/* Not 0 where one of the word's bytes is this one. */
static inline uint64_t find_byte(uint64_t word, char byte) {
  const uint64_t zero = word ^ BYTES_OF(byte);
  return (zero - BYTES_OF(1)) & ~zero & BYTES_OF(0x80);
}

static bool is_special(char c) { return c == ',' || c == '"' || c == '\n' || c == '\r'; }

static bool needs_quotes(Text text) {
  uint64_t word;
  size_t i = 0;
  for (; i + sizeof word <= text.len; i += sizeof word) {
    memcpy(&word, text.at + i, sizeof word);
    if (find_byte(word, ',') | find_byte(word, '"') | find_byte(word, '\n') | find_byte(word, '\r'))
      return true;
  }
  for (; i < text.len; i++)
    if (is_special(text.at[i])) return true;
  return false;
}

static bool begins_formula(char c) {
  return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r';
}

char *csv_text_write(char *to, Text text) {
  if (!text.len) return to;
  const bool quotes = needs_quotes(text);
  *to = '"';
  to += quotes;
  *to = '\'';
  to += begins_formula(text.at[0]);
  if (!quotes) {
    memcpy(to, text.at, text.len);
    return to + text.len;
  }
  for (size_t i = 0; i < text.len; i++) {
    const bool doubled = text.at[i] == '"';
    to[0] = text.at[i];
    to[1] = '"';
    to += 1 + doubled;
  }
  *to++ = '"';
  return to;
}

void csv_text_print(Buffer *out, Text text) {
  char *const start = buffer_reserve(out, csv_text_room(text));
  buffer_commit(out, csv_text_write(start, text));
}
