/* answers.c - statements answered, and where answers go: screen, pager, file. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "repl/pager.h"
#include "repl/repl.h"

AnswerView repl_view(const Repl *repl) {
  const Terminal *terminal = &repl->shell->terminal;
  const char *term = getenv("TERM");
  if (repl->output.path) return (AnswerView){.form = repl->form};
  return (AnswerView){.form = repl->form,
                      .width = repl->editor ? terminal->width : 0,
                      .colour = terminal->out_colour && repl->editor,
                      .ascii = repl->editor && term && strcmp(term, "dumb") == 0};
}

/* ---- Reports ---- */

/* A script is told the line. The text stands where it would in the whole script, so that the
 * diagnostic says so without knowing. */
static Text at_its_line(const Repl *repl, Text text) {
  if (repl->editor || repl->now.line < 2) return text;
  Buffer padded = buffer_in(repl->work);
  buffer_repeat(&padded, '\n', repl->now.line - 1);
  buffer_text(&padded, text);
  return buffer_view(&padded);
}

/* What is said of a command's doing has its place elsewhere, or none: a script is told the line. */
bool repl_fail(Repl *repl) {
  DiagSink *diags = repl->shell->diags;
  Diag *last = repl->editor ? NULL : diag_last(diags);
  if (last)
    diag_note(diags, last, "%s:%zu: `%.*s`", repl->source, repl->now.line,
              TEXT_ARG(text_printable(repl->work, repl->now.text)));
  shell_print_diags(repl->shell);
  return false;
}

/* Only a script needs to be shown the line; a person has just written it. */
bool repl_refuse(Repl *repl, DiagCode code, Text part, const char *help, const char *format, ...) {
  Compilation *said = ARENA_NEW(repl->work, Compilation);
  *said = (Compilation){.sources = source_map_new(repl->work), .diags = diag_sink_new(repl->work)};
  Span span = {0, 0};
  if (!repl->editor) {
    const Text padded = at_its_line(repl, repl->now.text);
    const uint32_t base = source_add(said->sources, text_of(repl->source), padded);
    const uint32_t line = base + (uint32_t)(padded.len - repl->now.text.len);
    const bool inside = part.len && part.at >= repl->now.text.at &&
                        part.at < repl->now.text.at + repl->now.text.len;
    const uint32_t at = inside ? (uint32_t)(part.at - repl->now.text.at) : 0;
    span = (Span){line + at, line + at + (uint32_t)(inside ? part.len : repl->now.text.len)};
  }
  va_list arguments;
  va_start(arguments, format);
  const char *message = arena_vprintf(repl->work, format, arguments);
  va_end(arguments);
  Diag *diag = diag_add(said->diags, code, span, "%s", message);
  if (help) diag_help(said->diags, diag, "%s", help);
  repl->shell->compilation = said;
  repl->shell->diags = said->diags;
  shell_print_diags(repl->shell);
  return false;
}

/* ---- Questions ---- */

bool repl_ask(Repl *repl, Text text, const AnswerView *view, Buffer *out) {
  const Text name = repl->editor ? TEXT("question") : text_of(repl->source);
  return session_ask_all(repl->session, name, at_its_line(repl, text), view, out);
}

/* ---- Where answers go ---- */

void repl_tell(Repl *repl, Text text) {
  Shell *shell = repl->shell;
  const char *pager = getenv("PAGER"), *term = getenv("TERM");
  const bool may_page =
      repl->editor && shell->terminal.height && !(pager && !*pager) && term && strcmp(term, "dumb");
  if (may_page && pager_lines(text, shell->terminal.width) >= shell->terminal.height &&
      pager_show(text))
    return;
  output_put(&shell->output, text);
}

/* In a script nothing else divides one answer from the next. */
static Text apart(Repl *repl, Text text) {
  const bool first = !repl->answered || repl->editor;
  repl->answered |= text.len > 0;
  if (first || !text.len || !session_is_apart(repl->form)) return text;
  Buffer out = buffer_in(repl->work);
  buffer_char(&out, '\n');
  buffer_text(&out, text);
  return buffer_view(&out);
}

void repl_print(Repl *repl, Text text) {
  const char *why;
  text = apart(repl, text);
  if (!repl->output.path)
    repl_tell(repl, text);
  else if (!file_put(repl->output.writer, text, &why))
    repl_refuse(repl, E_OUTPUT_FAILED, TEXT(""), NULL, "cannot write `%s`: %s", repl->output.path,
                why);
}

void repl_say(Repl *repl, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const Text line = text_of(arena_vprintf(repl->work, format, arguments));
  va_end(arguments);
  Buffer out = buffer_in(repl->work);
  buffer_text(&out, text_printable(repl->work, line));
  buffer_char(&out, '\n');
  repl_tell(repl, buffer_view(&out));
}

bool answers_close(Repl *repl) {
  AnswerFile *output = &repl->output;
  const char *why = NULL;
  if (!output->path) return true;
  const AnswerFile file = *output;
  *output = (AnswerFile){0};
  const bool done =
      file_finish(file.writer, &why) ||
      repl_refuse(repl, E_OUTPUT_FAILED, TEXT(""), NULL, "cannot write `%s`: %s", file.path, why);
  arena_free(file.arena);
  return done;
}
