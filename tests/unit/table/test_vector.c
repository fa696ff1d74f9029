/* test_vector.c - vectors are aligned, start missing, and keep what they hold when they grow. */
#include "support/unit.h"
#include "table/vector.h"

static Arena *arena;
static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

static const Type type_of[STORE_COUNT] = {
    [STORE_I64] = {.kind = TYPE_INTEGER}, [STORE_F64] = {.kind = TYPE_NUMBER},
    [STORE_I32] = {.kind = TYPE_DATE},    [STORE_TRUTH] = {.kind = TYPE_BOOL},
    [STORE_TEXT] = {.kind = TYPE_TEXT},
};

static Scalar sample(Store store, size_t row) {
  Scalar value = {.type = type_of[store], .known = row % 3 != 1};
  switch (store) {
  case STORE_I64:
    value.i = (int64_t)row * 1000000007 - 5;
    break;
  case STORE_F64:
    value.f = (double)row / 4 - 1;
    break;
  case STORE_I32:
    value.i = -(int32_t)row;
    break;
  case STORE_TRUTH:
    value.truth = (Truth)(value.known ? row % 2 * 2 : TRUTH_UNKNOWN);
    break;
  case STORE_TEXT:
    value.text = text_of(arena_printf(arena, "row %zu", row));
    break;
  case STORE_COUNT:
    break;
  }
  return value;
}

static void check_same(Scalar got, Scalar want) {
  if (got.known != want.known || (want.known && !scalar_equal(got, want)))
    ck_abort_msg("a value has changed");
}

START_TEST(starts_missing) {
  for (int store = 0; store < STORE_COUNT; store++) {
    Vector v = vector_new(arena, (Store)store, 100);
    ck_assert_uint_eq((uintptr_t)v.values % 64, 0);
    ck_assert_uint_eq((uintptr_t)v.valid % 64, 0);
    ck_assert(store == STORE_TRUTH ? v.valid == NULL : v.valid != NULL);
    for (size_t row = 0; row < 128; row++) ck_assert(!vector_known(&v, row));
  }
}
END_TEST

START_TEST(grows_and_keeps) {
  static const size_t sizes[] = {1, 63, 64, 65, 1000, 1001, 100000, 1000000};
  for (int store = 0; store < STORE_COUNT; store++) {
    Vector v = vector_new(arena, (Store)store, 0);
    size_t rows = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
      vector_grow(arena, &v, rows, sizes[i]);
      ck_assert_uint_eq((uintptr_t)v.values % 64, 0);
      for (size_t row = rows; row < sizes[i]; row++) {
        if (vector_known(&v, row)) ck_abort_msg("row %zu is known", row);
        if (row < 1000 || row % 997 == 0) vector_set(&v, row, sample((Store)store, row));
      }
      rows = sizes[i];
      for (size_t row = 0; row < rows; row++)
        if (row < 1000 || row % 997 == 0)
          check_same(vector_get(&v, type_of[store], row), sample((Store)store, row));
        else if (vector_known(&v, row))
          ck_abort_msg("row %zu is known", row);
    }
    vector_release(arena, &v);
    ck_assert_ptr_null(v.values);
  }
}
END_TEST

START_TEST(growing_clears_the_padding) {
  Vector v = vector_new(arena, STORE_I64, 10);
  for (size_t row = 0; row < 64; row++) v.valid[row] = 1; /* as a kernel may do */
  vector_grow(arena, &v, 10, 20);
  for (size_t row = 0; row < 64; row++) ck_assert_int_eq(vector_known(&v, row), row < 10);
}
END_TEST

UNIT_MAIN(setup, teardown, starts_missing, grows_and_keeps, growing_clears_the_padding)
