/* lines.c - see lines.h. */
#include "report/lines.h"

#include <string.h>

/* The first line, without its end, which is taken off the rest. */
static Text next_line(Text *rest) {
  const char *end = memchr(rest->at, '\n', rest->len);
  const size_t len = end ? (size_t)(end - rest->at) : rest->len;
  const Text line = text_slice(*rest, 0, len);
  *rest = text_slice(*rest, len + (end != NULL), rest->len);
  return line;
}

void lines_indented(Buffer *out, Text text, size_t blanks) {
  while (text.len) {
    const Text line = next_line(&text);
    if (line.len) buffer_repeat(out, ' ', blanks);
    buffer_text(out, line);
    buffer_char(out, '\n');
  }
}

void lines_printable(Buffer *out, Text text) {
  while (text.len) {
    buffer_text(out, text_printable(out->arena, next_line(&text)));
    buffer_char(out, '\n');
  }
}
