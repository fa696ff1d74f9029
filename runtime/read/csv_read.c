/* csv_read.c - a source block by block into one table, on one thread. */
#include <string.h>

#include "read/reader_impl.h"

/* Texts of the window die with its block; those of keys are in the index too. */
static void copy_texts(Reader *r, uint32_t slot, size_t from, size_t count) {
  Table *table = r->table;
  const Vector *in = &r->block->window->slot[slot];
  Vector *out = &table->slot[slot];
  const bool is_key = r->keys && r->entity->fields[r->entity->key].slot == slot;
  for (size_t i = 0; i < count; i++) {
    const Text text = in->text[from + i];
    const uint64_t row = r->block->window->first + from + i;
    out->text[table->rows + i] =
        is_key ? key_index_text(r->keys, (uint32_t)row) : text_pages_copy(&r->texts, text);
  }
}

static void copy_slot(Reader *r, uint32_t slot, size_t from, size_t count) {
  const Vector *in = &r->block->window->slot[slot];
  Vector *out = &r->table->slot[slot];
  const size_t to = r->table->rows, size = store_size(in->store);
  if (in->store == STORE_TEXT)
    copy_texts(r, slot, from, count);
  else
    memcpy((char *)out->values + to * size, (const char *)in->values + from * size, count * size);
  if (in->valid) memcpy(out->valid + to, in->valid + from, count);
}

static void copy_rows(Reader *r, size_t from, size_t count) {
  Table *table = r->table;
  const Table *window = r->block->window;
  table_reserve(table, table->rows + count);
  for (uint32_t f = 0; f < r->entity->field_count; f++) {
    const uint32_t slot = r->entity->fields[f].slot;
    if (slot != SCHEMA_NONE) copy_slot(r, slot, from, count);
  }
  if (table->line)
    memcpy(table->line + table->rows, window->line + from, count * sizeof *table->line);
  table->rows += count;
}

/* Makes sure that the block has a row that was not handed on; false at the end. */
static bool next_block(Reader *r) {
  while (r->next >= r->block->window->rows) {
    if (!reader_take(r, r->block)) return false;
    r->next = 0;
    row_block_parse(r->block);
    const bool fine = reader_commit(r, r->block);
    if (!fine && r->block->window->rows == 0) return false;
  }
  return true;
}

size_t reader_next(Reader *r, size_t max_rows) {
  size_t appended = 0;
  if (!r->block) r->block = row_block_new(r, r->arena);
  if (r->table->rows == 0) text_pages_reset(&r->texts);
  while (appended < max_rows && next_block(r)) {
    size_t count = r->block->window->rows - r->next;
    if (count > max_rows - appended) count = max_rows - appended;
    copy_rows(r, r->next, count);
    r->next += count;
    appended += count;
  }
  return appended;
}

bool reader_done(const Reader *r) {
  return r->done && (!r->block || r->next >= r->block->window->rows);
}

void reader_progress(const Reader *r, uint64_t *done, uint64_t *total) {
  *done = r->progress;
  *total = r->source.size;
}

void reader_close(Reader *r) { source_close(&r->source); }
