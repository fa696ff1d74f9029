/* test_buffer.c - text under construction. */
#include <string.h>

#include "base/buffer.h"
#include "support/unit.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

START_TEST(an_empty_buffer_has_an_empty_view) {
  Buffer buffer = buffer_in(arena);
  ck_assert_uint_eq(buffer_view(&buffer).len, 0);
  buffer_text(&buffer, (Text){NULL, 0});
  ck_assert_uint_eq(buffer_view(&buffer).len, 0);
  buffer_clear(&buffer);
}
END_TEST

START_TEST(pieces_follow_one_another) {
  Buffer buffer = buffer_in(arena);
  buffer_str(&buffer, "ab");
  buffer_char(&buffer, 'c');
  buffer_repeat(&buffer, '-', 3);
  buffer_repeat(&buffer, '!', 0);
  buffer_text(&buffer, TEXT("d"));
  buffer_bytes(&buffer, "\0e", 2);
  buffer_printf(&buffer, "%d%s", 12, "f");
  ck_assert(text_equal(buffer_view(&buffer), TEXT("abc---d\0e12f")));
  ck_assert_int_eq(buffer.data[buffer.len], '\0');
}
END_TEST

START_TEST(grows_and_stays_terminated) {
  Buffer buffer = buffer_in(arena);
  for (size_t i = 0; i < 5000; i++) {
    buffer_char(&buffer, (char)('a' + i % 26));
    ck_assert_uint_eq(strlen(buffer.data), i + 1);
  }
  for (size_t i = 0; i < 5000; i++) ck_assert_int_eq(buffer.data[i], (char)('a' + i % 26));
}
END_TEST

START_TEST(prints_texts_of_any_length) {
  for (int width = 1; width < 300; width++) {
    Buffer buffer = buffer_in(arena);
    buffer_str(&buffer, "<");
    buffer_printf(&buffer, "%*d>", width, 7);
    ck_assert_uint_eq(buffer.len, (size_t)width + 2);
    ck_assert_uint_eq(strlen(buffer.data), buffer.len);
    ck_assert_int_eq(buffer.data[width], '7');
  }
}
END_TEST

START_TEST(clear_keeps_the_room) {
  Buffer buffer = buffer_in(arena);
  buffer_repeat(&buffer, 'x', 1000);
  char *data = buffer.data;
  buffer_clear(&buffer);
  ck_assert_str_eq(buffer.data, "");
  buffer_repeat(&buffer, 'y', 1000);
  ck_assert_ptr_eq(buffer.data, data);
}
END_TEST

START_TEST(reserved_room_is_written_directly) {
  Buffer buffer = buffer_in(arena);
  buffer_str(&buffer, "ab");
  memcpy(buffer_reserve(&buffer, 500), "cd", 2);
  buffer.len += 2;
  buffer_char(&buffer, 'e');
  ck_assert_str_eq(buffer.data, "abcde");
}
END_TEST

START_TEST(impossible_sizes_fail) {
  volatile bool failed = false;
  Buffer buffer = buffer_in(arena);
  buffer_char(&buffer, 'x');
  if (ARENA_TRY(arena))
    buffer_reserve(&buffer, SIZE_MAX - 1);
  else
    failed = true;
  ck_assert(failed);
}
END_TEST

UNIT_MAIN(setup, teardown, an_empty_buffer_has_an_empty_view, pieces_follow_one_another,
          grows_and_stays_terminated, prints_texts_of_any_length, clear_keeps_the_room,
          reserved_room_is_written_directly, impossible_sizes_fail)
