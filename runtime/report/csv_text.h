/* csv_text.h - a text as a cell of CSV: in quotes where it must be, with an apostrophe before what
 * a spreadsheet would compute. */
#ifndef REPORT_CSV_TEXT_H
#define REPORT_CSV_TEXT_H

#include "base/buffer.h"

/* Bytes that the cell may take. */
static inline size_t csv_text_room(Text text) { return 2 * text.len + 4; }
/* Writes the cell from `to` on, where that many bytes are; returns its end. */
char *csv_text_write(char *to, Text text);
void csv_text_print(Buffer *out, Text text);

#endif
