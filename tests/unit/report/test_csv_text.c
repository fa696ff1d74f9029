/* test_csv_text.c - quotes, doubled quotes and apostrophes, wherever the character stands. */
#include "report/csv_text.h"
#include "support/unit.h"

static Arena *arena;
static Buffer out;

static void setup(void) {
  arena = arena_new(NULL);
  ck_assert(ARENA_TRY(arena));
  out = buffer_in(arena);
}
static void teardown(void) { arena_free(arena); }

static const char *cell(Text text) {
  buffer_clear(&out);
  buffer_char(&out, '>');
  csv_text_print(&out, text);
  return out.data + 1;
}

START_TEST(by_hand) {
  ck_assert_str_eq(cell(TEXT("")), "");
  ck_assert_str_eq(cell(TEXT("plain")), "plain");
  ck_assert_str_eq(cell(TEXT("a,b")), "\"a,b\"");
  ck_assert_str_eq(cell(TEXT("\"\"")), "\"\"\"\"\"\"");
  ck_assert_str_eq(cell(TEXT("=1+1")), "'=1+1");
  ck_assert_str_eq(cell(TEXT("=\"a\"")), "\"'=\"\"a\"\"\"");
  ck_assert_str_eq(cell(TEXT("+")), "'+");
  ck_assert_str_eq(cell(TEXT("-1")), "'-1");
  ck_assert_str_eq(cell(TEXT("@x")), "'@x");
  ck_assert_str_eq(cell(TEXT("\tx")), "'\tx");
  ck_assert_str_eq(cell(TEXT("\rx")), "\"'\rx\"");
  ck_assert_str_eq(cell(TEXT("a=b")), "a=b");
  ck_assert_str_eq(cell(TEXT("B\xc3\xbc\xc3\xa4\xc2\xacro")), "B\xc3\xbc\xc3\xa4\xc2\xacro");
}
END_TEST

START_TEST(special_characters_are_found_at_every_place) {
  static const char special[] = {',', '"', '\n', '\r'};
  for (size_t length = 1; length <= 40; length++) {
    for (size_t place = 0; place < length; place++) {
      for (size_t i = 0; i < sizeof special; i++) {
        Buffer text = buffer_in(arena), wanted = buffer_in(arena);
        buffer_repeat(&text, 'x', length);
        text.data[place] = special[i];
        buffer_char(&wanted, '"');
        if (special[i] == '\r' && place == 0) buffer_char(&wanted, '\'');
        for (size_t at = 0; at < length; at++) {
          if (text.data[at] == '"') buffer_char(&wanted, '"');
          buffer_char(&wanted, text.data[at]);
        }
        buffer_char(&wanted, '"');
        ck_assert_str_eq(cell(buffer_view(&text)), wanted.data);
      }
    }
  }
}
END_TEST

/* Neighbours of the four characters are as good as any. */
START_TEST(all_other_characters_need_no_quotes) {
  for (int c = 1; c < 256; c++) {
    if (c == ',' || c == '"' || c == '\n' || c == '\r') continue;
    char text[] = "xxxxxxxxx";
    text[3] = text[8] = (char)c;
    ck_assert_str_eq(cell((Text){text, 9}), text);
  }
}
END_TEST

UNIT_MAIN(setup, teardown, by_hand, special_characters_are_found_at_every_place,
          all_other_characters_need_no_quotes)
