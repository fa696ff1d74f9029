/* test_text.c - text as bytes, as code points and as terminal columns. */
#include "base/text.h"

#include <string.h>

#include "support/unit.h"

static Arena *arena;
static const Text nothing = {NULL, 0};

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

#define ASSERT_TEXT(got, literal)                                                                  \
  do {                                                                                             \
    Text got_ = (got);                                                                             \
    ck_assert_msg(text_equal(got_, TEXT(literal)), "got `%.*s`, not `%s`", TEXT_ARG(got_),         \
                  literal);                                                                        \
  } while (0)

START_TEST(null_is_the_empty_text) {
  ck_assert(text_equal(nothing, TEXT("")));
  ck_assert(text_equal(text_of(NULL), nothing));
  ck_assert_int_eq(text_compare(nothing, TEXT("")), 0);
  ck_assert(text_starts(nothing, nothing));
  ck_assert(text_ends(TEXT("a"), nothing));
  ck_assert(text_contains(nothing, nothing));
  ck_assert(!text_contains(nothing, TEXT("a")));
  ck_assert_uint_eq(text_hash(nothing), text_hash(TEXT("")));
  ck_assert_uint_eq(text_strip(nothing).len, 0);
  ck_assert_uint_eq(text_trim(nothing).len, 0);
  ck_assert_uint_eq(text_width(nothing), 0);
  ck_assert_uint_eq(text_length(nothing), 0);
  ck_assert_str_eq(text_copy(arena, nothing).at, "");
}
END_TEST

START_TEST(compares_by_code_point) {
  ck_assert_int_lt(text_compare(TEXT("a"), TEXT("b")), 0);
  ck_assert_int_lt(text_compare(TEXT("a"), TEXT("aa")), 0);
  ck_assert_int_gt(text_compare(TEXT("é"), TEXT("z")), 0);
  ck_assert_int_gt(text_compare(TEXT("\U0001F600"), TEXT("\uFFFD")), 0);
  ck_assert(!text_equal(TEXT("ab"), TEXT("aB")));
  ck_assert(text_equal(TEXT("a\0b"), TEXT("a\0b")));
  ck_assert(!text_equal(TEXT("a\0b"), TEXT("a\0c")));
}
END_TEST

START_TEST(finds_parts) {
  ck_assert(text_starts(TEXT("account"), TEXT("acc")));
  ck_assert(!text_starts(TEXT("ac"), TEXT("acc")));
  ck_assert(text_ends(TEXT("account"), TEXT("unt")));
  ck_assert(!text_ends(TEXT("account"), TEXT("acc")));
  ck_assert(text_contains(TEXT("account"), TEXT("cou")));
  ck_assert(!text_contains(TEXT("account"), TEXT("coo")));
  ASSERT_TEXT(text_slice(TEXT("account"), 2, 4), "co");
  ASSERT_TEXT(text_slice(TEXT("account"), 5, 100), "nt");
  ASSERT_TEXT(text_slice(TEXT("account"), 4, 4), "");
  ASSERT_TEXT(text_slice(TEXT("account"), 100, 200), "");
}
END_TEST

START_TEST(hash_tells_texts_apart) {
  uint64_t seen[2000];
  for (size_t i = 0; i < 2000; i++) {
    char *key = arena_printf(arena, "%0*zu", (int)(4 + i % 13), i);
    seen[i] = text_hash(text_of(key));
    ck_assert_uint_eq(seen[i], text_hash(text_copy(arena, text_of(key))));
    for (size_t j = 0; j < i; j++) ck_assert_uint_ne(seen[i], seen[j]);
  }
  ck_assert_uint_ne(text_hash(TEXT("a")), text_hash(TEXT("a\0")));
}
END_TEST

START_TEST(strips_ascii_blanks_only) {
  ASSERT_TEXT(text_strip(TEXT(" \t a b\r\n")), "a b");
  ASSERT_TEXT(text_strip(TEXT(" \n ")), "");
  ASSERT_TEXT(text_strip(TEXT("\u00A0a")), "\u00A0a");
}
END_TEST

START_TEST(trims_white_space_of_unicode) {
  ASSERT_TEXT(text_trim(TEXT("\u00A0\u2003 a\u00A0b \u202F\u3000\v\f")), "a\u00A0b");
  ASSERT_TEXT(text_trim(TEXT("\xC2\x85\u2028\u2029")), "");
  ASSERT_TEXT(text_trim(TEXT("é")), "é");
  ASSERT_TEXT(text_trim(TEXT("a\u0300 ")), "a\u0300");
  /* The last byte of the no-break space alone is a stray byte, not white space. */
  ASSERT_TEXT(text_trim(TEXT("a\xA0")), "a\xA0");
  ASSERT_TEXT(text_trim(TEXT("\xE2\x80 a")), "\xE2\x80 a");
}
END_TEST

START_TEST(changes_the_case_of_ascii_alone) {
  ASSERT_TEXT(text_lower(arena, TEXT("AZ[@É9")), "az[@É9");
  ASSERT_TEXT(text_upper(arena, TEXT("az{`é9")), "AZ{`é9");
}
END_TEST

START_TEST(equal_in_any_case) {
  ck_assert(text_equal_any_case(TEXT("GBP-é"), TEXT("gbp-é")));
  ck_assert(text_equal_any_case(nothing, TEXT("")));
  ck_assert(!text_equal_any_case(TEXT("ab"), TEXT("abc")));
  ck_assert(!text_equal_any_case(TEXT("["), TEXT("{")));
  ck_assert(!text_equal_any_case(TEXT("é"), TEXT("É")));
}
END_TEST

START_TEST(loosely_equal_ignores_case_blanks_and_punctuation) {
  ck_assert(text_loosely_equal(TEXT("contract_end"), TEXT("Contract End ")));
  ck_assert(text_loosely_equal(TEXT("(ARR)"), TEXT("a-r-r")));
  ck_assert(text_loosely_equal(TEXT("größe"), TEXT("Grö ße")));
  ck_assert(!text_loosely_equal(TEXT("revenue"), TEXT("revenue2")));
  ck_assert(!text_loosely_equal(TEXT("revenue_2"), TEXT("revenue_3")));
  ck_assert(!text_loosely_equal(TEXT("größe"), TEXT("grosse")));
  ck_assert(!text_loosely_equal(TEXT(""), TEXT("a")));
}
END_TEST

START_TEST(counts_code_points) {
  ck_assert_uint_eq(text_length(TEXT("aé€\U0001F600")), 4);
  ck_assert_uint_eq(text_length(TEXT("\xFF\xC3")), 2);
  ck_assert_uint_eq(text_length(TEXT("\xE2\x82x")), 3);
}
END_TEST

START_TEST(measures_columns) {
  ck_assert_uint_eq(text_width(TEXT("abc")), 3);
  ck_assert_uint_eq(text_width(TEXT("a\tb\x7f")), 2);
  ck_assert_uint_eq(text_width(TEXT(" to the ~ \u00e9 0123456\x7f")), 19);
  ck_assert_uint_eq(text_width(TEXT("é")), 1);
  ck_assert_uint_eq(text_width(TEXT("e\u0301")), 1);
  ck_assert_uint_eq(text_width(TEXT("漢字")), 4);
  ck_assert_uint_eq(text_width(TEXT("\xFF")), 1);
}
END_TEST

START_TEST(fits_whole_code_points) {
  ck_assert_uint_eq(text_fit(TEXT("abc"), 2), 2);
  ck_assert_uint_eq(text_fit(TEXT("abc"), 9), 3);
  ck_assert_uint_eq(text_fit(TEXT("漢字"), 3), 3);
  ck_assert_uint_eq(text_fit(TEXT("漢字"), 1), 0);
  /* An accent of its own stays with its letter. */
  ck_assert_uint_eq(text_fit(TEXT("e\u0301x"), 1), 3);
}
END_TEST

START_TEST(finds_the_first_invalid_byte) {
  static const struct {
    Text text;
    size_t at;
  } cases[] = {
      {TEXT_INIT(""), 0},
      {TEXT_INIT("plain ascii, longer than a word"), 31},
      {TEXT_INIT("äöü€\U0001F600"), 13},
      {TEXT_INIT("12345678\xFF"), 8},
      {TEXT_INIT("1234567\xC3"), 7},
      {TEXT_INIT("a\xC3(b"), 1},
      {TEXT_INIT("\xC0\x80"), 0},         /* overlong */
      {TEXT_INIT("ab\xED\xA0\x80"), 2},   /* a surrogate */
      {TEXT_INIT("\xF4\x90\x80\x80"), 0}, /* beyond U+10FFFF */
      {TEXT_INIT("\x80"), 0},
      {TEXT_INIT("abcdefgh\xE2\x82"), 8}, /* cut off */
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    ck_assert_msg(text_utf8_check(cases[i].text) == cases[i].at, "case %zu", i);
}
END_TEST

START_TEST(repairs_stray_bytes_alone) {
  Text sound = TEXT("é€");
  ck_assert_ptr_eq(text_utf8_repair(arena, sound).at, sound.at);
  ASSERT_TEXT(text_utf8_repair(arena, TEXT("\xFFé\xC3\xC3x\x80")), "\uFFFDé\uFFFD\uFFFDx\uFFFD");
}
END_TEST

START_TEST(steps_by_code_points) {
  ck_assert_uint_eq(text_next(nothing), 0);
  ck_assert_uint_eq(text_next(TEXT("€x")), 3);
  ck_assert_uint_eq(text_next(TEXT("\xE2\x82")), 1);
}
END_TEST

START_TEST(printable_text_is_returned_as_it_is) {
  Text text = TEXT("Müller & Söhne, 漢字 👍");
  Text shown = text_printable(arena, text);
  ck_assert_ptr_eq(shown.at, text.at);
  ck_assert_uint_eq(shown.len, text.len);
}
END_TEST

START_TEST(what_drives_a_terminal_is_shown_escaped) {
  ASSERT_TEXT(text_printable(arena, TEXT("a\x1b[31mb")), "a\\x1B[31mb");
  ASSERT_TEXT(text_printable(arena, TEXT("\r\n\t\x7f")), "\\r\\n\\t\\x7F");
  ASSERT_TEXT(text_printable(arena, TEXT("a\0b")), "a\\x00b");
  ASSERT_TEXT(text_printable(arena, TEXT("\xC2\x9B")), "\\u{9B}"); /* CSI of C1 */
  ASSERT_TEXT(text_printable(arena, TEXT("x\xFFy")), "x\\xFFy");
  ASSERT_TEXT(text_printable(arena, TEXT("\xC3\xA4\xC3")), "ä\\xC3");
  ASSERT_TEXT(text_printable(arena, TEXT("a\u202Eb")), "a\\u{202E}b"); /* right-to-left */
}
END_TEST

/* What is found by eights is what is found byte by byte. */
START_TEST(every_byte_is_the_same_anywhere) {
  for (int byte = 0; byte < 256; byte++) {
    const char alone = (char)byte;
    const Text one = {&alone, 1};
    const bool shown = text_equal(text_printable(arena, one), one);
    for (size_t at = 0; at < 20; at++) {
      char long_text[20];
      memset(long_text, 'a', sizeof long_text);
      long_text[at] = alone;
      const Text text = {long_text, sizeof long_text};
      ck_assert_uint_eq(text_width(text), sizeof long_text - 1 + text_width(one));
      ck_assert_int_eq(text_equal(text_printable(arena, text), text), shown);
    }
  }
}
END_TEST

UNIT_MAIN(setup, teardown, every_byte_is_the_same_anywhere, null_is_the_empty_text,
          compares_by_code_point, finds_parts, hash_tells_texts_apart, strips_ascii_blanks_only,
          trims_white_space_of_unicode, changes_the_case_of_ascii_alone, equal_in_any_case,
          loosely_equal_ignores_case_blanks_and_punctuation, counts_code_points, measures_columns,
          fits_whole_code_points, finds_the_first_invalid_byte, repairs_stray_bytes_alone,
          steps_by_code_points, printable_text_is_returned_as_it_is,
          what_drives_a_terminal_is_shown_escaped)
