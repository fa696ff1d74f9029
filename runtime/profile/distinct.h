/* distinct.h - the different values of a column: how many, which, how often each.
 *
 * All of them are remembered as hashes of 64 bits (two of ten million values are taken for one with
 * a chance of one in 300,000), the first DISTINCT_TEXTS also as what they say.
 */
#ifndef PROFILE_DISTINCT_H
#define PROFILE_DISTINCT_H

#include "base/arena.h"
#include "base/text.h"

enum { DISTINCT_TEXTS = 20000, DISTINCT_MOST = 8000000 };

typedef struct DistinctValue {
  Text text;
  uint64_t count; /* cells that say so */
  uint64_t line;  /* of the first one */
} DistinctValue;

typedef struct Distinct {
  Arena *arena;
  uint64_t *hashes; /* open addressing, 0 for an empty place */
  uint32_t *number; /* of the value at that place: an index into `values`, while there is one */
  size_t capacity;  /* a power of two, or 0 */
  uint64_t count;
  bool overflow; /* there are more than DISTINCT_MOST: the rest was not counted */
  VEC(DistinctValue) values;
} Distinct;

void distinct_add(Distinct *set, Text value, uint64_t line);
bool distinct_has(const Distinct *set, Text value);
/* How many of the values of `part` are in `whole`. */
uint64_t distinct_common(const Distinct *part, const Distinct *whole);
/* Whether each value is in `values` with its count. */
static inline bool distinct_is_listed(const Distinct *set) {
  return !set->overflow && set->values.count == set->count;
}

#endif
