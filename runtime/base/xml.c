/* xml.c - see xml.h. In attributes, readers turn line ends into blanks unless they are written as
 * references; between tags, a bare carriage return becomes a line feed. */
#include "base/xml.h"

#define REPLACEMENT "\xEF\xBF\xBD"

static bool is_noncharacter(Text at) {
  return text_starts(at, TEXT("\xEF\xBF\xBE")) || text_starts(at, TEXT("\xEF\xBF\xBF"));
}

/* One code point; returns its bytes. */
static size_t put_code_point(Buffer *out, Text at) {
  if (is_noncharacter(at)) {
    buffer_str(out, REPLACEMENT);
    return 3;
  }
  const size_t size = text_next(at);
  buffer_bytes(out, at.at, size);
  return size;
}

static void put_byte(Buffer *out, char c, bool is_attribute) {
  if (c == '<')
    buffer_str(out, "&lt;");
  else if (c == '>')
    buffer_str(out, "&gt;");
  else if (c == '&')
    buffer_str(out, "&amp;");
  else if (c == '"')
    buffer_str(out, "&quot;");
  else if (c == '\r' || (is_attribute && (c == '\n' || c == '\t')))
    buffer_printf(out, "&#%d;", c);
  else if ((unsigned char)c < ' ' && c != '\n' && c != '\t')
    buffer_str(out, REPLACEMENT);
  else
    buffer_char(out, c);
}

static void put(Buffer *out, Text text, bool is_attribute) {
  text = text_utf8_repair(out->arena, text);
  for (size_t i = 0; i < text.len;) {
    if ((unsigned char)text.at[i] >= 0x80) {
      i += put_code_point(out, text_slice(text, i, text.len));
    } else {
      put_byte(out, text.at[i], is_attribute);
      i++;
    }
  }
}

void xml_text(Buffer *out, Text text) { put(out, text, false); }

void xml_attribute(Buffer *out, const char *name, Text value) {
  buffer_printf(out, " %s=\"", name);
  put(out, value, true);
  buffer_char(out, '"');
}

void xml_attribute_number(Buffer *out, const char *name, uint64_t value) {
  buffer_printf(out, " %s=\"%llu\"", name, (unsigned long long)value);
}
