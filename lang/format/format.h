/* format.h - one layout for one program.
 *
 * The layout of a rule file follows from its tokens, its comments and the blank lines that group
 * its clauses, and from nothing else: wherever the lines were broken before, the result is the
 * same, and formatting it once more changes nothing.
 */
#ifndef FORMAT_FORMAT_H
#define FORMAT_FORMAT_H

#include "syntax/syntax.h"

enum { FORMAT_WIDTH = 100 }; /* columns that a line should not pass */

/* The file that was added to the source map at `base`, in its one layout: UTF-8 without a mark,
 * lines that end with \n. It lives in the arena of `syntax`. False after reports in its
 * diagnostics: what cannot be parsed has no layout. */
bool format_source(const Syntax *syntax, uint32_t base, Text *out);

#endif
