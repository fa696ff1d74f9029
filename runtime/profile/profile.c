/* profile.c - a file block by block, row by row, cell by cell. */
#include "profile/profile.h"

#include <string.h>

#include "profile/tally.h"
#include "read/csv_cell.h"
#include "read/csv_detect.h"
#include "read/source.h"

enum { BLOCK_FIRST = 1 << 20 };
static const Span nowhere = {0, 0};

typedef struct Profiler {
  Arena *arena;
  DiagSink *diags;
  TableProfile *table;
  Source source;
  char *bytes; /* the block, with room for a line end and the padding */
  size_t capacity, used;
  CsvScan scan;
  TextPages copies;
  uint64_t breaks; /* line ends before the block */
  const volatile int *stop;
} Profiler;

/* ---- The bytes ---- */

static bool fail(Profiler *p, DiagCode code, const char *what, const char *help) {
  Diag *diag = diag_add(p->diags, code, nowhere, "%s %s", p->table->path, what);
  if (help) diag_help(p->diags, diag, "%s", help);
  return false;
}

static void reserve(Profiler *p, size_t capacity) {
  const size_t size = p->capacity ? p->capacity + 1 + SOURCE_PADDING : 0;
  p->bytes = arena_grow(p->arena, p->bytes, size, capacity + 1 + SOURCE_PADDING);
  p->capacity = capacity;
}

/* Fills the block behind what is left of the one before; the source's last line gets its end. */
static bool fill(Profiler *p, bool *last) {
  size_t got;
  const char *why;
  if (!source_read(&p->source, p->bytes + p->used, p->capacity - p->used, &got, &why)) {
    diag_add(p->diags, E_SOURCE_UNREADABLE, nowhere, "%s cannot be read: %s", p->table->path, why);
    return false;
  }
  p->used += got;
  *last = source_at_end(&p->source);
  if (*last && p->used && p->bytes[p->used - 1] != '\n' && p->bytes[p->used - 1] != '\r')
    p->bytes[p->used++] = '\n';
  return true;
}

/* What is no CSV by its first bytes. */
static bool refuse_other_files(Profiler *p) {
  const Text head = {p->bytes, p->used < 4096 ? p->used : 4096};
  size_t skip;
  if (csv_encoding(head.at, head.len, &skip) == CSV_UTF16)
    return fail(p, E_SOURCE_UTF16, "is in UTF-16",
                "save it as UTF-8: `iconv -f UTF-16 -t UTF-8 old.csv > new.csv`");
  if (text_starts(head, TEXT("PK\x03\x04")))
    return fail(p, E_NO_TABLE, "is a workbook or an archive, no CSV file",
                "save each of its sheets as CSV (UTF-8)");
  if (text_starts(head, TEXT("\x1f\x8b")))
    return fail(p, E_NO_TABLE, "is compressed", "unpack it first: `gunzip FILE`");
  if (head.len && memchr(head.at, 0, head.len))
    return fail(p, E_NO_TABLE, "is no text: it holds NUL bytes", "export the table as CSV");
  memmove(p->bytes, p->bytes + skip, p->used - skip);
  p->used -= skip;
  return true;
}

/* ---- The header ---- */

static Text cell_of(Profiler *p, const CsvRow *row, uint32_t cell) {
  const Text raw = csv_raw_cell(&p->scan, p->bytes, row, cell);
  bool malformed = false;
  return raw.len && raw.at[0] == '"' ? csv_unquote(raw, &p->copies, &malformed) : raw;
}

static bool is_year(Text cell) {
  cell = text_trim(cell);
  return cell.len == 4 && (text_starts(cell, TEXT("19")) || text_starts(cell, TEXT("20")));
}

/* Whether the first row is one of data: half of its cells are values. */
static bool lacks_header(const TableProfile *table) {
  uint32_t values = 0, named = 0;
  for (uint32_t i = 0; i < table->column_count; i++) {
    const Text header = table->columns[i].header;
    named += header.len > 0;
    values += header.len && !is_year(header) && tally_is_value(header);
  }
  return values && values * 2 >= named;
}

static bool refuse_header(Profiler *p) {
  const TableProfile *table = p->table;
  Buffer list = buffer_in(p->arena);
  for (uint32_t i = 0; i < table->column_count && i < 4; i++)
    buffer_printf(&list, "%s`%.*s`", i ? ", " : "",
                  TEXT_ARG(text_printable(p->arena, table->columns[i].header)));
  Diag *diag = diag_add(p->diags, E_NO_TABLE, nowhere,
                        "%s seems to have no header: its first row begins with %.*s", table->path,
                        TEXT_ARG(buffer_view(&list)));
  diag_help(p->diags, diag, "put a row with the names of the columns in front");
  return false;
}

static bool read_header(Profiler *p) {
  TableProfile *table = p->table;
  if (!p->scan.row_count)
    return fail(p, E_SOURCE_EMPTY, "is empty", "it needs at least a row with the names of columns");
  const CsvRow *row = &p->scan.rows[0];
  table->column_count = row->cells;
  table->columns = ARENA_ARRAY(p->arena, ColumnProfile, row->cells);
  for (uint32_t i = 0; i < row->cells; i++) {
    ColumnProfile *column = &table->columns[i];
    const Text name = text_trim(cell_of(p, row, i));
    if (text_utf8_check(name) < name.len)
      return fail(p, E_HEADER_UNREADABLE, "is not UTF-8: the names of its columns cannot be read",
                  "convert it: `iconv -f WINDOWS-1252 -t UTF-8 old.csv > new.csv`");
    column->header = text_copy(p->arena, name);
    column->values.arena = p->arena;
    for (size_t f = 0; f < FORM_COUNT; f++) column->form[f].low = 1; /* low > high: no value yet */
  }
  const Text only = table->columns[0].header;
  if (table->column_count == 1 && only.len && memchr(only.at, '|', only.len))
    return fail(p, E_NO_TABLE, "has cells that are separated by `|`",
                "separate them by commas, semicolons or tabs");
  return !lacks_header(table) || refuse_header(p);
}

/* ---- The rows ---- */

static void note_first(uint64_t *count, uint64_t *first, uint64_t line) {
  if (!(*count)++) *first = line;
}

static void read_row(Profiler *p, const CsvRow *row) {
  TableProfile *table = p->table;
  const uint64_t line = p->breaks + row->breaks + 1;
  if (row->cells > table->column_count) {
    note_first(&table->longer, &table->longer_line, line);
    return; /* nobody knows which cell is one too many */
  }
  if (row->cells < table->column_count) note_first(&table->shorter, &table->shorter_line, line);
  table->rows++;
  for (uint32_t i = 0; i < table->column_count; i++)
    if (!tally_cell(&table->columns[i], cell_of(p, row, i), line))
      note_first(&table->foreign, &table->foreign_line, line);
}

/* All rows of the block from number `first` on; what is behind them moves to its front. */
static void read_rows(Profiler *p, size_t first) {
  for (size_t i = first; i < p->scan.row_count; i++) read_row(p, &p->scan.rows[i]);
  p->table->unclosed += p->scan.unclosed.count;
  text_pages_reset(&p->copies);
  p->breaks += p->scan.breaks;
  p->used -= p->scan.consumed;
  memmove(p->bytes, p->bytes + p->scan.consumed, p->used);
}

/* The line that names the delimiter is no row. */
static void find_delimiter(Profiler *p, bool last) {
  const size_t line = csv_declared(p->bytes, 0, p->used, &p->scan.delimiter);
  if (line) {
    p->used -= line;
    p->breaks++;
    memmove(p->bytes, p->bytes + line, p->used);
  } else {
    csv_detect(&p->scan, p->bytes, 0, p->used, last);
  }
  p->table->delimiter = p->scan.delimiter;
}

static bool read_blocks(Profiler *p) {
  bool last = false, header = false;
  reserve(p, BLOCK_FIRST);
  while (!last) {
    if (*p->stop) {
      diag_add(p->diags, E_INTERRUPTED, nowhere, "interrupted");
      return false;
    }
    if (!fill(p, &last)) return false;
    if (!header) {
      if (!refuse_other_files(p)) return false;
      if (!p->breaks) find_delimiter(p, last); /* of more bytes once more, unless it was named */
    }
    csv_scan(&p->scan, p->bytes, 0, p->used, SIZE_MAX, last);
    if (!p->scan.row_count && !last) {
      if (p->capacity >= CSV_ROW_MOST) return fail(p, E_ROW_TOO_LARGE, "has a row of 64 MiB", NULL);
      reserve(p, p->capacity * 2);
      continue;
    }
    if (!header && !read_header(p)) return false;
    read_rows(p, !header);
    header = true;
  }
  return true;
}

TableProfile *profile_read(Arena *arena, const char *path, DiagSink *diags,
                           const volatile int *stop) {
  Profiler *p = ARENA_NEW(arena, Profiler);
  const char *slash = strrchr(path, '/'), *why;
  p->arena = p->scan.arena = p->copies.arena = arena;
  p->diags = diags;
  p->stop = stop;
  p->table = ARENA_NEW(arena, TableProfile);
  p->table->path = path;
  p->table->name = text_copy(arena, text_of(slash ? slash + 1 : path));
  if (!source_open(&p->source, arena, path, (Text){"", 0}, &why)) {
    diag_add(diags, E_SOURCE_UNREADABLE, nowhere, "%s cannot be read: %s", path, why);
    return NULL;
  }
  const bool done = read_blocks(p);
  source_close(&p->source);
  arena_release(arena, p->bytes);
  return done ? p->table : NULL;
}
