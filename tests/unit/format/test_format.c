/* test_format.c - the one layout; tests/run-fmt holds it to its laws on every program there is. */
#include "format/format.h"

#include <string.h>

#include "base/file.h"
#include "support/unit.h"

static const char acme[] = "tests/unit/syntax/acme.strata";

/* The layout, or NULL where there is none. */
static const char *laid_out(Arena *arena, Text source) {
  const Syntax syntax = {arena, intern_new(arena), source_map_new(arena), diag_sink_new(arena)};
  /* A file before it: offsets are not those of the text. */
  source_add(syntax.sources, TEXT("other"), TEXT("param a = 1  # one"));
  const uint32_t base = source_add(syntax.sources, TEXT("x"), source);
  Text text;
  if (!format_source(&syntax, base, &text)) {
    ck_assert_uint_gt(diag_errors(syntax.diags), 0);
    return NULL;
  }
  return text_copy(arena, text).at;
}

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

#define ck_layout(source, wanted) ck_assert_str_eq(laid_out(arena, TEXT(source)), wanted)

START_TEST(of_nothing_is_nothing) {
  ck_layout("", "");
  ck_layout(" \n\n\t", "");
  ck_layout("\n\n# said\n\n\n# twice", "# said\n\n# twice\n");
}
END_TEST

START_TEST(sets_operators_apart_but_signs_and_brackets) {
  ck_layout("measure x=- -1+f( a,b )*c . d", "measure x = --1 + f(a, b) * c.d\n");
  ck_layout("measure x=not(a or b)and c in(1,2)", "measure x = not (a or b) and c in (1, 2)\n");
  ck_layout("param x:integer 1 .. 5=2", "param x: integer 1..5 = 2\n");
  ck_layout("param x:money ( USD,millions ) -1M ..=2", "param x: money(USD, millions) -1M.. = 2\n");
  ck_layout("measure x : number=`from`", "measure x: number = `from`\n");
}
END_TEST

START_TEST(sets_apart_what_takes_several_lines) {
  ck_layout("param a=1 test\"t\"{expect a}param b=1\n# c\n\nparam c=1",
            "param a = 1\n\ntest \"t\" {\n  expect a\n}\n\nparam b = 1\n# c\n\nparam c = 1\n");
}
END_TEST

START_TEST(keeps_one_of_several_blank_lines) {
  ck_layout("entity e {\n\n\nid: key text\n\n\nname: text\n\n}",
            "entity e {\n  id:    key text\n\n  name:  text\n}\n");
}
END_TEST

START_TEST(leaves_alone_what_does_not_parse) {
  ck_assert_ptr_null(laid_out(arena, TEXT("rule x { require }")));
  ck_assert_ptr_null(laid_out(arena, TEXT("param x = 5m")));
  ck_assert_ptr_null(laid_out(arena, TEXT("\xff")));
}
END_TEST

START_TEST(takes_the_deepest_and_the_longest_tree) {
  enum { DEEP = 150, LONG = 900 };
  Buffer source = buffer_in(arena);
  buffer_str(&source, "measure deep = ");
  for (int i = 0; i < DEEP; i++) buffer_str(&source, "f(1, (a or b + ");
  buffer_str(&source, "1");
  for (int i = 0; i < DEEP; i++) buffer_str(&source, "))");
  buffer_str(&source, " measure long = 1");
  for (int i = 0; i < LONG; i++) buffer_str(&source, " + a_part");
  const char *once = laid_out(arena, buffer_view(&source));
  ck_assert_ptr_nonnull(once);
  ck_assert_str_eq(laid_out(arena, text_of(once)), once);
}
END_TEST

/* Every failing request for memory ends the operation, and nothing else. */
START_TEST(survives_every_failing_request) {
  Text source;
  const char *why;
  ck_assert_msg(file_read(arena, acme, &source, &why), "%s: %s", acme, why);
  const char *wanted = laid_out(arena, source);
  ck_assert_ptr_nonnull(wanted);
  volatile uint64_t failed = 0;
  for (uint64_t n = 1;; n += 1 + n / 64) {
    Arena *weak = arena_new(&(ArenaOptions){.fail_at = n});
    if (!weak) continue;
    if (!ARENA_TRY(weak)) {
      failed++;
      arena_free(weak);
      continue;
    }
    ck_assert_str_eq(laid_out(weak, source), wanted);
    arena_free(weak);
    break;
  }
  ck_assert_uint_gt(failed, 100);
}
END_TEST

UNIT_MAIN(setup, teardown, of_nothing_is_nothing, sets_operators_apart_but_signs_and_brackets,
          sets_apart_what_takes_several_lines, keeps_one_of_several_blank_lines,
          leaves_alone_what_does_not_parse, takes_the_deepest_and_the_longest_tree,
          survives_every_failing_request)
