/* settings.h - what answers depend on besides the rule file. */
#ifndef REPL_SETTINGS_H
#define REPL_SETTINGS_H

#include "repl/repl.h"

/* Whether some parameter is not as in the file. */
bool settings_differ(const Repl *repl);
/* "table", "csv" …; false where it is none. */
bool form_named(Text name, AnswerForm *form);

#endif
