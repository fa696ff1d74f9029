/* test_csv_read.c - what becomes of a CSV file: its rows, and what is said about it. */
#include <string.h>

#include "read_case.h"
#include "support/unit.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

typedef struct Case {
  const char *fields, *csv, *rows, *findings;
} Case;

static const char KEYED[] = "id: key text; n: integer low=0 high=10; note: text";

static void check(const Case *test) {
  /* However many rows a call takes, nothing differs. */
  for (size_t step = 0; step < 4; step++) {
    ReadCase c = read_case(arena, test->fields);
    c.step = step;
    Reader *reader = read_case_text(&c, text_of(test->csv));
    ck_assert_msg(reader != NULL, "%s", read_case_diag(&c));
    ck_assert(reader_done(reader));
    ck_assert(c.tables[c.entity]->complete);
    ck_assert_str_eq(read_case_rows(&c, c.entity), test->rows);
    ck_assert_str_eq(read_case_findings(&c), test->findings);
  }
}

#define CHECK_ALL(cases)                                                                           \
  for (size_t i = 0; i < sizeof(cases) / sizeof *(cases); i++) check(&(cases)[i])

START_TEST(reads_rows) {
  static const Case CASES[] = {
      {KEYED, "id,n,note\nA,1,x\nB,2,y\n", "A 1 x|B 2 y|", ""},
      {KEYED, "id,n,note\r\nA,1,x\r\nB,2,y", "A 1 x|B 2 y|", ""},
      {KEYED, "id,n,note\rA,1,x\rB,2,y\r", "A 1 x|B 2 y|", ""},
      {KEYED, "\xef\xbb\xbfid,n,note\nA,1,x\n", "A 1 x|", ""},
      {KEYED, "\nid,n,note\n\n  \nA,1,x\n\n", "A 1 x|", ""},
      {KEYED, "id,n,note\n", "", ""},
      {KEYED, "id,n,note", "", ""},
      {KEYED, "note,zzz,n,id\nx,?,1,A\n", "A 1 x|", ""},
      {KEYED, "id;n;note\nA;1;x,y\n", "A 1 x,y|", ""},
      {KEYED, "id\tn\tnote\nA\t1\tx;y, z\n", "A 1 x;y, z|", ""},
      {KEYED, "sep=;\r\nid;n;note\r\nA;11;x\r\n", "A - x|",
       "F0202 3:2 `11` is out of the range 0..10\n"},
      {KEYED, "id,n,note,\nA,1,x,\nB,2,y\n", "A 1 x|B 2 y|", ""},
      {KEYED, "id,n,note\n\"A\",\"1\",\"x \"\"y\"\"\nz\"\n", "A 1 x \"y\"\nz|", ""},
      {KEYED, "id,n,note\n A , 1 , x \n", "A 1  x |", ""},
      {KEYED, "id,n,note\nA,,\nB,\"\",\" \"\n", "A - -|B - -|", ""},
      {"n: integer", "n\n1\n\"\"\n2\n", "1|-|2|", ""},
  };
  CHECK_ALL(CASES);
}
END_TEST

START_TEST(leaves_rows_out_with_a_word) {
  static const Case CASES[] = {
      {KEYED, "id,n,note\nA,1,x,9\nB,2,y\n", "B 2 y|",
       "F0208 2:0 the row has 4 cells, the header has 3; the row is left out\n"},
      {KEYED, "id,n,note\nA,1\nB\n", "A 1 -|B - -|",
       "F0209 2:0 the row has 2 cells, the header has 3; the rest is missing\n"
       "F0209 3:0 the row has 1 cell, the header has 3; the rest is missing\n"},
      {KEYED, "id,n,note\n,1,x\n\" \",2\n", "",
       "F0207 2:0 the row has no `id`; it is left out\n"
       "F0207 3:0 the row has no `id`; it is left out\n"},
      {KEYED, "id,n,note\nA,1,x\nB,2,y\nA,3,z\n A,4,z\n", "A 1 x|B 2 y|",
       "F0205 4:1 the key `A` stands on an earlier row already; this row is left out\n"
       "F0205 5:1 the key `A` stands on an earlier row already; this row is left out\n"},
      {KEYED, "id,n,note\nA,1,\"x\nB,2,y\nC,3,z\n", "B 2 y|C 3 z|",
       "F0211 2:3 the quote that opens here is never closed; the row is left out, and reading goes "
       "on with the next line\n"},
      {KEYED, "id,n,note\nA\xff,1,x\n\"B\"b,2,y\n", "",
       "F0207 2:0 the row's `id` holds bytes that are not UTF-8; it is left out\n"
       "F0207 3:0 the row's `id` has text behind its closing quote; it is left out\n"},
      {"n: integer; note: text", "n,note\n1\n1,2,3\n", "1 -|",
       "F0209 2:0 the row has 1 cell, the header has 2; the rest is missing\n"
       "F0208 3:0 the row has 3 cells, the header has 2; the row is left out\n"},
  };
  CHECK_ALL(CASES);
}
END_TEST

START_TEST(finds_bad_cells) {
  static const Case CASES[] = {
      {KEYED, "id,n,note\nA,x,y\nB,11,\nC,1.5,\n", "A - y|B - -|C - -|",
       "F0201 2:2 `x` is not a number\n"
       "F0202 3:2 `11` is out of the range 0..10\n"
       "F0201 4:2 `1.5` is not a whole number\n"},
      {"id: key text; r: enum=emea|amer", "id,r\nA,emaa\nB,EMEA\nC,zzzzz\nD,\"em\nea\"\n",
       "A -|B -|C -|D -|",
       "F0203 2:2 `emaa` is not a member of account.r; did you mean `emea`?\n"
       "F0203 3:2 `EMEA` is not a member of account.r; did you mean `emea`?\n"
       "F0203 4:2 `zzzzz` is not a member of account.r\n"
       "F0203 5:2 `em\\nea` is not a member of account.r; did you mean `emea`?\n"},
      /* The line is the one on which the cell begins. */
      {"note: text; n: integer", "note,n\n\"a\n\nb\",x\n\"c\",y\n", "a\n\nb -|c -|",
       "F0201 4:2 `x` is not a number\nF0201 5:2 `y` is not a number\n"},
      {"n: integer required", "n,m\n,1\n \t,2\n5,3\n", "-|-|5|",
       "F0206 2:1 `n` is required and empty\nF0206 3:1 `n` is required and empty\n"},
      {"n: integer required; m: integer", "m,n\n7\n", "- 7|",
       "F0209 2:0 the row has 1 cell, the header has 2; the rest is missing\n"
       "F0206 2:2 `n` is required and empty\n"},
      {"t: text; u: text", "t,u\n\"a\"b,c\n", "- c|",
       "F0201 2:1 `\"a\"b` has text behind its closing quote\n"},
      {"t: text; u: text", "t,u\na\xe4,b\n", "- b|",
       "F0210 2:1 `a\\xE4` holds bytes that are not UTF-8\n"},
      {"n: integer", "n\n99999999999999999999\n", "-|",
       "F0213 2:1 `99999999999999999999` is too large for its type\n"},
      {"n: integer; m: integer unused", "n,m\n1,x\n", "1|", ""},
  };
  CHECK_ALL(CASES);
}
END_TEST

START_TEST(a_nul_byte_is_found) {
  ReadCase c = read_case(arena, "t: text; n: integer");
  static const char csv[] = "t,n\na\0b,1\nc,2\0\n";
  read_case_text(&c, (Text){csv, sizeof csv - 1});
  ck_assert_str_eq(read_case_rows(&c, c.entity), "- 1|c -|");
  ck_assert_uint_eq(c.log->findings.count, 2);
  ck_assert_uint_eq(c.log->findings.at[0].kind, FINDING_BAD_BYTES);
  ck_assert_uint_eq(c.log->findings.at[1].kind, FINDING_BAD_BYTES);
}
END_TEST

START_TEST(only_used_columns_are_checked_unless_asked) {
  static const char fields[] = "id: key text; n: integer unused; m: integer unused";
  ReadCase c = read_case(arena, fields);
  ck_assert_ptr_nonnull(read_case_text(&c, TEXT("id,n\nA,x\n")));
  ck_assert_str_eq(read_case_findings(&c), "");
  c = read_case(arena, fields);
  c.all_columns = true;
  read_case_text(&c, TEXT("id,n,m\nA,x,1\n"));
  ck_assert_str_eq(read_case_findings(&c), "F0201 2:2 `x` is not a number\n");
  ck_assert_str_eq(read_case_rows(&c, c.entity), "A|");
}
END_TEST

START_TEST(lines_are_where_rows_begin) {
  ReadCase c = read_case(arena, "id: key text; t: text");
  read_case_text(&c, TEXT("id,t\r\nA,\"x\r\ny\"\r\n\r\nB,z\rC,\"\n\r\n\"\nD,\n"));
  const uint32_t *line = c.tables[c.entity]->line;
  ck_assert_uint_eq(c.tables[c.entity]->rows, 4);
  ck_assert_uint_eq(line[0], 2);
  ck_assert_uint_eq(line[1], 5);
  ck_assert_uint_eq(line[2], 6);
  ck_assert_uint_eq(line[3], 9);
}
END_TEST

START_TEST(a_finding_names_its_row_and_source) {
  ReadCase c = read_case(arena, KEYED);
  read_case_text(&c, TEXT("id,n,note\nA,1,\nB,99,\n"));
  ck_assert_uint_eq(c.log->findings.count, 1);
  const DataFinding *finding = &c.log->findings.at[0];
  ck_assert(text_equal(finding->key, TEXT("B")));
  ck_assert(text_equal(finding->source, TEXT("accounts.csv")));
  ck_assert_uint_eq(finding->entity, c.entity);
  ck_assert_uint_eq(finding->field, 1);
  ck_assert(text_equal(c.tables[c.entity]->source, TEXT("accounts.csv")));
}
END_TEST

START_TEST(many_findings_are_counted) {
  ReadCase c = read_case(arena, "n: integer; m: money");
  Buffer csv = buffer_in(arena);
  buffer_str(&csv, "n,m\n");
  for (int i = 0; i < 5000; i++) buffer_printf(&csv, "x%d,1.23456\n", i);
  read_case_text(&c, buffer_view(&csv));
  ck_assert_uint_eq(c.log->findings.count, 20);
  ck_assert(text_starts(c.log->findings.at[19].text, TEXT("`x19` ")));
  ck_assert_uint_eq(c.log->counts.count, 2);
  ck_assert_uint_eq(c.log->counts.at[0].kind, FINDING_BAD_CELL);
  ck_assert_uint_eq(c.log->counts.at[0].count, 5000);
  ck_assert_uint_eq(c.log->counts.at[1].kind, FINDING_CELLS_ROUNDED);
  ck_assert_uint_eq(c.log->counts.at[1].field, 1);
  ck_assert_uint_eq(c.log->counts.at[1].count, 5000);
}
END_TEST

/* Two ways to be bad, in turn: the first two of all are given, whatever a call takes. */
START_TEST(the_findings_in_full_do_not_depend_on_the_step) {
  for (size_t step = 0; step < 5; step++) {
    ReadCase c = read_case(arena, "n: integer");
    c.step = step;
    c.log->limit = 2;
    read_case_text(&c, TEXT("n\nx\n\"1\"y\n2\nz\n\"3\"q\n"));
    ck_assert_str_eq(read_case_findings(&c),
                     "F0201 2:1 `x` is not a number\n"
                     "F0201 3:1 `\"1\"y` has text behind its closing quote\n");
    ck_assert_uint_eq(c.log->counts.at[0].count, 4);
  }
}
END_TEST

START_TEST(long_and_strange_cells_are_quoted_for_people) {
  ReadCase c = read_case(arena, "n: integer");
  Buffer csv = buffer_in(arena);
  buffer_str(&csv, "n\n\x1b[31m\n");
  for (int i = 0; i < 100; i++) buffer_str(&csv, "ä");
  buffer_str(&csv, "\n");
  read_case_text(&c, buffer_view(&csv));
  ck_assert_uint_eq(c.log->findings.count, 2);
  ck_assert_ptr_null(memchr(c.log->findings.at[0].text.at, '\x1b', c.log->findings.at[0].text.len));
  ck_assert(text_contains(c.log->findings.at[1].text, TEXT("ä…` is not a number")));
  ck_assert_uint_eq(text_utf8_check(c.log->findings.at[1].text), c.log->findings.at[1].text.len);
}
END_TEST

START_TEST(large_cells_and_blocks_are_read) {
  ReadCase c = read_case(arena, "id: key text; note: text; n: integer");
  Buffer csv = buffer_in(arena);
  enum { ROWS = 40000, LARGE = 10 << 20 };
  buffer_str(&csv, "id,note,n\n");
  for (int i = 0; i < ROWS; i++) {
    buffer_printf(&csv, "K%d,\"a \"\"b\"\"%s c\",%d\r\n", i, i % 7 ? "" : "\n", i);
    if (i != ROWS / 2) continue;
    buffer_str(&csv, "large,\"");
    buffer_repeat(&csv, 'x', LARGE);
    buffer_str(&csv, "\"\"\n,\",5\n");
  }
  Reader *reader = read_case_text(&c, buffer_view(&csv));
  const Table *table = c.tables[c.entity];
  uint64_t done, total;
  reader_progress(reader, &done, &total);
  ck_assert_uint_eq(done, csv.len);
  ck_assert_uint_eq(total, csv.len);
  ck_assert_str_eq(read_case_findings(&c), "");
  ck_assert_uint_eq(table->rows, ROWS + 1);
  ck_assert_uint_eq(data_slot(c.tables[c.entity], "note")->text[ROWS / 2 + 1].len, LARGE + 3);
  for (size_t i = 0; i < table->rows; i++) {
    const size_t number = i > ROWS / 2 ? i - 1 : i;
    if (i == ROWS / 2 + 1) continue;
    ck_assert_int_eq(data_slot(c.tables[c.entity], "n")->i64[i], (int64_t)number);
    const Text note = data_slot(c.tables[c.entity], "note")->text[i];
    ck_assert(text_equal(note, number % 7 ? TEXT("a \"b\" c") : TEXT("a \"b\"\n c")));
  }
  ck_assert_uint_eq(table->line[1], 4);
}
END_TEST

/* A quote that does not close within 64 MiB is given up there, not at the end of the file. */
START_TEST(a_stray_quote_costs_one_row_of_a_large_file) {
  ReadCase c = read_case(arena, "id: key text; note: text");
  Buffer csv = buffer_in(arena);
  enum { ROWS = 80, LARGE = 1 << 20 };
  buffer_str(&csv, "id,note\nfirst,\"5 pipe\n");
  for (int i = 0; i < ROWS; i++) {
    buffer_printf(&csv, "K%d,", i);
    buffer_repeat(&csv, 'x', LARGE);
    buffer_char(&csv, '\n');
  }
  read_case_text(&c, buffer_view(&csv));
  ck_assert_uint_eq(c.tables[c.entity]->rows, ROWS);
  ck_assert_uint_eq(c.tables[c.entity]->line[ROWS - 1], ROWS + 2);
  ck_assert_str_eq(read_case_findings(&c),
                   "F0211 2:2 the quote that opens here is never closed; the row is left out, and "
                   "reading goes on with the next line\n");
}
END_TEST

START_TEST(a_row_without_end_is_refused) {
  ReadCase c = read_case(arena, "id: text");
  Buffer csv = buffer_in(arena);
  buffer_str(&csv, "id\nA\n");
  buffer_repeat(&csv, 'x', ((size_t)64 << 20) + 10);
  Reader *reader = read_case_text(&c, buffer_view(&csv));
  ck_assert(!reader_done(reader));
  ck_assert(!c.tables[c.entity]->complete);
  ck_assert_str_eq(read_case_diag(&c),
                   "E0807 accounts.csv has a row of more than 64 MiB, on line 3");
}
END_TEST

/* One window of rows at a time: texts of the earlier one may go, keys and lines go on. */
START_TEST(windows_go_on) {
  ReadCase c = read_case(arena, "id: key text; note: text");
  Buffer csv = buffer_in(arena);
  buffer_str(&csv, "id,note\n");
  for (int i = 0; i < 3000; i++) buffer_printf(&csv, "K%d,note %d\n", i, i);
  buffer_str(&csv, "K5,again\n");
  Reader *reader = read_case_open(&c, buffer_view(&csv));
  Table *table = c.tables[c.entity];
  size_t seen = 0, got;
  while ((got = reader_next(reader, 100)) > 0) {
    for (size_t i = 0; i < got; i++, seen++) {
      const char *note = arena_printf(arena, "note %zu", seen);
      ck_assert(text_equal(data_slot(table, "note")->text[i], text_of(note)));
      ck_assert_uint_eq(table->line[i], seen + 2);
    }
    table->first += table->rows;
    table->rows = 0;
  }
  ck_assert_uint_eq(seen, 3000);
  ck_assert_uint_le(table->capacity, 2048);
  ck_assert_str_eq(read_case_findings(&c),
                   "F0205 3002:1 the key `K5` stands on an earlier row already; this row is left "
                   "out\n");
}
END_TEST

UNIT_MAIN(setup, teardown, reads_rows, leaves_rows_out_with_a_word, finds_bad_cells,
          a_nul_byte_is_found, only_used_columns_are_checked_unless_asked,
          lines_are_where_rows_begin, a_finding_names_its_row_and_source, many_findings_are_counted,
          the_findings_in_full_do_not_depend_on_the_step,
          long_and_strange_cells_are_quoted_for_people, large_cells_and_blocks_are_read,
          a_stray_quote_costs_one_row_of_a_large_file, a_row_without_end_is_refused, windows_go_on)
