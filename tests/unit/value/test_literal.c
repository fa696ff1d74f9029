/* test_literal.c - values as they are written in a rule file. */
#include "support/unit.h"
#include "value/literal.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

static const char *literal(Scalar value) {
  static EnumMember members[] = {{TEXT_INIT("food"), TEXT_INIT("Food & Beverage")}};
  static const EnumSchema enums[] = {{TEXT_INIT("sector"), members, 1}};
  Buffer out = buffer_in(arena);
  value.known = true;
  literal_put(&out, value, enums);
  return text_copy(arena, buffer_view(&out)).at;
}

START_TEST(numbers_group_their_thousands) {
  ck_assert_str_eq(literal((Scalar){.type = {.kind = TYPE_INTEGER}, .i = -1234567}), "-1_234_567");
  ck_assert_str_eq(literal((Scalar){.type = {.kind = TYPE_MONEY}, .i = 82400001000}),
                   "8_240_000.1");
  ck_assert_str_eq(literal((Scalar){.type = {.kind = TYPE_SCORE}, .i = 818778}), "81.8778");
  ck_assert_str_eq(literal((Scalar){.type = {.kind = TYPE_PERCENT}, .i = 14000000}), "14%");
}
END_TEST

START_TEST(other_values) {
  ck_assert_str_eq(literal((Scalar){.type = {.kind = TYPE_ENUM}, .i = 0}), "food");
  ck_assert_str_eq(literal((Scalar){.type = {.kind = TYPE_BOOL}, .truth = TRUTH_TRUE}), "true");
  ck_assert_str_eq(literal((Scalar){.type = {.kind = TYPE_DATE}, .i = 0}), "1970-01-01");
  ck_assert_str_eq(literal((Scalar){.type = {.kind = TYPE_DURATION}, .i = 129600}), "36 hours");
  Buffer out = buffer_in(arena);
  literal_put(&out, (Scalar){.type = {.kind = TYPE_DATE}}, NULL);
  ck_assert_str_eq(out.data, "missing");
}
END_TEST

/* Braces begin a value within a text. */
START_TEST(texts_escape_what_means_something) {
  ck_assert_str_eq(
      literal((Scalar){.type = {.kind = TYPE_TEXT}, .text = TEXT("a\"b\\c{d}\n\t\x1b é")}),
      "\"a\\\"b\\\\c\\{d\\}\\n\\t\\u{1B} é\"");
}
END_TEST

UNIT_MAIN(setup, teardown, numbers_group_their_thousands, other_values,
          texts_escape_what_means_something)
