/* test_lines.c - lines are ended, indented, made printable, and none is lost. */
#include "report/lines.h"

#include "support/unit.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

static void expect(const Buffer *out, const char *text) {
  const Text view = buffer_view(out);
  ck_assert_msg(text_equal(view, text_of(text)), "%.*s", TEXT_ARG(view));
}

START_TEST(lines_are_indented_and_empty_ones_are_not) {
  Buffer out = buffer_in(arena);
  lines_indented(&out, TEXT("a\n\n b\nc"), 2);
  expect(&out, "  a\n\n   b\n  c\n");
}
END_TEST

START_TEST(no_text_is_no_line) {
  Buffer out = buffer_in(arena);
  lines_indented(&out, TEXT(""), 2);
  lines_printable(&out, TEXT(""));
  expect(&out, "");
  lines_indented(&out, TEXT("\n"), 2);
  expect(&out, "\n");
}
END_TEST

START_TEST(lines_become_printable_and_stay_lines) {
  Buffer out = buffer_in(arena);
  lines_printable(&out, TEXT("a\x1b[1m\n\nb\n"));
  const Text view = buffer_view(&out);
  ck_assert(!text_contains(view, TEXT("\x1b")));
  ck_assert(text_starts(view, TEXT("a")));
  ck_assert(text_ends(view, TEXT("[1m\n\nb\n")));
}
END_TEST

UNIT_MAIN(setup, teardown, lines_are_indented_and_empty_ones_are_not, no_text_is_no_line,
          lines_become_printable_and_stay_lines)
