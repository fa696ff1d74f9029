/* diag_advice.c - edits in words, where the one who reported gave none.
 *
 *   one edit in the main span    replace with `5%`
 *   elsewhere                    replace `5` with `5%`, insert `then` at 7:12, remove `,`
 *   several                      ..., ... and ...
 */
#include "base/diag.h"

enum { QUOTED_MOST = 60 };

/* What an edit takes or puts, on one line. */
static void add_quoted(Buffer *out, Text text) {
  Text stripped = text_strip(text);
  Text shown = text_printable(out->arena, stripped.len ? stripped : text);
  size_t fits = text_fit(shown, QUOTED_MOST);
  buffer_printf(out, "`%.*s%s`", (int)fits, shown.at, fits < shown.len ? "…" : "");
}

static void add_insertion(Buffer *out, const Diag *diag, const DiagEdit *edit,
                          const SourceMap *sources) {
  buffer_str(out, "insert ");
  add_quoted(out, edit->text);
  uint32_t at = edit->span.lo;
  Place place = source_place(sources, at);
  if (at != diag->span.lo && at != diag->span.hi && place.line)
    buffer_printf(out, " at %u:%u", place.line, place.column);
}

static void add_edit(Buffer *out, const Diag *diag, const DiagEdit *edit,
                     const SourceMap *sources) {
  Text old = source_text(sources, edit->span);
  if (old.len == 0) {
    add_insertion(out, diag, edit, sources);
    return;
  }
  bool of_main_span = edit->span.lo == diag->span.lo && edit->span.hi == diag->span.hi;
  bool names_old = !edit->text.len || diag->edits.count > 1 || !of_main_span;
  buffer_str(out, edit->text.len ? "replace " : "remove ");
  if (names_old) add_quoted(out, old);
  if (!edit->text.len) return;
  buffer_str(out, names_old ? " with " : "with ");
  add_quoted(out, edit->text);
}

Text diag_advice(Arena *arena, const Diag *diag, const SourceMap *sources) {
  if (diag->help.len) return diag->help;
  Buffer out = buffer_in(arena);
  for (size_t i = 0; i < diag->edits.count; i++) {
    if (i > 0) buffer_str(&out, i + 1 < diag->edits.count ? ", " : " and ");
    add_edit(&out, diag, &diag->edits.at[i], sources);
  }
  return buffer_view(&out);
}
