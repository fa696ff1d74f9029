/* test_key_ruler.c - keys are found where they are reckoned to be, or near by. */
#include "support/unit.h"
#include "table/key_ruler.h"

enum { KEYS = 5000 };

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

static uint32_t random_below(uint32_t limit) {
  static uint64_t state = 88172645463325252u;
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (uint32_t)(state >> 33) % limit;
}

/* The kinds of lists, by the key of the i-th row; `number` ascends with gaps. */
enum { DENSE, GAPS, YEARS, HEXADECIMAL, LETTERS, LENGTHS, ONE_LENGTH_MORE, FAR_TAILS, KINDS };

static Text key_of(int kind, uint32_t i, uint32_t number) {
  static const char *const ends[] = {"", "0", "5", "55"};
  switch (kind) {
  case DENSE:
    return text_of(arena_printf(arena, "A%07u", i + 1));
  case GAPS:
    return text_of(arena_printf(arena, "ACC-%09u", number));
  case YEARS:
    return text_of(arena_printf(arena, "%u/K-%06u", 2019 + i / 1000, number));
  case HEXADECIMAL:
    return text_of(arena_printf(arena, "%08x", number * 97));
  case LETTERS:
    return text_of(arena_printf(arena, "x%c%c%cy", 'a' + (char)(i / 400), 'b' + (char)(i / 20 % 20),
                                'c' + (char)(i % 20)));
  case LENGTHS:
    return text_of(arena_printf(arena, "%05u%s", i / 4, ends[i % 4]));
  case ONE_LENGTH_MORE:
    return text_of(arena_printf(arena, i ? "k%05u" : "k", i));
  default: /* what differs lies beyond what is measured */
    return text_of(arena_printf(arena, "%u-the-same-for-a-thousand-%03u", i / 1000, i % 1000));
  }
}

static KeyIndex *list_of(int kind) {
  KeyIndex *keys = key_index_new(arena);
  uint32_t number = 0;
  for (uint32_t i = 0; i < KEYS; i++) {
    number += 1 + random_below(9);
    ck_assert(key_index_add(keys, key_of(kind, i, number)));
  }
  return keys;
}

START_TEST(measures_even_lists) {
  for (int kind = 0; kind < FAR_TAILS; kind++) {
    const KeyIndex *keys = list_of(kind);
    const KeyRuler *ruler = key_ruler_new(arena, keys);
    ck_assert_msg(ruler, "kind %d", kind);
    for (uint32_t row = 0; row < KEYS; row++) {
      const uint32_t found = key_ruler_row(ruler, key_index_text(keys, row));
      const uint32_t distance = found > row ? found - row : row - found;
      ck_assert_msg(distance <= (kind == DENSE ? 0 : 64), "kind %d row %u: %u", kind, row, found);
    }
  }
}
END_TEST

START_TEST(refuses_uneven_lists) {
  ck_assert_ptr_null(key_ruler_new(arena, key_index_new(arena)));
  ck_assert_ptr_null(key_ruler_new(arena, list_of(FAR_TAILS)));
}
END_TEST

/* Whatever is looked for, a row comes out. */
START_TEST(any_key_has_a_place) {
  static const char *const others[] = {"",          "A", "B", "A0",  "A9999999",
                                       "A00000010", "~", "0", "A:::"};
  for (int kind = 0; kind < FAR_TAILS; kind++) {
    const KeyRuler *ruler = key_ruler_new(arena, list_of(kind));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
      ck_assert_uint_lt(key_ruler_row(ruler, text_of(others[i])), KEYS);
  }
  for (uint32_t rows = 1; rows < 200; rows++) {
    KeyIndex *keys = key_index_new(arena);
    for (uint32_t i = 0; i < rows; i++) ck_assert(key_index_add(keys, key_of(DENSE, i, 0)));
    const KeyRuler *ruler = key_ruler_new(arena, keys);
    for (uint32_t i = 0; i < rows; i++)
      ck_assert_uint_eq(key_ruler_row(ruler, key_index_text(keys, i)), i);
    ck_assert_uint_lt(key_ruler_row(ruler, TEXT("A9")), rows);
  }
}
END_TEST

/* The index finds what is there and nothing else, by ruler or by buckets; more keys may follow. */
START_TEST(index_finds_by_it) {
  for (int kind = 0; kind < KINDS; kind++) {
    KeyIndex *keys = list_of(kind);
    key_index_prepare(keys);
    Text wanted[64];
    uint32_t rows[64];
    for (uint32_t round = 0; round < 200; round++) {
      for (uint32_t i = 0; i < 64; i++) wanted[i] = key_index_text(keys, random_below(KEYS));
      wanted[round % 64] = text_of(arena_printf(arena, "A%07u+", round));
      key_index_find_all(keys, wanted, 64, ROW_NONE, rows);
      for (uint32_t i = 0; i < 64; i++) {
        if (i == round % 64)
          ck_assert_uint_eq(rows[i], ROW_NONE);
        else
          ck_assert(text_equal(key_index_text(keys, rows[i]), wanted[i]));
      }
    }
    ck_assert(key_index_add(keys, TEXT("~1")));
    ck_assert(!key_index_add(keys, key_index_text(keys, 17)));
    ck_assert(key_index_add(keys, TEXT("~0")));
    ck_assert_uint_eq(key_index_find(keys, TEXT("~1")), KEYS);
    ck_assert_uint_eq(key_index_find(keys, TEXT("~0")), KEYS + 1);
    ck_assert_uint_eq(key_index_find(keys, key_index_text(keys, KEYS - 1)), KEYS - 1);
  }
}
END_TEST

UNIT_MAIN(setup, teardown, measures_even_lists, refuses_uneven_lists, any_key_has_a_place,
          index_finds_by_it)
