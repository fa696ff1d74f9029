/* table.h - the rows of one entity while a program runs.
 *
 * A table holds the entity's slots (by the image's slot index). Rows are in the order of the data;
 * rows that were left out are not there. A table that is streamed holds one window of rows at a
 * time: `first` is the number of rows that went before.
 */
#ifndef TABLE_TABLE_H
#define TABLE_TABLE_H

#include "base/map.h"
#include "code/image.h"
#include "table/vector.h"

/* Keys of an entity: text to row, insertion in order of rows. The texts stay where they are for
 * the arena's life, so that a slot may hold them too. */
typedef struct KeyIndex KeyIndex;
#define ROW_NONE UINT32_MAX

KeyIndex *key_index_new(Arena *arena);
/* Adds a key (copied) for the next row; false when it is there already. */
bool key_index_add(KeyIndex *keys, Text key);
/* Adds a list of keys, `ascending` when each is greater than the one before. Returns how many were
 * there already, and which of the list they are, in order. */
size_t key_index_add_all(KeyIndex *keys, const Text *added, size_t count, bool ascending,
                         uint32_t *duplicates);
uint32_t key_index_find(const KeyIndex *keys, Text key); /* ROW_NONE when there is none */
/* The rows of many keys at once, ROW_NONE for what there is none of. Keys that stand in the order
 * of their rows, equal ones together, are found at once: `near` is a row that the first key may be
 * at or shortly behind, or ROW_NONE. */
void key_index_find_all(const KeyIndex *keys, const Text *wanted, size_t count, uint32_t near,
                        uint32_t *rows);
/* Makes finding faster where it is done in no order. Other threads may go on finding meanwhile, if
 * no key is added. */
void key_index_prepare(KeyIndex *keys);
/* Whether so much was looked for in no order that this would have been worth it. */
bool key_index_wants_prepare(const KeyIndex *keys);
Text key_index_text(const KeyIndex *keys, uint32_t row);
size_t key_index_count(const KeyIndex *keys);

typedef struct Table {
  Arena *arena;
  const Image *image;
  uint32_t entity;
  size_t rows, capacity; /* in memory now; below 2^31 */
  uint64_t first;        /* rows before these */
  Vector *slot;   /* by slot index of the image; store STORE_COUNT where it is not this entity's */
  KeyIndex *keys; /* NULL for an entity without a key, and for a window */
  Text *key;      /* of a window: its rows' keys; NULL where `keys` has them, or there are none */
  uint32_t *line; /* line in `source` where each row begins; NULL when not kept */
  Text source;    /* the file, for people */
  bool complete;  /* all rows of the source are in: references to it can be resolved */
} Table;

/* A table with all slots of the entity, no rows. The program's table has its one row. */
Table *table_new(Arena *arena, const Image *image, uint32_t entity);
/* Makes room for at least `rows` rows in every slot (and in `line`, where kept). What is new is
 * missing; the capacity grows by half at least, so that adding row by row costs no more. */
void table_reserve(Table *table, size_t rows);
/* From now on `line` is kept: it grows with the slots. */
void table_keep_lines(Table *table);
/* A table of the same entity for some of its rows at a time, with `key` where the entity has a key
 * and with `line` where the other keeps it. */
Table *table_window(Arena *arena, const Table *of);
/* The key of a row, the empty text where it has none. */
Text table_key(const Table *table, size_t row);
/* What names a row for people: its key, or "contacts.csv:17". In the arena. */
Text table_row_name(const Table *table, size_t row, Arena *arena);

#endif
