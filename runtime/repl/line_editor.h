/* line_editor.h - lines from a person at a terminal: the one door to GNU readline.
 *
 * Readline keeps its state in variables of its own, so there can be one editor at a time. It is
 * driven through its callbacks: this file waits for keys itself, and so decides what an interrupt
 * and a change of the window's size do.
 */
#ifndef REPL_LINE_EDITOR_H
#define REPL_LINE_EDITOR_H

#include "base/buffer.h"

typedef struct LineEditor LineEditor;

/* What Tab comes to: the bytes of the line from `from` to the cursor become `replacement`, and
 * `listing` (lines, each with its end) is shown above the line. Both may be empty. */
typedef struct LineCompletion {
  bool replaces;
  size_t from;
  Text replacement;
  Text listing;
} LineCompletion;

typedef struct LineEditorOptions {
  const char *history; /* file that lines are kept in, or NULL */
  /* Completes what stands before the cursor; `again`: nothing but Tab was pressed since the last
   * time. What it gives lives in the arena. May be NULL. */
  void (*complete)(void *context, Arena *arena, Text before, Text behind, bool again,
                   LineCompletion *out);
  void *context;
  const volatile int *stop; /* the flag that signals raise */
} LineEditorOptions;

typedef enum {
  LINE_READ,
  LINE_DROPPED, /* by an interrupt: the flag stays raised */
  LINE_END      /* Ctrl-D on an empty line, the terminal is gone, or a signal ends the program */
} LineOutcome;

/* Takes hold of the terminal. In the arena, which closes it. */
LineEditor *line_editor_new(Arena *arena, const LineEditorOptions *options);
/* Reads what is entered behind the prompt, without its line end, into `line`; pasted or recalled
 * text may have line ends within. */
LineOutcome line_editor_read(LineEditor *editor, const char *prompt, Buffer *line);
/* Keeps a statement, of one line or more, to be recalled as one; in the file too. */
void line_editor_remember(LineEditor *editor, Text statement);
/* From now on the lines of another file are recalled, and added to; NULL: of none. */
void line_editor_keep(LineEditor *editor, const char *history);
/* The last `count` statements that are kept, oldest first, one below the other. */
void line_editor_history(const LineEditor *editor, size_t count, Buffer *out);

#endif
