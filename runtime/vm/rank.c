/* rank.c - caps: which of the rows that surely qualify come first.
 *
 * Highest rank first, rows without a rank last; equal ones by key in code-point order, and by row
 * where there is no key. Nothing is sorted: the rank at the last place is selected, then those of
 * the rows at this rank that are within.
 */
#include <inttypes.h>

#include "value/decimal.h"
#include "vm/order_key.h"
#include "vm/order_select.h"
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

/* Equal in rank, of those rows the first by key. */
static int compare_tied(int64_t a, int64_t b, const void *table) {
  const Candidate first = {.row = (uint32_t)a}, second = {.row = (uint32_t)b};
  return compare(&first, &second, table);
}

/* The rank at the last place, and how many of the rows that have it are within. */
typedef struct Threshold {
  int64_t rank;
  bool known; /* else the rows without a rank are those that share the last places */
  uint64_t within;
} Threshold;

typedef struct Ranking {
  const Vector *rank;
  const Truth *qualifies;
  size_t rows;
} Ranking;

static bool is_tied(const Ranking *ranking, size_t row, const Threshold *threshold) {
  if (ranking->qualifies[row] != TRUTH_TRUE) return false;
  const bool known = vector_known(ranking->rank, row);
  return known == threshold->known && (!known || order_key(ranking->rank, row) == threshold->rank);
}

static Threshold threshold_of(const Ranking *ranking, uint64_t places, Arena *arena) {
  int64_t *keys = arena_grow(arena, NULL, 0, ranking->rows * sizeof *keys + 1);
  size_t count = 0;
  for (size_t row = 0; row < ranking->rows; row++) {
    if (ranking->qualifies[row] != TRUTH_TRUE || !vector_known(ranking->rank, row)) continue;
    keys[count++] = order_key(ranking->rank, row);
  }
  Threshold threshold = {.known = places <= count, .within = places - count};
  if (threshold.known) {
    const size_t place = count - places; /* from below */
    order_select(keys, count, place, order_compare, NULL);
    threshold.rank = keys[place];
    threshold.within = places;
    for (size_t i = place + 1; i < count; i++) threshold.within -= keys[i] > threshold.rank;
  }
  arena_release(arena, keys);
  return threshold;
}

/* Of the rows at the threshold all but the first lose their place. */
static void drop_tied(const Ranking *ranking, const Threshold *threshold, const Table *table,
                      Arena *arena, Truth *placed) {
  size_t count = 0;
  for (size_t row = 0; row < ranking->rows; row++) count += is_tied(ranking, row, threshold);
  if (threshold->within >= count) return;
  int64_t *tied = arena_grow(arena, NULL, 0, count * sizeof *tied);
  count = 0;
  for (size_t row = 0; row < ranking->rows; row++)
    if (is_tied(ranking, row, threshold)) tied[count++] = (int64_t)row;
  if (table->keys) order_select(tied, count, threshold->within, compare_tied, table);
  for (size_t i = threshold->within; i < count; i++) placed[tied[i]] = TRUTH_FALSE;
  arena_release(arena, tied);
}

bool rank_run(const Image *image, uint32_t index, Table *const *tables, Arena *arena, Text *why) {
  const Rank *rank = &image->ranks.at[index];
  Table *table = tables[rank->entity];
  const Ranking ranking = {&table->slot[rank->rank], table->slot[rank->qualifies].truth,
                           table->rows};
  Truth *placed = table->slot[rank->placed].truth;
  uint64_t places, count = 0;
  if (!places_of(rank, table, tables[IMAGE_PROGRAM], arena, &places, why)) return false;
  for (size_t row = 0; row < ranking.rows; row++) count += ranking.qualifies[row] == TRUTH_TRUE;
  memcpy(placed, ranking.qualifies, ranking.rows * sizeof *placed);
  if (places >= count) return true;
  if (!places) {
    for (size_t row = 0; row < ranking.rows; row++)
      if (placed[row] == TRUTH_TRUE) placed[row] = TRUTH_FALSE;
    return true;
  }
  const Threshold threshold = threshold_of(&ranking, places, arena);
  for (size_t row = 0; row < ranking.rows; row++) {
    if (ranking.qualifies[row] != TRUTH_TRUE || !threshold.known) continue;
    if (!vector_known(ranking.rank, row) || order_key(ranking.rank, row) < threshold.rank)
      placed[row] = TRUTH_FALSE;
  }
  drop_tied(&ranking, &threshold, table, arena, placed);
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
