/* test_moves.c - causes of a move, held to their definition over all ways that it can be made. */
#include "ask/moves.h"
#include "support/unit.h"

static Causes bit(unsigned set) { return (Causes)(1U << set); }

START_TEST(one_factor_is_the_cause) {
  for (unsigned factor = 1; factor < FACTOR_SETS; factor <<= 1)
    ck_assert_uint_eq(causes_of(factor, bit(factor)), bit(factor));
}
END_TEST

START_TEST(two_factors) {
  const unsigned both = FACTOR_RULES | FACTOR_DATA;
  ck_assert_uint_eq(causes_of(both, bit(FACTOR_RULES) | bit(both)), bit(FACTOR_RULES));
  ck_assert_uint_eq(causes_of(both, bit(FACTOR_DATA) | bit(both)), bit(FACTOR_DATA));
  ck_assert_uint_eq(causes_of(both, bit(FACTOR_DATA) | bit(FACTOR_RULES) | bit(both)),
                    bit(FACTOR_DATA) | bit(FACTOR_RULES));
  ck_assert_uint_eq(causes_of(both, bit(both)), bit(both));
}
END_TEST

/* Rules alone make it, data undo it, the day makes it again: so nothing less than all does. */
START_TEST(what_is_undone_is_no_cause) {
  const unsigned all = FACTOR_RULES | FACTOR_DATA | FACTOR_DAY;
  const uint8_t made = (uint8_t)(bit(FACTOR_RULES) | bit(FACTOR_RULES | FACTOR_DAY) | bit(all));
  ck_assert_uint_eq(causes_of(all, made), bit(FACTOR_RULES | FACTOR_DAY));
}
END_TEST

static bool part(unsigned a, unsigned b) { return (a & b) == a; }

/* By the definition: smallest sets that make it, with whatever else. */
static Causes slowly(unsigned factors, uint8_t made) {
  bool makes[FACTOR_SETS];
  unsigned causes = 0;
  for (unsigned set = 0; set < FACTOR_SETS; set++) {
    makes[set] = part(set, factors);
    for (unsigned with = 0; with < FACTOR_SETS; with++)
      if (part(set, with) && part(with, factors)) makes[set] = makes[set] && (made >> with & 1);
  }
  for (unsigned set = 0; set < FACTOR_SETS; set++) {
    bool least = makes[set];
    for (unsigned less = 0; less < FACTOR_SETS; less++)
      if (less != set && part(less, set) && makes[less]) least = false;
    if (least) causes |= 1U << set;
  }
  return (Causes)causes;
}

/* Nothing of it is not made, all of it is; else anything may be. */
START_TEST(every_way) {
  for (unsigned factors = 1; factors < FACTOR_SETS; factors++) {
    for (unsigned made = 0; made < 256; made++) {
      if ((made & 1) || !(made >> factors & 1)) continue;
      const Causes causes = causes_of(factors, (uint8_t)made);
      ck_assert_uint_eq(causes, slowly(factors, (uint8_t)made));
      ck_assert_uint_ne(causes, 0);
      ck_assert(!(causes & 1));
    }
  }
}
END_TEST

UNIT_MAIN(NULL, NULL, one_factor_is_the_cause, two_factors, what_is_undone_is_no_cause, every_way)
