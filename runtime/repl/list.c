/* list.c - names and what they mean: side by side, or one below the other.
 *
 * On a narrow terminal a row becomes a line with its names, and the prose below it, indented.
 */
#include "repl/list.h"

enum { NARROW = 76, INDENT = 4 };

struct List {
  Arena *arena;
  Grid *grid;
  size_t cells;
  bool narrow, colour;
};

List *list_new(Arena *arena, size_t cells, const AnswerView *view) {
  List *list = ARENA_NEW(arena, List);
  const bool narrow = view->width && view->width < NARROW;
  *list = (List){.arena = arena,
                 .grid = grid_new(arena, cells),
                 .cells = cells,
                 .narrow = narrow,
                 .colour = view->colour};
  if (view->width) grid_fit(list->grid, cells - 1, view->width);
  return list;
}

void list_to_right(List *list, size_t cell) {
  if (!list->narrow) grid_to_right(list->grid, cell);
}

void list_cap(List *list, size_t cell, size_t width) {
  if (!list->narrow) grid_cap(list->grid, cell, width);
}

static void put_below(List *list, const Text *cells, const Paint *paints) {
  const size_t prose = list->cells - 1;
  Buffer names = buffer_in(list->arena);
  for (size_t i = 0; i < prose; i++) {
    if (names.len && cells[i].len) buffer_str(&names, "  ");
    buffer_text(&names, cells[i]);
  }
  grid_line(list->grid, 0, buffer_view(&names), PAINT_PLAIN);
  if (cells[prose].len)
    grid_line(list->grid, INDENT, cells[prose], paints ? paints[prose] : PAINT_FAINT);
}

void list_row(List *list, const Text *cells, const Paint *paints) {
  if (list->narrow) {
    put_below(list, cells, paints);
    return;
  }
  for (size_t i = 0; i < list->cells; i++)
    grid_cell(list->grid, cells[i], paints ? paints[i] : PAINT_PLAIN);
}

void list_line(List *list, Text text, Paint paint) { grid_line(list->grid, 0, text, paint); }

void list_print(Buffer *out, const List *list, size_t indent) {
  grid_print(out, list->grid, indent, list->colour);
}
