/* lexical_value.c - the exact value of a number and the value of a text. */
#include "base/buffer.h"
#include "syntax/lexical.h"

static int multiplier_zeros(char last) {
  return last == 'K' ? 3 : last == 'M' ? 6 : last == 'B' ? 9 : 0;
}

/* Zeros at the end of the decimals say nothing. */
static Text without_end_zeros(Text digits) {
  Text whole = digits;
  size_t point = 0;
  while (point < digits.len && digits.at[point] != '.') point++;
  if (point == digits.len) return digits;
  while (digits.len > point + 1 &&
         (digits.at[digits.len - 1] == '0' || digits.at[digits.len - 1] == '_'))
    digits.len--;
  return digits.len == point + 1 ? text_slice(whole, 0, point) : digits;
}

NumberFit value_of_number(Text digits, Decimal *out) {
  int zeros = digits.len ? multiplier_zeros(digits.at[digits.len - 1]) : 0;
  if (zeros) digits.len--;
  digits = without_end_zeros(digits);
  int64_t mantissa = 0;
  int32_t scale = 0;
  bool fraction = false;
  for (size_t i = 0; i < digits.len; i++) {
    char c = digits.at[i];
    if (c == '.') fraction = true;
    if (c < '0' || c > '9') continue;
    if (__builtin_mul_overflow(mantissa, 10, &mantissa) ||
        __builtin_add_overflow(mantissa, c - '0', &mantissa))
      return fraction ? NUMBER_TOO_FINE : NUMBER_TOO_LARGE;
    if (fraction) scale++;
  }
  for (; zeros > 0; zeros--) {
    if (scale > 0)
      scale--;
    else if (__builtin_mul_overflow(mantissa, 10, &mantissa))
      return NUMBER_TOO_LARGE;
  }
  if (scale > 18) return NUMBER_TOO_FINE;
  *out = (Decimal){mantissa, scale};
  return NUMBER_FITS;
}

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

static void add_code_point(Buffer *out, uint32_t c) {
  if (c < 0x80) {
    buffer_char(out, (char)c);
    return;
  }
  int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
  buffer_char(out, (char)(lead[more] | (c >> (6 * more))));
  while (more-- > 0) buffer_char(out, (char)(0x80 | ((c >> (6 * more)) & 0x3F)));
}

/* `\u{20AC}` at byte `at` (of the backslash): its length, or 0 when it is none. */
static uint32_t unicode_escape(Text text, uint32_t at, uint32_t hi, uint32_t *code) {
  uint32_t i = at + 2, value = 0, digits = 0;
  if (i >= hi || text.at[i++] != '{') return 0;
  for (; i < hi && hex_digit(text.at[i]) >= 0 && digits < 7; i++, digits++)
    value = value * 16 + (uint32_t)hex_digit(text.at[i]);
  if (i >= hi || text.at[i] != '}' || digits == 0 || value > 0x10FFFF) return 0;
  bool surrogate = value >= 0xD800 && value < 0xE000;
  if (value == 0 || surrogate) return 0;
  *code = value;
  return i + 1 - at;
}

static void bad_escape(Scanner *s, uint32_t at, uint32_t hi) {
  uint32_t end = at + 2;
  while (end < hi && ((unsigned char)s->text.at[end] & 0xC0) == 0x80) end++;
  Text escape = text_slice(s->text, at, end);
  Diag *d;
  if (escape.at[1] == 'u') {
    d = fault_report(s, E_BAD_ESCAPE, at, end, "`\\u` wants the number of a character in braces");
    diag_help(
        s->diags, d,
        "write it like `\\u{20AC}`: one to six hexadecimal digits of an existing character, not 0");
    return;
  }
  d = fault_report(s, E_BAD_ESCAPE, at, end, "`%.*s` means nothing in a text",
                   TEXT_ARG(text_printable(s->syntax->arena, escape)));
  diag_help(s->diags, d, "a backslash itself is written `\\\\`");
  diag_note(s->diags, d,
            "what can follow a backslash: `\\\"` `\\\\` `\\n` `\\t` `\\{` `\\}` and `\\u{20AC}`");
  diag_edit(s->diags, d, lexical_span(s, at, at), TEXT("\\"));
}

/* One escape; returns the number of bytes it takes. */
static uint32_t add_escape(Scanner *s, Buffer *out, uint32_t at, uint32_t hi) {
  uint32_t code, length;
  char c = s->text.at[at + 1];
  switch (c) {
  case '"':
  case '\\':
  case '{':
  case '}':
    buffer_char(out, c);
    return 2;
  case 'n':
    buffer_char(out, '\n');
    return 2;
  case 't':
    buffer_char(out, '\t');
    return 2;
  case 'u':
    length = unicode_escape(s->text, at, hi, &code);
    if (length) {
      add_code_point(out, code);
      return length;
    }
    break;
  default:
    break;
  }
  bad_escape(s, at, hi);
  buffer_char(out, '\\');
  return 1;
}

/* A byte that must not stand in a text as it is. */
static bool is_control(char c) { return ((unsigned char)c < 0x20 && c != '\t') || c == 0x7F; }

Text value_of_string(Scanner *s, uint32_t lo, uint32_t hi) {
  Buffer out = buffer_in(s->syntax->arena);
  buffer_reserve(&out, hi - lo + 1);
  for (uint32_t i = lo; i < hi;) {
    char c = s->text.at[i];
    if (c == '\\' && i + 1 < hi) {
      i += add_escape(s, &out, i, hi);
    } else if (is_control(c)) {
      Diag *d = fault_report(s, E_CONTROL_CHARACTER, i, i + 1,
                             "a text cannot hold the control character 0x%02X", (unsigned)c);
      diag_help(s->diags, d, "leave it out; a line end is written `\\n`");
      diag_edit(s->diags, d, lexical_span(s, i, i + 1), TEXT(""));
      i++;
    } else {
      buffer_char(&out, c);
      i++;
    }
  }
  Text value = buffer_view(&out);
  /* What is not UTF-8 was reported with the file; nothing later need know of it. */
  if (s->bad_byte != UINT32_MAX) value = text_slice(value, 0, text_utf8_check(value));
  return value;
}
