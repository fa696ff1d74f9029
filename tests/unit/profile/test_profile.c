/* test_profile.c - tables of all sizes, and what they are taken for. tests/golden/init has the
 * cases that a person reads. */
#include "profile/profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "profile/shape.h"
#include "support/unit.h"

static Arena *arena;
static DiagSink *diags;
static char path[64];
static const volatile int running = 0;

static void setup(void) {
  arena = arena_new(NULL);
  diags = diag_sink_new(arena);
  strcpy(path, "/tmp/strata-profile-XXXXXX");
  close(mkstemp(path));
}

static void teardown(void) {
  unlink(path);
  arena_free(arena);
}

static TableProfile *profile_of(Text content) {
  const char *why;
  ck_assert(file_write(path, content, &why));
  return profile_read(arena, path, diags, &running);
}

static bool nothing_is_reserved(Text word) {
  (void)word;
  return false;
}

/* The field that a column of one table becomes: its line of the rule file. */
static const char *field_of(const char *name, Text content) {
  TableProfile *table = profile_of(content);
  ck_assert_ptr_nonnull(table);
  Buffer out = buffer_in(arena);
  shape_write(&out, shape_decide(arena, &table, 1), TEXT("t"), nothing_is_reserved);
  const char *start = strstr(out.data, arena_printf(arena, "\n%s: ", name));
  ck_assert_msg(start != NULL, "no %s in\n%s", name, out.data);
  const char *end = strchr(start + 1, '\n');
  return arena_copy(arena, start + 1, (size_t)(end - start - 1));
}

#define ck_field(name, content, wanted) ck_assert_str_eq(field_of(name, TEXT(content)), wanted)

START_TEST(reads_tables_of_many_blocks) {
  enum { ROWS = 120000 };
  Buffer content = buffer_in(arena);
  buffer_str(&content, "id,amount,\"a name\"\r\n");
  for (int i = 0; i < ROWS; i++)
    buffer_printf(&content, "K%06d,%d,\"row,\n%d\"%s", i, i % 1000, i % 7,
                  i + 1 < ROWS ? "\r\n" : "");
  const TableProfile *table = profile_of(buffer_view(&content));
  ck_assert_ptr_nonnull(table);
  ck_assert_uint_eq(table->rows, ROWS);
  ck_assert_uint_eq(table->column_count, 3);
  ck_assert_uint_eq(table->columns[0].values.count, ROWS);
  ck_assert_uint_eq(table->columns[1].values.count, 1000);
  ck_assert_uint_eq(table->columns[1].values.values.at[999].count, ROWS / 1000);
  ck_assert_uint_eq(table->columns[2].values.count, 7);
  ck_assert_uint_eq(table->columns[2].values.values.at[1].line, 4);
  ck_assert(profile_fits(&table->columns[1], FORM_INTEGER));
  ck_assert(table->columns[1].form[FORM_INTEGER].high == 999);
  ck_assert(!profile_fits(&table->columns[0], FORM_INTEGER));
}
END_TEST

START_TEST(waits_for_a_row_of_many_blocks) {
  Buffer content = buffer_in(arena);
  buffer_str(&content, "id,note\n1,\"");
  buffer_repeat(&content, 'x', 3 << 20);
  buffer_str(&content, "\"\n2,y\n");
  const TableProfile *table = profile_of(buffer_view(&content));
  ck_assert_ptr_nonnull(table);
  ck_assert_uint_eq(table->rows, 2);
  ck_assert_uint_eq(table->columns[1].longest, 3 << 20);
}
END_TEST

START_TEST(stops_when_it_is_told_to) {
  static const volatile int stopped = 1;
  const char *why;
  ck_assert(file_write(path, TEXT("id\n1\n"), &why));
  ck_assert_ptr_null(profile_read(arena, path, diags, &stopped));
  ck_assert_uint_eq(diag_errors(diags), 1);
}
END_TEST

START_TEST(tolerates_few_cells_that_do_not_fit) {
  Buffer content = buffer_in(arena);
  buffer_str(&content, "a,b\n");
  for (int i = 0; i < 40; i++)
    buffer_printf(&content, "%s,%s\n", i == 9 ? "-" : "3.5", i < 3 ? "?" : "7");
  ck_assert_str_eq(field_of("a", buffer_view(&content)), "a: number 0..  # 3.5 to 3.5");
  ck_assert_str_eq(field_of("b", buffer_view(&content)),
                   "b: one of (\"?\" as value_1, \"7\" as _7)");
}
END_TEST

START_TEST(tells_codes_from_numbers) {
  ck_field("a", "a,b\n007,1\n012,1\n007,1\n", "a: text  # 2 different");
  ck_field("zip", "x,zip\nq,10115\nr,20095\nr,10115\n", "zip: text  # 2 different");
  ck_field("a", "a,b\n0,1\n12,1\n0,1\n", "a: integer 0..  # 0 to 12");
  ck_field("a", "a,b\n99999999999999999999,1\n99999999999999999999,2\n",
           "a: number 0..  # 1e+20 to 1e+20");
}
END_TEST

START_TEST(tells_a_decimal_comma_by_what_only_it_can_be) {
  ck_field("a", "a;b\n1.234,5;1\n0,25;1\n12;1\n", "a: number(comma) 0..  # 0.25 to 1234.5");
  ck_field("a", "a;b\n0.125;1\n0.250;2\n0.125;2\n", "a: number 0..  # 0.125 to 0.25");
  ck_field("a", "a;b\n1.234 EUR;1\n2.345 EUR;2\n1.234 EUR;2\n",
           "a: money(EUR, comma) 0..  # 1234 to 2345");
  ck_field("a", "a\tb\n1,234 \xE2\x82\xAC\t1\n2,345 \xE2\x82\xAC\t2\n1,234 \xE2\x82\xAC\t2\n",
           "a: money(EUR) 0..  # 1234 to 2345");
}
END_TEST

START_TEST(a_header_may_hold_years_but_no_data) {
  ck_assert_ptr_nonnull(profile_of(TEXT("account,2024,2025\nA,1,2\n")));
  ck_assert_ptr_null(profile_of(TEXT("A,1.5,2026-01-01\nB,2.5,2026-01-02\n")));
}
END_TEST

/* Every failing request for memory ends the operation, and nothing else. */
START_TEST(survives_every_failing_request) {
  const char *why;
  ck_assert(
      file_write(path,
                 TEXT("id,name,parent_id,placed,stage\n1,a,,01/02/2026,won\n2,b,1,02/02/2026,lost\n"
                      "3,c,9,03/02/2026,won\n4,d,1,04/02/2026,lost\n"),
                 &why));
  volatile uint64_t failed = 0;
  for (uint64_t n = 1;; n += 1 + n / 64) {
    Arena *weak = arena_new(&(ArenaOptions){.fail_at = n});
    if (!weak) continue;
    if (!ARENA_TRY(weak)) {
      failed++;
      arena_free(weak);
      continue;
    }
    TableProfile *table = profile_read(weak, path, diag_sink_new(weak), &running);
    Buffer out = buffer_in(weak);
    shape_write(&out, shape_decide(weak, &table, 1), TEXT("t"), nothing_is_reserved);
    ck_assert_ptr_nonnull(strstr(out.data, "stage: one of (won, lost)\n"));
    arena_free(weak);
    break;
  }
  ck_assert_uint_gt(failed, 50);
}
END_TEST

UNIT_MAIN(setup, teardown, reads_tables_of_many_blocks, waits_for_a_row_of_many_blocks,
          stops_when_it_is_told_to, tolerates_few_cells_that_do_not_fit, tells_codes_from_numbers,
          tells_a_decimal_comma_by_what_only_it_can_be, a_header_may_hold_years_but_no_data,
          survives_every_failing_request)
