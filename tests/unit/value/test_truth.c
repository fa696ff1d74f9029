/* test_truth.c - Kleene's tables, walked in full and written out by hand. */
#include "support/unit.h"
#include "value/truth.h"

enum { F = TRUTH_FALSE, U = TRUTH_UNKNOWN, T = TRUTH_TRUE };

static const Truth all[] = {F, U, T};

START_TEST(and_is_kleenes) {
  static const Truth expected[3][3] = {{F, F, F}, {F, U, U}, {F, U, T}};
  for (int a = 0; a < 3; a++) {
    for (int b = 0; b < 3; b++) ck_assert_int_eq(truth_and(all[a], all[b]), expected[a][b]);
  }
}
END_TEST

START_TEST(or_is_kleenes) {
  static const Truth expected[3][3] = {{F, U, T}, {U, U, T}, {T, T, T}};
  for (int a = 0; a < 3; a++) {
    for (int b = 0; b < 3; b++) ck_assert_int_eq(truth_or(all[a], all[b]), expected[a][b]);
  }
}
END_TEST

START_TEST(not_mirrors) {
  ck_assert_int_eq(truth_not(F), T);
  ck_assert_int_eq(truth_not(U), U);
  ck_assert_int_eq(truth_not(T), F);
}
END_TEST

START_TEST(bounds_agree_or_are_unknown) {
  static const Truth expected[3][3] = {{F, U, U}, {U, U, U}, {U, U, T}};
  for (int a = 0; a < 3; a++) {
    for (int b = 0; b < 3; b++) ck_assert_int_eq(truth_bounds(all[a], all[b]), expected[a][b]);
  }
}
END_TEST

START_TEST(of_bool) {
  ck_assert_int_eq(truth_of(false), F);
  ck_assert_int_eq(truth_of(true), T);
}
END_TEST

UNIT_MAIN(NULL, NULL, and_is_kleenes, or_is_kleenes, not_mirrors, bounds_agree_or_are_unknown,
          of_bool)
