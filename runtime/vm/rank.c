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

/* How many places `rows` rows leave to a percentage. */
static uint64_t share_of(int64_t percentage, uint64_t rows) {
  const uint128 share = (uint128)(uint64_t)percentage * rows / WHOLE;
  return share < rows ? (uint64_t)share : rows;
}

static uint64_t rows_applying(const Rank *rank, const Table *table) {
  if (rank->applies == SCHEMA_NONE) return table->rows;
  const Truth *applies = table->slot[rank->applies].truth;
  uint64_t rows = 0;
  for (size_t row = 0; row < table->rows; row++) rows += applies[row] == TRUTH_TRUE;
  return rows;
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
  *places = rank->percent ? share_of(value, rows_applying(rank, table)) : (uint64_t)value;
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

/* ---- What a row has to beat -------------------------------------------------------------------
 */

typedef struct Others {
  const Table *table;
  const Vector *rank;
} Others;

static int compare_rows(int64_t a, int64_t b, const void *context) {
  const Others *others = context;
  const Candidate first = candidate_of(others->rank, (size_t)a);
  const Candidate second = candidate_of(others->rank, (size_t)b);
  return compare(&first, &second, others->table);
}

RankBar rank_bar(const Image *image, uint32_t index, Table *const *tables, size_t row, bool applies,
                 Arena *arena) {
  const Rank *rank = &image->ranks.at[index];
  const Table *table = tables[rank->entity];
  const Truth *qualifies = table->slot[rank->qualifies].truth;
  const Others others = {table, &table->slot[rank->rank]};
  RankBar bar = {0};
  Text why;
  if (!places_of(rank, table, tables[IMAGE_PROGRAM], arena, &bar.places, &why)) return bar;
  if (rank->percent && rank->applies != SCHEMA_NONE) {
    const bool applied = table->slot[rank->applies].truth[row] == TRUTH_TRUE;
    const uint64_t rows = rows_applying(rank, table) - applied + applies;
    bar.places = share_of(tables[IMAGE_PROGRAM]->slot[rank->limit].i64[0], rows);
  }
  int64_t *rows = arena_grow(arena, NULL, 0, table->rows * sizeof *rows + 1);
  size_t count = 0;
  for (size_t other = 0; other < table->rows; other++)
    if (other != row && qualifies[other] == TRUTH_TRUE) rows[count++] = (int64_t)other;
  bar.is_free = count < bar.places;
  if (!bar.is_free && bar.places) {
    order_select(rows, count, bar.places - 1, compare_rows, &others);
    bar.last = (uint32_t)rows[bar.places - 1];
  }
  arena_release(arena, rows);
  return bar;
}

bool rank_beats(const Image *image, uint32_t index, Table *const *tables, const RankBar *bar,
                size_t row, const Vector *value, size_t at) {
  const Rank *rank = &image->ranks.at[index];
  const Table *table = tables[rank->entity];
  if (bar->is_free || !bar->places) return bar->is_free;
  Candidate self = candidate_of(value, at);
  self.row = (uint32_t)row;
  const Candidate last = candidate_of(&table->slot[rank->rank], bar->last);
  return compare(&self, &last, table) < 0;
}
