/* saved_test.h - an account, and what it came to, as a `test` in a rule file. */
#ifndef REPL_SAVED_TEST_H
#define REPL_SAVED_TEST_H

#include "repl/repl.h"

/* `FILE [KEY]`: adds a test on the row with the key, or on the one that was asked about last. The
 * test passes: it was run. False after a report. */
bool saved_test(Repl *repl, Text argument);

#endif
