/* text_unicode.c - the home of utf8proc: text as code points and as terminal columns.
 *
 * Text from data may be any bytes. Everywhere here a byte that does not belong
 * to valid UTF-8 stands for itself: one code point, one column.
 */
#include <string.h>
#include <utf8proc.h>

#include "base/buffer.h"
#include "base/text.h"

/* The code point at `at` (at < t.len), or -1 for a stray byte; *size is what it takes. */
static utf8proc_int32_t code_point(Text t, size_t at, size_t *size) {
  unsigned char byte = (unsigned char)t.at[at];
  *size = 1;
  if (byte < 0x80) return byte;
  size_t left = t.len - at;
  utf8proc_int32_t code;
  utf8proc_ssize_t taken = utf8proc_iterate((const utf8proc_uint8_t *)t.at + at,
                                            left < 4 ? (utf8proc_ssize_t)left : 4, &code);
  if (taken <= 0) return -1;
  *size = (size_t)taken;
  return code;
}

static size_t columns_of(utf8proc_int32_t code) {
  if (code < 0x80) return code >= 0x20 ? code != 0x7f : code < 0; /* ASCII without a look-up */
  int width = utf8proc_charwidth(code);
  return width > 0 ? (size_t)width : 0;
}

static bool is_white(utf8proc_int32_t code) {
  if ((code >= 0x09 && code <= 0x0d) || code == ' ' || code == 0x85) return true;
  if (code < 0x80) return false;
  utf8proc_category_t category = utf8proc_category(code);
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

/* Where the last code point of a text that is not empty begins. */
static size_t last_start(Text t) {
  for (size_t back = 1; back <= 4 && back <= t.len; back++) {
    size_t size;
    if (code_point(t, t.len - back, &size) >= 0 && size == back) return t.len - back;
  }
  return t.len - 1;
}

Text text_trim(Text t) {
  size_t size;
  while (t.len && is_white(code_point(t, 0, &size))) t = (Text){t.at + size, t.len - size};
  while (t.len) {
    size_t start = last_start(t);
    if (!is_white(code_point(t, start, &size))) break;
    t.len = start;
  }
  return t;
}

/* Bytes of ASCII from `at` on, by eights. */
static size_t ascii_run(Text t, size_t at) {
  size_t end = at;
  for (uint64_t eight; t.len - end >= sizeof eight; end += sizeof eight) {
    memcpy(&eight, t.at + end, sizeof eight);
    if (eight & UINT64_C(0x8080808080808080)) break;
  }
  return end - at;
}

/* Bytes from `at` on that are each one column and may be shown as they are: blank to tilde. Found
 * by eights, so up to seven more may follow. */
static size_t plain_run(Text t, size_t at) {
  const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
  size_t end = at;
  for (uint64_t eight; t.len - end >= sizeof eight; end += sizeof eight) {
    memcpy(&eight, t.at + end, sizeof eight);
    const uint64_t below = (eight - ones * 0x20) & ~eight, above = (eight + ones) | eight;
    if ((below | above) & high) break;
  }
  return end - at;
}

size_t text_length(Text t) {
  size_t length = 0;
  for (size_t at = 0, size; at < t.len; at += size) {
    const size_t run = ascii_run(t, at);
    length += run;
    at += run;
    size = 0;
    if (at == t.len) break;
    code_point(t, at, &size);
    length++;
  }
  return length;
}

size_t text_next(Text t) {
  size_t size = 0;
  if (t.len) code_point(t, 0, &size);
  return size;
}

size_t text_width(Text t) {
  size_t width = 0;
  for (size_t at = 0, size; at < t.len; at += size) {
    const size_t run = plain_run(t, at);
    width += run;
    at += run;
    size = 0;
    if (at < t.len) width += columns_of(code_point(t, at, &size));
  }
  return width;
}

size_t text_fit(Text t, size_t columns) {
  size_t at = 0, size;
  for (; at < t.len; at += size) {
    size_t width = columns_of(code_point(t, at, &size));
    if (width > columns) break;
    columns -= width;
  }
  return at;
}

size_t text_utf8_check(Text t) {
  const uint64_t high_bits = 0x8080808080808080u;
  size_t at = 0;
  while (at < t.len) {
    uint64_t word;
    if (t.len - at >= sizeof word) {
      memcpy(&word, t.at + at, sizeof word);
      if (!(word & high_bits)) {
        at += sizeof word;
        continue;
      }
    }
    size_t size;
    if (code_point(t, at, &size) < 0) return at;
    at += size;
  }
  return t.len;
}

Text text_utf8_repair(Arena *arena, Text t) {
  size_t at = text_utf8_check(t);
  if (at == t.len) return t;
  Buffer out = buffer_in(arena);
  buffer_text(&out, text_slice(t, 0, at));
  while (at < t.len) {
    buffer_str(&out, "\xEF\xBF\xBD");
    Text rest = text_slice(t, at + 1, t.len);
    size_t valid = text_utf8_check(rest);
    buffer_text(&out, text_slice(rest, 0, valid));
    at += 1 + valid;
  }
  return buffer_view(&out);
}

/* What moves the cursor, starts an escape sequence, or lets text be shown in
 * another order than it is stored. */
static bool is_unprintable(utf8proc_int32_t code) {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true;
  if (code < 0x80) return false;
  bool separator = code == 0x2028 || code == 0x2029;
  bool direction = code == 0x061c || code == 0x200e || code == 0x200f ||
                   (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  return separator || direction;
}

/* Offset of the first code point from `at` on that people must not be shown raw. */
static size_t find_unprintable(Text t, size_t at) {
  for (size_t size; at < t.len; at += size) {
    at += plain_run(t, at);
    if (at == t.len || is_unprintable(code_point(t, at, &size))) break;
  }
  return at;
}

static void add_escape(Buffer *out, utf8proc_int32_t code, char byte) {
  switch (code) {
  case '\n':
    buffer_str(out, "\\n");
    break;
  case '\r':
    buffer_str(out, "\\r");
    break;
  case '\t':
    buffer_str(out, "\\t");
    break;
  default:
    if (code >= 0x80)
      buffer_printf(out, "\\u{%X}", (unsigned)code);
    else
      buffer_printf(out, "\\x%02X", (unsigned)(unsigned char)byte);
  }
}

Text text_printable(Arena *arena, Text t) {
  size_t at = find_unprintable(t, 0);
  if (at == t.len) return t;
  Buffer out = buffer_in(arena);
  buffer_text(&out, text_slice(t, 0, at));
  while (at < t.len) {
    size_t size;
    utf8proc_int32_t code = code_point(t, at, &size);
    add_escape(&out, code, t.at[at]);
    size_t next = find_unprintable(t, at + size);
    buffer_text(&out, text_slice(t, at + size, next));
    at = next;
  }
  return buffer_view(&out);
}

char text_base_letter(Text t) {
  utf8proc_int32_t first, parts[8];
  if (!t.len ||
      utf8proc_iterate((const utf8proc_uint8_t *)t.at, (utf8proc_ssize_t)t.len, &first) <= 0)
    return 0;
  if (first == 0xDF) return 's';
  int boundary = 0;
  const utf8proc_ssize_t count =
      utf8proc_decompose_char(first, parts, 8, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
  return count > 0 && parts[0] < 0x80 ? (char)parts[0] : 0;
}
