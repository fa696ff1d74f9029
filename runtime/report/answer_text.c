/* answer_text.c - answers for people: a table that fits the terminal, a line a value, Markdown.
 *
 *   id     name            revenue    on_time
 *   ─────  ──────  ───────────────  ─────────
 *   A0003  Gamma…    6,000,000 USD        red
 *
 * Cells are made twice, once for the widths: a table is never held in memory. A table that is too
 * wide is made narrower column by column, always the widest that can be cut: texts down to
 * TEXT_LEAST columns, headings down to what stands below them. Numbers, dates and statuses are
 * never cut; where that is not enough, each value gets a line.
 */
#include "report/answer_impl.h"
#include "report/markdown.h"

enum { GAP = 2, TEXT_LEAST = 8, NAME_MOST = 40 };

typedef struct Layout {
  size_t *width, *least; /* by column */
  bool *cents;
} Layout;

void answer_cut(Buffer *out, Text text, size_t width, bool ascii) {
  const Text mark = ascii ? TEXT("..") : TEXT("…");
  const size_t room = text_width(mark);
  if (text_width(text) <= width) {
    buffer_text(out, text);
    return;
  }
  if (width > room) {
    buffer_text(out, text_slice(text, 0, text_fit(text, width - room)));
    buffer_text(out, mark);
  } else {
    buffer_text(out, text_slice(text, 0, text_fit(text, width)));
  }
}

/* ---- Widths --------------------------------------------------------------------------------- */

static bool can_be_cut(Type type) { return type.kind == TYPE_TEXT || type.kind == TYPE_REF; }

static size_t larger(size_t a, size_t b) { return a > b ? a : b; }

static bool has_cents(Scalar amount) {
  return amount.known && amount.i % type_scale(TYPE_MONEY) != 0;
}

/* Whether some amount of a column has more than whole units. */
static bool *cents_of(const AnswerTable *table, Arena *arena) {
  bool *cents = ARENA_ARRAY(arena, bool, table->column_count);
  for (size_t i = 0; i < table->column_count; i++) {
    if (table->column[i].type.kind != TYPE_MONEY) continue;
    for (size_t row = 0; row < table->rows && !cents[i]; row++) {
      const ColumnValue value = table->value(table->context, row, i);
      cents[i] = has_cents(value.low) || has_cents(value.high);
    }
  }
  return cents;
}

static Layout layout_of(const AnswerTable *table, const AnswerView *view, Arena *arena) {
  const Layout layout = {ARENA_ARRAY(arena, size_t, table->column_count),
                         ARENA_ARRAY(arena, size_t, table->column_count), cents_of(table, arena)};
  AnswerCells cells = answer_cells(table, arena);
  cells.cents = layout.cents;
  for (size_t row = 0; row < table->rows && !answer_stops(view, row); row++)
    for (size_t i = 0; i < table->column_count; i++)
      layout.least[i] = larger(layout.least[i], text_width(answer_cell(&cells, row, i, NULL)));
  for (size_t i = 0; i < table->column_count; i++) {
    layout.width[i] = larger(layout.least[i], text_width(table->column[i].name));
    if (can_be_cut(table->column[i].type) && layout.least[i] > TEXT_LEAST)
      layout.least[i] = TEXT_LEAST;
    if (layout.least[i] < 2) layout.least[i] = 2;
    if (layout.least[i] > layout.width[i]) layout.least[i] = layout.width[i];
  }
  return layout;
}

static size_t total_of(const size_t *widths, size_t columns) {
  size_t total = columns ? GAP * (columns - 1) : 0;
  for (size_t i = 0; i < columns; i++) total += widths[i];
  return total;
}

/* Makes the widest columns narrower; false where that cannot be enough. */
static bool fit(const Layout *layout, size_t columns, size_t width) {
  if (!width) return true;
  if (total_of(layout->least, columns) > width) return false;
  for (size_t total = total_of(layout->width, columns); total > width; total--) {
    size_t widest = columns;
    for (size_t i = 0; i < columns; i++)
      if (layout->width[i] > layout->least[i] &&
          (widest == columns || layout->width[i] > layout->width[widest]))
        widest = i;
    layout->width[widest]--;
  }
  return true;
}

/* ---- A table -------------------------------------------------------------------------------- */

typedef struct Printer {
  Buffer *out;
  const AnswerView *view;
  Layout layout;
  Buffer cut;
  size_t due; /* blanks before the next cell with something in it */
} Printer;

static void put_cell(Printer *p, size_t column, Text text, bool right, Paint paint) {
  buffer_clear(&p->cut);
  answer_cut(&p->cut, text, p->layout.width[column], p->view->ascii);
  const Text cut = buffer_view(&p->cut);
  const size_t rest = p->layout.width[column] - text_width(cut);
  if (column) p->due += GAP;
  if (right) p->due += rest;
  if (cut.len) {
    buffer_repeat(p->out, ' ', p->due);
    p->due = 0;
    paint_text(p->out, cut, paint, p->view->colour);
  }
  if (!right) p->due += rest;
}

static void end_row(Printer *p) {
  buffer_char(p->out, '\n');
  p->due = 0;
}

static void put_header(Printer *p, const AnswerTable *table) {
  for (size_t i = 0; i < table->column_count; i++)
    put_cell(p, i, text_printable(p->out->arena, table->column[i].name),
             answer_to_right(table->column[i].type), PAINT_STRONG);
  end_row(p);
  for (size_t i = 0; i < table->column_count; i++) {
    if (i) buffer_repeat(p->out, ' ', GAP);
    for (size_t n = 0; n < p->layout.width[i]; n++) buffer_str(p->out, p->view->ascii ? "-" : "─");
  }
  end_row(p);
}

void answer_put_note(Buffer *out, Text note, bool colour) {
  if (!note.len) return;
  paint_text(out, text_printable(out->arena, note), PAINT_FAINT, colour);
  buffer_char(out, '\n');
}

void answer_text(Buffer *out, const AnswerTable *table, const AnswerView *view) {
  Printer p = {.out = out, .view = view, .layout = layout_of(table, view, out->arena)};
  if (!fit(&p.layout, table->column_count, view->width)) {
    answer_lines(out, table, view);
    return;
  }
  p.cut = buffer_in(out->arena);
  AnswerCells cells = answer_cells(table, out->arena);
  cells.cents = p.layout.cents;
  if (table->rows) put_header(&p, table);
  for (size_t row = 0; row < table->rows && !answer_stops(view, row); row++) {
    for (size_t i = 0; i < table->column_count; i++) {
      Paint paint;
      const Text text = answer_cell(&cells, row, i, &paint);
      put_cell(&p, i, text, answer_to_right(table->column[i].type), paint);
    }
    end_row(&p);
  }
  answer_put_note(out, table->note, view->colour);
}

/* ---- A line a value ------------------------------------------------------------------------- */

void answer_lines(Buffer *out, const AnswerTable *table, const AnswerView *view) {
  AnswerCells cells = answer_cells(table, out->arena);
  size_t widest = 0;
  for (size_t i = 0; i < table->column_count; i++)
    widest = larger(widest, text_width(table->column[i].name));
  if (widest > NAME_MOST) widest = NAME_MOST;
  for (size_t row = 0; row < table->rows && !answer_stops(view, row); row++) {
    for (size_t i = 0; i < table->column_count; i++) {
      const Text name = text_printable(out->arena, table->column[i].name);
      Paint paint;
      const Text text = answer_cell(&cells, row, i, &paint);
      paint_text(out, name, PAINT_STRONG, view->colour);
      if (text.len) {
        const size_t width = text_width(name);
        buffer_repeat(out, ' ', GAP + (width < widest ? widest - width : 0));
        paint_text(out, text, paint, view->colour);
      }
      buffer_char(out, '\n');
    }
    if (row + 1 < table->rows || table->note.len) buffer_char(out, '\n');
  }
  answer_put_note(out, table->note, view->colour);
}

/* ---- Markdown ------------------------------------------------------------------------------- */

void answer_markdown(Buffer *out, const AnswerTable *table, const AnswerView *view) {
  AnswerCells cells = answer_cells(table, out->arena);
  for (size_t i = 0; i < table->column_count; i++) {
    buffer_str(out, i ? " | " : "| ");
    markdown_text(out, text_printable(out->arena, table->column[i].name));
  }
  buffer_str(out, " |\n|");
  for (size_t i = 0; i < table->column_count; i++)
    buffer_str(out, answer_to_right(table->column[i].type) ? "---:|" : "---|");
  buffer_char(out, '\n');
  for (size_t row = 0; row < table->rows && !answer_stops(view, row); row++) {
    for (size_t i = 0; i < table->column_count; i++) {
      buffer_str(out, i ? " | " : "| ");
      markdown_text(out, answer_cell(&cells, row, i, NULL));
    }
    buffer_str(out, " |\n");
  }
  if (!table->note.len) return;
  buffer_char(out, '\n');
  markdown_text(out, table->note);
  buffer_char(out, '\n');
}
