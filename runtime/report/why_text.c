/* why_text.c - why a row has its values, for people.
 *
 *   account A0012 on 2026-06-30
 *
 *   tier                                     strategic         acme.strata:92
 *     segment strategic                      true              acme.strata:94
 *       needs revenue >= strategic_floor     true              acme.strata:95
 *         revenue                            10,600,422 USD    acme.strata:95
 *
 * The clause on the left as it is written, indented by its depth, then what it came to, then where
 * it stands. Of a row as a whole each column has a line; what is wrong or unknown, the segment and
 * the stage are unfolded.
 */
#include "report/why_lines.h"

enum {
  CLAUSE_WIDTH = 56,
  CLAUSE_LONGEST = 76,
  CLAUSE_SHORTEST = 24,
  BESIDE_CLAUSE = 36,
  PLACES_FROM = 72, /* narrower terminals have no room for places */
  INDENT = 2
};

typedef struct Page {
  Buffer *out;
  Run *run;
  const WhyAsked *asked;
  const AnswerView *view;
} Page;

static Text line_place(const Page *page, CodePlace place) {
  if (!place.line || (page->view->width && page->view->width < PLACES_FROM)) return TEXT("");
  Text text = text_of(arena_printf(page->out->arena, "%.*s:%u", TEXT_ARG(place.file), place.line));
  return without_folder(text, page->asked->folder);
}

/* On a terminal what a clause came to has to have its place beside it. */
static size_t clause_longest(const Page *page) {
  const size_t width = page->view->width;
  if (!width || width > CLAUSE_LONGEST + BESIDE_CLAUSE) return CLAUSE_LONGEST;
  return width > CLAUSE_SHORTEST + BESIDE_CLAUSE ? width - BESIDE_CLAUSE : CLAUSE_SHORTEST;
}

static Text cut(const Page *page, Text text, size_t longest) {
  if (text_width(text) <= longest) return text;
  return text_of(
      arena_printf(page->out->arena, "%.*s…", (int)text_fit(text, longest - 1), text.at));
}

static void add_line(const Page *page, Grid *grid, const WhyLine *line) {
  const size_t indent = line->depth * INDENT, longest = clause_longest(page);
  if (line->is_rest) {
    grid_line(grid, indent, line->text, line->paint);
    return;
  }
  const Text text = cut(page, line->text, longest > indent + 8 ? longest - indent : 8);
  grid_printf(grid, line->depth ? PAINT_PLAIN : PAINT_STRONG, "%*s%.*s", (int)indent, "",
              TEXT_ARG(text));
  grid_cell(grid, line->outcome, line->paint);
  grid_cell(grid, line_place(page, line->place), PAINT_FAINT);
}

static void print_lines(const Page *page, const WhyLines *lines, Grid *grid) {
  for (size_t i = 0; i < lines->list.count; i++) add_line(page, grid, &lines->list.at[i]);
}

static Grid *new_grid(const Page *page) {
  Grid *grid = grid_new(page->out->arena, 3);
  grid_cap(grid, 0, CLAUSE_WIDTH);
  return grid;
}

static void tell_one(const Page *page) {
  Grid *grid = new_grid(page);
  WhyLines lines = {0};
  why_lines(page->out->arena, page->run, page->asked->column, page->asked->row,
            page->asked->full ? WHY_FULL : WHY_FOLDED, 1, true, &lines);
  print_lines(page, &lines, grid);
  grid_print(page->out, grid, 0, page->view->colour);
}

static void tell_all(const Page *page) {
  const Image *image = run_image(page->run);
  const size_t row = page->asked->row;
  Grid *grid = new_grid(page);
  for (uint32_t i = 0; i < image->columns.count; i++) {
    WhyDetail detail = WHY_FULL;
    WhyLines lines = {0};
    if (!why_is_asked(image, page->asked, i)) continue;
    if (!page->asked->full && !why_is_told(page->run, i, row, &detail)) continue;
    why_lines(page->out->arena, page->run, i, row, detail, 0, false, &lines);
    print_lines(page, &lines, grid);
  }
  grid_print(page->out, grid, 0, page->view->colour);
}

void why_text(Buffer *out, Run *run, const WhyAsked *asked, const AnswerView *view) {
  const Page page = {out, run, asked, view};
  why_heading(out, run, asked, view->colour);
  buffer_char(out, '\n');
  if (asked->column != SCHEMA_NONE)
    tell_one(&page);
  else
    tell_all(&page);
}
