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

/* The declaration of the file that a place belongs to, or SCHEMA_NONE; they stand in order. */
static uint32_t declaration_at(const Node *file, uint32_t offset) {
  uint32_t low = 0, high = file->count;
  if (high && offset > file->child[high - 1]->span.hi) return SCHEMA_NONE; /* a source of --set */
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (file->child[middle]->span.lo <= offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low ? low - 1 : SCHEMA_NONE;
}

/* What goes on with a declaration belongs to it: behind a `}` too many stands the rest of it. */
bool *slipped_declarations(Arena *arena, const Node *file, const DiagSink *diags) {
  bool *slipped = ARENA_ARRAY(arena, bool, file->count);
  for (size_t i = 0; i < diag_count(diags); i++) {
    const uint32_t at = declaration_at(file, diag_at(diags, i)->span.lo);
    if (at != SCHEMA_NONE) slipped[at] = true;
  }
  for (uint32_t i = 1; i < file->count; i++) {
    if (file->child[i]->flags & FLAG_CONTINUES) slipped[i - 1] = true;
  }
  return slipped;
}

bool declaration_has_slip(const Sema *s, const Node *declaration) {
  const uint32_t at = declaration_at(s->program->file, declaration->span.lo);
  return at != SCHEMA_NONE && s->slipped[at];
}

/* A slip of the keyboard was reported by the parser; what follows from it in the same declaration
 * is no second mistake. */
static bool follows_a_slip(const Sema *s, Span span) {
  const uint32_t at = declaration_at(s->program->file, span.lo);
  return at != SCHEMA_NONE && s->slipped[at];
}

/* Reports about a name: the same sentence of the same name is the same mistake. (Names that mean
 * nothing are remembered by unknown.c.) */
static bool about_a_name(DiagCode code) {
  switch (code) {
  case E_UNKNOWN_MEMBER:
  case E_UNKNOWN_PART:
  case E_BAD_VIA:
  case E_WAIVE_TARGET:
  case E_TAKEN_FOR_FIELD:
  case W_LOOKS_GROUPED:
    return true;
  default:
    return false;
  }
}

/* The report that said the same of the same name; NULL where this is the first. */
static Diag *said_before(Sema *s, DiagCode code, Span span, Text message, Text *key) {
  const Text name = source_text(s->syntax->sources, span);
  *key =
      text_of(arena_printf(s->arena, "%d %.*s %.*s", (int)code, TEXT_ARG(name), TEXT_ARG(message)));
  const uint32_t index = map_get(s->said, *key);
  return index == MAP_NONE ? NULL : s->firsts.at[index];
}

/* A further place of a mistake: the caller's additions are put aside, its edits until
 * reports_join. */
static Diag *repeat(Sema *s, Diag *first, Diag *again) {
  if (first->span.lo == again->span.lo) return again; /* a definition's body, typed again */
  if (first->labels.count < PLACES_SHOWN) sema_label(s, first, again->span, "here too");
  *VEC_PUSH(s->arena, &s->repeats) = (Repeat){first, again};
  return again;
}

static Diag *add_report(Sema *s, DiagCode code, Span span, Text message) {
  if (follows_a_slip(s, span)) return diag_add(s->scrap, code, span, "%.*s", TEXT_ARG(message));
  if (!about_a_name(code)) return diag_add(s->diags, code, span, "%.*s", TEXT_ARG(message));
  Text key;
  Diag *first = said_before(s, code, span, message, &key);
  Diag *d = diag_add(first ? s->scrap : s->diags, code, span, "%.*s", TEXT_ARG(message));
  if (first) return repeat(s, first, d);
  map_add(s->said, key, (uint32_t)s->firsts.count);
  *VEC_PUSH(s->arena, &s->firsts) = d;
  return d;
}

Diag *sema_report(Sema *s, DiagCode code, Span span, const char *format, ...) {
  Text message;
  FORMATTED(s, format, message);
  Diag *d = add_report(s, code, span, message);
  for (const Expansion *e = s->expansion; e && e->call.hi; e = e->outer)
    diag_label(s->diags, d, e->call, "called here");
  return d;
}

static bool edits_at(const Diag *d, Span span) {
  for (size_t i = 0; i < d->edits.count; i++)
    if (d->edits.at[i].span.lo == span.lo) return true;
  return false;
}

void reports_join(Sema *s) {
  for (size_t i = 0; i < s->repeats.count; i++) {
    const Repeat *r = &s->repeats.at[i];
    if (!r->first->edits.count) continue;
    for (size_t k = 0; k < r->again->edits.count; k++) {
      const DiagEdit edit = r->again->edits.at[k];
      if (!edits_at(r->first, edit.span)) diag_edit(s->diags, r->first, edit.span, edit.text);
    }
  }
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
