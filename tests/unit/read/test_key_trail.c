/* test_key_trail.c - repeated keys are found, in any order, from memory and from a file. */
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "read/key_trail.h"
#include "support/unit.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

static Text number(uint32_t n) { return text_of(arena_printf(arena, "A%07u", n)); }

/* The numbers as runs of `size`; how many are said to be repeated. */
static size_t add_runs(KeyTrail *trail, const uint32_t *numbers, size_t count, size_t size) {
  KeyRun run = {.count = 0};
  Text *keys = ARENA_ARRAY(arena, Text, size);
  uint32_t *duplicates = ARENA_ARRAY(arena, uint32_t, size);
  size_t found = 0;
  for (size_t at = 0; at < count; at += size) {
    const size_t some = count - at < size ? count - at : size;
    for (size_t i = 0; i < some; i++) keys[i] = number(numbers[at + i]);
    key_run_make(&run, arena, trail, keys, some);
    found += key_trail_add(trail, arena, &run, duplicates);
  }
  return found;
}

START_TEST(finds_what_repeats) {
  static const uint32_t LISTS[][6] = {{1, 2, 3, 4, 5, 6}, {1, 2, 3, 3, 4, 5}, {6, 5, 4, 3, 2, 1},
                                      {1, 2, 3, 1, 2, 3}, {5, 5, 5, 5, 5, 5}, {1, 3, 2, 4, 2, 9}};
  static const size_t REPEATED[] = {0, 1, 0, 3, 5, 1};
  for (size_t l = 0; l < sizeof REPEATED / sizeof *REPEATED; l++)
    for (size_t size = 1; size <= 7; size++) {
      KeyTrail *trail = key_trail_new(arena, NULL);
      ck_assert_uint_eq(add_runs(trail, LISTS[l], 6, size), REPEATED[l]);
    }
}
END_TEST

START_TEST(says_which_repeat) {
  KeyTrail *trail = key_trail_new(arena, NULL);
  KeyRun run = {.count = 0};
  const Text first[] = {TEXT("a"), TEXT("b"), TEXT("ba"), TEXT("c")};
  const Text second[] = {TEXT("d"), TEXT("b"), TEXT("e"), TEXT("d"), TEXT("ba"), TEXT("bb")};
  uint32_t duplicates[6];
  key_run_make(&run, arena, trail, first, 4);
  ck_assert(run.ascending);
  ck_assert_uint_eq(key_trail_add(trail, arena, &run, duplicates), 0);
  key_run_make(&run, arena, trail, second, 6);
  ck_assert(!run.ascending);
  ck_assert_uint_eq(key_trail_add(trail, arena, &run, duplicates), 3);
  ck_assert_uint_eq(duplicates[0], 1);
  ck_assert_uint_eq(duplicates[1], 3);
  ck_assert_uint_eq(duplicates[2], 4);
}
END_TEST

/* A run that was made before the trail was given up. */
START_TEST(a_run_may_be_ahead) {
  KeyTrail *trail = key_trail_new(arena, NULL);
  KeyRun runs[3] = {{.count = 0}};
  const Text keys[3][2] = {{TEXT("b"), TEXT("d")}, {TEXT("c"), TEXT("d")}, {TEXT("e"), TEXT("f")}};
  const size_t expected[] = {0, 1, 0};
  uint32_t duplicates[2];
  for (size_t i = 0; i < 3; i++) key_run_make(&runs[i], arena, trail, keys[i], 2);
  for (size_t i = 0; i < 3; i++)
    ck_assert_uint_eq(key_trail_add(trail, arena, &runs[i], duplicates), expected[i]);
}
END_TEST

/* Long keys, long beginnings that are shared. */
START_TEST(codes_hold_any_length) {
  KeyTrail *trail = key_trail_new(arena, NULL);
  KeyRun run = {.count = 0};
  enum { KEYS = 400 };
  Text keys[KEYS];
  uint32_t duplicates[KEYS];
  for (int i = 0; i < KEYS; i++) {
    Buffer key = buffer_in(arena);
    buffer_repeat(&key, 'a', (size_t)i * (size_t)i + 1);
    keys[i] = buffer_view(&key);
  }
  key_run_make(&run, arena, trail, keys, KEYS);
  ck_assert_uint_eq(key_trail_add(trail, arena, &run, duplicates), 0);
  for (int i = 0; i < KEYS; i++) {
    key_run_make(&run, arena, trail, &keys[KEYS - 1 - i], 1);
    ck_assert_uint_eq(key_trail_add(trail, arena, &run, duplicates), 1);
  }
}
END_TEST

enum { MANY = 700000, RUN = 5000 };

static void many(const char *folder, bool on_disk) {
  Arena *own = arena_new(NULL), *scratch = arena_new(NULL);
  KeyTrail *trail = key_trail_new(own, folder);
  KeyRun run = {.count = 0};
  Text keys[RUN];
  char room[RUN][12];
  uint32_t duplicates[RUN];
  for (uint32_t at = 0; at < MANY; at += RUN) {
    for (uint32_t i = 0; i < RUN; i++) {
      snprintf(room[i], sizeof room[i], "%08u", (at + i) * 3);
      keys[i] = text_of(room[i]);
    }
    key_run_make(&run, scratch, trail, keys, RUN);
    ck_assert_uint_eq(key_trail_add(trail, scratch, &run, duplicates), 0);
  }
  const size_t ascending = arena_size(own);
  if (on_disk) {
    ck_assert_uint_gt(key_trail_on_disk(trail), MANY);
    ck_assert_uint_lt(ascending, 2 << 20);
  } else {
    ck_assert_uint_eq(key_trail_on_disk(trail), 0);
    ck_assert_uint_lt(ascending, MANY * 5);
  }
  for (uint32_t i = 0; i < RUN; i++) { /* every second one is there */
    snprintf(room[i], sizeof room[i], "%08u", i % 2 ? i * 97 * 3 : i * 97 * 3 + 1);
    keys[i] = text_of(room[i]);
  }
  key_run_make(&run, scratch, trail, keys, RUN);
  ck_assert_uint_eq(key_trail_add(trail, scratch, &run, duplicates), RUN / 2);
  for (uint32_t i = 0; i < RUN / 2; i++) ck_assert_uint_eq(duplicates[i], 2 * i + 1);
  ck_assert_uint_lt(arena_size(own), ascending + MANY * 17);
  arena_free(own);
  arena_free(scratch);
}

START_TEST(many_keys_go_to_a_file) { many("/tmp", true); }
END_TEST
START_TEST(many_keys_stay_where_no_file_can_be) { many("/nonexistent", false); }
END_TEST
START_TEST(many_keys_stay_in_memory) { many(NULL, false); }
END_TEST

START_TEST(a_set_holds_what_is_added) {
  KeySet *set = key_set_new(arena);
  enum { COUNT = 100000 };
  const SipKey key = {1, 2};
  for (uint32_t i = 0; i < COUNT; i++)
    ck_assert(key_set_add(set, siphash_128(key, (Text){(const char *)&i, sizeof i})));
  for (uint32_t i = 0; i < COUNT; i++)
    ck_assert(!key_set_add(set, siphash_128(key, (Text){(const char *)&i, sizeof i})));
  ck_assert_uint_eq(key_set_count(set), COUNT);
  ck_assert_uint_lt(arena_size(arena), COUNT * 17 + (256 << 10));
}
END_TEST

/* Hashes that crowd one place, which no hash of a text does: the list grows until they fit. */
START_TEST(a_set_bears_crowds) {
  KeySet *set = key_set_new(arena);
  for (uint64_t i = 0; i < 2000; i++)
    ck_assert(
        key_set_add(set, (SipHash){.low = (i * 7919 % 2000) << 32, .high = UINT64_MAX - i % 3}));
  for (uint64_t i = 0; i < 2000; i++)
    ck_assert(
        !key_set_add(set, (SipHash){.low = (i * 7919 % 2000) << 32, .high = UINT64_MAX - i % 3}));
}
END_TEST

UNIT_MAIN(setup, teardown, finds_what_repeats, says_which_repeat, a_run_may_be_ahead,
          codes_hold_any_length, many_keys_go_to_a_file, many_keys_stay_where_no_file_can_be,
          many_keys_stay_in_memory, a_set_holds_what_is_added, a_set_bears_crowds)
