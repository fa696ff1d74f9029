/* test_xml.c - text in XML. */
#include "base/xml.h"
#include "support/unit.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

static const char *text_as(Text text) {
  Buffer out = buffer_in(arena);
  xml_text(&out, text);
  return out.len ? out.data : "";
}

START_TEST(markup_is_text) {
  ck_assert_str_eq(text_as(TEXT("<a href=\"x\">&amp;]]>")),
                   "&lt;a href=&quot;x&quot;&gt;&amp;amp;]]&gt;");
}
END_TEST

START_TEST(lines_and_letters_stay) {
  ck_assert_str_eq(text_as(TEXT("é\n\t東京 'x'")), "é\n\t東京 'x'");
  ck_assert_str_eq(text_as(TEXT("a\r\nb")), "a&#13;\nb");
  ck_assert_str_eq(text_as(TEXT("")), "");
}
END_TEST

START_TEST(what_xml_cannot_hold_is_replaced) {
  ck_assert_str_eq(text_as(TEXT("a\0b")), "a\xEF\xBF\xBD"
                                          "b");
  ck_assert_str_eq(text_as(TEXT("\x1b[2J")), "\xEF\xBF\xBD[2J");
  ck_assert_str_eq(text_as(TEXT("a\xFF")), "a\xEF\xBF\xBD");
  ck_assert_str_eq(text_as(TEXT("\xEF\xBF\xBE\xEF\xBF\xBF!")), "\xEF\xBF\xBD\xEF\xBF\xBD!");
  ck_assert_str_eq(text_as(TEXT("\xED\xA0\x80")), text_as(TEXT("\xFF\xFF\xFF")));
}
END_TEST

START_TEST(attributes_keep_lines_and_tabs) {
  Buffer out = buffer_in(arena);
  xml_attribute(&out, "name", TEXT("a\n\t\"<b>"));
  xml_attribute_number(&out, "line", 12);
  ck_assert_str_eq(out.data, " name=\"a&#10;&#9;&quot;&lt;b&gt;\" line=\"12\"");
}
END_TEST

UNIT_MAIN(setup, teardown, markup_is_text, lines_and_letters_stay, what_xml_cannot_hold_is_replaced,
          attributes_keep_lines_and_tabs)
