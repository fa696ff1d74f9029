/* note.c - what is wrong with the rows of a block, as far as its bytes are needed to say it.
 *
 * Of each kind and field the first few are kept, which is all that the log can want of one block.
 */
#include "read/csv_cell.h"
#include "read/reader_impl.h"

/* Counts; NULL where there are enough of this kind and field. */
static Note *note(RowBlock *b, FindingKind kind, uint32_t field) {
  const Reader *r = b->reader;
  DataCount *count = data_count(b->arena, &b->counts, (uint8_t)kind, r->request.entity, field);
  if (++count->count > r->log->limit) return NULL;
  Note *added = VEC_PUSH(b->arena, &b->notes);
  *added = (Note){.kind = (uint8_t)kind, .field = field, .key = {"", 0}, .cell = {"", 0}};
  return added;
}

uint32_t note_breaks(const RowBlock *b, const CsvRow *row, uint32_t cell) {
  const uint32_t breaks = b->breaks + row->breaks;
  if (cell >= row->cells) return breaks;
  const Text raw = csv_raw_cell(&b->scan, b->bytes, row, cell);
  return breaks + csv_count_breaks(b->bytes + row->start, raw.at);
}

Text note_key(const RowBlock *b, size_t chunk_row) {
  const Table *window = b->window;
  return window->key ? window->key[window->rows + chunk_row] : (Text){"", 0};
}

void note_row(RowBlock *b, FindingKind kind, const CsvRow *row, CellStatus status, bool malformed) {
  Note *added = note(b, kind, SCHEMA_NONE);
  if (!added) return;
  added->status = (uint8_t)status;
  added->malformed = malformed;
  added->breaks = b->breaks + row->breaks;
  added->cells = row->cells;
}

void note_unclosed(RowBlock *b, const CsvUnclosed *quote) {
  Note *added = note(b, FINDING_UNCLOSED_QUOTE, SCHEMA_NONE);
  if (!added) return;
  added->breaks = b->breaks + quote->breaks;
  added->column = quote->column;
}

static FindingKind kind_of(const CellColumn *column, CellStatus status) {
  switch (status) {
  case CELL_MISSING:
    return FINDING_REQUIRED_MISSING;
  case CELL_NOT_A_MEMBER:
    return column->field->type.kind == TYPE_REF ? FINDING_UNMATCHED_REFERENCE
                                                : FINDING_UNKNOWN_MEMBER;
  case CELL_OUT_OF_RANGE:
    return FINDING_OUT_OF_RANGE;
  case CELL_TOO_LARGE:
    return FINDING_OVERFLOW;
  case CELL_NOT_UTF8:
  case CELL_NUL_BYTE:
    return FINDING_BAD_BYTES;
  default:
    return FINDING_BAD_CELL;
  }
}

static Note *note_about(RowBlock *b, FindingKind kind, const BoundColumn *bound, size_t chunk_row) {
  const CellColumn *column = &bound->column;
  Note *added = note(b, kind, column->index);
  if (!added) return NULL;
  added->bound = bound;
  added->breaks = note_breaks(b, b->rows[chunk_row], column->cell);
  added->column = column->cell + 1;
  added->key = note_key(b, chunk_row);
  return added;
}

void note_cell(RowBlock *b, const BoundColumn *bound, size_t chunk_row, CellStatus status) {
  Note *added = note_about(b, kind_of(&bound->column, status), bound, chunk_row);
  if (!added) return;
  added->status = (uint8_t)status;
  added->cell = b->cells[chunk_row];
}

void note_malformed(RowBlock *b, const BoundColumn *bound, size_t chunk_row) {
  Note *added = note_about(b, FINDING_BAD_CELL, bound, chunk_row);
  if (!added) return;
  added->malformed = true;
  added->cell = csv_raw_cell(&b->scan, b->bytes, b->rows[chunk_row], bound->column.cell);
}

void note_rounded(RowBlock *b, const BoundColumn *bound, uint64_t times) {
  if (times == 0) return;
  data_count(b->arena, &b->counts, FINDING_CELLS_ROUNDED, b->reader->request.entity,
             bound->column.index)
      ->count += times;
}
