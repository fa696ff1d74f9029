/* csv_cell.c - the cells of a column, and quoted ones. */
#include "read/csv_cell.h"

#include <string.h>

/* Nothing branches on what is in a cell. Behind an empty one stands a delimiter or a line end, so
 * that there is a byte to look at, and it is no quote. */
size_t csv_gather(const CsvScan *scan, const char *bytes, const CsvRow *const *rows, size_t count,
                  uint32_t cell, Text *cells, uint32_t *quoted) {
  size_t listed = 0;
  for (size_t i = 0; i < count; i++) {
    const CsvRow *row = rows[i];
    const Text raw = csv_raw_cell(scan, bytes, row, cell);
    cells[i] = raw;
    quoted[listed] = (uint32_t)i;
    listed += *raw.at == '"';
  }
  return listed;
}

static bool all_blank(const char *at, const char *end) {
  while (at < end && (*at == ' ' || *at == '\t')) at++;
  return at == end;
}

Text csv_unquote(Text raw, TextPages *copies, bool *malformed) {
  const char *at = raw.at + 1, *end = raw.at + raw.len;
  const char *quote = at < end ? memchr(at, '"', (size_t)(end - at)) : NULL;
  if (!quote) return (Text){at, (size_t)(end - at)};
  if (quote + 1 == end) return (Text){at, (size_t)(quote - at)};
  char *copy = text_pages_room(copies, raw.len), *to = copy;
  for (; quote; quote = memchr(at, '"', (size_t)(end - at))) {
    memcpy(to, at, (size_t)(quote - at));
    to += quote - at;
    at = quote + 1;
    if (at == end || *at != '"') break;
    *to++ = *at++;
    if (at == end) break;
  }
  if (!all_blank(at, end)) {
    *malformed = true;
    memcpy(to, at, (size_t)(end - at));
    to += end - at;
  }
  text_pages_keep(copies, (size_t)(to - copy));
  return (Text){copy, (size_t)(to - copy)};
}
