/* sweep_text.c - a parameter through many values, for people: a line a step, with a bar. */
#include "report/bar.h"
#include "report/change_impl.h"

enum { BAR_WIDEST = 30, BAR_LEAST = 8, GAP = 2 };

typedef struct Telling {
  Arena *arena;
  const Sweep *sweep;
  const AnswerView *view;
  Buffer *out;
} Telling;

static size_t bins(const SweepColumn *column) { return (size_t)column->members + 1; }

static const MemberCount *count_at(const SweepColumn *column, size_t step, uint32_t member) {
  return &column->count[step * bins(column) + member];
}

/* Members that rows have at some step. */
static bool is_met(const Telling *t, const SweepColumn *column, uint32_t member) {
  for (size_t i = 0; i < t->sweep->step_count; i++)
    if (count_at(column, i, member)->rows) return true;
  return false;
}

/* The bars are of the first member whose rows differ. */
static uint32_t barred(const Telling *t, const SweepColumn *column) {
  for (uint32_t m = 0; m <= column->members; m++)
    for (size_t i = 1; i < t->sweep->step_count; i++)
      if (count_at(column, i, m)->rows != count_at(column, 0, m)->rows) return m;
  return 0;
}

static uint64_t most_rows(const Telling *t, const SweepColumn *column, uint32_t member) {
  uint64_t most = 0;
  for (size_t i = 0; i < t->sweep->step_count; i++)
    if (count_at(column, i, member)->rows > most) most = count_at(column, i, member)->rows;
  return most;
}

/* So many of `most`, in eighths of a column; what is there at all is seen. */
static Text bar(const Telling *t, uint64_t rows, uint64_t most, size_t width) {
  Buffer out = buffer_in(t->arena);
  size_t eighths = most ? (size_t)((double)rows / (double)most * (double)(width * BAR_EIGHTHS)) : 0;
  if (rows && !eighths) eighths = 1;
  bar_print(&out, eighths, t->view->ascii);
  return buffer_view(&out);
}

static void step_cells(const Telling *t, Grid *grid, size_t step) {
  const bool now = step == t->sweep->present;
  grid_cell(grid, scalar_text(t->arena, t->sweep->image, t->sweep->step[step], PRINT_PEOPLE),
            now ? PAINT_STRONG : PAINT_PLAIN);
  grid_cell(grid, now ? TEXT("now") : TEXT(""), PAINT_FAINT);
}

static Text money_cell(const Telling *t, const FieldSchema *money, const MemberCount *count) {
  if (count->rows && count->money_missing == count->rows) return TEXT("missing");
  Buffer amount = buffer_in(t->arena);
  money_print(&amount, count->money, money->type.currency);
  return buffer_view(&amount);
}

/* Where bars of the grid's last column may go. */
static size_t bar_room(const Telling *t, const Grid *grid, size_t columns) {
  size_t used = 0;
  if (!t->view->width) return BAR_WIDEST;
  for (size_t i = 0; i + 1 < columns; i++) used += grid_width(grid, i) + GAP;
  if (used + BAR_LEAST > t->view->width) return BAR_LEAST;
  return t->view->width - used < BAR_WIDEST ? t->view->width - used : BAR_WIDEST;
}

static void heading(const Telling *t, Grid *grid, const SweepColumn *column, uint32_t drawn,
                    const FieldSchema *money) {
  const Image *image = t->sweep->image;
  const Type type = image->columns.at[column->column].type;
  grid_cell(grid, image->params.at[t->sweep->param].name, PAINT_STRONG);
  grid_cell(grid, TEXT(""), PAINT_PLAIN);
  for (uint32_t m = 0; m <= column->members; m++)
    if (is_met(t, column, m))
      grid_cell(grid, member_name(image, type, m), member_paint(image, column->column, m));
  if (money)
    grid_printf(grid, PAINT_STRONG, "%.*s of %.*s", TEXT_ARG(money->name),
                TEXT_ARG(member_name(image, type, drawn)));
  grid_cell(grid, member_name(image, type, drawn), PAINT_STRONG);
}

static void counts(const Telling *t, Grid *grid, const SweepColumn *column, size_t step,
                   uint32_t drawn, const FieldSchema *money) {
  step_cells(t, grid, step);
  for (uint32_t m = 0; m <= column->members; m++)
    if (is_met(t, column, m)) grid_count(grid, count_at(column, step, m)->rows, PAINT_PLAIN);
  if (money) grid_cell(grid, money_cell(t, money, count_at(column, step, drawn)), PAINT_PLAIN);
}

static const FieldSchema *money_of_column(const Telling *t, const SweepColumn *column) {
  const Image *image = t->sweep->image;
  return money_field(image, column_declaration(image, &image->columns.at[column->column]));
}

static size_t columns_of(const Telling *t, const SweepColumn *column) {
  size_t columns = money_of_column(t, column) ? 4 : 3;
  for (uint32_t m = 0; m <= column->members; m++) columns += is_met(t, column, m);
  return columns;
}

static Grid *column_grid(const Telling *t, const SweepColumn *column, size_t room) {
  const FieldSchema *money = money_of_column(t, column);
  const uint32_t drawn = barred(t, column);
  const uint64_t most = most_rows(t, column, drawn);
  const size_t columns = columns_of(t, column);
  Grid *grid = grid_new(t->arena, columns);
  for (size_t i = 0; i + 1 < columns; i++)
    if (i != 1) grid_to_right(grid, i);
  heading(t, grid, column, drawn, money);
  for (size_t step = 0; step < t->sweep->step_count; step++) {
    counts(t, grid, column, step, drawn, money);
    grid_cell(grid, bar(t, count_at(column, step, drawn)->rows, most, room), PAINT_GOOD);
  }
  return grid;
}

static void program_values(const Telling *t) {
  const Sweep *sweep = t->sweep;
  size_t columns = 2;
  for (size_t i = 0; i < sweep->values.count; i++) columns += sweep->values.at[i].differs;
  if (columns == 2) return;
  Grid *grid = grid_new(t->arena, columns);
  for (size_t i = 0; i < columns; i++)
    if (i != 1) grid_to_right(grid, i);
  grid_cell(grid, sweep->image->params.at[sweep->param].name, PAINT_STRONG);
  grid_cell(grid, TEXT(""), PAINT_PLAIN);
  for (size_t i = 0; i < sweep->values.count; i++)
    if (sweep->values.at[i].differs)
      grid_cell(grid, sweep->image->columns.at[sweep->values.at[i].column].name, PAINT_STRONG);
  for (size_t step = 0; step < sweep->step_count; step++) {
    step_cells(t, grid, step);
    for (size_t i = 0; i < sweep->values.count; i++) {
      const SweepValue *value = &sweep->values.at[i];
      if (value->differs)
        grid_cell(grid, outcome_text(t->arena, sweep->image, value->at[step]),
                  outcome_paint(sweep->image, value->column, value->at[step]));
    }
  }
  change_section(t->out, TEXT("program"), grid, t->view);
}

/* ---- The whole ------------------------------------------------------------------------------ */

static DeclarationKind kind_of(const Telling *t, const SweepColumn *column) {
  return (DeclarationKind)column_declaration(t->sweep->image,
                                             &t->sweep->image->columns.at[column->column])
      ->kind;
}

/* What is told step by step: segmentations; where none differs, processes; else what there is. The
 * others are named. */
typedef enum { TELL_SEGMENTATIONS, TELL_PROCESSES, TELL_ALL } Scope;

static bool is_told(const Telling *t, const SweepColumn *column, Scope scope) {
  const DeclarationKind kind = kind_of(t, column);
  if (!column->differs || scope == TELL_ALL) return column->differs;
  return kind == (scope == TELL_SEGMENTATIONS ? DECLARATION_SEGMENTATION : DECLARATION_PROCESS);
}

static Scope scope_of(const Telling *t) {
  for (Scope scope = TELL_SEGMENTATIONS; scope < TELL_ALL; scope++)
    for (size_t i = 0; i < t->sweep->columns.count; i++)
      if (is_told(t, &t->sweep->columns.at[i], scope)) return scope;
  return TELL_ALL;
}

static void tell_column(const Telling *t, const SweepColumn *column) {
  const size_t room = bar_room(t, column_grid(t, column, BAR_LEAST), columns_of(t, column));
  change_section(t->out, t->sweep->image->columns.at[column->column].name,
                 column_grid(t, column, room), t->view);
}

static void name_column(const Telling *t, Buffer *names, uint32_t column) {
  buffer_str(names, names->len ? ", " : "these differ, too: ");
  buffer_text(names, t->sweep->image->columns.at[column].name);
}

/* What differs and has no table; false where nothing does. */
static bool name_others(const Telling *t, Scope scope) {
  const Sweep *sweep = t->sweep;
  Buffer names = buffer_in(t->arena);
  for (size_t i = 0; i < sweep->columns.count; i++)
    if (sweep->columns.at[i].differs && !is_told(t, &sweep->columns.at[i], scope))
      name_column(t, &names, sweep->columns.at[i].column);
  for (uint32_t i = 0; i < sweep->image->columns.count; i++)
    if (sweep->changed[i]) name_column(t, &names, i);
  if (names.len) change_remark(t->out, buffer_view(&names), t->view);
  return names.len > 0;
}

void sweep_text(Arena *arena, const Sweep *sweep, const AnswerView *view, Buffer *out) {
  const Telling t = {.arena = arena, .sweep = sweep, .view = view, .out = out};
  const Scope scope = scope_of(&t);
  bool any = false;
  for (size_t i = 0; i < sweep->columns.count; i++) {
    any |= sweep->columns.at[i].differs;
    if (is_told(&t, &sweep->columns.at[i], scope)) tell_column(&t, &sweep->columns.at[i]);
  }
  for (size_t i = 0; i < sweep->values.count; i++) any |= sweep->values.at[i].differs;
  program_values(&t);
  any |= name_others(&t, scope);
  if (!any) change_remark(out, TEXT("no declared column differs between these steps"), view);
}
