/* terminal.h - who is at the other end: colours, the progress line, signals. */
#ifndef SHELL_TERMINAL_H
#define SHELL_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Terminal {
  bool out, err;               /* whether standard output and error are terminals */
  bool out_colour, err_colour; /* these, unless NO_COLOR is set or the terminal is dumb */
  size_t width;                /* columns of standard output; 0 where it is no terminal */
  size_t height;               /* and its lines */
  int64_t started;             /* milliseconds of the progress line's clock */
  int64_t drawn;               /* when the progress line was last drawn, 0 = never */
} Terminal;

/* Looks around, lets a closed pipe be an ordinary error, and lets an interrupt raise the flag. */
void terminal_prepare(Terminal *terminal);
/* Looks again how large the terminal is. */
void terminal_measure(Terminal *terminal);
/* The flag that an interrupt raises; a second interrupt ends the program at once. */
const volatile int *terminal_stop_flag(void);
/* Raises it as an interrupt would: there is nobody left to read the output. */
void terminal_stop(void);
/* For a dialogue: from now on no interrupt ends the program, each raises the flag. */
void terminal_keep_interrupts(void);
/* Takes the flag down after an interrupt; that which ends the program stays up. */
void terminal_go_on(void);
/* Ends the program by the signal that interrupted it, so that the caller sees what happened;
 * returns when there was none. */
void terminal_die_if_interrupted(void);

/* Draws the line on standard error when the work has taken a second, then now and again. For
 * RunOptions.progress; context is the terminal. */
void terminal_progress(void *context, const char *what, uint64_t done, uint64_t total);
/* Takes the line away, before anything else is printed. */
void terminal_progress_end(Terminal *terminal);

#endif
