/* test_decimal.c - exactness: every result is checked against the rational number itself. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "chance.h"
#include "support/unit.h"
#include "value/decimal.h"

enum { ROUNDS = 200000 };

static uint128 size(int128 n) { return n < 0 ? -(uint128)n : (uint128)n; }

/* Whether `result` is n / d rounded half away from zero; |n| < 2^126 and |d| < 2^126. */
static bool is_nearest(int64_t result, int128 n, int128 d) {
  const int128 product = (int128)result * d;
  const uint128 twice = 2 * size(product - n), divisor = size(d);
  if (twice != divisor) return twice < divisor;
  return size(product) > size(n);
}

/* Whether n / d rounds to what 64 bits cannot hold; |d| <= 2^63. */
static bool is_beyond(int128 n, int128 d) {
  const uint128 largest = (uint128)1 << 64, twice = 2 * size(n);
  const bool negative = (n < 0) != (d < 0);
  return negative ? twice >= (largest + 1) * size(d) : twice >= (largest - 1) * size(d);
}

static void check_quotient(bool done, int64_t result, int128 n, int128 d) {
  if (done)
    EXPECT(is_nearest(result, n, d));
  else
    EXPECT(is_beyond(n, d));
}

START_TEST(round_quotient_at_halves) {
  static const int64_t cases[][3] = {{5, 2, 3},   {-5, 2, -3}, {5, -2, -3},  {-5, -2, 3},
                                     {4, 3, 1},   {-4, 3, -1}, {1, 3, 0},    {1, 2, 1},
                                     {-1, 2, -1}, {0, 7, 0},   {7, 7, 1},    {13, 10, 1},
                                     {15, 10, 2}, {25, 10, 3}, {-25, 10, -3}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    int64_t out;
    ck_assert(decimal_round_quotient(cases[i][0], cases[i][1], &out));
    ck_assert_int_eq(out, cases[i][2]);
  }
}
END_TEST

START_TEST(round_quotient_at_the_ends) {
  const int128 most = (int128)(~(uint128)0 >> 1), least = -most - 1;
  int64_t out = 42;
  ck_assert(!decimal_round_quotient(least, -1, &out));
  ck_assert(!decimal_round_quotient(most, 1, &out));
  ck_assert(!decimal_round_quotient(1, 0, &out));
  ck_assert_int_eq(out, 42);
  ck_assert(decimal_round_quotient(least, most, &out));
  ck_assert_int_eq(out, -1);
  ck_assert(decimal_round_quotient(most, least, &out));
  ck_assert_int_eq(out, -1);
  ck_assert(decimal_round_quotient(least, least, &out));
  ck_assert_int_eq(out, 1);
  ck_assert(decimal_round_quotient((int128)INT64_MIN * 2 - 0, 2, &out));
  ck_assert_int_eq(out, INT64_MIN);
  ck_assert(!decimal_round_quotient((int128)INT64_MAX * 2 + 1, 2, &out)); /* half away */
  ck_assert(!decimal_round_quotient((int128)INT64_MIN * 2 - 1, 2, &out));
}
END_TEST

START_TEST(sums) {
  int64_t out = 42;
  ck_assert(!decimal_add(INT64_MAX, 1, &out));
  ck_assert(!decimal_add(INT64_MIN, -1, &out));
  ck_assert(!decimal_subtract(INT64_MIN, 1, &out));
  ck_assert(!decimal_subtract(0, INT64_MIN, &out));
  ck_assert_int_eq(out, 42);
  ck_assert(decimal_add(INT64_MIN, INT64_MAX, &out));
  ck_assert_int_eq(out, -1);
  ck_assert(decimal_subtract(-1, INT64_MIN, &out));
  ck_assert_int_eq(out, INT64_MAX);
}
END_TEST

START_TEST(products_and_quotients_at_random) {
  uint64_t state = 1;
  for (int i = 0; i < ROUNDS; i++) {
    const int64_t a = chance_bits(&state, 63), b = chance_bits(&state, 62);
    int64_t divisor = llabs(chance_bits(&state, 62)), out = 0;
    if (divisor == 0) divisor = 1;
    bool done = decimal_multiply(a, b, divisor, &out);
    check_quotient(done, out, (int128)a * b, divisor);
    done = decimal_divide(a, b, divisor, &out);
    if (b == 0)
      EXPECT(!done);
    else
      check_quotient(done, out, (int128)a * divisor, b);
  }
}
END_TEST

START_TEST(products_at_the_ends) {
  int64_t out = 42;
  ck_assert(!decimal_multiply(INT64_MIN, INT64_MIN, 1, &out));
  ck_assert(!decimal_multiply(INT64_MIN, INT64_MIN, INT64_MAX, &out)); /* 2^63 + 1 and a bit */
  ck_assert(!decimal_divide(INT64_MIN, -1, 1, &out));
  ck_assert(!decimal_divide(1, 0, 10000, &out));
  ck_assert_int_eq(out, 42);
  ck_assert(decimal_multiply(INT64_MIN, INT64_MAX, INT64_MAX, &out));
  ck_assert_int_eq(out, INT64_MIN);
  ck_assert(decimal_divide(INT64_MIN, INT64_MIN, INT64_MAX, &out));
  ck_assert_int_eq(out, INT64_MAX);
}
END_TEST

/* m / 2^k and m * 2^k are doubles whose exact value the test knows. */
START_TEST(doubles_at_random) {
  uint64_t state = 2;
  for (int i = 0; i < ROUNDS; i++) {
    const int64_t a = chance_bits(&state, 63), m = chance_bits(&state, 53);
    const int k = (int)chance_between(&state, 0, 60);
    int64_t out = 0;
    bool done = decimal_multiply_double(a, ldexp((double)m, -k), &out);
    check_quotient(done, out, (int128)a * m, (int128)1 << k);
    done = decimal_divide_double(a, ldexp((double)m, -k), &out);
    if (m == 0)
      EXPECT(!done);
    else
      check_quotient(done, out, (int128)a * ((int128)1 << k), m);
    done = decimal_divide_double(a, ldexp((double)m, k), &out);
    if (m != 0) EXPECT(done && is_nearest(out, a, (int128)m * ((int128)1 << k)));
    done = decimal_from_double(ldexp((double)m, -k), llabs(a) + 1, &out);
    check_quotient(done, out, ((int128)llabs(a) + 1) * m, (int128)1 << k);
  }
}
END_TEST

typedef struct DoubleCase {
  int64_t a;
  double x;
  bool done;
  int64_t out;
} DoubleCase;

START_TEST(products_with_doubles_at_the_ends) {
  static const DoubleCase cases[] = {{INT64_MIN, 1.0, true, INT64_MIN},
                                     {INT64_MIN, -1.0, false, 0},
                                     {INT64_MAX, 1.0, true, INT64_MAX},
                                     {INT64_MAX, -1.0, true, -INT64_MAX},
                                     {INT64_MAX, 0x1p-63, true, 1},  /* a little less than 1 */
                                     {INT64_MAX, 0x1p-64, true, 0},  /* a little less than a half */
                                     {INT64_MIN, 0x1p-64, true, -1}, /* a half, exactly */
                                     {INT64_MIN, 0x1p-65, true, 0},
                                     {1, 0.5, true, 1},
                                     {-1, 0.5, true, -1},
                                     {1, 0.49999999999999994, true, 0},
                                     {10, 0.35, true, 3}, /* the double is below 0.35 */
                                     {10, 0.45, true, 5}, /* and this one above 0.45 */
                                     {INT64_MAX, DBL_MIN, true, 0},
                                     {INT64_MIN, 4.9e-324, true, 0},
                                     {1, DBL_MAX, false, 0},
                                     {0, DBL_MAX, true, 0},
                                     {0, -0.0, true, 0},
                                     {INT64_MIN, -0.0, true, 0},
                                     {1, 0x1p63, false, 0},
                                     {-1, 0x1p63, true, INT64_MIN},
                                     {1, 0x1p64, false, 0},
                                     {1, 0x1.fffffffffffffp62, true, 9223372036854774784},
                                     {3, 0x1p62, false, 0},
                                     {1, 0x1p127, false, 0},
                                     {1, 0x1p1000, false, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    int64_t out = 42;
    ck_assert_msg(decimal_multiply_double(cases[i].a, cases[i].x, &out) == cases[i].done,
                  "case %zu", i);
    ck_assert_msg(out == (cases[i].done ? cases[i].out : 42), "case %zu: %lld", i, (long long)out);
  }
}
END_TEST

START_TEST(quotients_with_doubles_at_the_ends) {
  static const DoubleCase cases[] = {{1, 0.0, false, 0},
                                     {1, -0.0, false, 0},
                                     {0, 0.0, false, 0},
                                     {0, 4.9e-324, true, 0},
                                     {1, DBL_MIN, false, 0},
                                     {1, 4.9e-324, false, 0},
                                     {INT64_MIN, 4.9e-324, false, 0},
                                     {INT64_MAX, DBL_MAX, true, 0},
                                     {INT64_MAX, 0x1p64, true, 0},
                                     {INT64_MIN, 0x1p64, true, -1},
                                     {INT64_MIN, -0x1p64, true, 1},
                                     {INT64_MIN, 0x1p65, true, 0},
                                     {INT64_MIN, 0x1.8p64, true, 0},
                                     {INT64_MIN, -1.0, false, 0},
                                     {INT64_MIN, 1.0, true, INT64_MIN},
                                     {1, 0x1p-63, false, 0},
                                     {-1, 0x1p-63, true, INT64_MIN},
                                     {1, 0x1p-62, true, (int64_t)1 << 62},
                                     {7, 2.0, true, 4},
                                     {-7, 2.0, true, -4},
                                     {1, 3.0, true, 0},
                                     {2, 3.0, true, 1}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    int64_t out = 42;
    ck_assert_msg(decimal_divide_double(cases[i].a, cases[i].x, &out) == cases[i].done, "case %zu",
                  i);
    ck_assert_msg(out == (cases[i].done ? cases[i].out : 42), "case %zu: %lld", i, (long long)out);
  }
}
END_TEST

/* The C library reads decimals correctly rounded; it is the judge for powers of ten. */
START_TEST(to_double_is_the_nearest) {
  uint64_t state = 3;
  for (int i = 0; i < ROUNDS; i++) {
    const int64_t a = i == 0 ? INT64_MIN : chance_bits(&state, 63);
    const int digits = (int)chance_between(&state, 0, 18);
    int64_t divisor = 1;
    for (int d = 0; d < digits; d++) divisor *= 10;
    char text[64];
    snprintf(text, sizeof text, "%llde-%d", (long long)a, digits);
    EXPECT(decimal_to_double(a, divisor) == strtod(text, NULL));
    const int shift = (int)chance_between(&state, 0, 62);
    EXPECT(decimal_to_double(a, (int64_t)1 << shift) == ldexp((double)a, -shift));
  }
  ck_assert(decimal_to_double(INT64_MAX, INT64_MAX) == 1.0);
  ck_assert(decimal_to_double(0, INT64_MAX) == 0.0);
}
END_TEST

START_TEST(multiples) {
  uint64_t state = 4;
  for (int i = 0; i < ROUNDS; i++) {
    const int64_t a = chance_bits(&state, 63);
    const int64_t unit = llabs(chance_bits(&state, 62)) + 1;
    int64_t out;
    if (decimal_round_to(a, unit, &out)) {
      EXPECT(out % unit == 0);
      EXPECT(is_nearest(out / unit, a, unit));
    }
    if (decimal_floor_to(a, unit, &out)) {
      EXPECT(out % unit == 0);
      EXPECT(out <= a && (uint64_t)a - (uint64_t)out < (uint64_t)unit);
    } else {
      EXPECT((int128)a - unit < INT64_MIN);
    }
    if (decimal_ceil_to(a, unit, &out)) {
      EXPECT(out % unit == 0);
      EXPECT(out >= a && (uint64_t)out - (uint64_t)a < (uint64_t)unit);
    } else {
      EXPECT((int128)a + unit > INT64_MAX);
    }
  }
  int64_t out = 42;
  ck_assert(!decimal_round_to(INT64_MAX, 10, &out)); /* ...807 goes up to ...810 */
  ck_assert(!decimal_floor_to(INT64_MIN, 10, &out));
  ck_assert(!decimal_ceil_to(INT64_MAX, 10, &out));
  ck_assert_int_eq(out, 42);
  ck_assert(decimal_round_to(INT64_MIN, 1, &out));
  ck_assert_int_eq(out, INT64_MIN);
  ck_assert(decimal_round_to(-15, 10, &out));
  ck_assert_int_eq(out, -20);
  ck_assert(decimal_floor_to(-15, 10, &out));
  ck_assert_int_eq(out, -20);
  ck_assert(decimal_ceil_to(-15, 10, &out));
  ck_assert_int_eq(out, -10);
}
END_TEST

START_TEST(ramps_at_random) {
  uint64_t state = 5;
  for (int i = 0; i < ROUNDS; i++) {
    const int64_t from = chance_bits(&state, 60), to = chance_bits(&state, 60);
    const int64_t x = chance_bits(&state, 61), weight = chance_bits(&state, 60);
    int64_t out, mirrored;
    if (from == to) {
      EXPECT(!decimal_ramp(x, from, to, weight, &out));
      continue;
    }
    EXPECT(decimal_ramp(x, from, to, weight, &out));
    const int64_t low = from < to ? from : to, high = from < to ? to : from;
    const int64_t clamped = x < low ? low : x > high ? high : x;
    EXPECT(is_nearest(out, (int128)weight * (clamped - from), (int128)to - from));
    EXPECT(decimal_ramp(-x, -from, -to, weight, &mirrored));
    EXPECT(out == mirrored);
  }
}
END_TEST

START_TEST(ramps_at_the_ends) {
  static const struct {
    int64_t x, from, to, weight, out;
  } cases[] = {{0, INT64_MIN, INT64_MAX, INT64_MAX, INT64_C(4611686018427387904)}, /* 2^62 - 1/4 */
               {INT64_MAX, INT64_MIN, INT64_MAX, INT64_MAX, INT64_MAX},
               {INT64_MAX, INT64_MIN, INT64_MAX, INT64_MIN, INT64_MIN},
               {INT64_MIN, INT64_MIN, INT64_MAX, INT64_MIN, 0},
               {INT64_MIN, INT64_MAX, INT64_MIN, INT64_MIN, INT64_MIN},
               {INT64_MAX, INT64_MAX, INT64_MIN, INT64_MIN, 0},
               {0, INT64_MAX, INT64_MIN, INT64_MAX, INT64_C(4611686018427387903)}, /* 2^62 - 3/4 */
               {5, 0, 10, 3, 2},                                                   /* 1.5 */
               {5, 0, 10, -3, -2},
               {5, 10, 0, 3, 2},
               {-1, 0, 10, 3, 0},
               {11, 0, 10, 3, 3},
               {11, 10, 0, 3, 0},
               {-1, 10, 0, 3, 3}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    int64_t out = 42;
    ck_assert(decimal_ramp(cases[i].x, cases[i].from, cases[i].to, cases[i].weight, &out));
    ck_assert_msg(out == cases[i].out, "case %zu: %lld", i, (long long)out);
  }
}
END_TEST

START_TEST(ramps_of_doubles) {
  static const struct {
    double x, from, to;
    int64_t weight, out;
  } cases[] = {{2.5, 0, 10, 400000, 100000},
               {2.5, 10, 0, 400000, 300000},
               {-3, 0, 10, 400000, 0},
               {30, 0, 10, INT64_MIN, INT64_MIN},
               {30, 10, 0, 400000, 0},
               {-3, 10, 0, 400000, 400000},
               {0, -DBL_MAX, DBL_MAX, 100, 50},
               {DBL_MAX, -DBL_MAX, DBL_MAX, 100, 100},
               {0, DBL_MAX, -DBL_MAX, 100, 50},
               {0.5, 0, 1, 1, 1},
               {0.5, 0, 1, -1, -1}};
  int64_t out;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    ck_assert(decimal_ramp_double(cases[i].x, cases[i].from, cases[i].to, cases[i].weight, &out));
    ck_assert_msg(out == cases[i].out, "case %zu: %lld", i, (long long)out);
  }
  ck_assert(!decimal_ramp_double(1, 2, 2, 100, &out));
}
END_TEST

START_TEST(double_round_by_hand) {
  static const struct {
    double x;
    int digits;
    double out;
  } cases[] = {{2.5, 0, 3},
               {-2.5, 0, -3},
               {0.5, 0, 1},
               {0.125, 2, 0.13},
               {-0.125, 2, -0.13},
               {2.675, 2, 2.67}, /* below 2.675 */
               {1.005, 2, 1},
               {1.015, 2, 1.01},
               {0.49999999999999994, 0, 0},
               {150, -2, 200},
               {-150, -2, -200},
               {149, -2, 100},
               {49, -2, 0},
               {1e300, 5, 1e300},
               {1e300, -5, 1e300},
               {1e25, -18, 1e25},
               {4e17, -18, 0},
               {5e17, -18, 1e18},
               {5e17, -300, 1e18},
               {1e-19, 18, 0},
               {1e-19, 300, 0},
               {DBL_MAX, 18, DBL_MAX},
               {-DBL_MAX, -18, -DBL_MAX},
               {DBL_MIN, 18, 0},
               {4.9e-324, -18, 0},
               {9007199254740992, 0, 9007199254740992},
               {123456789.987654321, 3, 123456789.988},
               {0, 2, 0},
               {0x1p66, -18, 7.4e19},
               {-0x1p66, -18, -7.4e19},
               {0x1p124, -18, 0x1p124}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const double out = double_round(cases[i].x, cases[i].digits);
    ck_assert_msg(out == cases[i].out, "case %zu: %.17g", i, out);
  }
  ck_assert(!signbit(double_round(-0.1, 0)));
  ck_assert(!signbit(double_round(-0.0, -2)));
  ck_assert(!signbit(double_round(-1, -2)));
}
END_TEST

static int64_t nearest_by_search(int128 n, int128 d) {
  const int64_t guess = (int64_t)(n / d);
  for (int64_t out = guess - 1; out <= guess + 1; out++) {
    if (is_nearest(out, n, d)) return out;
  }
  ck_abort_msg("no candidate is the nearest");
}

START_TEST(double_round_at_random) {
  uint64_t state = 6;
  for (int i = 0; i < ROUNDS; i++) {
    const int64_t m = chance_bits(&state, 40);
    const int k = (int)chance_between(&state, 0, 20), digits = (int)chance_between(&state, -5, 5);
    int64_t power = 1;
    for (int d = 0; d < abs(digits); d++) power *= 10;
    const int128 n = digits < 0 ? m : (int128)m * power;
    const int128 d = digits < 0 ? ((int128)1 << k) * power : (int128)1 << k;
    char text[64];
    snprintf(text, sizeof text, "%llde%d", (long long)nearest_by_search(n, d), -digits);
    EXPECT(double_round(ldexp((double)m, -k), digits) == strtod(text, NULL));
  }
}
END_TEST

UNIT_MAIN(NULL, NULL, round_quotient_at_halves, round_quotient_at_the_ends, sums,
          products_and_quotients_at_random, products_at_the_ends, doubles_at_random,
          products_with_doubles_at_the_ends, quotients_with_doubles_at_the_ends,
          to_double_is_the_nearest, multiples, ramps_at_random, ramps_at_the_ends, ramps_of_doubles,
          double_round_by_hand, double_round_at_random)
