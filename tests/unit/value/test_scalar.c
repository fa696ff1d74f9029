/* test_scalar.c - values as people, CSV and JSON want them; CSV text reads back. */
#include <string.h>

#include "chance.h"
#include "support/unit.h"
#include "value/cell.h"
#include "value/date.h"
#include "value/scalar.h"

static Arena *arena;
static Buffer out;

static void setup(void) {
  arena = arena_new(NULL);
  ck_assert(ARENA_TRY(arena));
  out = buffer_in(arena);
}

static void teardown(void) { arena_free(arena); }

static EnumMember members[] = {{{"key", 3}, {"Key \"A\"", 7}}, {{"standard", 8}, {"standard", 8}}};
static const EnumSchema enums[] = {{{"none", 4}, NULL, 0}, {{"tier", 4}, members, 2}};

static Scalar exact(TypeKind kind, int64_t value) {
  return (Scalar){.type = {.kind = kind}, .known = true, .i = value};
}

static Scalar money(int64_t value) {
  return (Scalar){.type = {.kind = TYPE_MONEY, .currency = "USD"}, .known = true, .i = value};
}

static Scalar number(double value) {
  return (Scalar){.type = {.kind = TYPE_NUMBER}, .known = true, .f = value};
}

static Scalar text(TypeKind kind, const char *value) {
  return (Scalar){.type = {.kind = kind, .of = 3}, .known = true, .text = text_of(value)};
}

static Scalar truth(Truth value) {
  return (Scalar){.type = {.kind = TYPE_BOOL}, .known = value != TRUTH_UNKNOWN, .truth = value};
}

static Scalar member(int64_t value) {
  return (Scalar){.type = {.kind = TYPE_ENUM, .of = 1}, .known = true, .i = value};
}

static const char *printed(Scalar value, PrintStyle style) {
  buffer_clear(&out);
  buffer_char(&out, '>');
  scalar_print(&out, value, enums, style);
  return out.data + 1;
}

#define CHECK(value, people, csv, json)                                                            \
  do {                                                                                             \
    ck_assert_str_eq(printed(value, PRINT_PEOPLE), people);                                        \
    ck_assert_str_eq(printed(value, PRINT_CSV), csv);                                              \
    ck_assert_str_eq(printed(value, PRINT_JSON), json);                                            \
  } while (0)

START_TEST(integers_and_scores) {
  CHECK(exact(TYPE_INTEGER, 0), "0", "0", "0");
  CHECK(exact(TYPE_INTEGER, 999), "999", "999", "999");
  CHECK(exact(TYPE_INTEGER, 2026), "2026", "2026", "2026"); /* may be a year */
  CHECK(exact(TYPE_INTEGER, -9999), "-9999", "-9999", "-9999");
  CHECK(exact(TYPE_INTEGER, 10000), "10,000", "10000", "10000");
  CHECK(exact(TYPE_INTEGER, -10000), "-10,000", "-10000", "-10000");
  CHECK(exact(TYPE_INTEGER, INT64_MAX), "9,223,372,036,854,775,807", "9223372036854775807",
        "9223372036854775807");
  CHECK(exact(TYPE_INTEGER, INT64_MIN), "-9,223,372,036,854,775,808", "-9223372036854775808",
        "-9223372036854775808");
  CHECK(exact(TYPE_SCORE, 750000), "75", "75", "75");
  CHECK(exact(TYPE_SCORE, 625000), "62.5", "62.5", "62.5");
  CHECK(exact(TYPE_SCORE, -1), "-0.0001", "-0.0001", "-0.0001");
}
END_TEST

START_TEST(amounts) {
  CHECK(money(60000000000), "6,000,000 USD", "6000000", "6000000");
  CHECK(money(12345000), "1,234.50 USD", "1234.5", "1234.5");
  CHECK(money(12345678), "1,234.5678 USD", "1234.5678", "1234.5678");
  CHECK(money(12345670), "1,234.567 USD", "1234.567", "1234.567");
  CHECK(money(-5), "-0.0005 USD", "-0.0005", "-0.0005");
  CHECK(money(0), "0 USD", "0", "0");
  CHECK(exact(TYPE_MONEY, 10000), "1", "1", "1");
  CHECK(money(INT64_MIN), "-922,337,203,685,477.5808 USD", "-922337203685477.5808",
        "-922337203685477.5808");
}
END_TEST

START_TEST(percents) {
  CHECK(exact(TYPE_PERCENT, 12500000), "12.5%", "12.5%", "0.125");
  CHECK(exact(TYPE_PERCENT, 1), "0.000001%", "0.000001%", "0.00000001");
  CHECK(exact(TYPE_PERCENT, -100000000), "-100%", "-100%", "-1");
  CHECK(exact(TYPE_PERCENT, 1234500000), "1,234.5%", "1234.5%", "12.345");
  CHECK(exact(TYPE_PERCENT, 33333333), "33.33%", "33.333333%", "0.33333333");
  CHECK(exact(TYPE_PERCENT, -66666667), "-66.67%", "-66.666667%", "-0.66666667");
  /* nothing is rounded to a whole percentage, which may be somebody's limit */
  CHECK(exact(TYPE_PERCENT, 94999999), "94.999999%", "94.999999%", "0.94999999");
}
END_TEST

START_TEST(numbers) {
  CHECK(number(0.1), "0.1", "0.1", "0.1");
  CHECK(number(-1234567.5), "-1,234,567.5", "-1234567.5", "-1234567.5");
  CHECK(number(1e300), "1e300", "1e300", "1e300");
  CHECK(number(100000), "100,000", "100000", "100000");
}
END_TEST

START_TEST(times) {
  CHECK(exact(TYPE_DATE, 0), "1970-01-01", "1970-01-01", "\"1970-01-01\"");
  CHECK(exact(TYPE_DATE, DATE_MIN), "0001-01-01", "0001-01-01", "\"0001-01-01\"");
  CHECK(exact(TYPE_DURATION, 129600), "36 hours", "36 hours", "\"36 hours\"");
  CHECK(exact(TYPE_DURATION, 172800), "2 days", "2 days", "\"2 days\"");
  CHECK(exact(TYPE_DURATION, 86400), "1 day", "1 day", "\"1 day\"");
  CHECK(exact(TYPE_DURATION, -3600), "-1 hour", "-1 hour", "\"-1 hour\"");
  CHECK(exact(TYPE_DURATION, 60), "1 minute", "1 minute", "\"1 minute\"");
  CHECK(exact(TYPE_DURATION, 90), "90 seconds", "90 seconds", "\"90 seconds\"");
  CHECK(exact(TYPE_DURATION, 1), "1 second", "1 second", "\"1 second\"");
  CHECK(exact(TYPE_DURATION, 0), "0 days", "0 days", "\"0 days\"");
  CHECK(exact(TYPE_DURATION, 86400000), "1,000 days", "1000 days", "\"1000 days\"");
  CHECK(exact(TYPE_PERIOD, 3), "3 months", "3 months", "\"3 months\"");
  CHECK(exact(TYPE_PERIOD, 1), "1 month", "1 month", "\"1 month\"");
  CHECK(exact(TYPE_PERIOD, 24), "2 years", "2 years", "\"2 years\"");
  CHECK(exact(TYPE_PERIOD, 0), "0 months", "0 months", "\"0 months\"");
}
END_TEST

START_TEST(truths_members_and_texts) {
  CHECK(truth(TRUTH_TRUE), "true", "true", "true");
  CHECK(truth(TRUTH_FALSE), "false", "false", "false");
  CHECK(member(0), "key", "Key \"A\"", "\"Key \\\"A\\\"\"");
  CHECK(member(1), "standard", "standard", "\"standard\"");
  CHECK(text(TYPE_TEXT, "a \"b\"\n\\"), "a \"b\"\n\\", "a \"b\"\n\\", "\"a \\\"b\\\"\\n\\\\\"");
  CHECK(text(TYPE_TEXT, ""), "", "", "\"\"");
  CHECK(text(TYPE_REF, "A1"), "A1", "A1", "\"A1\"");
}
END_TEST

START_TEST(missing_values) {
  for (int kind = TYPE_NONE; kind < TYPE_COUNT; kind++) {
    const Scalar value = {.type = {.kind = (TypeKind)kind, .of = 1}, .known = false};
    CHECK(value, "missing", "", "null");
  }
  CHECK(truth(TRUTH_UNKNOWN), "missing", "", "null");
}
END_TEST

START_TEST(wide_sums) {
  const int128 most = (int128)(~(uint128)0 >> 1);
  buffer_clear(&out);
  decimal_print_wide(&out, most, 0, true);
  ck_assert_str_eq(out.data, "170,141,183,460,469,231,731,687,303,715,884,105,727");
  buffer_clear(&out);
  decimal_print_wide(&out, -most - 1, 8, false);
  ck_assert_str_eq(out.data, "-1701411834604692317316873037158.84105728");
  buffer_clear(&out);
  decimal_print(&out, 5, 8, true);
  ck_assert_str_eq(out.data, "0.00000005");
  buffer_clear(&out);
  decimal_print(&out, 100, 2, false);
  ck_assert_str_eq(out.data, "1");
}
END_TEST

START_TEST(equality) {
  ck_assert(scalar_equal(money(5), money(5)));
  ck_assert(!scalar_equal(money(5), money(6)));
  ck_assert(!scalar_equal(money(5), exact(TYPE_MONEY, 5))); /* of another currency */
  ck_assert(!scalar_equal(exact(TYPE_INTEGER, 5), exact(TYPE_SCORE, 5)));
  ck_assert(scalar_equal(text(TYPE_TEXT, "a"), text(TYPE_TEXT, "a")));
  ck_assert(!scalar_equal(text(TYPE_TEXT, "a"), text(TYPE_TEXT, "b")));
  ck_assert(!scalar_equal(text(TYPE_REF, "a"), text(TYPE_REF, "b")));
  ck_assert(scalar_equal(number(0.0), number(-0.0)));
  ck_assert(!scalar_equal(number(1), number(2)));
  ck_assert(scalar_equal(truth(TRUTH_TRUE), truth(TRUTH_TRUE)));
  ck_assert(!scalar_equal(truth(TRUTH_TRUE), truth(TRUTH_FALSE)));
  ck_assert(!scalar_equal(truth(TRUTH_FALSE), truth(TRUTH_UNKNOWN)));
  ck_assert(scalar_equal(member(1), member(1)) && !scalar_equal(member(1), member(0)));
  Scalar missing = money(5), other = money(6);
  missing.known = other.known = false;
  ck_assert(scalar_equal(missing, other));
  ck_assert(!scalar_equal(missing, money(5)));
}
END_TEST

static void check_reads_back(Scalar value, const CellFormat *format) {
  int64_t back = 0;
  printed(value, PRINT_CSV);
  const CellStatus status = cell_i64((Text){out.data + 1, out.len - 1}, value.type, format, &back);
  if (status != CELL_OK || back != value.i) ck_abort_msg("%s does not read back", out.data + 1);
}

START_TEST(csv_reads_back) {
  static const CellFormat plain = {.exponent = 0};
  uint64_t state = 1;
  for (int i = 0; i < 50000; i++) {
    const int64_t value = i == 0 ? INT64_MIN : i == 1 ? INT64_MAX : chance_bits(&state, 63);
    check_reads_back(exact(TYPE_INTEGER, value), &plain);
    check_reads_back(exact(TYPE_SCORE, value), &plain);
    check_reads_back(exact(TYPE_PERCENT, value), &plain);
    check_reads_back(exact(TYPE_DURATION, value), &plain);
    check_reads_back(exact(TYPE_DURATION, value / 86400 * 3600), &plain);
    check_reads_back(money(value), &plain);
    double real, back = 0;
    memcpy(&real, &value, sizeof real);
    if (real - real != 0) continue; /* not finite */
    printed(number(real), PRINT_CSV);
    EXPECT(cell_f64((Text){out.data + 1, out.len - 1}, &plain, &back) == CELL_OK);
    EXPECT(back == real);
  }
}
END_TEST

START_TEST(what_people_read_could_be_read_back_too) {
  static const CellFormat plain = {.exponent = 0};
  uint64_t state = 2;
  for (int i = 0; i < 20000; i++) {
    const Scalar value = money(chance_bits(&state, 63));
    int64_t back;
    printed(value, PRINT_PEOPLE);
    EXPECT(cell_i64(text_of(out.data + 1), value.type, &plain, &back) == CELL_OK);
    EXPECT(back == value.i);
  }
}
END_TEST

START_TEST(small_ones_read_back) {
  static const CellFormat plain = {.exponent = 0};
  int32_t back = 42;
  Truth read;
  for (int i = 0; i < 2; i++) {
    printed(member(i), PRINT_CSV);
    ck_assert_int_eq(cell_enum(text_of(out.data + 1), &enums[1], &back), CELL_OK);
    ck_assert_int_eq(back, i);
    const Truth value = truth_of(i == 1);
    printed(truth(value), PRINT_CSV);
    ck_assert_int_eq(cell_bool(text_of(out.data + 1), &read), CELL_OK);
    ck_assert_int_eq(read, value);
  }
  printed(exact(TYPE_DATE, 20000), PRINT_CSV);
  ck_assert_int_eq(cell_date(text_of(out.data + 1), &plain, &back), CELL_OK);
  ck_assert_int_eq(back, 20000);
}
END_TEST

UNIT_MAIN(setup, teardown, integers_and_scores, amounts, percents, numbers, times,
          truths_members_and_texts, missing_values, wide_sums, equality, csv_reads_back,
          what_people_read_could_be_read_back_too, small_ones_read_back)
