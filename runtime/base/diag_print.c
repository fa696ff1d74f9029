/* diag_print.c - diagnostics as people read them.
 *
 *   error[E0312]: there is no column `revenu` in `account`      sentence
 *     --> acme.strata:57:11                                     \
 *      |                                                         } diag_snippet.c
 *   57 |     needs revenu >= 5M                                 /
 *      |           ^^^^^^ not a column of `account`
 *      = note: ...                                              notes, then what to do
 *      = help: write `revenue`
 *
 * Messages quote data, so all text goes through text_printable line by line.
 */
#include "base/diag_impl.h"

#include <string.h>

static const struct {
  const char *tag;    /* NULL: no tag */
  const char *escape; /* of ANSI terminals */
} dresses[] = {
    [ROLE_ERROR] = {"error", "\x1b[1;31m"}, [ROLE_WARNING] = {"warning", "\x1b[1;33m"},
    [ROLE_NOTE] = {"note", "\x1b[1;36m"},   [ROLE_HELP] = {"help", "\x1b[1;32m"},
    [ROLE_SPAN] = {"span", "\x1b[1;31m"},   [ROLE_LABEL] = {"label", "\x1b[1;34m"},
    [ROLE_MESSAGE] = {NULL, "\x1b[1m"},     [ROLE_GUTTER] = {NULL, "\x1b[1;34m"},
};

Role diag_severity_role(DiagSeverity severity) {
  switch (severity) {
  case SEVERITY_ERROR:
    return ROLE_ERROR;
  case SEVERITY_WARNING:
    return ROLE_WARNING;
  case SEVERITY_NOTE:
    break;
  }
  return ROLE_NOTE;
}

void paint_open(Painter *painter, Role role) {
  const char *tag = dresses[role].tag;
  Role hue = role == ROLE_SPAN ? diag_severity_role(painter->severity) : role;
  if (painter->style.tags && tag)
    buffer_printf(painter->out, "<%s>", tag);
  else if (!painter->style.tags && painter->style.colour)
    buffer_str(painter->out, dresses[hue].escape);
}

void paint_close(Painter *painter, Role role) {
  const char *tag = dresses[role].tag;
  if (painter->style.tags && tag)
    buffer_printf(painter->out, "</%s>", tag);
  else if (!painter->style.tags && painter->style.colour)
    buffer_str(painter->out, "\x1b[0m");
}

void paint(Painter *painter, Role role, Text text) {
  paint_open(painter, role);
  buffer_text(painter->out, text);
  paint_close(painter, role);
}

/* Text whose later lines begin under its first. */
static void print_lines(Painter *painter, Text text, size_t indent) {
  for (;;) {
    const char *end = text.len ? memchr(text.at, '\n', text.len) : NULL;
    Text line = {text.at, end ? (size_t)(end - text.at) : text.len};
    buffer_text(painter->out, text_printable(painter->out->arena, line));
    if (!end) break;
    text = text_slice(text, line.len + 1, text.len);
    if (text.len == 0) break;
    buffer_char(painter->out, '\n');
    if (text.at[0] != '\n') buffer_repeat(painter->out, ' ', indent);
  }
}

static void print_sentence(Painter *painter, const Diag *diag) {
  Role role = diag_severity_role(diag->severity);
  paint_open(painter, role);
  buffer_printf(painter->out, "%s[%s]", diag_severity_word(diag->severity),
                diag_info(diag->code)->code);
  paint_close(painter, role);
  buffer_str(painter->out, ": ");
  paint_open(painter, ROLE_MESSAGE);
  print_lines(painter, diag->message, 2);
  paint_close(painter, ROLE_MESSAGE);
  buffer_char(painter->out, '\n');
}

/* One line of "   = note: ...". */
static void print_remark(Painter *painter, Role role, const char *word, Text text) {
  buffer_repeat(painter->out, ' ', painter->gutter + 1);
  paint(painter, ROLE_GUTTER, TEXT("="));
  buffer_char(painter->out, ' ');
  paint(painter, role, text_of(word));
  buffer_str(painter->out, ": ");
  print_lines(painter, text, painter->gutter + 3 + strlen(word) + 2);
  buffer_char(painter->out, '\n');
}

static void print_remarks(Painter *painter, const Diag *diag) {
  for (size_t i = 0; i < diag->labels.count; i++) {
    const DiagLabel *label = &diag->labels.at[i];
    /* A label on something built in has no line to stand under. */
    if (source_index(painter->sources, label->span.lo) == SIZE_MAX)
      print_remark(painter, ROLE_NOTE, "note", label->text);
  }
  for (size_t i = 0; i < diag->notes.count; i++)
    print_remark(painter, ROLE_NOTE, "note", diag->notes.at[i]);
  Text advice = diag_advice(painter->out->arena, diag, painter->sources);
  if (advice.len) print_remark(painter, ROLE_HELP, "help", advice);
}

static void print_one(Painter *painter, const Diag *diag) {
  painter->severity = diag->severity;
  painter->gutter = diag_snippet_gutter(painter->sources, diag);
  print_sentence(painter, diag);
  diag_snippet(painter, diag);
  print_remarks(painter, diag);
}

void diag_print(Buffer *out, const DiagSink *sink, const SourceMap *sources, DiagStyle style) {
  Painter painter = {.out = out, .sources = sources, .style = style};
  size_t errors = 0, hidden = 0, printed = 0;
  for (size_t i = 0; i < diag_count(sink); i++) {
    const Diag *diag = diag_at(sink, i);
    if (diag->severity < style.least) continue;
    if (diag->severity == SEVERITY_ERROR && style.limit && errors++ >= style.limit) {
      hidden++;
      continue;
    }
    if (printed++) buffer_char(out, '\n');
    print_one(&painter, diag);
  }
  if (hidden)
    buffer_printf(out, "\n%zu more error%s %s not shown\n", hidden, hidden == 1 ? "" : "s",
                  hidden == 1 ? "is" : "are");
}
