/* test_rank.c - caps: who is within, in which order, and what limits there are. */
#include "support/unit.h"
#include "support/vm_image.h"
#include "vm/vm.h"

enum { PROGRAM, ACCOUNT, WHOLE = 100000000 };

typedef struct Cap {
  Image *image;
  Table *tables[2];
  uint32_t limit, qualifies, applies, rank, placed;
} Cap;

static Arena *arena;
static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

/* Accounts with a rank each; all qualify and the cap applies to all. */
static Cap cap_new(Store rank_store, size_t rows, bool has_key, bool percent, int64_t limit) {
  Cap cap = {.image = vm_image_new(arena)};
  vm_image_entity(cap.image, "account", has_key);
  cap.limit = vm_image_slot(cap.image, PROGRAM, STORE_I64);
  cap.qualifies = vm_image_slot(cap.image, ACCOUNT, STORE_TRUTH);
  cap.applies = vm_image_slot(cap.image, ACCOUNT, STORE_TRUTH);
  cap.rank = vm_image_slot(cap.image, ACCOUNT, rank_store);
  cap.placed = vm_image_slot(cap.image, ACCOUNT, STORE_TRUTH);
  *VEC_PUSH(arena, &cap.image->ranks) = (Rank){.entity = ACCOUNT,
                                               .qualifies = cap.qualifies,
                                               .applies = cap.applies,
                                               .rank = cap.rank,
                                               .limit = cap.limit,
                                               .percent = percent,
                                               .placed = cap.placed};
  for (uint32_t i = 0; i < 2; i++) cap.tables[i] = table_new(arena, cap.image, i);
  table_reserve(cap.tables[ACCOUNT], rows);
  cap.tables[ACCOUNT]->rows = rows;
  cap.tables[PROGRAM]->slot[cap.limit].i64[0] = limit;
  cap.tables[PROGRAM]->slot[cap.limit].valid[0] = 1;
  for (size_t row = 0; row < rows; row++) {
    cap.tables[ACCOUNT]->slot[cap.qualifies].truth[row] = TRUTH_TRUE;
    cap.tables[ACCOUNT]->slot[cap.applies].truth[row] = TRUTH_TRUE;
  }
  return cap;
}

static Vector *account(const Cap *cap, uint32_t slot) { return &cap->tables[ACCOUNT]->slot[slot]; }

static void set_rank(const Cap *cap, size_t row, int64_t value) {
  Vector *rank = account(cap, cap->rank);
  rank->valid[row] = 1;
  if (rank->store == STORE_I64)
    rank->i64[row] = value;
  else if (rank->store == STORE_I32)
    rank->i32[row] = (int32_t)value;
  else
    rank->f64[row] = (double)value / 2;
}

/* Runs the cap; what was placed, one letter a row. */
static const char *placed(const Cap *cap) {
  Text why;
  ck_assert(rank_run(cap->image, 0, cap->tables, arena, &why));
  const size_t rows = cap->tables[ACCOUNT]->rows;
  char *letters = ARENA_ARRAY(arena, char, rows + 1);
  for (size_t row = 0; row < rows; row++)
    letters[row] = "FUT"[account(cap, cap->placed)->truth[row]];
  return letters;
}

static uint64_t place_of(const Cap *cap, size_t row) {
  uint64_t place, places;
  rank_explain(cap->image, 0, cap->tables, row, arena, &place, &places);
  return place;
}

START_TEST(highest_first) {
  static const Store stores[] = {STORE_I64, STORE_F64, STORE_I32};
  static const int64_t ranks[] = {5, -3, 9, 0, 7};
  for (int i = 0; i < 3; i++) {
    const Cap cap = cap_new(stores[i], 5, false, false, 2);
    for (size_t row = 0; row < 5; row++) set_rank(&cap, row, ranks[row]);
    ck_assert_str_eq(placed(&cap), "FFTFT");
    ck_assert_uint_eq(place_of(&cap, 2), 1);
    ck_assert_uint_eq(place_of(&cap, 4), 2);
    ck_assert_uint_eq(place_of(&cap, 1), 5);
  }
}
END_TEST

START_TEST(missing_last) {
  const Cap cap = cap_new(STORE_I64, 3, false, false, 2);
  set_rank(&cap, 1, -100);
  set_rank(&cap, 2, INT64_MIN);
  ck_assert_str_eq(placed(&cap), "FTT");
  ck_assert_uint_eq(place_of(&cap, 0), 3);
}
END_TEST

START_TEST(ties_by_key_then_row) {
  static const uint64_t places[] = {3, 4, 2, 1};
  static const char *const keys[] = {"b", "\xc3\xa4", "a", "B"};
  const Cap cap = cap_new(STORE_I64, 4, true, false, 2);
  for (size_t row = 0; row < 4; row++) {
    key_index_add(cap.tables[ACCOUNT]->keys, text_of(keys[row]));
    set_rank(&cap, row, 1);
  }
  ck_assert_str_eq(placed(&cap), "FFTT"); /* B a b ä */
  for (size_t row = 0; row < 4; row++) ck_assert_uint_eq(place_of(&cap, row), places[row]);
  const Cap without = cap_new(STORE_I64, 4, false, false, 3);
  ck_assert_str_eq(placed(&without), "TTTF");
}
END_TEST

START_TEST(only_sure_rows_take_places) {
  const Cap cap = cap_new(STORE_I64, 5, false, false, 1);
  for (size_t row = 0; row < 5; row++) set_rank(&cap, row, (int64_t)row);
  account(&cap, cap.qualifies)->truth[4] = TRUTH_UNKNOWN;
  account(&cap, cap.qualifies)->truth[3] = TRUTH_FALSE;
  ck_assert_str_eq(placed(&cap), "FFTFU");
  ck_assert_uint_eq(place_of(&cap, 4), 0);
  ck_assert_uint_eq(place_of(&cap, 2), 1);
}
END_TEST

static void check_limit(size_t rows, int64_t limit, const char *want) {
  const Cap cap = cap_new(STORE_I64, rows, false, false, limit);
  ck_assert_str_eq(placed(&cap), want);
}

START_TEST(limits) {
  Text why;
  uint64_t place, places;
  check_limit(3, 0, "FFF");
  check_limit(3, 3, "TTT");
  check_limit(3, INT64_MAX, "TTT");
  check_limit(0, 1, "");

  Cap cap = cap_new(STORE_I64, 10, false, true, 25 * (WHOLE / 100)); /* 2.5 of 10 */
  ck_assert_str_eq(placed(&cap), "TTFFFFFFFF");
  for (size_t row = 6; row < 10; row++)
    account(&cap, cap.applies)->truth[row] = row % 2 ? TRUTH_FALSE : TRUTH_UNKNOWN;
  ck_assert_str_eq(placed(&cap), "TFFFFFFFFF"); /* 1.5 of 6 */
  cap.image->ranks.at[0].applies = SCHEMA_NONE;
  ck_assert_str_eq(placed(&cap), "TTFFFFFFFF");
  rank_explain(cap.image, 0, cap.tables, 0, arena, &place, &places);
  ck_assert_uint_eq(places, 2);
  cap.tables[PROGRAM]->slot[cap.limit].i64[0] = INT64_MAX;
  ck_assert_str_eq(placed(&cap), "TTTTTTTTTT");

  cap.tables[PROGRAM]->slot[cap.limit].i64[0] = -1;
  ck_assert(!rank_run(cap.image, 0, cap.tables, arena, &why));
  ck_assert_uint_gt(why.len, 0);
  cap.tables[PROGRAM]->slot[cap.limit].valid[0] = 0;
  ck_assert(!rank_run(cap.image, 0, cap.tables, arena, &why));
}
END_TEST

static void check_explanation(const Cap *cap, uint64_t limit) {
  const char *letters = placed(cap);
  for (size_t row = 0; row < cap->tables[ACCOUNT]->rows; row++) {
    const uint64_t place = place_of(cap, row);
    const bool within = place > 0 && place <= limit;
    if (within != (letters[row] == 'T')) ck_abort_msg("limit %d, row %zu", (int)limit, row);
  }
}

/* The explanation counts what running selects. */
START_TEST(explanation_agrees) {
  uint64_t state = 5;
  for (int trial = 0; trial < 200; trial++) {
    const int64_t limit = (int64_t)(vm_random(&state) % 8);
    const Cap cap = cap_new(STORE_F64, 8, false, false, limit);
    for (size_t row = 0; row < 8; row++) {
      if (vm_random(&state) % 4) set_rank(&cap, row, (int64_t)(vm_random(&state) % 5) - 2);
      account(&cap, cap.qualifies)->truth[row] = (Truth)(vm_random(&state) % 3);
    }
    check_explanation(&cap, (uint64_t)limit);
  }
}
END_TEST

/* Few ranks, so that most rows are tied, with keys in no order. */
START_TEST(many_ties) {
  enum { ROWS = 211 };
  uint64_t state = 7;
  for (int trial = 0; trial < 40; trial++) {
    const int64_t limit = (int64_t)(vm_random(&state) % (ROWS + 10));
    const Cap cap = cap_new(STORE_I64, ROWS, true, false, limit);
    for (size_t row = 0; row < ROWS; row++) {
      key_index_add(cap.tables[ACCOUNT]->keys,
                    text_of(arena_printf(arena, "%d", (int)(row * 7919 % ROWS))));
      if (vm_random(&state) % 4) set_rank(&cap, row, (int64_t)(vm_random(&state) % 3));
      if (trial % 2) account(&cap, cap.qualifies)->truth[row] = (Truth)(vm_random(&state) % 3);
    }
    check_explanation(&cap, (uint64_t)limit);
  }
}
END_TEST

UNIT_MAIN(setup, teardown, highest_first, missing_last, ties_by_key_then_row,
          only_sure_rows_take_places, limits, explanation_agrees, many_ties)
