/* table.c - the slots of one entity grow together. */
#include "table/table.h"

Table *table_new(Arena *arena, const Image *image, uint32_t entity) {
  Table *table = ARENA_NEW(arena, Table);
  table->arena = arena;
  table->image = image;
  table->entity = entity;
  table->slot = ARENA_ARRAY(arena, Vector, image->slots.count);
  for (size_t i = 0; i < image->slots.count; i++) {
    const Slot *slot = &image->slots.at[i];
    if (slot->entity == entity)
      table->slot[i] = vector_new(arena, (Store)slot->store, 0);
    else
      table->slot[i].store = STORE_COUNT;
  }
  if (image->entities.at[entity].key != SCHEMA_NONE) table->keys = key_index_new(arena);
  if (entity == IMAGE_PROGRAM) {
    table_reserve(table, 1);
    table->rows = 1;
  }
  return table;
}

void table_reserve(Table *table, size_t rows) {
  if (rows <= table->capacity) return;
  const size_t by_half = table->capacity + table->capacity / 2;
  const size_t capacity = rows > by_half ? rows : by_half;
  for (size_t i = 0; i < table->image->slots.count; i++)
    if (table->slot[i].store != STORE_COUNT)
      vector_grow(table->arena, &table->slot[i], table->capacity, capacity);
  if (table->line)
    table->line = arena_grow(table->arena, table->line, table->capacity * sizeof *table->line,
                             capacity * sizeof *table->line);
  table->capacity = capacity;
}

void table_keep_lines(Table *table) {
  if (!table->line) table_reserve(table, 1);
  if (!table->line)
    table->line = arena_grow(table->arena, NULL, 0, table->capacity * sizeof *table->line);
}

Text table_row_name(const Table *table, size_t row, Arena *arena) {
  const EntitySchema *entity = &table->image->entities.at[table->entity];
  if (table->entity == IMAGE_PROGRAM) return entity->name;
  const uint64_t number = table->first + row;
  if (table->keys && number < key_index_count(table->keys))
    return text_copy(arena, key_index_text(table->keys, (uint32_t)number));
  if (table->line && table->source.len)
    return text_of(arena_printf(arena, "%.*s:%u", TEXT_ARG(table->source), table->line[row]));
  return text_of(
      arena_printf(arena, "%.*s row %llu", TEXT_ARG(entity->name), (unsigned long long)number + 1));
}
