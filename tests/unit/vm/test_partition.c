/* test_partition.c - groups of rows: which there are, in which order, and who belongs to them;
 * against sorting and comparing row by row. */
#include <string.h>

#include "support/unit.h"
#include "support/vm_image.h"
#include "vm/partition.h"

enum { PROGRAM, OWNER, ACCOUNT, GROUP, KEYS_MOST = 3 };

static Arena *arena;
static Image *image;
static Table *tables[4];
static uint32_t where, via;

static void setup(void) {
  arena = arena_new(NULL);
  image = vm_image_new(arena);
  vm_image_entity(image, "owner", true);
  vm_image_entity(image, "account", true);
  vm_image_entity(image, "account group", false);
  where = vm_image_slot(image, ACCOUNT, STORE_TRUTH);
  via = vm_image_slot(image, ACCOUNT, STORE_I32);
  *VEC_PUSH(arena, &image->partitions) =
      (Partition){.child = ACCOUNT, .parent = GROUP, .where = SCHEMA_NONE, .via = via};
}
static void teardown(void) { arena_free(arena); }

static uint32_t add_key(Type type) {
  const Store store = type_store(type);
  *VEC_PUSH(arena, &image->partition_keys) = (PartitionKey){
      vm_image_slot(image, ACCOUNT, store), vm_image_slot(image, GROUP, store), type};
  return image->partitions.at[0].keys.count++;
}

/* Keys have to be added before, and are filled after. */
static void make_tables(size_t rows) {
  for (uint32_t e = 0; e < 4; e++) tables[e] = table_new(arena, image, e);
  table_reserve(tables[ACCOUNT], rows);
  tables[ACCOUNT]->rows = rows;
}

static Vector *value_of(uint32_t key) {
  return &tables[ACCOUNT]->slot[image->partition_keys.at[key].value];
}
static Vector *result_of(uint32_t key) {
  return &tables[GROUP]->slot[image->partition_keys.at[key].result];
}

static void set(uint32_t key, size_t row, Scalar value) { vector_set(value_of(key), row, value); }

static Scalar integer(int64_t i) { return (Scalar){{.kind = TYPE_INTEGER}, true, {.i = i}}; }
static Scalar text(const char *s) {
  return (Scalar){{.kind = TYPE_TEXT}, true, {.text = text_of(s)}};
}

static void run(void) { ck_assert(partition_run(image, 0, tables, arena, NULL)); }

/* The groups of each row: "0 1 0 -". */
static const char *belonging(void) {
  Buffer out = buffer_in(arena);
  const Vector *to = &tables[ACCOUNT]->slot[via];
  for (size_t row = 0; row < tables[ACCOUNT]->rows; row++) {
    if (row) buffer_char(&out, ' ');
    if (to->valid[row])
      buffer_printf(&out, "%d", to->i32[row]);
    else
      buffer_char(&out, '-');
  }
  return out.data ? out.data : "";
}

START_TEST(numbers_from_less_to_more) {
  const uint32_t key = add_key((Type){.kind = TYPE_INTEGER});
  make_tables(6);
  const int64_t values[] = {7, -3, 7, INT64_MAX, 0, -3};
  for (size_t i = 0; i < 6; i++) set(key, i, integer(values[i]));
  run();
  ck_assert_str_eq(belonging(), "2 0 2 3 1 0");
  ck_assert_uint_eq(tables[GROUP]->rows, 4);
  ck_assert_int_eq(result_of(key)->i64[0], -3);
  ck_assert_int_eq(result_of(key)->i64[3], INT64_MAX);
}
END_TEST

START_TEST(missing_is_the_last) {
  const uint32_t key = add_key((Type){.kind = TYPE_INTEGER});
  make_tables(4);
  set(key, 1, integer(9));
  set(key, 3, integer(1));
  run();
  ck_assert_str_eq(belonging(), "2 1 2 0");
  ck_assert(!result_of(key)->valid[2]);
}
END_TEST

START_TEST(all_are_missing) {
  add_key((Type){.kind = TYPE_INTEGER});
  make_tables(3);
  run();
  ck_assert_str_eq(belonging(), "0 0 0");
}
END_TEST

START_TEST(truths) {
  const uint32_t key = add_key((Type){.kind = TYPE_BOOL});
  make_tables(4);
  const Truth values[] = {TRUTH_TRUE, TRUTH_UNKNOWN, TRUTH_FALSE, TRUTH_TRUE};
  memcpy(value_of(key)->truth, values, sizeof values);
  run();
  ck_assert_str_eq(belonging(), "1 2 0 1");
  ck_assert_int_eq(result_of(key)->truth[2], TRUTH_UNKNOWN);
}
END_TEST

START_TEST(texts_by_code_point) {
  const uint32_t key = add_key((Type){.kind = TYPE_TEXT});
  make_tables(6);
  const char *const values[] = {"b", "\xc3\xa9", "", "B", NULL, "b"};
  for (size_t i = 0; i < 6; i++)
    if (values[i]) set(key, i, text(values[i]));
  run();
  ck_assert_str_eq(belonging(), "2 3 0 1 4 2");
  ck_assert(text_equal(result_of(key)->text[3], TEXT("\xc3\xa9")));
}
END_TEST

START_TEST(references_by_key) {
  const uint32_t key = add_key((Type){.kind = TYPE_REF, .of = OWNER});
  make_tables(4);
  table_reserve(tables[OWNER], 3);
  tables[OWNER]->rows = 3;
  tables[OWNER]->key = ARENA_ARRAY(arena, Text, 3);
  tables[OWNER]->key[0] = TEXT("M3");
  tables[OWNER]->key[1] = TEXT("M1");
  tables[OWNER]->key[2] = TEXT("M2");
  const int32_t values[] = {0, 1, 0, 2};
  memcpy(value_of(key)->i32, values, sizeof values);
  value_of(key)->valid[0] = value_of(key)->valid[1] = value_of(key)->valid[2] = 1;
  run();
  ck_assert_str_eq(belonging(), "1 0 1 2");
  ck_assert_int_eq(result_of(key)->i32[0], 1);
}
END_TEST

START_TEST(zeroes_are_one) {
  const uint32_t key = add_key((Type){.kind = TYPE_NUMBER});
  make_tables(3);
  const double values[] = {0.0, -0.0, -1.5};
  memcpy(value_of(key)->f64, values, sizeof values);
  memset(value_of(key)->valid, 1, 3);
  run();
  ck_assert_str_eq(belonging(), "1 1 0");
}
END_TEST

START_TEST(only_rows_that_surely_belong) {
  const uint32_t key = add_key((Type){.kind = TYPE_INTEGER});
  image->partitions.at[0].where = where;
  make_tables(4);
  const Truth belong[] = {TRUTH_TRUE, TRUTH_UNKNOWN, TRUTH_FALSE, TRUTH_TRUE};
  memcpy(tables[ACCOUNT]->slot[where].truth, belong, sizeof belong);
  for (size_t i = 0; i < 4; i++) set(key, i, integer((int64_t)i));
  run();
  ck_assert_str_eq(belonging(), "0 - - 1");
  ck_assert_uint_eq(tables[GROUP]->rows, 2);
}
END_TEST

START_TEST(no_keys_are_one_group) {
  make_tables(2);
  run();
  ck_assert_str_eq(belonging(), "0 0");
  make_tables(0);
  run();
  ck_assert_uint_eq(tables[GROUP]->rows, 1);
}
END_TEST

START_TEST(no_rows_are_no_groups) {
  add_key((Type){.kind = TYPE_INTEGER});
  add_key((Type){.kind = TYPE_TEXT});
  make_tables(0);
  run();
  ck_assert_uint_eq(tables[GROUP]->rows, 0);
}
END_TEST

/* ---- Many rows ------------------------------------------------------------------------------ */

/* By the keys in their order; 0 where they are the same. */
static int compare_rows(size_t a, size_t b) {
  for (uint32_t k = 0; k < image->partition_keys.count; k++) {
    const Vector *value = value_of(k);
    if (vector_known(value, a) != vector_known(value, b)) return vector_known(value, a) ? -1 : 1;
    if (!vector_known(value, a)) continue;
    int order = 0;
    if (value->store == STORE_TEXT)
      order = text_compare(value->text[a], value->text[b]);
    else if (value->store == STORE_I64)
      order = (value->i64[a] > value->i64[b]) - (value->i64[a] < value->i64[b]);
    else
      order = (value->i32[a] > value->i32[b]) - (value->i32[a] < value->i32[b]);
    if (order) return order;
  }
  return 0;
}

static bool belongs(size_t row) {
  const uint32_t slot = image->partitions.at[0].where;
  return slot == SCHEMA_NONE || tables[ACCOUNT]->slot[slot].truth[row] == TRUTH_TRUE;
}

/* Neighbours in the order of their groups differ just where the groups do. */
static void check_many(size_t rows) {
  const Vector *to = &tables[ACCOUNT]->slot[via];
  size_t *any = ARENA_ARRAY(arena, size_t, tables[GROUP]->rows + 1);
  for (size_t row = 0; row < rows; row++) {
    ck_assert_int_eq(to->valid[row], belongs(row));
    if (!to->valid[row]) continue;
    ck_assert((uint32_t)to->i32[row] < tables[GROUP]->rows);
    any[to->i32[row]] = row + 1;
  }
  for (size_t row = 0; row < rows; row++)
    if (belongs(row)) ck_assert_int_eq(compare_rows(row, any[to->i32[row]] - 1), 0);
  for (size_t i = 0; i < tables[GROUP]->rows; i++) {
    ck_assert_uint_gt(any[i], 0);
    if (i) ck_assert_int_lt(compare_rows(any[i - 1] - 1, any[i] - 1), 0);
  }
}

static void fill_random(size_t rows, uint64_t *state, const uint64_t *spread) {
  for (size_t row = 0; row < rows; row++)
    tables[ACCOUNT]->slot[where].truth[row] = (Truth)(vm_random(state) % 3);
  for (uint32_t k = 0; k < image->partition_keys.count; k++)
    for (size_t row = 0; row < rows; row++) {
      if (vm_random(state) % 9 == 0) continue;
      const int64_t number = (int64_t)(vm_random(state) % spread[k]) - (int64_t)(spread[k] / 2);
      Vector *value = value_of(k);
      value->valid[row] = 1;
      if (value->store == STORE_TEXT)
        value->text[row] = text_of(arena_printf(arena, "%lld", (long long)number));
      else if (value->store == STORE_I64)
        value->i64[row] = number;
      else
        value->i32[row] = (int32_t)number;
    }
}

static void try_many(uint64_t state, uint32_t keys) {
  enum { ROWS = 20000 };
  static const TypeKind kinds[] = {TYPE_INTEGER, TYPE_DATE, TYPE_TEXT};
  uint64_t spread[KEYS_MOST];
  teardown();
  setup();
  for (uint32_t k = 0; k < keys; k++) {
    add_key((Type){.kind = kinds[vm_random(&state) % 3]});
    /* few values, about as many as rows, or far more */
    spread[k] = (uint64_t[]){3, 20000, 2000000000}[vm_random(&state) % 3];
  }
  if (state % 2) image->partitions.at[0].where = where;
  make_tables(ROWS);
  fill_random(ROWS, &state, spread);
  run();
  check_many(ROWS);
}

START_TEST(many_rows) {
  for (uint64_t i = 0; i < 48; i++) try_many(i * 7919, 1 + (uint32_t)i % KEYS_MOST);
}
END_TEST

START_TEST(stops) {
  static const TypeKind kinds[] = {TYPE_INTEGER, TYPE_TEXT};
  for (size_t i = 0; i < 2; i++) {
    const volatile int stop = 1;
    uint64_t state = 1, spread[] = {2000000000};
    teardown();
    setup();
    add_key((Type){.kind = kinds[i]});
    make_tables(50);
    fill_random(50, &state, spread);
    ck_assert(!partition_run(image, 0, tables, arena, &stop));
    ck_assert_uint_eq(tables[GROUP]->rows, 0);
  }
}
END_TEST

UNIT_MAIN(setup, teardown, numbers_from_less_to_more, missing_is_the_last, all_are_missing, truths,
          texts_by_code_point, references_by_key, zeroes_are_one, only_rows_that_surely_belong,
          no_keys_are_one_group, no_rows_are_no_groups, many_rows, stops)
