/* test_csv_cell.c - the cells of a column; what quotes mean is in test_csv_scan.c. */
#include <string.h>

#include "read/csv_cell.h"
#include "support/unit.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

START_TEST(a_column_is_gathered) {
  static const char text[] = "a,\"b\",c\n,,\"\"\n1\n\"x\ny\",\"z\",2\n";
  static const char *const CELLS[3][4] = {
      {"a", "", "1", "\"x\ny\""}, {"\"b\"", "", "", "\"z\""}, {"c", "\"\"", "", "2"}};
  char *bytes = arena_alloc(arena, sizeof text + CSV_PADDING);
  memcpy(bytes, text, sizeof text);
  CsvScan scan = {.arena = arena, .delimiter = ','};
  csv_scan(&scan, bytes, 0, sizeof text - 1, SIZE_MAX, true);
  ck_assert_uint_eq(scan.row_count, 4);
  const CsvRow *rows[4];
  for (uint32_t i = 0; i < 4; i++) rows[i] = &scan.rows[i];
  for (uint32_t cell = 0; cell < 3; cell++) {
    Text cells[4];
    uint32_t quoted[4];
    size_t listed = 0;
    const size_t count = csv_gather(&scan, bytes, rows, 4, cell, cells, quoted);
    for (uint32_t i = 0; i < 4; i++) {
      ck_assert(text_equal(cells[i], text_of(CELLS[cell][i])));
      ck_assert(text_equal(cells[i], csv_raw_cell(&scan, bytes, rows[i], cell)));
      if (CELLS[cell][i][0] == '"') ck_assert_uint_eq(quoted[listed++], i);
    }
    ck_assert_uint_eq(count, listed);
  }
}
END_TEST

UNIT_MAIN(setup, teardown, a_column_is_gathered)
