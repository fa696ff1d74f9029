/* test_derive.c - what a derived run shares, what it computes again, and what it refuses. That it
 * is what a fresh run would be is held by tests/run-derive. */
#include "engine/derive.h"

#include "engine_case.h"
#include "support/sample_image.h"
#include "support/unit.h"

enum { TODAY = 20634, A1 = 0, A2 = 1, A3 = 2, A4 = 3 };
static const int64_t million = 10000LL * 1000000;
enum { FLOOR = 1, CAP = 2 }; /* parameters */

static Image *image;
static Run *loaded;
static DiagSink *diags;

static void setup(void) {
  case_setup();
  case_sample_files();
  image = sample_image(arena);
  loaded = case_run(image, (RunOptions){.whole = true}).run;
  diags = diag_sink_new(arena);
  ck_assert_ptr_nonnull(loaded);
}

static Run *derive_in(Arena *own, const Run *from, Derivation what) {
  what.image = image;
  if (!what.today) what.today = TODAY;
  return run_derive(own, from, &what, diags);
}

static Run *derive(Derivation what) { return derive_in(arena, loaded, what); }

static Run *with_param(uint32_t param, int64_t value) {
  const ParamValue set = {param, {.type = image->params.at[param].type, .known = true, .i = value}};
  return derive((Derivation){.set = &set, .set_count = 1});
}

static CellChange cell(uint32_t entity, size_t row, uint32_t slot, int64_t value) {
  return (CellChange){entity, row, slot, {.known = true, .i = value}};
}

static const Vector *slot_of(const Run *run, uint32_t slot) {
  return &run_table(run, image->slots.at[slot].entity)->slot[slot];
}

/* -1: missing. */
static int64_t value(const Run *run, uint32_t slot, size_t row) {
  const Vector *vector = slot_of(run, slot);
  if (!vector_known(vector, row)) return -1;
  const Scalar scalar = vector_get(vector, (Type){0}, row);
  return vector->store == STORE_TRUTH ? scalar.truth : scalar.i;
}

static void expect_rows(const Run *run, uint32_t slot, size_t count, uint32_t first) {
  const uint32_t *rows;
  ck_assert_uint_eq(run_differing_rows(run, slot, &rows), count);
  ck_assert_int_eq(run_differs(run, slot), count > 0);
  if (count) ck_assert_uint_eq(rows[0], first);
}

START_TEST(shares_what_is_the_same) {
  const Run *run = derive((Derivation){.threads = 2});
  for (uint32_t s = 0; s < image->slots.count; s++) {
    ck_assert(!run_differs(run, s));
    if (image->slots.at[s].entity != IMAGE_PROGRAM)
      ck_assert_ptr_eq(slot_of(run, s)->values, slot_of(loaded, s)->values);
  }
  const Run *other = with_param(FLOOR, 4 * million);
  ck_assert_ptr_eq(slot_of(other, SAMPLE_ZONE)->values, slot_of(loaded, SAMPLE_ZONE)->values);
}
END_TEST

/* A1 has 5M and A4 2M; both are mutual, and one of them has the place. */
START_TEST(other_parameters) {
  const Run *run = with_param(FLOOR, 4 * million);
  ck_assert_int_eq(value(loaded, SAMPLE_QUALIFIES, A4), TRUTH_TRUE);
  ck_assert_int_eq(value(run, SAMPLE_QUALIFIES, A4), TRUTH_FALSE);
  expect_rows(run, SAMPLE_QUALIFIES, 1, A4);
  expect_rows(run, SAMPLE_TIER, 0, 0); /* A4 had no place before either */
  run = with_param(CAP, 2);
  expect_rows(run, SAMPLE_TIER, 1, A4);
  ck_assert_int_eq(value(run, SAMPLE_TIER, A4), 0);
  ck_assert_int_eq(value(loaded, SAMPLE_TIER, A4), 2);
  expect_rows(run, SAMPLE_SHARE_LOW, 1, 0);
  ck_assert_int_eq(value(run, SAMPLE_SHARE_LOW, 0), 2 * value(loaded, SAMPLE_SHARE_LOW, 0));
}
END_TEST

START_TEST(another_day) {
  const Run *run = derive((Derivation){.today = 20454}); /* 2026-01-01 */
  ck_assert_int_eq(run_options(run)->today, 20454);
  ck_assert_int_eq(value(loaded, SAMPLE_ORDERED_LOW, A2), 100000);
  ck_assert_int_eq(value(run, SAMPLE_ORDERED_LOW, A2), 0);
  expect_rows(run, SAMPLE_ORDERED_LOW, 1, A2);
  expect_rows(run, SAMPLE_TIER, 1, A2);
}
END_TEST

START_TEST(other_cells) {
  const CellChange cells[] = {
      cell(SAMPLE_ACCOUNT, A4, SAMPLE_REVENUE, 9 * million),
      cell(SAMPLE_ACCOUNT, A4, SAMPLE_OWNER, 1),
      {SAMPLE_MANAGER, 0, SAMPLE_MANAGER_NAME, {.known = true, .text = TEXT("Cid")}}};
  const Run *run = derive((Derivation){.cells = cells, .cell_count = 3});
  expect_rows(run, SAMPLE_REVENUE, 1, A4);
  expect_rows(run, SAMPLE_BOSS, 2, A1);
  ck_assert(text_equal(slot_of(run, SAMPLE_BOSS)->text[A1], TEXT("Cid")));
  ck_assert(text_equal(slot_of(run, SAMPLE_BOSS)->text[A4], TEXT("Bob")));
  ck_assert(text_equal(slot_of(loaded, SAMPLE_BOSS)->text[A1], TEXT("Ann")));
  expect_rows(run, SAMPLE_TIER, 2, A1); /* they change places */
  ck_assert_int_eq(value(run, SAMPLE_TIER, A4), 0);
}
END_TEST

START_TEST(cells_as_they_are) {
  const CellChange same = cell(SAMPLE_ACCOUNT, A1, SAMPLE_REVENUE, 5 * million);
  const Run *run = derive((Derivation){.cells = &same, .cell_count = 1});
  for (uint32_t s = 0; s < image->slots.count; s++) ck_assert(!run_differs(run, s));
}
END_TEST

/* A result of a group that is given another value keeps it, whatever becomes of its rows. */
START_TEST(cells_of_groups) {
  const CellChange cells[] = {cell(SAMPLE_ACCOUNT, A2, SAMPLE_ORDERED_LOW, 0),
                              cell(SAMPLE_ACCOUNT, A2, SAMPLE_ORDERED_HIGH, 0),
                              cell(SAMPLE_ORDER, 2, SAMPLE_AMOUNT, 77),
                              cell(SAMPLE_ORDER, 0, SAMPLE_AMOUNT, 88)};
  for (size_t count = 2; count <= 4; count += 2) {
    for (int32_t later = 0; later <= 365; later += 365) {
      const Run *run =
          derive((Derivation){.today = TODAY + later, .cells = cells, .cell_count = count});
      ck_assert_int_eq(value(run, SAMPLE_ORDERED_LOW, A2), 0);
      ck_assert_int_eq(value(run, SAMPLE_TIER, A2), 2);
      ck_assert_int_eq(value(run, SAMPLE_ORDERED_LOW, A1), count == 2 ? 1000000 : 88);
    }
  }
}
END_TEST

/* A run derived from one that is derived differs from that one. */
START_TEST(in_steps) {
  const Run *first = with_param(CAP, 2);
  const CellChange change = cell(SAMPLE_ACCOUNT, A4, SAMPLE_REVENUE, 0);
  const ParamValue set = {CAP, {.type = image->params.at[CAP].type, .known = true, .i = 2}};
  const Run *run = derive_in(
      arena, first, (Derivation){.set = &set, .set_count = 1, .cells = &change, .cell_count = 1});
  expect_rows(run, SAMPLE_TIER, 1, A4);
  const Run *back = derive_in(
      arena, first, (Derivation){.cells = &change, .cell_count = 1}); /* the cap is 1 again */
  expect_rows(back, SAMPLE_CAP, 1, 0);
  expect_rows(back, SAMPLE_TIER, 1, A4);
}
END_TEST

START_TEST(explains_itself) {
  const CellChange change = cell(SAMPLE_ORDER, 0, SAMPLE_PLACED, TODAY + 1);
  Run *run = derive((Derivation){.cells = &change, .cell_count = 1});
  const WhyNode *node = run_why(run, arena, 3, A1), *before = run_why(loaded, arena, 3, A1);
  ck_assert_uint_eq(before->child[1]->rows.counted, 1);
  ck_assert_uint_eq(node->child[1]->rows.counted, 0);
  ck_assert_uint_eq(node->child[1]->rows.undecided, 1);
  case_expect(case_deciding(run, 3, A3), "revenue; mutual");
}
END_TEST

START_TEST(refuses) {
  ck_assert_ptr_null(with_param(FLOOR, -1));
  ck_assert_int_eq(diag_at(diags, 0)->code, E_PARAM_OUT_OF_RANGE);
  ck_assert_ptr_null(with_param(CAP, -1));
  ck_assert_int_eq(diag_at(diags, 1)->code, E_CAP_UNUSABLE);
  const volatile int stop = 1;
  ck_assert_ptr_null(derive((Derivation){.today = TODAY - 900, .stop = &stop}));
  ck_assert_int_eq(diag_at(diags, 2)->code, E_INTERRUPTED);
  ck_assert_uint_eq(diag_count(diags), 3);
}
END_TEST

/* ---- Other programs ------------------------------------------------------------------------- */

static Run *adopt(const Image *other, bool *reads) {
  const Derivation what = {.today = TODAY, .threads = 2, .batch_rows = 1};
  return run_adopt(arena, loaded, other, &what, reads, diags);
}

START_TEST(adopts_other_rules) {
  bool reads;
  Image *other = sample_image(arena);
  other->params.at[CAP].value.i = 2;
  const Run *run = adopt(other, &reads);
  ck_assert(!reads);
  ck_assert_ptr_eq(slot_of(run, SAMPLE_REVENUE)->values, slot_of(loaded, SAMPLE_REVENUE)->values);
  ck_assert_int_eq(value(run, SAMPLE_TIER, A4), 0);
  ck_assert_int_eq(value(run, SAMPLE_ORDERED_HIGH, A1), 1500000);
  ck_assert(text_equal(run_key(run, SAMPLE_ACCOUNT, A4), TEXT("A4")));
  ck_assert_uint_eq(run_summary(run)->entity[SAMPLE_ACCOUNT].rows, 4);
}
END_TEST

START_TEST(reads_other_data) {
  for (int change = 0; change < 7; change++) {
    Image *other = sample_image(arena);
    EntitySchema *account = &other->entities.at[SAMPLE_ACCOUNT];
    FieldSchema *fields = arena_grow(arena, NULL, 0, account->field_count * sizeof *fields);
    for (uint32_t f = 0; f < account->field_count; f++) fields[f] = account->fields[f];
    account->fields = fields;
    FieldSchema *revenue = &fields[schema_field(account, TEXT("revenue"))];
    switch (change) {
    case 0:
      revenue->low.i = 1;
      break;
    case 1:
      revenue->header = TEXT("Revenue");
      break;
    case 2:
      revenue->format.exponent = 3;
      break;
    case 3:
      account->source = TEXT("others.csv");
      break;
    case 4:
      account->field_count--;
      break;
    case 5:
      fields[schema_field(account, TEXT("since"))].slot = SAMPLE_ZONE; /* was not read */
      break;
    case 6:
      other->enums.at[SAMPLE_ENUM_REGION].count--;
      break;
    }
    bool reads = false;
    ck_assert_ptr_null(adopt(other, &reads));
    ck_assert_msg(reads, "change %d", change);
  }
  ck_assert_uint_eq(diag_count(diags), 0);
}
END_TEST

/* ---- Memory --------------------------------------------------------------------------------- */

/* The n-th request for memory fails. True where there were fewer. */
static bool runs_in_spite_of(uint64_t n, size_t threads) {
  const CellChange cells[] = {cell(SAMPLE_ORDER, 2, SAMPLE_AMOUNT, 77),
                              cell(SAMPLE_ACCOUNT, A4, SAMPLE_OWNER, 1)};
  const ParamValue set = {CAP, {.type = image->params.at[CAP].type, .known = true, .i = 2}};
  Arena *small = arena_new(&(ArenaOptions){.fail_at = n});
  volatile bool done = false;
  if (small && ARENA_TRY(small)) {
    derive_in(small, loaded,
              (Derivation){.today = TODAY - 200,
                           .set = &set,
                           .set_count = 1,
                           .cells = cells,
                           .cell_count = 2,
                           .batch_rows = 1,
                           .threads = threads});
    done = true;
  }
  arena_free(small);
  return done;
}

START_TEST(runs_out_of_memory) {
  for (size_t threads = 1; threads <= 3; threads += 2) {
    uint64_t n = 1;
    while (!runs_in_spite_of(n, threads)) n++;
    ck_assert_uint_gt(n, 50);
  }
}
END_TEST

UNIT_MAIN(setup, case_teardown, shares_what_is_the_same, other_parameters, another_day, other_cells,
          cells_as_they_are, cells_of_groups, in_steps, explains_itself, refuses,
          adopts_other_rules, reads_other_data, runs_out_of_memory)
