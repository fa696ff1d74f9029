/* kept.c - slots by the way in which they are kept. */
#include "engine/kept.h"

#include <string.h>

#include "table/packed.h"

struct Kept {
  Arena *arena;
  const Image *image;
  const Passes *passes;
  Table *table;
  Packed **packed; /* by slot, where it is PACKED */
  bool reserves;   /* something grows with the rows of the table */
};

/* The slot that holds the key itself, which is in the index already. */
static bool is_key(const Kept *kept, uint32_t slot) {
  const EntitySchema *entity = &kept->image->entities.at[kept->table->entity];
  return entity->key != SCHEMA_NONE && entity->fields[entity->key].slot == slot &&
         kept->image->slots.at[slot].store == STORE_TEXT &&
         kept->passes->entity[kept->table->entity].keys && kept->passes->keep[slot] == KEEP_PACKED;
}

Kept *kept_new(Arena *arena, const Image *image, const Passes *passes, Table *table) {
  Kept *kept = ARENA_NEW(arena, Kept);
  *kept = (Kept){.arena = arena,
                 .image = image,
                 .passes = passes,
                 .table = table,
                 .packed = ARENA_ARRAY(arena, Packed *, image->slots.count),
                 .reserves = passes->entity[table->entity].lines};
  for (uint32_t s = 0; s < image->slots.count; s++) {
    Vector *slot = &table->slot[s];
    if (slot->store == STORE_COUNT) continue;
    kept->reserves |= passes->keep[s] == KEEP_WHOLE;
    if (passes->keep[s] == KEEP_WHOLE) continue;
    vector_release(arena, slot);
    slot->store = STORE_COUNT;
    if (passes->keep[s] == KEEP_PACKED && !is_key(kept, s))
      kept->packed[s] = packed_new(arena, (Store)image->slots.at[s].store);
  }
  return kept;
}

void kept_grow(Kept *kept, size_t rows, size_t expected) {
  Table *table = kept->table;
  const size_t needed = table->rows + rows;
  if (kept->reserves && needed > table->capacity)
    table_reserve(table, needed > expected ? needed : expected);
  table->rows = needed;
}

/* ---- Runs of values ---- */

static void copy_run(Vector *to, size_t at, const Vector *from, size_t row, size_t count) {
  const size_t size = store_size(from->store);
  memcpy((char *)to->values + at * size, (const char *)from->values + row * size, count * size);
  if (from->valid) memcpy(to->valid + at, from->valid + row, count);
}

static void copy_texts(Kept *kept, Vector *slot, size_t row, size_t count) {
  for (size_t i = row; i < row + count; i++)
    slot->text[i] = slot->valid[i] ? text_copy(kept->arena, slot->text[i]) : TEXT("");
}

void kept_copy_texts(Kept *kept, const IndexVec *slots, size_t row, size_t count) {
  for (size_t i = 0; i < slots->count; i++)
    copy_texts(kept, &kept->table->slot[slots->at[i]], row, count);
}

static void put_whole(Kept *kept, Vector *to, size_t at, const Vector *from, size_t row,
                      size_t count) {
  copy_run(to, at, from, row, count);
  if (to->store == STORE_TEXT) copy_texts(kept, to, at, count);
}

void kept_put(Kept *kept, const IndexVec *slots, const Table *from, size_t row, size_t count,
              uint64_t first) {
  for (size_t i = 0; i < slots->count && count; i++) {
    const uint32_t slot = slots->at[i];
    const Vector *values = &from->slot[slot];
    if (kept->packed[slot])
      packed_append(kept->packed[slot], values, row, count);
    else if (!is_key(kept, slot))
      put_whole(kept, &kept->table->slot[slot], first, values, row, count);
  }
}

void kept_put_lines(Kept *kept, const Table *from, size_t row, size_t count, uint64_t first) {
  if (!from->line || !count) return;
  table_keep_lines(kept->table);
  memcpy(kept->table->line + first, from->line + row, count * sizeof *from->line);
}

static void get_keys(Table *window, Vector *to, size_t count) {
  for (size_t row = 0; row < count; row++) {
    to->text[row] = table_key(window, row);
    to->valid[row] = 1;
  }
}

void kept_get(const Kept *kept, const IndexVec *slots, uint64_t first, size_t count,
              Table *window) {
  for (size_t i = 0; i < slots->count; i++) {
    const uint32_t slot = slots->at[i];
    Vector *to = &window->slot[slot];
    if (kept->packed[slot])
      packed_unpack(kept->packed[slot], first, count, to, 0);
    else if (is_key(kept, slot))
      get_keys(window, to, count);
    else
      copy_run(to, 0, &kept->table->slot[slot], first, count);
  }
}
