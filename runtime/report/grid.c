/* grid.c - aligned columns for people, and the few colours that reports use.
 *
 * Cells are kept in one row-major array. A row whose first cell has `whole` set is a line that
 * takes no part in the columns. Widths are in columns of a terminal, not in bytes.
 */
#include "report/grid.h"

#include <string.h>

#include "report/markdown.h"

enum { GAP = 2, ROOM_LEAST = 24 }; /* fewer columns hold no sentence */

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
  size_t terminal; /* 0: rows may have any width */
  size_t wrapped;  /* the column that goes on below, where there is a terminal */
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

void grid_fit(Grid *grid, size_t column, size_t width) {
  grid->wrapped = column;
  grid->terminal = width;
}

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

static size_t widest_of(const Grid *grid, size_t column) {
  size_t widest = 0;
  for (size_t row = 0; row + grid->columns <= grid->cells.count; row += grid->columns) {
    if (grid->cells.at[row].whole) continue;
    size_t width = text_width(grid->cells.at[row + column].text);
    if (width > widest) widest = width;
  }
  return widest;
}

size_t grid_width(const Grid *grid, size_t column) {
  size_t widest = widest_of(grid, column);
  size_t cap = grid->column[column].cap;
  return cap && cap < widest ? cap : widest;
}

size_t grid_row_width(const Grid *grid) {
  size_t width = 0;
  for (size_t i = 0; i < grid->columns; i++) {
    const size_t own = grid_width(grid, i);
    if (own) width += own + (width ? GAP : 0);
  }
  return width;
}

/* Blanks that are due are written before the next cell with something in it. */
static void print_row(Buffer *out, const Grid *grid, const Cell *cells, const size_t *widths,
                      size_t indent, bool colour) {
  size_t due = indent;
  for (size_t i = 0; i < grid->columns; i++) {
    size_t width = text_width(cells[i].text), room = widths[i];
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

/* What the wrapped column may take of the terminal; SIZE_MAX where all rows fit as they are. */
static size_t room_of(const Grid *grid, const size_t *widths, size_t indent) {
  if (!grid->terminal) return SIZE_MAX;
  const size_t widest = widest_of(grid, grid->wrapped);
  size_t others = indent;
  for (size_t i = 0; i < grid->columns; i++)
    if (i != grid->wrapped && widths[i]) others += widths[i] + GAP;
  if (others + widest <= grid->terminal) return SIZE_MAX;
  return others + ROOM_LEAST < grid->terminal ? grid->terminal - others : ROOM_LEAST;
}

/* Takes as many words as fit; a word that does not fit at all is cut. */
static Text take_line(Text *rest, size_t room) {
  size_t fit = text_fit(*rest, room), cut = fit;
  if (fit < rest->len) {
    while (cut && rest->at[cut] != ' ') cut--;
    if (cut) fit = cut;
  }
  if (!fit) fit = rest->len;
  const Text line = text_slice(*rest, 0, fit);
  while (fit < rest->len && rest->at[fit] == ' ') fit++;
  *rest = text_slice(*rest, fit, rest->len);
  return line;
}

static void print_rest(Buffer *out, Text rest, Paint paint, size_t indent, size_t room,
                       bool colour) {
  while (rest.len) {
    buffer_repeat(out, ' ', indent);
    paint_text(out, take_line(&rest, room), paint, colour);
    buffer_char(out, '\n');
  }
}

/* A line of its own goes on where its text begins. */
static void print_line(Buffer *out, const Grid *grid, const Cell *cell, size_t indent,
                       bool colour) {
  Text rest = cell->text;
  while (rest.len && rest.at[0] == ' ') rest = text_slice(rest, 1, rest.len);
  indent += cell->text.len - rest.len;
  const size_t room =
      indent + ROOM_LEAST < grid->terminal ? grid->terminal - indent : (size_t)ROOM_LEAST;
  print_rest(out, rest, cell->paint, indent, grid->terminal ? room : SIZE_MAX, colour);
}

static void print_wrapped(Buffer *out, const Grid *grid, const Cell *cells, const size_t *widths,
                          size_t indent, bool colour) {
  Cell *first = ARENA_ARRAY(grid->arena, Cell, grid->columns);
  memcpy(first, cells, grid->columns * sizeof *first);
  size_t left = indent;
  for (size_t i = 0; i < grid->wrapped; i++) left += widths[i] ? widths[i] + GAP : 0;
  Text rest = cells[grid->wrapped].text;
  first[grid->wrapped].text = take_line(&rest, widths[grid->wrapped]);
  print_row(out, grid, first, widths, indent, colour);
  print_rest(out, rest, cells[grid->wrapped].paint, left, widths[grid->wrapped], colour);
}

void grid_print(Buffer *out, const Grid *grid, size_t indent, bool colour) {
  size_t *widths = ARENA_ARRAY(grid->arena, size_t, grid->columns);
  for (size_t i = 0; i < grid->columns; i++) widths[i] = grid_width(grid, i);
  const size_t room = room_of(grid, widths, indent);
  if (room != SIZE_MAX) widths[grid->wrapped] = room;
  for (size_t row = 0; row + grid->columns <= grid->cells.count; row += grid->columns) {
    const Cell *cells = &grid->cells.at[row];
    if (cells[0].whole)
      print_line(out, grid, cells, indent, colour);
    else if (room != SIZE_MAX)
      print_wrapped(out, grid, cells, widths, indent, colour);
    else
      print_row(out, grid, cells, widths, indent, colour);
  }
}

static void markdown_row(Buffer *out, const Grid *grid, const Cell *cells) {
  for (size_t i = 0; i < grid->columns; i++) {
    buffer_str(out, i ? " | " : "| ");
    markdown_text(out, cells[i].text);
  }
  buffer_str(out, " |\n");
}

void grid_markdown(Buffer *out, const Grid *grid) {
  for (size_t row = 0; row + grid->columns <= grid->cells.count; row += grid->columns) {
    markdown_row(out, grid, &grid->cells.at[row]);
    if (row) continue;
    for (size_t i = 0; i < grid->columns; i++)
      buffer_str(out, grid->column[i].right ? "| ---: " : "| --- ");
    buffer_str(out, "|\n");
  }
}
