/* changes.c - vectors beside one another, first a piece at a time without a branch, then, where a
 * piece differs, row by row. Values of rows that are missing do not count. */
#include "engine/changes.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { PIECE = 256, LISTED_PART = 16, LISTED_LEAST = 64 };

size_t change_most(size_t rows) { return rows / LISTED_PART + LISTED_LEAST; }

void change_add(Arena *arena, Change *change, uint32_t row) {
  if (change->kind == CHANGE_ALL) return;
  change->kind = CHANGE_ROWS;
  if (change->count == change->capacity) {
    const size_t capacity = change->capacity ? change->capacity * 2 : 16;
    change->row = arena_grow(arena, change->row, change->capacity * sizeof *change->row,
                             capacity * sizeof *change->row);
    change->capacity = capacity;
  }
  change->row[change->count++] = row;
}

void change_join(Arena *arena, Change *change, const Change *other) {
  if (other->kind == CHANGE_ALL) change->kind = CHANGE_ALL;
  for (size_t i = 0; i < other->count && change->kind != CHANGE_ALL; i++)
    change_add(arena, change, other->row[i]);
}

static int compare_rows(const void *left, const void *right) {
  const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
  return (a > b) - (a < b);
}

static bool is_ascending(const Change *change) {
  for (size_t i = 1; i < change->count; i++)
    if (change->row[i - 1] >= change->row[i]) return false;
  return true;
}

void change_close(Change *change, size_t rows) {
  if (change->kind != CHANGE_ROWS) return;
  if (!is_ascending(change)) {
    size_t kept = 1;
    qsort(change->row, change->count, sizeof *change->row, compare_rows);
    for (size_t i = 1; i < change->count; i++)
      if (change->row[i] != change->row[kept - 1]) change->row[kept++] = change->row[i];
    change->count = kept;
  }
  if (change->count > change_most(rows)) change->kind = CHANGE_ALL;
}

/* ---- Values --------------------------------------------------------------------------------- */

#define DIFFER(name, T, member)                                                                    \
  static bool name(const Vector *a, size_t a_row, const Vector *b, size_t b_row, size_t count) {   \
    const T *restrict x = (const T *)a->member + a_row, *restrict y =                              \
                                                            (const T *)b->member + b_row;          \
    const uint8_t *restrict p = a->valid + a_row, *restrict q = b->valid + b_row;                  \
    T differs = 0;                                                                                 \
    for (size_t i = 0; i < count; i++)                                                             \
      differs |= (T)((T)(p[i] ^ q[i]) | ((T)(x[i] ^ y[i]) & (T) - (T)p[i]));                       \
    return differs != 0;                                                                           \
  }
DIFFER(differ_64, uint64_t, values)
DIFFER(differ_32, uint32_t, values)
#undef DIFFER

static bool differ_text(const Vector *a, size_t a_row, const Vector *b, size_t b_row,
                        size_t count) {
  for (size_t i = 0; i < count; i++) {
    const bool known = a->valid[a_row + i];
    if (known != (b->valid[b_row + i] != 0)) return true;
    const Text x = a->text[a_row + i], y = b->text[b_row + i];
    if (known && (x.at != y.at || x.len != y.len) && !text_equal(x, y)) return true;
  }
  return false;
}

/* Of one store. */
static bool differ(const Vector *a, size_t a_row, const Vector *b, size_t b_row, size_t count) {
  switch (a->store) {
  case STORE_I64:
  case STORE_F64:
    return differ_64(a, a_row, b, b_row, count);
  case STORE_I32:
    return differ_32(a, a_row, b, b_row, count);
  case STORE_TRUTH:
    return memcmp(a->truth + a_row, b->truth + b_row, count) != 0;
  case STORE_TEXT:
    return differ_text(a, a_row, b, b_row, count);
  case STORE_COUNT:
    break;
  }
  return false;
}

bool vector_same(const Vector *a, size_t a_row, const Vector *b, size_t b_row) {
  return !differ(a, a_row, b, b_row, 1);
}

void change_find(Arena *arena, const Vector *a, size_t a_row, const Vector *b, size_t b_row,
                 size_t count, uint32_t number, Change *out) {
  for (size_t from = 0; from < count; from += PIECE) {
    const size_t piece = count - from < PIECE ? count - from : PIECE;
    if (!differ(a, a_row + from, b, b_row + from, piece)) continue;
    for (size_t i = from; i < from + piece; i++)
      if (differ(a, a_row + i, b, b_row + i, 1)) change_add(arena, out, number + (uint32_t)i);
  }
}
