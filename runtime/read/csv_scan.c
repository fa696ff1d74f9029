/* csv_scan.c - 64 bytes a step where quotes are regular, byte by byte where they are not.
 *
 * From the masks of a step, the parity of the quotes tells what lies inside of quotes. That holds
 * only if every quote that opens stands at the start of a cell and every one that closes at its
 * end, which two more masks tell; a step that fails this is walked through byte by byte, with the
 * same state before and after it:
 *
 *   START ──"──▶ QUOTED ──"──▶ CLOSED ──blank──▶ BLANK
 *     │            ▲ └─────"─────┘ │               │
 *     ▼                            ▼               ▼
 *   PLAIN                        AFTER ◀───────────┘      every state but QUOTED leads back
 *                                                         to START at a delimiter or line end
 */
#include "read/csv_scan_impl.h"

uint32_t csv_count_breaks(const char *from, const char *to) {
  uint32_t count = 0;
  for (const char *at = from; at < to; at++) {
    if (*at == '\n' || (*at == '\r' && !(at + 1 < to && at[1] == '\n'))) count++;
  }
  return count;
}

/* Offset of the cell that is not complete yet. */
static uint32_t open_cell(const Scanner *s) {
  return s->end_count > s->row_first ? s->ends[s->end_count - 1] + 1 : s->row_start;
}

/* Gives the current row up: its open cell's quote is never closed. The scan goes on with the line
 * behind the one of the quote. */
static void give_up_row(Scanner *s, CsvScan *scan) {
  const char *at = s->bytes + open_cell(s), *end = s->bytes + s->to;
  *VEC_PUSH(scan->arena, &scan->unclosed) = (CsvUnclosed){
      .breaks = s->row_breaks + csv_count_breaks(s->bytes + s->row_start, at),
      .column = (uint32_t)s->end_count - s->row_first + 1,
  };
  while (at < end && *at != '\n' && *at != '\r') at++;
  if (at < end) at += 1 + (*at == '\r' && at + 1 < end && at[1] == '\n');
  s->row_breaks += csv_count_breaks(s->bytes + s->row_start, at);
  s->at = (size_t)(at - s->bytes);
  s->row_start = (uint32_t)s->at;
  s->end_count = s->row_first;
  s->breaks = s->row_breaks;
  s->state = START;
  s->cr = false;
}

/* Whether the quoted cell that has just been closed at `at` runs over a line end. */
static bool spans_lines(const Scanner *s, size_t at) {
  return csv_count_breaks(s->bytes + open_cell(s), s->bytes + at) > 0;
}

static CsvState state_inside(CsvState state, char c) {
  switch (state) {
  case START:
    return c == '"' ? QUOTED : PLAIN;
  case QUOTED:
    return c == '"' ? CLOSED : QUOTED;
  case CLOSED:
    if (c == '"') return QUOTED;
    return c == ' ' || c == '\t' ? BLANK : AFTER;
  case BLANK:
    return c == ' ' || c == '\t' ? BLANK : AFTER;
  default:
    return state;
  }
}

/* One step byte by byte. */
static void scan_bytes(Scanner *s, CsvScan *scan) {
  const size_t stop = s->to - s->at < STEP_BYTES ? s->to : s->at + STEP_BYTES;
  for (; s->at < stop; s->at++) {
    const char c = s->bytes[s->at];
    const bool second = c == '\n' && s->cr; /* of CR LF */
    const bool is_break = c == '\r' || (c == '\n' && !second);
    s->cr = c == '\r';
    if (s->state == QUOTED || !(c == s->delimiter || c == '\r' || c == '\n')) {
      const CsvState before = s->state;
      s->breaks += is_break;
      s->state = state_inside(before, c);
      if (s->state != AFTER || before == AFTER || !spans_lines(s, s->at)) continue;
      give_up_row(s, scan);
      return;
    }
    if (second) continue;
    s->ends[s->end_count++] = (uint32_t)s->at;
    s->state = START;
    if (!is_break) continue;
    scan_end_row(s, (uint32_t)s->at, (uint32_t)s->end_count, ++s->breaks);
  }
}

/* Room for one step at least. */
static void make_room(Scanner *s, Arena *arena) {
  if (s->end_count + STEP_BYTES + STEP_SLACK > s->end_capacity) {
    const size_t capacity = s->end_count < 4096 ? 8192 : s->end_count * 2;
    s->ends =
        arena_grow(arena, s->ends, s->end_capacity * sizeof *s->ends, capacity * sizeof *s->ends);
    s->end_capacity = capacity;
  }
  if (s->row_count + STEP_BYTES + 1 > s->row_capacity) {
    const size_t capacity = s->row_count * 2 + 1024;
    s->rows =
        arena_grow(arena, s->rows, s->row_capacity * sizeof *s->rows, capacity * sizeof *s->rows);
    s->row_capacity = capacity;
  }
}

static ScanLoop *loop_of(SimdLevel asked) {
  static ScanLoop *const loops[SIMD_COUNT] = {
      [SIMD_PORTABLE] = csv_scan_portable,
#ifdef __x86_64__
      [SIMD_SSE2] = csv_scan_sse2,         [SIMD_AVX2] = csv_scan_avx2,
      [SIMD_AVX512] = csv_scan_avx512,
#endif
#ifdef __aarch64__
      [SIMD_NEON] = csv_scan_neon,
#endif
  };
  return loops[simd_choose(asked)];
}

static void scan_all(Scanner *s, CsvScan *scan, bool last) {
  ScanLoop *const loop = loop_of(scan->simd);
  while (s->row_count < s->want) {
    if (s->at >= s->to) {
      const bool given_up = last || s->to - s->row_start >= CSV_ROW_MOST;
      if (s->state != QUOTED || !given_up) break;
      give_up_row(s, scan);
      continue;
    }
    if (!scan_has_room(s)) make_room(s, scan->arena);
    const size_t before = s->at;
    if (s->state <= CLOSED) loop(s);
    if (s->at == before) scan_bytes(s, scan);
  }
}

void csv_scan(CsvScan *scan, const char *bytes, size_t from, size_t to, size_t want, bool last) {
  scan->unclosed.count = 0;
  /* Whether a LF follows a CR at the end is not known yet. */
  if (!last && to > from && bytes[to - 1] == '\r') to--;
  Scanner s = {.bytes = bytes,
               .at = from,
               .to = to,
               .want = want,
               .delimiter = scan->delimiter,
               .state = START,
               .ends = scan->ends,
               .rows = scan->rows,
               .end_capacity = scan->end_capacity,
               .row_capacity = scan->row_capacity,
               .row_start = (uint32_t)from};
  scan_all(&s, scan, last);
  scan->ends = s.ends;
  scan->rows = s.rows;
  scan->end_capacity = s.end_capacity;
  scan->row_capacity = s.row_capacity;
  scan->end_count = s.row_first;
  scan->row_count = s.row_count;
  scan->consumed = s.row_start < to ? s.row_start : to;
  scan->breaks = s.row_breaks;
}
