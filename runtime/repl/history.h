/* history.h - where the lines of a session are kept between sessions. */
#ifndef REPL_HISTORY_H
#define REPL_HISTORY_H

#include "base/arena.h"

/* The file for sessions over this rule file, in $XDG_STATE_HOME/strata (~/.local/state/strata),
 * made where it is not there: the folders for the owner alone, the file too, whatever it was
 * before. Lines hold keys and figures of customers. NULL where there can be none: then lines are
 * kept as long as the session. In the arena. */
const char *history_file(Arena *arena, const char *rule_file);

#endif
