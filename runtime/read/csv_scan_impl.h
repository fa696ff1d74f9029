/* csv_scan_impl.h - what the loop over regular steps and the walk byte by byte share.
 *
 * The loop stands in csv_scan_loop.h and is compiled once a SIMD level. It works on a Scanner of
 * its own, in registers, and hands it back where it stops.
 */
#ifndef READ_CSV_SCAN_IMPL_H
#define READ_CSV_SCAN_IMPL_H

#include "read/csv_masks.h"
#include "read/csv_scan.h"

typedef enum { START, PLAIN, QUOTED, CLOSED, BLANK, AFTER } CsvState;

/* A step brings no more than 64 ends, and the loop may write so many beyond them. */
enum { STEP_BYTES = 64, STEP_SLACK = 16 };

typedef struct Scanner {
  const char *bytes;
  size_t at, to;
  size_t want; /* rows */
  char delimiter;
  CsvState state;
  bool cr;        /* the byte before is a CR */
  uint32_t *ends; /* all of them, room for end_capacity */
  CsvRow *rows;   /* with room for row_capacity */
  size_t end_count, end_capacity, row_count, row_capacity;
  uint32_t breaks;    /* before the current step */
  uint32_t row_start; /* of the row that is not complete yet */
  uint32_t row_first;
  uint32_t row_breaks;
} Scanner;

/* Takes steps from s->at on, until there is a step whose quotes are not regular, no room for one
 * step more, enough rows or the end. s->state is none of BLANK and AFTER. */
typedef void ScanLoop(Scanner *s);
ScanLoop csv_scan_portable, csv_scan_sse2, csv_scan_avx2, csv_scan_avx512, csv_scan_neon;

/* Room for one step. */
static inline bool scan_has_room(const Scanner *s) {
  return s->end_count + STEP_BYTES + STEP_SLACK <= s->end_capacity &&
         s->row_count + STEP_BYTES + 1 <= s->row_capacity;
}

/* The row ends at `at`, which is where its last cell ends, and `breaks` line ends lie before the
 * row behind it. A blank line is no row. */
static inline void scan_end_row(Scanner *s, uint32_t at, uint32_t ends_so_far, uint32_t breaks) {
  const uint32_t cells = ends_so_far - s->row_first;
  s->rows[s->row_count] = (CsvRow){s->row_start, s->row_first, cells, s->row_breaks};
  s->row_count += cells > 1 || at > s->row_start;
  s->row_first = ends_so_far;
  s->row_start = at + 1 + (s->bytes[at] == '\r' && s->bytes[at + 1] == '\n');
  s->row_breaks = breaks;
}

#endif
