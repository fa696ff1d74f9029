/* test_cell_double.c - numbers as doubles: the nearest one, for any text. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "support/unit.h"
#include "value/cell.h"

static const CellFormat plain = {.exponent = 0};

static double number(Text cell, const CellFormat *format) {
  double out = 42;
  ck_assert_msg(cell_f64(cell, format, &out) == CELL_OK, "`%.*s`", TEXT_ARG(cell));
  return out;
}

START_TEST(numbers) {
  static const struct {
    const char *cell;
    double value;
  } cases[] = {{"0", 0},
               {"12", 12},
               {"-12.5", -12.5},
               {"+12.5", 12.5},
               {"- 12.5", -12.5},
               {" 12.5 ", 12.5},
               {".5", 0.5},
               {"5.", 5},
               {"1,234.5", 1234.5},
               {"0.1", 0.1},
               {"1e3", 1000},
               {"1E+3", 1000},
               {"1.5e-3", 0.0015},
               {"1,234e2", 123400},
               {"1e22", 1e22},
               {"1e23", 1e23},
               {"1e-22", 1e-22},
               {"123456789012345678", 123456789012345678.0},
               {"9007199254740993", 9007199254740992.0}, /* a tie goes to even */
               {"9007199254740993.0000000001", 9007199254740994.0},
               {"1.7976931348623157e308", DBL_MAX},
               {"1.7976931348623158e308", DBL_MAX},
               {"2.2250738585072011e-308", 2.2250738585072011e-308},
               {"4.9e-324", 4.9e-324},
               {"2.4703282292062327e-324", 0},
               {"2.4703282292062328e-324", 4.9e-324},
               {"1e-400", 0},
               {"1e-999999999999999999999", 0},
               {"0e999999999999999999999", 0},
               {"0.00000000000000000000000000000000000000001e41", 1}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const double out = number(text_of(cases[i].cell), &plain);
    ck_assert_msg(out == cases[i].value, "`%s`: %.17g", cases[i].cell, out);
  }
  ck_assert(!signbit(number(TEXT("-0"), &plain)));
  ck_assert(!signbit(number(TEXT("-0.0e5"), &plain)));
  ck_assert(!signbit(number(TEXT("-1e-999"), &plain)));
}
END_TEST

START_TEST(what_is_no_number) {
  static const struct {
    const char *cell;
    CellStatus status;
  } cases[] = {{"", CELL_MISSING},
               {" ", CELL_MISSING},
               {"nan", CELL_NOT_A_NUMBER},
               {"NaN", CELL_NOT_A_NUMBER},
               {"inf", CELL_NOT_A_NUMBER},
               {"-infinity", CELL_NOT_A_NUMBER},
               {"0x1p3", CELL_NOT_A_NUMBER},
               {"0x10", CELL_NOT_A_NUMBER},
               {"1e", CELL_NOT_A_NUMBER},
               {"1e+", CELL_NOT_A_NUMBER},
               {"1e5.5", CELL_NOT_A_NUMBER},
               {"e5", CELL_NOT_A_NUMBER},
               {"1d5", CELL_NOT_A_NUMBER},
               {"1 e5", CELL_NOT_A_NUMBER},
               {"1.2.3", CELL_NOT_A_NUMBER},
               {"12.5%", CELL_NOT_A_NUMBER},
               {"1,5", CELL_BAD_GROUPS},
               {"1,5e3", CELL_BAD_GROUPS},
               {"1e309", CELL_TOO_LARGE},
               {"-1e309", CELL_TOO_LARGE},
               {"1.7976931348623159e308", CELL_TOO_LARGE},
               {"1e999999999999999999999", CELL_TOO_LARGE}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    double out = 42;
    const CellStatus status = cell_f64(text_of(cases[i].cell), &plain, &out);
    ck_assert_msg(status == cases[i].status, "`%s`: %d", cases[i].cell, status);
    ck_assert(out == 42);
  }
}
END_TEST

START_TEST(forms) {
  static const CellFormat comma = {.comma = true}, millions = {.exponent = 6};
  ck_assert(number(TEXT("1.234,5"), &comma) == 1234.5);
  ck_assert(number(TEXT("1 234,5e1"), &comma) == 12345);
  ck_assert(number(TEXT("0.1"), &millions) == 100000);
  ck_assert(number(TEXT("0.0000001"), &millions) == 0.1);
  ck_assert(number(TEXT("1e302"), &millions) == 1e308);
  double out;
  ck_assert_int_eq(cell_f64(TEXT("1e303"), &millions, &out), CELL_TOO_LARGE);
}
END_TEST

/* Half way between two doubles the last of very many digits decides. */
START_TEST(the_last_of_many_digits_decides) {
  enum { LENGTH = 5000 };
  static char cell[LENGTH];
  memset(cell, '0', sizeof cell);
  memcpy(cell, "9007199254740993.", 17);
  ck_assert(number((Text){cell, LENGTH}, &plain) == 9007199254740992.0);
  cell[LENGTH - 1] = '1';
  ck_assert(number((Text){cell, LENGTH}, &plain) == 9007199254740994.0);
  char *exact = NULL; /* a half of the least double, all its digits */
  ck_assert_int_gt(asprintf(&exact, "%.1075f", 4.9e-324), 1000);
  memset(cell, '0', sizeof cell);
  const size_t len = strlen(exact);
  int carry = 0;
  for (size_t i = 0; i < len; i++) { /* halved on paper */
    if (exact[i] == '.') {
      cell[i] = '.';
      continue;
    }
    const int digit = carry * 10 + (exact[i] - '0');
    cell[i] = (char)('0' + digit / 2);
    carry = digit % 2;
  }
  free(exact);
  ck_assert_int_eq(carry, 0);
  ck_assert(number((Text){cell, LENGTH}, &plain) == 0);
  cell[LENGTH - 1] = '1';
  ck_assert(number((Text){cell, LENGTH}, &plain) == 4.9e-324);
}
END_TEST

/* The C library reads plain decimals correctly; the short way must agree with it. */
START_TEST(random_decimals_are_the_nearest) {
  uint64_t state = 1;
  for (int i = 0; i < 200000; i++) {
    char cell[64];
    const long long digits = chance_bits(&state, 63);
    snprintf(cell, sizeof cell, "%llde%d", digits, (int)chance_between(&state, -345, 310));
    const double expected = strtod(cell, NULL);
    double out = 42;
    const CellStatus status = cell_f64(text_of(cell), &plain, &out);
    if (isinf(expected))
      EXPECT(status == CELL_TOO_LARGE);
    else
      EXPECT(status == CELL_OK && out == expected);
    snprintf(cell, sizeof cell, "%lld.%06d", digits / 100000000, (int)(i % 1000000));
    EXPECT(cell_f64(text_of(cell), &plain, &out) == CELL_OK && out == strtod(cell, NULL));
  }
}
END_TEST

START_TEST(random_bits_read_back) {
  uint64_t state = 2;
  for (int i = 0; i < 100000; i++) {
    const uint64_t bits = chance_next(&state);
    double value, out;
    char cell[64];
    memcpy(&value, &bits, sizeof value);
    if (!isfinite(value)) continue;
    snprintf(cell, sizeof cell, "%.17g", value);
    EXPECT(cell_f64(text_of(cell), &plain, &out) == CELL_OK);
    EXPECT(out == value);
  }
}
END_TEST

UNIT_MAIN(NULL, NULL, numbers, what_is_no_number, forms, the_last_of_many_digits_decides,
          random_decimals_are_the_nearest, random_bits_read_back)
