/* change_lines.c - values before and after, a line each.
 *
 *   account  tier                    revenue        account  tier  revenue
 *   A0007    key  →  strategic  4,100,000 USD       A0007
 *                                                     key → strategic  4,100,000 USD
 *
 * The form on the right is for terminals that have no room for that on the left.
 */
#include "report/change_impl.h"

enum { GAP = 2 };

ChangeLine *change_line(Arena *arena, ChangeLines *lines, Text name) {
  ChangeLine *line = VEC_PUSH(arena, &lines->list);
  line->name = name;
  return line;
}

/* A name, two values with an arrow between them, and what stands beside. */
static size_t columns_of(const ChangeLines *lines) {
  return (size_t)4 + (lines->head[3].len != 0) + (lines->head[4].len != 0);
}

static Text arrow(const AnswerView *view) { return view->ascii ? TEXT("->") : TEXT("→"); }

static Grid *as_table(Arena *arena, const ChangeLines *lines, const AnswerView *view) {
  const size_t columns = columns_of(lines);
  Grid *grid = grid_new(arena, columns);
  const bool beside = lines->head[3].len != 0, last = lines->head[4].len != 0;
  if (beside) grid_to_right(grid, 4);
  grid_cell(grid, lines->head[0], PAINT_STRONG);
  grid_cell(grid, lines->head[1], PAINT_STRONG);
  grid_cell(grid, TEXT(""), PAINT_PLAIN);
  grid_cell(grid, lines->head[2], PAINT_STRONG);
  if (beside) grid_cell(grid, lines->head[3], PAINT_STRONG);
  if (last) grid_cell(grid, lines->head[4], PAINT_STRONG);
  for (size_t i = 0; i < lines->list.count; i++) {
    const ChangeLine *line = &lines->list.at[i];
    grid_cell(grid, line->name, PAINT_PLAIN);
    grid_cell(grid, line->before, line->before_paint);
    grid_cell(grid, arrow(view), PAINT_FAINT);
    grid_cell(grid, line->after, line->after_paint);
    if (beside) grid_cell(grid, line->beside, PAINT_PLAIN);
    if (last) grid_cell(grid, line->last, PAINT_PLAIN);
  }
  return grid;
}

static Text joined(Arena *arena, const Text *parts, size_t count) {
  Buffer out = buffer_in(arena);
  for (size_t i = 0; i < count; i++) {
    if (out.len && parts[i].len) buffer_str(&out, "  ");
    buffer_text(&out, parts[i]);
  }
  return buffer_view(&out);
}

/* Lines that are too long go on below, between words. */
static void narrow_line(Buffer *out, Text text, size_t indent, Paint paint,
                        const AnswerView *view) {
  Grid *grid = grid_new(out->arena, 1);
  grid_fit(grid, 0, view->width);
  grid_cell(grid, text, paint);
  grid_print(out, grid, indent, view->colour);
}

static void as_pairs(Buffer *out, const ChangeLines *lines, const AnswerView *view) {
  narrow_line(out, joined(out->arena, lines->head, 5), 0, PAINT_STRONG, view);
  for (size_t i = 0; i < lines->list.count; i++) {
    const ChangeLine *line = &lines->list.at[i];
    const Text change = text_of(arena_printf(out->arena, "%.*s %.*s %.*s", TEXT_ARG(line->before),
                                             TEXT_ARG(arrow(view)), TEXT_ARG(line->after)));
    const Text parts[] = {change, line->beside, line->last};
    narrow_line(out, line->name, 0, PAINT_PLAIN, view);
    narrow_line(out, joined(out->arena, parts, 3), GAP, line->after_paint, view);
  }
}

bool change_fits(const Grid *grid, const AnswerView *view) {
  return !view->width || view->form == ANSWER_MARKDOWN || grid_row_width(grid) <= view->width;
}

void change_lines_print(Buffer *out, const ChangeLines *lines, const AnswerView *view) {
  Grid *grid = as_table(out->arena, lines, view);
  if (change_fits(grid, view)) {
    change_section(out, TEXT(""), grid, view);
  } else {
    if (out->len) buffer_char(out, '\n');
    as_pairs(out, lines, view);
  }
  if (!lines->more) return;
  const Text more = text_of(arena_printf(out->arena, "%s and %.*s more", view->ascii ? "..." : "…",
                                         TEXT_ARG(count_text(out->arena, lines->more))));
  if (view->form == ANSWER_MARKDOWN)
    change_remark(out, more, view);
  else
    narrow_line(out, more, 0, PAINT_FAINT, view);
}
