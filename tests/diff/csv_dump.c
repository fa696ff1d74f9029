/* csv_dump.c - the cells of a CSV file as the scan finds them, for a comparison with another
 * reader.
 *
 *   csv_dump DELIMITER FILE
 *
 * The file holds CSV files with a NUL byte behind each. Prints a line for each of them: a JSON list
 * of rows, a row being a list of texts. A row that was given up for its unclosed quote is `null`,
 * in its place.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "read/csv_cell.h"

/* Blocks of this many bytes, so that rows are cut anywhere. */
enum { STEP = 97 };

typedef struct Dump {
  CsvScan scan;
  TextPages pages;
  JsonWriter json;
  const char *bytes;
  uint32_t breaks; /* before the scan */
} Dump;

static void dump_row(Dump *d, const CsvRow *row) {
  json_begin_array(&d->json, NULL);
  for (uint32_t c = 0; c < row->cells; c++) {
    bool malformed = false;
    Text cell = csv_raw_cell(&d->scan, d->bytes, row, c);
    if (cell.len && cell.at[0] == '"') cell = csv_unquote(cell, &d->pages, &malformed);
    json_text(&d->json, NULL, cell);
  }
  json_end(&d->json);
}

static void dump_rows(Dump *d) {
  size_t unclosed = 0;
  for (size_t r = 0; r <= d->scan.row_count; r++) {
    const uint32_t breaks = r < d->scan.row_count ? d->scan.rows[r].breaks : UINT32_MAX;
    for (; unclosed < d->scan.unclosed.count && d->scan.unclosed.at[unclosed].breaks < breaks;
         unclosed++)
      json_null_value(&d->json, NULL);
    if (r < d->scan.row_count) dump_row(d, &d->scan.rows[r]);
  }
}

static void dump(Dump *d, Text text) {
  size_t from = 0, to = 0;
  d->bytes = text.at;
  json_begin_array(&d->json, NULL);
  while (from < text.len) {
    to = to + STEP < text.len ? to + STEP : text.len;
    csv_scan(&d->scan, d->bytes, from, to, SIZE_MAX, to == text.len);
    dump_rows(d);
    from = d->scan.consumed;
    if (to == text.len) break;
  }
  json_end(&d->json);
}

static bool dump_text(Dump *d, Text text) {
  Arena *arena = d->scan.arena;
  const bool ended = text.len && (text.at[text.len - 1] == '\n' || text.at[text.len - 1] == '\r');
  char *copy = arena_alloc(arena, text.len + 1 + CSV_PADDING);
  memcpy(copy, text.at, text.len);
  if (!ended) copy[text.len] = '\n';
  Buffer out = buffer_in(arena);
  d->json = json_writer(&out, false);
  dump(d, (Text){copy, text.len + !ended});
  buffer_char(&out, '\n');
  return fwrite(out.data, 1, out.len, stdout) == out.len;
}

static bool dump_file(Dump *d, const char *path) {
  Text content;
  const char *why = NULL;
  if (!file_read(d->scan.arena, path, &content, &why)) {
    fprintf(stderr, "%s: %s\n", path, why);
    return false;
  }
  size_t from = 0;
  for (size_t at = 0; at < content.len; at++) {
    if (content.at[at] != '\0') continue;
    if (!dump_text(d, text_slice(content, from, at))) return false;
    from = at + 1;
  }
  return from == content.len;
}

int main(int count, char **arguments) {
  Arena *arena = arena_new(NULL);
  bool ok = count == 3 && arena && ARENA_TRY(arena);
  if (ok) {
    Dump d = {.scan = {.arena = arena, .delimiter = arguments[1][0]}, .pages = {.arena = arena}};
    ok = dump_file(&d, arguments[2]);
  }
  arena_free(arena);
  return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
