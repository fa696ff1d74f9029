/* test_line_diff.c - differences as `diff -u` prints them; and on random texts, that the lines of
 * the difference are those of both texts, and no more than there have to be. */
#include "base/line_diff.h"

#include <stdlib.h>
#include <string.h>

#include "support/unit.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

static const char *diff(Text old, Text new) {
  Buffer out = buffer_in(arena);
  buffer_str(&out, "");
  line_diff(&out, TEXT("x"), old, new);
  return out.data ? out.data : "";
}

START_TEST(of_equal_texts_there_is_none) {
  ck_assert_str_eq(diff(TEXT("a\nb\n"), TEXT("a\nb\n")), "");
  ck_assert_str_eq(diff(TEXT(""), TEXT("")), "");
}
END_TEST

START_TEST(prints_hunks_with_three_lines_around) {
  ck_assert_str_eq(diff(TEXT("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n"),
                        TEXT("1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n11\n12\n12b\n13\n14\n")),
                   "--- x\n+++ x\n"
                   "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
                   "@@ -10,5 +10,6 @@\n 10\n 11\n 12\n+12b\n 13\n 14\n");
  ck_assert_str_eq(diff(TEXT("1\n2\n3\n4\n5\n"), TEXT("2\n3\n4\n5\n6\n")),
                   "--- x\n+++ x\n@@ -1,5 +1,5 @@\n-1\n 2\n 3\n 4\n 5\n+6\n");
}
END_TEST

START_TEST(knows_empty_texts_and_a_missing_line_end) {
  ck_assert_str_eq(diff(TEXT(""), TEXT("a\n")), "--- x\n+++ x\n@@ -0,0 +1 @@\n+a\n");
  ck_assert_str_eq(diff(TEXT("a\n"), TEXT("")), "--- x\n+++ x\n@@ -1 +0,0 @@\n-a\n");
  ck_assert_str_eq(diff(TEXT("a"), TEXT("a\n")),
                   "--- x\n+++ x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}
END_TEST

enum { LINES = 12 };

/* The length of the longest common subsequence, the slow way. */
static int common(const char *a, int n, const char *b, int m) {
  int best[LINES + 1][LINES + 1] = {0};
  for (int i = n - 1; i >= 0; i--)
    for (int k = m - 1; k >= 0; k--) {
      const int skip = best[i + 1][k] > best[i][k + 1] ? best[i + 1][k] : best[i][k + 1];
      best[i][k] = a[i] == b[k] ? best[i + 1][k + 1] + 1 : skip;
    }
  return best[0][0];
}

/* Appends the lines of the hunks with one of the signs, without line ends. */
static void side(const char *text, const char *signs, char *out) {
  for (const char *at = strstr(text, "@@\n"); at && *at; at = strchr(at, '\n') + 1)
    if (strchr(signs, *at)) *out++ = at[1];
  *out = 0;
}

START_TEST(is_as_short_as_can_be) {
  unsigned seed = 1;
  for (int round = 0; round < 3000; round++) {
    char a[LINES + 1] = "", b[LINES + 1] = "", text[2][2 * LINES + 1] = {"", ""}, got[99];
    const int n = rand_r(&seed) % LINES, m = rand_r(&seed) % LINES;
    for (int i = 0; i < n; i++) a[i] = "abc"[rand_r(&seed) % 3];
    for (int i = 0; i < m; i++) b[i] = "abc"[rand_r(&seed) % 3];
    for (int i = 0; i < n; i++) text[0][2 * i] = a[i], text[0][2 * i + 1] = '\n';
    for (int i = 0; i < m; i++) text[1][2 * i] = b[i], text[1][2 * i + 1] = '\n';
    const char *printed = diff(text_of(text[0]), text_of(text[1]));
    const size_t kept = (size_t)common(a, n, b, m);
    side(printed, "-", got);
    ck_assert_uint_eq(strlen(got), (size_t)n - kept);
    side(printed, "+", got);
    ck_assert_uint_eq(strlen(got), (size_t)m - kept);
    /* With so few lines all of them are in hunks or far from any change. */
    if (strstr(printed, "@@ -1") && !strstr(strstr(printed, "@@") + 20, "\n@@")) {
      side(printed, " -", got);
      ck_assert_int_eq(strncmp(got, a, strlen(got)), 0);
      side(printed, " +", got);
      ck_assert_int_eq(strncmp(got, b, strlen(got)), 0);
    }
  }
}
END_TEST

START_TEST(gives_up_on_texts_that_have_nothing_in_common) {
  Buffer old = buffer_in(arena), new = buffer_in(arena);
  for (int i = 0; i < 2000; i++) {
    buffer_printf(&old, "old %d\n", i);
    buffer_printf(&new, "new %d\n", i);
  }
  const char *printed = diff(buffer_view(&old), buffer_view(&new));
  ck_assert_ptr_nonnull(strstr(printed, "@@ -1,2000 +1,2000 @@\n-old 0\n"));
  ck_assert_ptr_nonnull(strstr(printed, "-old 1999\n+new 0\n"));
}
END_TEST

UNIT_MAIN(setup, teardown, of_equal_texts_there_is_none, prints_hunks_with_three_lines_around,
          knows_empty_texts_and_a_missing_line_end, is_as_short_as_can_be,
          gives_up_on_texts_that_have_nothing_in_common)
