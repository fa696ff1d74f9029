/* html.c - text as text in HTML. */
#include "report/html.h"

static void put(Buffer *out, char c) {
  switch (c) {
  case '<':
    buffer_str(out, "&lt;");
    break;
  case '>':
    buffer_str(out, "&gt;");
    break;
  case '&':
    buffer_str(out, "&amp;");
    break;
  case '"':
    buffer_str(out, "&quot;");
    break;
  case '\'':
    buffer_str(out, "&#39;");
    break;
  default:
    if ((unsigned char)c >= ' ' && c != 0x7F)
      buffer_char(out, c);
    else if (c == '\n' || c == '\t' || c == '\r')
      buffer_char(out, ' ');
    else
      buffer_str(out, "\xEF\xBF\xBD");
  }
}

void html_text(Buffer *out, Text text) {
  const Text sound = text_utf8_repair(out->arena, text);
  for (size_t i = 0; i < sound.len; i++) put(out, sound.at[i]);
}
