/* shell.h - what a command works with, and how a command is described. */
#ifndef SHELL_SHELL_H
#define SHELL_SHELL_H

#include "emit/compile.h"
#include "shell/allow.h"
#include "shell/options.h"
#include "shell/output.h"
#include "shell/terminal.h"

/* Exit status. */
enum {
  STATUS_DONE = 0,
  STATUS_FINDINGS = 1, /* at or over the threshold */
  STATUS_FAILED = 2    /* could not do the job */
};

typedef struct Command Command;
typedef struct Baselining Baselining; /* baselining.h */

typedef struct Shell {
  Arena *arena; /* of this command */
  const Command *command;
  Arguments arguments;
  Compilation *compilation; /* its sources and diagnostics are the command's */
  DiagSink *diags;
  Baselining *baselining; /* NULL without its options */
  AllowList *allowed;     /* by comments in the command's rule files */
  DiagSeverity least;     /* of the diagnostics that are printed: notes are for those who check */
  Terminal terminal;
  Output output;
} Shell;

/* One command. Its help, and the manual, are printed from here. */
struct Command {
  const char *name;
  const char *usage;    /* its arguments: "FILE KEY [COLUMN]" */
  const char *summary;  /* one line for the list of commands */
  const char *details;  /* what it does, in lines */
  const char *findings; /* what exit status 1 says; NULL: it never ends so */
  const char *failure;  /* what exit status 2 says; NULL: only that it could not be done */
  const char *example;  /* worked: a command and what it prints */
  OptionSet options;
  size_t least, most; /* arguments */
  int (*run)(Shell *shell);
  bool hidden;
};

extern const Command *const commands[];
extern const size_t command_count;
/* The command of that name, or NULL. */
const Command *command_find(Text name);
/* After a diagnostic with the nearest name; STATUS_FAILED. */
int command_unknown(DiagSink *diags, const char *name);
/* command_help.c: the table for people at a terminal. */
void command_help(Buffer *out, const Command *command);
void command_list(Buffer *out);
/* "-o, --output FILE". */
char *command_option(Arena *arena, const OptionSet *set, OptionId option);
/* What an exit status says of this command; NULL where it never ends so. */
const char *command_status(const Command *command, int status);

/* modules.c: whether each --include names a folder; false after a diagnostic. */
bool include_check(Shell *shell);
/* help_std.c: the page on `std` or `std.MODULE`; false where the topic is none of them. */
bool help_std(Shell *shell, Buffer *out, Text topic);
/* All modules as a page of the reference. */
void help_std_page(Buffer *out);

/* Prints the diagnostics to standard error, all of them, sorted; STATUS_FAILED. */
int shell_fail(Shell *shell);
/* The same without an opinion. Nothing where there are none. */
void shell_print_diags(Shell *shell);
/* After the output failed: that alone is told, since what else there is came of it. */
int shell_fail_output(Shell *shell);
/* What a command reads it does not write over. False after a diagnostic where the file is the one
 * that -o or --write-baseline names. */
bool shell_spares(Shell *shell, const char *input);
/* The same of the files that the rules use; every rule file was read by then. */
bool shell_spares_rules(Shell *shell);
/* Writes the buffer to the output. STATUS_FAILED after a diagnostic, else `status`. */
int shell_finish(Shell *shell, Buffer *out, int status);
static inline const char *shell_option(const Shell *shell, OptionId option) {
  return shell->arguments.value[option];
}
/* The i-th word after the command; the table of commands says how many there are. */
static inline const char *shell_word(const Shell *shell, size_t index) {
  return index < shell->arguments.words.count ? shell->arguments.words.at[index] : NULL;
}
/* Whether --format was given and is this. */
bool shell_format_is(const Shell *shell, const char *format);

int cmd_check(Shell *shell);
int cmd_run(Shell *shell);
int cmd_test(Shell *shell);
int cmd_init(Shell *shell);
int cmd_fmt(Shell *shell);
int cmd_why(Shell *shell);
int cmd_query(Shell *shell);
int cmd_diff(Shell *shell);
int cmd_checkup(Shell *shell);
int cmd_doc(Shell *shell);
int cmd_repl(Shell *shell); /* in repl/, a level above */
int cmd_compile(Shell *shell);
int cmd_disasm(Shell *shell);
int cmd_help(Shell *shell);
int cmd_docs(Shell *shell);

#endif
