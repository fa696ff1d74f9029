/* line_editor.c - lines from a person at a terminal: the one door to GNU readline.
 *
 *   wait for a key or a signal ─▶ rl_callback_read_char ─▶ take_line, when Enter was pressed
 *
 * Readline catches no signals here. The flag that the program's handler raises is looked at while
 * SIGINT and SIGWINCH are blocked, and they are let in by ppoll alone: so none comes between the
 * look and the wait. While readline reads the bytes of one key they are let in, too, because a
 * paste that never ends would otherwise hold the program.
 */
#include "repl/line_editor.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h> /* before readline's headers, which use FILE */
#include <stdlib.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

enum { HISTORY_MOST = 2000 };

struct LineEditor {
  LineEditorOptions options;
  Arena *arena;
  char *line; /* of readline's, or NULL at the end of input */
  bool entered;
};

/* Readline's functions are given no context. */
static LineEditor *current;
/* Raised by SIGWINCH and SIGTSTP. */
static volatile sig_atomic_t resized, suspended;

static void on_signal(int signal) {
  if (signal == SIGWINCH)
    resized = 1;
  else
    suspended = 1;
}

/* ---- Users ---- */

/* Readline would look users up, for `~name`. In a program that has the C library within it that
 * loads libraries at run time, so there are none. $HOME is known without. */
struct passwd *getpwnam(const char *name) {
  return (void)name, NULL;
}
struct passwd *getpwuid(uid_t user) {
  return (void)user, NULL;
}
struct passwd *getpwent(void) {
  return NULL;
}
void setpwent(void) {}
void endpwent(void) {}

/* ---- Tab ---- */

static void show(Text listing) {
  rl_crlf();
  fwrite(listing.at, 1, listing.len, rl_outstream);
  rl_on_new_line();
}

static void apply(const LineCompletion *completion) {
  if (completion->listing.len) show(completion->listing);
  if (!completion->replaces) return;
  rl_begin_undo_group();
  rl_delete_text((int)completion->from, rl_point);
  rl_point = (int)completion->from;
  rl_insert_text(completion->replacement.at);
  rl_end_undo_group();
}

static int complete_word(int count, int key) {
  (void)count, (void)key;
  const LineEditorOptions *options = &current->options;
  const Text before = {rl_line_buffer, (size_t)rl_point};
  const Text behind = text_of(rl_line_buffer + rl_point);
  Arena *arena = arena_beside(current->arena);
  if (arena && ARENA_TRY(arena)) {
    LineCompletion completion = {0};
    options->complete(options->context, arena, before, behind, rl_last_func == complete_word,
                      &completion);
    if (completion.replaces) completion.replacement = text_copy(arena, completion.replacement);
    apply(&completion);
    if (!completion.replaces && !completion.listing.len) rl_ding();
  }
  arena_free(arena);
  return 0;
}

/* ---- Keeping lines ---- */

static void forget_all(void *editor) {
  (void)editor;
  clear_history();
  current = NULL;
}

void line_editor_keep(LineEditor *editor, const char *history) {
  clear_history();
  editor->options.history = history;
  if (history && read_history(history) == 0) history_truncate_file(history, HISTORY_MOST);
  using_history();
}

LineEditor *line_editor_new(Arena *arena, const LineEditorOptions *options) {
  LineEditor *editor = ARENA_NEW(arena, LineEditor);
  *editor = (LineEditor){.options = *options, .arena = arena};
  current = editor;
  arena_defer(arena, forget_all, editor);
  setlocale(LC_CTYPE, "C.UTF-8"); /* all text is */
  rl_readline_name = "strata";
  rl_catch_signals = 0;
  rl_catch_sigwinch = 0;
  struct sigaction resize = {.sa_handler = on_signal};
  sigaction(SIGWINCH, &resize, NULL);
  rl_initialize();
  if (options->complete) {
    rl_bind_key('\t', complete_word);
    rl_bind_key_in_map('\t', complete_word, vi_insertion_keymap);
  }
  stifle_history(HISTORY_MOST);
  /* Times of entry divide the entries of the file, so that one may have several lines. */
  history_comment_char = '#';
  history_write_timestamps = 1;
  line_editor_keep(editor, options->history);
  return editor;
}

void line_editor_remember(LineEditor *editor, Text statement) {
  const HIST_ENTRY *last = history_get(history_base + history_length - 1);
  if (!statement.len || (last && text_equal(text_of(last->line), statement))) return;
  add_history(text_copy(editor->arena, statement).at);
  /* A history that cannot be written is no reason to stop anybody. */
  if (editor->options.history) append_history(1, editor->options.history);
}

void line_editor_history(const LineEditor *editor, size_t count, Buffer *out) {
  (void)editor;
  const int kept = history_length;
  const int first = count < (size_t)kept ? kept - (int)count : 0;
  for (int i = first; i < kept; i++) {
    const HIST_ENTRY *entry = history_get(history_base + i);
    if (entry) buffer_printf(out, "%s\n", entry->line);
  }
}

/* ---- Reading ---- */

static void take_line(char *line) {
  current->line = line;
  current->entered = true;
  rl_callback_handler_remove();
}

static void drop_line(void) {
  rl_callback_sigcleanup();
  rl_free_line_state();
  rl_point = rl_end;
  rl_redisplay();
  fputs("^C", rl_outstream);
  rl_replace_line("", 0);
  rl_crlf();
  fflush(rl_outstream);
  rl_callback_handler_remove();
}

/* Ctrl-Z: the terminal is given back as it was, and taken again when the program goes on. */
static void suspend(void) {
  struct sigaction usual = {.sa_handler = SIG_DFL}, before;
  suspended = 0;
  rl_deprep_terminal();
  sigaction(SIGTSTP, &usual, &before);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &before, NULL);
  rl_prep_terminal(1);
  resized = 1;
  rl_forced_update_display();
}

/* Waits for a key: true when there is one, false when a flag is raised. */
static bool wait_for_key(const volatile int *stop) {
  static const int let_in[] = {SIGINT, SIGTERM, SIGWINCH, SIGTSTP};
  sigset_t held, before;
  sigemptyset(&held);
  for (size_t i = 0; i < sizeof let_in / sizeof *let_in; i++) sigaddset(&held, let_in[i]);
  sigprocmask(SIG_BLOCK, &held, &before);
  struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
  const bool has_key = !*stop && !resized && !suspended && ppoll(&input, 1, NULL, &before) > 0;
  sigprocmask(SIG_SETMASK, &before, NULL);
  return has_key;
}

/* What there is to do but for keys: false where the line is dropped. */
static bool heed_signals(const volatile int *stop) {
  if (*stop) {
    drop_line();
    return false;
  }
  if (suspended) suspend();
  if (resized) {
    resized = 0;
    rl_resize_terminal();
  }
  return true;
}

static bool read_keys(const LineEditor *editor, const char *prompt) {
  const volatile int *stop = editor->options.stop;
  resized = 1; /* while nobody looked, perhaps */
  rl_callback_handler_install(prompt, take_line);
  while (!editor->entered) {
    if (!heed_signals(stop)) return false;
    if (wait_for_key(stop)) rl_callback_read_char();
  }
  return true;
}

LineOutcome line_editor_read(LineEditor *editor, const char *prompt, Buffer *line) {
  struct sigaction suspends = {.sa_handler = on_signal}, before;
  editor->entered = false;
  editor->line = NULL;
  sigaction(SIGTSTP, &suspends, &before);
  if (before.sa_handler == SIG_IGN) sigaction(SIGTSTP, &before, NULL);
  const bool entered = read_keys(editor, prompt);
  sigaction(SIGTSTP, &before, NULL);
  if (!entered) return *editor->options.stop == SIGINT ? LINE_DROPPED : LINE_END;
  if (!editor->line) {
    fputc('\n', rl_outstream);
    return LINE_END;
  }
  buffer_clear(line);
  buffer_str(line, editor->line);
  free(editor->line);
  return LINE_READ;
}
