/* test_table.c - the slots of an entity, its keys, and how its rows are called. */
#include <stdio.h>
#include <string.h>

#include "support/unit.h"
#include "table/table.h"

static Arena *arena;
static Image *image;

static void add_slot(uint32_t entity, Store store) {
  *VEC_PUSH(arena, &image->slots) = (Slot){.entity = entity, .store = (uint8_t)store};
}

/* program; account with a key; contact without one. */
static void setup(void) {
  arena = arena_new(NULL);
  image = ARENA_NEW(arena, Image);
  image->arena = arena;
  *VEC_PUSH(arena, &image->entities) = (EntitySchema){.name = TEXT("program"), .key = SCHEMA_NONE};
  *VEC_PUSH(arena, &image->entities) = (EntitySchema){.name = TEXT("account"), .key = 0};
  *VEC_PUSH(arena, &image->entities) = (EntitySchema){.name = TEXT("contact"), .key = SCHEMA_NONE};
  add_slot(0, STORE_I32);
  add_slot(1, STORE_TEXT);
  add_slot(2, STORE_I64);
  add_slot(1, STORE_TRUTH);
}
static void teardown(void) { arena_free(arena); }

START_TEST(holds_its_own_slots) {
  Table *account = table_new(arena, image, 1);
  ck_assert_uint_eq(account->rows, 0);
  ck_assert_int_eq(account->slot[0].store, STORE_COUNT);
  ck_assert_int_eq(account->slot[1].store, STORE_TEXT);
  ck_assert_int_eq(account->slot[2].store, STORE_COUNT);
  ck_assert_int_eq(account->slot[3].store, STORE_TRUTH);
  ck_assert_ptr_nonnull(account->keys);
  ck_assert_ptr_null(table_new(arena, image, 2)->keys);
}
END_TEST

START_TEST(program_has_one_row) {
  Table *program = table_new(arena, image, IMAGE_PROGRAM);
  ck_assert_uint_eq(program->rows, 1);
  ck_assert(!vector_known(&program->slot[0], 0));
  ck_assert(text_equal(table_row_name(program, 0, arena), TEXT("program")));
}
END_TEST

START_TEST(grows_all_slots) {
  Table *account = table_new(arena, image, 1);
  size_t moves = 0;
  for (size_t row = 0; row < 10000; row++) {
    const size_t before = account->capacity;
    table_reserve(account, row + 1);
    moves += account->capacity != before;
    ck_assert(!vector_known(&account->slot[1], row));
    ck_assert(!vector_known(&account->slot[3], row));
    account->slot[3].truth[row] = (Truth)(row % 3);
    account->rows++;
  }
  ck_assert_uint_lt(moves, 30);
  for (size_t row = 0; row < 10000; row++) ck_assert_uint_eq(account->slot[3].truth[row], row % 3);
}
END_TEST

START_TEST(names_rows) {
  Table *account = table_new(arena, image, 1);
  key_index_add(account->keys, TEXT("A1"));
  account->rows = 1;
  ck_assert(text_equal(table_row_name(account, 0, arena), TEXT("A1")));
  key_index_add(account->keys, TEXT("A2"));
  account->first = 1; /* streamed: the first row is gone, its key is not */
  ck_assert(text_equal(table_row_name(account, 0, arena), TEXT("A2")));

  Table *contact = table_new(arena, image, 2);
  table_reserve(contact, 2);
  contact->rows = 2;
  contact->first = 40;
  ck_assert(text_equal(table_row_name(contact, 1, arena), TEXT("contact row 42")));
  table_keep_lines(contact);
  contact->line[1] = 17;
  contact->source = TEXT("contacts.csv");
  table_reserve(contact, 1000);
  contact->line[999] = 1;
  ck_assert(text_equal(table_row_name(contact, 1, arena), TEXT("contacts.csv:17")));
}
END_TEST

START_TEST(windows_hold_keys) {
  Table *account = table_new(arena, image, 1);
  table_keep_lines(account);
  Table *window = table_window(arena, account);
  ck_assert_ptr_null(window->keys);
  ck_assert_ptr_nonnull(window->line);
  for (size_t row = 0; row < 500; row++) {
    table_reserve(window, row + 1);
    window->key[row] = text_of(arena_printf(arena, "K%zu", row));
  }
  window->rows = 500;
  window->first = 1000;
  ck_assert(text_equal(table_key(window, 499), TEXT("K499")));
  ck_assert(text_equal(table_row_name(window, 7, arena), TEXT("K7")));
  ck_assert(text_equal(table_key(account, 0), TEXT("")));
  ck_assert_ptr_null(table_window(arena, table_new(arena, image, 2))->key);
}
END_TEST

START_TEST(finds_keys) {
  KeyIndex *keys = key_index_new(arena);
  char name[32];
  ck_assert_uint_eq(key_index_find(keys, TEXT("")), ROW_NONE);
  for (uint32_t row = 0; row < 50000; row++) {
    snprintf(name, sizeof name, "key-%u", row * 7);
    ck_assert(key_index_add(keys, text_of(name)));
  }
  for (uint32_t row = 0; row < 50000; row++) {
    snprintf(name, sizeof name, "key-%u", row * 7);
    ck_assert_uint_eq(key_index_find(keys, text_of(name)), row);
    ck_assert(text_equal(key_index_text(keys, row), text_of(name)));
    ck_assert(!key_index_add(keys, text_of(name)));
    snprintf(name, sizeof name, "key-%u", row * 7 + 1);
    ck_assert_uint_eq(key_index_find(keys, text_of(name)), ROW_NONE);
  }
  ck_assert_uint_eq(key_index_count(keys), 50000);
}
END_TEST

/* Ascending keys take another way than others; so does what follows them. */
START_TEST(finds_keys_in_any_order) {
  static const char *const LISTS[][5] = {{"a", "b", "c", "d", "e"},
                                         {"a", "c", "b", "e", "d"},
                                         {"e", "d", "c", "b", "a"},
                                         {"a", "b", "ba", "c", "B"},
                                         {"1", "10", "2", "20", "3"}};
  for (size_t l = 0; l < sizeof LISTS / sizeof *LISTS; l++) {
    for (unsigned prepared = 0; prepared <= 6; prepared++) {
      KeyIndex *keys = key_index_new(arena);
      for (uint32_t i = 0; i < 5; i++) {
        if (prepared == i) key_index_prepare(keys);
        ck_assert(key_index_add(keys, text_of(LISTS[l][i])));
        for (uint32_t j = 0; j <= i; j++) ck_assert(!key_index_add(keys, text_of(LISTS[l][j])));
      }
      if (prepared == 5) key_index_prepare(keys);
      for (uint32_t i = 0; i < 5; i++)
        ck_assert_uint_eq(key_index_find(keys, text_of(LISTS[l][i])), i);
      ck_assert_uint_eq(key_index_find(keys, TEXT("0")), ROW_NONE);
      ck_assert_uint_eq(key_index_find(keys, TEXT("bb")), ROW_NONE);
      ck_assert_uint_eq(key_index_find(keys, TEXT("f")), ROW_NONE);
    }
  }
}
END_TEST

START_TEST(finds_ascending_keys_without_preparing) {
  KeyIndex *keys = key_index_new(arena);
  ck_assert_uint_eq(key_index_find(keys, TEXT("a")), ROW_NONE);
  for (uint32_t i = 0; i < 1000; i++)
    ck_assert(key_index_add(keys, text_of(arena_printf(arena, "%04u", i * 2))));
  for (uint32_t i = 0; i < 1000; i++) {
    ck_assert_uint_eq(key_index_find(keys, text_of(arena_printf(arena, "%04u", i * 2))), i);
    ck_assert_uint_eq(key_index_find(keys, text_of(arena_printf(arena, "%04u", i * 2 + 1))),
                      ROW_NONE);
  }
}
END_TEST

START_TEST(keys_stay_in_place) {
  KeyIndex *keys = key_index_new(arena);
  char *long_key = ARENA_ARRAY(arena, char, 200001);
  memset(long_key, 'x', 200000);
  ck_assert(key_index_add(keys, TEXT("")));
  ck_assert(key_index_add(keys, text_of(long_key)));
  const char *at = key_index_text(keys, 1).at;
  for (int i = 0; i < 1000; i++)
    ck_assert(key_index_add(keys, text_of(arena_printf(arena, "%d", i))));
  ck_assert_ptr_eq(key_index_text(keys, 1).at, at);
  ck_assert_uint_eq(key_index_find(keys, TEXT("")), 0);
  ck_assert_uint_eq(key_index_find(keys, text_of(long_key)), 1);
}
END_TEST

/* Lists of all kinds behind one another, against keys added one by one. */
START_TEST(adds_many_at_once) {
  enum { LISTS = 60, MOST = 400 };
  for (unsigned kind = 0; kind < 3; kind++) {
    KeyIndex *keys = key_index_new(arena), *one_by_one = key_index_new(arena);
    uint32_t next = 0, chance = 12345;
    for (unsigned l = 0; l < LISTS; l++) {
      Text list[MOST];
      uint32_t duplicates[MOST];
      const bool ascending = kind == 0 || (kind == 1 && l < LISTS / 2);
      const size_t count = (l * 37) % MOST;
      for (size_t i = 0; i < count; i++) {
        chance = chance * 1664525 + 1013904223;
        const uint32_t number = ascending ? next++ : chance >> 18;
        list[i] = text_of(arena_printf(arena, "%08u", number));
      }
      const size_t found = key_index_add_all(keys, list, count, ascending, duplicates);
      size_t expected = 0;
      for (uint32_t i = 0; i < count; i++) {
        if (key_index_add(one_by_one, list[i])) continue;
        ck_assert_uint_lt(expected, found);
        ck_assert_uint_eq(duplicates[expected++], i);
      }
      ck_assert_uint_eq(found, expected);
    }
    ck_assert_uint_eq(key_index_count(keys), key_index_count(one_by_one));
    for (uint32_t row = 0; row < key_index_count(keys); row++) {
      const Text key = key_index_text(keys, row);
      ck_assert(text_equal(key, key_index_text(one_by_one, row)));
      ck_assert_uint_eq(key_index_find(keys, key), row);
    }
  }
}
END_TEST

START_TEST(searches_in_no_order_ask_for_buckets) {
  enum { KEYS = 2000 };
  KeyIndex *keys = key_index_new(arena);
  Text wanted[KEYS];
  uint32_t rows[KEYS];
  for (uint32_t i = 0; i < KEYS; i++) {
    wanted[i] = text_of(arena_printf(arena, "%06u", i));
    key_index_add(keys, wanted[i]);
  }
  key_index_find_all(keys, wanted, KEYS, ROW_NONE, rows);
  ck_assert(!key_index_wants_prepare(keys));
  for (uint32_t i = 0; i < KEYS; i++) {
    ck_assert_uint_eq(rows[i], i);
    wanted[i] = text_of(arena_printf(arena, "%06u", i * 7919 % KEYS));
  }
  key_index_find_all(keys, wanted, KEYS, ROW_NONE, rows);
  ck_assert(key_index_wants_prepare(keys));
  key_index_prepare(keys);
  ck_assert(!key_index_wants_prepare(keys));
  for (uint32_t i = 0; i < KEYS; i++) ck_assert_uint_eq(rows[i], i * 7919 % KEYS);
}
END_TEST

/* Text, its place and its bucket: 32 bytes for a key of 8. */
START_TEST(keys_are_compact) {
  enum { KEYS = 1 << 20 };
  Arena *own = arena_new(NULL);
  KeyIndex *keys = key_index_new(own);
  char name[16];
  for (uint32_t i = 0; i < KEYS; i++) {
    snprintf(name, sizeof name, "%08u", i);
    key_index_add(keys, text_of(name));
  }
  key_index_prepare(keys);
  ck_assert_uint_lt(arena_size(own), (size_t)KEYS * 28);
  arena_free(own);
}
END_TEST

/* In order with gaps and repetitions, in no order, not there, empty; without anything prepared, by
 * a ruler, in buckets. */
START_TEST(finds_many_at_once) {
  enum { KEYS = 3000, WANTED = 1000 };
  for (unsigned prepared = 0; prepared < 3; prepared++) {
    KeyIndex *keys = key_index_new(arena);
    for (uint32_t i = 0; i < KEYS; i++)
      ck_assert(key_index_add(keys, text_of(arena_printf(arena, "%06u", i * 2))));
    if (prepared) key_index_prepare(keys);
    if (prepared == 2) ck_assert(key_index_add(keys, TEXT("y")) && key_index_add(keys, TEXT("x")));
    for (uint32_t kind = 0; kind < 4; kind++) {
      Text wanted[WANTED];
      uint32_t rows[WANTED];
      for (uint32_t i = 0; i < WANTED; i++) {
        const uint32_t number[] = {i / 3 * 2, i / 40 * 18, i * 7919 % KEYS * 2, i * 7919 % 6010};
        wanted[i] = text_of(arena_printf(arena, "%06u", number[kind]));
        if (kind == 3 && i % 50 == 0) wanted[i] = TEXT("");
      }
      const uint32_t nears[] = {ROW_NONE, 0, 7, KEYS - 1, KEYS + 5};
      for (size_t n = 0; n < sizeof nears / sizeof *nears; n++) {
        key_index_find_all(keys, wanted, WANTED, nears[n], rows);
        for (uint32_t i = 0; i < WANTED; i++)
          ck_assert_uint_eq(rows[i], key_index_find(keys, wanted[i]));
      }
    }
  }
}
END_TEST

UNIT_MAIN(setup, teardown, holds_its_own_slots, program_has_one_row, grows_all_slots, names_rows,
          finds_keys, finds_keys_in_any_order, finds_ascending_keys_without_preparing,
          keys_stay_in_place, adds_many_at_once, searches_in_no_order_ask_for_buckets,
          keys_are_compact, windows_hold_keys, finds_many_at_once)
