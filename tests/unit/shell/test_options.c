/* test_options.c - the words of a command line, and what is said of wrong ones. */
#include "shell/options.h"
#include "support/unit.h"

static Arena *arena;
static DiagSink *diags;
static Arguments arguments;

static const OptionId ids[] = {OPTION_DATA,   OPTION_FORMAT,     OPTION_ALL,
                               OPTION_OUTPUT, OPTION_BATCH_ROWS, OPTION_SIMD};
static const OptionSet set = {ids, sizeof ids / sizeof *ids, "text|json"};

static void setup(void) {
  arena = arena_new(NULL);
  diags = diag_sink_new(arena);
}
static void teardown(void) { arena_free(arena); }

static bool parse(int argc, char **argv) {
  return options_parse(arena, diags, &set, argc, argv, &arguments);
}
#define PARSE(...) parse(sizeof((char *[]){__VA_ARGS__}) / sizeof(char *), (char *[]){__VA_ARGS__})

static const char *message(size_t index) {
  return text_copy(arena, diag_at(diags, index)->message).at;
}
static const char *help(size_t index) { return text_copy(arena, diag_at(diags, index)->help).at; }

START_TEST(forms_of_a_value_mean_the_same) {
  ck_assert(PARSE("--format=json", "-o", "a", "--data", "x=1", "-ob", "--data=y"));
  ck_assert_str_eq(arguments.value[OPTION_FORMAT], "json");
  ck_assert_str_eq(arguments.value[OPTION_OUTPUT], "b");
  ck_assert_str_eq(arguments.value[OPTION_DATA], "y");
  ck_assert_ptr_null(arguments.value[OPTION_ALL]);
  ck_assert_uint_eq(arguments.given.count, 5);
  ck_assert_int_eq(arguments.given.at[2].option, OPTION_DATA);
  ck_assert_str_eq(arguments.given.at[2].value, "x=1");
  ck_assert_uint_eq(arguments.words.count, 0);
}
END_TEST

START_TEST(words_stand_anywhere_and_a_dash_is_one) {
  ck_assert(PARSE("a", "--all", "-", "--", "--all", "-x"));
  ck_assert_uint_eq(arguments.words.count, 4);
  ck_assert_str_eq(arguments.words.at[1], "-");
  ck_assert_str_eq(arguments.words.at[2], "--all");
  ck_assert_str_eq(arguments.words.at[3], "-x");
  ck_assert_str_eq(arguments.value[OPTION_ALL], "");
}
END_TEST

START_TEST(every_mistake_is_reported) {
  ck_assert(!PARSE("--formt", "json", "--format", "csv", "--all=1", "-q", "-o"));
  ck_assert_uint_eq(diag_count(diags), 5);
  ck_assert_str_eq(message(0), "there is no option `--formt`");
  ck_assert_str_eq(help(0), "did you mean `--format`?");
  ck_assert_str_eq(message(1), "`--format` does not take `csv`");
  ck_assert_str_eq(help(1), "it takes one of text|json");
  ck_assert_str_eq(message(2), "`--all` takes no value");
  ck_assert_str_eq(message(3), "there is no option `-q`");
  ck_assert_str_eq(message(4), "`-o` wants a value");
}
END_TEST

START_TEST(hidden_options_are_taken_and_not_offered) {
  ck_assert(PARSE("--batch-rows", "7"));
  ck_assert_str_eq(arguments.value[OPTION_BATCH_ROWS], "7");
  ck_assert(PARSE("--simd", "portable"));
  ck_assert_str_eq(arguments.value[OPTION_SIMD], "portable");
  ck_assert(!PARSE("--batch-row", "7"));
  ck_assert_str_eq(help(0), "`--help` lists the options of this command");
}
END_TEST

START_TEST(help_is_asked_for_beside_anything) {
  ck_assert(PARSE("a", "--help"));
  ck_assert(arguments.help);
  ck_assert(PARSE("-h"));
  ck_assert(arguments.help);
  ck_assert(PARSE("a"));
  ck_assert(!arguments.help);
}
END_TEST

START_TEST(sizes_have_units) {
  size_t size;
  ck_assert(option_size("12", &size) && size == 12);
  ck_assert(option_size("3K", &size) && size == 3072);
  ck_assert(option_size("512m", &size) && size == (size_t)512 << 20);
  ck_assert(option_size("4G", &size) && size == (size_t)4 << 30);
  static const char *const wrong[] = {
      "", "0", "-1", "M", "4T", "4GB", "1.5G", "99999999999999999999", "99999999999999G"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    ck_assert_msg(!option_size(wrong[i], &size), "%s", wrong[i]);
}
END_TEST

UNIT_MAIN(setup, teardown, forms_of_a_value_mean_the_same, words_stand_anywhere_and_a_dash_is_one,
          every_mistake_is_reported, hidden_options_are_taken_and_not_offered,
          help_is_asked_for_beside_anything, sizes_have_units)
