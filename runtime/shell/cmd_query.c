/* cmd_query.c - strata query: questions of the data under the rules. */
#include <string.h>

#include "shell/evaluate.h"
#include "shell/session.h"

static bool ask(Shell *shell, Session *session, Text name, Text text, Buffer *out) {
  const AnswerView view = evaluation_view(shell);
  return session_ask_all(session, name, text, &view, out);
}

static bool ask_input(Shell *shell, Session *session, Buffer *out) {
  Text text;
  if (load_file(shell, "-", &text)) return ask(shell, session, TEXT("stdin"), text, out);
  shell_print_diags(shell);
  return false;
}

int cmd_query(Shell *shell) {
  Session *session = session_open(shell, shell_word(shell, 0));
  if (!session) return shell_fail(shell);
  shell_print_diags(shell);
  Buffer out = buffer_in(shell->arena);
  bool done = true;
  size_t i = 1;
  for (const char *word; done && (word = shell_word(shell, i)); i++)
    done = strcmp(word, "-") == 0 ? ask_input(shell, session, &out)
                                  : ask(shell, session, TEXT("question"), text_of(word), &out);
  if (i == 1) done = ask_input(shell, session, &out);
  return shell_finish(shell, &out, done ? STATUS_DONE : STATUS_FAILED);
}
