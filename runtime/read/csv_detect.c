/* csv_detect.c - each delimiter is tried on the header and the first rows.
 *
 * What counts is how often it splits the header, times the share of rows with as many cells as the
 * header: a comma in a text splits some rows, the delimiter splits all of them.
 */
#include "read/csv_detect.h"

#include "base/text.h"

#include <string.h>

enum { SAMPLE_ROWS = 50 };

CsvEncoding csv_encoding(const char *bytes, size_t size, size_t *skip) {
  *skip = 0;
  if (size >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0)) {
    *skip = 2;
    return CSV_UTF16;
  }
  if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) *skip = 3;
  return CSV_UTF8;
}

/* 0 for a delimiter that leaves the header in one piece. */
static uint64_t score(const CsvScan *scan) {
  const size_t rows = scan->row_count < SAMPLE_ROWS ? scan->row_count : SAMPLE_ROWS;
  if (rows == 0) return 0;
  const uint32_t cells = scan->rows[0].cells;
  uint64_t alike = 1;
  for (size_t i = 1; i < rows; i++) alike += scan->rows[i].cells == cells;
  return (cells - 1) * alike;
}

bool csv_detect(CsvScan *scan, const char *bytes, size_t from, size_t to, bool last) {
  static const char delimiters[] = {',', ';', '\t'};
  uint64_t best = 0;
  char delimiter = ',';
  unsigned splitting = 0;
  bool all_headers = true, all_samples = true;
  for (size_t i = 0; i < sizeof delimiters; i++) {
    scan->delimiter = delimiters[i];
    csv_scan(scan, bytes, from, to, SAMPLE_ROWS, last);
    all_headers &= scan->row_count > 0;
    all_samples &= scan->row_count >= SAMPLE_ROWS;
    const uint64_t reached = score(scan);
    splitting += reached > 0;
    if (reached <= best) continue;
    best = reached;
    delimiter = delimiters[i];
  }
  scan->delimiter = delimiter;
  csv_scan(scan, bytes, from, to, SAMPLE_ROWS, last);
  return all_samples || (all_headers && splitting < 2);
}

size_t csv_declared(const char *bytes, size_t from, size_t to, char *delimiter) {
  const char *at = bytes + from;
  const Text start = {at, to - from};
  if (start.len < 6 || !text_starts(start, TEXT("sep=")) || (at[5] != '\n' && at[5] != '\r'))
    return 0;
  *delimiter = at[4];
  return start.len > 6 && at[5] == '\r' && at[6] == '\n' ? 7 : 6;
}
