/* report.c - how the checks speak: thin wrappers over diag.h that know the analysis.
 *
 * An expression in a definition is typed once a call; what goes wrong there alone gets a label at
 * the call that led to it.
 */
#include "sema/sema_impl.h"

#define FORMATTED(s, format, into)                                                                 \
  do {                                                                                             \
    Buffer formatted = buffer_in((s)->arena);                                                      \
    va_list arguments;                                                                             \
    va_start(arguments, format);                                                                   \
    va_list again;                                                                                 \
    va_copy(again, arguments);                                                                     \
    const int length = vsnprintf(NULL, 0, format, arguments);                                      \
    va_end(arguments);                                                                             \
    if (length > 0) {                                                                              \
      vsnprintf(buffer_reserve(&formatted, (size_t)length + 1), (size_t)length + 1, format,        \
                again);                                                                            \
      formatted.len += (size_t)length;                                                             \
    }                                                                                              \
    va_end(again);                                                                                 \
    (into) = buffer_view(&formatted);                                                              \
  } while (0)

#include <stdio.h>

static bool holds(Span outer, uint32_t at) { return at >= outer.lo && at < outer.hi; }

/* In the declaration, or behind it on its last line: what the parser could not take for a part of
 * it. */
static bool slip_in(const Sema *s, const Node *declaration, Span slip) {
  const Span span = declaration->span;
  if (holds(span, slip.lo)) return true;
  const size_t home = source_index(s->syntax->sources, span.lo);
  if (slip.lo < span.hi || source_index(s->syntax->sources, slip.lo) != home) return false;
  return !text_contains(source_text(s->syntax->sources, (Span){span.hi, slip.lo}), TEXT("\n"));
}

bool declaration_has_slip(const Sema *s, const Node *declaration) {
  for (size_t i = 0; i < s->slips; i++) {
    if (slip_in(s, declaration, diag_at(s->diags, i)->span)) return true;
  }
  return false;
}

/* A slip of the keyboard was reported by the parser; what follows from it in the same declaration
 * is no second mistake. */
static bool follows_a_slip(const Sema *s, Span span) {
  const Node *file = s->program->file;
  for (uint32_t i = 0; s->slips && i < file->count; i++) {
    if (file->child[i] && holds(file->child[i]->span, span.lo))
      return declaration_has_slip(s, file->child[i]);
  }
  return false;
}

Diag *sema_report(Sema *s, DiagCode code, Span span, const char *format, ...) {
  Text message;
  FORMATTED(s, format, message);
  DiagSink *sink = follows_a_slip(s, span) ? s->scrap : s->diags;
  Diag *d = diag_add(sink, code, span, "%.*s", TEXT_ARG(message));
  for (const Expansion *e = s->expansion; e && e->call.hi; e = e->outer)
    diag_label(s->diags, d, e->call, "called here");
  return d;
}

void sema_label(Sema *s, Diag *d, Span span, const char *format, ...) {
  Text text;
  FORMATTED(s, format, text);
  if (span.hi) diag_label(s->diags, d, span, "%.*s", TEXT_ARG(text));
}

void sema_under(Sema *s, Diag *d, const char *format, ...) {
  Text text;
  FORMATTED(s, format, text);
  diag_under(s->diags, d, "%.*s", TEXT_ARG(text));
}

void sema_note(Sema *s, Diag *d, const char *format, ...) {
  Text text;
  FORMATTED(s, format, text);
  diag_note(s->diags, d, "%.*s", TEXT_ARG(text));
}

void sema_help(Sema *s, Diag *d, const char *format, ...) {
  Text text;
  FORMATTED(s, format, text);
  diag_help(s->diags, d, "%.*s", TEXT_ARG(text));
}

void sema_offer(Sema *s, Diag *d, Span span, const char *format, ...) {
  Text text;
  FORMATTED(s, format, text);
  diag_help(s->diags, d, "write `%.*s`", TEXT_ARG(text));
  diag_edit(s->diags, d, span, text);
}

void sema_edit(Sema *s, Diag *d, Span span, const char *format, ...) {
  Text text;
  FORMATTED(s, format, text);
  diag_edit(s->diags, d, span, text);
}

Text sema_source(const Sema *s, const Node *node) {
  return source_text(s->syntax->sources, node->span);
}

Span span_before(Span span) { return (Span){span.lo, span.lo}; }
Span span_after(Span span) { return (Span){span.hi, span.hi}; }

Text sema_type_name(const Sema *s, Type type) {
  return type_text(s->arena, s->program, type, false);
}

Text sema_type(const Sema *s, const Node *node) {
  if (!node->typing) return TEXT("nothing");
  return type_text(s->arena, s->program, node->typing->type, node->typing->ratio);
}

static Text with_article(const Sema *s, Type type, Text name) {
  switch (type.kind) {
  case TYPE_NONE:
  case TYPE_TEXT:
  case TYPE_MONEY:
  case TYPE_ENUM:
    return name;
  case TYPE_INTEGER:
    return TEXT("an integer");
  case TYPE_REF:
    return text_of(arena_printf(s->arena, "a reference to %.*s",
                                TEXT_ARG(s->program->entities.at[type.of].name)));
  default:
    return text_of(arena_printf(s->arena, "a %.*s", TEXT_ARG(name)));
  }
}

Text sema_a_type(const Sema *s, Type type) {
  return with_article(s, type, sema_type_name(s, type));
}

Text sema_a(const Sema *s, const Node *node) {
  return node->typing ? with_article(s, node->typing->type, sema_type(s, node)) : TEXT("nothing");
}
