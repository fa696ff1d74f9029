/* test_large.c - programs far larger than people write, in time that grows with their size.
 *
 * What takes the square of the size at any stage would need many times the time allowed. */
#include <stdio.h>
#include <time.h>

#include "emit/compile.h"
#include "support/unit.h"

#if defined(__SANITIZE_THREAD__)
enum { SECONDS = 280 };
#elif defined(__SANITIZE_ADDRESS__)
enum { SECONDS = 60 };
#else
enum { SECONDS = 5 };
#endif
enum { MANY = 5000 };

static Arena *arena;
static Buffer text;
static DiagCode first_code; /* of what was said last */

static const char accounts[] = "entity account { id: key text  n: integer  m: money(USD) }\n"
                               "entity order { account: ref account  x: integer }\n";

static void begin(void) {
  arena = arena_new(NULL);
  if (!arena || !ARENA_TRY(arena)) ck_abort_msg("out of memory");
  text = buffer_in(arena);
  buffer_str(&text, accounts);
}

static void end(void) { arena_free(arena); }

/* Compiles and prints what is said; `clean` when there is nothing to say. */
static void compile_text_in_time(bool clean) {
  const clock_t before = clock();
  Compilation *c = compile_new(arena);
  compile_text(c, TEXT("large.strata"), buffer_view(&text), NULL, 0, COMPILE_IMAGE);
  Buffer out = buffer_in(arena);
  diag_sort(c->diags);
  diag_print(&out, c->diags, c->sources, (DiagStyle){0});
  diag_print_json(&out, c->diags, c->sources);
  const double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
  ck_assert_msg(seconds < SECONDS, "%.1f seconds", seconds);
  ck_assert_msg(clean == (diag_count(c->diags) == 0), "%.2000s", out.data);
  ck_assert_msg(clean == (c->image != NULL), "%.2000s", out.data);
  if (!clean) first_code = diag_at(c->diags, 0)->code;
}

/* The line for each i in turn, %d standing for it (up to three times). */
#define REPEAT(count, format)                                                                      \
  for (int i = 0; i < (count); i++) buffer_printf(&text, format, i, i, i)

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-extra-args"

START_TEST(many_declarations) {
  REPEAT(MANY, "param p%d: money(USD) 0.. = %dM \"doc\"\n");
  REPEAT(MANY, "measure m%d = m > p%d\n");
  REPEAT(MANY, "rule r%d { require n > %d  say \"{id} has {n}, not %d\" }\n");
  compile_text_in_time(true);
}
END_TEST

START_TEST(many_aggregates) {
  REPEAT(MANY, "measure c%d = count(order where x > %d)\n");
  compile_text_in_time(true);
}
END_TEST

static void write_chain(int length) {
  buffer_str(&text, "measure m0 = n\n");
  for (int i = 1; i < length; i++) buffer_printf(&text, "measure m%d = (m%d + 1) + 1\n", i, i - 1);
}

/* The longest that is let through is not too long for the stages behind. */
START_TEST(a_long_chain_of_measures) {
  write_chain(800);
  compile_text_in_time(true);
}
END_TEST

START_TEST(a_chain_that_is_too_long) {
  write_chain(MANY);
  compile_text_in_time(false);
}
END_TEST

START_TEST(many_segments) {
  buffer_str(&text, "segmentation s {\n");
  REPEAT(2000, "segment s%d { needs n = %d }\n");
  buffer_str(&text, "segment rest otherwise }\n");
  compile_text_in_time(true);
}
END_TEST

START_TEST(many_bands) {
  REPEAT(MANY, "kpi k%d { value n + %d  green >= 5  amber >= 2 }\n");
  buffer_str(&text, "kpi all { value n  green >= 3\n");
  REPEAT(2000, "where n = %d { green >= %d }\n");
  buffer_str(&text, "}\n");
  compile_text_in_time(true);
}
END_TEST

START_TEST(many_entities) {
  for (int i = 0; i < 2000; i++)
    buffer_printf(&text, "entity e%d { id: key text  n: integer  r: ref e%d }\n", i,
                  (i + 1) % 2000);
  REPEAT(2000, "measure k%d for e%d = n + 1\n");
  compile_text_in_time(true);
}
END_TEST

START_TEST(many_fields_and_members) {
  buffer_str(&text, "entity wide {\n");
  REPEAT(60000, "f%d: integer\n");
  buffer_str(&text, "kind: one of (a");
  REPEAT(60000, ", e%d");
  buffer_str(&text,
             ") }\nmeasure first for wide = f1 + f9999\nmeasure any_of for wide = kind in (a");
  REPEAT(MANY, ", e%d");
  buffer_str(&text, ")\n");
  compile_text_in_time(true);
}
END_TEST

/* A register's number has 16 bits. */
START_TEST(more_values_than_registers) {
  enum { TOO_MANY = 70000 };
  if (SECONDS > 60) return; /* minutes under the sanitizer of threads, of which there is one */
  REPEAT(TOO_MANY, "measure m%d = n + %d\n");
  compile_text_in_time(false);
  ck_assert_uint_eq(first_code, E_PROGRAM_TOO_LARGE);
}
END_TEST

START_TEST(a_very_long_line) {
  REPEAT(MANY, "measure m%d = n in (1, 2, 3, 4, 5, 6, 7, 8, %d) ");
  compile_text_in_time(true);
}
END_TEST

START_TEST(many_unknown_names) {
  REPEAT(MANY, "measure m%d = other%d + 1\n");
  compile_text_in_time(false);
}
END_TEST

START_TEST(many_slips) {
  REPEAT(MANY, "measure m%d = (n + %d\n");
  compile_text_in_time(false);
}
END_TEST

START_TEST(many_mistakes_on_one_line) {
  REPEAT(MANY, "measure m%d = n + id ");
  compile_text_in_time(false);
}
END_TEST

START_TEST(one_name_for_all) {
  REPEAT(MANY, "measure m = n + %d\nentity e { id: key text }\n");
  compile_text_in_time(false);
}
END_TEST

START_TEST(a_circle_of_all) {
  for (int i = 0; i < MANY; i++) buffer_printf(&text, "measure m%d = m%d + 1\n", i, (i + 1) % MANY);
  compile_text_in_time(false);
}
END_TEST

START_TEST(definitions_that_double) {
  buffer_str(&text, "define d0(x: number) = x + 1\n");
  for (int i = 1; i < 60; i++)
    buffer_printf(&text, "define d%d(x: number) = d%d(x) + d%d(x)\n", i, i - 1, i - 1);
  buffer_str(&text, "measure a = d59(n)\n");
  compile_text_in_time(false);
}
END_TEST

START_TEST(a_sum_of_all) {
  buffer_str(&text, "measure a = n");
  for (int i = 0; i < 10 * MANY; i++) buffer_str(&text, " + n");
  compile_text_in_time(false);
}
END_TEST

START_TEST(ten_megabytes_of_blanks) {
  buffer_repeat(&text, ' ', 10 << 20);
  for (int i = 0; i < 1 << 20; i++) buffer_str(&text, "\n# nothing");
  compile_text_in_time(true);
}
END_TEST

#pragma GCC diagnostic pop

UNIT_MAIN(begin, end, many_declarations, many_aggregates, a_long_chain_of_measures,
          a_chain_that_is_too_long, many_segments, many_bands, many_entities,
          many_fields_and_members, more_values_than_registers, a_very_long_line, many_unknown_names,
          many_slips, many_mistakes_on_one_line, one_name_for_all, a_circle_of_all,
          definitions_that_double, a_sum_of_all, ten_megabytes_of_blanks)
