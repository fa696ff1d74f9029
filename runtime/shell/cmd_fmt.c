/* cmd_fmt.c - strata fmt: rule files in their one layout.
 *
 * Files are rewritten where they stand, whole or not at all, and those that are right already are
 * not touched. With --check and --diff nothing is written: the first names the files that would
 * change, the second shows how. What does not parse is left alone.
 */
#include <string.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/line_diff.h"
#include "format/format.h"
#include "shell/load.h"

typedef struct Fmt {
  Shell *shell;
  Buffer out;
  bool check, diff;
  size_t changed;
} Fmt;

static void write_file(Fmt *fmt, const char *path, Text text) {
  const char *why;
  if (file_write(path, text, &why)) return;
  diag_add(fmt->shell->diags, E_OUTPUT_FAILED, (Span){0, 0}, "cannot write `%s`: %s", path, why);
}

static void format_file(Fmt *fmt, const char *path) {
  Shell *shell = fmt->shell;
  Text content, text;
  if (!load_file(shell, path, &content)) return;
  if (image_is(content)) {
    diag_add(shell->diags, E_NEEDS_RULE_FILE, (Span){0, 0}, "`%s` is a compiled file", path);
    return;
  }
  Compilation *c = shell->compilation;
  const Syntax syntax = {shell->arena, c->names, c->sources, shell->diags};
  uint32_t base;
  if (!compile_add_source(c, text_of(path), content, &base) || !format_source(&syntax, base, &text))
    return;
  const bool same = text_equal(content, text), input = strcmp(path, "-") == 0;
  fmt->changed += !same;
  if (fmt->diff)
    line_diff(&fmt->out, text_of(path), content, text);
  else if (fmt->check && !same)
    buffer_printf(&fmt->out, "%s\n", path);
  else if (!fmt->check && input)
    buffer_text(&fmt->out, text);
  else if (!fmt->check && !same)
    write_file(fmt, path, text);
}

/* A file, or the rule files in a folder and in those below it. */
static void format_path(Fmt *fmt, const char *path) {
  Shell *shell = fmt->shell;
  FolderList list;
  const char *why;
  if (!folder_is(path)) {
    format_file(fmt, path);
    return;
  }
  if (!folder_list(shell->arena, path, &list, &why)) {
    diag_add(shell->diags, E_FILE_UNREADABLE, (Span){0, 0}, "cannot read `%s`: %s", path, why);
    return;
  }
  for (size_t i = 0; i < list.count; i++) {
    const Text name = text_of(list.at[i].name);
    const char *inner = file_join(shell->arena, text_of(path), name);
    if (list.at[i].folder)
      format_path(fmt, inner);
    else if (text_ends(name, TEXT(".strata")))
      format_file(fmt, inner);
  }
}

int cmd_fmt(Shell *shell) {
  Fmt fmt = {.shell = shell,
             .out = buffer_in(shell->arena),
             .check = shell_option(shell, OPTION_CHECK),
             .diff = shell_option(shell, OPTION_DIFF)};
  for (size_t i = 0; i < shell->arguments.words.count; i++)
    format_path(&fmt, shell->arguments.words.at[i]);
  shell_print_diags(shell);
  int status = diag_errors(shell->diags) ? STATUS_FAILED : STATUS_DONE;
  if (status == STATUS_DONE && (fmt.check || fmt.diff) && fmt.changed) status = STATUS_FINDINGS;
  return shell_finish(shell, &fmt.out, status);
}
