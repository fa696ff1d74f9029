/* markdown.c - text as text in Markdown. */
#include "report/markdown.h"

#include <string.h>

/* What may begin mark-up anywhere in a line. */
static bool is_special(char c) { return strchr("\\`*_[]|~#$", c) != NULL; }

void markdown_text(Buffer *out, Text text) {
  for (size_t i = 0; i < text.len; i++) {
    const char c = text.at[i];
    if (c == '<')
      buffer_str(out, "&lt;");
    else if (c == '&')
      buffer_str(out, "&amp;");
    else if (c == '\n' || c == '\r' || c == '\0')
      buffer_char(out, ' ');
    else {
      if (is_special(c)) buffer_char(out, '\\');
      buffer_char(out, c);
    }
  }
}
