/* test_csv_open.c - what is said of a source that cannot be read, and of headers. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "read_case.h"
#include "support/unit.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

typedef struct Case {
  const char *fields, *csv, *diag;
} Case;

static const char PLAIN[] = "id: key text; revenue: money; owner: text unused";

static void refused(const Case *test) {
  ReadCase c = read_case(arena, test->fields);
  ck_assert_ptr_null(read_case_text(&c, text_of(test->csv)));
  ck_assert_str_eq(read_case_diag(&c), test->diag);
}

START_TEST(sources_without_a_header) {
  static const Case CASES[] = {
      {PLAIN, "",
       "E0802 accounts.csv is empty\nhelp: the first row holds the names of the columns"},
      {PLAIN, "\n\r\n",
       "E0802 accounts.csv is empty\nhelp: the first row holds the names of the columns"},
      {PLAIN, "\xff\xfei\0d\0",
       "E0803 accounts.csv is encoded in UTF-16\n"
       "help: convert it to UTF-8: `iconv -f UTF-16 -t UTF-8 accounts.csv`"},
      {PLAIN, "id,\"revenue\nA,1\nB,2\n",
       "E0804 accounts.csv has a quote in its header that is never closed"},
  };
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) refused(&CASES[i]);
  ReadCase c = read_case(arena, PLAIN);
  ck_assert_ptr_null(read_case_text(&c, (Text){"i\0d\0,\0x\0\n\0", 10}));
  ck_assert_str_eq(read_case_diag(&c),
                   "E0804 accounts.csv has a NUL byte in its header\n"
                   "note: it may be encoded in UTF-16, or be no CSV file at all");
}
END_TEST

START_TEST(columns_that_are_missing) {
  static const Case CASES[] = {
      {PLAIN, "id,revenues,\"x \"\"y\"\"\"\n",
       "E0805 accounts.csv has no column `revenue`\n"
       "note: the header has `id`, `revenues`, `x \"y\"`\n"
       "help: did you mean `revenues`? Write `from \"revenues\"` after the type of "
       "account.revenue"},
      {"id: key text; size: integer from=Number_of_Employees", "id,size\n",
       "E0805 accounts.csv has no column `Number of Employees`\n"
       "note: the header has `id`, `size`\n"
       "help: name the column with `from \"...\"` after the type of account.size"},
      {"id: key text; parent: ref=program", "id\n",
       "E0805 accounts.csv has no column `parent`\n"
       "note: the header has `id`\n"
       "help: name the column with `from \"...\"` after the type of account.parent"},
  };
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) refused(&CASES[i]);
}
END_TEST

START_TEST(columns_that_match_twice) {
  static const Case CASES[] = {
      {PLAIN, "id,revenue,revenue\n",
       "E0806 accounts.csv has several columns for account.revenue\n"
       "note: `revenue` matches `revenue` (column 2), `revenue` (column 3)\n"
       "help: rename one of the columns"},
      {PLAIN, "id,Revenue,RE_VENUE\n",
       "E0806 accounts.csv has several columns for account.revenue\n"
       "note: `revenue` matches `Revenue` (column 2), `RE_VENUE` (column 3)\n"
       "help: write the header exactly, with `from \"...\"`"},
  };
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) refused(&CASES[i]);
}
END_TEST

START_TEST(every_missing_column_is_reported) {
  ReadCase c = read_case(arena, "id: key text; a: text; b: text");
  ck_assert_ptr_null(read_case_text(&c, TEXT("x\n")));
  ck_assert_uint_eq(diag_count(c.diags), 3);
}
END_TEST

START_TEST(beyond_twenty_they_are_counted) {
  Buffer fields = buffer_in(arena);
  buffer_str(&fields, "id: key text");
  for (int i = 0; i < 25; i++) buffer_printf(&fields, "; f%d: text", i);
  buffer_char(&fields, '\0');
  ReadCase c = read_case(arena, fields.data);
  ck_assert_ptr_null(read_case_text(&c, TEXT("id\n")));
  ck_assert_uint_eq(diag_count(c.diags), 20);
  const Diag *last = diag_at(c.diags, 19);
  ck_assert(text_equal(last->notes.at[last->notes.count - 1], TEXT("so it is with 5 more fields")));
}
END_TEST

START_TEST(headers_match_loosely) {
  static const struct {
    const char *fields, *header;
  } CASES[] = {
      {"account_id: key text; revenue: money", "Account ID,REVENUE"},
      {"id: key text; revenue: money from=Annual_Revenue", "id,annual_revenue"},
      {"id: key text; revenue: money", "id,revenue,Revenue"}, /* the exact one */
      {"id: key text; revenue: money", " id , revenue "},
      {"id: key text; revenue: money; owner: text unused", "id,revenue,owner,owner"},
      {"id: key text; revenue: money; owner: text unused", "id,revenue"},
  };
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    ReadCase c = read_case(arena, CASES[i].fields);
    const char *csv = arena_printf(arena, "%s\nA,5,6,7\n", CASES[i].header);
    ck_assert_msg(read_case_text(&c, text_of(csv)) != NULL, "%s", read_case_diag(&c));
    if (c.tables[c.entity]->rows) ck_assert_str_eq(read_case_rows(&c, c.entity), "A 5|");
  }
}
END_TEST

START_TEST(all_columns_wants_all_columns) {
  ReadCase c = read_case(arena, PLAIN);
  c.all_columns = true;
  ck_assert_ptr_null(read_case_text(&c, TEXT("id,revenue\n")));
  ck_assert(text_starts(text_of(read_case_diag(&c)), TEXT("E0805 ")));
}
END_TEST

START_TEST(many_headers_are_cut_short) {
  ReadCase c = read_case(arena, "zz: integer");
  Buffer csv = buffer_in(arena);
  for (int i = 0; i < 100; i++) buffer_printf(&csv, "%sc%d", i ? "," : "", i);
  buffer_char(&csv, '\n');
  ck_assert_ptr_null(read_case_text(&c, buffer_view(&csv)));
  ck_assert(text_contains(text_of(read_case_diag(&c)), TEXT("`c39` and 60 more\n")));
}
END_TEST

/* ---- Files ---- */

static Reader *open_path(ReadCase *c, const char *path) {
  const ReadRequest request = {
      .image = c->image, .entity = c->entity, .path = path, .keep_keys = true, .tables = c->tables};
  return reader_open(arena, &request, c->log, c->diags);
}

START_TEST(files_that_cannot_be_read) {
  ReadCase c = read_case(arena, PLAIN);
  ck_assert_ptr_null(open_path(&c, "/nonexistent/accounts.csv"));
  ck_assert_str_eq(read_case_diag(&c),
                   "E0801 /nonexistent/accounts.csv cannot be read: there is no such file");
  c = read_case(arena, PLAIN);
  ck_assert_ptr_null(open_path(&c, "/tmp"));
  ck_assert_str_eq(read_case_diag(&c), "E0801 /tmp cannot be read: it is a folder");
}
END_TEST

START_TEST(files_are_read) {
  char path[] = "/tmp/strata-read-XXXXXX";
  const int file = mkstemp(path);
  ck_assert_int_ge(file, 0);
  static const char csv[] = "id,revenue\nA,5\nB,6\n";
  ck_assert_int_eq(write(file, csv, sizeof csv - 1), sizeof csv - 1);
  ck_assert_int_eq(close(file), 0);
  ReadCase c = read_case(arena, PLAIN);
  Reader *reader = open_path(&c, path);
  ck_assert_ptr_nonnull(reader);
  ck_assert_uint_eq(reader_next(reader, 1), 1);
  ck_assert(!reader_done(reader));
  ck_assert_uint_eq(reader_next(reader, 10), 1);
  ck_assert(reader_done(reader));
  ck_assert_uint_eq(reader_next(reader, 10), 0);
  reader_close(reader);
  ck_assert_str_eq(read_case_rows(&c, c.entity), "A 5|B 6|");
  ck_assert(text_equal(c.tables[c.entity]->source, text_of(path)));
  unlink(path);
}
END_TEST

/* A pipe gives what it has, a few bytes at a time. */
START_TEST(pipes_are_read) {
  int ends[2];
  ck_assert_int_eq(pipe(ends), 0);
  if (fork() == 0) {
    static const char csv[] = "id,revenue\r\nA,5\r\nB,6\r\n";
    close(ends[0]);
    for (size_t i = 0; i < sizeof csv - 1; i++)
      if (write(ends[1], csv + i, 1) != 1) _exit(1);
    _exit(0);
  }
  close(ends[1]);
  ReadCase c = read_case(arena, PLAIN);
  const char *path = arena_printf(arena, "/dev/fd/%d", ends[0]);
  Reader *reader = open_path(&c, path);
  ck_assert_msg(reader != NULL, "%s", read_case_diag(&c));
  ck_assert_uint_eq(reader_next(reader, 10), 2);
  uint64_t done, total;
  reader_progress(reader, &done, &total);
  ck_assert_uint_eq(done, 22);
  ck_assert_uint_eq(total, 0);
  close(ends[0]);
}
END_TEST

/* Whichever request fails, the reading ends without a crash and the file is closed. */
START_TEST(memory_may_run_out_anywhere) {
  char path[] = "/tmp/strata-read-XXXXXX";
  const int file = mkstemp(path);
  static const char csv[] = "id,revenue,parent\nA,5,B\nB,\"x\"\"y\",C\nA,1,\nC,\"2\n";
  ck_assert_int_eq(write(file, csv, sizeof csv - 1), sizeof csv - 1);
  volatile bool whole = false;
  volatile uint64_t fail_at = 0;
  while (!whole) {
    fail_at++;
    Arena *own = arena_new(&(ArenaOptions){.fail_at = fail_at});
    if (ARENA_TRY(own)) {
      ReadCase c = read_case(own, "id: key text; revenue: money; parent: ref=account");
      const ReadRequest request = {.image = c.image,
                                   .entity = c.entity,
                                   .path = path,
                                   .keep_keys = true,
                                   .tables = c.tables};
      Reader *reader = reader_open(own, &request, c.log, c.diags);
      ck_assert_ptr_nonnull(reader);
      ck_assert_uint_eq(reader_next(reader, 10), 2);
      reader_link(reader);
      whole = true;
    }
    arena_free(own);
    const int again = open(path, O_RDONLY);
    ck_assert_int_eq(again, file + 1); /* the lowest free one */
    close(again);
  }
  ck_assert_uint_gt(fail_at, 20);
  close(file);
  unlink(path);
}
END_TEST

UNIT_MAIN(setup, teardown, sources_without_a_header, columns_that_are_missing,
          columns_that_match_twice, every_missing_column_is_reported,
          beyond_twenty_they_are_counted, headers_match_loosely, all_columns_wants_all_columns,
          many_headers_are_cut_short, files_that_cannot_be_read, files_are_read, pipes_are_read,
          memory_may_run_out_anywhere)
