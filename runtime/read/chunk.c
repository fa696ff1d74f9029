/* chunk.c - from scanned rows to rows of the window.
 *
 * Rows are judged one by one (are they rows at all, have they too many cells, a key) and then
 * converted column by column, so that each loop does one thing.
 */
#include "read/csv_cell.h"
#include "read/reader_impl.h"

void chunk_new(RowBlock *b) {
  b->rows = ARENA_ARRAY(b->arena, const CsvRow *, CHUNK_ROWS);
  b->cells = ARENA_ARRAY(b->arena, Text, CHUNK_ROWS);
  b->malformed = ARENA_ARRAY(b->arena, uint32_t, CHUNK_ROWS);
  b->problems = ARENA_ARRAY(b->arena, CellProblem, CHUNK_ROWS);
}

/* A line of blanks is no row. */
static bool blank_line(const RowBlock *b, const CsvRow *row) {
  if (row->cells > 1) return false;
  const Text raw = csv_raw_cell(&b->scan, b->bytes, row, 0);
  for (size_t i = 0; i < raw.len; i++) {
    if (raw.at[i] != ' ' && raw.at[i] != '\t') return false;
  }
  return true;
}

static bool too_short(const Reader *r, const CsvRow *row) {
  return row->cells < r->header_cells && !(r->unnamed_last && row->cells + 1 == r->header_cells);
}

/* The key of a row; false, with a note, where it has none. */
static bool row_key(RowBlock *b, const CsvRow *row, Text *key) {
  const Text raw = csv_raw_cell(&b->scan, b->bytes, row, b->reader->key_cell);
  bool malformed = false;
  *key = raw.len > 0 && raw.at[0] == '"' ? csv_unquote(raw, &b->texts, &malformed) : raw;
  *key = text_trim(*key);
  const CellStatus status = key->len == 0 ? CELL_MISSING : cell_text_check(*key);
  if (status == CELL_OK && !malformed) return true;
  note_row(b, FINDING_ROW_WITHOUT_KEY, row, status, malformed);
  return false;
}

/* Whether the row is one of those whose key was there already. */
static bool is_rejected(RowBlock *b) {
  const size_t row = b->keyed++, next = b->next_rejected;
  if (next >= b->rejected_count || b->rejected[next] != row) return false;
  b->next_rejected++;
  return true;
}

/* Whether the row goes into the window, as its row `at`. */
static bool accept(RowBlock *b, const CsvRow *row, size_t at) {
  const Reader *r = b->reader;
  if (blank_line(b, row)) return false;
  if (row->cells > r->header_cells) {
    note_row(b, FINDING_ROW_TOO_LONG, row, CELL_OK, false);
    return false;
  }
  if (b->window->key) {
    if (!row_key(b, row, &b->window->key[at]) || is_rejected(b)) return false;
    b->key_at[at] = (uint32_t)(csv_raw_cell(&b->scan, b->bytes, row, r->key_cell).at - b->bytes);
  }
  if (too_short(r, row)) note_row(b, FINDING_ROW_TOO_SHORT, row, CELL_OK, false);
  return true;
}

/* The cells of a column, without their quotes. Returns how many are malformed; b->malformed says
 * which. */
static size_t gather(RowBlock *b, const CellColumn *column, size_t count) {
  uint32_t *listed = b->malformed;
  const size_t quoted =
      csv_gather(&b->scan, b->bytes, b->rows, count, column->cell, b->cells, listed);
  size_t malformed_count = 0;
  for (size_t n = 0; n < quoted; n++) {
    const uint32_t i = listed[n];
    bool malformed = false;
    b->cells[i] = csv_unquote(b->cells[i], &b->texts, &malformed);
    if (!malformed) continue;
    listed[malformed_count++] = i;
    b->cells[i] = CELL_SILENT;
  }
  return malformed_count;
}

/* In order of the rows, so that the first ones, which are given in full, do not depend on how many
 * rows are read at a time. */
static void note_problems(RowBlock *b, const BoundColumn *bound, const CellProblems *problems,
                          size_t malformed_count) {
  const uint32_t *malformed = b->malformed, *end = malformed + malformed_count;
  for (size_t i = 0; i <= problems->count; i++) {
    const bool more = i < problems->count;
    const uint32_t row = more ? problems->at[i].row : UINT32_MAX;
    for (; malformed < end && *malformed < row; malformed++) note_malformed(b, bound, *malformed);
    if (more) note_cell(b, bound, row, (CellStatus)problems->at[i].status);
  }
}

/* The values of the key as text are the keys themselves. */
static void take_keys(RowBlock *b, Vector *out, size_t count) {
  const size_t rows = b->window->rows;
  for (size_t i = rows; i < rows + count; i++) {
    out->text[i] = b->window->key[i];
    out->valid[i] = 1;
  }
}

/* References mostly go on from where they were. */
static void remember_near(BoundColumn *bound, const Vector *out, size_t end) {
  if (bound->column.field->type.kind != TYPE_REF || end == 0 || !out->valid[end - 1]) return;
  bound->column.near = (uint32_t)out->i32[end - 1];
}

static void read_column(RowBlock *b, BoundColumn *bound, size_t count) {
  const CellColumn *column = &bound->column;
  const FieldSchema *field = column->field;
  const bool kept = field->slot != SCHEMA_NONE;
  Vector *out = kept ? &b->window->slot[field->slot] : &bound->scratch;
  CellProblems problems = {.at = b->problems};
  if (field->key && b->window->key && field->type.kind == TYPE_TEXT) {
    if (kept) take_keys(b, out, count);
    return;
  }
  const size_t malformed = gather(b, column, count);
  if (field->type.kind == TYPE_REF && !column->target) link_later(b, bound, count);
  const size_t at = kept ? b->window->rows : 0;
  column_convert(column, b->cells, count, out, at, &problems);
  remember_near(bound, out, at + count);
  note_problems(b, bound, &problems, malformed);
  note_rounded(b, bound, problems.rounded);
}

static uint32_t *grow(RowBlock *b, uint32_t *block, size_t count) {
  return arena_grow(b->arena, block, b->keyed_capacity * sizeof *block, count * sizeof *block);
}

static void make_room(RowBlock *b, size_t rows) {
  const Table *window = b->window;
  if (rows > window->capacity) table_reserve(b->window, rows);
  if (!window->key || b->keyed_capacity == window->capacity) return;
  b->key_at = grow(b, b->key_at, window->capacity);
  b->rejected = grow(b, b->rejected, window->capacity);
  b->keyed_capacity = window->capacity;
}

void chunk_parse(RowBlock *b, const CsvRow *rows, size_t count) {
  Table *window = b->window;
  size_t accepted = 0;
  make_room(b, window->rows + count);
  for (size_t i = 0; i < count; i++) {
    if (!accept(b, &rows[i], window->rows + accepted)) continue;
    if (window->line) window->line[window->rows + accepted] = b->breaks + rows[i].breaks;
    b->rows[accepted++] = &rows[i];
  }
  for (size_t c = 0; c < b->reader->column_count; c++) read_column(b, &b->columns[c], accepted);
  window->rows += accepted;
}
