/* group_pairs.c - chunks, and a counting sort that gives each chunk back when it is done with it.
 */
#include "vm/group_pairs.h"

void group_pairs_add(Arena *arena, GroupPairs *pairs, uint32_t parent, int64_t value) {
  const size_t at = pairs->count % GROUP_PAIRS_CHUNK;
  if (!at) {
    GroupPairsChunk *chunk = arena_grow(arena, NULL, 0, sizeof *chunk);
    *VEC_PUSH(arena, &pairs->chunks) = chunk;
  }
  GroupPairsChunk *last = pairs->chunks.at[pairs->chunks.count - 1];
  last->parent[at] = parent;
  last->value[at] = value;
  pairs->count++;
}

static size_t filled(const GroupPairs *pairs, size_t chunk) {
  const size_t left = pairs->count - chunk * GROUP_PAIRS_CHUNK;
  return left < GROUP_PAIRS_CHUNK ? left : GROUP_PAIRS_CHUNK;
}

static void drop_chunks(Arena *arena, GroupPairs *pairs) {
  arena_release(arena, pairs->chunks.at);
  pairs->chunks.at = NULL;
  pairs->chunks.count = pairs->chunks.capacity = 0;
}

void group_pairs_sort(Arena *arena, GroupPairs *pairs, size_t parents) {
  if (!pairs->count) return;
  uint32_t *start = arena_grow(arena, NULL, 0, (parents + 2) * sizeof *start), *next = start + 1;
  for (size_t c = 0; c < pairs->chunks.count; c++)
    for (size_t i = 0; i < filled(pairs, c); i++) next[pairs->chunks.at[c]->parent[i] + 1]++;
  for (size_t i = 0; i < parents; i++) next[i + 1] += next[i];
  pairs->value = arena_grow(arena, NULL, 0, pairs->count * sizeof *pairs->value);
  for (size_t c = 0; c < pairs->chunks.count; c++) {
    GroupPairsChunk *chunk = pairs->chunks.at[c];
    for (size_t i = 0; i < filled(pairs, c); i++)
      pairs->value[next[chunk->parent[i]]++] = chunk->value[i];
    arena_release(arena, chunk);
  }
  drop_chunks(arena, pairs);
  pairs->start = start;
}

void group_pairs_release(Arena *arena, GroupPairs *pairs) {
  for (size_t c = 0; c < pairs->chunks.count; c++) arena_release(arena, pairs->chunks.at[c]);
  drop_chunks(arena, pairs);
  arena_release(arena, pairs->start);
  arena_release(arena, pairs->value);
  *pairs = (GroupPairs){.count = 0};
}

size_t group_pairs_size(const GroupPairs *pairs, size_t parents) {
  const size_t chunks = pairs->chunks.count * sizeof(GroupPairsChunk);
  return pairs->start ? (parents + 2) * sizeof(uint32_t) + pairs->count * sizeof(int64_t) : chunks;
}
