/* Exact constants. */
#include "analysing.h"

static Rational r(int64_t numerator, int64_t denominator) {
  Rational out;
  ck_assert(rational_make(numerator, denominator, &out));
  return out;
}

static const char *text(Rational value) {
  Buffer out = buffer_in(world.arena);
  rational_print(&out, value);
  return out.data;
}

START_TEST(lowest_terms) {
  ck_assert_str_eq(text(r(6, 4)), "1.5");
  ck_assert_str_eq(text(r(-6, 4)), "-1.5");
  ck_assert_str_eq(text(r(6, -4)), "-1.5");
  ck_assert_str_eq(text(r(0, 7)), "0");
  ck_assert_str_eq(text(r(2, 6)), "1/3");
  ck_assert_str_eq(text(r(INT64_MIN, 1)), "-9223372036854775808");
  Rational out;
  ck_assert(!rational_make(1, 0, &out));
}
END_TEST

START_TEST(literals) {
  Rational out;
  ck_assert(rational_of((Decimal){125, 1}, &out));
  ck_assert_str_eq(text(out), "12.5");
  ck_assert(rational_of((Decimal){5000000, 0}, &out));
  ck_assert_str_eq(text(out), "5000000");
  ck_assert(rational_of((Decimal){5, -3}, &out));
  ck_assert_str_eq(text(out), "5000");
  ck_assert(!rational_of((Decimal){1, 60}, &out));
}
END_TEST

START_TEST(arithmetic) {
  Rational out;
  ck_assert(rational_plus(r(1, 3), r(1, 6), &out));
  ck_assert_str_eq(text(out), "0.5");
  ck_assert(rational_minus(r(1, 3), r(1, 2), &out));
  ck_assert_str_eq(text(out), "-1/6");
  ck_assert(rational_times(r(2, 3), r(3, 4), &out));
  ck_assert_str_eq(text(out), "0.5");
  ck_assert(rational_over(r(1, 2), r(-1, 4), &out));
  ck_assert_str_eq(text(out), "-2");
  ck_assert(!rational_over(r(1, 2), r(0, 1), &out));
}
END_TEST

START_TEST(overflow_is_said) {
  Rational big = r(INT64_MAX, 1), out;
  ck_assert(rational_times(big, big, &big));
  ck_assert(!rational_times(big, big, &out));
  ck_assert(
      !rational_plus((Rational){((int128)1 << 126), 1}, (Rational){((int128)1 << 126), 1}, &out));
  /* Factors that cancel do not overflow. */
  const Rational huge = {(int128)1 << 100, 3}, tiny = {3, (int128)1 << 100};
  ck_assert(rational_times(huge, tiny, &out));
  ck_assert_str_eq(text(out), "1");
}
END_TEST

START_TEST(order) {
  ck_assert_int_lt(rational_compare(r(1, 3), r(1, 2)), 0);
  ck_assert_int_eq(rational_compare(r(2, 4), r(1, 2)), 0);
  ck_assert_int_gt(rational_compare(r(-1, 3), r(-1, 2)), 0);
}
END_TEST

START_TEST(decimals) {
  ck_assert_int_eq(rational_decimals(r(5, 1)), 0);
  ck_assert_int_eq(rational_decimals(r(1, 20)), 2);
  ck_assert_int_eq(rational_decimals(r(1, 8)), 3);
  ck_assert_int_eq(rational_decimals(r(1, 3)), -1);
}
END_TEST

static int64_t as(Rational value, TypeKind kind) {
  Scalar out;
  ck_assert(rational_as(value, type_of(kind), &out));
  ck_assert(out.known);
  return out.i;
}

START_TEST(in_a_type) {
  Scalar out;
  ck_assert_int_eq(as(r(5000000, 1), TYPE_MONEY), 50000000000);
  ck_assert_int_eq(as(r(1, 3), TYPE_MONEY), 3333);
  ck_assert_int_eq(as(r(-1, 20000), TYPE_MONEY), -1); /* half away from zero */
  ck_assert_int_eq(as(r(1, 20000), TYPE_SCORE), 1);
  ck_assert_int_eq(as(r(12, 100), TYPE_PERCENT), 12000000);
  ck_assert_int_eq(as(r(5, 2), TYPE_INTEGER), 3);
  ck_assert(!rational_as(r(INT64_MAX, 1), type_of(TYPE_MONEY), &out));
  ck_assert(rational_as(r(1, 10), type_of(TYPE_NUMBER), &out));
  ck_assert_double_eq(out.f, 0.1);
  ck_assert(rational_as(r(1234567890123456789, 1000000000), type_of(TYPE_NUMBER), &out));
  ck_assert_double_eq(out.f, 1234567890.123456789);
}
END_TEST

UNIT_MAIN(world_begin, world_end, lowest_terms, literals, arithmetic, overflow_is_said, order,
          decimals, in_a_type)
