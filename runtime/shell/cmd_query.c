/* cmd_query.c - strata query: questions of the data under the rules. */
#include <string.h>

#include "question/question.h"
#include "shell/evaluate.h"
#include "shell/session.h"

/* The length of what stands before the next `;` that is neither in a text nor in a comment. */
static size_t statement_length(Text text) {
  char inside = 0; /* the quote, or # */
  for (size_t i = 0; i < text.len; i++) {
    const char c = text.at[i];
    if (inside == '#') {
      if (c == '\n') inside = 0;
    } else if (inside) {
      if (c == '\\' && inside == '"') i++;
      if (c == inside) inside = 0;
    } else if (c == '"' || c == '`' || c == '#') {
      inside = c;
    } else if (c == ';') {
      return i;
    }
  }
  return text.len;
}

/* What is under work: an argument, or standard input. */
typedef struct Asking {
  Shell *shell;
  Session *session;
  Text name, text;
  AnswerView view;
  Buffer *out;
} Asking;

/* Blanks stand for what comes before, so that each statement is told where it stands. */
static Text placed(const Asking *a, size_t from, size_t end) {
  char *copy = arena_copy(a->shell->arena, a->text.at, end);
  for (size_t i = 0; i < from; i++)
    if (copy[i] != '\n') copy[i] = ' ';
  return (Text){copy, end};
}

static bool ask_part(const Asking *a, size_t from, size_t end) {
  if (!text_strip(text_slice(a->text, from, end)).len) return true;
  Buffer answers = buffer_in(a->shell->arena);
  const bool done = session_ask(a->session, a->name, placed(a, from, end), &a->view, &answers);
  shell_print_diags(a->shell);
  if (a->out->len && answers.len && session_is_apart(a->view.form)) buffer_char(a->out, '\n');
  buffer_text(a->out, buffer_view(&answers));
  return done;
}

/* Questions that follow one another are compiled together, so that all their mistakes are told;
 * declarations one by one, for what comes behind them. */
static bool ask_all(const Asking *a) {
  size_t from = 0, at = 0;
  while (at < a->text.len) {
    const size_t end = at + statement_length(text_slice(a->text, at, a->text.len));
    if (question_is_declaration(session_compilation(a->session), text_slice(a->text, at, end))) {
      if (!ask_part(a, from, at) || !ask_part(a, at, end)) return false;
      from = end + (end < a->text.len);
    }
    at = end + 1;
  }
  return ask_part(a, from < a->text.len ? from : a->text.len, a->text.len);
}

static bool ask(Shell *shell, Session *session, Text name, Text text, Buffer *out) {
  const Asking a = {shell, session, name, text, evaluation_view(shell), out};
  return ask_all(&a);
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
