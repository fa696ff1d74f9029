/* test_candidates.c - what words have in common, and their list on terminals of all sizes. */
#include "repl/candidates.h"
#include "support/unit.h"

static Arena *arena;
static Candidates candidates;

static void setup(void) {
  arena = arena_new(NULL);
  candidates = (Candidates){0};
}
static void teardown(void) { arena_free(arena); }

static void add(const char *text, const char *kind, const char *doc) {
  const Candidate candidate = {.text = text_of(text), .kind = text_of(kind), .doc = text_of(doc)};
  candidates_add(arena, &candidates, candidate);
}

static const char *common(void) { return text_copy(arena, candidates.common).at; }

static const char *list(size_t width, size_t height) {
  Buffer out = buffer_in(arena);
  candidates_list(&candidates, width, height, false, &out);
  return text_copy(arena, buffer_view(&out)).at;
}

START_TEST(what_they_have_in_common) {
  ck_assert_str_eq(common(), "");
  add("revenue", "", "");
  ck_assert_str_eq(common(), "revenue");
  add("revenue_change", "", "");
  ck_assert_str_eq(common(), "revenue");
  add("region", "", "");
  ck_assert_str_eq(common(), "re");
  add("tier", "", "");
  ck_assert_str_eq(common(), "");
}
END_TEST

START_TEST(those_that_are_not_listed_count) {
  size_t listed = 0;
  for (unsigned i = 1000; i < 3000; i++) {
    const char *key = arena_printf(arena, "A%u", i);
    if (candidates_count(&candidates, text_of(key))) continue;
    add(key, "", "");
    listed++;
  }
  ck_assert_uint_eq(candidates.list.count, listed);
  ck_assert_uint_lt(listed, 2000);
  ck_assert_uint_eq(candidates.more, 2000 - listed);
  ck_assert_str_eq(common(), "A");
}
END_TEST

/* ü is C3 BC, é is C3 A9. */
START_TEST(never_half_of_a_character) {
  add("Mü", "", "");
  add("Mé", "", "");
  ck_assert_str_eq(common(), "M");
}
END_TEST

START_TEST(few_are_listed_with_what_they_mean) {
  add("sum", "function", "the sum of the known values");
  add("tier", "column", "How much of our people");
  ck_assert_str_eq(list(80, 24), "sum   function  the sum of the known values\n"
                                 "tier  column    How much of our people\n");
  ck_assert_str_eq(list(32, 24), "sum   function  the sum of the…\n"
                                 "tier  column    How much of ou…\n");
}
END_TEST

START_TEST(many_stand_side_by_side) {
  add("a1", "k", "d");
  add("a2", "k", "d");
  add("a3", "k", "d");
  add("a4", "k", "d");
  add("a5", "k", "d");
  /* three lines at most: they go down first */
  ck_assert_str_eq(list(8, 6), "a1  a4\na2  a5\na3\n");
  /* two lines of two, and one that has no room */
  ck_assert_str_eq(list(8, 5), "a1  a3\na2  a4\n… and 1 more\n");
  candidates.more = 1000;
  ck_assert_str_eq(list(80, 24), "a1  a2  a3  a4  a5\n… and 1,000 more\n");
}
END_TEST

START_TEST(control_characters_do_not_reach_the_terminal) {
  add("a\x1b[2Jb", "k", "\x07");
  const char *shown = list(80, 24);
  for (const char *c = shown; *c; c++) ck_assert(*c == '\n' || (unsigned char)*c >= ' ');
}
END_TEST

UNIT_MAIN(setup, teardown, what_they_have_in_common, those_that_are_not_listed_count,
          never_half_of_a_character, few_are_listed_with_what_they_mean, many_stand_side_by_side,
          control_characters_do_not_reach_the_terminal)
