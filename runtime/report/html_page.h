/* html_page.h - the frame and the look that pages for a browser have in common.
 *
 * A page stands alone: no script, nothing fetched; it forbids that itself. It is laid out for a
 * desk, a telephone and paper by its style sheet. What is common comes first, a page's own style
 * behind it.
 */
#ifndef REPORT_HTML_PAGE_H
#define REPORT_HTML_PAGE_H

#include "base/buffer.h"

/* Everything up to and including <main>. `title` is text; `style` are the page's own `lines`. */
void html_page_begin(Buffer *out, Text title, const char *const *style, size_t lines);
void html_page_end(Buffer *out);

#endif
