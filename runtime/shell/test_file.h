/* test_file.h - files with nothing but tests, beside the rules that they are of. */
#ifndef SHELL_TEST_FILE_H
#define SHELL_TEST_FILE_H

#include "base/arena.h"
#include "base/text.h"

/* `use` of the rules, from where the new file would lie. False where it cannot use them: rules are
 * used from their own folder or one above. */
bool test_file_begin(Arena *arena, const char *path, const char *rules, Text *out);
/* The text in the layout of `strata fmt`; as it is where it has none. */
Text test_file_layout(Arena *arena, Text text);

#endif
