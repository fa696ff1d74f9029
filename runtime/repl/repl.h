/* repl.h - a session at a terminal, or from a script: what its parts share.
 *
 *   cmd_repl.c        opening, the banner, and the loops over lines
 *   line_editor.c     lines from a person
 *   statement.c       lines into statements
 *   answers.c         statements answered, and where answers go: screen, pager, file
 *   dot.c         the commands with a dot as a table; dot_*.c what they do
 *   completion.c      what Tab offers
 *   saved_test.c      an account as a test
 *
 * A statement has an arena of its own. When memory runs out in it, that is told and the dialogue
 * goes on.
 */
#ifndef REPL_REPL_H
#define REPL_REPL_H

#include "repl/line_editor.h"
#include "repl/statement.h"
#include "shell/session.h"

/* A file that answers are written to. */
typedef struct AnswerFile {
  Arena *arena;
  const char *path;
  FileWriter *writer;
} AnswerFile;

typedef struct Repl {
  Shell *shell;
  Arena *arena; /* of the dialogue */
  Arena *work;  /* of the statement under work */
  Session *session;
  Statements *statements;
  LineEditor *editor; /* NULL: a script */
  const char *source; /* what diagnostics call the lines: "stdin" */
  Text line;          /* of the script, under work */
  LinesBehind behind; /* the lines so far */
  bool took;          /* whether they had one more statement */
  Statement now;      /* this one */
  AnswerForm form;
  bool timer;
  bool answered; /* there was an answer before */
  bool quit;
  Buffer asked;      /* the last question; "" before the first */
  Buffer worked;     /* the statements that worked, for `.save` */
  AnswerFile output; /* path NULL: the screen */
} Repl;

/* --- answers.c --- */

/* How answers look on the screen, or in the file that is written. */
AnswerView repl_view(const Repl *repl);
/* Answers questions or takes declarations in. What is printed goes to `out`; false after a
 * report. */
bool repl_ask(Repl *repl, Text text, const AnswerView *view, Buffer *out);
/* Gives out what a statement came to: to the screen, through a pager where it is longer, or to the
 * file. */
void repl_print(Repl *repl, Text text);
/* The same, on the screen in any case: what is said about the session. */
void repl_tell(Repl *repl, Text text);
/* Prints a line, made by printf, on the screen. */
void repl_say(Repl *repl, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Reports that a command cannot be carried out, because of a part of its line or (an empty text) as
 * a whole. `help` may be NULL. False. */
bool repl_refuse(Repl *repl, DiagCode code, Text part, const char *help, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* Prints what the shell has to report. False. */
bool repl_fail(Repl *repl);
/* Ends the file that is written, if one is. False after a report. */
bool answers_close(Repl *repl);

#endif
