/* cmd_disasm.c - strata disasm: what a compiled file says. */
#include "shell/load.h"

int cmd_disasm(Shell *shell) {
  bool compiled;
  Image *image = load_image(shell, shell_word(shell, 0), NULL, 0, false, &compiled);
  if (!image) return shell_fail(shell);
  shell_print_diags(shell);
  Buffer out = buffer_in(shell->arena);
  image_disassemble(&out, image);
  return shell_finish(shell, &out, STATUS_DONE);
}
