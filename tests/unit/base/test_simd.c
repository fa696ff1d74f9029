/* test_simd.c - levels are there or replaced, and have names. */
#include "base/simd.h"
#include "support/unit.h"

START_TEST(what_is_chosen_is_there) {
  for (SimdLevel level = 0; level < SIMD_COUNT; level++) {
    const SimdLevel chosen = simd_choose(level);
    ck_assert(chosen != SIMD_AUTO && simd_has(chosen));
    if (level != SIMD_AUTO) ck_assert_int_eq(chosen, simd_has(level) ? level : SIMD_PORTABLE);
  }
}
END_TEST

START_TEST(the_best_is_no_worse_than_the_rest) {
  const SimdLevel best = simd_choose(SIMD_AUTO);
#if defined(__x86_64__)
  ck_assert_int_ge(best, SIMD_SSE2);
  for (SimdLevel level = best + 1; level <= SIMD_AVX512; level++) ck_assert(!simd_has(level));
#elif defined(__aarch64__)
  ck_assert_int_eq(best, SIMD_NEON);
#else
  ck_assert_int_eq(best, SIMD_PORTABLE);
#endif
}
END_TEST

START_TEST(each_has_a_name) {
  ck_assert_str_eq(simd_name(SIMD_PORTABLE), "portable");
  for (SimdLevel level = 0; level < SIMD_COUNT; level++) ck_assert_str_ne(simd_name(level), "");
  ck_assert_str_eq(simd_name(SIMD_COUNT), "");
}
END_TEST

UNIT_MAIN(NULL, NULL, what_is_chosen_is_there, the_best_is_no_worse_than_the_rest, each_has_a_name)
