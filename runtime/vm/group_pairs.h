/* group_pairs.h - values by parent, kept one by one: for what needs them all (the median), and for
 * the few doubles that no cell can hold. Gathered in the order they come, in chunks; sorted by
 * parent once. */
#ifndef VM_GROUP_PAIRS_H
#define VM_GROUP_PAIRS_H

#include "base/arena.h"

enum { GROUP_PAIRS_CHUNK = 4096 };

typedef struct GroupPairsChunk {
  uint32_t parent[GROUP_PAIRS_CHUNK];
  int64_t value[GROUP_PAIRS_CHUNK];
} GroupPairsChunk;

/* All bytes zero: none. */
typedef struct GroupPairs {
  size_t count;
  VEC(GroupPairsChunk *) chunks; /* empty once sorted */
  uint32_t *start;               /* by parent, and one more; NULL while there are no pairs */
  int64_t *value;                /* of parent p: value[start[p]] .. value[start[p + 1] - 1] */
} GroupPairs;

/* At most 2^32 - 1 pairs. */
void group_pairs_add(Arena *arena, GroupPairs *pairs, uint32_t parent, int64_t value);
/* Once, after the last. */
void group_pairs_sort(Arena *arena, GroupPairs *pairs, size_t parents);
void group_pairs_release(Arena *arena, GroupPairs *pairs);
/* Bytes held at present; `parents` as they were sorted by. */
size_t group_pairs_size(const GroupPairs *pairs, size_t parents);

/* The values of a parent, in no particular order; they may be moved about. */
static inline int64_t *group_pairs_of(const GroupPairs *pairs, size_t parent, size_t *count) {
  *count = pairs->start ? pairs->start[parent + 1] - pairs->start[parent] : 0;
  return *count ? pairs->value + pairs->start[parent] : NULL;
}

#endif
