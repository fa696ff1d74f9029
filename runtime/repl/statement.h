/* statement.h - lines into statements: questions, declarations, and commands with a dot.
 *
 * A command is a line. A question is whole when the grammar takes its end, which may be several
 * lines away. In a script, and in pasted text, lines are there before they are wanted: a line that
 * goes on with what is whole already belongs to it, as `where` does below `show name`.
 */
#ifndef REPL_STATEMENT_H
#define REPL_STATEMENT_H

#include "emit/compile.h"

typedef struct Statements Statements;

typedef struct Statement {
  Text text;       /* without blanks around it; valid until the next call */
  size_t line;     /* where it begins, from 1 */
  bool is_command; /* text begins with a dot */
} Statement;

/* What comes behind the lines that were added. */
typedef enum {
  LINES_END,   /* nothing: what is not whole is handed out as it stands */
  LINES_COME,  /* perhaps more: what they might go on with is kept back */
  LINES_WANTED /* nothing until somebody sees an answer: what is whole is handed out */
} LinesBehind;

/* In the arena. `is_command` tells whether a line with a dot begins with the name of a command:
 * then it is carried out even where a question has begun, so that who does not know how to end that
 * can still leave, or ask for help. */
Statements *statements_new(Arena *arena, bool (*is_command)(Text line));
/* Adds one line or several. */
void statements_add(Statements *statements, Text lines);
/* Takes the next statement; false where there is none yet. */
bool statements_take(Statements *statements, const Compilation *compilation, LinesBehind behind,
                     Statement *out);
/* What of a statement is there already: "" where none has begun. */
Text statements_begun(const Statements *statements);
/* Forgets lines that were added and not taken. */
void statements_drop(Statements *statements);

#endif
