/* candidates.c - words that may stand at the cursor: what they have in common, and their list. */
#include "repl/candidates.h"

#include <inttypes.h>

#include "report/grid.h"

enum {
  WIDTH_UNLESS_TOLD = 80,
  HEIGHT_UNLESS_TOLD = 24,
  LINES_LEFT = 3, /* for the prompt, the line that was there, and the last of the list */
  GAP = 2,
  LISTED_MOST = 500,
  DOC_LEAST = 12
};

static void share(Candidates *candidates, Text text) {
  Text *common = &candidates->common;
  size_t same = 0;
  while (same < common->len && same < text.len && common->at[same] == text.at[same]) same++;
  /* Never half of a character. */
  *common = text_slice(*common, 0, text_utf8_check(text_slice(*common, 0, same)));
}

void candidates_add(Arena *arena, Candidates *candidates, Candidate candidate) {
  if (!candidates->list.count) candidates->common = candidate.text;
  *VEC_PUSH(arena, &candidates->list) = candidate;
  share(candidates, candidate.text);
}

bool candidates_count(Candidates *candidates, Text text) {
  if (candidates->list.count < LISTED_MOST) return false;
  share(candidates, text);
  candidates->more++;
  return true;
}

typedef struct Listing {
  const Candidates *candidates;
  Buffer *out;
  size_t width, lines;
  bool colour;
} Listing;

static Text shown_text(const Listing *l, size_t index) {
  return text_printable(l->out->arena, l->candidates->list.at[index].text);
}

static void put_padded(Buffer *out, Text text, size_t width, Paint paint, bool colour) {
  paint_text(out, text, paint, colour);
  const size_t has = text_width(text);
  buffer_repeat(out, ' ', width > has ? width - has : 0);
}

static size_t widest(const Listing *l, size_t count, bool kinds) {
  size_t width = 0;
  for (size_t i = 0; i < count; i++) {
    const size_t own = text_width(kinds ? l->candidates->list.at[i].kind : shown_text(l, i));
    if (own > width) width = own;
  }
  return width;
}

/* Cut to the room that there is, with a sign that it was. */
static Text cut(Arena *arena, Text text, size_t room) {
  if (text_width(text) <= room) return text;
  if (!room) return TEXT("");
  return text_of(arena_printf(arena, "%.*s…", (int)text_fit(text, room - 1), text.at));
}

static void with_docs(const Listing *l) {
  const size_t count = l->candidates->list.count;
  const size_t name = widest(l, count, false), kind = widest(l, count, true);
  const size_t before = name + kind + 2 * GAP;
  for (size_t i = 0; i < count; i++) {
    const Candidate *candidate = &l->candidates->list.at[i];
    const Text doc = text_printable(l->out->arena, candidate->doc);
    const bool fits = l->width > before + DOC_LEAST;
    put_padded(l->out, cut(l->out->arena, shown_text(l, i), l->width - 1), name + GAP, PAINT_PLAIN,
               l->colour);
    if (name + GAP + kind < l->width)
      put_padded(l->out, candidate->kind, doc.len && fits ? kind + GAP : 0, PAINT_FAINT, l->colour);
    if (fits)
      paint_text(l->out, cut(l->out->arena, doc, l->width - before - 1), PAINT_PLAIN, l->colour);
    buffer_char(l->out, '\n');
  }
}

/* Down, then to the right, as `ls` does. */
static void side_by_side(const Listing *l) {
  const size_t count = l->candidates->list.count;
  const size_t cell = widest(l, count, false) + GAP;
  const size_t columns = cell < l->width ? l->width / cell : 1;
  size_t rows = (count + columns - 1) / columns;
  if (rows > l->lines) rows = l->lines;
  size_t shown = 0;
  for (size_t row = 0; row < rows; row++) {
    for (size_t column = 0; column < columns; column++) {
      const size_t index = column * rows + row;
      const size_t behind = index + rows;
      if (index >= count) break;
      const bool last = column + 1 == columns || behind >= count;
      put_padded(l->out, cut(l->out->arena, shown_text(l, index), l->width - 1), last ? 0 : cell,
                 PAINT_PLAIN, l->colour);
      shown++;
    }
    buffer_char(l->out, '\n');
  }
  const size_t more = count - shown + l->candidates->more;
  if (more) buffer_printf(l->out, "… and %.*s more\n", TEXT_ARG(count_text(l->out->arena, more)));
}

void candidates_list(const Candidates *candidates, size_t width, size_t height, bool colour,
                     Buffer *out) {
  if (!width) width = WIDTH_UNLESS_TOLD;
  if (!height) height = HEIGHT_UNLESS_TOLD;
  const Listing listing = {.candidates = candidates,
                           .out = out,
                           .width = width,
                           .lines = height > LINES_LEFT ? height - LINES_LEFT : 1,
                           .colour = colour};
  if (candidates->list.count <= listing.lines && !candidates->more)
    with_docs(&listing);
  else
    side_by_side(&listing);
}
