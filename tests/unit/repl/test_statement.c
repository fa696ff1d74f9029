/* test_statement.c - lines into statements, typed and in scripts. */
#include "repl/statement.h"
#include "support/unit.h"

static Arena *arena;
static Compilation *compilation;
static Statements *statements;
static Statement statement;

static bool is_command(Text line) { return text_starts(line, TEXT(".help")); }

static void setup(void) {
  arena = arena_new(NULL);
  compilation = compile_new(arena);
  statements = statements_new(arena, is_command);
}
static void teardown(void) { arena_free(arena); }

static void add(const char *lines) { statements_add(statements, text_of(lines)); }

/* The next statement, or NULL where there is none yet. */
static const char *take(LinesBehind behind) {
  if (!statements_take(statements, compilation, behind, &statement)) return NULL;
  return text_copy(arena, statement.text).at;
}

START_TEST(a_typed_question_ends_where_it_is_whole) {
  add("show name");
  ck_assert_str_eq(take(LINES_WANTED), "show name");
  ck_assert(!statement.is_command);
  ck_assert_ptr_null(take(LINES_WANTED));
  add("count(account");
  ck_assert_ptr_null(take(LINES_WANTED));
  ck_assert(text_equal(statements_begun(statements), TEXT("count(account\n")));
  add("  where tier =");
  ck_assert_ptr_null(take(LINES_WANTED));
  add("  key)");
  ck_assert_str_eq(take(LINES_WANTED), "count(account\n  where tier =\n  key)");
  ck_assert_uint_eq(statement.line, 2);
  ck_assert_uint_eq(statements_begun(statements).len, 0);
}
END_TEST

START_TEST(in_a_script_the_next_line_may_go_on) {
  add("show name");
  ck_assert_ptr_null(take(LINES_COME));
  add("  where tier = key");
  ck_assert_ptr_null(take(LINES_COME));
  add("count(account)");
  ck_assert_str_eq(take(LINES_COME), "show name\n  where tier = key");
  ck_assert_ptr_null(take(LINES_COME));
  ck_assert_str_eq(take(LINES_END), "count(account)");
  ck_assert_uint_eq(statement.line, 3);
}
END_TEST

START_TEST(a_semicolon_a_blank_line_and_a_command_end_it) {
  add("show name;");
  ck_assert_str_eq(take(LINES_COME), "show name;");
  add("show name\n\nwhere\n");
  ck_assert_str_eq(take(LINES_COME), "show name");
  statements_drop(statements);
  add("show name\n.quit\n");
  ck_assert_str_eq(take(LINES_COME), "show name");
  ck_assert_str_eq(take(LINES_COME), ".quit");
  ck_assert(statement.is_command);
}
END_TEST

START_TEST(comments_and_blank_lines_say_nothing) {
  add("\n# about\n   \n  # more\nshow name # indeed\n");
  ck_assert_str_eq(take(LINES_WANTED), "show name # indeed");
  ck_assert_uint_eq(statement.line, 5);
  add("# the last");
  ck_assert_ptr_null(take(LINES_END));
}
END_TEST

START_TEST(declarations_go_on_and_end_likewise) {
  add("measure size\n  \"how large\"\n  = revenue\n  / 2\nmeasure other = revenue\nshow size\n");
  ck_assert_str_eq(take(LINES_END), "measure size\n  \"how large\"\n  = revenue\n  / 2");
  ck_assert_str_eq(take(LINES_END), "measure other = revenue");
  ck_assert_str_eq(take(LINES_END), "show size");
  ck_assert_ptr_null(take(LINES_END));
}
END_TEST

START_TEST(a_command_is_carried_out_within_what_has_begun) {
  add("count(account\n.help\n  )\n");
  ck_assert_str_eq(take(LINES_WANTED), ".help");
  ck_assert_str_eq(take(LINES_WANTED), "count(account\n  )");
}
END_TEST

START_TEST(what_is_wrong_is_handed_out_at_once) {
  add("show name name\nshow tier");
  ck_assert_str_eq(take(LINES_WANTED), "show name name");
  ck_assert_str_eq(take(LINES_WANTED), "show tier");
}
END_TEST

START_TEST(what_is_not_whole_is_handed_out_at_the_end) {
  add("count(account");
  ck_assert_ptr_null(take(LINES_COME));
  ck_assert_str_eq(take(LINES_END), "count(account");
}
END_TEST

START_TEST(what_is_dropped_is_forgotten) {
  add("count(account\nwhere");
  ck_assert_ptr_null(take(LINES_WANTED));
  statements_drop(statements);
  ck_assert_uint_eq(statements_begun(statements).len, 0);
  add("show name");
  ck_assert_str_eq(take(LINES_WANTED), "show name");
}
END_TEST

UNIT_MAIN(setup, teardown, a_typed_question_ends_where_it_is_whole,
          in_a_script_the_next_line_may_go_on, a_semicolon_a_blank_line_and_a_command_end_it,
          comments_and_blank_lines_say_nothing, declarations_go_on_and_end_likewise,
          a_command_is_carried_out_within_what_has_begun, what_is_wrong_is_handed_out_at_once,
          what_is_not_whole_is_handed_out_at_the_end, what_is_dropped_is_forgotten)
