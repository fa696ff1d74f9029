/* test_grid.c - columns that line up. */
#include "report/grid.h"
#include "support/unit.h"

static Arena *arena;
static Buffer out;

static void setup(void) {
  arena = arena_new(NULL);
  out = buffer_in(arena);
}
static void teardown(void) { arena_free(arena); }

START_TEST(columns_are_as_wide_as_their_widest_cell) {
  Grid *grid = grid_new(arena, 3);
  grid_to_right(grid, 1);
  grid_cell(grid, TEXT("a"), PAINT_PLAIN);
  grid_count(grid, 7, PAINT_PLAIN);
  grid_cell(grid, TEXT("x"), PAINT_PLAIN);
  grid_cell(grid, TEXT("日本"), PAINT_PLAIN);
  grid_count(grid, 1234567, PAINT_PLAIN);
  grid_cell(grid, TEXT("y"), PAINT_PLAIN);
  grid_print(&out, grid, 1, false);
  ck_assert_str_eq(out.data, " a             7  x\n"
                             " 日本  1,234,567  y\n");
}
END_TEST

START_TEST(empty_cells_leave_no_blanks_at_the_end) {
  Grid *grid = grid_new(arena, 3);
  grid_cell(grid, TEXT("long"), PAINT_PLAIN);
  grid_end_row(grid);
  grid_cell(grid, TEXT("s"), PAINT_PLAIN);
  grid_cell(grid, TEXT(""), PAINT_PLAIN);
  grid_cell(grid, TEXT("z"), PAINT_PLAIN);
  grid_print(&out, grid, 0, false);
  /* The second column has no width, and so no gap of its own. */
  ck_assert_str_eq(out.data, "long\n"
                             "s     z\n");
}
END_TEST

static void terminal_of(size_t width) {
  Grid *grid = grid_new(arena, 3);
  grid_fit(grid, 1, width);
  grid_cell(grid, TEXT("warning"), PAINT_PLAIN);
  grid_cell(grid, TEXT("nobody has been there for seven weeks"), PAINT_PLAIN);
  grid_cell(grid, TEXT("a.strata:1"), PAINT_PLAIN);
  grid_line(grid, 4, TEXT("fix: go there, and take somebody along who knows them"), PAINT_PLAIN);
  grid_print(&out, grid, 0, false);
}

START_TEST(sentences_go_on_below_on_a_terminal) {
  terminal_of(46);
  ck_assert_str_eq(out.data, "warning  nobody has been there for  a.strata:1\n"
                             "         seven weeks\n"
                             "    fix: go there, and take somebody along who\n"
                             "    knows them\n");
}
END_TEST

/* One column less than it takes, as many as it takes, and a terminal too narrow for anything. */
START_TEST(what_fits_stays_on_its_line) {
  terminal_of(58);
  ck_assert(
      text_starts(buffer_view(&out), TEXT("warning  nobody has been there for seven weeks  a.")));
  out.len = 0;
  terminal_of(57);
  ck_assert(text_contains(buffer_view(&out), TEXT("\n         weeks\n")));
  out.len = 0;
  terminal_of(5);
  ck_assert(text_contains(buffer_view(&out), TEXT("\n         for seven weeks\n")));
}
END_TEST

START_TEST(a_capped_column_lets_long_cells_push) {
  Grid *grid = grid_new(arena, 2);
  grid_cap(grid, 0, 4);
  grid_cell(grid, TEXT("longer"), PAINT_PLAIN);
  grid_cell(grid, TEXT("a"), PAINT_PLAIN);
  grid_cell(grid, TEXT("s"), PAINT_PLAIN);
  grid_cell(grid, TEXT("b"), PAINT_PLAIN);
  ck_assert_uint_eq(grid_width(grid, 0), 4);
  grid_print(&out, grid, 0, false);
  ck_assert_str_eq(out.data, "longer  a\n"
                             "s     b\n");
}
END_TEST

START_TEST(a_line_takes_no_part_in_the_columns) {
  Grid *grid = grid_new(arena, 2);
  grid_cell(grid, TEXT("a"), PAINT_PLAIN);
  grid_cell(grid, TEXT("b"), PAINT_PLAIN);
  grid_line(grid, 2, TEXT("a line of its own"), PAINT_PLAIN);
  grid_cell(grid, TEXT("c"), PAINT_PLAIN);
  grid_cell(grid, TEXT("d"), PAINT_PLAIN);
  grid_print(&out, grid, 0, false);
  ck_assert_str_eq(out.data, "a  b\n"
                             "  a line of its own\n"
                             "c  d\n");
}
END_TEST

START_TEST(colours_stand_around_the_text_only) {
  Grid *grid = grid_new(arena, 2);
  grid_cell(grid, TEXT("a"), PAINT_GOOD);
  grid_cell(grid, TEXT("b"), PAINT_PLAIN);
  grid_cell(grid, TEXT("wide"), PAINT_PLAIN);
  grid_count(grid, 0, PAINT_BAD);
  grid_print(&out, grid, 0, true);
  ck_assert_str_eq(out.data, "\x1b[32ma\x1b[0m     b\n"
                             "wide  \x1b[2m0\x1b[0m\n");
}
END_TEST

START_TEST(control_characters_never_reach_the_terminal) {
  Grid *grid = grid_new(arena, 1);
  grid_cell(grid, TEXT("a\x1b[2Jb"), PAINT_PLAIN);
  grid_print(&out, grid, 0, false);
  ck_assert_str_eq(out.data, "a\\x1B[2Jb\n");
}
END_TEST

START_TEST(thousands_are_grouped) {
  ck_assert_str_eq(count_text(arena, 0).at, "0");
  ck_assert_str_eq(count_text(arena, 999).at, "999");
  ck_assert_str_eq(count_text(arena, 1000).at, "1,000");
  ck_assert_str_eq(count_text(arena, UINT64_MAX).at, "18,446,744,073,709,551,615");
}
END_TEST

UNIT_MAIN(setup, teardown, columns_are_as_wide_as_their_widest_cell,
          empty_cells_leave_no_blanks_at_the_end, sentences_go_on_below_on_a_terminal,
          what_fits_stays_on_its_line, a_capped_column_lets_long_cells_push,
          a_line_takes_no_part_in_the_columns, colours_stand_around_the_text_only,
          control_characters_never_reach_the_terminal, thousands_are_grouped)
