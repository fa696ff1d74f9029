/* map.h - open-addressing hash table from text to a 32-bit number, in an arena.
 * Keys are borrowed: they must outlive the map. Iteration order is insertion order. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"
#include "base/text.h"

typedef struct Map Map;

#define MAP_NONE UINT32_MAX

Map *map_new(Arena *arena);
size_t map_count(const Map *map);
/* The number stored under the key, or MAP_NONE. */
uint32_t map_get(const Map *map, Text key);
/* Stores value unless the key is there; returns the number that is stored now. */
uint32_t map_add(Map *map, Text key, uint32_t value);
/* Stores value, replacing. */
void map_put(Map *map, Text key, uint32_t value);
/* The i-th key in order of insertion, i < map_count. */
Text map_key(const Map *map, size_t i);

/* Interning: equal texts get one copy, so that names compare by address. */
typedef struct Intern Intern;
Intern *intern_new(Arena *arena);
Text intern_text(Intern *intern, Text t);

#endif
