/* test_exact_cell.c - small exact sums hold what the large ones hold, or refuse it. */
#include "vm/exact_cell.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "support/unit.h"
#include "support/vm_image.h"

static bool same(double a, double b) { return memcmp(&a, &b, sizeof a) == 0; }

/* What a cell refused goes into a sum; both together. */
typedef struct Both {
  ExactCell cell;
  ExactSum rest, all;
  int refused;
} Both;

static void both_add(Both *both, double x) {
  const ExactCell before = both->cell;
  exact_sum_add(&both->all, x);
  if (exact_cell_add(&both->cell, x)) return;
  ck_assert_int_eq(memcmp(&before, &both->cell, sizeof before), 0);
  exact_sum_add(&both->rest, x);
  both->refused++;
}

static void both_check(Both *both) {
  const double want = exact_sum_value(&both->all);
  if (!both->refused) ck_assert(same(exact_cell_value(&both->cell), want));
  exact_cell_into(&both->cell, &both->rest);
  const double got = exact_sum_value(&both->rest);
  if (!same(got, want)) ck_abort_msg("%a is not %a", got, want);
}

static Both both_new(void) {
  Both both = {.refused = 0};
  exact_sum_clear(&both.rest);
  exact_sum_clear(&both.all);
  return both;
}

static void check_all(const double *x, size_t count, int refused) {
  Both both = both_new();
  for (size_t i = 0; i < count; i++) both_add(&both, x[i]);
  ck_assert_int_eq(both.refused, refused);
  both_check(&both);
}
#define CHECK_ALL(refused, ...)                                                                    \
  check_all((const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double), \
            refused)

START_TEST(edges) {
  CHECK_ALL(0, 0.0);
  CHECK_ALL(0, -0.0);
  CHECK_ALL(0, 5e-324, 5e-324);
  CHECK_ALL(0, -5e-324, DBL_MIN);
  CHECK_ALL(0, 0x1p1023, 0x1p1023, -0x1p1023);
  CHECK_ALL(0, DBL_MAX, DBL_MAX);
  CHECK_ALL(0, -DBL_MAX, -DBL_MAX, DBL_MAX);
  CHECK_ALL(0, 1, 0x1p-53, 0x1p-100);
  CHECK_ALL(0, 1, 0x1p114);
  CHECK_ALL(0, 0x1p114, 1);
  CHECK_ALL(1, 1, 0x1p115);
  CHECK_ALL(1, 0x1p115, 1);
  CHECK_ALL(1, 1, DBL_MAX, 1);
  CHECK_ALL(1, DBL_MAX, 5e-324, DBL_MAX);
  CHECK_ALL(0, 1e300, -1e300, 1e-300); /* nothing is left of the first two */
}
END_TEST

START_TEST(refuses_what_overflows) {
  Both both = both_new();
  both_add(&both, 1);
  for (int i = 0; i < 20; i++) both_add(&both, 0x1.8p114);
  ck_assert_int_gt(both.refused, 15);
  both_check(&both);
}
END_TEST

/* Numbers from a range of powers of two: all fit in a narrow one, some do not in a wide one. */
static int random_sums(int powers, int centre) {
  uint64_t state = 1 + (uint64_t)powers;
  int refused = 0;
  for (int trial = 0; trial < 500; trial++) {
    Both both = both_new();
    for (int i = 0; i < 40; i++) {
      const double mantissa = (double)((int64_t)vm_random(&state) >> (vm_random(&state) % 64));
      const int power = (int)(vm_random(&state) % (uint64_t)powers) + centre - powers / 2;
      both_add(&both, ldexp(mantissa, power - 63));
    }
    refused += both.refused;
    both_check(&both);
  }
  return refused;
}

START_TEST(random_numbers) {
  ck_assert_int_eq(random_sums(1, 0), 0);
  ck_assert_int_eq(random_sums(40, 0), 0);
  ck_assert_int_eq(random_sums(40, 950), 0);
  ck_assert_int_gt(random_sums(300, 0), 0);
  ck_assert_int_gt(random_sums(1900, 0), 0);
}
END_TEST

UNIT_MAIN(NULL, NULL, edges, refuses_what_overflows, random_numbers)
