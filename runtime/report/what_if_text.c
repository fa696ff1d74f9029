/* what_if_text.c - what a change would change, for people: before on the left, after on the right.
 */
#include "report/change_impl.h"
#include "report/move_table.h"

enum { EXAMPLES = 3, TEXT_LEAST = 28 };

typedef struct Telling {
  Arena *arena;
  const WhatIf *what;
  const Image *image;
  const AnswerView *view;
  Buffer *out;
  Text arrow;
} Telling;

static uint32_t entity_of(const Telling *t, uint32_t column) {
  return column_declaration(t->image, &t->image->columns.at[column])->entity;
}

/* "A0012", "contacts.csv:17" where rows have no keys. */
static Text row_name(const Telling *t, uint32_t entity, size_t row) {
  return text_printable(t->arena,
                        table_row_name(run_table(t->what->before, entity), row, t->arena));
}

static Text counted(const Telling *t, uint64_t count, Text one) {
  return text_of(arena_printf(t->arena, "%.*s %.*s", TEXT_ARG(count_text(t->arena, count)),
                              TEXT_ARG(count == 1 ? one : plural_text(t->arena, one))));
}

/* ---- What was changed ----------------------------------------------------------------------- */

static void inputs(const Telling *t) {
  ChangeLines lines = {.head = {TEXT("what if"), TEXT("now"), TEXT("then"), TEXT("")}};
  for (size_t i = 0; i < t->what->inputs.count; i++) {
    const WhatIfInput *input = &t->what->inputs.at[i];
    ChangeLine *line = change_line(t->arena, &lines, input->name);
    line->before = scalar_text(t->arena, t->image, input->before, PRINT_PEOPLE);
    line->before_paint = input->before.known ? PAINT_PLAIN : PAINT_OPEN;
    line->after = input->same ? TEXT("the same: it has this value already")
                              : scalar_text(t->arena, t->image, input->after, PRINT_PEOPLE);
    line->after_paint = input->same ? PAINT_FAINT : input->after.known ? PAINT_PLAIN : PAINT_OPEN;
  }
  change_lines_print(t->out, &lines, t->view);
}

/* ---- Columns of one row --------------------------------------------------------------------- */

static void before_and_after(const Telling *t, ChangeLine *line, uint32_t column, size_t row) {
  const ColumnValue before = run_value(t->what->before, column, row);
  const ColumnValue after = run_value(t->what->after, column, row);
  line->before = outcome_text(t->arena, t->image, before);
  line->before_paint = outcome_paint(t->image, column, before);
  line->after = outcome_text(t->arena, t->image, after);
  line->after_paint = outcome_paint(t->image, column, after);
}

static void row_columns(const Telling *t, Text title, const uint32_t *columns, size_t count,
                        size_t row) {
  ChangeLines lines = {.head = {title, TEXT(""), TEXT(""), TEXT("")}};
  for (size_t i = 0; i < count; i++)
    before_and_after(t, change_line(t->arena, &lines, t->image->columns.at[columns[i]].name),
                     columns[i], row);
  change_lines_print(t->out, &lines, t->view);
}

/* ---- From member to member ------------------------------------------------------------------ */

static bool is_matrix(const Telling *t, const ColumnMoves *moves) {
  const Declaration *declaration =
      column_declaration(t->image, &t->image->columns.at[moves->column]);
  return moves->move && moves->column == declaration->columns.first &&
         (declaration->kind == DECLARATION_SEGMENTATION ||
          declaration->kind == DECLARATION_PROCESS);
}

static Text label(const Telling *t, const ColumnMoves *moves, uint32_t member) {
  return member_name(t->image, t->image->columns.at[moves->column].type, member);
}

static MoveTable move_table(const Telling *t, const ColumnMoves *moves) {
  const Declaration *declaration =
      column_declaration(t->image, &t->image->columns.at[moves->column]);
  const FieldSchema *money = money_field(t->image, declaration);
  const size_t members = (size_t)moves->members + 1;
  Text *labels = ARENA_ARRAY(t->arena, Text, members);
  Paint *paints = ARENA_ARRAY(t->arena, Paint, members);
  for (uint32_t m = 0; m < members; m++) {
    labels[m] = label(t, moves, m);
    paints[m] = member_paint(t->image, moves->column, m);
  }
  return (MoveTable){.title = declaration->name,
                     .label = labels,
                     .paint = paints,
                     .members = members,
                     .before = moves->before,
                     .after = moves->after,
                     .move = moves->move,
                     .now = TEXT("now"),
                     .then = TEXT("then"),
                     .rows = plural_text(t->arena, t->image->entities.at[declaration->entity].name),
                     .money = money ? money->name : TEXT(""),
                     .currency = money ? money->type.currency : ""};
}

/* The rows that move, by name. */
static void moving_rows(const Telling *t, const ColumnMoves *moves) {
  const uint32_t entity = entity_of(t, moves->column);
  const Declaration *declaration =
      column_declaration(t->image, &t->image->columns.at[moves->column]);
  const FieldSchema *money = money_field(t->image, declaration);
  ChangeLines lines = {.head = {t->image->entities.at[entity].name, declaration->name, TEXT(""),
                                money ? money->name : TEXT("")},
                       .more = moves->changed - moves->first.count};
  for (size_t i = 0; i < moves->first.count; i++) {
    const size_t row = moves->first.at[i];
    ChangeLine *line = change_line(t->arena, &lines, row_name(t, entity, row));
    before_and_after(t, line, moves->column, row);
    if (!money) continue;
    const Vector *slot = &run_table(t->what->after, entity)->slot[declaration->money];
    line->beside =
        scalar_text(t->arena, t->image, vector_get(slot, money->type, row), PRINT_PEOPLE);
  }
  change_lines_print(t->out, &lines, t->view);
}

static void moves_section(const Telling *t, const ColumnMoves *moves) {
  const MoveTable table = move_table(t, moves);
  Grid *grid = move_matrix(t->arena, &table, t->view);
  if (change_fits(grid, t->view)) change_section(t->out, TEXT(""), grid, t->view);
  change_section(t->out, TEXT(""), move_sums(t->arena, &table, t->view), t->view);
  moving_rows(t, moves);
}

/* ---- Other columns -------------------------------------------------------------------------- */

/* "green 12 → 14, red 3 → 1" */
static Text by_member(const Telling *t, const ColumnMoves *moves) {
  Buffer out = buffer_in(t->arena);
  for (uint32_t m = 0; m <= moves->members; m++) {
    if (moves->before[m] == moves->after[m]) continue;
    buffer_printf(&out, "%s%.*s %.*s %.*s %.*s", out.len ? ", " : "", TEXT_ARG(label(t, moves, m)),
                  TEXT_ARG(count_text(t->arena, moves->before[m])), TEXT_ARG(t->arrow),
                  TEXT_ARG(count_text(t->arena, moves->after[m])));
  }
  return buffer_view(&out);
}

/* "A0007 62 → 81, A0009 70 → 89, … 3 more" */
static Text by_example(const Telling *t, const ColumnMoves *moves) {
  const uint32_t entity = entity_of(t, moves->column);
  Buffer out = buffer_in(t->arena);
  size_t shown = moves->first.count < EXAMPLES ? moves->first.count : EXAMPLES;
  for (size_t i = 0; i < shown; i++) {
    const size_t row = moves->first.at[i];
    const ColumnValue before = run_value(t->what->before, moves->column, row);
    const ColumnValue after = run_value(t->what->after, moves->column, row);
    buffer_printf(&out, "%s%.*s %.*s %.*s %.*s", i ? ", " : "", TEXT_ARG(row_name(t, entity, row)),
                  TEXT_ARG(outcome_text(t->arena, t->image, before)), TEXT_ARG(t->arrow),
                  TEXT_ARG(outcome_text(t->arena, t->image, after)));
  }
  if (moves->changed > shown)
    buffer_printf(&out, ", %s %.*s more", t->view->ascii ? "..." : "…",
                  TEXT_ARG(count_text(t->arena, moves->changed - shown)));
  return buffer_view(&out);
}

/* Where three columns have no room, what a column comes to stands below its name. */
static void tell_others(const Telling *t, const char *title, const Grid *grid,
                        const ChangeLines *lines) {
  if (grid_width(grid, 0) + grid_width(grid, 1) + TEXT_LEAST < t->view->width || !t->view->width) {
    change_section(t->out, TEXT(""), grid, t->view);
    return;
  }
  Grid *narrow = grid_new(t->arena, 1);
  grid_fit(narrow, 0, t->view->width);
  grid_cell(narrow, text_of(title), PAINT_STRONG);
  for (size_t i = 0; i < lines->list.count; i++) {
    const ChangeLine *line = &lines->list.at[i];
    grid_cell(narrow, line->name, PAINT_PLAIN);
    grid_printf(narrow, PAINT_PLAIN, "  %.*s: %.*s", TEXT_ARG(line->before), TEXT_ARG(line->after));
  }
  change_section(t->out, TEXT(""), narrow, t->view);
}

static void other_columns(const Telling *t, const char *title) {
  Grid *grid = grid_new(t->arena, 3);
  ChangeLines lines = {0};
  grid_fit(grid, 2, t->view->width);
  grid_cell(grid, text_of(title), PAINT_STRONG);
  grid_end_row(grid);
  for (size_t i = 0; i < t->what->others.count; i++) {
    const ColumnMoves *moves = &t->what->others.at[i];
    const Text entity = t->image->entities.at[entity_of(t, moves->column)].name;
    if (!t->what->of_row && is_matrix(t, moves)) continue;
    const Text text = moves->members && !t->what->of_row ? by_member(t, moves) : TEXT("");
    ChangeLine *line = change_line(t->arena, &lines, t->image->columns.at[moves->column].name);
    line->before = counted(t, moves->changed, entity);
    line->after = text.len ? text : by_example(t, moves);
    grid_cell(grid, line->name, PAINT_PLAIN);
    grid_cell(grid, line->before, PAINT_PLAIN);
    grid_cell(grid, line->after, PAINT_PLAIN);
  }
  if (lines.list.count) tell_others(t, title, grid, &lines);
}

/* ---- The whole ------------------------------------------------------------------------------ */

void what_if_text(Arena *arena, const WhatIf *what, const AnswerView *view, Buffer *out) {
  Telling t = {.arena = arena,
               .what = what,
               .image = what->image,
               .view = view,
               .out = out,
               .arrow = view->ascii ? TEXT("->") : TEXT("→")};
  inputs(&t);
  if (what->of_row && what->own.count)
    row_columns(&t,
                text_of(arena_printf(arena, "%.*s %.*s",
                                     TEXT_ARG(what->image->entities.at[what->entity].name),
                                     TEXT_ARG(row_name(&t, what->entity, what->row)))),
                what->own.at, what->own.count, what->row);
  for (size_t i = 0; i < what->others.count && !what->of_row; i++)
    if (is_matrix(&t, &what->others.at[i])) moves_section(&t, &what->others.at[i]);
  other_columns(&t, what->of_row ? "other rows" : "columns");
  if (what->program.count)
    row_columns(&t, TEXT("program"), what->program.at, what->program.count, 0);
  if (!what->own.count && !what->others.count && !what->program.count)
    change_remark(out, TEXT("no declared column changes"), view);
}
