/* completion.h - what Tab offers: the language's words and names where they may stand, keys of rows
 * within quotes, commands and what they take. */
#ifndef REPL_COMPLETION_H
#define REPL_COMPLETION_H

#include "repl/line_editor.h"

/* For LineEditorOptions.complete; context is the Repl. The first Tab completes as far as it is
 * certain, the second lists what there is, with its kind and what it means. */
void completion_offer(void *context, Arena *arena, Text before, Text behind, bool again,
                      LineCompletion *out);

#endif
