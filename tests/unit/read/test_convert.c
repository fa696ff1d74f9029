/* test_convert.c - cells of a column to values: the fast ways against value/cell.h, at every SIMD
 * level that the machine has. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read/convert.h"
#include "read/convert_fast.h"
#include "read/convert_plain.h"
#include "support/data_schema.h"
#include "support/unit.h"
#include "value/scalar.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

/* A copy behind which so many bytes are readable as a reader promises. */
static Text cell_of(const char *text) {
  char *copy = arena_alloc(arena, strlen(text) + CELL_READABLE);
  memcpy(copy, text, strlen(text));
  memset(copy + strlen(text), '7', CELL_READABLE);
  return (Text){copy, strlen(text)};
}

/* Characters that numbers, dates and words are made of. */
static Text random_cell(void) {
  static const char *const SETS[] = {"0123456789",    "0123456789.", "0123456789.-",
                                     "0123456789,.%", "09-. ",       "0123456789012345678 -+e(",
                                     "01239-",        "truefalsTRUE"};
  const char *set = SETS[(size_t)rand() % (sizeof SETS / sizeof *SETS)];
  char text[24] = "";
  const size_t len = (size_t)rand() % 21;
  for (size_t i = 0; i < len; i++) text[i] = set[(size_t)rand() % strlen(set)];
  if (rand() % 4 == 0) text[0] = '-';
  if (rand() % 8 == 0) memcpy(text, "2026-02-28", 11);
  if (rand() % 16 == 0) memcpy(text, "0400-12-31", 11);
  return cell_of(text);
}

START_TEST(fast_numbers_are_the_right_ones) {
  static const CellFormat FORMATS[] = {{.comma = false}, {.comma = true}, {.exponent = 6}};
  size_t fast = 0;
  srand(2);
  for (int round = 0; round < 300000; round++) {
    const Text cell = random_cell();
    const CellFormat *format = &FORMATS[round % 3];
    const char point = format->comma ? ',' : '.';
    int64_t value = 0, expected = 0;
    double number = 0, expected_number = 0;
    if (fast_scaled(cell, point, 4u + format->exponent, &value)) {
      const Type money = {.kind = TYPE_MONEY, .currency = "USD"};
      ck_assert_msg(cell_i64(cell, money, format, &expected) == CELL_OK, "%.*s", TEXT_ARG(cell));
      ck_assert_msg(value == expected, "%.*s: %lld", TEXT_ARG(cell), (long long)value);
      fast++;
    }
    if (!format->exponent && fast_double(cell, point, &number)) {
      ck_assert_int_eq(cell_f64(cell, format, &expected_number), CELL_OK);
      ck_assert_mem_eq(&number, &expected_number, sizeof number);
    }
  }
  ck_assert_uint_gt(fast, 30000);
}
END_TEST

/* No day of the calendar needs another look, and nothing else is taken for one. */
START_TEST(plain_days_are_the_right_ones) {
  static const CellFormat ISO = {.date = {"", 0}};
  static const PlainForm FORM = {.low = INT64_MIN, .high = INT64_MAX, .list_missing = true};
  static PlainDays *const LOOPS[SIMD_COUNT] = {[SIMD_PORTABLE] = plain_days_portable,
#ifdef __x86_64__
                                               [SIMD_AVX2] = plain_days_avx2,
                                               [SIMD_AVX512] = plain_days_avx512
#endif
  };
  enum { CELLS = 203 };
  char text[16];
  Text cells[CELLS];
  int32_t days[CELLS], expected = 0;
  uint8_t valid[CELLS];
  uint32_t rest[CELLS];
  srand(3);
  for (int round = 0; round < 500; round++) {
    for (int i = 0; i < CELLS; i++) {
      snprintf(text, sizeof text, "%04d-%02d-%02d", rand() % 10000, rand() % 15, rand() % 34);
      if (rand() % 10 == 0) text[rand() % 10] = "0-x/ 9"[rand() % 6];
      cells[i] = cell_of(text);
    }
    for (SimdLevel simd = 0; simd < SIMD_COUNT; simd++) {
      if (!LOOPS[simd] || !simd_has(simd)) continue;
      const size_t listed = LOOPS[simd](&FORM, cells, CELLS, days, valid, rest);
      size_t others = 0;
      for (uint32_t i = 0; i < CELLS; i++) {
        const bool is_day = cell_date(cells[i], &ISO, &expected) == CELL_OK;
        ck_assert_msg(valid[i] == is_day, "%.*s", TEXT_ARG(cells[i]));
        if (is_day)
          ck_assert_int_eq(days[i], expected);
        else
          ck_assert_uint_eq(rest[others++], i);
      }
      ck_assert_uint_eq(listed, others);
    }
  }
}
END_TEST

START_TEST(plain_forms_are_taken_fast) {
  static const char *const NUMBERS[] = {
      "0", "7", "-7", "1234.56", ".5", "5.", "9999999999999999", "-0.0001", "00012"};
  int64_t value;
  for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++)
    ck_assert_msg(fast_scaled(cell_of(NUMBERS[i]), '.', 4, &value) == (i != 6 /* does not fit */),
                  "%s", NUMBERS[i]);
  ck_assert(!fast_scaled(cell_of(""), '.', 4, &value));
  ck_assert(!fast_scaled(cell_of("-"), '.', 4, &value));
  ck_assert(!fast_scaled(cell_of("."), '.', 4, &value));
  ck_assert(!fast_scaled(cell_of("1.2.3"), '.', 4, &value));
  ck_assert(!fast_scaled(cell_of("1.23456"), '.', 4, &value));
  ck_assert(!fast_scaled(cell_of("1 2"), '.', 4, &value));
}
END_TEST

/* ---- Columns ---- */

/* One column of one type over some cells. */
typedef struct Converted {
  const FieldSchema *field;
  const Image *image;
  Vector out; /* from row 1 on */
  CellProblems problems;
} Converted;

static Converted convert_at(SimdLevel simd, const char *field, const Text *cells, size_t count) {
  Image *image = data_image(arena);
  const uint32_t entity = data_entity(image, "e", field);
  const EntitySchema *schema = &image->entities.at[entity];
  TextPages pages = {.arena = arena};
  CellColumn column = column_new(arena, image, schema, 0, 0, &pages);
  column.simd = simd;
  Converted c = {.field = &schema->fields[0],
                 .image = image,
                 .out = vector_new(arena, type_store(schema->fields[0].type), count + 1),
                 .problems = {.at = ARENA_ARRAY(arena, CellProblem, count)}};
  column_convert(&column, cells, count, &c.out, 1, &c.problems);
  ck_assert(!vector_known(&c.out, 0));
  return c;
}

/* The values as text, `-` for missing. */
static Text converted_at(SimdLevel simd, const char *field, const Text *cells, size_t count,
                         Buffer *bad) {
  const Converted c = convert_at(simd, field, cells, count);
  Buffer text = buffer_in(arena);
  for (size_t i = 0; i < count; i++) {
    if (i) buffer_char(&text, ' ');
    if (!vector_known(&c.out, i + 1)) buffer_char(&text, '-');
    scalar_print(&text, vector_get(&c.out, c.field->type, i + 1), c.image->enums.at, PRINT_CSV);
  }
  *bad = buffer_in(arena);
  for (size_t i = 0; i < c.problems.count; i++)
    buffer_printf(bad, "%u:%d ", c.problems.at[i].row, c.problems.at[i].status);
  if (c.problems.rounded)
    buffer_printf(bad, "rounded %llu", (unsigned long long)c.problems.rounded);
  buffer_char(bad, '.');
  return buffer_view(&text);
}

/* At every level; the cells are given as a list. */
static Text converted(const char *field, const char *const *list, size_t count, Buffer *bad) {
  Text *cells = ARENA_ARRAY(arena, Text, count);
  for (size_t i = 0; i < count; i++) cells[i] = list[i] ? cell_of(list[i]) : CELL_SILENT;
  const Text portable = converted_at(SIMD_PORTABLE, field, cells, count, bad);
  for (SimdLevel simd = 0; simd < SIMD_COUNT; simd++) {
    if (!simd_has(simd)) continue;
    Buffer other;
    ck_assert_str_eq(converted_at(simd, field, cells, count, &other).at, portable.at);
    ck_assert_str_eq(other.data, bad->data);
  }
  return portable;
}

#define CONVERTS(field, values, problems, ...)                                                     \
  do {                                                                                             \
    static const char *const list[] = {__VA_ARGS__};                                               \
    Buffer bad;                                                                                    \
    const Text got = converted(field, list, sizeof list / sizeof *list, &bad);                     \
    ck_assert_str_eq(got.at, values);                                                              \
    ck_assert_str_eq(bad.data, problems);                                                          \
  } while (0)

#define BAD(row, status) arena_printf(arena, "%d:%d .", row, status)

START_TEST(each_type_is_converted) {
  CONVERTS("f: money", "12.5 -3 1234.56 -", BAD(3, CELL_OTHER_CURRENCY), "12.50", "(3)",
           "$1,234.56", "5 EUR");
  CONVERTS("f: integer", "7 -7 - -", BAD(2, CELL_NOT_WHOLE), "7", " -7 ", "1.5", "");
  CONVERTS("f: number", "0.1 1000 -", BAD(2, CELL_NOT_A_NUMBER), "0.1", "1e3", "x");
  CONVERTS("f: number comma", "0.1 1000 -", BAD(2, CELL_NOT_A_NUMBER), "0,1", "1.000", "x");
  CONVERTS("f: percent", "12.5% -3% -", BAD(2, CELL_NO_PERCENT_SIGN), "12.5%", "-3 %", "12");
  CONVERTS("f: ratio", "12.5% 3% -", BAD(2, CELL_NOT_A_PERCENT), "0.125", "3%", "x");
  CONVERTS("f: points", "12.5% -", BAD(1, CELL_NOT_A_PERCENT), "12.5", "%");
  CONVERTS("f: hours", "36 hours 30 minutes -", BAD(2, CELL_NOT_A_DURATION), "36", "0.5", "abc");
  CONVERTS("f: date", "2026-06-30 2026-06-30 -", BAD(2, CELL_NO_SUCH_DAY), "2026-06-30",
           "2026-06-30T23:00:00Z", "2026-02-30");
  CONVERTS("f: date=%d-%m-%y", "2016-10-20 -", BAD(1, CELL_NOT_A_DATE), "20-10-16", "2016-10-20");
  CONVERTS("f: bool", "true false true false -", BAD(4, CELL_NOT_A_BOOL), "true", "false", "YES",
           "0", "maybe");
  CONVERTS("f: text", " a  - ä", BAD(1, CELL_NOT_UTF8), " a ", "\xff", "ä");
}
END_TEST

/* A number that is mostly plain, with what makes it something else. */
static Text random_number(void) {
  char text[48];
  const int whole = rand() % 18, decimals = rand() % 7;
  int len = 0;
  if (rand() % 3 == 0) text[len++] = '-';
  for (int i = 0; i < whole; i++) text[len++] = (char)('0' + rand() % 10);
  if (decimals || rand() % 8 == 0) text[len++] = rand() % 16 ? '.' : ',';
  for (int i = 0; i < decimals; i++) text[len++] = (char)('0' + rand() % 10);
  if (rand() % 3 == 0) text[len++] = '%';
  if (rand() % 24 == 0) len = 0;
  if (len && rand() % 24 == 0) text[rand() % len] = " -.,%+e/:0\x00\xff\xb0"[rand() % 13];
  char *copy = arena_alloc(arena, (size_t)len + CELL_READABLE);
  memset(copy, "0.-%,7"[rand() % 6], (size_t)len + CELL_READABLE);
  memcpy(copy, text, (size_t)len);
  return (Text){copy, (size_t)len};
}

static Text random_day(void) {
  static const char *const FORMS[] = {"%04d-%02d-%02d", "%04d-%02d-%02dT01:02", "%d-%d-%d",
                                      "%04d/%02d/%02d"};
  char text[48];
  snprintf(text, sizeof text, FORMS[rand() % 8 ? 0 : rand() % 4], rand() % 10000, rand() % 14,
           rand() % 33);
  if (rand() % 24 == 0) text[rand() % (int)strlen(text)] = "0-x/ 9"[rand() % 6];
  return cell_of(rand() % 24 ? text : "");
}

static Text random_word(void) {
  static const char *const WORDS[] = {"true", "false", "TRUE", "yes", "0",         "tru", "falsey",
                                      "",     "a",     "bb",   "b",   "strategic", " a",  "ä"};
  return cell_of(WORDS[(size_t)rand() % (sizeof WORDS / sizeof *WORDS)]);
}

/* What value/cell.h says of one cell, as a vector of one row. */
static CellStatus one_cell(const FieldSchema *field, const EnumSchema *members, Text cell,
                           Vector *out) {
  CellStatus status;
  bool in_range = true;
  switch (field->type.kind) {
  case TYPE_NUMBER:
    status = cell_f64(cell, &field->format, out->f64);
    in_range = cell_in_range_f64(field, *out->f64);
    break;
  case TYPE_DATE:
    status = cell_date(cell, &field->format, out->i32);
    in_range = cell_in_range_i64(field, *out->i32);
    break;
  case TYPE_BOOL:
    status = cell_bool(cell, out->truth);
    break;
  case TYPE_ENUM:
    status = cell_enum(cell, members, out->i32);
    break;
  default:
    status = cell_i64(cell, field->type, &field->format, out->i64);
    in_range = cell_in_range_i64(field, *out->i64);
    break;
  }
  if ((status == CELL_OK || status == CELL_ROUNDED) && !in_range) status = CELL_OUT_OF_RANGE;
  if (status != CELL_OK && status != CELL_ROUNDED && status != CELL_MISSING) {
    const CellStatus check = cell_text_check(cell);
    if (check != CELL_OK) status = check;
  }
  return status;
}

static void same_as_one_by_one(const Converted *c, const Text *cells, size_t count) {
  const EnumSchema *members = c->image->enums.at + c->field->type.of;
  const size_t size = store_size(c->out.store);
  Vector one = vector_new(arena, c->out.store, 1);
  size_t problems = 0;
  uint64_t rounded = 0;
  for (size_t i = 0; i < count; i++) {
    const CellStatus status = one_cell(c->field, members, cells[i], &one);
    const bool known = status == CELL_OK || status == CELL_ROUNDED;
    ck_assert_msg(vector_known(&c->out, i + 1) == known, "%.*s", TEXT_ARG(cells[i]));
    if (known)
      ck_assert_msg(memcmp((char *)c->out.values + (i + 1) * size, one.values, size) == 0, "%.*s",
                    TEXT_ARG(cells[i]));
    rounded += status == CELL_ROUNDED;
    if (known || (status == CELL_MISSING && !c->field->required)) continue;
    ck_assert_uint_lt(problems, c->problems.count);
    ck_assert_uint_eq(c->problems.at[problems].row, i);
    ck_assert_msg(c->problems.at[problems].status == status, "%.*s", TEXT_ARG(cells[i]));
    problems++;
  }
  ck_assert_uint_eq(c->problems.count, problems);
  ck_assert_uint_eq(c->problems.rounded, rounded);
}

/* Any number of cells at every level, against one cell after the other. */
START_TEST(every_level_reads_the_same) {
  static const struct {
    const char *field;
    Text (*random)(void);
  } FIELDS[] = {
      {"f: money", random_number},
      {"f: money required low=-50000000 high=9000000000", random_number},
      {"f: money millions", random_number},
      {"f: money comma", random_number},
      {"f: integer", random_number},
      {"f: percent", random_number},
      {"f: percent required low=0", random_number},
      {"f: ratio", random_number},
      {"f: points", random_number},
      {"f: hours", random_number},
      {"f: number", random_number},
      {"f: number comma required", random_number},
      {"f: number low=-50 high=3000", random_number},
      {"f: date", random_day},
      {"f: date required low=0 high=20000", random_day},
      {"f: bool", random_word},
      {"f: bool required", random_word},
      {"f: enum=a|bb|strategic|true", random_word},
      {"f: enum=a|bb required", random_word},
  };
  srand(5);
  for (int round = 0; round < 20; round++) {
    for (size_t f = 0; f < sizeof FIELDS / sizeof *FIELDS; f++) {
      Text cells[1200];
      const size_t count = rand() % 4 ? (size_t)rand() % 40 : (size_t)rand() % 1200;
      for (size_t i = 0; i < count; i++) cells[i] = FIELDS[f].random();
      for (SimdLevel simd = 0; simd < SIMD_COUNT; simd++) {
        if (!simd_has(simd)) continue;
        const Converted c = convert_at(simd, FIELDS[f].field, cells, count);
        same_as_one_by_one(&c, cells, count);
      }
    }
  }
}
END_TEST

START_TEST(members_are_found_by_their_text) {
  CONVERTS("f: enum=a|bb|strategic|strategic_account|strategic_accounts",
           "a bb strategic strategic account strategic accounts bb - -", BAD(7, CELL_NOT_A_MEMBER),
           "a", "bb", "strategic", "strategic account", "strategic accounts", " bb ", "",
           "strategix");
}
END_TEST

START_TEST(ranges_are_kept) {
  CONVERTS("f: integer low=0 high=10", "0 10 - -",
           arena_printf(arena, "2:%d 3:%d .", CELL_OUT_OF_RANGE, CELL_OUT_OF_RANGE), "0", "10",
           "11", "-1");
  CONVERTS("f: number low=0.5", "0.5 -", BAD(1, CELL_OUT_OF_RANGE), "0.5", "0.4");
  CONVERTS("f: date high=0", "1970-01-01 -", BAD(1, CELL_OUT_OF_RANGE), "1970-01-01", "1970-01-02");
}
END_TEST

START_TEST(rounded_cells_are_counted) {
  CONVERTS("f: money", "1.2346 1.5", "rounded 1.", "1.23456", "1.5");
}
END_TEST

START_TEST(required_cells_are_asked_for) {
  CONVERTS("f: integer required", "- - 1 -",
           arena_printf(arena, "0:%d 1:%d .", CELL_MISSING, CELL_MISSING), "", " ", "1", NULL);
  CONVERTS("f: text required", "- -", BAD(0, CELL_MISSING), "  ", NULL);
}
END_TEST

START_TEST(bytes_that_are_no_text_are_told_apart) {
  CONVERTS("f: integer", "-", BAD(0, CELL_NOT_UTF8), "12\xfe");
  CONVERTS("f: enum=a", "-", BAD(0, CELL_NOT_UTF8), "\xc3");
  ck_assert_int_eq(cell_text_check((Text){"ab\0cdefghijk", 12}), CELL_NUL_BYTE);
  ck_assert_int_eq(cell_text_check((Text){"\0", 1}), CELL_NUL_BYTE);
  ck_assert_int_eq(cell_text_check(TEXT("Łódzka 東京 \x01 and more")), CELL_OK);
  ck_assert_int_eq(cell_text_check(TEXT("abcdefgh\xed\xa0\x80")), CELL_NOT_UTF8);
}
END_TEST

UNIT_MAIN(setup, teardown, fast_numbers_are_the_right_ones, plain_days_are_the_right_ones,
          plain_forms_are_taken_fast, each_type_is_converted, every_level_reads_the_same,
          members_are_found_by_their_text, ranges_are_kept, rounded_cells_are_counted,
          required_cells_are_asked_for, bytes_that_are_no_text_are_told_apart)
