/* What may follow a text. */
#include "parsing.h"
#include "syntax/next.h"

/* "value name | if not": kinds, a bar, words; "wrong" for what no continuation can mend. */
static const char *next(const char *text, SyntaxStart start) {
  static const char *const names[] = {"end",    "value", "name", "label", "text",
                                      "number", "date",  "unit", "more"};
  SyntaxNext what;
  if (!syntax_next(&world.syntax, text_of(text), start, &what)) return "wrong";
  Buffer out = buffer_in(world.arena);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (what.kinds & (1u << i)) buffer_printf(&out, "%s ", names[i]);
  buffer_char(&out, '|');
  for (size_t i = 0; i < what.words.count; i++)
    buffer_printf(&out, " %.*s", TEXT_ARG(what.words.at[i]));
  ck_assert_uint_eq(diag_count(world.syntax.diags), 0);
  return out.data;
}

static bool can_end(const char *text, SyntaxStart start) {
  SyntaxNext what;
  return syntax_next(&world.syntax, text_of(text), start, &what) && (what.kinds & NEXT_END);
}

START_TEST(whole_or_not) {
  ck_assert(can_end("show name", SYNTAX_QUESTIONS));
  ck_assert(can_end("show name;", SYNTAX_QUESTIONS));
  ck_assert(!can_end("show name where", SYNTAX_QUESTIONS));
  ck_assert(!can_end("count(account where", SYNTAX_QUESTIONS));
  ck_assert(!can_end("", SYNTAX_QUESTIONS));
  ck_assert(can_end("measure a = 1", SYNTAX_FILE));
  ck_assert(can_end("", SYNTAX_FILE));
  ck_assert(!can_end("rule r { require x", SYNTAX_FILE));
  ck_assert(can_end("a + 1", SYNTAX_EXPRESSION));
}
END_TEST

START_TEST(words_that_may_come) {
  ck_assert_str_eq(next("why", SYNTAX_QUESTIONS), "name | not");
  ck_assert_str_eq(next("what", SYNTAX_QUESTIONS), "more | if");
  ck_assert_str_eq(next("rule r { severity", SYNTAX_FILE), "more | info warning error");
  ck_assert_str_eq(next("rule r {", SYNTAX_FILE), "more | owner source require severity say fix");
  ck_assert_str_eq(
      next("entity e { a:", SYNTAX_FILE),
      "more | key required ref one integer number percent money date duration bool text "
      "each fixed");
  ck_assert_str_eq(next("a is", SYNTAX_EXPRESSION), "more | not missing known unknown");
  ck_assert_str_eq(next("d in last 3", SYNTAX_EXPRESSION), "unit |");
}
END_TEST

START_TEST(values_hide_soft_keywords) {
  ck_assert_str_eq(next("a <=", SYNTAX_EXPRESSION), "value text number date | true false");
  ck_assert_str_eq(next("rule r { require", SYNTAX_FILE),
                   "value text number date | not if true false");
  ck_assert_str_eq(next("a.", SYNTAX_EXPRESSION), "name |");
}
END_TEST

START_TEST(wrong_before_the_end) {
  ck_assert_str_eq(next("show where", SYNTAX_QUESTIONS), "wrong");
  ck_assert_str_eq(next("a b", SYNTAX_EXPRESSION), "wrong");
}
END_TEST

UNIT_MAIN(world_begin, world_end, whole_or_not, words_that_may_come, values_hide_soft_keywords,
          wrong_before_the_end)
