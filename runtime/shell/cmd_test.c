/* cmd_test.c - strata test: compiles each file for its tests and runs them. */
#include "shell/load.h"
#include "shell/noticing.h"

static bool is_wanted(const Shell *shell, const DeclaredTest *test) {
  const char *filter = shell_option(shell, OPTION_FILTER);
  return !filter || text_contains(test->name, text_of(filter));
}

static void run_file(Shell *shell, TestFile *file) {
  const Program *program = file->compilation.program;
  if (shell_option(shell, OPTION_COVERAGE)) file->coverage = coverage_new(shell->arena, program);
  for (size_t i = 0; i < program->tests.count && !*terminal_stop_flag(); i++)
    if (is_wanted(shell, &program->tests.at[i])) test_run(shell, file, &program->tests.at[i]);
}

static bool check_filter(Shell *shell, const TestFile *files, size_t count) {
  const char *filter = shell_option(shell, OPTION_FILTER);
  for (size_t i = 0; i < count; i++)
    if (files[i].results.count) return true;
  if (!filter) return true;
  Nearest nearest = nearest_start(text_of(filter));
  for (size_t i = 0; i < count; i++) {
    const Program *program = files[i].compilation.program;
    for (size_t t = 0; t < program->tests.count; t++)
      nearest_offer(&nearest, program->tests.at[t].name);
  }
  Diag *diag =
      diag_add(shell->diags, E_NO_TEST, (Span){0, 0}, "no test has `%s` in its name", filter);
  const Text meant = nearest_found(&nearest);
  if (meant.len) diag_help(shell->diags, diag, "did you mean `%.*s`?", TEXT_ARG(meant));
  return false;
}

static void print(Shell *shell, const TestFile *files, size_t count, int status, Buffer *out) {
  NoticeView view = noticing_view(shell, LEVEL_ERROR);
  view.status = status;
  if (shell_format_is(shell, "json"))
    test_json(out, files, count);
  else if (view.form == NOTICE_FORM_JUNIT)
    test_junit(out, files, count);
  else if (view.form != NOTICE_FORM_NONE)
    notices_print(out, test_notices(shell, files, count, &view), &view);
  else
    test_text(out, files, count, shell->terminal.out_colour && !shell->output.path);
}

int cmd_test(Shell *shell) {
  const size_t count = shell->arguments.words.count;
  TestFile *files = ARENA_ARRAY(shell->arena, TestFile, count);
  bool sound = true;
  for (size_t i = 0; i < count; i++) {
    files[i].path = shell->arguments.words.at[i];
    Compilation *c = &files[i].compilation;
    sound &= load_program(shell, files[i].path, COMPILE_PROGRAM, c) && compile_tests(c);
    if (sound) load_allowed(shell, c);
  }
  if (!sound) return shell_fail(shell);
  for (size_t i = 0; i < count; i++) run_file(shell, &files[i]);
  if (*terminal_stop_flag() || !check_filter(shell, files, count)) return shell_fail(shell);
  diag_sort(shell->diags);
  shell_print_diags(shell);
  const TestTotals totals = test_totals(files, count);
  const int status = totals.broken ? STATUS_FAILED : totals.failed ? STATUS_FINDINGS : STATUS_DONE;
  Buffer out = buffer_in(shell->arena);
  print(shell, files, count, status, &out);
  return shell_finish(shell, &out, status);
}
