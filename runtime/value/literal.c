/* literal.c - values as they are written in a rule file. */
#include "value/literal.h"

#include <string.h>

/* The characters that mean something within quotes. */
void literal_put_text(Buffer *out, Text text) {
  buffer_char(out, '"');
  for (size_t i = 0; i < text.len; i++) {
    const char c = text.at[i];
    if (c == '\n')
      buffer_str(out, "\\n");
    else if (c == '\t')
      buffer_str(out, "\\t");
    else if ((unsigned char)c < ' ' || c == 0x7f)
      buffer_printf(out, "\\u{%X}", (unsigned)c);
    else {
      if (strchr("\"\\{}", c)) buffer_char(out, '\\');
      buffer_char(out, c);
    }
  }
  buffer_char(out, '"');
}

/* Thousands are grouped by `_`, which is what a rule file has for that. */
static void put_grouped(Buffer *out, Scalar value) {
  const size_t begin = out->len;
  decimal_print(out, value.i, type_info(value.type.kind)->decimals, true);
  for (size_t i = begin; i < out->len; i++)
    if (out->data[i] == ',') out->data[i] = '_';
}

void literal_put(Buffer *out, Scalar value, const EnumSchema *enums) {
  if (!value.known) {
    buffer_str(out, "missing");
    return;
  }
  switch (value.type.kind) {
  case TYPE_TEXT:
  case TYPE_REF:
    literal_put_text(out, value.text);
    break;
  case TYPE_ENUM:
    buffer_text(out, enums[value.type.of].members[value.i].name);
    break;
  case TYPE_INTEGER:
  case TYPE_MONEY:
  case TYPE_SCORE:
    put_grouped(out, value);
    break;
  default:
    scalar_print(out, value, enums, PRINT_CSV);
  }
}
