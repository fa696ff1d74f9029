/* commit.c - blocks in order: what only the rows before them can tell.
 *
 * A block was parsed as if a row began where it begins. That is so if the block before it ended
 * with a row. If it did not, its last row is put in front of the block, which is parsed again. A
 * row that runs over many blocks is tried again only when it has doubled, so that it costs time in
 * proportion to its size.
 *
 * A block with a key that was there already is parsed again without that row, so that nothing of
 * it is left, no finding either.
 */
#include <string.h>

#include "read/reader_impl.h"

/* Rows are counted in 31 bits. */
static const uint64_t ROWS_MOST = (uint64_t)INT32_MAX;

/* ---- The row between two blocks ---- */

static void carry_on(Reader *r, const char *bytes, size_t size) {
  Rest *carry = &r->carry;
  const size_t end = carry->size + size;
  if (end > carry->capacity) {
    const size_t capacity = end + end / 2;
    carry->bytes = arena_grow(r->arena, carry->bytes, carry->capacity, capacity);
    carry->capacity = capacity;
  }
  memcpy(carry->bytes + carry->size, bytes, size);
  carry->size = end;
}

static void keep_carry(Reader *r, const RowBlock *b) {
  const size_t size = b->length - b->consumed;
  if (!size) return;
  carry_on(r, b->bytes + b->consumed, size);
  r->carry_next = size * 2 < CSV_ROW_MOST ? size * 2 : CSV_ROW_MOST;
}

/* Puts the carried bytes in front of the block. */
static void join(Reader *r, RowBlock *b) {
  const size_t size = r->carry.size;
  block_reserve(b, size + b->length);
  memmove(b->bytes + size, b->bytes, b->length);
  memcpy(b->bytes, r->carry.bytes, size);
  b->length += size;
  r->carry.size = 0;
  block_end(b);
}

/* True where the block's bytes only make the carried row longer. */
static bool goes_on(Reader *r, RowBlock *b) {
  if (r->carry.size == 0) return false;
  if (b->last || r->carry.size + b->length >= r->carry_next) {
    join(r, b);
    row_block_parse(b);
    return false;
  }
  carry_on(r, b->bytes, b->length);
  b->length = 0;
  row_block_parse(b);
  return true;
}

/* ---- Keys ---- */

/* Whether an ascending list has the key. */
static bool has_key(const Table *window, Text key) {
  size_t low = 0, high = window->rows;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    const int order = text_compare(window->key[middle], key);
    if (order == 0) return true;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return false;
}

static void mark_wanted(Reader *r, const RowBlock *b) {
  const Table *window = b->window;
  if (b->run.ascending) {
    for (size_t i = 0; i < r->request.wanted_count; i++)
      r->has_wanted[i] |= has_key(window, r->request.wanted_keys[i]);
    return;
  }
  for (size_t i = 0; r->wanted && i < window->rows; i++) {
    const uint32_t wanted = map_get(r->wanted, window->key[i]);
    if (wanted != MAP_NONE) r->has_wanted[wanted] = true;
  }
}

static void check_keys(Reader *r, RowBlock *b) {
  const Table *window = b->window;
  if (!window->key) return;
  mark_wanted(r, b);
  b->rejected_count =
      r->keys ? key_index_add_all(r->keys, window->key, window->rows, b->run.ascending, b->rejected)
              : key_trail_add(r->trail, b->arena, &b->run, b->rejected);
  for (size_t i = 0; i < b->rejected_count; i++) complain_duplicate(r, b, b->rejected[i]);
  if (b->rejected_count > 0) row_block_parse(b);
}

bool reader_has_key(const Reader *r, size_t wanted) {
  if (!r->wanted) return false;
  return r->has_wanted[map_get(r->wanted, r->request.wanted_keys[wanted])];
}

/* ---- The end ---- */

static bool finish(Reader *r) {
  r->done = !r->failed;
  r->table->complete = r->done;
  source_close(&r->source);
  link_hints(r);
  read_log_sort(r->log, r->first_finding, r->first_count);
  return r->done;
}

static bool too_many_rows(Reader *r, const RowBlock *b) {
  if (r->rows + b->window->rows <= ROWS_MOST) return false;
  reader_fail(r, E_TOO_MANY_ROWS, "has more than 2,147,483,647 rows");
  return true;
}

static void place_window(Reader *r, RowBlock *b) {
  Table *window = b->window;
  window->first = r->rows;
  for (size_t i = 0; window->line && i < window->rows; i++) {
    const uint64_t line = r->line + window->line[i];
    window->line[i] = line < UINT32_MAX ? (uint32_t)line : UINT32_MAX;
  }
}

/* What the block has, as the next of all. */
static void add_block(Reader *r, RowBlock *b) {
  place_window(r, b);
  complain_notes(r, b);
  link_commit(r, b);
  keep_carry(r, b);
  r->rows += b->window->rows;
  r->line += b->breaks;
}

/* The block's rows do not count. */
static bool refuse(RowBlock *b) {
  b->window->rows = 0;
  return false;
}

bool reader_commit(Reader *r, RowBlock *b) {
  if (r->done || r->failed) return refuse(b);
  r->progress = b->read;
  if (b->why) {
    reader_fail(r, E_SOURCE_UNREADABLE, arena_printf(r->arena, "cannot be read: %s", b->why));
    finish(r);
    return refuse(b);
  }
  if (goes_on(r, b)) return true;
  check_keys(r, b);
  if (too_many_rows(r, b)) {
    finish(r);
    return refuse(b);
  }
  add_block(r, b);
  if (b->too_large) {
    reader_fail(r, E_ROW_TOO_LARGE,
                arena_printf(r->arena, "has a row of more than 64 MiB, on line %llu",
                             (unsigned long long)r->line));
    return finish(r);
  }
  return b->last ? finish(r) : true;
}
