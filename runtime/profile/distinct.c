/* distinct.c - a hash table that only grows. */
#include "profile/distinct.h"

enum { FIRST_CAPACITY = 64 };

static uint64_t hash_of(Text value) {
  const uint64_t hash = text_hash(value);
  return hash ? hash : 1;
}

/* The place of a hash, or the empty one where it would be. */
static size_t place_of(const Distinct *set, uint64_t hash) {
  size_t place = (size_t)(hash * 0x9E3779B97F4A7C15u) & (set->capacity - 1);
  while (set->hashes[place] && set->hashes[place] != hash)
    place = (place + 1) & (set->capacity - 1);
  return place;
}

static void grow(Distinct *set) {
  Distinct larger = *set;
  larger.capacity = set->capacity ? set->capacity * 2 : FIRST_CAPACITY;
  larger.hashes = arena_grow(set->arena, NULL, 0, larger.capacity * sizeof *larger.hashes);
  larger.number = arena_grow(set->arena, NULL, 0, larger.capacity * sizeof *larger.number);
  for (size_t i = 0; i < set->capacity; i++) {
    if (!set->hashes[i]) continue;
    const size_t place = place_of(&larger, set->hashes[i]);
    larger.hashes[place] = set->hashes[i];
    larger.number[place] = set->number[i];
  }
  arena_release(set->arena, set->hashes);
  arena_release(set->arena, set->number);
  *set = larger;
}

void distinct_add(Distinct *set, Text value, uint64_t line) {
  if (set->count * 2 >= set->capacity && set->count < DISTINCT_MOST) grow(set);
  const uint64_t hash = hash_of(value);
  const size_t place = place_of(set, hash);
  if (set->hashes[place]) {
    if (set->number[place] < set->values.count) set->values.at[set->number[place]].count++;
    return;
  }
  if (set->count == DISTINCT_MOST) {
    set->overflow = true;
    return;
  }
  set->hashes[place] = hash;
  set->number[place] = (uint32_t)set->count++;
  if (set->values.count < DISTINCT_TEXTS)
    *VEC_PUSH(set->arena, &set->values) =
        (DistinctValue){.text = text_copy(set->arena, value), .count = 1, .line = line};
}

bool distinct_has(const Distinct *set, Text value) {
  return set->capacity && set->hashes[place_of(set, hash_of(value))];
}

uint64_t distinct_common(const Distinct *part, const Distinct *whole) {
  uint64_t common = 0;
  if (!whole->capacity) return 0;
  for (size_t i = 0; i < part->capacity; i++)
    common += part->hashes[i] && whole->hashes[place_of(whole, part->hashes[i])];
  return common;
}
