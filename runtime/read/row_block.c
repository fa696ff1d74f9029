/* row_block.c - the rows of one block.
 *
 * A block is scanned some rows at a time, so that what the scan finds stays in the second cache
 * together with the bytes. What remains at its end belongs to a row that ends in a later block.
 */
#include "read/reader_impl.h"

RowBlock *row_block_new(Reader *r, Arena *arena) {
  RowBlock *b = ARENA_NEW(arena, RowBlock);
  b->reader = r;
  b->arena = b->texts.arena = b->scan.arena = arena;
  b->scan.simd = r->request.simd;
  b->scan.delimiter = r->delimiter;
  b->window = table_window(arena, r->table);
  b->columns = ARENA_ARRAY(arena, BoundColumn, r->column_count);
  for (size_t i = 0; i < r->column_count; i++) {
    BoundColumn *bound = &b->columns[i];
    bound->column = r->columns[i].column;
    bound->column.texts = &b->texts;
    if (bound->column.field->slot != SCHEMA_NONE) continue;
    bound->scratch = vector_new(arena, type_store(bound->column.field->type), CHUNK_ROWS);
  }
  chunk_new(b);
  return b;
}

static void forget(RowBlock *b) {
  b->window->rows = 0;
  b->breaks = 0;
  b->too_large = false;
  b->notes.count = b->counts.count = 0;
  b->keyed = b->next_rejected = 0;
  text_pages_reset(&b->texts);
  for (size_t i = 0; i < b->reader->column_count; i++) b->columns[i].pending.count = 0;
}

/* Scans on from `at`. Returns where the rows that were found end. A row that is too large ends the
 * scan of each piece of that size in the same way, wherever blocks are cut. */
static size_t scan_on(RowBlock *b, size_t at, size_t end) {
  const size_t size = end - at < CSV_ROW_MOST ? end - at : CSV_ROW_MOST;
  csv_scan(&b->scan, b->bytes, at, at + size, SCAN_ROWS, b->last && at + size == end);
  for (size_t i = 0; i < b->scan.unclosed.count; i++) note_unclosed(b, &b->scan.unclosed.at[i]);
  for (size_t row = 0; row < b->scan.row_count; row += CHUNK_ROWS) {
    const size_t rest = b->scan.row_count - row;
    chunk_parse(b, b->scan.rows + row, rest < CHUNK_ROWS ? rest : CHUNK_ROWS);
  }
  b->breaks += b->scan.breaks;
  return b->scan.consumed;
}

void row_block_parse(RowBlock *b) {
  /* A CR at the cut is a line end: the byte behind it is no LF, and is scanned to say so. */
  const bool cr = b->cut && b->length > 0 && b->bytes[b->length - 1] == '\r';
  const size_t end = b->length + cr;
  forget(b);
  size_t at = 0, next;
  while ((next = scan_on(b, at, end)) > at) at = next;
  b->too_large = end - at >= CSV_ROW_MOST;
  b->consumed = at < b->length ? at : b->length;
  if (b->window->key)
    key_run_make(&b->run, b->arena, b->reader->trail, b->window->key, b->window->rows);
}

Table *row_block_table(RowBlock *b) { return b->window; }

size_t row_block_expects(const RowBlock *b, size_t rows) {
  enum { ROWS_LEAST = 1 << 15 };
  const double total = (double)b->reader->source.size, margin = 1.02;
  if (rows < ROWS_LEAST || !b->read || b->read > b->reader->source.size) return 0;
  return (size_t)((double)rows * total / (double)b->read * margin);
}
