/* diag_snippet.c - source lines with their spans underlined.
 *
 *   57 |     needs revenu >= 5M                 a Quote: one source line ...
 *      |           ------ ^^ `>=` needs a number    ... and its Marks
 *      |           |
 *      |           this is text
 *
 * All marks of one line share its quote. The text of the rightmost mark stands behind
 * the underline, the others hang below theirs, from right to left. The line of the
 * main span comes first, the others in the order of the labels.
 *
 * Columns are those of the line as it is shown: tabs are TAB blanks, what would drive a
 * terminal is escaped, wide characters take two. A line wider than LINE_MOST is cut to
 * what surrounds its mark; it is quoted again for each further mark.
 */
#include "base/diag_impl.h"

#include <string.h>

enum { TAB = 4, LINE_MOST = 100, MARGIN = 20, LONG = 4096 };

typedef struct {
  Text text;
  size_t from, to; /* columns, half-open, never empty */
  bool main;
  bool goes_on; /* on lines below */
} Mark;

typedef struct {
  Text file;
  uint32_t line, column; /* column of the first mark, for the head */
  Text shown;
  bool cut;
  VEC(Mark) marks;
} Quote;

typedef VEC(Quote) Quotes;

static bool has_place(const SourceMap *sources, Span span) {
  return source_index(sources, span.lo) != SIZE_MAX;
}

size_t diag_snippet_gutter(const SourceMap *sources, const Diag *diag) {
  uint32_t most = source_place(sources, diag->span.lo).line;
  for (size_t i = 0; i < diag->labels.count; i++) {
    uint32_t line = source_place(sources, diag->labels.at[i].span.lo).line;
    if (line > most) most = line;
  }
  size_t digits = 1;
  for (; most >= 10; most /= 10) digits++;
  return digits;
}

/* A part of a source line as it is shown. */
static Text show(Arena *arena, Text part) {
  Buffer shown = buffer_in(arena);
  while (part.len) {
    const char *tab = memchr(part.at, '\t', part.len);
    Text piece = {part.at, tab ? (size_t)(tab - part.at) : part.len};
    buffer_text(&shown, text_printable(arena, piece));
    if (tab) buffer_repeat(&shown, ' ', TAB);
    part = text_slice(part, piece.len + (tab ? 1 : 0), part.len);
  }
  return buffer_view(&shown);
}

static size_t shown_width(Arena *arena, Text line, size_t bytes) {
  return text_width(show(arena, text_slice(line, 0, bytes)));
}

static Text strip_right(Text t) {
  Text stripped = text_strip(t);
  return (Text){t.at, stripped.len ? (size_t)(stripped.at - t.at) + stripped.len : 0};
}

/* Bytes of a line before the offset; inside \r\n or the byte order mark the nearest. */
static size_t bytes_before(const SourceMap *sources, Text line, uint32_t offset) {
  const Text here = source_text(sources, (Span){offset, offset + 1});
  if (!here.len) return line.len; /* the end of the file, where its last line ends */
  if (here.at <= line.at) return 0;
  size_t bytes = (size_t)(here.at - line.at);
  return bytes < line.len ? bytes : line.len;
}

static bool inside_character(Text line, size_t at) {
  return at > 0 && at < line.len && ((unsigned char)line.at[at] & 0xC0) == 0x80;
}

/* What of a very long line can be shown: the bytes around the mark. */
static Text around(Text line, size_t start) {
  if (line.len <= LONG) return line;
  size_t from = start > LONG / 2 ? start - LONG / 2 : 0, to = start + LONG / 2;
  while (inside_character(line, from)) from--;
  while (inside_character(line, to)) to++;
  return text_slice(line, from, to < line.len ? to : line.len);
}

static Mark mark_of(Painter *painter, Text line, Span span, Text text, bool main) {
  Arena *arena = painter->out->arena;
  size_t start = bytes_before(painter->sources, line, span.lo);
  /* The line end that a span may take along is no reason to go on below. */
  Text marked = strip_right(source_text(painter->sources, span));
  const char *end = marked.len ? memchr(marked.at, '\n', marked.len) : NULL;
  size_t size =
      end ? strip_right(text_slice(marked, 0, (size_t)(end - marked.at))).len : marked.len;
  Mark mark = {.text = text_printable(arena, text), .main = main, .goes_on = end != NULL};
  mark.from = shown_width(arena, line, start);
  mark.to = shown_width(arena, line, start + size);
  if (mark.to <= mark.from) mark.to = mark.from + 1;
  return mark;
}

/* Cuts the shown line to what surrounds the mark and moves the mark along. */
static void cut(Arena *arena, Quote *quote, Mark *mark) {
  size_t width = text_width(quote->shown), start = 0;
  if (mark->to + MARGIN > LINE_MOST) {
    size_t length = mark->to - mark->from;
    if (length > LINE_MOST - 2 * MARGIN) length = LINE_MOST - 2 * MARGIN;
    size_t middle = mark->from + length / 2;
    start = middle > LINE_MOST / 2 ? middle - LINE_MOST / 2 : 0;
    if (start > width - LINE_MOST) start = width - LINE_MOST;
  }
  size_t skipped = text_fit(quote->shown, start);
  size_t skipped_width = text_width(text_slice(quote->shown, 0, skipped));
  Text rest = text_slice(quote->shown, skipped, quote->shown.len);
  Text kept = text_slice(rest, 0, text_fit(rest, LINE_MOST));
  quote->shown = text_of(arena_printf(arena, "%s%.*s%s", skipped ? "…" : "", TEXT_ARG(kept),
                                      kept.len < rest.len ? "…" : ""));
  size_t dots = skipped ? 1 : 0, right = text_width(kept) + dots;
  mark->from = mark->from - skipped_width + dots;
  mark->to = mark->to - skipped_width + dots;
  if (mark->to > right && mark->from < right) mark->to = right;
}

static void add_mark(Painter *painter, Quotes *quotes, Span span, Text text, bool main) {
  Arena *arena = painter->out->arena;
  if (!has_place(painter->sources, span)) return;
  Place place = source_place(painter->sources, span.lo);
  Text whole = source_line(painter->sources, span.lo);
  Text line = around(whole, bytes_before(painter->sources, whole, span.lo));
  Mark mark = mark_of(painter, line, span, text, main);
  for (size_t i = 0; i < quotes->count; i++) {
    Quote *quote = &quotes->at[i];
    if (quote->cut || quote->line != place.line || !text_equal(quote->file, place.file)) continue;
    *VEC_PUSH(arena, &quote->marks) = mark;
    return;
  }
  Quote quote = {.file = place.file, .line = place.line, .column = place.column};
  quote.shown = show(arena, line);
  quote.cut = line.len < whole.len || text_width(quote.shown) > LINE_MOST;
  if (quote.cut) cut(arena, &quote, &mark);
  *VEC_PUSH(arena, &quote.marks) = mark;
  *VEC_PUSH(arena, quotes) = quote;
}

/* By column; of two that begin together the longer, then the main one, comes last. */
static bool stands_before(const Mark *a, const Mark *b) {
  if (a->from != b->from) return a->from < b->from;
  if (a->to != b->to) return a->to < b->to;
  return b->main && !a->main;
}

static void sort_marks(Quote *quote) {
  for (size_t i = 1; i < quote->marks.count; i++) {
    Mark mark = quote->marks.at[i];
    size_t j = i;
    for (; j > 0 && stands_before(&mark, &quote->marks.at[j - 1]); j--)
      quote->marks.at[j] = quote->marks.at[j - 1];
    quote->marks.at[j] = mark;
  }
}

static Role role_of(const Mark *mark) { return mark->main ? ROLE_SPAN : ROLE_LABEL; }

/* "   |", or "57 |" for a line that is quoted. */
static void print_gutter(Painter *painter, uint32_t line) {
  paint_open(painter, ROLE_GUTTER);
  if (line)
    buffer_printf(painter->out, "%*u |", (int)painter->gutter, line);
  else
    buffer_printf(painter->out, "%*s |", (int)painter->gutter, "");
  paint_close(painter, ROLE_GUTTER);
}

/* The mark whose text can stand behind the underline: the last one, if no other ends behind it. */
static const Mark *inline_mark(const Quote *quote) {
  const Mark *last = &quote->marks.at[quote->marks.count - 1];
  for (size_t i = 0; i < quote->marks.count; i++)
    if (quote->marks.at[i].to > last->to) return NULL;
  return last;
}

/* Which mark shows in each column: the main one above the others, the inner above the outer. */
static const Mark **cover_columns(Arena *arena, const Quote *quote, size_t *width) {
  *width = 0;
  for (size_t i = 0; i < quote->marks.count; i++)
    if (quote->marks.at[i].to > *width) *width = quote->marks.at[i].to;
  const Mark **cover = ARENA_ARRAY(arena, const Mark *, *width);
  for (size_t i = 0; i < quote->marks.count; i++) {
    const Mark *mark = &quote->marks.at[i];
    for (size_t c = mark->from; c < mark->to; c++)
      if (!cover[c] || !cover[c]->main) cover[c] = mark;
  }
  return cover;
}

/* The run of columns [from, to) that show one mark, or none. */
static void print_run(Painter *painter, const Mark *mark, size_t from, size_t to) {
  buffer_repeat(painter->out, !mark ? ' ' : mark->main ? '^' : '-', to - from);
}

static void print_underline(Painter *painter, const Quote *quote, const Mark *beside) {
  size_t width, c = 0;
  const Mark **cover = cover_columns(painter->out->arena, quote, &width);
  print_gutter(painter, 0);
  buffer_char(painter->out, ' ');
  const Mark *mark = NULL; /* of the run at hand; its colour stays on behind the last run */
  while (c < width) {
    if (mark) paint_close(painter, role_of(mark));
    size_t from = c;
    mark = cover[c];
    while (c < width && cover[c] == mark) c++;
    if (mark) paint_open(painter, role_of(mark));
    print_run(painter, mark, from, c);
  }
  if (mark->goes_on) buffer_str(painter->out, "...");
  bool same = mark == beside;
  if (!same) paint_close(painter, role_of(mark));
  if (beside && beside->text.len) {
    buffer_char(painter->out, ' ');
    if (!same) paint_open(painter, role_of(beside));
    buffer_text(painter->out, beside->text);
    if (!same) paint_close(painter, role_of(beside));
  }
  if (same) paint_close(painter, role_of(mark));
  buffer_char(painter->out, '\n');
}

/* One row below the underline: a bar under each hanging mark before `end`, then its text if
 * `says`. Marks stand in the order of their columns. */
static void print_hanging_row(Painter *painter, const Mark *const *hanging, size_t end,
                              const Mark *says) {
  print_gutter(painter, 0);
  size_t column = 0;
  buffer_char(painter->out, ' ');
  for (size_t i = 0; i < end; i++) {
    const Mark *mark = hanging[i];
    bool covered = i > 0 && hanging[i - 1]->from == mark->from;
    if (covered || (says && mark->from == says->from)) continue;
    buffer_repeat(painter->out, ' ', mark->from - column);
    paint(painter, role_of(mark), TEXT("|"));
    column = mark->from + 1;
  }
  if (says) {
    buffer_repeat(painter->out, ' ', says->from - column);
    paint(painter, role_of(says), says->text);
  }
  buffer_char(painter->out, '\n');
}

static void print_hanging(Painter *painter, const Quote *quote, const Mark *beside) {
  const Mark **hanging = ARENA_ARRAY(painter->out->arena, const Mark *, quote->marks.count);
  size_t count = 0;
  for (size_t i = 0; i < quote->marks.count; i++) {
    const Mark *mark = &quote->marks.at[i];
    if (mark != beside && mark->text.len) hanging[count++] = mark;
  }
  if (!count) return;
  print_hanging_row(painter, hanging, count, NULL);
  for (size_t i = count; i-- > 0;) print_hanging_row(painter, hanging, i, hanging[i]);
}

static void print_quote(Painter *painter, Quote *quote) {
  sort_marks(quote);
  print_gutter(painter, quote->line);
  Text shown = strip_right(quote->shown);
  if (shown.len) buffer_printf(painter->out, " %.*s", TEXT_ARG(shown));
  buffer_char(painter->out, '\n');
  const Mark *beside = inline_mark(quote);
  print_underline(painter, quote, beside);
  print_hanging(painter, quote, beside);
}

static void print_head(Painter *painter, const Quote *quote, const char *arrow) {
  buffer_repeat(painter->out, ' ', painter->gutter);
  paint(painter, ROLE_GUTTER, text_of(arrow));
  Text file = text_printable(painter->out->arena, quote->file);
  buffer_printf(painter->out, " %.*s:%u:%u\n", TEXT_ARG(file), quote->line, quote->column);
}

void diag_snippet(Painter *painter, const Diag *diag) {
  Quotes quotes = {0};
  add_mark(painter, &quotes, diag->span, diag->label, true);
  for (size_t i = 0; i < diag->labels.count; i++)
    add_mark(painter, &quotes, diag->labels.at[i].span, diag->labels.at[i].text, false);
  for (size_t i = 0; i < quotes.count; i++) {
    bool other_file = i > 0 && !text_equal(quotes.at[i].file, quotes.at[i - 1].file);
    if (i == 0) print_head(painter, &quotes.at[i], "-->");
    print_gutter(painter, 0);
    buffer_char(painter->out, '\n');
    if (other_file) {
      print_head(painter, &quotes.at[i], ":::");
      print_gutter(painter, 0);
      buffer_char(painter->out, '\n');
    }
    print_quote(painter, &quotes.at[i]);
  }
}
