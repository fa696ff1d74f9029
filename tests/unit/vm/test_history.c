/* test_history.c - how a row came through the stages: order, repetition, what is left out. */
#include <stdio.h>
#include <string.h>

#include "support/unit.h"
#include "support/vm_image.h"
#include "vm/history.h"

/* Stages a b c d: a starts; a -> b, b -> c and d, c -> b; nothing follows d. */
enum { PROGRAM, ACCOUNT, STEP, STAGES = 4, UNKNOWN = STAGES, TODAY = 100, NOT_KNOWN = -1 };

static Arena *arena;
static Image *image;
static Table *tables[3];
static uint32_t via, stage, at, recorded, last, since, path;
static HistoryStats stats;

static void add_stage(bool start, const uint32_t *to, uint32_t count) {
  const IndexList ways = {(uint32_t)image->history_ways.count, count};
  for (uint32_t i = 0; i < count; i++) *VEC_PUSH(arena, &image->history_ways) = (HistoryWay){to[i]};
  *VEC_PUSH(arena, &image->history_stages) = (HistoryStage){.start = start, .ways = ways};
}

static void setup(void) {
  arena = arena_new(NULL);
  image = vm_image_new(arena);
  vm_image_entity(image, "account", true);
  vm_image_entity(image, "step", false);
  const uint32_t today = vm_image_slot(image, PROGRAM, STORE_I32);
  via = vm_image_slot(image, STEP, STORE_I32);
  stage = vm_image_slot(image, STEP, STORE_I32);
  at = vm_image_slot(image, STEP, STORE_I32);
  recorded = vm_image_slot(image, ACCOUNT, STORE_I32);
  last = vm_image_slot(image, ACCOUNT, STORE_I32);
  since = vm_image_slot(image, ACCOUNT, STORE_I32);
  path = vm_image_slot(image, ACCOUNT, STORE_I32);
  *VEC_PUSH(arena, &image->params) =
      (Param){.name = TEXT("today"), .type = {.kind = TYPE_DATE}, .slot = today};
  add_stage(true, (uint32_t[]){1}, 1);
  add_stage(false, (uint32_t[]){2, 3}, 2);
  add_stage(false, (uint32_t[]){1}, 1);
  add_stage(false, NULL, 0);
  *VEC_PUSH(arena, &image->histories) = (History){.child = STEP,
                                                  .parent = ACCOUNT,
                                                  .via = via,
                                                  .stage = stage,
                                                  .at = at,
                                                  .recorded = recorded,
                                                  .stages = {0, STAGES},
                                                  .last = last,
                                                  .since = since,
                                                  .path = path};
  for (uint32_t i = 0; i < 3; i++) tables[i] = table_new(arena, image, i);
  tables[PROGRAM]->slot[today].i32[0] = TODAY;
  tables[PROGRAM]->slot[today].valid[0] = 1;
}
static void teardown(void) { arena_free(arena); }

static void set(uint32_t entity, uint32_t slot, size_t row, int32_t value) {
  tables[entity]->slot[slot].valid[row] = value != NOT_KNOWN;
  tables[entity]->slot[slot].i32[row] = value != NOT_KNOWN ? value : 0;
}

/* "a10 b20 ?30 a-": stages by letter, `?` one that is not known, at their days. */
static void add_steps(int32_t account, const char *steps) {
  for (const char *s = steps; *s; s += strcspn(s, " "), s += *s == ' ') {
    const size_t row = tables[STEP]->rows;
    table_reserve(tables[STEP], row + 1);
    tables[STEP]->rows++;
    int day = NOT_KNOWN;
    if (s[1] != '-') sscanf(s + 1, "%d", &day);
    set(STEP, via, row, account);
    set(STEP, stage, row, *s == '?' ? NOT_KNOWN : *s - 'a');
    set(STEP, at, row, day);
  }
}

static int32_t value(uint32_t slot, size_t row) {
  const Vector *v = &tables[ACCOUNT]->slot[slot];
  return v->valid[row] ? v->i32[row] : NOT_KNOWN;
}

static void run(size_t accounts) {
  table_reserve(tables[ACCOUNT], accounts);
  tables[ACCOUNT]->rows = accounts;
  stats = (HistoryStats){0};
  history_run(image, 0, tables, arena, &stats, NULL);
}

/* One account with these steps, recorded in a stage. */
static void expect(const char *steps, int32_t in, int32_t want_path, int32_t want_last,
                   int32_t want_since) {
  tables[STEP]->rows = 0;
  add_steps(0, steps);
  table_reserve(tables[ACCOUNT], 1);
  set(ACCOUNT, recorded, 0, in);
  run(1);
  ck_assert_msg(value(path, 0) == want_path, "%s: path %d", steps, value(path, 0));
  ck_assert_msg(value(last, 0) == want_last, "%s: last %d", steps, value(last, 0));
  ck_assert_msg(value(since, 0) == want_since, "%s: since %d", steps, value(since, 0));
}

enum { A, B, C, D };

START_TEST(moves) {
  expect("a10 b20 c30", C, PATH_CONFORMS, C, 30);
  expect("a10 b20 d30", D, PATH_CONFORMS, D, 30);
  expect("a10 c20", C, PATH_SKIPPED, C, 20);
  expect("a10 b20 a30", A, PATH_REWORKED, A, 30);
  expect("a10 b20 c30 b40", B, PATH_CONFORMS, B, 40); /* back, but by a way */
  expect("a10 b20 d30 a40", A, PATH_REWORKED, A, 40); /* out of a stage that nothing follows */
  expect("b10", B, PATH_SKIPPED, B, 10);              /* a first entry that is no start, alone */
  expect("", A, PATH_CONFORMS, NOT_KNOWN, NOT_KNOWN);
}
END_TEST

START_TEST(the_worst_counts) {
  expect("a10 c20 a30", A, PATH_SKIPPED, A, 30); /* ahead and back */
  expect("a10 ?20 c30 a40", A, PATH_ILLEGAL, A, 40);
}
END_TEST

START_TEST(unknown_stages) {
  expect("?10", A, PATH_ILLEGAL, NOT_KNOWN, NOT_KNOWN);
  expect("a10 ?20 b30", B, PATH_ILLEGAL, B, 30);
  expect("a10 e20", A, PATH_ILLEGAL, NOT_KNOWN, 10); /* beyond the stages */
}
END_TEST

START_TEST(rows_in_any_order) {
  expect("c30 a10 b20", C, PATH_CONFORMS, C, 30);
  expect("c30 b30 a30", C, PATH_CONFORMS, C, 30);        /* one day: in the order of the stages */
  expect("?30 a30 b30", B, PATH_ILLEGAL, NOT_KNOWN, 30); /* unknown ones last */
}
END_TEST

START_TEST(repeated_entries_are_one) {
  expect("a10 b20 b25 b26 c30", B, PATH_CONFORMS, C, 20);
  expect("a10 b20 c30 b40 b45", B, PATH_CONFORMS, B, 40); /* the last run, its first day */
}
END_TEST

START_TEST(what_is_recorded) {
  expect("a10 b20", A, PATH_CONFORMS, B, 10);
  expect("a10 b20", C, PATH_CONFORMS, B, NOT_KNOWN);
  expect("a10 b20", NOT_KNOWN, PATH_CONFORMS, B, NOT_KNOWN);
  image->histories.at[0].recorded = SCHEMA_NONE; /* the last one is */
  expect("a10 b20 b30", NOT_KNOWN, PATH_CONFORMS, B, 20);
  expect("a10 ?20", NOT_KNOWN, PATH_ILLEGAL, NOT_KNOWN, NOT_KNOWN);
}
END_TEST

START_TEST(left_out) {
  expect("a10 b100 c101 d-", B, PATH_CONFORMS, B, 100);
  ck_assert_uint_eq(stats.ahead, 1);
  ck_assert_uint_eq(stats.undated, 1);
  tables[STEP]->rows = 0;
  add_steps(NOT_KNOWN, "a10 b101"); /* of nobody */
  add_steps(7, "a10");              /* of a row that is not there */
  run(1);
  ck_assert_uint_eq(stats.ahead, 0);
}
END_TEST

START_TEST(many_rows_with_many_entries) {
  enum { ROWS = 300 };
  uint64_t random = 7;
  char steps[4000];
  for (int32_t row = 0; row < ROWS; row++) {
    size_t length = 0;
    steps[0] = 0;
    for (int i = 0; i < row % 60; i++) /* b and c in turn, the days in no order */
      length += (size_t)sprintf(steps + length, "%s%c%d", i ? " " : "", i % 2 ? 'c' : 'b', i + 1);
    add_steps(row, steps);
  }
  for (size_t i = tables[STEP]->rows; i-- > 1;) {
    const size_t other = vm_random(&random) % (i + 1);
    const uint32_t slots[] = {via, stage, at};
    for (int k = 0; k < 3; k++) {
      int32_t *values = tables[STEP]->slot[slots[k]].i32, kept = values[i];
      values[i] = values[other];
      values[other] = kept;
    }
  }
  table_reserve(tables[ACCOUNT], ROWS);
  for (size_t row = 0; row < ROWS; row++) set(ACCOUNT, recorded, row, B);
  run(ROWS);
  for (size_t row = 0; row < ROWS; row++) {
    const int32_t count = (int32_t)(row % 60);
    ck_assert_int_eq(value(path, row), count ? PATH_SKIPPED : PATH_CONFORMS);
    ck_assert_int_eq(value(since, row), count ? count - !(count % 2) : NOT_KNOWN);
    HistoryEntry *entries;
    ck_assert_uint_eq(history_explain(image, 0, tables, row, NULL, 0, arena, &entries),
                      (size_t)count);
    for (int32_t i = 0; i < count; i++) ck_assert_int_eq(entries[i].day, i + 1);
  }
}
END_TEST

START_TEST(of_the_program) {
  History *history = &image->histories.at[0];
  add_steps(3, "a10");
  add_steps(NOT_KNOWN, "c20");
  history->parent = PROGRAM;
  history->via = SCHEMA_NONE;
  history->recorded = SCHEMA_NONE;
  history->since = history->last = SCHEMA_NONE;
  history->path = vm_image_slot(image, PROGRAM, STORE_I32);
  tables[PROGRAM]->slot = arena_grow(arena, NULL, 0, image->slots.count * sizeof(Vector));
  for (size_t i = 0; i < image->slots.count; i++)
    tables[PROGRAM]->slot[i] = vector_new(arena, STORE_I32, 1);
  tables[PROGRAM]->slot[image->params.at[0].slot].i32[0] = TODAY;
  history_run(image, 0, tables, arena, &stats, NULL);
  ck_assert_int_eq(tables[PROGRAM]->slot[history->path].i32[0], PATH_SKIPPED);
}
END_TEST

UNIT_MAIN(setup, teardown, moves, the_worst_counts, unknown_stages, rows_in_any_order,
          repeated_entries_are_one, what_is_recorded, left_out, many_rows_with_many_entries,
          of_the_program)
