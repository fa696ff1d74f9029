/* terminal.c - who is at the other end: colours, the progress line, signals. */
#include "shell/terminal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE = 1000, REDRAW = 200 }; /* milliseconds */

/* The one variable that a signal handler may write to; nothing else in the program is global. */
static volatile sig_atomic_t stop_signal;

static void on_interrupt(int signal) { stop_signal = signal; }

const volatile int *terminal_stop_flag(void) { return &stop_signal; }

void terminal_stop(void) { stop_signal = SIGPIPE; }

void terminal_keep_interrupts(void) {
  struct sigaction interrupt = {.sa_handler = on_interrupt};
  sigaction(SIGINT, &interrupt, NULL);
}

void terminal_go_on(void) {
  if (stop_signal == SIGINT) stop_signal = 0;
}

void terminal_die_if_interrupted(void) {
  int which = stop_signal;
  if (!which || which == SIGPIPE) return;
  signal(which, SIG_DFL);
  raise(which);
}

static bool wants_colour(bool is_terminal) {
  const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");
  if (no_colour && *no_colour) return false;
  return is_terminal && term && strcmp(term, "dumb") != 0;
}

/* A terminal that does not say how large it is may have any size. */
void terminal_measure(Terminal *terminal) {
  struct winsize size;
  const bool told = terminal->out && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  terminal->width = told ? size.ws_col : 0;
  terminal->height = told ? size.ws_row : 0;
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* What the caller ignores (nohup, a job in the background) stays ignored. */
static void take_signal(int which) {
  struct sigaction interrupt = {.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND}, before;
  if (sigaction(which, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
    sigaction(which, &interrupt, NULL);
}

void terminal_prepare(Terminal *terminal) {
  bool out = isatty(STDOUT_FILENO), err = isatty(STDERR_FILENO);
  *terminal = (Terminal){.out = out,
                         .err = err,
                         .out_colour = wants_colour(out),
                         .err_colour = wants_colour(err),
                         .started = now()};
  terminal_measure(terminal);
  struct sigaction ignore = {.sa_handler = SIG_IGN};
  sigaction(SIGPIPE, &ignore, NULL);
  take_signal(SIGINT);
  take_signal(SIGTERM);
}

void terminal_progress(void *context, const char *what, uint64_t done, uint64_t total) {
  Terminal *terminal = context;
  if (!terminal->err) return;
  int64_t time = now();
  if (time - terminal->started < PATIENCE || time - terminal->drawn < REDRAW) return;
  terminal->drawn = time;
  char line[80];
  int size;
  if (total)
    size = snprintf(line, sizeof line, "\r\x1b[K%.40s %3d%%", what,
                    (int)(100.0 * (double)done / (double)total));
  else
    size = snprintf(line, sizeof line, "\r\x1b[K%.40s ...", what);
  /* A progress line that cannot be written is no loss. */
  if (size > 0 && write(STDERR_FILENO, line, (size_t)size) < 0) terminal->err = false;
}

void terminal_progress_end(Terminal *terminal) {
  if (!terminal->drawn) return;
  terminal->drawn = 0;
  static const char erase[] = "\r\x1b[K";
  if (write(STDERR_FILENO, erase, sizeof erase - 1) < 0) terminal->err = false;
}
