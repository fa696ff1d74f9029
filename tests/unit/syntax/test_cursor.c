/* The tree around a cursor, and the words that may stand there. */
#include <string.h>

#include "parsing.h"
#include "syntax/cursor.h"

static bool look(const char *line, SyntaxStart start, SyntaxCursor *out) {
  const char *bar = strrchr(line, '|');
  const size_t at = (size_t)(bar - line);
  size_t from = at;
  while (from > 0 && line[from - 1] > ' ' && !strchr("(.,=", line[from - 1])) from--;
  const Text text = text_of(arena_printf(world.arena, "%.*s%s", (int)at, line, bar + 1));
  const uint32_t base = source_add(world.syntax.sources, TEXT("cursor"), text);
  return syntax_cursor(&world.syntax, base, from, at, line[from] == '"', start, out);
}

static const char *around(const char *line, SyntaxStart start) {
  SyntaxCursor out;
  if (!look(line, start, &out)) return "wrong";
  return out.path.count ? tree(out.path.at[0]) : "nothing";
}

START_TEST(text_that_goes_on) {
  ck_assert_str_eq(around("a + |", SYNTAX_EXPRESSION), "(add (name a) (name ?))");
  ck_assert_str_eq(around("a + b| * c", SYNTAX_EXPRESSION),
                   "(add (name a) (multiply (name ?) (name c)))");
  ck_assert_str_eq(around("show | of order", SYNTAX_QUESTIONS),
                   "(questions (show (list (name ?)) (name order) _ _ _ _))");
}
END_TEST

START_TEST(text_that_is_brought_to_an_end) {
  ck_assert_str_eq(around("f(a, |", SYNTAX_EXPRESSION), "(call (name f) (list (name a) (name ?)))");
  ck_assert_str_eq(around("if a = |", SYNTAX_EXPRESSION),
                   "(if (compare = (name a) (name ?)) (name _) (name _))");
  ck_assert_str_eq(around("a between |", SYNTAX_EXPRESSION),
                   "(between (name a) (name ?) (name _))");
  ck_assert_str_eq(around("sweep |", SYNTAX_QUESTIONS),
                   "(questions (sweep (name ?) (name _) (name _) (name _)))");
  ck_assert_str_eq(around("why a for \"|", SYNTAX_QUESTIONS),
                   "(questions (why (name a) (string ?)))");
  ck_assert_str_eq(around("rule r for |", SYNTAX_FILE),
                   "(file (rule (name r) _ (subject (name ?) _) (list)))");
  ck_assert_str_eq(around("rule r { require |", SYNTAX_FILE),
                   "(file (rule (name r) _ _ (list (require (name ?)))))");
  ck_assert_str_eq(around("show a of | where ) b", SYNTAX_QUESTIONS),
                   "(questions (show (list (name a)) (name ?) _ _ _ _))");
}
END_TEST

START_TEST(what_is_wrong_before) {
  ck_assert_str_eq(around("a b |", SYNTAX_EXPRESSION), "wrong");
  ck_assert_str_eq(around("a b; show |", SYNTAX_QUESTIONS),
                   "(questions (show (list (name ?)) _ _ _ _ _))");
  ck_assert_str_eq(around("rule r { oh }\nmeasure m = |", SYNTAX_FILE),
                   "(file (measure (name m) _ _ _ (name ?)))");
  ck_assert_str_eq(around("a |", SYNTAX_EXPRESSION), "nothing");
}
END_TEST

/* A soft keyword is offered beside names where more can follow it than can follow a name. */
START_TEST(keywords_among_names) {
  static const struct Words {
    const char *line, *words;
  } rows[] = {{"a and |", " not true false at"},
              {"a is |", " not missing known unknown"},
              {"f(|", " not if true false at"}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    SyntaxCursor out;
    ck_assert(look(rows[i].line, SYNTAX_EXPRESSION, &out));
    Buffer words = buffer_in(world.arena);
    for (size_t j = 0; j < out.next.words.count; j++)
      buffer_printf(&words, " %.*s", TEXT_ARG(out.next.words.at[j]));
    ck_assert_str_eq(words.data, rows[i].words);
  }
  ck_assert_uint_eq(diag_count(world.syntax.diags), 0);
}
END_TEST

UNIT_MAIN(world_begin, world_end, text_that_goes_on, text_that_is_brought_to_an_end,
          what_is_wrong_before, keywords_among_names)
