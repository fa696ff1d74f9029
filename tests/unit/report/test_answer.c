/* test_answer.c - answers in all their forms, from rows made by hand. */
#include <string.h>

#include "engine/run_impl.h"
#include "report/answer_table.h"
#include "support/unit.h"
#include "support/vm_image.h"

enum { PROGRAM, ACCOUNT, GROUP, ENTITIES };
enum { KPI };

static Arena *arena;
static Image *image;
static Table *tables[ENTITIES];
static Run *run;
static Question question;
static AnswerView view;
static uint32_t name, revenue, status, low, high, where;

static const Type text_type = {.kind = TYPE_TEXT}, status_type = {.kind = TYPE_ENUM, .of = KPI},
                  number_type = {.kind = TYPE_INTEGER},
                  money_type = {.kind = TYPE_MONEY, .currency = "USD"};

static void add_column(const char *column, Type type, uint32_t from, uint32_t to) {
  *VEC_PUSH(arena, &question.columns) =
      (QuestionColumn){.name = text_of(column), .type = type, .low = from, .high = to};
}

static void add_status(void) {
  static EnumMember members[] = {{TEXT_INIT("green"), TEXT_INIT("green")},
                                 {TEXT_INIT("amber"), TEXT_INIT("amber")},
                                 {TEXT_INIT("red"), TEXT_INIT("=red")},
                                 {TEXT_INIT("waived"), TEXT_INIT("waived")},
                                 {TEXT_INIT("not_applicable"), TEXT_INIT("not_applicable")}};
  *VEC_PUSH(arena, &image->enums) = (EnumSchema){TEXT("kpi"), members, 5};
}

static void put(uint32_t slot, size_t row, Type type, int64_t value) {
  vector_set(&tables[ACCOUNT]->slot[slot], row, (Scalar){type, true, {.i = value}});
}

static void put_name(size_t row, const char *value) {
  vector_set(&tables[ACCOUNT]->slot[name], row,
             (Scalar){text_type, true, {.text = text_of(value)}});
}

/* Three accounts; of the last little is known. */
static void fill(void) {
  table_reserve(tables[ACCOUNT], 3);
  tables[ACCOUNT]->rows = 3;
  tables[ACCOUNT]->key = ARENA_ARRAY(arena, Text, 3);
  tables[ACCOUNT]->key[0] = TEXT("A1");
  tables[ACCOUNT]->key[1] = TEXT("A2");
  tables[ACCOUNT]->key[2] = TEXT("A3");
  put_name(0, "Alpha | Söhne, \"Nord\"");
  put_name(1, "東京 <b>\x1b[2J");
  put(revenue, 0, money_type, 60000000000);
  put(revenue, 1, money_type, 12345000);
  put(status, 0, status_type, KPI_RED);
  put(status, 1, status_type, KPI_GREEN);
  put(low, 0, number_type, 62);
  put(high, 0, number_type, 82);
  put(low, 1, number_type, 7);
  put(high, 1, number_type, 7);
}

static void setup(void) {
  static FieldSchema fields[] = {
      {.name = TEXT_INIT("id"), .type = {.kind = TYPE_TEXT}, .key = true, .slot = SCHEMA_NONE}};
  arena = arena_new(NULL);
  image = vm_image_new(arena);
  vm_image_entity(image, "account", true);
  image->entities.at[ACCOUNT].fields = fields;
  image->entities.at[ACCOUNT].field_count = 1;
  vm_image_entity(image, "account group", false);
  add_status();
  name = vm_image_slot(image, ACCOUNT, STORE_TEXT);
  revenue = vm_image_slot(image, ACCOUNT, STORE_I64);
  status = vm_image_slot(image, ACCOUNT, STORE_I32);
  low = vm_image_slot(image, ACCOUNT, STORE_I64);
  high = vm_image_slot(image, ACCOUNT, STORE_I64);
  where = vm_image_slot(image, ACCOUNT, STORE_TRUTH);
  for (uint32_t e = 0; e < ENTITIES; e++) tables[e] = table_new(arena, image, e);
  run = ARENA_NEW(arena, Run);
  run->arena = arena;
  run->image = image;
  run->tables = run->kept = tables;
  fill();
  question = (Question){.kind = QUESTION_SHOW,
                        .text = TEXT("show name"),
                        .image = image,
                        .entity = ACCOUNT,
                        .partition = SCHEMA_NONE,
                        .where = SCHEMA_NONE,
                        .condition = TEXT("on_time = red"),
                        .sort_low = SCHEMA_NONE,
                        .sort_high = SCHEMA_NONE,
                        .limit = UINT64_MAX};
  view = (AnswerView){0};
}
static void teardown(void) { arena_free(arena); }

static void add_all(void) {
  add_column("name", text_type, name, SCHEMA_NONE);
  add_column("revenue", money_type, revenue, SCHEMA_NONE);
  add_column("on_time", status_type, status, SCHEMA_NONE);
  add_column("points", number_type, low, high);
}

static AnswerRows rows_of(void) { return show_rows(arena, run, &question, NULL); }

static const char *answer(AnswerForm form, AnswerRows rows) {
  Buffer out = buffer_in(arena);
  view.form = form;
  answer_show(&out, run, &question, &rows, &view);
  return out.data;
}

static void expect(AnswerForm form, const char *wanted) {
  const char *got = answer(form, rows_of());
  ck_assert_msg(strcmp(got, wanted) == 0, "got:\n%s\nwanted:\n%s", got, wanted);
}

START_TEST(a_table) {
  add_all();
  expect(ANSWER_TABLE, "id  name                            revenue  on_time  points\n"
                       "──  ─────────────────────  ────────────────  ───────  ──────\n"
                       "A1  Alpha | Söhne, \"Nord\"  6,000,000.00 USD  red       62–82\n"
                       "A2  東京 <b>\\x1B[2J            1,234.50 USD  green         7\n"
                       "A3  ?                                     ?  ?             ?\n"
                       "3 rows\n");
}
END_TEST

START_TEST(cut_to_the_terminal) {
  add_all();
  view.width = 51;
  expect(ANSWER_TABLE, "id  name                   revenue  on_time  points\n"
                       "──  ────────────  ────────────────  ───────  ──────\n"
                       "A1  Alpha | Söh…  6,000,000.00 USD  red       62–82\n"
                       "A2  東京 <b>\\x1…      1,234.50 USD  green         7\n"
                       "A3  ?                            ?  ?             ?\n"
                       "3 rows\n");
}
END_TEST

START_TEST(lines_where_the_terminal_is_too_narrow) {
  add_column("revenue", money_type, revenue, SCHEMA_NONE);
  question.limit = 1;
  view.width = 12;
  expect(ANSWER_TABLE, "id       A1\n"
                       "revenue  6,000,000 USD\n"
                       "\n"
                       "1 of 3 rows\n");
}
END_TEST

START_TEST(headings_are_cut_before_numbers) {
  add_column("sum(revenue where tier = strategic)", money_type, revenue, SCHEMA_NONE);
  view.width = 17;
  view.ascii = true;
  question.limit = 1;
  expect(ANSWER_TABLE, "id  sum(revenue..\n"
                       "--  -------------\n"
                       "A1  6,000,000 USD\n"
                       "1 of 3 rows\n");
}
END_TEST

START_TEST(colours) {
  add_column("on_time", status_type, status, SCHEMA_NONE);
  view.colour = true;
  const char *got = answer(ANSWER_TABLE, rows_of());
  ck_assert_ptr_nonnull(strstr(got, "\x1b[1;31mred\x1b[0m"));
  ck_assert_ptr_nonnull(strstr(got, "\x1b[32mgreen\x1b[0m"));
  ck_assert_ptr_nonnull(strstr(got, "\x1b[36m?\x1b[0m"));
}
END_TEST

START_TEST(csv) {
  add_all();
  expect(ANSWER_CSV, "id,name,revenue,on_time,points,points.low,points.high\n"
                     "A1,\"Alpha | Söhne, \"\"Nord\"\"\",6000000,'=red,,62,82\n"
                     "A2,東京 <b>\x1b[2J,1234.5,green,7,7,7\n"
                     "A3,,,,,,\n");
}
END_TEST

/* On a terminal nothing of the data does more than stand there. */
START_TEST(csv_on_a_terminal) {
  add_column("name", text_type, name, SCHEMA_NONE);
  view.width = 80;
  expect(ANSWER_CSV, "id,name\nA1,\"Alpha | Söhne, \"\"Nord\"\"\"\nA2,東京 <b>\\x1B[2J\nA3,\n");
  put_name(1, "a\xc2\x9b"
              "2J");
  ck_assert_ptr_null(strstr(answer(ANSWER_JSON, rows_of()), "\xc2\x9b"));
  question.columns.at[0].name = TEXT("\x1b[2J");
  ck_assert_ptr_null(strchr(answer(ANSWER_CSV, rows_of()), '\x1b'));
}
END_TEST

START_TEST(json) {
  add_all();
  question.limit = 2;
  expect(
      ANSWER_JSON,
      "{\"schema\":1,\"question\":\"show name\",\"columns\":[{\"name\":\"id\",\"type\":\"text\"},"
      "{\"name\":\"name\",\"type\":\"text\"},"
      "{\"name\":\"revenue\",\"type\":\"money\",\"currency\":\"USD\"},"
      "{\"name\":\"on_time\",\"type\":\"one of\"},{\"name\":\"points\",\"type\":\"integer\"}],"
      "\"rows\":[\n"
      "{\"id\":\"A1\",\"name\":\"Alpha | Söhne, \\\"Nord\\\"\",\"revenue\":6000000,"
      "\"on_time\":\"=red\",\"points\":{\"low\":62,\"high\":82}},\n"
      "{\"id\":\"A2\",\"name\":\"東京 <b>\\u001B[2J\",\"revenue\":1234.5,"
      "\"on_time\":\"green\",\"points\":{\"low\":7,\"high\":7}}\n"
      "],\"all\":3,\"undecided\":0}\n");
}
END_TEST

START_TEST(json_lines) {
  add_column("points", number_type, low, high);
  expect(
      ANSWER_JSONL,
      "{\"schema\":1,\"question\":\"show name\",\"columns\":[{\"name\":\"id\",\"type\":\"text\"},"
      "{\"name\":\"points\",\"type\":\"integer\"}],\"all\":3,\"undecided\":0}\n"
      "{\"id\":\"A1\",\"points\":{\"low\":62,\"high\":82}}\n"
      "{\"id\":\"A2\",\"points\":{\"low\":7,\"high\":7}}\n"
      "{\"id\":\"A3\",\"points\":null}\n");
}
END_TEST

START_TEST(markdown) {
  add_column("name", text_type, name, SCHEMA_NONE);
  add_column("revenue", money_type, revenue, SCHEMA_NONE);
  expect(ANSWER_MARKDOWN, "| id | name | revenue |\n"
                          "|---|---|---:|\n"
                          "| A1 | Alpha \\| Söhne, \"Nord\" | 6,000,000 USD |\n"
                          "| A2 | 東京 &lt;b>\\\\x1B\\[2J | 1,234.50 USD |\n"
                          "| A3 | ? | ? |\n"
                          "\n"
                          "3 rows\n");
}
END_TEST

START_TEST(a_line_a_value) {
  add_column("on_time", status_type, status, SCHEMA_NONE);
  add_column("points", number_type, low, high);
  question.limit = 2;
  expect(ANSWER_LINE, "id       A1\n"
                      "on_time  red\n"
                      "points   62–82\n"
                      "\n"
                      "id       A2\n"
                      "on_time  green\n"
                      "points   7\n"
                      "\n"
                      "2 of 3 rows\n");
}
END_TEST

START_TEST(stops) {
  static const AnswerForm forms[] = {ANSWER_TABLE, ANSWER_CSV,      ANSWER_JSON,
                                     ANSWER_JSONL, ANSWER_MARKDOWN, ANSWER_LINE};
  const volatile int stop = 1;
  add_all();
  view.stop = &stop;
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
    ck_assert_ptr_null(strstr(answer(forms[i], rows_of()), "A1"));
}
END_TEST

/* ---- Below the table ------------------------------------------------------------------------ */

static const char *note(AnswerRows rows) {
  const char *got = answer(ANSWER_TABLE, rows), *line = strrchr(got, '\n');
  while (line > got && line[-1] != '\n') line--;
  return line;
}

START_TEST(what_is_left_out_is_said) {
  add_column("id", text_type, name, SCHEMA_NONE);
  AnswerRows rows = rows_of();
  rows.all = 1234;
  rows.undecided = 3;
  ck_assert_str_eq(note(rows), "3 of 1,234 rows; 3 more where `on_time = red` is unknown\n");
  rows.count = 0;
  rows.all = 0;
  ck_assert_str_eq(note(rows), "no rows; 3 where `on_time = red` is unknown\n");
  rows.undecided = 0;
  ck_assert_str_eq(answer(ANSWER_TABLE, rows), "no rows\n");
  rows = rows_of();
  rows.count = 1;
  rows.all = 1;
  ck_assert_str_eq(note(rows), "1 row\n");
}
END_TEST

START_TEST(groups) {
  const uint32_t region = vm_image_slot(image, GROUP, STORE_I32);
  tables[GROUP] = table_new(arena, image, GROUP);
  tables[GROUP]->rows = 1;
  table_reserve(tables[GROUP], 1);
  *VEC_PUSH(arena, &image->partitions) =
      (Partition){.child = ACCOUNT, .parent = GROUP, .where = where, .keys = {0, 1}};
  question.partition = 0;
  question.entity = GROUP;
  add_column("on_time", status_type, region, SCHEMA_NONE);
  ck_assert_str_eq(answer(ANSWER_TABLE, rows_of()),
                   "on_time\n"
                   "───────\n"
                   "?\n"
                   "1 group; without 3 rows of account where `on_time = red` is unknown\n");
  image->partitions.at[0].keys.count = 0;
  ck_assert_str_eq(note(rows_of()), "without 3 rows of account where `on_time = red` is unknown\n");
  image->partitions.at[0].where = SCHEMA_NONE;
  ck_assert_str_eq(answer(ANSWER_TABLE, rows_of()), "on_time\n───────\n?\n");
}
END_TEST

START_TEST(the_key_is_shown_once) {
  add_column("id", text_type, name, SCHEMA_NONE);
  const char *got = answer(ANSWER_CSV, rows_of());
  ck_assert_msg(strncmp(got, "id\n", 3) == 0, "%s", got);
}
END_TEST

/* What is the same for all rows comes from the program's one row. */
START_TEST(values_of_the_program) {
  const uint32_t slot = vm_image_slot(image, PROGRAM, STORE_I64);
  tables[PROGRAM] = table_new(arena, image, PROGRAM);
  vector_set(&tables[PROGRAM]->slot[slot], 0, (Scalar){number_type, true, {.i = 5}});
  add_column("program.n", number_type, slot, SCHEMA_NONE);
  expect(ANSWER_CSV, "id,program.n\nA1,5\nA2,5\nA3,5\n");
}
END_TEST

/* ---- A single value ------------------------------------------------------------------------- */

static const char *value(AnswerForm form, size_t row) {
  Buffer out = buffer_in(arena);
  view.form = form;
  answer_value(&out, run, &question, row, &view);
  return out.data;
}

START_TEST(one_value) {
  question.kind = QUESTION_VALUE;
  add_column("revenue", money_type, revenue, SCHEMA_NONE);
  ck_assert_str_eq(value(ANSWER_TABLE, 1), "1,234.50 USD\n");
  ck_assert_str_eq(value(ANSWER_CSV, 1), "revenue\n1234.5\n");
  ck_assert_str_eq(value(ANSWER_JSON, 1),
                   "{\"schema\":1,\"question\":\"show name\",\"value\":1234.5}\n");
}
END_TEST

/* ---- Bars ----------------------------------------------------------------------------------- */

static uint32_t group_name, group_low, group_high;

static void set_group(size_t row, const char *label, int64_t from, int64_t to) {
  Vector *slots = tables[GROUP]->slot;
  vector_set(&slots[group_name], row, (Scalar){text_type, true, {.text = text_of(label)}});
  vector_set(&slots[group_low], row, (Scalar){number_type, true, {.i = from}});
  vector_set(&slots[group_high], row, (Scalar){number_type, true, {.i = to}});
}

static void add_groups(size_t count) {
  group_name = vm_image_slot(image, GROUP, STORE_TEXT);
  group_low = vm_image_slot(image, GROUP, STORE_I64);
  group_high = vm_image_slot(image, GROUP, STORE_I64);
  tables[GROUP] = table_new(arena, image, GROUP);
  table_reserve(tables[GROUP], count);
  tables[GROUP]->rows = count;
  *VEC_PUSH(arena, &image->partitions) =
      (Partition){.child = ACCOUNT, .parent = GROUP, .where = SCHEMA_NONE, .keys = {0, 1}};
  question.partition = 0;
  question.entity = GROUP;
  add_column("region", text_type, group_name, SCHEMA_NONE);
  question.columns.at[0].divides = true;
  add_column("count()", number_type, group_low, group_high);
}

static void expect_plot(const char *wanted) {
  Buffer out = buffer_in(arena);
  const AnswerRows rows = rows_of();
  ck_assert(answer_plot(&out, run, &question, &rows, &view));
  ck_assert_msg(strcmp(out.data, wanted) == 0, "got:\n%s\nwanted:\n%s", out.data, wanted);
}

START_TEST(bars_of_groups) {
  add_groups(4);
  set_group(0, "emea", 20, 20);
  set_group(1, "apac", 5, 15);
  set_group(2, "amer", 0, 0);
  vector_set(&tables[GROUP]->slot[group_name], 3, (Scalar){text_type, true, {.text = TEXT("x")}});
  view.width = 4 + 2 + 20 + 2 + 4;
  expect_plot("count()\n"
              "emea  ████████████████████    20\n"
              "apac  █████░░░░░░░░░░       5–15\n"
              "amer                           0\n"
              "x                              ?\n"
              "4 groups\n");
}
END_TEST

START_TEST(bars_below_zero) {
  add_groups(2);
  set_group(0, "a", 30, 30);
  set_group(1, "b", -10, -10);
  view.width = 1 + 2 + 20 + 2 + 3;
  view.ascii = true;
  expect_plot("count()\n"
              "a       ###############   30\n"
              "b  #####                 -10\n"
              "2 groups\n");
}
END_TEST

START_TEST(a_histogram) {
  add_column("revenue", money_type, revenue, SCHEMA_NONE);
  view.width = 60;
  expect_plot("revenue\n"
              "from 0 USD          █████████████████████████████████████  1\n"
              "from 500,000 USD                                           0\n"
              "from 1,000,000 USD                                         0\n"
              "from 1,500,000 USD                                         0\n"
              "from 2,000,000 USD                                         0\n"
              "from 2,500,000 USD                                         0\n"
              "from 3,000,000 USD                                         0\n"
              "from 3,500,000 USD                                         0\n"
              "from 4,000,000 USD                                         0\n"
              "from 4,500,000 USD                                         0\n"
              "from 5,000,000 USD                                         0\n"
              "from 5,500,000 USD                                         0\n"
              "from 6,000,000 USD  █████████████████████████████████████  1\n"
              "?                   █████████████████████████████████████  1\n"
              "3 rows\n");
}
END_TEST

START_TEST(nothing_to_draw) {
  add_column("name", text_type, name, SCHEMA_NONE);
  Buffer out = buffer_in(arena);
  const AnswerRows rows = rows_of();
  ck_assert(!answer_plot(&out, run, &question, &rows, &view));
  ck_assert_uint_eq(out.len, 0);
}
END_TEST

UNIT_MAIN(setup, teardown, a_table, cut_to_the_terminal, lines_where_the_terminal_is_too_narrow,
          headings_are_cut_before_numbers, colours, csv, csv_on_a_terminal, json, json_lines,
          markdown, a_line_a_value, stops, what_is_left_out_is_said, groups, the_key_is_shown_once,
          values_of_the_program, one_value, bars_of_groups, bars_below_zero, a_histogram,
          nothing_to_draw)
