/* grid.h - aligned columns for people, and the few colours that reports use. */
#ifndef REPORT_GRID_H
#define REPORT_GRID_H

#include "base/buffer.h"

typedef enum {
  PAINT_PLAIN,
  PAINT_STRONG,
  PAINT_FAINT,
  PAINT_GOOD,
  PAINT_FAIR,
  PAINT_BAD,
  PAINT_OPEN, /* unknown */
  PAINT_COUNT
} Paint;

/* Appends the text, between escapes where `colour` says so. */
void paint_text(Buffer *out, Text text, Paint paint, bool colour);

typedef struct Grid Grid;

/* A grid of so many columns, all to the left and as wide as their widest cell. In the arena. */
Grid *grid_new(Arena *arena, size_t columns);
void grid_to_right(Grid *grid, size_t column);
/* Longer cells of this column push what is behind them, instead of widening every row. */
void grid_cap(Grid *grid, size_t column, size_t width);
/* On a terminal so wide: rows that would be wider go on below this column, between words. A width
 * of 0 is no terminal. */
void grid_fit(Grid *grid, size_t column, size_t width);
/* Adds the next cell, row after row. The text is borrowed; control characters become visible. */
void grid_cell(Grid *grid, Text text, Paint paint);
/* The same with a text made by printf. */
void grid_printf(Grid *grid, Paint paint, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* "1,852", in the arena. */
Text count_text(Arena *arena, uint64_t count);
/* A number with its thousands grouped; 0 is faint, whatever the paint. */
void grid_count(Grid *grid, uint64_t count, Paint paint);
/* Leaves the rest of the row empty. */
void grid_end_row(Grid *grid);
/* A line of its own between the rows, `indent` columns from the left. */
void grid_line(Grid *grid, size_t indent, Text text, Paint paint);
/* Columns that a column takes. */
size_t grid_width(const Grid *grid, size_t column);
/* Columns that a row takes. */
size_t grid_row_width(const Grid *grid);
/* Appends the rows, each `indent` columns from the left, with two blanks between columns and none
 * at the end. */
void grid_print(Buffer *out, const Grid *grid, size_t indent, bool colour);
/* Appends the rows as a table of Markdown; the first is its heading. */
void grid_markdown(Buffer *out, const Grid *grid);

#endif
