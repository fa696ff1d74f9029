/* test_double_print.c - the shortest text that reads back. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "support/unit.h"
#include "value/scalar.h"

static Arena *arena;
static Buffer out;

static void setup(void) {
  arena = arena_new(NULL);
  ck_assert(ARENA_TRY(arena));
  out = buffer_in(arena);
}

static void teardown(void) { arena_free(arena); }

static const char *printed(double value) {
  buffer_clear(&out);
  double_print(&out, value);
  return out.data;
}

START_TEST(by_hand) {
  static const struct {
    double value;
    const char *text;
  } cases[] = {{0, "0"},
               {-0.0, "0"},
               {1, "1"},
               {-1.5, "-1.5"},
               {0.1, "0.1"},
               {0.1 + 0.2, "0.30000000000000004"},
               {100, "100"},
               {123456789, "123456789"},
               {1234.5, "1234.5"},
               {0.000001, "0.000001"},
               {0.0000012, "0.0000012"},
               {0.0000001, "1e-7"},
               {0.00000012, "1.2e-7"},
               {1e20, "100000000000000000000"},
               {123456789012345680000.0, "123456789012345680000"},
               {1e21, "1e21"},
               {1.5e21, "1.5e21"},
               {1e23, "1e23"},
               {DBL_MAX, "1.7976931348623157e308"},
               {-DBL_MAX, "-1.7976931348623157e308"},
               {DBL_MIN, "2.2250738585072014e-308"},
               {4.9e-324, "5e-324"},
               {1e-323, "1e-323"},
               {0x1p-44, "5.684341886080802e-14"},
               {9007199254740993.0, "9007199254740992"},
               {2.0 / 3, "0.6666666666666666"},
               {1.0 / 3, "0.3333333333333333"},
               {5e-324 * 3, "1.5e-323"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    ck_assert_str_eq(printed(cases[i].value), cases[i].text);
  }
}
END_TEST

static int digits_in(const char *text) {
  int count = 0, zeros = 0;
  for (; *text && *text != 'e'; text++) {
    if (*text < '0' || *text > '9' || (count == 0 && *text == '0')) continue;
    count++;
    zeros = *text == '0' ? zeros + 1 : 0;
  }
  return count - zeros;
}

/* No text with fewer digits reads back: neither the nearest one nor its neighbours. */
static bool could_be_shorter(double value, int digits) {
  char text[64];
  if (digits <= 1) return false;
  snprintf(text, sizeof text, "%.*e", digits - 2, fabs(value));
  const double unit = strtod(text, NULL);
  if (unit == fabs(value)) return true;
  char *last = strchr(text, 'e') - 1;
  if (*last < '9') {
    ++*last;
    if (strtod(text, NULL) == fabs(value)) return true;
    --*last;
  }
  if (*last > '0') {
    --*last;
    if (strtod(text, NULL) == fabs(value)) return true;
  }
  return false;
}

static void check_shortest(double value) {
  const char *text = printed(value);
  EXPECT(strtod(text, NULL) == value);
  if (could_be_shorter(value, digits_in(text))) ck_abort_msg("%s is too long", text);
}

START_TEST(random_bits) {
  uint64_t state = 1;
  for (int i = 0; i < 50000; i++) {
    const uint64_t bits = chance_next(&state);
    double value;
    memcpy(&value, &bits, sizeof value);
    if (isfinite(value)) check_shortest(value);
  }
}
END_TEST

START_TEST(everyday_numbers) {
  uint64_t state = 2;
  for (int i = 0; i < 50000; i++) {
    check_shortest((double)chance_bits(&state, 40) / 1000);
    check_shortest((double)chance_bits(&state, 30) / 7);
  }
}
END_TEST

START_TEST(powers_of_two) {
  for (int exponent = -1074; exponent <= 1023; exponent++) {
    const double value = ldexp(1, exponent);
    check_shortest(value);
    check_shortest(nextafter(value, 0));
    check_shortest(nextafter(value, DBL_MAX));
  }
}
END_TEST

UNIT_MAIN(setup, teardown, by_hand, random_bits, everyday_numbers, powers_of_two)
