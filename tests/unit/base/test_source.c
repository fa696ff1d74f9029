/* test_source.c - offsets, and the lines and columns they stand for. */
#include "base/buffer.h"
#include "base/source.h"
#include "support/unit.h"

static Arena *arena;
static SourceMap *map;

static void setup(void) {
  arena = arena_new(NULL);
  map = source_map_new(arena);
}
static void teardown(void) { arena_free(arena); }

static void assert_place(uint32_t offset, const char *file, uint32_t line, uint32_t column) {
  Place place = source_place(map, offset);
  ck_assert_msg(text_equal(place.file, text_of(file)), "file `%.*s`", TEXT_ARG(place.file));
  ck_assert_uint_eq(place.line, line);
  ck_assert_uint_eq(place.column, column);
}

#define ASSERT_TEXT(got, literal) ck_assert(text_equal((got), TEXT(literal)))

START_TEST(offset_zero_is_built_in) {
  source_add(map, TEXT("a"), TEXT("x"));
  ck_assert_uint_eq(source_index(map, 0), SIZE_MAX);
  assert_place(0, "", 0, 0);
  ASSERT_TEXT(source_text(map, (Span){0, 0}), "");
  ASSERT_TEXT(source_line(map, 0), "");
}
END_TEST

START_TEST(files_lie_one_byte_apart) {
  ck_assert_uint_eq(source_add(map, TEXT("a"), TEXT("xyz")), 1);
  ck_assert_uint_eq(source_add(map, TEXT("b"), TEXT("")), 5);
  ck_assert_uint_eq(source_add(map, TEXT("c"), TEXT("w\n")), 6);
  ck_assert_uint_eq(source_count(map), 3);
  ASSERT_TEXT(source_name(map, 1), "b");
  ASSERT_TEXT(source_content(map, 2), "w\n");
  static const size_t index_of[] = {SIZE_MAX, 0, 0, 0, 0, 1, 2, 2, 2, SIZE_MAX};
  for (uint32_t i = 0; i < 10; i++) ck_assert_uint_eq(source_index(map, i), index_of[i]);
  assert_place(4, "a", 1, 4); /* the end of a file belongs to it */
  assert_place(5, "b", 1, 1);
  assert_place(8, "c", 2, 1);
}
END_TEST

START_TEST(content_is_borrowed) {
  Text content = TEXT("text");
  source_add(map, TEXT("a"), content);
  ck_assert_ptr_eq(source_content(map, 0).at, content.at);
}
END_TEST

START_TEST(columns_count_code_points) {
  source_add(map, TEXT("a"), TEXT("é€x\n\xFFy"));
  assert_place(1, "a", 1, 1);
  assert_place(3, "a", 1, 2);
  assert_place(6, "a", 1, 3);
  assert_place(7, "a", 1, 4); /* the line end */
  assert_place(9, "a", 2, 2); /* behind a stray byte */
}
END_TEST

START_TEST(line_ends_of_both_kinds) {
  source_add(map, TEXT("a"), TEXT("one\r\ntwo\n\nfour"));
  ASSERT_TEXT(source_line(map, 1), "one");
  ASSERT_TEXT(source_line(map, 4), "one"); /* at \r */
  ASSERT_TEXT(source_line(map, 5), "one"); /* at \n */
  ASSERT_TEXT(source_line(map, 6), "two");
  ASSERT_TEXT(source_line(map, 10), "");
  ASSERT_TEXT(source_line(map, 15), "four"); /* at the end of the file */
  assert_place(4, "a", 1, 4);
  assert_place(5, "a", 1, 4);
  assert_place(6, "a", 2, 1);
  assert_place(11, "a", 4, 1);
  assert_place(15, "a", 4, 5);
}
END_TEST

START_TEST(a_byte_order_mark_takes_no_column) {
  source_add(map, TEXT("a"), TEXT("\xEF\xBB\xBFkey\nnext"));
  ASSERT_TEXT(source_line(map, 4), "key");
  assert_place(1, "a", 1, 1);
  assert_place(4, "a", 1, 1);
  assert_place(5, "a", 1, 2);
  assert_place(8, "a", 2, 1);
}
END_TEST

START_TEST(text_of_a_span_stays_in_its_file) {
  source_add(map, TEXT("a"), TEXT("abcdef"));
  source_add(map, TEXT("b"), TEXT("ghi"));
  ASSERT_TEXT(source_text(map, (Span){2, 4}), "bc");
  ASSERT_TEXT(source_text(map, (Span){8, 11}), "ghi");
  ASSERT_TEXT(source_text(map, (Span){5, 10}), "ef");
  ASSERT_TEXT(source_text(map, (Span){5, 4}), "");
}
END_TEST

START_TEST(a_span_ends_in_the_file_where_it_begins) {
  source_add(map, TEXT("a"), TEXT("ab\ncd"));
  source_add(map, TEXT("b"), TEXT("x"));
  Place end = source_end(map, (Span){2, 5});
  ck_assert_uint_eq(end.line, 2);
  ck_assert_uint_eq(end.column, 2);
  end = source_end(map, (Span){2, 8});
  ck_assert(text_equal(end.file, TEXT("a")));
  ck_assert_uint_eq(end.line, 2);
  ck_assert_uint_eq(end.column, 3);
  ck_assert_uint_eq(source_end(map, (Span){0, 0}).line, 0);
}
END_TEST

START_TEST(places_far_into_a_file) {
  Buffer text = buffer_in(arena);
  for (int i = 0; i < 3000; i++) buffer_str(&text, i % 7 ? "abc\n" : "a longer line\r\n");
  const Text content = buffer_view(&text);
  const uint32_t base = source_add(map, TEXT("far"), content);
  uint32_t line = 1, column = 1;
  for (uint32_t at = 0; at <= content.len; at++) {
    const Place place = source_place(map, base + at);
    ck_assert_uint_eq(place.line, line);
    if (at == content.len) break;
    if (content.at[at] != '\r' && (at == 0 || content.at[at - 1] != '\r'))
      ck_assert_uint_eq(place.column, column);
    column++;
    if (content.at[at] != '\n') continue;
    line++;
    column = 1;
  }
}
END_TEST

START_TEST(too_much_source_is_refused) {
  /* Never read, so its bytes need not be there. */
  Text huge = {"", (size_t)1 << 29};
  ck_assert_uint_eq(source_add(map, TEXT("a"), huge), 1);
  ck_assert_uint_eq(source_add(map, TEXT("b"), huge), UINT32_MAX);
  ck_assert_uint_eq(source_count(map), 1);
  ck_assert_uint_eq(source_add(map, TEXT("c"), TEXT("x")), (1u << 29) + 2);
}
END_TEST

START_TEST(joined_spans_cover_both) {
  Span joined = span_join((Span){5, 7}, (Span){2, 3});
  ck_assert_uint_eq(joined.lo, 2);
  ck_assert_uint_eq(joined.hi, 7);
  joined = span_join((Span){0, 0}, (Span){2, 3});
  ck_assert_uint_eq(joined.lo, 2);
}
END_TEST

UNIT_MAIN(setup, teardown, offset_zero_is_built_in, files_lie_one_byte_apart, content_is_borrowed,
          columns_count_code_points, line_ends_of_both_kinds, a_byte_order_mark_takes_no_column,
          text_of_a_span_stays_in_its_file, a_span_ends_in_the_file_where_it_begins,
          places_far_into_a_file, too_much_source_is_refused, joined_spans_cover_both)
