/* vector.c - memory of vectors, and single values in and out of them.
 *
 * A column lies in a block of arena_grow, so that it can grow in place and be given back. Such
 * blocks are aligned for any type only; the column begins at the next multiple of 64 bytes behind
 * the block's first byte, and the byte before it says how far that is:
 *
 *   block ->| . . . d | column: padded rows of the store ... |
 *                  ^ distance from the block to the column, 1..64
 */
#include "table/vector.h"

#include <string.h>
#include <sys/mman.h>

enum { ALIGNMENT = 64, PADDING = 64, LARGE = 1 << 22, PAGE = 4096 };

static size_t padded(size_t rows) { return (rows + PADDING - 1) / PADDING * PADDING; }

/* Memory that is filled from end to end costs less in larger pages of the machine, unless it moves
 * later. They are only asked for: nothing depends on it. */
static void ask_for_large_pages(void *values, size_t size) {
  const uintptr_t start = ((uintptr_t)values + PAGE - 1) / PAGE * PAGE;
  const uintptr_t end = ((uintptr_t)values + size) / PAGE * PAGE;
  if (size >= LARGE) (void)madvise((void *)start, end - start, MADV_HUGEPAGE);
}

/* `old_size` and `size` are bytes of the column; what is new is zero. */
static void *column_grow(Arena *arena, void *column, size_t old_size, size_t size) {
  const size_t old_distance = column ? ((uint8_t *)column)[-1] : 0;
  void *old_block = column ? (uint8_t *)column - old_distance : NULL;
  const size_t old_total = column ? old_size + ALIGNMENT : 0;
  uint8_t *block = arena_grow(arena, old_block, old_total, size + ALIGNMENT);
  const size_t distance = ALIGNMENT - (uintptr_t)block % ALIGNMENT;
  uint8_t *grown = block + distance;
  if (column && distance != old_distance) {
    memmove(grown, block + old_distance, old_size);
    if (distance < old_distance) /* the old tail now lies in what must be zero */
      memset(grown + old_size, 0, old_distance - distance);
  }
  grown[-1] = (uint8_t)distance;
  return grown;
}

static void column_release(Arena *arena, void *column) {
  if (column) arena_release(arena, (uint8_t *)column - ((uint8_t *)column)[-1]);
}

/* Rows from `row` to the end of the padding become missing. */
static void clear_from(Vector *vector, size_t row, size_t rows) {
  const size_t count = padded(rows) - row;
  if (vector->store == STORE_TRUTH)
    memset(vector->truth + row, TRUTH_UNKNOWN, count);
  else
    memset(vector->valid + row, 0, count);
}

Vector vector_new(Arena *arena, Store store, size_t rows) {
  Vector vector = {.store = store};
  vector.values = column_grow(arena, NULL, 0, padded(rows) * store_size(store));
  ask_for_large_pages(vector.values, padded(rows) * store_size(store));
  if (store == STORE_TRUTH)
    clear_from(&vector, 0, rows);
  else
    vector.valid = column_grow(arena, NULL, 0, padded(rows));
  return vector;
}

/* A column that becomes so much larger does not grow again soon: it is made anew, of memory that is
 * zero without being touched, in large pages. */
static void *column_resize(Arena *arena, void *column, size_t old_size, size_t size) {
  enum { MUCH = 4 };
  if (!column || size < LARGE || size / MUCH < old_size)
    return column_grow(arena, column, old_size, size);
  void *larger = column_grow(arena, NULL, 0, size);
  memcpy(larger, column, old_size);
  column_release(arena, column);
  return larger;
}

void vector_grow(Arena *arena, Vector *vector, size_t old_rows, size_t rows) {
  const size_t size = store_size(vector->store);
  vector->values =
      column_resize(arena, vector->values, padded(old_rows) * size, padded(rows) * size);
  if (vector->valid)
    vector->valid = column_resize(arena, vector->valid, padded(old_rows), padded(rows));
  clear_from(vector, old_rows, rows);
}

void vector_release(Arena *arena, Vector *vector) {
  column_release(arena, vector->values);
  column_release(arena, vector->valid);
  *vector = (Vector){.store = vector->store};
}

Scalar vector_get(const Vector *vector, Type type, size_t row) {
  Scalar value = {.type = type, .known = vector_known(vector, row)};
  switch (vector->store) {
  case STORE_I64:
    value.i = vector->i64[row];
    break;
  case STORE_F64:
    value.f = vector->f64[row];
    break;
  case STORE_I32:
    value.i = vector->i32[row];
    break;
  case STORE_TRUTH:
    value.truth = vector->truth[row];
    break;
  case STORE_TEXT:
    value.text = vector->text[row];
    break;
  case STORE_COUNT:
    break;
  }
  return value;
}

void vector_set(Vector *vector, size_t row, Scalar value) {
  if (vector->store == STORE_TRUTH) {
    vector->truth[row] = value.known ? value.truth : (Truth)TRUTH_UNKNOWN;
    return;
  }
  vector->valid[row] = value.known;
  if (!value.known) return;
  switch (vector->store) {
  case STORE_I64:
    vector->i64[row] = value.i;
    break;
  case STORE_F64:
    vector->f64[row] = value.f;
    break;
  case STORE_I32:
    vector->i32[row] = (int32_t)value.i;
    break;
  case STORE_TEXT:
    vector->text[row] = value.text;
    break;
  case STORE_TRUTH:
  case STORE_COUNT:
    break;
  }
}
