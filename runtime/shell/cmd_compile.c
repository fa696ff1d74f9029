/* cmd_compile.c - strata compile: a rule file as a compiled file. */
#include "shell/load.h"

int cmd_compile(Shell *shell) {
  const char *path = shell_word(shell, 0);
  if (!shell->output.path) {
    Diag *diag =
        diag_add(shell->diags, E_OPTION_VALUE, (Span){0, 0}, "where to? `-o FILE` is missing");
    diag_help(shell->diags, diag, "write `strata compile %s -o X.stc`", path);
    return shell_fail(shell);
  }
  bool compiled;
  Image *image = load_image(shell, path, NULL, 0, false, &compiled);
  if (!image) return shell_fail(shell);
  if (compiled) {
    diag_add(shell->diags, E_NEEDS_RULE_FILE, (Span){0, 0}, "`%s` is compiled already", path);
    return shell_fail(shell);
  }
  shell_print_diags(shell);
  Buffer out = buffer_in(shell->arena);
  image_write(image, &out);
  return shell_finish(shell, &out, STATUS_DONE);
}
