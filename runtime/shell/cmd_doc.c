/* cmd_doc.c - strata doc: a program as the handbook of the people who live by it. */
#include "shell/handbook_gather.h"

#include "shell/evaluate.h"
#include "value/date.h"

static Handbook *gather(const Handing *h, Text path) {
  Handbook *book = h->book;
  const Program *program = h->program;
  Buffer day = buffer_in(h->arena);
  date_print(&day, h->today);
  book->title = program->name.len ? program->name : path;
  book->version = program->version;
  book->as_of = buffer_view(&day);
  hand_purpose(h);
  hand_entities(h);
  hand_params(h);
  hand_definitions(h);
  for (size_t i = 0; i < program->columns.count; i++) hand_declared(h, &program->columns.at[i]);
  hand_waivers(h);
  return book;
}

static bool wants_markdown(const Shell *shell) {
  const char *path = shell_option(shell, OPTION_OUTPUT);
  if (shell_option(shell, OPTION_FORMAT)) return shell_format_is(shell, "markdown");
  return path && text_ends(text_of(path), TEXT(".md"));
}

int cmd_doc(Shell *shell) {
  const char *path = shell_word(shell, 0);
  Compilation compilation;
  RunOptions options;
  shell->least = SEVERITY_WARNING;
  if (!evaluation_options(shell, path, &options) ||
      !load_program(shell, path, COMPILE_PROGRAM, &compilation))
    return shell_fail(shell);
  const Handing h = {.arena = shell->arena,
                     .compilation = &compilation,
                     .program = compilation.program,
                     .book = handbook_new(shell->arena),
                     .today = options.today};
  const Handbook *book = gather(&h, text_of(path));
  Buffer out = buffer_in(shell->arena);
  if (wants_markdown(shell))
    handbook_markdown(&out, book);
  else
    handbook_html(&out, book);
  return shell_finish(shell, &out, STATUS_DONE);
}
