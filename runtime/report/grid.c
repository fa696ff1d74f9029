/* grid.c - aligned columns for people, and the few colours that reports use.
 *
 * Cells are kept in one row-major array. A row whose first cell has `whole` set is a line that
 * takes no part in the columns. Widths are in columns of a terminal, not in bytes.
 */
#include "report/grid.h"

#include <string.h>

enum { GAP = 2 };

typedef struct Cell {
  Text text;
  Paint paint;
  bool whole;
} Cell;

typedef struct Column {
  size_t cap; /* 0 = none */
  bool right;
} Column;

struct Grid {
  Arena *arena;
  size_t columns;
  Column *column;
  VEC(Cell) cells;
};

static const char *const escapes[PAINT_COUNT] = {
    [PAINT_PLAIN] = "",        [PAINT_STRONG] = "\x1b[1m", [PAINT_FAINT] = "\x1b[2m",
    [PAINT_GOOD] = "\x1b[32m", [PAINT_FAIR] = "\x1b[33m",  [PAINT_BAD] = "\x1b[1;31m",
    [PAINT_OPEN] = "\x1b[36m",
};

void paint_text(Buffer *out, Text text, Paint paint, bool colour) {
  colour = colour && paint != PAINT_PLAIN && text.len;
  if (colour) buffer_str(out, escapes[paint]);
  buffer_text(out, text);
  if (colour) buffer_str(out, "\x1b[0m");
}

Grid *grid_new(Arena *arena, size_t columns) {
  Grid *grid = ARENA_NEW(arena, Grid);
  grid->arena = arena;
  grid->columns = columns;
  grid->column = ARENA_ARRAY(arena, Column, columns);
  return grid;
}

void grid_to_right(Grid *grid, size_t column) { grid->column[column].right = true; }

void grid_cap(Grid *grid, size_t column, size_t width) { grid->column[column].cap = width; }

void grid_cell(Grid *grid, Text text, Paint paint) {
  *VEC_PUSH(grid->arena, &grid->cells) =
      (Cell){.text = text_printable(grid->arena, text), .paint = paint};
}

void grid_printf(Grid *grid, Paint paint, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *text = arena_vprintf(grid->arena, format, arguments);
  va_end(arguments);
  grid_cell(grid, text_of(text), paint);
}

Text count_text(Arena *arena, uint64_t count) {
  char digits[32];
  size_t at = sizeof digits, written = 0;
  do {
    if (written && written % 3 == 0) digits[--at] = ',';
    digits[--at] = (char)('0' + count % 10);
    count /= 10;
    written++;
  } while (count);
  return text_copy(arena, (Text){digits + at, sizeof digits - at});
}

void grid_count(Grid *grid, uint64_t count, Paint paint) {
  grid_cell(grid, count_text(grid->arena, count), count ? paint : PAINT_FAINT);
}

void grid_end_row(Grid *grid) {
  while (grid->cells.count % grid->columns) grid_cell(grid, TEXT(""), PAINT_PLAIN);
}

void grid_line(Grid *grid, size_t indent, Text text, Paint paint) {
  char *blanks = arena_alloc(grid->arena, indent + text.len + 1);
  memset(blanks, ' ', indent);
  if (text.len) memcpy(blanks + indent, text.at, text.len);
  grid_end_row(grid);
  grid_cell(grid, (Text){blanks, indent + text.len}, paint);
  grid->cells.at[grid->cells.count - 1].whole = true;
  grid_end_row(grid);
}

size_t grid_width(const Grid *grid, size_t column) {
  size_t widest = 0;
  for (size_t row = 0; row + grid->columns <= grid->cells.count; row += grid->columns) {
    if (grid->cells.at[row].whole) continue;
    size_t width = text_width(grid->cells.at[row + column].text);
    if (width > widest) widest = width;
  }
  size_t cap = grid->column[column].cap;
  return cap && cap < widest ? cap : widest;
}

/* Blanks that are due are written before the next cell with something in it. */
static void print_row(Buffer *out, const Grid *grid, const Cell *cells, const size_t *widths,
                      size_t indent, bool colour) {
  size_t due = indent, printed = cells[0].whole ? 1 : grid->columns;
  for (size_t i = 0; i < printed; i++) {
    size_t width = text_width(cells[i].text), room = cells[0].whole ? 0 : widths[i];
    size_t rest = width < room ? room - width : 0;
    bool right = grid->column[i].right;
    if (right) due += rest;
    if (cells[i].text.len) {
      buffer_repeat(out, ' ', due);
      due = 0;
      paint_text(out, cells[i].text, cells[i].paint, colour);
    } else {
      due += width;
    }
    if (!right) due += rest;
    if (room) due += GAP;
  }
  buffer_char(out, '\n');
}

void grid_print(Buffer *out, const Grid *grid, size_t indent, bool colour) {
  size_t *widths = ARENA_ARRAY(grid->arena, size_t, grid->columns);
  for (size_t i = 0; i < grid->columns; i++) widths[i] = grid_width(grid, i);
  for (size_t row = 0; row + grid->columns <= grid->cells.count; row += grid->columns)
    print_row(out, grid, &grid->cells.at[row], widths, indent, colour);
}
