/* shell.c - what every command does at its end. */
#include "shell/shell.h"

#include <string.h>

#include "base/file.h"

static const SourceMap *sources_of(Shell *shell) {
  return shell->compilation ? shell->compilation->sources : source_map_new(shell->arena);
}

void shell_print_diags(Shell *shell) {
  terminal_progress_end(&shell->terminal);
  if (!diag_count(shell->diags) || shell->output.closed) return;
  diag_sort(shell->diags);
  Buffer out = buffer_in(shell->arena);
  diag_print(&out, shell->diags, sources_of(shell),
             (DiagStyle){.colour = shell->terminal.err_colour, .least = shell->least});
  output_complain(buffer_view(&out));
}

int shell_fail(Shell *shell) {
  shell_print_diags(shell);
  return STATUS_FAILED;
}

int shell_fail_output(Shell *shell) {
  const Output *output = &shell->output;
  shell->diags = diag_sink_new(shell->arena);
  Diag *diag = diag_add(shell->diags, E_OUTPUT_FAILED, (Span){0, 0}, "cannot write %s%s%s: %s",
                        output->path ? "`" : "", output->path ? output->path : "standard output",
                        output->path ? "`" : "", output->why);
  if (output->path && file_exists(output->path))
    diag_note(shell->diags, diag, "the file is still what it was");
  return shell_fail(shell);
}

bool shell_spares(Shell *shell, const char *input) {
  static const OptionId written[] = {OPTION_OUTPUT, OPTION_WRITE_BASELINE};
  for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
    const char *path = shell_option(shell, written[i]);
    if (!path || !file_is_same(path, input)) continue;
    Diag *d = diag_add(shell->diags, E_OUTPUT_FAILED, (Span){0, 0},
                       "`%s` is what is read here, and is not replaced", path);
    diag_help(shell->diags, d, "name another file to write to");
    shell->output.refused = true;
    return false;
  }
  return true;
}

bool shell_spares_rules(Shell *shell) {
  const SourceMap *sources = sources_of(shell);
  for (size_t i = 0; i < source_count(sources); i++)
    if (!shell_spares(shell, text_copy(shell->arena, source_name(sources, i)).at)) return false;
  return true;
}

int shell_finish(Shell *shell, Buffer *out, int status) {
  if (shell->output.refused || !shell_spares_rules(shell)) return shell_fail(shell);
  terminal_progress_end(&shell->terminal);
  return output_finish(&shell->output, out) ? status : shell_fail_output(shell);
}

bool shell_format_is(const Shell *shell, const char *format) {
  const char *given = shell_option(shell, OPTION_FORMAT);
  return given && strcmp(given, format) == 0;
}
