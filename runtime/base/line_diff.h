/* line_diff.h - what differs between two texts, line by line. */
#ifndef BASE_LINE_DIFF_H
#define BASE_LINE_DIFF_H

#include "base/buffer.h"

/* Adds the difference in the form that `diff -u` prints and `patch` reads; nothing where there is
 * none. `name` stands in both head lines. */
void line_diff(Buffer *out, Text name, Text old, Text new);

#endif
