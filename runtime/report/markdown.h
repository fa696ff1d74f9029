/* markdown.h - text from data and rules as text in Markdown, and nothing but text. */
#ifndef REPORT_MARKDOWN_H
#define REPORT_MARKDOWN_H

#include "base/buffer.h"

/* Appends the text so that no mark-up, no HTML and no end of a table's cell is in it. */
void markdown_text(Buffer *out, Text text);

#endif
