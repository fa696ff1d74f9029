/* csv_open.c - the beginning of a CSV file: how it is written, and what its header means.
 *
 * The bytes that are looked at for that are put back: the rows begin behind the header.
 */
#include <string.h>

#include "read/bind.h"
#include "read/csv_cell.h"
#include "read/csv_detect.h"
#include "read/reader_impl.h"

/* Fewer bytes are looked at only where there are no more. */
enum { BEGINNING_LEAST = 16 };

typedef struct Beginning {
  Reader *reader;
  char *bytes; /* with SOURCE_PADDING readable bytes behind `capacity` */
  size_t start, end, capacity;
  bool declared; /* the delimiter, by the first line */
  CsvScan scan;
  TextPages decoded;
} Beginning;

Diag *reader_fail(Reader *r, DiagCode code, const char *what) {
  r->failed = true;
  return diag_add(r->diags, code, (Span){0, 0}, "%.*s %s", TEXT_ARG(r->name), what);
}

/* Reads on. The last byte is kept for the line end that may be missing. */
static bool fill(Beginning *b) {
  Reader *r = b->reader;
  const char *why = NULL;
  size_t got;
  if (b->end + 1 >= b->capacity) {
    const size_t capacity = b->capacity ? b->capacity * 2 : BLOCK_BYTES;
    b->bytes = arena_grow(r->arena, b->bytes, b->capacity ? b->capacity + SOURCE_PADDING : 0,
                          capacity + SOURCE_PADDING);
    b->capacity = capacity;
  }
  if (!source_read(&r->source, b->bytes + b->end, b->capacity - 1 - b->end, &got, &why)) {
    reader_fail(r, E_SOURCE_UNREADABLE, arena_printf(r->arena, "cannot be read: %s", why));
    return false;
  }
  b->end += got;
  memset(b->bytes + b->end, 0, SOURCE_PADDING);
  return true;
}

/* The bytes with the line end that the last row may lack. */
static size_t closed_end(Beginning *b) {
  const char last = b->end ? b->bytes[b->end - 1] : '\n';
  if (!b->reader->source.ended || last == '\n' || last == '\r') return b->end;
  b->bytes[b->end] = '\n';
  return b->end + 1;
}

/* ---- How the file is written ---- */

static bool skip_mark(Beginning *b) {
  Reader *r = b->reader;
  size_t mark = 0;
  if (csv_encoding(b->bytes, b->end, &mark) == CSV_UTF16) {
    Diag *diag = reader_fail(r, E_SOURCE_UTF16, "is encoded in UTF-16");
    diag_help(r->diags, diag, "convert it to UTF-8: `iconv -f UTF-16 -t UTF-8 %.*s`",
              TEXT_ARG(r->name));
    return false;
  }
  b->start = mark;
  return true;
}

static bool declared_delimiter(Beginning *b) {
  const size_t line = csv_declared(b->bytes, b->start, b->end, &b->scan.delimiter);
  if (!line) return false;
  b->start += line;
  b->reader->line = 2;
  return true;
}

/* Scans what there is. False where more is needed to tell the header and the delimiter. */
static bool scan_header(Beginning *b) {
  const bool ended = b->reader->source.ended;
  const size_t end = closed_end(b);
  bool decided = true;
  if (b->declared) {
    csv_scan(&b->scan, b->bytes, b->start, end, 1, ended);
  } else {
    decided = csv_detect(&b->scan, b->bytes, b->start, end, ended);
  }
  if (ended || b->end - b->start >= CSV_ROW_MOST) return true;
  const bool full = b->end + 1 >= b->capacity;
  return (b->scan.row_count > 0 || b->scan.unclosed.count > 0) && (decided || full);
}

static bool scan_beginning(Beginning *b) {
  do {
    if (!fill(b)) return false;
  } while (b->end < BEGINNING_LEAST && !b->reader->source.ended);
  if (!skip_mark(b)) return false;
  b->declared = declared_delimiter(b);
  while (!scan_header(b)) {
    if (!fill(b)) return false;
  }
  return true;
}

/* ---- The header ---- */

/* No cell of it names a column. */
static bool is_blank(const Header *header) {
  for (uint32_t i = 0; i < header->count; i++)
    if (header->names[i].len) return false;
  return true;
}

/* The header's names, or false after a diagnostic. */
static bool read_header(Beginning *b, Header *header) {
  Reader *r = b->reader;
  const CsvRow *row = b->scan.rows;
  if (b->scan.unclosed.count > 0 &&
      (b->scan.row_count == 0 || b->scan.unclosed.at[0].breaks <= row->breaks)) {
    reader_fail(r, E_HEADER_UNREADABLE, "has a quote in its header that is never closed");
    return false;
  }
  if (b->scan.row_count == 0) {
    if (r->source.ended) {
      Diag *diag = reader_fail(r, E_SOURCE_EMPTY, "is empty");
      diag_help(r->diags, diag, "the first row holds the names of the columns");
    } else {
      reader_fail(r, E_HEADER_UNREADABLE, "has no line end in its first 64 MiB");
    }
    return false;
  }
  *header = (Header){.source = r->name, .count = row->cells};
  header->names = ARENA_ARRAY(r->arena, Text, row->cells);
  for (uint32_t i = 0; i < row->cells; i++) {
    bool malformed = false;
    Text name = csv_raw_cell(&b->scan, b->bytes, row, i);
    if (name.len > 0 && name.at[0] == '"') name = csv_unquote(name, &b->decoded, &malformed);
    header->names[i] = text_copy(r->arena, text_trim(name));
    if (cell_text_check(name) != CELL_NUL_BYTE) continue;
    Diag *diag = reader_fail(r, E_HEADER_UNREADABLE, "has a NUL byte in its header");
    diag_note(r->diags, diag, "it may be encoded in UTF-16, or be no CSV file at all");
    return false;
  }
  if (is_blank(header)) {
    Diag *diag = reader_fail(r, E_SOURCE_EMPTY, "has a first row without a name");
    diag_help(r->diags, diag, "the first row holds the names of the columns");
    return false;
  }
  r->header_cells = row->cells;
  r->unnamed_last = row->cells > 1 && header->names[row->cells - 1].len == 0;
  return true;
}

/* The rows begin behind the header. */
static void put_rows_back(Beginning *b) {
  Reader *r = b->reader;
  const CsvRow *row = b->scan.rows;
  const char *end = b->bytes + b->scan.ends[row->first + row->cells - 1];
  const char *rows = end + 1 + (end[0] == '\r' && end[1] == '\n');
  r->line += csv_count_breaks(b->bytes + b->start, rows);
  r->delimiter = b->scan.delimiter;
  const char *all = b->bytes + b->end;
  source_unread(&r->source, rows < all ? (Text){rows, (size_t)(all - rows)} : TEXT(""));
}

/* The field as if it had been declared without a form of its own. */
static const FieldSchema *plain_field(Arena *arena, const FieldSchema *field) {
  FieldSchema *plain = ARENA_NEW(arena, FieldSchema);
  *plain = *field;
  plain->format = (CellFormat){.percent = PERCENT_SIGNED, .duration_unit = 1, .date = TEXT("")};
  return plain;
}

static void bind_column(Reader *r, uint32_t field, uint32_t cell) {
  BoundColumn *bound = &r->columns[r->column_count++];
  bound->column = column_new(r->arena, r->request.image, r->entity, field, cell, NULL);
  if (r->request.plain) bound->column.field = plain_field(r->arena, bound->column.field);
  bound->column.simd = r->request.simd;
  if (r->entity->fields[field].type.kind == TYPE_REF) link_target(r, bound);
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
  if (r->request.plain) {
    for (uint32_t f = 0; f < count; f++) cells[f] = f;
  } else if (!bind_header(r->entity, wanted, header, cells, r->arena, r->diags)) {
    r->failed = true;
    return false;
  }
  r->columns = ARENA_ARRAY(r->arena, BoundColumn, count);
  for (uint32_t f = 0; f < count; f++) {
    if (wanted[f] && cells[f] != CELL_NOWHERE) bind_column(r, f, cells[f]);
  }
  if (r->entity->key != SCHEMA_NONE) r->key_cell = cells[r->entity->key];
  return true;
}

static void prepare_keys(Reader *r) {
  const ReadRequest *request = &r->request;
  if (r->entity->key == SCHEMA_NONE) return;
  if (request->keep_keys)
    r->keys = r->table->keys;
  else
    r->trail = key_trail_new(r->arena, request->temp_folder);
  if (request->wanted_count == 0) return;
  r->wanted = map_new(r->arena);
  r->has_wanted = ARENA_ARRAY(r->arena, bool, request->wanted_count);
  for (size_t i = 0; i < request->wanted_count; i++)
    map_add(r->wanted, request->wanted_keys[i], (uint32_t)i);
}

static Reader *reader_new(Arena *arena, const ReadRequest *request, ReadLog *log, DiagSink *diags) {
  Reader *r = ARENA_NEW(arena, Reader);
  r->arena = r->texts.arena = arena;
  r->request = *request;
  r->entity = &request->image->entities.at[request->entity];
  r->table = request->tables[request->entity];
  r->log = log;
  r->diags = diags;
  r->name = request->name.len || !request->path ? request->name : text_of(request->path);
  r->line = 1;
  r->first_finding = log->findings.count;
  r->first_count = log->counts.count;
  r->block_bytes = request->block_bytes ? request->block_bytes : BLOCK_BYTES;
  r->rest.bytes = arena_alloc(arena, r->block_bytes);
  return r;
}

Reader *reader_open(Arena *arena, const ReadRequest *request, ReadLog *log, DiagSink *diags) {
  Reader *r = reader_new(arena, request, log, diags);
  Beginning beginning = {
      .reader = r, .scan = {.arena = arena, .simd = request->simd}, .decoded = {.arena = arena}};
  Header header = {.count = 0};
  const char *why = NULL;
  if (!source_open(&r->source, arena, request->path, request->content, &why)) {
    reader_fail(r, E_SOURCE_UNREADABLE, arena_printf(arena, "cannot be read: %s", why));
    return NULL;
  }
  if (!scan_beginning(&beginning) || !read_header(&beginning, &header) ||
      !bind_columns(r, &header)) {
    source_close(&r->source);
    return NULL;
  }
  put_rows_back(&beginning);
  prepare_keys(r);
  r->table->source = text_copy(r->table->arena, r->name);
  if (request->keep_lines) table_keep_lines(r->table);
  return r;
}
