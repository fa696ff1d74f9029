/* diag.h - diagnostics are data; text and JSON are printers of one list.
 *
 * A diagnostic has a code from diagnostics.def (severity, name, the page that
 * `strata help CODE` prints), one plain sentence, a main span, labelled spans,
 * notes and help with edits that can be applied literally.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/nearest.h"
#include "base/source.h"

typedef enum { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR } DiagSeverity;

/* E_UNKNOWN_NAME and so on; the value is an index into the table, not the number printed. */
typedef enum {
#define X(id, code, severity, title, page) id,
#include "base/diagnostics.def"
#undef X
  DIAG_CODE_COUNT
} DiagCode;

typedef struct {
  const char *id;   /* "E_UNKNOWN_NAME" */
  const char *code; /* "E0312" */
  DiagSeverity severity;
  const char *title; /* a few words for lists */
  const char *page; /* what `strata help E0312` prints: what it means, an example, how to mend it */
} DiagInfo;

/* "error", "warning", "note". */
const char *diag_severity_word(DiagSeverity severity);
const DiagInfo *diag_info(DiagCode code);
/* By printed code ("E0312", case ignored); NULL when there is none. */
const DiagInfo *diag_find(Text code);

typedef struct DiagLabel {
  Span span;
  Text text;
} DiagLabel;
/* An edit replaces the bytes of `span` (empty = insert before span.lo) by `text`. */
typedef struct DiagEdit {
  Span span;
  Text text;
} DiagEdit;

typedef struct Diag {
  DiagCode code;
  DiagSeverity severity;
  Text message;
  Span span;
  Text label; /* short text under the main span; may be empty */
  VEC(DiagLabel) labels;
  VEC(Text) notes;
  Text help; /* "write `5%`"; empty when there is nothing to propose */
  VEC(DiagEdit) edits;
} Diag;

typedef struct DiagSink DiagSink;

DiagSink *diag_sink_new(Arena *arena);
/* Adds one; message is printf-formatted. Never NULL. */
Diag *diag_add(DiagSink *sink, DiagCode code, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void diag_under(DiagSink *sink, Diag *diag, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_label(DiagSink *sink, Diag *diag, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void diag_note(DiagSink *sink, Diag *diag, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The help line alone, without an edit. */
void diag_help(DiagSink *sink, Diag *diag, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* An edit; several edits belong together and are applied together. */
void diag_edit(DiagSink *sink, Diag *diag, Span span, Text replacement);

size_t diag_count(const DiagSink *sink);
size_t diag_errors(const DiagSink *sink); /* of severity error */
const Diag *diag_at(const DiagSink *sink, size_t index);
/* The one added last, to say more of it; NULL when there is none. */
Diag *diag_last(DiagSink *sink);
/* Adds one that was made in another sink of the same arena. */
void diag_adopt(DiagSink *sink, Diag *diag);
/* Moves those for which `away` is true to another sink of the same arena; their order stays. */
void diag_sift(DiagSink *from, DiagSink *to, bool (*away)(void *context, const Diag *diag),
               void *context);
/* By place in the sources, stable; called once before printing. */
void diag_sort(DiagSink *sink);

typedef struct {
  bool colour;        /* ANSI colours */
  bool tags;          /* <error>…</error> in place of escapes, for golden files */
  DiagSeverity least; /* what is milder is not printed */
  size_t limit; /* print at most so many errors, 0 = all; the rest is counted in a last line */
} DiagStyle;

/* As people read it: sentence, file:line:column, source with spans underlined, notes, help. */
void diag_print(Buffer *out, const DiagSink *sink, const SourceMap *sources, DiagStyle style);
/* What to do: the help as given, else what the edits come to ("replace with `5%`"), else empty. */
Text diag_advice(Arena *arena, const Diag *diag, const SourceMap *sources);
/* diag_json.c: the members of one diagnostic, in an object of JSON that is open. */
void diag_json_members(JsonWriter *json, const Diag *diag, const SourceMap *sources);
/* The list as one JSON document with a schema number. */
void diag_print_json(Buffer *out, const DiagSink *sink, const SourceMap *sources);

#endif
