/* test_csv_scan.c - cells and rows, against what is written here and against a slow reader; at
 * every SIMD level that the machine has. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "read/csv_cell.h"
#include "read/csv_masks.h"
#include "support/unit.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

/* The text with a line end at its end and the padding that a scan wants. */
static Text padded(Text text) {
  const bool ended = text.len && (text.at[text.len - 1] == '\n' || text.at[text.len - 1] == '\r');
  char *copy = arena_alloc(arena, text.len + 1 + CSV_PADDING);
  memcpy(copy, text.at, text.len);
  if (!ended) copy[text.len] = '\n';
  return (Text){copy, text.len + !ended};
}

/* Rows as `[cell|cell]`, a malformed cell with a `!`; an unclosed quote as `<line.column>`. */
static Text shown_at(SimdLevel simd, Text text, size_t from, size_t to, bool last) {
  CsvScan scan = {.arena = arena, .simd = simd, .delimiter = ','};
  TextPages pages = {.arena = arena};
  Buffer out = buffer_in(arena);
  csv_scan(&scan, text.at, from, to, SIZE_MAX, last);
  for (size_t i = 0; i < scan.unclosed.count; i++)
    buffer_printf(&out, "<%u.%u>", scan.unclosed.at[i].breaks + 1, scan.unclosed.at[i].column);
  for (size_t r = 0; r < scan.row_count; r++) {
    buffer_printf(&out, "%u[", scan.rows[r].breaks + 1);
    for (uint32_t c = 0; c < scan.rows[r].cells; c++) {
      Text cell = csv_raw_cell(&scan, text.at, &scan.rows[r], c);
      bool malformed = false;
      if (cell.len && cell.at[0] == '"') cell = csv_unquote(cell, &pages, &malformed);
      if (c) buffer_char(&out, '|');
      buffer_text(&out, cell);
      if (malformed) buffer_char(&out, '!');
    }
    buffer_char(&out, ']');
  }
  return buffer_view(&out);
}

/* At any level. */
static Text shown(Text text, size_t from, size_t to, bool last) {
  const Text portable = shown_at(SIMD_PORTABLE, text, from, to, last);
  for (SimdLevel simd = 0; simd < SIMD_COUNT; simd++)
    if (simd_has(simd)) ck_assert_str_eq(shown_at(simd, text, from, to, last).at, portable.at);
  return portable;
}

static void check(const char *input, const char *expected) {
  /* Quotes and line ends at every offset within a step of 64 bytes. */
  for (size_t shift = 0; shift < 130; shift += 1) {
    Buffer moved = buffer_in(arena);
    buffer_repeat(&moved, 'z', shift);
    if (shift) buffer_char(&moved, '\n');
    buffer_str(&moved, input);
    const Text text = padded(buffer_view(&moved));
    const size_t from = shift ? shift + 1 : 0;
    ck_assert_str_eq(shown(text, from, text.len, true).at, expected);
  }
}

START_TEST(splits_cells_and_rows) {
  check("a,b\nc,d\n", "1[a|b]2[c|d]");
  check("a,b\nc,d", "1[a|b]2[c|d]");
  check(",\n,,\n", "1[|]2[||]");
  check("a\n", "1[a]");
}
END_TEST

START_TEST(takes_every_line_end) {
  check("a,b\r\nc,d\r\n", "1[a|b]2[c|d]");
  check("a,b\rc,d\r", "1[a|b]2[c|d]");
  check("a\r\nb\rc\nd", "1[a]2[b]3[c]4[d]");
  check("a,\r\n,b\r\n", "1[a|]2[|b]");
}
END_TEST

START_TEST(passes_over_blank_lines) {
  check("\n\na\n\n\r\n\rb\n\n", "3[a]7[b]");
  check("\"\"\n\na\n", "1[]3[a]");
}
END_TEST

START_TEST(keeps_what_is_quoted) {
  check("\"a,b\",c\n", "1[a,b|c]");
  check("\"a\nb\",c\nd\n", "1[a\nb|c]3[d]");
  check("\"a\r\nb\rc\n\",c\r\nd\r\n", "1[a\r\nb\rc\n|c]5[d]");
  check("\"a\"\"b\",\"\"\"\",\"\"\n", "1[a\"b|\"|]");
  check("\"\"\"a\"\"\",b\n", "1[\"a\"|b]");
}
END_TEST

START_TEST(quotes_within_a_plain_cell_are_letters) {
  check("5\" pipe,a\"\"b,c\"\nd,e\n", "1[5\" pipe|a\"\"b|c\"]2[d|e]");
  check("x\"y,\"a,b\",z\n", "1[x\"y|a,b|z]");
  check(" \"a\",b\n", "1[ \"a\"|b]");
}
END_TEST

START_TEST(text_behind_a_quote_is_marked) {
  check("\"a\"b,c\n", "1[ab!|c]");
  check("\"a\" \t,c\n", "1[a|c]");
  check("\"a\" b\",c\n", "1[a b\"!|c]");
  check("\"a\"\"b\"c\"d\",\"e\"\n", "1[a\"bc\"d\"!|e]");
}
END_TEST

START_TEST(an_unclosed_quote_costs_one_row) {
  check("a,\"b\nc,d\ne,f\n", "<1.2>2[c|d]3[e|f]");
  check("x\na,b,\"c\n", "<2.3>1[x]");
  check("a,\"b\nc,\"d\"\ne,f\n", "<1.2>2[c|d]3[e|f]");
  check("\"a\nb\",\"c\nd\nx\n", "<2.2>3[d]4[x]");
  check("\"a\r\nb,c\r\n", "<1.1>2[b|c]");
  check("\"a\n\"b\n\"c\n", "<1.1><2.1><3.1>");
}
END_TEST

/* Every prefix: whole rows are found, the rest is left for later, and later nothing differs. */
START_TEST(goes_on_where_it_stopped) {
  const Text text =
      padded(TEXT("id,\"na\r\nme\",x\r\n1,\"a\"\"b\",\r\n\r\n2,5\",\"q\" \r3,,\"\n\"\n4"));
  const char *whole = shown(text, 0, text.len, true).at;
  for (size_t cut = 0; cut <= text.len; cut++) {
    CsvScan scan = {.arena = arena, .delimiter = ','};
    csv_scan(&scan, text.at, 0, cut, SIZE_MAX, false);
    ck_assert_uint_eq(scan.unclosed.count, 0);
    ck_assert_uint_le(scan.consumed, cut);
    ck_assert_uint_eq(scan.breaks, csv_count_breaks(text.at, text.at + scan.consumed));
    const Text first = shown(text, 0, cut, false);
    ck_assert(text_starts(text_of(whole), first));
    CsvScan rest = {.arena = arena, .delimiter = ','};
    csv_scan(&rest, text.at, scan.consumed, text.len, SIZE_MAX, true);
    ck_assert_uint_eq(scan.row_count + rest.row_count, 5);
    ck_assert_uint_eq(rest.consumed, text.len);
  }
}
END_TEST

START_TEST(stops_at_the_rows_wanted) {
  Buffer many = buffer_in(arena);
  for (int i = 0; i < 10000; i++) buffer_printf(&many, "%d,x\n", i);
  const Text text = padded(buffer_view(&many));
  CsvScan scan = {.arena = arena, .delimiter = ','};
  csv_scan(&scan, text.at, 0, text.len, 100, true);
  ck_assert_uint_ge(scan.row_count, 100);
  ck_assert_uint_lt(scan.row_count, 200);
  ck_assert_uint_eq(scan.rows[scan.row_count - 1].breaks, scan.row_count - 1);
  ck_assert_uint_eq(scan.breaks, scan.row_count);
}
END_TEST

/* The masks against a look at every byte. */
START_TEST(masks_tell_every_byte) {
  char bytes[64];
  srand(1);
  for (int round = 0; round < 2000; round++) {
    static const char SOME[] = "\",\n\r;\t\0\x7f\x80\xffx\x22\x23\x2c\x2d\x0a\x0b\x0d\x0c";
    for (int i = 0; i < 64; i++) bytes[i] = SOME[(size_t)rand() % (sizeof SOME - 1)];
    const CsvMasks masks = csv_masks_portable(bytes, ';');
    for (int i = 0; i < 64; i++) {
      ck_assert_int_eq(masks.quote >> i & 1, bytes[i] == '"');
      ck_assert_int_eq(masks.delimiter >> i & 1, bytes[i] == ';');
      ck_assert_int_eq(masks.cr >> i & 1, bytes[i] == '\r');
      ck_assert_int_eq(masks.lf >> i & 1, bytes[i] == '\n');
    }
    uint64_t parity = 0, bits = 0;
    for (int i = 0; i < 64; i++) {
      parity |= (uint64_t)(((masks.quote & (UINT64_MAX >> (63 - i))) != 0) &&
                           __builtin_parityll(masks.quote & (UINT64_MAX >> (63 - i))))
                << i;
      bits += masks.quote >> i & 1;
    }
    ck_assert_uint_eq(parity_up_to(masks.quote), parity);
    ck_assert_uint_eq(count_bits(masks.quote), bits);
    uint32_t offsets[64 + 8];
    put_offsets(offsets, masks.quote, (uint32_t)bits, 100);
    for (uint32_t i = 0, at = 0; i < 64; i++)
      if (masks.quote >> i & 1) ck_assert_uint_eq(offsets[at++], 100 + i);
  }
}
END_TEST

/* ---- Every level against a slow reader of random bytes ---- */

typedef struct Slow {
  CsvRow rows[400];
  uint32_t ends[1000];
  CsvUnclosed unclosed[400];
  size_t row_count, end_count, unclosed_count, consumed;
  uint32_t breaks;
} Slow;

static bool is_break(const char *bytes, size_t at) {
  return bytes[at] == '\n' || bytes[at] == '\r';
}

/* Behind the line end at `at`. */
static size_t behind_break(const char *bytes, size_t at) {
  return at + 1 + (bytes[at] == '\r' && bytes[at + 1] == '\n');
}

static uint32_t breaks_between(const char *bytes, size_t from, size_t to) {
  uint32_t count = 0;
  for (size_t at = from; at < to; at = is_break(bytes, at) ? behind_break(bytes, at) : at + 1)
    count += is_break(bytes, at);
  return count;
}

typedef enum { CELL_ENDED, CELL_OPEN, CELL_NEVER_CLOSED } CellEnd;

/* The end of the cell at *at. */
static CellEnd slow_cell(const char *bytes, size_t *at, size_t to, char delimiter) {
  const size_t start = *at;
  if (*at < to && bytes[*at] == '"') {
    for (++*at; *at < to; ++*at) {
      if (bytes[*at] != '"') continue;
      if (*at + 1 < to && bytes[*at + 1] == '"')
        ++*at;
      else
        break;
    }
    if (*at == to) return CELL_OPEN;
    size_t next = ++*at;
    while (next < to && (bytes[next] == ' ' || bytes[next] == '\t')) next++;
    const bool closed = next == to || bytes[next] == delimiter || is_break(bytes, next);
    if (!closed && breaks_between(bytes, start, *at)) return CELL_NEVER_CLOSED;
  }
  while (*at < to && bytes[*at] != delimiter && !is_break(bytes, *at)) ++*at;
  return *at == to ? CELL_OPEN : CELL_ENDED;
}

static void slow_give_up(Slow *slow, const char *bytes, size_t *at, size_t open, size_t first,
                         size_t row, size_t to) {
  slow->unclosed[slow->unclosed_count++] = (CsvUnclosed){
      slow->breaks + breaks_between(bytes, row, open), (uint32_t)(slow->end_count - first + 1)};
  for (*at = open; *at < to && !is_break(bytes, *at);) ++*at;
  if (*at < to) *at = behind_break(bytes, *at);
  slow->breaks += breaks_between(bytes, row, *at);
  slow->end_count = first;
}

static void slow_scan(Slow *slow, const char *bytes, size_t from, size_t to, char delimiter,
                      bool last) {
  size_t at = from;
  slow->row_count = slow->end_count = slow->unclosed_count = slow->breaks = 0;
  if (!last && to > from && bytes[to - 1] == '\r') to--;
  for (slow->consumed = from; at < to; slow->consumed = at) {
    const size_t row = at, first = slow->end_count;
    CellEnd ended;
    size_t open = at;
    while ((ended = slow_cell(bytes, &at, to, delimiter)) == CELL_ENDED) {
      slow->ends[slow->end_count++] = (uint32_t)at;
      if (is_break(bytes, at)) break;
      open = ++at;
    }
    if (ended == CELL_NEVER_CLOSED || (ended == CELL_OPEN && last)) {
      slow_give_up(slow, bytes, &at, open, first, row, to);
      continue;
    }
    if (ended == CELL_OPEN) {
      slow->end_count = first;
      break;
    }
    const uint32_t cells = (uint32_t)(slow->end_count - first);
    if (cells > 1 || at > row)
      slow->rows[slow->row_count++] = (CsvRow){(uint32_t)row, (uint32_t)first, cells, slow->breaks};
    at = behind_break(bytes, at);
    slow->breaks += breaks_between(bytes, row, at);
  }
}

static void same_as_slow(const Slow *slow, const CsvScan *scan) {
  ck_assert_uint_eq(scan->row_count, slow->row_count);
  ck_assert_uint_eq(scan->end_count, slow->end_count);
  ck_assert_uint_eq(scan->unclosed.count, slow->unclosed_count);
  ck_assert_uint_eq(scan->consumed, slow->consumed);
  ck_assert_uint_eq(scan->breaks, slow->breaks);
  for (size_t i = 0; i < slow->row_count; i++)
    ck_assert_mem_eq(&scan->rows[i], &slow->rows[i], sizeof slow->rows[i]);
  for (size_t i = 0; i < slow->end_count; i++) ck_assert_uint_eq(scan->ends[i], slow->ends[i]);
  for (size_t i = 0; i < slow->unclosed_count; i++)
    ck_assert_mem_eq(&scan->unclosed.at[i], &slow->unclosed[i], sizeof slow->unclosed[i]);
}

/* Kinds of data: quotes as writers put them, any quotes, many ends. */
static size_t random_csv(char *bytes, size_t size) {
  static const char *const PIECES[3][16] = {
      {"a", "1234.56", "é", "東京 ", "\"a,b\"", "\"a\"\"\r\nb\"", ",", ",", ",", ",", "\"\"", "\n",
       "long text without anything ", "x\r\n", "\r\n", ",\n"},
      {"a", "\"", "\"", "\"\"", "\r", "\n", "\r\n", ",", ",", " ", "\t", "b\"", ",\"", "\",", "7",
       "é"},
      {",", ",", ",", ",,", ",,,,,,,,", "\n", "\n\n\n\n\n\n\n", "\r\n\r\n", "\r", "a", ";", ",\"",
       "\",", "\"\"", ",", "x,"}};
  const size_t kind = (size_t)rand() % 3, want = (size_t)rand() % (size - 32);
  size_t len = 0;
  while (len < want) {
    const char *piece = PIECES[kind][rand() % 16];
    memcpy(bytes + len, piece, strlen(piece));
    len += strlen(piece);
  }
  return len;
}

/* Bytes at every alignment of a step, cut anywhere; what lies outside of the block is never seen.
 */
START_TEST(every_level_finds_what_a_slow_reader_finds) {
  enum { SIZE = 400 };
  static char room[64 + SIZE + CSV_PADDING];
  static Slow slow;
  CsvScan scans[SIMD_COUNT];
  for (SimdLevel simd = 0; simd < SIMD_COUNT; simd++)
    scans[simd] = (CsvScan){.arena = arena, .simd = simd, .delimiter = ','};
  srand(4);
  for (int round = 0; round < 6400; round++) {
    const size_t shift = (size_t)round % 64;
    memset(room, "\",\n"[rand() % 3], sizeof room);
    size_t to = shift + random_csv(room + shift, SIZE - 1);
    const bool last = rand() % 2;
    if (last && (to == shift || !is_break(room, to - 1))) room[to++] = '\n';
    if (last) memset(room + to, 0, CSV_PADDING);
    slow_scan(&slow, room, shift, to, ',', last);
    for (SimdLevel simd = 0; simd < SIMD_COUNT; simd++) {
      if (!simd_has(simd)) continue;
      csv_scan(&scans[simd], room, shift, to, SIZE_MAX, last);
      same_as_slow(&slow, &scans[simd]);
    }
  }
}
END_TEST

UNIT_MAIN(setup, teardown, splits_cells_and_rows, takes_every_line_end, passes_over_blank_lines,
          keeps_what_is_quoted, quotes_within_a_plain_cell_are_letters,
          text_behind_a_quote_is_marked, an_unclosed_quote_costs_one_row, goes_on_where_it_stopped,
          stops_at_the_rows_wanted, masks_tell_every_byte,
          every_level_finds_what_a_slow_reader_finds)
