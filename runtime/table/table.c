/* table.c - the slots of one entity grow together. */
#include "table/table.h"

static Table *new_table(Arena *arena, const Image *image, uint32_t entity) {
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
  return table;
}

Table *table_new(Arena *arena, const Image *image, uint32_t entity) {
  Table *table = new_table(arena, image, entity);
  if (image->entities.at[entity].key != SCHEMA_NONE) table->keys = key_index_new(arena);
  if (entity == IMAGE_PROGRAM) {
    table_reserve(table, 1);
    table->rows = 1;
  }
  return table;
}

static void grow_keys(Table *table, size_t capacity) {
  const size_t old = table->key ? table->capacity : 0;
  table->key =
      arena_grow(table->arena, table->key, old * sizeof *table->key, capacity * sizeof *table->key);
}

Table *table_window(Arena *arena, const Table *of) {
  Table *table = new_table(arena, of->image, of->entity);
  table->source = of->source;
  if (of->image->entities.at[of->entity].key != SCHEMA_NONE) {
    table_reserve(table, 1);
    grow_keys(table, table->capacity);
  }
  if (of->line) table_keep_lines(table);
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
  if (table->key) grow_keys(table, capacity);
  table->capacity = capacity;
}

void table_keep_lines(Table *table) {
  if (!table->line) table_reserve(table, 1);
  if (!table->line)
    table->line = arena_grow(table->arena, NULL, 0, table->capacity * sizeof *table->line);
}

Text table_key(const Table *table, size_t row) {
  const uint64_t number = table->first + row;
  if (table->key) return table->key[row];
  if (!table->keys || number >= key_index_count(table->keys)) return (Text){"", 0};
  return key_index_text(table->keys, (uint32_t)number);
}

Text table_row_name(const Table *table, size_t row, Arena *arena) {
  const EntitySchema *entity = &table->image->entities.at[table->entity];
  if (table->entity == IMAGE_PROGRAM) return entity->name;
  const Text key = table_key(table, row);
  if (key.len) return text_copy(arena, key);
  if (table->line && table->source.len)
    return text_of(arena_printf(arena, "%.*s:%u", TEXT_ARG(table->source), table->line[row]));
  return text_of(arena_printf(arena, "%.*s row %llu", TEXT_ARG(entity->name),
                              (unsigned long long)(table->first + row) + 1));
}
