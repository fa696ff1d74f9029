/* cmd_help.c - strata help: the commands, one of them, or the page on a code. */
#include <string.h>

#include "shell/shell.h"

enum { PAGE_WIDTH = 80 };

/* Breaks lines between words; what is indented is an example and stays as it is. */
static void wrapped(Buffer *out, const char *text) {
  size_t column = 0;
  while (*text) {
    size_t line = strcspn(text, "\n"), word = strcspn(text, " \n");
    if (column == 0 && *text == ' ') {
      buffer_printf(out, "%.*s", (int)line, text);
      column = word = line;
    } else if (*text == ' ') {
      text++;
      continue;
    } else if (*text == '\n') {
      buffer_char(out, '\n');
      column = 0;
      text++;
      continue;
    } else {
      size_t width = text_width((Text){text, word});
      bool breaks = column && column + 1 + width > PAGE_WIDTH;
      if (column) buffer_char(out, breaks ? '\n' : ' ');
      column = (breaks || !column ? 0 : column + 1) + width;
      buffer_printf(out, "%.*s", (int)word, text);
    }
    text += word;
  }
  buffer_char(out, '\n');
}

static void page(Buffer *out, const DiagInfo *info) {
  buffer_printf(out, "%s  %s: %s\n\n", info->code, diag_severity_word(info->severity), info->title);
  wrapped(out, info->page);
}

static bool finding_page(Buffer *out, Text code) {
  for (size_t i = 0; i < FINDING_COUNT; i++) {
    if (!text_equal_any_case(code, text_of(finding_info[i].code))) continue;
    static const char *const levels[] = {"info", "unknown", "warning", "error"};
    buffer_printf(out, "%s  a finding of `strata run`: %s\n\n", finding_info[i].code,
                  finding_info[i].name);
    wrapped(out, finding_info[i].page);
    buffer_printf(out, "\nIts level is %s%s.\n", levels[finding_info[i].level],
                  i == FINDING_RULE_FAILS ? " unless the rule says otherwise" : "");
    return true;
  }
  return false;
}

int cmd_help(Shell *shell) {
  Buffer out = buffer_in(shell->arena);
  const char *topic = shell_word(shell, 0);
  if (!topic) {
    command_list(&out);
    return shell_finish(shell, &out, STATUS_DONE);
  }
  const Command *command = command_find(text_of(topic));
  const DiagInfo *info = diag_find(text_of(topic));
  if (command) {
    command_help(&out, command);
  } else if (info) {
    page(&out, info);
  } else if (!finding_page(&out, text_of(topic)) && !help_std(shell, &out, text_of(topic))) {
    Diag *diag =
        diag_add(shell->diags, E_UNKNOWN_TOPIC, (Span){0, 0}, "there is no help on `%s`", topic);
    diag_help(shell->diags, diag,
              "`strata help` lists the commands, `strata help std` the standard modules; codes "
              "look like E0312");
    return shell_fail(shell);
  }
  return shell_finish(shell, &out, STATUS_DONE);
}
