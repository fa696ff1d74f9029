/* keywords.def against the grammar. */
#include <string.h>

#include "parsing.h"
#include "syntax/keywords.h"

static size_t errors_of(const char *source) {
  world.syntax.diags = diag_sink_new(world.arena);
  parse_file(text_of(source));
  return diag_count(world.syntax.diags);
}

START_TEST(lookup) {
  for (size_t i = 0; i < keyword_count(); i++) {
    ck_assert_ptr_eq(keyword_find(keyword_at(i)->spelling), keyword_at(i));
    ck_assert_ptr_eq(keyword_of(keyword_at(i)->token), keyword_at(i));
    ck_assert_int_eq(keyword_at(i)->role == ROLE_CLAUSE, keyword_at(i)->home[0] != '\0');
  }
  ck_assert_ptr_null(keyword_find(TEXT("Rule")));
  ck_assert_ptr_null(keyword_find(TEXT("")));
  ck_assert_ptr_null(keyword_of(0));
}
END_TEST

/* The grammar's `name` takes every soft keyword and no reserved one. */
START_TEST(soft_keywords_are_names) {
  for (size_t i = 0; i < keyword_count(); i++) {
    const Keyword *keyword = keyword_at(i);
    const char *word = arena_printf(world.arena, "%.*s", TEXT_ARG(keyword->spelling));
    bool reserved = keyword->class == KEYWORD_RESERVED;
    ck_assert_msg((errors_of(arena_printf(world.arena, "measure %s = 1", word)) != 0) == reserved,
                  "%s", word);
    ck_assert_msg((errors_of(arena_printf(world.arena, "measure m = %s.%s", word, word)) != 0) ==
                      reserved,
                  "%s", word);
    ck_assert_msg(errors_of(arena_printf(world.arena, "measure `%s` = 1 + `%s`", word, word)) == 0,
                  "%s", word);
    ck_assert_msg(errors_of(arena_printf(world.arena, "entity e { %s: text }", word)) == 0, "%s",
                  word);
  }
}
END_TEST

START_TEST(question_words_open_questions) {
  ck_assert_ptr_nonnull(parse_questions("show why"));
  ck_assert_ptr_nonnull(parse_questions("why what"));
  ck_assert_ptr_nonnull(parse_questions("what if sweep = 1"));
  ck_assert_ptr_nonnull(parse_questions("sweep show from 1 to 2 by 1"));
  ck_assert_ptr_null(parse_questions("a show"));
}
END_TEST

START_TEST(units) {
  ck_assert(text_equal(unit_singular(TEXT("days")), TEXT("day")));
  ck_assert(text_equal(unit_singular(TEXT("hour")), TEXT("hour")));
  ck_assert_uint_eq(unit_singular(TEXT("dayss")).len, 0);
  ck_assert_uint_eq(unit_singular(TEXT("seconds")).len, 0);
  ck_assert_uint_eq(unit_singular(TEXT("")).len, 0);
  for (size_t i = 0; i < unit_count(); i++)
    ck_assert(text_equal(unit_singular(unit_at(i)), unit_at(i)));
}
END_TEST

UNIT_MAIN(world_begin, world_end, lookup, soft_keywords_are_names, question_words_open_questions,
          units)
