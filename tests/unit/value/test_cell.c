/* test_cell.c - integers, percents, durations, dates, booleans and members from cells. */
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "support/unit.h"
#include "value/cell.h"

typedef struct Case {
  const char *cell;
  CellStatus status;
  int64_t value; /* where there is one */
} Case;

static const CellFormat plain = {.exponent = 0};

static void check_cases(const Case *cases, size_t count, Type type, const CellFormat *format) {
  for (size_t i = 0; i < count; i++) {
    const Case *c = &cases[i];
    int64_t out = 424242;
    const CellStatus status = cell_i64(text_of(c->cell), type, format, &out);
    const bool has_value = c->status == CELL_OK || c->status == CELL_ROUNDED;
    ck_assert_msg(status == c->status, "`%s`: %d, not %d", c->cell, status, c->status);
    ck_assert_msg(out == (has_value ? c->value : 424242), "`%s`: %lld", c->cell, (long long)out);
  }
}

#define CHECK_CASES(cases, kind_, format)                                                          \
  check_cases(cases, sizeof(cases) / sizeof *(cases), (Type){.kind = kind_}, format)

START_TEST(integers) {
  static const Case cases[] = {{"0", CELL_OK, 0},
                               {"12", CELL_OK, 12},
                               {"-12", CELL_OK, -12},
                               {"+12", CELL_OK, 12},
                               {"- 12", CELL_OK, -12},
                               {"\xe2\x88\x92"
                                "12",
                                CELL_OK, -12},
                               {" \t12\r\n", CELL_OK, 12},
                               {"\xc2\xa0"
                                "12\xc2\xa0",
                                CELL_OK, 12},
                               {"000000000000000000000000012", CELL_OK, 12},
                               {"1,234", CELL_OK, 1234},
                               {"1,234,567", CELL_OK, 1234567},
                               {"001,234", CELL_OK, 1234},
                               {"12.0", CELL_OK, 12},
                               {"12.", CELL_OK, 12},
                               {"9223372036854775807", CELL_OK, INT64_MAX},
                               {"-9223372036854775808", CELL_OK, INT64_MIN},
                               {"9223372036854775808", CELL_TOO_LARGE, 0},
                               {"-9223372036854775809", CELL_TOO_LARGE, 0},
                               {"18446744073709551616", CELL_TOO_LARGE, 0},
                               {"99999999999999999999999999999999999999999", CELL_TOO_LARGE, 0},
                               {"", CELL_MISSING, 0},
                               {"  \t ", CELL_MISSING, 0},
                               {"\xc2\xa0", CELL_MISSING, 0},
                               {"12.5", CELL_NOT_WHOLE, 0},
                               {"0.0000000000000000000000001", CELL_NOT_WHOLE, 0},
                               {"1,23", CELL_BAD_GROUPS, 0},
                               {"1,2345", CELL_BAD_GROUPS, 0},
                               {"1234,567", CELL_BAD_GROUPS, 0},
                               {"1,,234", CELL_BAD_GROUPS, 0},
                               {"1,234,", CELL_BAD_GROUPS, 0},
                               {",234", CELL_NOT_A_NUMBER, 0},
                               {"1 234", CELL_NOT_A_NUMBER, 0},
                               {"1'234", CELL_NOT_A_NUMBER, 0},
                               {"1.234.567", CELL_NOT_A_NUMBER, 0},
                               {"1e3", CELL_NOT_A_NUMBER, 0},
                               {"0x10", CELL_NOT_A_NUMBER, 0},
                               {"12x", CELL_NOT_A_NUMBER, 0},
                               {"x12", CELL_NOT_A_NUMBER, 0},
                               {"--12", CELL_NOT_A_NUMBER, 0},
                               {"12-", CELL_NOT_A_NUMBER, 0},
                               {"(12)", CELL_NOT_A_NUMBER, 0},
                               {"12%", CELL_NOT_A_NUMBER, 0},
                               {"$12", CELL_NOT_A_NUMBER, 0},
                               {"-", CELL_NOT_A_NUMBER, 0},
                               {".", CELL_NOT_A_NUMBER, 0},
                               {"n/a", CELL_NOT_A_NUMBER, 0},
                               {"\xd9\xa1\xd9\xa2", CELL_NOT_A_NUMBER, 0}, /* other digits */
                               {"\xff\xfe", CELL_NOT_A_NUMBER, 0}};
  CHECK_CASES(cases, TYPE_INTEGER, &plain);
}
END_TEST

START_TEST(decimal_comma) {
  static const CellFormat comma = {.comma = true};
  static const Case cases[] = {{"1.234", CELL_OK, 1234},
                               {"1 234 567", CELL_OK, 1234567},
                               {"1'234'567", CELL_OK, 1234567},
                               {"1\xe2\x80\x99"
                                "234",
                                CELL_OK, 1234},
                               {"1\xc2\xa0"
                                "234",
                                CELL_OK, 1234},
                               {"1\xe2\x80\xaf"
                                "234",
                                CELL_OK, 1234},
                               {"1.234,00", CELL_OK, 1234},
                               {"1234,5", CELL_NOT_WHOLE, 0},
                               {"1.23", CELL_BAD_GROUPS, 0},
                               {"1 23", CELL_BAD_GROUPS, 0},
                               {"1.", CELL_BAD_GROUPS, 0},
                               {"1.234 567", CELL_NOT_A_NUMBER, 0},
                               {"1  234", CELL_NOT_A_NUMBER, 0},
                               {"1,234,567", CELL_NOT_A_NUMBER, 0},
                               {"1,234.567", CELL_NOT_A_NUMBER, 0}};
  CHECK_CASES(cases, TYPE_INTEGER, &comma);
}
END_TEST

START_TEST(percents_with_their_sign) {
  static const Case cases[] = {{"12%", CELL_OK, 12000000},
                               {"12.5%", CELL_OK, 12500000},
                               {"12.5 %", CELL_OK, 12500000},
                               {"12.5\xc2\xa0%", CELL_OK, 12500000},
                               {"-3%", CELL_OK, -3000000},
                               {"0%", CELL_OK, 0},
                               {".5%", CELL_OK, 500000},
                               {"1,234%", CELL_OK, 1234000000},
                               {"0.000001%", CELL_OK, 1},
                               {"0.0000005%", CELL_ROUNDED, 1},
                               {"-0.0000005%", CELL_ROUNDED, -1},
                               {"0.00000049999999%", CELL_ROUNDED, 0},
                               {"12.50000000000000%", CELL_OK, 12500000},
                               {"9223372036854.775807%", CELL_OK, INT64_MAX},
                               {"9223372036854.7758074%", CELL_ROUNDED, INT64_MAX},
                               {"9223372036854.7758075%", CELL_TOO_LARGE, 0},
                               {"", CELL_MISSING, 0},
                               {"12", CELL_NO_PERCENT_SIGN, 0},
                               {"0.12", CELL_NO_PERCENT_SIGN, 0},
                               {"0", CELL_NO_PERCENT_SIGN, 0},
                               {"%", CELL_NOT_A_PERCENT, 0},
                               {"%12", CELL_NOT_A_PERCENT, 0},
                               {"12%%", CELL_NOT_A_PERCENT, 0},
                               {"12% p.a.", CELL_NOT_A_PERCENT, 0},
                               {"twelve", CELL_NOT_A_PERCENT, 0},
                               {"1e1%", CELL_NOT_A_PERCENT, 0},
                               {"1,2%", CELL_BAD_GROUPS, 0}};
  CHECK_CASES(cases, TYPE_PERCENT, &plain);
}
END_TEST

START_TEST(percents_of_a_declared_form) {
  static const CellFormat ratio = {.percent = PERCENT_RATIO}, points = {.percent = PERCENT_POINTS};
  static const CellFormat comma = {.percent = PERCENT_POINTS, .comma = true};
  static const Case ratios[] = {{"0.125", CELL_OK, 12500000},
                                {"12.5%", CELL_OK, 12500000},
                                {"1", CELL_OK, 100000000},
                                {"0.123456785", CELL_ROUNDED, 12345679},
                                {"x", CELL_NOT_A_PERCENT, 0}};
  static const Case pointses[] = {{"12.5", CELL_OK, 12500000}, {"12.5%", CELL_OK, 12500000}};
  static const Case commas[] = {{"12,5", CELL_OK, 12500000},
                                {"12,5 %", CELL_OK, 12500000},
                                {"1.234,5 %", CELL_OK, 1234500000},
                                {"12.5", CELL_BAD_GROUPS, 0}};
  CHECK_CASES(ratios, TYPE_PERCENT, &ratio);
  CHECK_CASES(pointses, TYPE_PERCENT, &points);
  CHECK_CASES(commas, TYPE_PERCENT, &comma);
}
END_TEST

START_TEST(scores) {
  static const Case cases[] = {{"62.5", CELL_OK, 625000},
                               {"62.12345", CELL_ROUNDED, 621235},
                               {"-1", CELL_OK, -10000},
                               {"62%", CELL_NOT_A_NUMBER, 0}};
  CHECK_CASES(cases, TYPE_SCORE, &plain);
}
END_TEST

START_TEST(durations) {
  static const CellFormat hours = {.duration_unit = 3600};
  static const Case cases[] = {{"1.5", CELL_OK, 5400},
                               {"36", CELL_OK, 129600},
                               {"-2", CELL_OK, -7200},
                               {"2 days", CELL_OK, 172800},
                               {"1 day", CELL_OK, 86400},
                               {"1day", CELL_OK, 86400},
                               {"1.5 weeks", CELL_OK, 907200},
                               {"90 minutes", CELL_OK, 5400},
                               {"30 seconds", CELL_OK, 30},
                               {"0.0001", CELL_ROUNDED, 0},               /* 0.36 s */
                               {"0.000138888888888888", CELL_ROUNDED, 0}, /* below a half */
                               {"0.000138888888888889", CELL_ROUNDED, 1},
                               {"-0.00013888888888888888888888888888889", CELL_ROUNDED, -1},
                               {"0.00013888888888888888888888888888888", CELL_ROUNDED, 0},
                               {"0.5 seconds", CELL_ROUNDED, 1},
                               {"0.25 minutes", CELL_OK, 15},
                               {"1,000 hours", CELL_OK, 3600000},
                               {"2562047788015215", CELL_OK, INT64_C(9223372036854774000)},
                               {"2562047788015216", CELL_TOO_LARGE, 0},
                               {"9223372036854775807 seconds", CELL_OK, INT64_MAX},
                               {"9223372036854775807.5 seconds", CELL_TOO_LARGE, 0},
                               {"", CELL_MISSING, 0},
                               {"2 months", CELL_NOT_A_DURATION, 0},
                               {"2 d", CELL_NOT_A_DURATION, 0},
                               {"2 dayss", CELL_NOT_A_DURATION, 0},
                               {"days", CELL_NOT_A_DURATION, 0},
                               {"2 days 3 hours", CELL_NOT_A_DURATION, 0},
                               {"12:30", CELL_NOT_A_DURATION, 0},
                               {"1,00 hours", CELL_BAD_GROUPS, 0}};
  static const Case bare[] = {{"2", CELL_NO_UNIT, 0}, {"2 days", CELL_OK, 172800}};
  CHECK_CASES(cases, TYPE_DURATION, &hours);
  CHECK_CASES(bare, TYPE_DURATION, &plain);
}
END_TEST

START_TEST(any_number_of_digits) {
  enum { LENGTH = 100000 };
  static char cell[LENGTH + 8];
  int64_t out;
  const Type integer = {.kind = TYPE_INTEGER}, percent = {.kind = TYPE_PERCENT};
  memset(cell, '0', sizeof cell);
  cell[LENGTH] = '7';
  ck_assert_int_eq(cell_i64((Text){cell, LENGTH + 1}, integer, &plain, &out), CELL_OK);
  ck_assert_int_eq(out, 7);
  cell[1] = '.';
  ck_assert_int_eq(cell_i64((Text){cell, LENGTH + 1}, integer, &plain, &out), CELL_NOT_WHOLE);
  cell[LENGTH + 1] = '%';
  ck_assert_int_eq(cell_i64((Text){cell, LENGTH + 2}, percent, &plain, &out), CELL_ROUNDED);
  ck_assert_int_eq(out, 0);
  memset(cell, '9', LENGTH);
  ck_assert_int_eq(cell_i64((Text){cell, LENGTH}, integer, &plain, &out), CELL_TOO_LARGE);
  cell[1] = '.';
  const Type duration = {.kind = TYPE_DURATION};
  const CellFormat minutes = {.duration_unit = 60};
  ck_assert_int_eq(cell_i64((Text){cell, LENGTH}, duration, &minutes, &out), CELL_ROUNDED);
  ck_assert_int_eq(out, 600);
}
END_TEST

START_TEST(dates) {
  static const CellFormat german = {.date = {"%d.%m.%Y", 8}};
  int32_t out = 42;
  ck_assert_int_eq(cell_date(TEXT(""), &plain, &out), CELL_MISSING);
  ck_assert_int_eq(cell_date(TEXT("  "), &plain, &out), CELL_MISSING);
  ck_assert_int_eq(cell_date(TEXT("2026-02-30"), &plain, &out), CELL_NO_SUCH_DAY);
  ck_assert_int_eq(cell_date(TEXT("30.06.2026"), &plain, &out), CELL_NOT_A_DATE);
  ck_assert_int_eq(cell_date(TEXT("2026-06-30"), &german, &out), CELL_NOT_A_DATE);
  ck_assert_int_eq(cell_date(TEXT("31.06.2026"), &german, &out), CELL_NO_SUCH_DAY);
  ck_assert_int_eq(out, 42);
  ck_assert_int_eq(cell_date(TEXT(" 1970-01-02 "), &plain, &out), CELL_OK);
  ck_assert_int_eq(out, 1);
  ck_assert_int_eq(cell_date(TEXT("1970-01-03T23:59:59-12:00"), &plain, &out), CELL_OK);
  ck_assert_int_eq(out, 2);
  ck_assert_int_eq(cell_date(TEXT(" 4.1.1970 "), &german, &out), CELL_OK);
  ck_assert_int_eq(out, 3);
}
END_TEST

START_TEST(booleans) {
  static const char *const yes[] = {"true", "TRUE", "True", "yes", "Yes", "y",
                                    "Y",    "t",    "T",    "1",   " 1 ", "yEs"};
  static const char *const no[] = {"false", "FALSE", "no", "No", "n", "N", "f", "F", "0", "\tno\n"};
  static const char *const neither[] = {"2",    "yess", "tru", "ja", "on",      "off",
                                        "yes!", "-1",   "01",  "x",  "yes\xff", "1.0"};
  Truth out;
  for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
    ck_assert_int_eq(cell_bool(text_of(yes[i]), &out), CELL_OK);
    ck_assert_int_eq(out, TRUTH_TRUE);
  }
  for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
    ck_assert_int_eq(cell_bool(text_of(no[i]), &out), CELL_OK);
    ck_assert_int_eq(out, TRUTH_FALSE);
  }
  for (size_t i = 0; i < sizeof neither / sizeof *neither; i++) {
    ck_assert_int_eq(cell_bool(text_of(neither[i]), &out), CELL_NOT_A_BOOL);
    ck_assert_int_eq(out, TRUTH_UNKNOWN);
  }
  out = TRUTH_TRUE;
  ck_assert_int_eq(cell_bool(TEXT(" "), &out), CELL_MISSING);
  ck_assert_int_eq(out, TRUTH_UNKNOWN);
  ck_assert_int_eq(cell_bool((Text){"yes\0", 4}, &out), CELL_NOT_A_BOOL);
}
END_TEST

START_TEST(members) {
  EnumMember list[] = {{{"key", 3}, {"Key Account", 11}}, {{"standard", 8}, {"standard", 8}}};
  const EnumSchema tier = {{"tier", 4}, list, 2};
  int32_t out = 42;
  ck_assert_int_eq(cell_enum(TEXT(""), &tier, &out), CELL_MISSING);
  ck_assert_int_eq(cell_enum(TEXT("Standard"), &tier, &out), CELL_NOT_A_MEMBER);
  ck_assert_int_eq(cell_enum(TEXT("KeyAccount"), &tier, &out), CELL_NOT_A_MEMBER);
  ck_assert_int_eq(out, 42);
  ck_assert_int_eq(cell_enum(TEXT(" Key Account "), &tier, &out), CELL_OK);
  ck_assert_int_eq(out, 0);
  ck_assert_int_eq(cell_enum(TEXT("standard"), &tier, &out), CELL_OK);
  ck_assert_int_eq(out, 1);
}
END_TEST

START_TEST(ranges) {
  const FieldSchema open = {.low = {.set = false}};
  const FieldSchema both = {.low = {true, 0, 0}, .high = {true, 10, 1.5}};
  const FieldSchema above = {.low = {true, -5, -0.5}};
  ck_assert(cell_in_range_i64(&open, INT64_MIN) && cell_in_range_i64(&open, INT64_MAX));
  ck_assert(cell_in_range_i64(&both, 0) && cell_in_range_i64(&both, 10));
  ck_assert(!cell_in_range_i64(&both, -1) && !cell_in_range_i64(&both, 11));
  ck_assert(cell_in_range_i64(&above, -5) && !cell_in_range_i64(&above, -6));
  ck_assert(cell_in_range_i64(&above, INT64_MAX));
  ck_assert(cell_in_range_f64(&both, 0) && cell_in_range_f64(&both, 1.5));
  ck_assert(!cell_in_range_f64(&both, -1e-300) && !cell_in_range_f64(&both, 1.6));
  ck_assert(cell_in_range_f64(&above, 1e300) && !cell_in_range_f64(&above, -0.6));
  ck_assert(cell_in_range_f64(&open, -1e300));
}
END_TEST

START_TEST(every_problem_has_a_sentence) {
  ck_assert_ptr_null(cell_problem(CELL_OK));
  ck_assert_ptr_null(cell_problem(CELL_MISSING));
  ck_assert_ptr_null(cell_problem(CELL_ROUNDED));
  for (int i = CELL_ROUNDED + 1; i < CELL_STATUS_COUNT; i++) {
    ck_assert_ptr_nonnull(cell_problem((CellStatus)i));
  }
  ck_assert_str_eq(cell_problem(CELL_NOT_A_MEMBER), "is not a member");
}
END_TEST

/* Bytes that cells are made of, so that the noise gets somewhere; in a block of its own size,
 * so that a sanitizer sees a step beyond the end. */
START_TEST(noise_is_never_more_than_a_problem) {
  static const char *const parts[] = {
      "1",  "234", ",",   ".", " ",    "'",    "%",        "-",        "+", "(", ")",    "$",
      "US", "D",   "EUR", "e", "\x00", "\xc2", "\xc2\xa0", "\xe2\x88", "T", ":", "days", "kr"};
  static const CellFormat formats[] = {
      {.comma = false},
      {.comma = true, .percent = PERCENT_POINTS},
      {.duration_unit = 60, .exponent = 6, .date = {"%d %b %y", 8}}};
  EnumMember list[] = {{{"a", 1}, {"1", 1}}};
  const EnumSchema schema = {{"e", 1}, list, 1};
  uint64_t state = 9;
  for (int i = 0; i < 100000; i++) {
    char cell[64];
    size_t len = 0;
    for (int n = (int)chance_between(&state, 0, 8); n > 0; n--) {
      const char *part = parts[chance_next(&state) % (sizeof parts / sizeof *parts)];
      const size_t size = *part ? strlen(part) : 1;
      memcpy(cell + len, part, size);
      len += size;
    }
    char *exact = malloc(len ? len : 1);
    memcpy(exact, cell, len);
    const Text text = {exact, len};
    const CellFormat *format = &formats[i % 3];
    int64_t whole;
    double number;
    int32_t small;
    Truth truth;
    for (int kind = TYPE_NONE; kind < TYPE_COUNT; kind++) {
      EXPECT(cell_i64(text, (Type){.kind = (TypeKind)kind, .currency = "USD"}, format, &whole) <
             CELL_STATUS_COUNT);
    }
    EXPECT(cell_f64(text, format, &number) < CELL_STATUS_COUNT);
    EXPECT(cell_date(text, format, &small) < CELL_STATUS_COUNT);
    EXPECT(cell_bool(text, &truth) < CELL_STATUS_COUNT);
    EXPECT(cell_enum(text, &schema, &small) < CELL_STATUS_COUNT);
    free(exact);
  }
}
END_TEST

UNIT_MAIN(NULL, NULL, integers, decimal_comma, percents_with_their_sign,
          percents_of_a_declared_form, scores, durations, any_number_of_digits, dates, booleans,
          members, ranges, every_problem_has_a_sentence, noise_is_never_more_than_a_problem)
