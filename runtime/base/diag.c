/* diag.c - the table of diagnostics and the list of those of one operation.
 *
 * diag_add hands out addresses that stay good while more are added, so the list
 * holds pointers. Each entry remembers when it came: sorting by place keeps that
 * order among diagnostics of one place.
 */
#include "base/diag.h"

#include <stdarg.h>
#include <stdlib.h>

typedef struct {
  Diag *diag;
  size_t order;
} Listed;

struct DiagSink {
  Arena *arena;
  VEC(Listed) list;
};

static const DiagInfo diag_table[DIAG_CODE_COUNT] = {
#define X(id, code, severity, title, page) [id] = {#id, code, severity, title, page},
#include "base/diagnostics.def"
#undef X
};

const char *diag_severity_word(DiagSeverity severity) {
  static const char *const words[] = {
      [SEVERITY_NOTE] = "note", [SEVERITY_WARNING] = "warning", [SEVERITY_ERROR] = "error"};
  return words[severity];
}

const DiagInfo *diag_info(DiagCode code) { return &diag_table[code]; }

const DiagInfo *diag_find(Text code) {
  for (size_t i = 0; i < DIAG_CODE_COUNT; i++)
    if (text_equal_any_case(code, text_of(diag_table[i].code))) return &diag_table[i];
  return NULL;
}

DiagSink *diag_sink_new(Arena *arena) {
  DiagSink *sink = ARENA_NEW(arena, DiagSink);
  sink->arena = arena;
  return sink;
}

#define FORMATTED(sink, format, into)                                                              \
  do {                                                                                             \
    va_list arguments;                                                                             \
    va_start(arguments, format);                                                                   \
    (into) = text_of(arena_vprintf((sink)->arena, format, arguments));                             \
    va_end(arguments);                                                                             \
  } while (0)

Diag *diag_add(DiagSink *sink, DiagCode code, Span span, const char *format, ...) {
  Diag *diag = ARENA_NEW(sink->arena, Diag);
  *diag = (Diag){.code = code, .severity = diag_table[code].severity, .span = span};
  FORMATTED(sink, format, diag->message);
  Listed *listed = VEC_PUSH(sink->arena, &sink->list);
  *listed = (Listed){diag, sink->list.count};
  return diag;
}

void diag_under(DiagSink *sink, Diag *diag, const char *format, ...) {
  FORMATTED(sink, format, diag->label);
}

void diag_label(DiagSink *sink, Diag *diag, Span span, const char *format, ...) {
  DiagLabel label = {.span = span};
  FORMATTED(sink, format, label.text);
  *VEC_PUSH(sink->arena, &diag->labels) = label;
}

void diag_note(DiagSink *sink, Diag *diag, const char *format, ...) {
  Text note;
  FORMATTED(sink, format, note);
  *VEC_PUSH(sink->arena, &diag->notes) = note;
}

void diag_help(DiagSink *sink, Diag *diag, const char *format, ...) {
  FORMATTED(sink, format, diag->help);
}

void diag_edit(DiagSink *sink, Diag *diag, Span span, Text replacement) {
  DiagEdit *edit = VEC_PUSH(sink->arena, &diag->edits);
  *edit = (DiagEdit){span, text_copy(sink->arena, replacement)};
}

size_t diag_count(const DiagSink *sink) { return sink->list.count; }

/* Counted each time, because whoever added one may have changed its severity. */
size_t diag_errors(const DiagSink *sink) {
  size_t errors = 0;
  for (size_t i = 0; i < sink->list.count; i++)
    errors += sink->list.at[i].diag->severity == SEVERITY_ERROR;
  return errors;
}

const Diag *diag_at(const DiagSink *sink, size_t index) { return sink->list.at[index].diag; }

Diag *diag_last(DiagSink *sink) {
  return sink->list.count ? sink->list.at[sink->list.count - 1].diag : NULL;
}

void diag_adopt(DiagSink *sink, Diag *diag) {
  Listed *listed = VEC_PUSH(sink->arena, &sink->list);
  *listed = (Listed){diag, sink->list.count};
}

void diag_sift(DiagSink *from, DiagSink *to, bool (*away)(void *context, const Diag *diag),
               void *context) {
  size_t kept = 0;
  for (size_t i = 0; i < from->list.count; i++) {
    const Listed listed = from->list.at[i];
    if (away(context, listed.diag))
      diag_adopt(to, listed.diag);
    else
      from->list.at[kept++] = listed;
  }
  from->list.count = kept;
}

static int by_place(const void *a, const void *b) {
  const Listed *left = a, *right = b;
  uint32_t lo = left->diag->span.lo, other = right->diag->span.lo;
  if (lo != other) return lo < other ? -1 : 1;
  return (left->order > right->order) - (left->order < right->order);
}

void diag_sort(DiagSink *sink) {
  if (sink->list.count) qsort(sink->list.at, sink->list.count, sizeof(Listed), by_place);
}
