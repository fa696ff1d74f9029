/* cmd_repl.c - strata repl: opening, and the loops over lines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "question/question.h"
#include "repl/banner.h"
#include "repl/completion.h"
#include "repl/dot.h"
#include "repl/history.h"
#include "repl/settings.h"

/* ---- One statement -------------------------------------------------------------------------- */

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static bool ask(Repl *repl) {
  const AnswerView view = repl_view(repl);
  const double begun = now();
  Buffer out = buffer_in(repl->work);
  const bool done = repl_ask(repl, repl->now.text, &view, &out);
  const double ended = now();
  repl_print(repl, buffer_view(&out));
  if (done && repl->timer) repl_say(repl, "%.3f s", ended - begun);
  return done;
}

/* What worked is kept for `.save`; a blank line keeps a declaration from what comes below. */
static void keep(Repl *repl) {
  const Text text = repl->now.text;
  const bool declares =
      !repl->now.is_command && question_is_declaration(session_compilation(repl->session), text);
  if (!repl->now.is_command && !declares) {
    buffer_clear(&repl->asked);
    buffer_text(&repl->asked, text);
  }
  const bool ends = repl->now.is_command || declares || text_ends(text, TEXT(";"));
  const bool settles = text_starts(text, TEXT(".set")) || text_starts(text, TEXT(".asof"));
  if (repl->now.is_command && !settles) return;
  buffer_printf(&repl->worked, "%.*s%s\n%s", TEXT_ARG(text), ends ? "" : ";", declares ? "\n" : "");
}

static bool carry_out(Repl *repl) {
  const bool done = repl->now.is_command ? dot_run(repl, repl->now.text) : ask(repl);
  if (done) keep(repl);
  return done;
}

/* What the statement leaves behind is gone with its arena. Nothing that changes may be local here:
 * after a jump it would be lost. */
static bool guarded(Repl *repl, bool (*work)(Repl *)) {
  if (!ARENA_TRY(repl->arena) || !ARENA_TRY(repl->work)) {
    output_complain(TEXT("error[E0900]: out of memory\n"));
    return false;
  }
  return work(repl);
}

static bool with_work(Repl *repl, bool (*work)(Repl *)) {
  repl->work = arena_beside(repl->shell->arena);
  if (!repl->work) arena_fail(repl->shell->arena);
  const bool done = guarded(repl, work);
  arena_free(repl->work);
  repl->work = NULL;
  /* The diagnostics went with it. */
  repl->shell->compilation = session_compilation(repl->session);
  return done;
}

static bool step(Repl *repl) {
  terminal_measure(&repl->shell->terminal);
  repl->took = statements_take(repl->statements, session_compilation(repl->session), repl->behind,
                               &repl->now);
  if (!repl->took) return true;
  if (repl->editor) line_editor_remember(repl->editor, repl->now.text);
  return carry_out(repl);
}

/* Whether nobody reads what is written any more. */
static bool is_over(const Repl *repl) {
  return repl->quit || repl->shell->output.closed || repl->shell->output.why;
}

/* All that the lines so far come to. A script ends with the first that fails. */
static bool carry_out_all(Repl *repl, LinesBehind behind) {
  repl->behind = behind;
  do {
    repl->took = false;
    const bool done = with_work(repl, step);
    if (!done && !repl->editor) return false;
    if (*terminal_stop_flag() && repl->editor) statements_drop(repl->statements);
    if (repl->editor) terminal_go_on();
  } while (repl->took && !is_over(repl));
  return true;
}

/* ---- A script ------------------------------------------------------------------------------- */

typedef struct Script {
  char *line;
  size_t room, length;
} Script;

static void free_script(void *script) { free(((Script *)script)->line); }

static bool next_line(Script *script) {
  const ssize_t length = getline(&script->line, &script->room, stdin);
  script->length = length > 0 ? (size_t)length : 0;
  return length > 0;
}

static bool add_line(Repl *repl) {
  statements_add(repl->statements, repl->line);
  return true;
}

static bool run_script(Repl *repl) {
  Script *script = ARENA_NEW(repl->arena, Script);
  arena_defer(repl->arena, free_script, script);
  while (!is_over(repl) && !*terminal_stop_flag() && next_line(script)) {
    repl->line = (Text){script->line, script->length};
    if (!with_work(repl, add_line) || !carry_out_all(repl, LINES_COME)) return false;
  }
  return is_over(repl) || (!*terminal_stop_flag() && carry_out_all(repl, LINES_END));
}

/* ---- A person ------------------------------------------------------------------------------- */

static bool read_line(Repl *repl) {
  Buffer line = buffer_in(repl->work);
  const bool begun = statements_begun(repl->statements).len > 0;
  switch (line_editor_read(repl->editor, banner_prompt(repl, begun), &line)) {
  case LINE_READ:
    statements_add(repl->statements, buffer_view(&line));
    break;
  case LINE_DROPPED:
    statements_drop(repl->statements);
    break;
  case LINE_END:
    repl->quit = true;
    break;
  }
  terminal_go_on();
  return true;
}

static bool greet(Repl *repl) {
  Buffer out = buffer_in(repl->work);
  banner_print(repl, &out);
  output_put(&repl->shell->output, buffer_view(&out));
  return true;
}

static void talk(Repl *repl) {
  const LineEditorOptions options = {.history =
                                         history_file(repl->arena, session_path(repl->session)),
                                     .complete = completion_offer,
                                     .context = repl,
                                     .stop = terminal_stop_flag()};
  repl->editor = line_editor_new(repl->arena, &options);
  terminal_keep_interrupts();
  with_work(repl, greet);
  while (!is_over(repl)) {
    with_work(repl, read_line);
    carry_out_all(repl, LINES_WANTED);
  }
}

/* ---- Beginning and end ---------------------------------------------------------------------- */

static AnswerForm first_form(const Shell *shell) {
  AnswerForm form = ANSWER_TABLE;
  const char *given = shell_option(shell, OPTION_FORMAT);
  if (given) form_named(text_of(given), &form);
  return form;
}

/* The lines come from there. */
static bool reads_standard_input(Shell *shell) {
  bool reads = strcmp(shell_word(shell, 0), "-") == 0;
  for (size_t i = 0; i < shell->arguments.given.count; i++) {
    const OptionValue *given = &shell->arguments.given.at[i];
    const char *equals = given->option == OPTION_DATA ? strchr(given->value, '=') : NULL;
    reads |= equals && strcmp(equals, "=-") == 0;
  }
  if (reads)
    diag_add(shell->diags, E_STANDARD_INPUT_TWICE, (Span){0, 0},
             "the lines of a session come from standard input: rules and data cannot");
  return reads;
}

int cmd_repl(Shell *shell) {
  Repl *repl = ARENA_NEW(shell->arena, Repl);
  *repl = (Repl){.shell = shell, .source = "stdin", .form = first_form(shell)};
  if (reads_standard_input(shell)) return shell_fail(shell);
  repl->session = session_open(shell, shell_word(shell, 0));
  if (!repl->session) return shell_fail(shell);
  shell_print_diags(shell);
  repl->arena = arena_beside(shell->arena);
  if (!repl->arena) arena_fail(shell->arena);
  volatile bool done = true;
  if (ARENA_TRY(repl->arena)) {
    repl->statements = statements_new(repl->arena, dot_is_named);
    repl->asked = buffer_in(repl->arena);
    repl->worked = buffer_in(repl->arena);
    if (isatty(STDIN_FILENO) && shell->terminal.out)
      talk(repl);
    else
      done = run_script(repl);
    done &= with_work(repl, answers_close);
  } else {
    output_complain(TEXT("error[E0900]: out of memory\n"));
    done = false;
  }
  arena_free(repl->arena);
  if (shell->output.why) return shell_fail_output(shell);
  return done || shell->output.closed ? STATUS_DONE : STATUS_FAILED;
}
