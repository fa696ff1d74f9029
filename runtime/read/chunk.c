/* chunk.c - from scanned rows to rows of the table.
 *
 * Rows are judged one by one (are they rows at all, have they too many cells, a key, a new one) and
 * then converted column by column, so that each loop does one thing.
 */
#include "read/csv_cell.h"
#include "read/reader_impl.h"

void chunk_new(Reader *r) {
  r->rows = ARENA_ARRAY(r->arena, const CsvRow *, CHUNK_ROWS);
  r->cells = ARENA_ARRAY(r->arena, Text, CHUNK_ROWS);
  r->keys = ARENA_ARRAY(r->arena, Text, CHUNK_ROWS);
  r->malformed = ARENA_ARRAY(r->arena, uint32_t, CHUNK_ROWS);
  r->problems = ARENA_ARRAY(r->arena, CellProblem, CHUNK_ROWS);
}

/* A line of blanks is no row. */
static bool blank_line(const Reader *r, const CsvRow *row) {
  if (row->cells > 1) return false;
  const Text raw = csv_raw_cell(&r->scan, r->source.bytes, row, 0);
  for (size_t i = 0; i < raw.len; i++) {
    if (raw.at[i] != ' ' && raw.at[i] != '\t') return false;
  }
  return true;
}

static bool too_short(const Reader *r, const CsvRow *row) {
  return row->cells < r->header_cells && !(r->unnamed_last && row->cells + 1 == r->header_cells);
}

/* The key of a row, or the empty text after a finding. */
static Text row_key(Reader *r, const CsvRow *row) {
  const Text raw = csv_raw_cell(&r->scan, r->source.bytes, row, r->key_cell);
  bool malformed = false;
  Text key = raw.len > 0 && raw.at[0] == '"' ? csv_unquote(raw, &r->decoded, &malformed) : raw;
  key = text_trim(key);
  CellStatus status = cell_text_check(key);
  const Text name = r->entity->fields[r->entity->key].name;
  if (key.len == 0) {
    complain_row(r, FINDING_ROW_WITHOUT_KEY, row, "the row has no `%.*s`; it is left out",
                 TEXT_ARG(name));
  } else if (malformed || status != CELL_OK) {
    complain_row(r, FINDING_ROW_WITHOUT_KEY, row, "the row's `%.*s` %s; it is left out",
                 TEXT_ARG(name),
                 malformed ? "has text behind its closing quote" : cell_problem(status));
    key = (Text){"", 0};
  }
  return key;
}

/* Whether the row goes into the table, as its next one. */
static bool accept(Reader *r, const CsvRow *row, Text *key) {
  *key = (Text){"", 0};
  if (blank_line(r, row)) return false;
  if (row->cells > r->header_cells) {
    complain_row(r, FINDING_ROW_TOO_LONG, row,
                 "the row has %u cell%s, the header has %u; the row is left out", row->cells,
                 row->cells == 1 ? "" : "s", r->header_cells);
    return false;
  }
  if (r->table->keys) {
    *key = row_key(r, row);
    if (key->len == 0) return false;
    if (!key_index_add(r->table->keys, *key)) {
      complain_duplicate(r, row, *key);
      return false;
    }
    *key = key_index_text(r->table->keys, (uint32_t)key_index_count(r->table->keys) - 1);
  }
  if (too_short(r, row)) {
    complain_row(r, FINDING_ROW_TOO_SHORT, row,
                 "the row has %u cell%s, the header has %u; the rest is missing", row->cells,
                 row->cells == 1 ? "" : "s", r->header_cells);
  }
  return true;
}

/* The cells of a column, without their quotes. Returns how many are malformed; r->malformed says
 * which. */
static size_t gather(Reader *r, const CellColumn *column, size_t count) {
  const CsvScan *scan = &r->scan;
  size_t malformed_count = 0;
  for (size_t i = 0; i < count; i++) {
    const Text raw = csv_raw_cell(scan, r->source.bytes, r->rows[i], column->cell);
    if (raw.len == 0 || raw.at[0] != '"') {
      r->cells[i] = raw;
      continue;
    }
    bool malformed = false;
    r->cells[i] = csv_unquote(raw, &r->decoded, &malformed);
    if (!malformed) continue;
    r->malformed[malformed_count++] = (uint32_t)i;
    r->cells[i] = CELL_SILENT;
  }
  return malformed_count;
}

/* In order of the rows, so that the first ones, which are given in full, do not depend on how many
 * rows are read at a time. */
static void complain(Reader *r, const BoundColumn *bound, const CellProblems *problems,
                     size_t malformed_count) {
  const CellColumn *column = &bound->column;
  const uint32_t *malformed = r->malformed, *end = malformed + malformed_count;
  for (size_t i = 0; i <= problems->count; i++) {
    const bool more = i < problems->count;
    const uint32_t row = more ? problems->at[i].row : UINT32_MAX;
    for (; malformed < end && *malformed < row; malformed++) {
      const CsvRow *at = r->rows[*malformed];
      complain_malformed(r, column, at, r->keys[*malformed],
                         csv_raw_cell(&r->scan, r->source.bytes, at, column->cell));
    }
    if (!more) break;
    complain_cell(r, bound, r->rows[row], r->keys[row], r->cells[row],
                  (CellStatus)problems->at[i].status);
  }
}

/* The values of the key as text are the keys themselves. */
static void take_keys(Reader *r, Vector *out, size_t count) {
  for (size_t i = 0; i < count; i++) {
    out->text[r->table->rows + i] = r->keys[i];
    out->valid[r->table->rows + i] = 1;
  }
}

static void read_column(Reader *r, BoundColumn *bound, size_t count) {
  const CellColumn *column = &bound->column;
  const FieldSchema *field = column->field;
  const bool kept = field->slot != SCHEMA_NONE;
  Vector *out = kept ? &r->table->slot[field->slot] : &bound->scratch;
  CellProblems problems = {.at = r->problems};
  if (field->key && r->table->keys && field->type.kind == TYPE_TEXT) {
    if (kept) take_keys(r, out, count);
    return;
  }
  const size_t malformed = gather(r, column, count);
  if (field->type.kind == TYPE_REF && !column->target) link_later(r, bound, r->cells, count);
  column_convert(column, r->cells, count, out, kept ? r->table->rows : 0, &problems);
  complain(r, bound, &problems, malformed);
  read_log_count(r->log, FINDING_CELLS_ROUNDED, r->request.entity, column->index, problems.rounded);
}

size_t chunk_read(Reader *r, size_t count) {
  Table *table = r->table;
  const CsvRow *rows = r->scan.rows + r->next_row;
  size_t accepted = 0;
  r->next_row += count;
  text_pages_reset(&r->decoded);
  if (table->rows + count > table->capacity) table_reserve(table, table->rows + count);
  for (size_t i = 0; i < count; i++) {
    if (!accept(r, &rows[i], &r->keys[accepted])) continue;
    const uint64_t line = r->line + rows[i].breaks;
    if (table->line) {
      table->line[table->rows + accepted] = line < UINT32_MAX ? (uint32_t)line : UINT32_MAX;
    }
    r->rows[accepted++] = &rows[i];
  }
  for (size_t c = 0; c < r->column_count; c++) read_column(r, &r->columns[c], accepted);
  table->rows += accepted;
  return accepted;
}
