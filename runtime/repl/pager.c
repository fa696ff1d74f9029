/* pager.c - answers longer than the screen. */
#include "repl/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Bytes of a colour (ESC [ … m) at the beginning, 0 where there is none. */
static size_t escape_length(Text text) {
  if (text.len < 2 || text.at[0] != '\x1b' || text.at[1] != '[') return 0;
  size_t length = 2;
  while (length < text.len && text.at[length] != 'm') length++;
  return length < text.len ? length + 1 : length;
}

/* Columns of a line without its colours. */
static size_t line_width(Text line) {
  size_t width = 0;
  while (line.len) {
    const size_t escape = escape_length(line);
    size_t plain = 0;
    while (!escape && plain < line.len && line.at[plain] != '\x1b') plain++;
    if (!escape && !plain) plain = 1; /* an escape that is no colour */
    width += text_width(text_slice(line, 0, plain));
    line = text_slice(line, escape + plain, line.len);
  }
  return width;
}

size_t pager_lines(Text text, size_t columns) {
  size_t lines = 0;
  while (text.len) {
    size_t end = 0;
    while (end < text.len && text.at[end] != '\n') end++;
    const size_t width = line_width(text_slice(text, 0, end));
    lines += width > columns && columns ? (width + columns - 1) / columns : 1;
    text = text_slice(text, end < text.len ? end + 1 : end, text.len);
  }
  return lines;
}

/* `setenv` without a race: nobody else runs while an answer is shown. An own LESS wins. */
static const char *pager_command(void) {
  const char *chosen = getenv("PAGER");
  if (!getenv("LESS")) setenv("LESS", "-RFX", 1);
  return chosen && *chosen ? chosen : "command -v less >/dev/null 2>&1 || exit 127; exec less -RFX";
}

/* The pager gets the signals as they were before this program took them. */
static bool start(const char *command, int input, pid_t *child) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  sigset_t usual;
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  sigaddset(&usual, SIGINT);
  if (posix_spawn_file_actions_init(&files) != 0) return false;
  if (posix_spawnattr_init(&attributes) != 0) {
    posix_spawn_file_actions_destroy(&files);
    return false;
  }
  posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  char *const words[] = {(char[]){"sh"}, (char[]){"-c"}, (char *)(uintptr_t)command, NULL};
  const bool started = posix_spawnp(child, "sh", &files, &attributes, words, environ) == 0;
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return started;
}

/* Until it is all through, or nobody reads on. */
static void feed(int output, Text text) {
  while (text.len) {
    const ssize_t put = write(output, text.at, text.len);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return;
    text = text_slice(text, (size_t)put, text.len);
  }
}

bool pager_show(Text text) {
  int ends[2];
  pid_t child;
  if (pipe2(ends, O_CLOEXEC) != 0) return false;
  const char *command = pager_command();
  /* Ctrl-C is the pager's while it has the screen. */
  struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
  sigaction(SIGINT, &ignore, &before);
  const bool started = start(command, ends[0], &child);
  close(ends[0]);
  if (started) feed(ends[1], text);
  close(ends[1]);
  int status = 0;
  while (started && waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  sigaction(SIGINT, &before, NULL);
  enum { NOT_FOUND = 127 };
  return started && !(WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND);
}
