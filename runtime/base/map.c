/* map.c - entries in order of insertion, found through a table of slots.
 *
 *   slots    [ 0 ][ 3 ][ 0 ][ 1 ][ 2 ] ...     0 = free, else index of the entry + 1
 *   entries  [ key hash value ] ...            in the order they were added
 *
 * The number of slots is a power of two and at least 4/3 of the entries, so a
 * probe from slot to slot always ends at a free one. Nothing is ever removed.
 */
#include "base/map.h"

enum { SLOTS_FIRST = 16 };

typedef struct {
  Text key;
  uint32_t hash; /* the part of the hash that the slot does not already tell */
  uint32_t value;
} Entry;

struct Map {
  Arena *arena;
  uint32_t *slots;
  size_t slot_count;
  VEC(Entry) entries;
};

Map *map_new(Arena *arena) {
  Map *map = ARENA_NEW(arena, Map);
  map->arena = arena;
  return map;
}

size_t map_count(const Map *map) { return map->entries.count; }

/* The slot that holds the key, or the free one where it belongs. */
static size_t find_slot(const Map *map, Text key, uint64_t hash) {
  size_t mask = map->slot_count - 1;
  size_t slot = (size_t)hash & mask;
  for (; map->slots[slot]; slot = (slot + 1) & mask) {
    const Entry *entry = &map->entries.at[map->slots[slot] - 1];
    if (entry->hash == (uint32_t)(hash >> 32) && text_equal(entry->key, key)) break;
  }
  return slot;
}

/* Twice the slots; the entries stay where they are. */
static void grow_slots(Map *map) {
  size_t count = map->slot_count ? map->slot_count * 2 : SLOTS_FIRST;
  size_t size = 0;
  /* An index must fit a slot; that many entries are as good as no memory. */
  if (map->entries.count >= MAP_NONE - 1 || __builtin_mul_overflow(count, sizeof(uint32_t), &size))
    arena_fail(map->arena);
  uint32_t *slots = arena_grow(map->arena, NULL, 0, size);
  arena_release(map->arena, map->slots);
  map->slots = slots;
  map->slot_count = count;
  size_t mask = count - 1;
  for (size_t i = 0; i < map->entries.count; i++) {
    size_t slot = (size_t)text_hash(map->entries.at[i].key) & mask;
    while (slots[slot]) slot = (slot + 1) & mask;
    slots[slot] = (uint32_t)(i + 1);
  }
}

/* The entry of the key, made with `value` if it is new. */
static Entry *find_or_add(Map *map, Text key, uint32_t value) {
  if ((map->entries.count + 1) * 4 > map->slot_count * 3) grow_slots(map);
  uint64_t hash = text_hash(key);
  size_t slot = find_slot(map, key, hash);
  if (map->slots[slot]) return &map->entries.at[map->slots[slot] - 1];
  Entry *entry = VEC_PUSH(map->arena, &map->entries);
  *entry = (Entry){.key = key, .hash = (uint32_t)(hash >> 32), .value = value};
  map->slots[slot] = (uint32_t)map->entries.count;
  return entry;
}

uint32_t map_get(const Map *map, Text key) {
  if (!map->slot_count) return MAP_NONE;
  uint32_t found = map->slots[find_slot(map, key, text_hash(key))];
  return found ? map->entries.at[found - 1].value : MAP_NONE;
}

uint32_t map_add(Map *map, Text key, uint32_t value) { return find_or_add(map, key, value)->value; }

void map_put(Map *map, Text key, uint32_t value) { find_or_add(map, key, value)->value = value; }

Text map_key(const Map *map, size_t i) { return map->entries.at[i].key; }

struct Intern {
  Arena *arena;
  Map *known;
};

Intern *intern_new(Arena *arena) {
  Intern *intern = ARENA_NEW(arena, Intern);
  intern->arena = arena;
  intern->known = map_new(arena);
  return intern;
}

Text intern_text(Intern *intern, Text t) {
  uint32_t index = map_get(intern->known, t);
  if (index != MAP_NONE) return map_key(intern->known, index);
  Text copy = text_copy(intern->arena, t);
  map_add(intern->known, copy, (uint32_t)map_count(intern->known));
  return copy;
}
