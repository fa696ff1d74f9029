/* test_date_parse.c - dates from text and back: what reads, what does not, and as which day. */
#include "chance.h"
#include "support/unit.h"
#include "value/date.h"

typedef struct Case {
  const char *text, *format; /* format NULL = ISO */
  Civil civil;               /* a year of 0: does not read; a legal form without such a day: -1 */
} Case;

static const Civil none = {.year = 0};
#define NONE                                                                                       \
  { 0, 0, 0 }
#define NO_DAY                                                                                     \
  { -1, 0, 0 }

static void check_case(const Case *c) {
  const Text text = text_of(c->text);
  Civil civil = none;
  int32_t day = 42, expected = 42;
  const bool read =
      c->format ? date_read(text, text_of(c->format), &civil) : date_read_iso(text, &civil);
  const bool parsed =
      c->format ? date_parse(text, text_of(c->format), &day) : date_parse_iso(text, &day);
  ck_assert_msg(read == (c->civil.year != 0), "`%s` by `%s`", c->text, c->format);
  if (c->civil.year > 0) ck_assert(date_from_civil(c->civil, &expected));
  ck_assert_msg(parsed == (c->civil.year > 0), "`%s` by `%s`", c->text, c->format);
  ck_assert_msg(day == expected, "`%s` by `%s`: %d", c->text, c->format, day);
}

START_TEST(iso) {
  static const Case cases[] = {{"2026-06-30", NULL, {2026, 6, 30}},
                               {"0001-01-01", NULL, {1, 1, 1}},
                               {"9999-12-31", NULL, {9999, 12, 31}},
                               {"2024-02-29", NULL, {2024, 2, 29}},
                               {"2026-06-30T12:00:00Z", NULL, {2026, 6, 30}},
                               {"2026-06-30 12:00:00", NULL, {2026, 6, 30}},
                               {"2026-06-30T23:59:60.999999999+14:00", NULL, {2026, 6, 30}},
                               {"2026-06-30 12:00:00.5 +0200", NULL, {2026, 6, 30}},
                               {"2026-06-30 00:00:00-07", NULL, {2026, 6, 30}},
                               {"2026-06-30t12:00z", NULL, {2026, 6, 30}},
                               {"2026-06-30T12", NULL, {2026, 6, 30}},
                               {"2026-06-30T24:00:00", NULL, {2026, 6, 30}},
                               {"2026-02-29", NULL, NO_DAY},
                               {"2026-13-01", NULL, NO_DAY},
                               {"2026-00-01", NULL, NO_DAY},
                               {"2026-01-00", NULL, NO_DAY},
                               {"0000-01-01", NULL, NO_DAY},
                               {"", NULL, NONE},
                               {"2026", NULL, NONE},
                               {"2026-6-30", NULL, NONE},
                               {"2026-06-3", NULL, NONE},
                               {"2026-06-300", NULL, NONE},
                               {"26-06-30", NULL, NONE},
                               {"2026/06/30", NULL, NONE},
                               {"20260630", NULL, NONE},
                               {"30.06.2026", NULL, NONE},
                               {"-2026-06-30", NULL, NONE},
                               {"+2026-06-30", NULL, NONE},
                               {"12026-06-30", NULL, NONE},
                               {" 2026-06-30", NULL, NONE},
                               {"2026-06-30 ", NULL, NONE},
                               {"2026-06-30T", NULL, NONE},
                               {"2026-06-30x12:00", NULL, NONE},
                               {"2026-06-30T25:00", NULL, NONE},
                               {"2026-06-30T12:60", NULL, NONE},
                               {"2026-06-30T12:00:61", NULL, NONE},
                               {"2026-06-30T1:00", NULL, NONE},
                               {"2026-06-30T12:00:", NULL, NONE},
                               {"2026-06-30T12:00:00.", NULL, NONE},
                               {"2026-06-30T12:00:00Zz", NULL, NONE},
                               {"2026-06-30T12:00:00+", NULL, NONE},
                               {"2026-06-30T12:00:00+2", NULL, NONE},
                               {"2026-06-30T12:00:00+02:", NULL, NONE},
                               {"2026-06-30T12:00:00 ", NULL, NONE},
                               {"\xef\xbc\x92\x30\x32\x36-06-30", NULL, NONE}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) check_case(&cases[i]);
}
END_TEST

START_TEST(declared_formats) {
  static const Case cases[] = {{"30.06.2026", "%d.%m.%Y", {2026, 6, 30}},
                               {"3.6.2026", "%d.%m.%Y", {2026, 6, 3}},
                               {"06/30/26", "%m/%d/%y", {2026, 6, 30}},
                               {"01-02-69", "%d-%m-%y", {1969, 2, 1}},
                               {"01-02-68", "%d-%m-%y", {2068, 2, 1}},
                               {"01-02-99", "%d-%m-%y", {1999, 2, 1}},
                               {"01-02-00", "%d-%m-%y", {2000, 2, 1}},
                               {"30 Jun 2026", "%d %b %Y", {2026, 6, 30}},
                               {"30 JUNE 2026", "%d %B %Y", {2026, 6, 30}},
                               {"June 30, 2026", "%b %d, %Y", {2026, 6, 30}},
                               {"may 1, 2026", "%B %d, %Y", {2026, 5, 1}},
                               {"1 sep 2026", "%d %b %Y", {2026, 9, 1}},
                               {"1 march 2026", "%d %b %Y", {2026, 3, 1}},
                               {"1mar2026", "%d%b%Y", {2026, 3, 1}},
                               {"20260630", "%Y%m%d", {2026, 6, 30}},
                               {"2026-06-30 9:05:00", "%Y-%m-%d %H:%M:%S", {2026, 6, 30}},
                               {"100%2026-06-30", "100%%%Y-%m-%d", {2026, 6, 30}},
                               {"am 30.6.2026 \xc3\xa4", "am %d.%m.%Y \xc3\xa4", {2026, 6, 30}},
                               {"30.02.2026", "%d.%m.%Y", NO_DAY},
                               {"00.06.2026", "%d.%m.%Y", NO_DAY},
                               {"30.13.2026", "%d.%m.%Y", NO_DAY},
                               {"30.06.0000", "%d.%m.%Y", NO_DAY},
                               {"", "%d.%m.%Y", NONE},
                               {"30.06.26", "%d.%m.%Y", NONE},
                               {"30.06.2026", "%d.%m.%y", NONE},
                               {"30.06.2026x", "%d.%m.%Y", NONE},
                               {"30.06.2026 ", "%d.%m.%Y", NONE},
                               {"30/06/2026", "%d.%m.%Y", NONE},
                               {"030.06.2026", "%d.%m.%Y", NONE},
                               {".06.2026", "%d.%m.%Y", NONE},
                               {"-3.06.2026", "%d.%m.%Y", NONE},
                               {"30 Ju 2026", "%d %b %Y", NONE},
                               {"30 Juni 2026", "%d %b %Y", NONE},
                               {"30 Janvier 2026", "%d %b %Y", NONE},
                               {"30.06.2026 25:00", "%d.%m.%Y %H:%M", NONE},
                               {"30.06.2026 12:60", "%d.%m.%Y %H:%M", NONE},
                               {"30.06.2026", "%d.%m.%Y%", NONE},
                               {"30.06.2026", "%d.%m.%Q", NONE}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) check_case(&cases[i]);
}
END_TEST

START_TEST(formats_are_checked) {
  static const char *const good[] = {"%Y-%m-%d",     "%d-%m-%y", "%d %B %Y",
                                     "%Y%m%d%H%M%S", "%%%d%b%y", "%H:%M %d.%m.%Y"};
  static const char *const bad[] = {"",          "%d.%m",       "%m/%Y",       "%d/%Y",
                                    "%d.%m.%Y%", "%d.%m.%Y %y", "%d.%m.%Y.%m", "%d %b %m %Y",
                                    "%d%d%m%Y",  "%e.%m.%Y",    "yyyy-mm-dd",  "%D",
                                    "%d.%m.% Y", "%",           "%d.%m.%Y %p"};
  const char *why;
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    ck_assert_msg(date_format_check(text_of(good[i]), &why), "%s: %s", good[i], why);
  }
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    ck_assert_msg(!date_format_check(text_of(bad[i]), &why), "%s", bad[i]);
    ck_assert(why && *why);
  }
}
END_TEST

START_TEST(a_nul_byte_is_a_byte) {
  const char text[] = "2026-06-30\0";
  int32_t day;
  ck_assert(!date_parse_iso((Text){text, 11}, &day));
  ck_assert(!date_parse((Text){text, 11}, TEXT("%Y-%m-%d"), &day));
  ck_assert(!date_parse((Text){text, 10}, (Text){"%Y-%m-%d\0", 9}, &day));
}
END_TEST

START_TEST(what_is_printed_reads_back) {
  Arena *arena = arena_new(NULL);
  Buffer out = buffer_in(arena);
  uint64_t state = 1;
  ck_assert(ARENA_TRY(arena));
  for (int i = 0; i < 20000; i++) {
    const int32_t day = i == 0   ? DATE_MIN
                        : i == 1 ? DATE_MAX
                                 : (int32_t)chance_between(&state, DATE_MIN, DATE_MAX);
    int32_t back;
    buffer_clear(&out);
    date_print(&out, day);
    ck_assert_uint_eq(out.len, 10);
    ck_assert(date_parse_iso(buffer_view(&out), &back));
    ck_assert_int_eq(back, day);
    ck_assert(date_parse(buffer_view(&out), TEXT("%Y-%m-%d"), &back));
    ck_assert_int_eq(back, day);
  }
  buffer_clear(&out);
  date_print(&out, DATE_MIN);
  ck_assert_str_eq(out.data, "0001-01-01");
  arena_free(arena);
}
END_TEST

UNIT_MAIN(NULL, NULL, iso, declared_formats, formats_are_checked, a_nul_byte_is_a_byte,
          what_is_printed_reads_back)
