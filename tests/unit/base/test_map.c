/* test_map.c - the table from text to number, and interning. */
#include "base/map.h"
#include "support/unit.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

START_TEST(an_empty_map_holds_nothing) {
  Map *map = map_new(arena);
  ck_assert_uint_eq(map_count(map), 0);
  ck_assert_uint_eq(map_get(map, TEXT("a")), MAP_NONE);
  ck_assert_uint_eq(map_get(map, (Text){NULL, 0}), MAP_NONE);
}
END_TEST

START_TEST(add_keeps_and_put_replaces) {
  Map *map = map_new(arena);
  ck_assert_uint_eq(map_add(map, TEXT("a"), 1), 1);
  ck_assert_uint_eq(map_add(map, TEXT("a"), 2), 1);
  ck_assert_uint_eq(map_get(map, TEXT("a")), 1);
  map_put(map, TEXT("a"), 3);
  map_put(map, TEXT("b"), 4);
  ck_assert_uint_eq(map_get(map, TEXT("a")), 3);
  ck_assert_uint_eq(map_get(map, TEXT("b")), 4);
  ck_assert_uint_eq(map_count(map), 2);
}
END_TEST

START_TEST(keys_are_whole_texts) {
  Map *map = map_new(arena);
  map_add(map, TEXT(""), 1);
  map_add(map, TEXT("a"), 2);
  map_add(map, TEXT("a\0"), 3);
  map_add(map, TEXT("A"), 4);
  ck_assert_uint_eq(map_get(map, TEXT("")), 1);
  ck_assert_uint_eq(map_get(map, TEXT("a")), 2);
  ck_assert_uint_eq(map_get(map, TEXT("a\0")), 3);
  ck_assert_uint_eq(map_get(map, TEXT("A")), 4);
}
END_TEST

START_TEST(many_keys_are_found_in_their_order) {
  Map *map = map_new(arena);
  enum { COUNT = 20000 };
  for (uint32_t i = 0; i < COUNT; i++)
    map_add(map, text_of(arena_printf(arena, "key %u", i)), COUNT - i);
  ck_assert_uint_eq(map_count(map), COUNT);
  for (uint32_t i = 0; i < COUNT; i++) {
    Text key = text_of(arena_printf(arena, "key %u", i));
    ck_assert_uint_eq(map_get(map, key), COUNT - i);
    ck_assert(text_equal(map_key(map, i), key));
  }
  ck_assert_uint_eq(map_get(map, TEXT("key 20000")), MAP_NONE);
}
END_TEST

START_TEST(equal_texts_are_interned_once) {
  Intern *intern = intern_new(arena);
  char changing[] = "name";
  Text first = intern_text(intern, text_of(changing));
  ck_assert_ptr_ne(first.at, changing);
  changing[0] = 'f';
  Text other = intern_text(intern, text_of(changing));
  Text again = intern_text(intern, TEXT("name"));
  ck_assert_str_eq(first.at, "name");
  ck_assert_str_eq(other.at, "fame");
  ck_assert_ptr_eq(again.at, first.at);
  ck_assert_uint_eq(again.len, 4);
}
END_TEST

UNIT_MAIN(setup, teardown, an_empty_map_holds_nothing, add_keeps_and_put_replaces,
          keys_are_whole_texts, many_keys_are_found_in_their_order, equal_texts_are_interned_once)
