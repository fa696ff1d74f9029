/* test_exact_sum.c - sums of doubles come out right to the last bit, in any order. */
#include <float.h>
#include <math.h>

#include "support/unit.h"
#include "support/vm_image.h"
#include "vm/exact_sum.h"

static double sum_of(const double *x, size_t count) {
  static ExactSum sum; /* used again and again */
  exact_sum_clear(&sum);
  for (size_t i = 0; i < count; i++) exact_sum_add(&sum, x[i]);
  return exact_sum_value(&sum);
}
#define SUM_OF(...)                                                                                \
  sum_of((const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

START_TEST(single_numbers_stay) {
  static const double samples[] = {1,
                                   -1,
                                   0.1,
                                   -1e-5,
                                   DBL_MAX,
                                   -DBL_MAX,
                                   DBL_MIN,
                                   5e-324,
                                   -5e-324,
                                   0x1p-1050,
                                   0x1.fffffffffffffp-1022,
                                   0x1p31,
                                   0x1p32,
                                   0x1p1023,
                                   3.0};
  for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
    ck_assert_double_eq(sum_of(&samples[i], 1), samples[i]);
  uint64_t state = 3;
  for (int i = 0; i < 10000; i++) {
    const double x =
        ldexp((double)(int64_t)vm_random(&state), (int)(vm_random(&state) % 1900) - 1000);
    if (isfinite(x) && sum_of(&x, 1) != x) ck_abort_msg("%a", x);
  }
}
END_TEST

START_TEST(known_sums) {
  ck_assert_double_eq(SUM_OF(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1), 1.0);
  ck_assert_double_eq(SUM_OF(1e100, 1, -1e100), 1);
  ck_assert_double_eq(SUM_OF(1, 0x1p-53), 1);                          /* a tie goes to even */
  ck_assert_double_eq(SUM_OF(1, 0x1p-53, 0x1p-1074), 1 + DBL_EPSILON); /* and is none any more */
  ck_assert_double_eq(SUM_OF(1 + DBL_EPSILON, 0x1p-53), 1 + 2 * DBL_EPSILON);
  ck_assert_double_eq(SUM_OF(-1, -0x1p-53), -1);
  ck_assert_double_eq(SUM_OF(-1, -0x1p-53, -0x1p-1074), -1 - DBL_EPSILON);
  ck_assert_double_eq(SUM_OF(DBL_MAX, DBL_MAX, -DBL_MAX), DBL_MAX);
  ck_assert(isinf(SUM_OF(DBL_MAX, DBL_MAX)));
  ck_assert(isinf(SUM_OF(-DBL_MAX, -DBL_MAX)) && SUM_OF(-DBL_MAX, -DBL_MAX) < 0);
  ck_assert_double_eq(SUM_OF(5e-324, 5e-324), 1e-323);
  ck_assert(!signbit(SUM_OF(1, -1)));
  ck_assert(!signbit(SUM_OF(0, 0)));
}
END_TEST

/* Against 128-bit integers: numbers of one exponent range are sums of those. */
START_TEST(random_sums) {
  uint64_t state = 9;
  for (int trial = 0; trial < 2000; trial++) {
    enum { COUNT = 50 };
    double x[COUNT];
    int128 exact = 0;
    for (int i = 0; i < COUNT; i++) {
      const int64_t mantissa = (int64_t)vm_random(&state) >> 11;
      const int shift = (int)(vm_random(&state) % 60);
      exact += (int128)mantissa * ((int64_t)1 << shift);
      x[i] = ldexp((double)mantissa, shift - 30);
    }
    const double want = ldexp((double)exact, -30);
    if (sum_of(x, COUNT) != want) ck_abort_msg("trial %d", trial);
    for (int i = COUNT - 1; i > 0; i--) { /* any order */
      const uint64_t j = vm_random(&state) % (uint64_t)(i + 1);
      const double kept = x[i];
      x[i] = x[j];
      x[j] = kept;
    }
    if (sum_of(x, COUNT) != want) ck_abort_msg("trial %d, in another order", trial);
  }
}
END_TEST

UNIT_MAIN(NULL, NULL, single_numbers_stay, known_sums, random_sums)
