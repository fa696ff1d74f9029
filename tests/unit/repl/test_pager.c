/* test_pager.c - how many lines a text takes, and pagers that are closed early or not there. */
#include "repl/pager.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "support/unit.h"

START_TEST(lines_that_a_text_takes) {
  ck_assert_uint_eq(pager_lines(TEXT(""), 10), 0);
  ck_assert_uint_eq(pager_lines(TEXT("a"), 10), 1);
  ck_assert_uint_eq(pager_lines(TEXT("a\n\nb\n"), 10), 3);
  ck_assert_uint_eq(pager_lines(TEXT("0123456789\n"), 10), 1);
  ck_assert_uint_eq(pager_lines(TEXT("0123456789a\n"), 10), 2);
  ck_assert_uint_eq(pager_lines(TEXT("0123456789a\n"), 0), 1);
}
END_TEST

START_TEST(wide_characters_and_colours_count_as_they_show) {
  ck_assert_uint_eq(pager_lines(TEXT("日本語日本\n"), 10), 1);
  ck_assert_uint_eq(pager_lines(TEXT("日本語日本a\n"), 10), 2);
  ck_assert_uint_eq(pager_lines(TEXT("\x1b[1;31m0123456789\x1b[0m\n"), 10), 1);
  ck_assert_uint_eq(pager_lines(TEXT("\x1b[1\n"), 10), 1);
  ck_assert_uint_eq(pager_lines(TEXT("\x1b\n"), 10), 1);
}
END_TEST

static Text much(void) {
  enum { SIZE = 1 << 20 };
  static char bytes[SIZE];
  for (size_t i = 0; i < SIZE; i++) bytes[i] = i % 80 ? 'x' : '\n';
  return (Text){bytes, SIZE};
}

START_TEST(one_that_is_closed_early_is_no_error) {
  signal(SIGPIPE, SIG_IGN);
  setenv("PAGER", "head -n 1 >/dev/null", 1);
  ck_assert(pager_show(much()));
  setenv("PAGER", "cat >/dev/null", 1);
  ck_assert(pager_show(much()));
}
END_TEST

START_TEST(one_that_is_not_there_shows_nothing) {
  signal(SIGPIPE, SIG_IGN);
  setenv("PAGER", "/nonexistent/pager 2>/dev/null", 1);
  ck_assert(!pager_show(much()));
}
END_TEST

UNIT_MAIN(NULL, NULL, lines_that_a_text_takes, wide_characters_and_colours_count_as_they_show,
          one_that_is_closed_early_is_no_error, one_that_is_not_there_shows_nothing)
