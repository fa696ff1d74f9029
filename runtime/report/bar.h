/* bar.h - bars in a terminal. */
#ifndef REPORT_BAR_H
#define REPORT_BAR_H

#include "base/buffer.h"

enum { BAR_EIGHTHS = 8 }; /* of a column */

/* Appends a bar of so many eighths of a column; without Unicode of as many columns as it touches.
 */
void bar_print(Buffer *out, size_t eighths, bool ascii);
/* Columns that it takes. */
static inline size_t bar_columns(size_t eighths) {
  return (eighths + BAR_EIGHTHS - 1) / BAR_EIGHTHS;
}

#endif
