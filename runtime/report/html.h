/* html.h - text from data and rules as text in HTML, and nothing but text. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "base/buffer.h"

/* Appends the text so that no tag, no entity and no end of an attribute's value is in it. Control
 * characters, which HTML cannot hold, and bytes that are no UTF-8 become U+FFFD. */
void html_text(Buffer *out, Text text);

#endif
