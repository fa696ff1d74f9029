/* test_distinct.c - how many values differ, and which. */
#include "profile/distinct.h"

#include <stdio.h>

#include "support/unit.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

static Text number(unsigned i) { return text_of(arena_printf(arena, "value %u", i)); }

START_TEST(counts_each_value_once_and_its_cells) {
  Distinct set = {.arena = arena};
  ck_assert(!distinct_has(&set, TEXT("a")));
  distinct_add(&set, TEXT("a"), 2);
  distinct_add(&set, TEXT("b"), 3);
  distinct_add(&set, TEXT("a"), 4);
  ck_assert_uint_eq(set.count, 2);
  ck_assert_uint_eq(set.values.count, 2);
  ck_assert_uint_eq(set.values.at[0].count, 2);
  ck_assert_uint_eq(set.values.at[0].line, 2);
  ck_assert_uint_eq(set.values.at[1].count, 1);
  ck_assert(distinct_has(&set, TEXT("b")) && !distinct_has(&set, TEXT("c")));
  ck_assert(distinct_is_listed(&set));
}
END_TEST

START_TEST(knows_more_values_than_it_lists) {
  Distinct set = {.arena = arena}, part = {.arena = arena};
  for (unsigned round = 0; round < 2; round++)
    for (unsigned i = 0; i < DISTINCT_TEXTS * 2; i++) distinct_add(&set, number(i), i);
  ck_assert_uint_eq(set.count, DISTINCT_TEXTS * 2);
  ck_assert_uint_eq(set.values.count, DISTINCT_TEXTS);
  ck_assert(!distinct_is_listed(&set));
  for (size_t i = 0; i < set.values.count; i++) ck_assert_uint_eq(set.values.at[i].count, 2);
  for (unsigned i = DISTINCT_TEXTS; i < DISTINCT_TEXTS * 3; i++) distinct_add(&part, number(i), i);
  ck_assert_uint_eq(distinct_common(&part, &set), DISTINCT_TEXTS);
  ck_assert_uint_eq(distinct_common(&set, &part), DISTINCT_TEXTS);
  ck_assert_uint_eq(distinct_common(&part, &(Distinct){.arena = arena}), 0);
}
END_TEST

UNIT_MAIN(setup, teardown, counts_each_value_once_and_its_cells, knows_more_values_than_it_lists)
