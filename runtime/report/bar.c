/* bar.c - bars in a terminal. */
#include "report/bar.h"

void bar_print(Buffer *out, size_t eighths, bool ascii) {
  static const char *const parts[BAR_EIGHTHS] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  if (ascii) {
    buffer_repeat(out, '#', bar_columns(eighths));
    return;
  }
  for (size_t i = 0; i < eighths / BAR_EIGHTHS; i++) buffer_str(out, "█");
  buffer_str(out, parts[eighths % BAR_EIGHTHS]);
}
