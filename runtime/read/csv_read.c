/* csv_read.c - a CSV file from its first byte to its last row. */
#include "read/bind.h"
#include "read/csv_cell.h"
#include "read/csv_detect.h"
#include "read/reader_impl.h"

_Static_assert(SOURCE_PADDING >= CSV_PADDING, "the scan reads beyond the block");
_Static_assert(SOURCE_PADDING >= CELL_READABLE, "cells are loaded a word at a time");
_Static_assert(TEXT_PADDING + 8 >= CELL_READABLE, "copies of cells too");

/* Rows of one scan: what it finds stays in the second cache together with the bytes. */
enum { SCAN_ROWS = CHUNK_ROWS };
/* Rows are counted in 31 bits. */
static const uint64_t ROWS_MOST = (uint64_t)INT32_MAX;

static Diag *fail(Reader *r, DiagCode code, const char *what) {
  r->failed = true;
  return diag_add(r->diags, code, (Span){0, 0}, "%.*s %s", TEXT_ARG(r->name), what);
}

static bool fill(Reader *r) {
  const char *why = NULL;
  if (source_fill(&r->source, &why)) return true;
  fail(r, E_SOURCE_UNREADABLE, arena_printf(r->arena, "cannot be read: %s", why));
  return false;
}

/* ---- Opening ---- */

/* `sep=;` as a first line, which spreadsheets write and read. */
static bool declared_delimiter(Reader *r) {
  Source *source = &r->source;
  const char *at = source->bytes + source->start;
  const Text start = {at, source->end - source->start};
  if (start.len < 6 || !text_starts(start, TEXT("sep=")) || (at[5] != '\n' && at[5] != '\r'))
    return false;
  r->scan.delimiter = at[4];
  source->start += at[5] == '\r' && at[6] == '\n' ? 7 : 6;
  r->line = 2;
  return true;
}

static bool scan_beginning(Reader *r) {
  Source *source = &r->source;
  size_t mark = 0;
  if (!fill(r)) return false;
  if (csv_encoding(source->bytes, source->end, &mark) == CSV_UTF16) {
    Diag *diag = fail(r, E_SOURCE_UTF16, "is encoded in UTF-16");
    diag_help(r->diags, diag, "convert it to UTF-8: `iconv -f UTF-16 -t UTF-8 %.*s`",
              TEXT_ARG(r->name));
    return false;
  }
  source->start = mark;
  const bool declared = declared_delimiter(r);
  for (;;) {
    const char *bytes = source->bytes;
    if (declared) {
      csv_scan(&r->scan, bytes, source->start, source->end, 1, source->last);
    } else {
      csv_detect(&r->scan, bytes, source->start, source->end, source->last);
    }
    if (r->scan.row_count > 0 || source->last || r->scan.unclosed.count > 0) return true;
    if (source->end - source->start >= CSV_ROW_MOST) return true;
    if (!fill(r)) return false;
  }
}

/* No cell of it names a column. */
static bool is_blank(const Header *header) {
  for (uint32_t i = 0; i < header->count; i++)
    if (header->names[i].len) return false;
  return true;
}

/* The header's names, or false after a diagnostic. */
static bool read_header(Reader *r, Header *header) {
  const CsvRow *row = r->scan.rows;
  if (r->scan.unclosed.count > 0 &&
      (r->scan.row_count == 0 || r->scan.unclosed.at[0].breaks <= row->breaks)) {
    fail(r, E_HEADER_UNREADABLE, "has a quote in its header that is never closed");
    return false;
  }
  if (r->scan.row_count == 0) {
    if (r->source.last) {
      Diag *diag = fail(r, E_SOURCE_EMPTY, "is empty");
      diag_help(r->diags, diag, "the first row holds the names of the columns");
    } else {
      fail(r, E_HEADER_UNREADABLE, "has no line end in its first 64 MiB");
    }
    return false;
  }
  *header = (Header){.source = r->name, .count = row->cells};
  header->names = ARENA_ARRAY(r->arena, Text, row->cells);
  for (uint32_t i = 0; i < row->cells; i++) {
    bool malformed = false;
    Text name = csv_raw_cell(&r->scan, r->source.bytes, row, i);
    if (name.len > 0 && name.at[0] == '"') name = csv_unquote(name, &r->decoded, &malformed);
    header->names[i] = text_copy(r->arena, text_trim(name));
    if (cell_text_check(name) != CELL_NUL_BYTE) continue;
    Diag *diag = fail(r, E_HEADER_UNREADABLE, "has a NUL byte in its header");
    diag_note(r->diags, diag, "it may be encoded in UTF-16, or be no CSV file at all");
    return false;
  }
  if (is_blank(header)) {
    Diag *diag = fail(r, E_SOURCE_EMPTY, "has a first row without a name");
    diag_help(r->diags, diag, "the first row holds the names of the columns");
    return false;
  }
  r->header_cells = row->cells;
  r->unnamed_last = row->cells > 1 && header->names[row->cells - 1].len == 0;
  r->next_row = 1;
  return true;
}

static void bind_column(Reader *r, uint32_t field, uint32_t cell) {
  const FieldSchema *schema = &r->entity->fields[field];
  BoundColumn *bound = &r->columns[r->column_count++];
  bound->column = column_new(r->arena, r->request.image, r->entity, field, cell, &r->texts);
  bound->column.simd = r->request.simd;
  if (schema->slot == SCHEMA_NONE) {
    bound->scratch = vector_new(r->arena, type_store(schema->type), CHUNK_ROWS);
  }
  if (schema->type.kind == TYPE_REF) link_target(r, bound);
}

static bool bind_columns(Reader *r, const Header *header) {
  const uint32_t count = r->entity->field_count;
  uint32_t *cells = ARENA_ARRAY(r->arena, uint32_t, count);
  bool *wanted = ARENA_ARRAY(r->arena, bool, count);
  for (uint32_t f = 0; f < count; f++) {
    const FieldSchema *field = &r->entity->fields[f];
    wanted[f] = r->request.all_columns || field->used || field->key || field->required ||
                field->slot != SCHEMA_NONE || field->type.kind == TYPE_REF;
  }
  if (!bind_header(r->entity, wanted, header, cells, r->arena, r->diags)) {
    r->failed = true;
    return false;
  }
  r->columns = ARENA_ARRAY(r->arena, BoundColumn, count);
  for (uint32_t f = 0; f < count; f++) {
    if (wanted[f]) bind_column(r, f, cells[f]);
  }
  if (r->entity->key != SCHEMA_NONE) r->key_cell = cells[r->entity->key];
  return true;
}

Reader *reader_open(Arena *arena, const ReadRequest *request, ReadLog *log, DiagSink *diags) {
  Reader *r = ARENA_NEW(arena, Reader);
  Header header = {.count = 0};
  const char *why = NULL;
  r->arena = arena;
  r->request = *request;
  r->entity = &request->image->entities.at[request->entity];
  r->table = request->tables[request->entity];
  r->log = log;
  r->diags = diags;
  r->name = request->name.len || !request->path ? request->name : text_of(request->path);
  r->line = 1;
  r->scan.simd = request->simd;
  r->scan.arena = r->texts.arena = r->decoded.arena = arena;
  r->first_finding = log->findings.count;
  r->first_count = log->counts.count;
  if (!source_open(&r->source, arena, request->path, request->content, &why)) {
    fail(r, E_SOURCE_UNREADABLE, arena_printf(arena, "cannot be read: %s", why));
    return NULL;
  }
  if (!scan_beginning(r) || !read_header(r, &header) || !bind_columns(r, &header)) {
    source_close(&r->source);
    return NULL;
  }
  chunk_new(r);
  r->table->source = text_copy(r->table->arena, r->name);
  if (request->keep_lines) table_keep_lines(r->table);
  for (size_t i = 0; i < r->scan.unclosed.count; i++) {
    complain_unclosed(r, &r->scan.unclosed.at[i]);
  }
  return r;
}

/* ---- Reading ---- */

/* Makes sure that there are scanned rows; false at the end and on failure. */
static bool scan_more(Reader *r) {
  Source *source = &r->source;
  while (r->next_row >= r->scan.row_count) {
    r->line += r->scan.breaks;
    source->start = r->scan.consumed;
    r->next_row = 0;
    csv_scan(&r->scan, source->bytes, source->start, source->end, SCAN_ROWS, source->last);
    for (size_t i = 0; i < r->scan.unclosed.count; i++) {
      complain_unclosed(r, &r->scan.unclosed.at[i]);
    }
    if (r->scan.row_count > 0 || r->scan.consumed > source->start) continue;
    if (source->last) return false;
    if (source->end - source->start >= CSV_ROW_MOST) {
      fail(r, E_ROW_TOO_LARGE,
           arena_printf(r->arena, "has a row of more than 64 MiB, on line %llu",
                        (unsigned long long)r->line));
      return false;
    }
    if (!fill(r)) return false;
    r->scan.consumed = source->start;
  }
  return true;
}

static bool too_many_rows(Reader *r) {
  if (r->table->first + r->table->rows + CHUNK_ROWS < ROWS_MOST) return false;
  fail(r, E_TOO_MANY_ROWS, "has more than 2,147,483,647 rows");
  return true;
}

static void finish(Reader *r) {
  r->done = !r->failed;
  r->table->complete = r->done;
  source_close(&r->source);
  link_hints(r);
  read_log_sort(r->log, r->first_finding, r->first_count);
}

size_t reader_next(Reader *r, size_t max_rows) {
  size_t appended = 0;
  if (r->done || r->failed) return 0;
  if (r->table->rows == 0) text_pages_reset(&r->texts);
  while (appended < max_rows) {
    if (!scan_more(r) || too_many_rows(r)) {
      finish(r);
      break;
    }
    size_t count = r->scan.row_count - r->next_row;
    if (count > CHUNK_ROWS) count = CHUNK_ROWS;
    if (count > max_rows - appended) count = max_rows - appended;
    appended += chunk_read(r, count);
  }
  return appended;
}

bool reader_done(const Reader *r) { return r->done; }

void reader_progress(const Reader *r, uint64_t *done, uint64_t *total) {
  *done = r->source.read;
  *total = r->source.size;
}

void reader_close(Reader *r) { source_close(&r->source); }
