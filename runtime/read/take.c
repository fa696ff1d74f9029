/* take.c - bytes into blocks, each cut where a row seems to end.
 *
 *   | rest of the block before | read ............... | row, row, row | rest |
 *                                                                   cut
 *
 * What follows the cut is put in front of the next block. So a block begins with a row and ends
 * with one, and can be parsed without knowing the others, as long as the cut does not lie within
 * quotes. That is judged by the quotes around it: one with a delimiter or line end before it and
 * none behind it opens a cell, and so on. A wrong guess costs time, never a row: see commit.c.
 */
#include <string.h>

#include "read/reader_impl.h"

_Static_assert(SOURCE_PADDING >= CSV_PADDING, "the scan reads beyond the block");
_Static_assert(SOURCE_PADDING >= CELL_READABLE, "cells are loaded a word at a time");

void block_reserve(RowBlock *b, size_t capacity) {
  if (capacity <= b->capacity) return;
  b->bytes = arena_grow(b->arena, b->bytes, b->capacity ? b->capacity + SOURCE_PADDING : 0,
                        capacity + SOURCE_PADDING);
  b->capacity = capacity;
}

void block_end(RowBlock *b) {
  const char end = b->length ? b->bytes[b->length - 1] : '\n';
  block_reserve(b, b->length + 1);
  if (b->last && end != '\n' && end != '\r') b->bytes[b->length++] = '\n';
  memset(b->bytes + b->length, 0, SOURCE_PADDING);
}

/* ---- Where to cut ---- */

typedef enum { OPENS, CLOSES, UNDECIDED } Quote;

static bool separates(char c, char delimiter) { return c == delimiter || c == '\n' || c == '\r'; }

static Quote quote_at(Text text, size_t at, char delimiter) {
  const bool before = at == 0 || separates(text.at[at - 1], delimiter);
  const bool behind = at + 1 < text.len && separates(text.at[at + 1], delimiter);
  if (at + 1 == text.len || before == behind) return UNDECIDED;
  return before ? OPENS : CLOSES;
}

/* The first quote from `at` on that tells what it does; doubled ones do not. */
static Quote quote_behind(Text text, size_t at, char delimiter) {
  const char *quote;
  while (at < text.len && (quote = memchr(text.at + at, '"', text.len - at))) {
    at = (size_t)(quote - text.at);
    const bool doubled = at + 1 < text.len && text.at[at + 1] == '"';
    const Quote what = doubled ? UNDECIDED : quote_at(text, at, delimiter);
    if (what != UNDECIDED) return what;
    at += 1 + doubled;
  }
  return UNDECIDED;
}

/* The last such quote before `at`, of those that are not far away. */
static Quote quote_before(Text text, size_t at, char delimiter) {
  enum { FAR = 64 * 1024 };
  const size_t from = at > FAR ? at - FAR : 0;
  const char *quote;
  while (at > from && (quote = memrchr(text.at + from, '"', at - from))) {
    at = (size_t)(quote - text.at);
    const bool doubled = at > from && text.at[at - 1] == '"';
    const Quote what = doubled ? UNDECIDED : quote_at(text, at, delimiter);
    if (what != UNDECIDED) return what;
    at -= doubled;
  }
  return UNDECIDED;
}

static bool seems_outside(Text text, size_t at, char delimiter) {
  const Quote behind = quote_behind(text, at, delimiter);
  if (behind != UNDECIDED) return behind == OPENS;
  return quote_before(text, at, delimiter) != OPENS;
}

/* The offset behind the last line end in text[from, to), 0 if there is none. Whether the text's
 * last byte, a CR, is a whole line end is not known. */
static size_t last_line_end(Text text, size_t from, size_t to) {
  if (to <= from) return 0;
  const char *start = text.at + from, *end = text.at + to;
  const char *lf = memrchr(start, '\n', (size_t)(end - start));
  const char *later = lf ? lf + 1 : start;
  if (end == text.at + text.len) end--;
  const char *cr = end > later ? memrchr(later, '\r', (size_t)(end - later)) : NULL;
  if (cr && cr[1] != '\n') return (size_t)(cr + 1 - text.at);
  return lf ? (size_t)(lf + 1 - text.at) : 0;
}

/* Where to cut at or behind `from`: 0 where no line ends. */
static size_t find_cut(Text text, size_t from, char delimiter) {
  enum { TRIES = 32 };
  const size_t last = last_line_end(text, from, text.len);
  size_t at = last;
  for (unsigned i = 0; at && i < TRIES; i++) {
    if (seems_outside(text, at, delimiter)) return at;
    at = last_line_end(text, from, at - 1);
  }
  return last;
}

/* ---- Taking ---- */

static void take_rest(Reader *r, RowBlock *b) {
  block_reserve(b, r->block_bytes);
  memcpy(b->bytes, r->rest.bytes, r->rest.size);
  b->length = r->rest.size;
  r->rest.size = 0;
}

/* What lies behind the cut is at most what was read last, which is at most block_bytes. */
static void cut_block(Reader *r, RowBlock *b, size_t at) {
  r->rest.size = b->length - at;
  memcpy(r->rest.bytes, b->bytes + at, r->rest.size);
  b->length = at;
  b->cut = true;
}

/* Reads on. False at the end, and where reading fails. */
static bool read_on(Reader *r, RowBlock *b) {
  const size_t size = b->length < r->block_bytes ? r->block_bytes : b->length + r->block_bytes;
  size_t got;
  if (size > b->capacity) block_reserve(b, size > b->capacity * 2 ? size : b->capacity * 2);
  const bool fine = source_read(&r->source, b->bytes + b->length, size - b->length, &got, &b->why);
  b->length += got;
  return fine && !source_at_end(&r->source);
}

/* Cuts what is new behind `from`, where a line ends in it. */
static bool try_cut(Reader *r, RowBlock *b, size_t from) {
  const size_t at = find_cut((Text){b->bytes, b->length}, from, r->delimiter);
  if (at) cut_block(r, b, at);
  return at != 0;
}

static void fill_block(Reader *r, RowBlock *b) {
  size_t from = 0; /* no line ends before it */
  if (b->length >= r->block_bytes) {
    if (try_cut(r, b, 0)) return;
    from = b->length - 1;
  }
  for (;;) {
    if (!read_on(r, b)) {
      b->last = r->taken = true;
      return;
    }
    if (try_cut(r, b, from) || b->length >= CSV_ROW_MOST) return;
    from = b->length ? b->length - 1 : 0;
  }
}

bool reader_take(Reader *r, RowBlock *b) {
  if (r->taken) return false;
  b->cut = b->last = false;
  b->why = NULL;
  b->rejected_count = 0;
  take_rest(r, b);
  fill_block(r, b);
  block_end(b);
  b->read = r->source.read - r->rest.size;
  return true;
}
