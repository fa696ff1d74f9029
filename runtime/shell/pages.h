/* pages.h - what `make install` puts beside the program, made from the tables it is built from:
 * manual pages and completion. Pages for editors are the language's (tools/editor.h). */
#ifndef SHELL_PAGES_H
#define SHELL_PAGES_H

#include "shell/shell.h"

/* manual.c: strata-COMMAND(1), or strata(1) where the command is NULL, in troff's man macros. */
void manual_page(Buffer *out, const Command *command);
/* complete_bash.c, complete_zsh.c: completion of command lines. */
void complete_bash(Buffer *out);
void complete_zsh(Buffer *out);

/* complete.c: what of the tables both need to know. */
typedef enum {
  ARGUMENT_NOTHING, /* nothing that could be listed */
  ARGUMENT_RULES,   /* a rule file or a compiled one */
  ARGUMENT_DATA,    /* a table, or a folder of them */
  ARGUMENT_FILE,
  ARGUMENT_FOLDER,
  ARGUMENT_CHOICE, /* one of the words between bars */
  ARGUMENT_TOPIC,  /* of `strata help`: a command, a code, a standard module */
} ArgumentKind;

/* What an option of this set takes; ARGUMENT_NOTHING for a flag, too. */
ArgumentKind complete_option(const OptionSet *set, OptionId option);
/* What a command's index-th argument is, by its usage; the last word with dots goes on for ever. */
ArgumentKind complete_argument(const Command *command, size_t index);
/* How many words its usage has before the kind of what follows changes no more. */
size_t complete_arguments(const Command *command);
/* Everything that `strata help` has a page on but commands, with a blank behind each. */
void complete_topics(Buffer *out);

#endif
