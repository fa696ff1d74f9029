/* rank.c - caps: which of the rows that surely qualify come first.
 *
 * Highest rank first, rows without a rank last; equal ones by key in code-point order, and by row
 * where there is no key.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "value/decimal.h"
#include "vm/order_key.h"
#include "vm/vm.h"

enum { WHOLE = 100000000 }; /* 100 %, with 8 decimals */

typedef struct Candidate {
  int64_t rank;
  uint32_t row;
  bool known;
} Candidate;

static Candidate candidate_of(const Vector *rank, size_t row) {
  const bool known = vector_known(rank, row);
  return (Candidate){known ? order_key(rank, row) : 0, (uint32_t)row, known};
}

/* Negative where a comes before b. */
static int compare(const Candidate *a, const Candidate *b, const Table *table) {
  if (a->known != b->known) return a->known ? -1 : 1;
  if (a->rank != b->rank) return a->rank > b->rank ? -1 : 1;
  if (table->keys) {
    const int by_key =
        text_compare(key_index_text(table->keys, a->row), key_index_text(table->keys, b->row));
    if (by_key) return by_key;
  }
  return (a->row > b->row) - (a->row < b->row);
}

static int compare_candidates(const void *a, const void *b, void *table) {
  return compare(a, b, table);
}

/* How many places there are; false when the limit is missing or negative. */
static bool places_of(const Rank *rank, const Table *table, const Table *program, Arena *arena,
                      uint64_t *places, Text *why) {
  const Vector *limit = &program->slot[rank->limit];
  if (!vector_known(limit, 0)) {
    *why = TEXT("the number of places is missing");
    return false;
  }
  const int64_t value = limit->i64[0];
  if (value < 0) {
    *why =
        text_of(rank->percent
                    ? arena_printf(arena, "the share of places is negative")
                    : arena_printf(arena, "the number of places, %" PRId64 ", is negative", value));
    return false;
  }
  *places = (uint64_t)value;
  if (!rank->percent) return true;
  uint64_t rows = table->rows;
  if (rank->applies != SCHEMA_NONE) {
    const Truth *applies = table->slot[rank->applies].truth;
    rows = 0;
    for (size_t row = 0; row < table->rows; row++) rows += applies[row] == TRUTH_TRUE;
  }
  const uint128 share = (uint128)(uint64_t)value * rows / WHOLE;
  *places = share < rows ? (uint64_t)share : rows;
  return true;
}

bool rank_run(const Image *image, uint32_t index, Table *const *tables, Arena *arena, Text *why) {
  const Rank *rank = &image->ranks.at[index];
  Table *table = tables[rank->entity];
  const Truth *qualifies = table->slot[rank->qualifies].truth;
  Truth *placed = table->slot[rank->placed].truth;
  uint64_t places;
  if (!places_of(rank, table, tables[IMAGE_PROGRAM], arena, &places, why)) return false;

  size_t count = 0;
  for (size_t row = 0; row < table->rows; row++) count += qualifies[row] == TRUTH_TRUE;
  Candidate *candidates = arena_grow(arena, NULL, 0, count * sizeof *candidates + 1);
  count = 0;
  for (size_t row = 0; row < table->rows; row++) {
    placed[row] = qualifies[row];
    if (qualifies[row] == TRUTH_TRUE)
      candidates[count++] = candidate_of(&table->slot[rank->rank], row);
  }
  if (places < count) {
    qsort_r(candidates, count, sizeof *candidates, compare_candidates, table);
    for (size_t i = places; i < count; i++) placed[candidates[i].row] = TRUTH_FALSE;
  }
  arena_release(arena, candidates);
  return true;
}

void rank_explain(const Image *image, uint32_t index, Table *const *tables, size_t row,
                  Arena *arena, uint64_t *place, uint64_t *places) {
  const Rank *rank = &image->ranks.at[index];
  const Table *table = tables[rank->entity];
  const Truth *qualifies = table->slot[rank->qualifies].truth;
  const Vector *value = &table->slot[rank->rank];
  Text why;
  *place = *places = 0;
  places_of(rank, table, tables[IMAGE_PROGRAM], arena, places, &why);
  if (qualifies[row] != TRUTH_TRUE) return;
  const Candidate self = candidate_of(value, row);
  *place = 1;
  for (size_t other = 0; other < table->rows; other++) {
    if (qualifies[other] != TRUTH_TRUE || other == row) continue;
    const Candidate candidate = candidate_of(value, other);
    *place += compare(&candidate, &self, table) < 0;
  }
}
