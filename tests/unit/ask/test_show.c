/* test_show.c - which rows are shown, and in which order; many rows against comparing each with its
 * neighbour. */
#include <string.h>

#include "ask/show.h"
#include "engine/run_impl.h"
#include "support/unit.h"
#include "support/vm_image.h"

enum { PROGRAM, OWNER, ACCOUNT, GROUP, ENTITIES };

static Arena *arena;
static Image *image;
static Table *tables[ENTITIES];
static Run *run;
static Question question;

static void setup(void) {
  arena = arena_new(NULL);
  image = vm_image_new(arena);
  vm_image_entity(image, "owner", true);
  vm_image_entity(image, "account", true);
  vm_image_entity(image, "account group", false);
  question = (Question){.kind = QUESTION_SHOW,
                        .image = image,
                        .entity = ACCOUNT,
                        .partition = SCHEMA_NONE,
                        .where = SCHEMA_NONE,
                        .sort_low = SCHEMA_NONE,
                        .sort_high = SCHEMA_NONE,
                        .limit = UINT64_MAX};
}
static void teardown(void) { arena_free(arena); }

/* Slots have to be there before. The tables of a run, and no more of it. */
static void make_rows(size_t rows) {
  run = ARENA_NEW(arena, Run);
  for (uint32_t e = 0; e < ENTITIES; e++) tables[e] = table_new(arena, image, e);
  table_reserve(tables[ACCOUNT], rows);
  tables[ACCOUNT]->rows = rows;
  run->image = image;
  run->tables = run->kept = tables;
}

static void sort_by(Type type, bool range) {
  question.sort_type = type;
  question.sort_low = vm_image_slot(image, ACCOUNT, type_store(type));
  if (range) question.sort_high = vm_image_slot(image, ACCOUNT, type_store(type));
}

static Vector *low(void) { return &tables[ACCOUNT]->slot[question.sort_low]; }
static Vector *high(void) { return &tables[ACCOUNT]->slot[question.sort_high]; }

static void set(Vector *vector, size_t row, int64_t value) {
  vector->valid[row] = 1;
  vector->i64[row] = value;
}

static void set_where(const char *letters) {
  Truth *where = tables[ACCOUNT]->slot[question.where].truth;
  for (size_t i = 0; letters[i]; i++)
    where[i] = letters[i] == 't' ? TRUTH_TRUE : letters[i] == 'f' ? TRUTH_FALSE : TRUTH_UNKNOWN;
}

static AnswerRows ask(void) { return show_rows(arena, run, &question, NULL); }

static const char *shown(void) {
  const AnswerRows rows = ask();
  Buffer out = buffer_in(arena);
  for (size_t i = 0; i < rows.count; i++) buffer_printf(&out, i ? " %u" : "%u", rows.row[i]);
  return out.data ? out.data : "";
}

START_TEST(all_in_their_order) {
  make_rows(3);
  ck_assert_str_eq(shown(), "0 1 2");
  ck_assert_uint_eq(ask().all, 3);
}
END_TEST

START_TEST(no_rows) {
  sort_by((Type){.kind = TYPE_INTEGER}, false);
  make_rows(0);
  ck_assert_str_eq(shown(), "");
}
END_TEST

START_TEST(what_is_unknown_is_counted) {
  question.where = vm_image_slot(image, ACCOUNT, STORE_TRUTH);
  make_rows(6);
  set_where("tf?t?t");
  ck_assert_str_eq(shown(), "0 3 5");
  ck_assert_uint_eq(ask().undecided, 2);
  question.limit = 2;
  ck_assert_str_eq(shown(), "0 3");
  ck_assert_uint_eq(ask().all, 3);
}
END_TEST

START_TEST(groups_tell_of_the_rows_behind) {
  question.entity = GROUP;
  question.partition = 0;
  const uint32_t where = vm_image_slot(image, ACCOUNT, STORE_TRUTH);
  question.where = where;
  *VEC_PUSH(arena, &image->partitions) =
      (Partition){.child = ACCOUNT, .parent = GROUP, .where = where};
  make_rows(4);
  set_where("?tt?");
  tables[GROUP]->rows = 2;
  ck_assert_str_eq(shown(), "0 1");
  ck_assert_uint_eq(ask().undecided, 2);
}
END_TEST

START_TEST(missing_last_and_ties_as_they_were) {
  sort_by((Type){.kind = TYPE_INTEGER}, false);
  make_rows(7);
  set(low(), 0, 5);
  set(low(), 2, -1);
  set(low(), 3, 5);
  set(low(), 4, INT64_MIN);
  set(low(), 6, INT64_MAX);
  ck_assert_str_eq(shown(), "4 2 0 3 6 1 5");
  question.descending = true;
  ck_assert_str_eq(shown(), "6 0 3 2 4 1 5");
  question.limit = 2;
  ck_assert_str_eq(shown(), "6 0");
  question.limit = 6;
  ck_assert_str_eq(shown(), "6 0 3 2 4 1");
  question.limit = 0;
  ck_assert_str_eq(shown(), "");
}
END_TEST

START_TEST(numbers_with_a_sign) {
  sort_by((Type){.kind = TYPE_NUMBER}, false);
  make_rows(5);
  const double values[] = {0.0, -1.5, -0.0, 2, -1e300};
  memcpy(low()->f64, values, sizeof values);
  memset(low()->valid, 1, 5);
  ck_assert_str_eq(shown(), "4 1 0 2 3"); /* zeroes are equal */
  question.descending = true;
  ck_assert_str_eq(shown(), "3 0 2 1 4");
}
END_TEST

START_TEST(texts) {
  sort_by((Type){.kind = TYPE_TEXT}, false);
  make_rows(7);
  const char *const values[] = {"Account 10", "Account 1", "Zo\xc3\xab", "",
                                "Account 10", "a",         "B"};
  for (size_t i = 0; i < 7; i++)
    vector_set(low(), i, (Scalar){question.sort_type, true, {.text = text_of(values[i])}});
  ck_assert_str_eq(shown(), "3 1 0 4 6 2 5");
  question.descending = true;
  ck_assert_str_eq(shown(), "5 2 6 0 4 1 3");
  question.limit = 4;
  ck_assert_str_eq(shown(), "5 2 6 0");
}
END_TEST

START_TEST(references_by_their_keys) {
  sort_by((Type){.kind = TYPE_REF, .of = OWNER}, false);
  make_rows(4);
  tables[OWNER]->rows = 3;
  tables[OWNER]->key = (Text[]){TEXT("M3"), TEXT("M1"), TEXT("M2")};
  const int32_t owners[] = {0, 1, 2, 0};
  memcpy(low()->i32, owners, sizeof owners);
  memset(low()->valid, 1, 3);
  ck_assert_str_eq(shown(), "1 2 0 3");
}
END_TEST

START_TEST(ranges_by_the_near_end) {
  sort_by((Type){.kind = TYPE_INTEGER}, true);
  make_rows(4);
  const int64_t lows[] = {1, 3, 1, 2}, highs[] = {9, 3, 4, 0};
  for (size_t i = 0; i < 4; i++) set(low(), i, lows[i]);
  for (size_t i = 0; i < 3; i++) set(high(), i, highs[i]);
  ck_assert_str_eq(shown(), "2 0 1 3");
  question.descending = true;
  ck_assert_str_eq(shown(), "0 2 1 3");
}
END_TEST

START_TEST(stops) {
  const volatile int stop = 1;
  make_rows(3);
  ck_assert(show_rows(arena, run, &question, &stop).stopped);
}
END_TEST

/* ---- Many ----------------------------------------------------------------------------------- */

static int compare(size_t a, size_t b) {
  const Vector *v = low();
  if (v->valid[a] != v->valid[b]) return v->valid[a] ? -1 : 1;
  int order = 0;
  if (v->valid[a] && v->store == STORE_TEXT)
    order = text_compare(v->text[a], v->text[b]);
  else if (v->valid[a])
    order = (v->i64[a] > v->i64[b]) - (v->i64[a] < v->i64[b]);
  if (order) return question.descending ? -order : order;
  return a < b ? -1 : 1;
}

static void fill(size_t rows, uint64_t spread, uint64_t *state) {
  for (size_t row = 0; row < rows; row++) {
    if (vm_random(state) % 9 == 0) continue;
    const int64_t number = (int64_t)(vm_random(state) % spread);
    low()->valid[row] = 1;
    if (low()->store == STORE_TEXT)
      low()->text[row] = text_of(
          arena_printf(arena, "an account with the number %08lld", (long long)(number % 30000)));
    else
      low()->i64[row] = number - 1000;
  }
}

static void check_many(Type type, uint64_t spread, bool descending, uint64_t limit) {
  enum { ROWS = 20000 };
  uint64_t state = spread + limit;
  teardown();
  setup();
  sort_by(type, false);
  question.descending = descending;
  make_rows(ROWS);
  fill(ROWS, spread, &state);
  const AnswerRows whole = ask();
  ck_assert_uint_eq(whole.count, ROWS);
  for (size_t i = 1; i < whole.count; i++)
    ck_assert_int_lt(compare(whole.row[i - 1], whole.row[i]), 0);
  question.limit = limit;
  const AnswerRows few = ask();
  ck_assert_uint_eq(few.count, limit);
  ck_assert_uint_eq(few.all, ROWS);
  for (size_t i = 0; i < few.count; i++) ck_assert_uint_eq(few.row[i], whole.row[i]);
}

START_TEST(many) {
  static const TypeKind kinds[] = {TYPE_INTEGER, TYPE_TEXT};
  static const uint64_t spreads[] = {1, 50, UINT64_C(1) << 60}, limits[] = {1, 20, 4097};
  for (size_t k = 0; k < 2; k++)
    for (size_t s = 0; s < 3; s++)
      for (size_t l = 0; l < 3; l++)
        check_many((Type){.kind = kinds[k]}, spreads[s], l % 2, limits[l]);
}
END_TEST

UNIT_MAIN(setup, teardown, all_in_their_order, no_rows, what_is_unknown_is_counted,
          groups_tell_of_the_rows_behind, missing_last_and_ties_as_they_were, numbers_with_a_sign,
          texts, references_by_their_keys, ranges_by_the_near_end, stops, many)
