/* change.c - what the forms of `what if` and `sweep` share. */
#include "report/change_impl.h"
#include "report/csv_text.h"
#include "report/markdown.h"

enum { ROWS_SHOWN = 20 };

size_t what_if_most(AnswerForm form) {
  const bool is_data = form == ANSWER_CSV || form == ANSWER_JSON || form == ANSWER_JSONL;
  return is_data ? SIZE_MAX : ROWS_SHOWN;
}

Text member_name(const Image *image, Type type, uint32_t member) {
  const uint32_t members = type.kind == TYPE_BOOL ? 2 : image->enums.at[type.of].count;
  if (member >= members) return TEXT("unknown");
  if (type.kind == TYPE_BOOL) return member ? TEXT("true") : TEXT("false");
  return image->enums.at[type.of].members[member].name;
}

Paint member_paint(const Image *image, uint32_t index, uint32_t member) {
  const Column *column = &image->columns.at[index];
  const Declaration *declaration = column_declaration(image, column);
  if (column->type.kind == TYPE_ENUM && member >= image->enums.at[column->type.of].count)
    return PAINT_OPEN;
  return index == declaration->columns.first ? status_paint(declaration->kind, member)
                                             : PAINT_PLAIN;
}

Text outcome_text(Arena *arena, const Image *image, ColumnValue value) {
  return value.low.known ? value_text(arena, image, value) : TEXT("unknown");
}

Paint outcome_paint(const Image *image, uint32_t column, ColumnValue value) {
  if (!value.low.known) return PAINT_OPEN;
  if (image->columns.at[column].type.kind != TYPE_ENUM) return PAINT_PLAIN;
  return member_paint(image, column, (uint32_t)value.low.i);
}

static void csv_scalar(Buffer *out, const Image *image, Scalar value) {
  buffer_char(out, ',');
  if (!value.known) return;
  if (value.type.kind == TYPE_TEXT || value.type.kind == TYPE_REF)
    csv_text_print(out, value.text);
  else
    scalar_print(out, value, image->enums.at, PRINT_CSV);
}

void csv_ends_print(Buffer *out, const Image *image, ColumnValue value) {
  const Scalar none = {.type = value.low.type};
  const bool range = value.low.known && !value_is_point(value);
  csv_scalar(out, image, range ? none : value.low);
  csv_scalar(out, image, range ? value.low : none);
  csv_scalar(out, image, range ? value.high : none);
}

void change_remark(Buffer *out, Text remark, const AnswerView *view) {
  Grid *grid = grid_new(out->arena, 1);
  if (out->len) buffer_char(out, '\n');
  if (view->form == ANSWER_MARKDOWN) {
    markdown_text(out, remark);
    buffer_char(out, '\n');
    return;
  }
  grid_fit(grid, 0, view->width);
  grid_cell(grid, remark, PAINT_FAINT);
  grid_print(out, grid, 0, view->colour);
}

void change_section(Buffer *out, Text title, const Grid *grid, const AnswerView *view) {
  const bool markdown = view->form == ANSWER_MARKDOWN;
  if (out->len) buffer_char(out, '\n');
  if (title.len && markdown) {
    buffer_str(out, "**");
    markdown_text(out, title);
    buffer_str(out, "**\n\n");
  } else if (title.len) {
    paint_text(out, title, PAINT_STRONG, view->colour);
    buffer_char(out, '\n');
  }
  if (markdown)
    grid_markdown(out, grid);
  else
    grid_print(out, grid, title.len ? 2 : 0, view->colour);
}

/* Sections stand apart from one another, not from what `out` has already. */
void what_if_print(Arena *arena, const WhatIf *what, const Question *question,
                   const AnswerView *view, Buffer *out) {
  Buffer answer = buffer_in(arena);
  if (what_if_most(view->form) == SIZE_MAX)
    what_if_data(what, question, view->form, &answer);
  else
    what_if_text(arena, what, view, &answer);
  buffer_text(out, buffer_view(&answer));
}

void sweep_print(Arena *arena, const Sweep *sweep, const Question *question, const AnswerView *view,
                 Buffer *out) {
  Buffer answer = buffer_in(arena);
  if (what_if_most(view->form) == SIZE_MAX)
    sweep_data(sweep, question, view->form, &answer);
  else
    sweep_text(arena, sweep, view, &answer);
  buffer_text(out, buffer_view(&answer));
}
