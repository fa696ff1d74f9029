/* session_line.c - a text of questions and declarations, one after the other. */
#include "question/question.h"
#include "shell/session_impl.h"

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

/* What is under work: an argument, a line, or all of standard input. */
typedef struct Line {
  Session *session;
  Text name, text;
  const AnswerView *view;
  Buffer *out;
} Line;

/* Blanks stand for what comes before, so that each statement is told where it stands. */
static Text placed(const Line *a, size_t from, size_t end) {
  if (!from) return text_slice(a->text, 0, end);
  char *copy = arena_copy(a->out->arena, a->text.at, end);
  for (size_t i = 0; i < from; i++)
    if (copy[i] != '\n') copy[i] = ' ';
  return (Text){copy, end};
}

static bool ask_part(const Line *a, size_t from, size_t end) {
  if (!text_strip(text_slice(a->text, from, end)).len) return true;
  Buffer answers = buffer_in(a->out->arena);
  const bool done = session_ask(a->session, a->name, placed(a, from, end), a->view, &answers);
  shell_print_diags(a->session->shell);
  if (a->out->len && answers.len && session_is_apart(a->view->form)) buffer_char(a->out, '\n');
  buffer_text(a->out, buffer_view(&answers));
  return done;
}

/* Questions that follow one another are compiled together, so that all their mistakes are told;
 * declarations one by one, for what comes behind them. */
static bool ask_all(const Line *a) {
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

bool session_ask_all(Session *session, Text name, Text text, const AnswerView *view, Buffer *out) {
  const Line line = {session, name, text, view, out};
  return ask_all(&line);
}
