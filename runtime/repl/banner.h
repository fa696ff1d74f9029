/* banner.h - the first lines of a session, and its prompts. */
#ifndef REPL_BANNER_H
#define REPL_BANNER_H

#include "repl/repl.h"

/* At most three lines that fit the width: what was loaded, as of when, what is wrong with the
 * data. */
void banner_print(const Repl *repl, Buffer *out);
/* "acme> ", with a star while something is set; where a statement has begun, dots of the same
 * width. In repl->work. */
const char *banner_prompt(const Repl *repl, bool begun);

/* What `today` is. */
Scalar banner_today(const Run *run);

#endif
