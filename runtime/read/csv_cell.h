/* csv_cell.h - the text of a cell, without its quotes. */
#ifndef READ_CSV_CELL_H
#define READ_CSV_CELL_H

#include "read/csv_scan.h"
#include "read/text_pages.h"

/* The bytes of a cell as they stand; the empty text where the row has no such cell. */
static inline Text csv_raw_cell(const CsvScan *scan, const char *bytes, const CsvRow *row,
                                uint32_t cell) {
  if (cell >= row->cells) return (Text){"", 0};
  const uint32_t *ends = scan->ends + row->first + cell;
  const uint32_t start = cell ? ends[-1] + 1 : row->start;
  return (Text){bytes + start, ends[0] - start};
}

/* The cells at one position of some rows, each as csv_raw_cell gives it. Those that begin with a
 * quote are listed by their index; returns how many they are. */
size_t csv_gather(const CsvScan *scan, const char *bytes, const CsvRow *const *rows, size_t count,
                  uint32_t cell, Text *cells, uint32_t *quoted);

/* What a cell that begins with a quote says: doubled quotes are one, and blanks behind the closing
 * quote are dropped. A copy is made only of a cell with doubled quotes or with text behind the
 * closing quote; the latter is taken as it stands, and *malformed is set. */
Text csv_unquote(Text raw, TextPages *copies, bool *malformed);

#endif
