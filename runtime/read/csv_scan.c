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
#include "read/csv_scan.h"

#include "read/csv_masks.h"

typedef enum { START, PLAIN, QUOTED, CLOSED, BLANK, AFTER } State;

typedef struct Scanner {
  CsvScan *scan;
  const char *bytes;
  size_t to;
  uint32_t *ends; /* where the next end goes */
  State state;
  bool cr;            /* the byte before is a CR */
  uint32_t breaks;    /* before the current step */
  uint32_t row_start; /* of the row that is not complete yet */
  uint32_t row_first;
  uint32_t row_breaks;
} Scanner;

uint32_t csv_count_breaks(const char *from, const char *to) {
  uint32_t count = 0;
  for (const char *at = from; at < to; at++) {
    if (*at == '\n' || (*at == '\r' && !(at + 1 < to && at[1] == '\n'))) count++;
  }
  return count;
}

static uint32_t end_count(const Scanner *s) { return (uint32_t)(s->ends - s->scan->ends); }

/* The row ends at `at`, which is where its last cell ends, and `breaks` line ends lie before the
 * row behind it. A blank line is no row. */
static inline void end_row(Scanner *s, uint32_t at, uint32_t ends_so_far, uint32_t breaks) {
  CsvScan *scan = s->scan;
  const uint32_t cells = ends_so_far - s->row_first;
  scan->rows[scan->row_count] = (CsvRow){s->row_start, s->row_first, cells, s->row_breaks};
  scan->row_count += cells > 1 || at > s->row_start;
  s->row_first = ends_so_far;
  s->row_start = at + 1 + (s->bytes[at] == '\r' && s->bytes[at + 1] == '\n');
  s->row_breaks = breaks;
}

/* The offset of each bit becomes an end. Most steps have no more than eight. */
static inline void put_ends(Scanner *s, uint64_t bits, uint32_t base) {
  uint32_t *ends = s->ends;
  s->ends += count_bits(bits);
  do {
    for (unsigned i = 0; i < 8; i++) {
      ends[i] = base + (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
      bits &= bits - 1;
    }
    ends += 8;
  } while (bits);
}

/* One step by masks. False, with nothing changed, where the quotes are not regular. */
static inline bool scan_masks(Scanner *s, size_t base, uint64_t valid) {
  CsvMasks masks = csv_masks(s->bytes + base, s->scan->delimiter);
  masks.quote &= valid;
  const uint64_t cr = masks.cr & valid, lf = masks.lf & valid;
  const uint64_t structural = (masks.delimiter & valid) | cr | lf;
  const uint64_t quoted =
      parity_up_to(masks.quote) ^ (s->state == QUOTED ? ~UINT64_C(0) : UINT64_C(0));
  const uint64_t closed = masks.quote & ~quoted, outside = structural & ~quoted;
  const uint64_t closed_before = closed << 1 | (s->state == CLOSED);
  const uint64_t may_open = outside << 1 | (s->state == START) | closed_before;
  const uint64_t may_follow = structural | masks.quote | ~valid;
  if ((masks.quote & quoted & ~may_open) | (closed_before & ~may_follow)) return false;

  const uint64_t second = lf & (cr << 1 | s->cr); /* of CR LF */
  const uint64_t breaks = (cr | lf) & ~second;
  const uint32_t ends_before = end_count(s);
  const uint64_t ends = outside & ~second;
  put_ends(s, ends, (uint32_t)base);
  for (uint64_t rows = breaks & ~quoted; rows; rows &= rows - 1) {
    const uint64_t up_to = rows ^ (rows - 1);
    end_row(s, (uint32_t)base + (uint32_t)__builtin_ctzll(rows),
            ends_before + count_bits(ends & up_to), s->breaks + count_bits(breaks & up_to));
  }
  if (breaks) s->breaks += count_bits(breaks);
  s->cr = cr >> 63;
  const State open = quoted >> 63 ? QUOTED : PLAIN;
  s->state = closed >> 63 ? CLOSED : outside >> 63 ? START : open;
  return true;
}

/* Gives the current row up: its open cell's quote is never closed. The scan goes on at the offset
 * that is returned. */
static size_t give_up_row(Scanner *s) {
  const uint32_t ends = end_count(s);
  const uint32_t open = ends > s->row_first ? s->ends[-1] + 1 : s->row_start;
  const char *at = s->bytes + open, *end = s->bytes + s->to;
  *VEC_PUSH(s->scan->arena, &s->scan->unclosed) = (CsvUnclosed){
      .breaks = s->row_breaks + csv_count_breaks(s->bytes + s->row_start, at),
      .column = ends - s->row_first + 1,
  };
  while (at < end && *at != '\n' && *at != '\r') at++;
  if (at < end) at += 1 + (*at == '\r' && at + 1 < end && at[1] == '\n');
  s->row_breaks += csv_count_breaks(s->bytes + s->row_start, at);
  s->row_start = (uint32_t)(at - s->bytes);
  s->ends = s->scan->ends + s->row_first;
  s->breaks = s->row_breaks;
  s->state = START;
  s->cr = false;
  return s->row_start;
}

/* Whether the quoted cell that has just been closed at `at` runs over a line end. */
static bool spans_lines(const Scanner *s, size_t at) {
  const uint32_t open = end_count(s) > s->row_first ? s->ends[-1] + 1 : s->row_start;
  return csv_count_breaks(s->bytes + open, s->bytes + at) > 0;
}

static State state_inside(State state, char c) {
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

/* One step byte by byte. Returns where to go on: at `stop`, or behind a row that was given up. */
static size_t scan_bytes(Scanner *s, size_t base, size_t stop) {
  for (size_t at = base; at < stop; at++) {
    const char c = s->bytes[at];
    const bool second = c == '\n' && s->cr; /* of CR LF */
    const bool is_break = c == '\r' || (c == '\n' && !second);
    s->cr = c == '\r';
    if (s->state == QUOTED || !(c == s->scan->delimiter || c == '\r' || c == '\n')) {
      const State before = s->state;
      s->breaks += is_break;
      s->state = state_inside(before, c);
      if (s->state == AFTER && before != AFTER && spans_lines(s, at)) return give_up_row(s);
      continue;
    }
    if (second) continue;
    *s->ends++ = (uint32_t)at;
    s->state = START;
    if (!is_break) continue;
    end_row(s, (uint32_t)at, end_count(s), ++s->breaks);
  }
  return stop;
}

/* Room for what one step can bring, and for what put_ends writes beyond it. */
static void make_room(Scanner *s) {
  CsvScan *scan = s->scan;
  const size_t ends = end_count(s), need = ends + 64 + 8;
  if (need > scan->end_capacity) {
    const size_t capacity = need < 4096 ? 8192 : need * 2;
    scan->ends = arena_grow(scan->arena, scan->ends, scan->end_capacity * sizeof *scan->ends,
                            capacity * sizeof *scan->ends);
    scan->end_capacity = capacity;
    s->ends = scan->ends + ends;
  }
  if (scan->row_count + 64 + 1 > scan->row_capacity) {
    const size_t capacity = scan->row_count * 2 + 512;
    scan->rows = arena_grow(scan->arena, scan->rows, scan->row_capacity * sizeof *scan->rows,
                            capacity * sizeof *scan->rows);
    scan->row_capacity = capacity;
  }
}

void csv_scan(CsvScan *scan, const char *bytes, size_t from, size_t to, size_t want, bool last) {
  scan->row_count = 0;
  scan->unclosed.count = 0;
  /* Whether a LF follows a CR at the end is not known yet. */
  if (!last && to > from && bytes[to - 1] == '\r') to--;
  Scanner s = {.scan = scan,
               .bytes = bytes,
               .to = to,
               .ends = scan->ends,
               .state = START,
               .row_start = (uint32_t)from};
  size_t at = from;
  while (scan->row_count < want) {
    if (at >= to) {
      const bool given_up = last || to - s.row_start >= CSV_ROW_MOST;
      if (s.state != QUOTED || !given_up) break;
      at = give_up_row(&s);
      continue;
    }
    make_room(&s);
    const size_t step = to - at < 64 ? to - at : 64;
    const uint64_t valid = step < 64 ? (UINT64_C(1) << step) - 1 : ~UINT64_C(0);
    if (s.state <= CLOSED && scan_masks(&s, at, valid)) {
      at += step;
    } else {
      at = scan_bytes(&s, at, at + step);
    }
  }
  scan->end_count = s.row_first;
  scan->consumed = s.row_start < to ? s.row_start : to;
  scan->breaks = s.row_breaks;
}
