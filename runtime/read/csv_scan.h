/* csv_scan.h - where the cells and rows of a block of CSV begin and end.
 *
 * RFC 4180, and what is found in the wild: line ends are LF, CR LF or CR, blank lines are passed
 * over, a quote counts only at the start of a cell (elsewhere it is a letter), a quoted cell ends
 * at the first quote that is not doubled; what stands between it and the next delimiter makes the
 * cell malformed, blanks excepted.
 *
 * A quoted cell that runs over a line end, and either is malformed or does not end at all, was
 * never closed: the row is given up and the scan goes on with the line behind the one of the quote,
 * so that a stray quote costs one row and not the rest of the file.
 */
#ifndef READ_CSV_SCAN_H
#define READ_CSV_SCAN_H

#include "base/arena.h"
#include "base/simd.h"

/* As many bytes behind the ones to scan must be readable. */
#define CSV_PADDING 64
/* A row beyond this size is not waited for: a block of 64 MiB with room for a line end. */
#define CSV_ROW_MOST (((size_t)64 << 20) - 1)

typedef struct CsvRow {
  uint32_t start;  /* offset of its first byte */
  uint32_t first;  /* its first cell ends at ends[first], the next one at ends[first + 1] ... */
  uint32_t cells;  /* at least 1 */
  uint32_t breaks; /* line ends between the start of the scan and the row */
} CsvRow;

typedef struct CsvUnclosed {
  uint32_t breaks; /* line ends between the start of the scan and the quote */
  uint32_t column; /* from 1 */
} CsvUnclosed;

typedef struct CsvScan {
  Arena *arena;
  SimdLevel simd; /* whichever it is, the same is found */
  char delimiter;
  uint32_t *ends; /* offsets of the delimiters and line ends behind the cells */
  size_t end_count, end_capacity;
  CsvRow *rows;
  size_t row_count, row_capacity;
  VEC(CsvUnclosed) unclosed;
  size_t consumed; /* offset of the first byte that belongs to none of the rows */
  uint32_t breaks; /* line ends before it */
} CsvScan;

/* Finds the whole rows in bytes[from..to), at least `want` of them if there are as many; what was
 * found before is forgotten. `last` says that the source ends at `to`, with a line end. Offsets
 * count from `bytes` and stay below 4 GiB. */
void csv_scan(CsvScan *scan, const char *bytes, size_t from, size_t to, size_t want, bool last);

/* Number of line ends; CR LF is one. */
uint32_t csv_count_breaks(const char *from, const char *to);

#endif
