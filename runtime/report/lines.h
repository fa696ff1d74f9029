/* lines.h - text of several lines, line by line. */
#ifndef REPORT_LINES_H
#define REPORT_LINES_H

#include "base/buffer.h"

/* Each line behind so many blanks; an empty one stays empty. The last one ends, too. */
void lines_indented(Buffer *out, Text text, size_t blanks);
/* Each line as text_printable has it: line ends alone stay what they are. The last one ends, too.
 */
void lines_printable(Buffer *out, Text text);

#endif
