/* move_table.c - how many rows went from which member of an outcome to which. */
#include "report/move_table.h"

#include "report/report_impl.h"

static Text arrow(const AnswerView *view) { return view->ascii ? TEXT("->") : TEXT("→"); }

Text move_text(Arena *arena, Text from, Text to, const AnswerView *view) {
  return text_of(
      arena_printf(arena, "%.*s %.*s %.*s", TEXT_ARG(from), TEXT_ARG(arrow(view)), TEXT_ARG(to)));
}

Text move_money(Arena *arena, const char *currency, MemberCount count) {
  Buffer amount = buffer_in(arena);
  if (count.money_missing == count.rows) return TEXT("missing");
  money_print(&amount, count.money, currency);
  return buffer_view(&amount);
}

/* Members that rows have before or after. */
static bool is_met(const MoveTable *t, size_t member) {
  return t->before[member] || t->after[member];
}

static size_t met_members(const MoveTable *t) {
  size_t count = 0;
  for (size_t m = 0; m < t->members; m++) count += is_met(t, m);
  return count;
}

static void matrix_row(Grid *grid, const MoveTable *t, size_t from, const AnswerView *view) {
  grid_cell(grid, t->label[from], t->paint[from]);
  for (size_t to = 0; to < t->members; to++) {
    if (!is_met(t, to)) continue;
    const uint64_t rows = t->move[from * t->members + to].rows;
    if (rows)
      grid_count(grid, rows, from == to ? PAINT_FAINT : PAINT_STRONG);
    else
      grid_cell(grid, view->ascii ? TEXT(".") : TEXT("·"), PAINT_FAINT);
  }
  grid_count(grid, t->before[from], PAINT_PLAIN);
}

Grid *move_matrix(Arena *arena, const MoveTable *t, const AnswerView *view) {
  const size_t columns = met_members(t) + 2;
  Grid *grid = grid_new(arena, columns);
  for (size_t i = 1; i < columns; i++) grid_to_right(grid, i);
  grid_cell(grid, t->title, PAINT_STRONG);
  for (size_t m = 0; m < t->members; m++)
    if (is_met(t, m))
      grid_printf(grid, PAINT_STRONG, "%.*s %.*s", TEXT_ARG(arrow(view)), TEXT_ARG(t->label[m]));
  grid_cell(grid, t->now, PAINT_STRONG);
  for (size_t m = 0; m < t->members; m++)
    if (is_met(t, m)) matrix_row(grid, t, m, view);
  grid_cell(grid, t->then, PAINT_STRONG);
  for (size_t m = 0; m < t->members; m++)
    if (is_met(t, m)) grid_count(grid, t->after[m], PAINT_PLAIN);
  grid_end_row(grid);
  return grid;
}

Grid *move_sums(Arena *arena, const MoveTable *t, const AnswerView *view) {
  Grid *grid = grid_new(arena, t->money.len ? 3 : 2);
  grid_to_right(grid, 1);
  if (t->money.len) grid_to_right(grid, 2);
  grid_cell(grid, t->title, PAINT_STRONG);
  grid_cell(grid, t->rows, PAINT_STRONG);
  if (t->money.len) grid_cell(grid, t->money, PAINT_STRONG);
  for (size_t from = 0; from < t->members; from++) {
    for (size_t to = 0; to < t->members; to++) {
      const MemberCount move = t->move[from * t->members + to];
      if (from == to || !move.rows) continue;
      grid_cell(grid, move_text(arena, t->label[from], t->label[to], view), PAINT_PLAIN);
      grid_count(grid, move.rows, PAINT_PLAIN);
      if (t->money.len) grid_cell(grid, move_money(arena, t->currency, move), PAINT_PLAIN);
    }
  }
  return grid;
}
