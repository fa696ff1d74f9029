/* pager.h - answers longer than the screen. */
#ifndef REPL_PAGER_H
#define REPL_PAGER_H

#include "base/text.h"

/* Lines that a text takes on a terminal of so many columns; colours take no room. */
size_t pager_lines(Text text, size_t columns);
/* Shows the text in $PAGER, or else in `less`, which gives the screen back as it was left and
 * leaves by itself what fits. Returns when it is closed, early or at the end. False where it cannot
 * be started: nothing was shown. */
bool pager_show(Text text);

#endif
