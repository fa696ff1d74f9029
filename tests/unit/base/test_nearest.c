/* test_nearest.c - "did you mean", from the first letter on. */
#include "base/nearest.h"
#include "support/unit.h"

/* The nearest to `word` among the candidates, which end with NULL. */
static Text nearest(const char *word, const char *const candidates[]) {
  Nearest state = nearest_start(text_of(word));
  for (; *candidates; candidates++) nearest_offer(&state, text_of(*candidates));
  return nearest_found(&state);
}

#define ASSERT_NEAREST(word, expected, ...)                                                        \
  do {                                                                                             \
    Text got_ = nearest(word, (const char *const[]){__VA_ARGS__, NULL});                           \
    ck_assert_msg(text_equal(got_, text_of(expected)), "`%.*s` for `%s`", TEXT_ARG(got_), word);   \
  } while (0)

START_TEST(one_slip_of_each_kind) {
  ASSERT_NEAREST("revenu", "revenue", "owner", "revenue", "region");
  ASSERT_NEAREST("reveenue", "revenue", "owner", "revenue");
  ASSERT_NEAREST("revenze", "revenue", "owner", "revenue");
  ASSERT_NEAREST("reveneu", "revenue", "owner", "revenue");
}
END_TEST

START_TEST(slips_at_both_ends_count) {
  ASSERT_NEAREST("bcd", "acd", "acd");
  ASSERT_NEAREST("evenue", "revenue", "revenue");
  ASSERT_NEAREST("xrevenue", "revenue", "revenue");
  ASSERT_NEAREST("ervenue", "revenue", "revenue");
  ASSERT_NEAREST("abd", "abc", "abc");
}
END_TEST

START_TEST(at_most_one_slip_in_three_letters) {
  ASSERT_NEAREST("a", "", "b");
  ASSERT_NEAREST("ab", "", "ac", "a", "ba");
  ASSERT_NEAREST("abc", "abd", "xyz", "abd");
  ASSERT_NEAREST("abcde", "", "axcdz");
  ASSERT_NEAREST("abcdef", "axcdez", "axcdez");
  ASSERT_NEAREST("abcdef", "", "axcyez");
  ASSERT_NEAREST("", "", "a", "");
}
END_TEST

START_TEST(an_exchange_is_one_slip) {
  ASSERT_NEAREST("tehn", "then", "then");
  ASSERT_NEAREST("abcd", "abdc", "abdc", "xbcy");
}
END_TEST

START_TEST(case_is_no_slip_but_tells_equals_apart) {
  ASSERT_NEAREST("eur", "EUR", "EUR");
  ASSERT_NEAREST("EUR", "EUR", "eur", "EUR", "Eur");
  ASSERT_NEAREST("Owner", "owner", "owned", "owner");
  ASSERT_NEAREST("OWNRE", "owner", "owner");
}
END_TEST

START_TEST(the_order_of_offers_does_not_matter) {
  ASSERT_NEAREST("cat", "bat", "hat", "bat", "rat");
  ASSERT_NEAREST("cat", "bat", "bat", "rat", "hat");
}
END_TEST

START_TEST(letters_are_code_points) {
  ASSERT_NEAREST("größe", "große", "große");
  /* Two bytes differ, but one letter of three. */
  ASSERT_NEAREST("süd", "s€d", "s€d");
  ASSERT_NEAREST("\xFF\xFE\xFD", "\xFF\xFE", "\xFF\xFE");
}
END_TEST

START_TEST(nothing_offered_nothing_found) {
  Nearest state = nearest_start(TEXT("x"));
  ck_assert_uint_eq(nearest_found(&state).len, 0);
}
END_TEST

START_TEST(long_words_are_left_alone) {
  char longest[66], longer[67];
  for (int i = 0; i < 66; i++) longest[i] = longer[i] = 'a';
  longest[64] = longer[65] = '\0';
  const char *const candidates[] = {longest, NULL};
  ck_assert_uint_eq(nearest(longest, candidates).len, 64);
  ck_assert_uint_eq(nearest(longer, candidates).len, 0);
}
END_TEST

UNIT_MAIN(NULL, NULL, one_slip_of_each_kind, slips_at_both_ends_count,
          at_most_one_slip_in_three_letters, an_exchange_is_one_slip,
          case_is_no_slip_but_tells_equals_apart, the_order_of_offers_does_not_matter,
          letters_are_code_points, nothing_offered_nothing_found, long_words_are_left_alone)
