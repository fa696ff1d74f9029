/* sweep_text.c - a parameter through many values, for people: a line a step, with a bar. */
#include "report/bar.h"
#include "report/change_impl.h"

enum { BAR_WIDEST = 30, BAR_LEAST = 8, INDENT = 2, GAP = 2 };

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

/* What the table of a column shows: less where the terminal is narrow. */
typedef struct Layout {
  bool members; /* all that rows have; else the one that has bars */
  bool money;
  size_t bar; /* columns of the longest; 0: none are drawn */
} Layout;

typedef struct SweepTable {
  const Telling *t;
  const SweepColumn *column;
  const FieldSchema *money; /* NULL: not shown */
  uint32_t drawn;
  Layout layout;
} SweepTable;

static bool is_shown(const SweepTable *table, uint32_t member) {
  return table->layout.members ? is_met(table->t, table->column, member) : member == table->drawn;
}

static size_t columns_of(const SweepTable *table) {
  size_t columns = 2;
  columns += table->money != NULL;
  columns += table->layout.bar > 0;
  for (uint32_t m = 0; m <= table->column->members; m++) columns += is_shown(table, m);
  return columns;
}

static void heading(const SweepTable *table, Grid *grid) {
  const Image *image = table->t->sweep->image;
  const SweepColumn *column = table->column;
  const Type type = image->columns.at[column->column].type;
  grid_cell(grid, image->params.at[table->t->sweep->param].name, PAINT_STRONG);
  grid_cell(grid, TEXT(""), PAINT_PLAIN);
  for (uint32_t m = 0; m <= column->members; m++)
    if (is_shown(table, m))
      grid_cell(grid, member_name(image, type, m), member_paint(image, column->column, m));
  if (table->money)
    grid_printf(grid, PAINT_STRONG, "%.*s of %.*s", TEXT_ARG(table->money->name),
                TEXT_ARG(member_name(image, type, table->drawn)));
  if (table->layout.bar) grid_cell(grid, member_name(image, type, table->drawn), PAINT_STRONG);
}

static void step_row(const SweepTable *table, Grid *grid, size_t step) {
  const MemberCount *drawn = count_at(table->column, step, table->drawn);
  step_cells(table->t, grid, step);
  for (uint32_t m = 0; m <= table->column->members; m++)
    if (is_shown(table, m)) grid_count(grid, count_at(table->column, step, m)->rows, PAINT_PLAIN);
  if (table->money) grid_cell(grid, money_cell(table->t, table->money, drawn), PAINT_PLAIN);
  if (table->layout.bar)
    grid_cell(grid,
              bar(table->t, drawn->rows, most_rows(table->t, table->column, table->drawn),
                  table->layout.bar),
              PAINT_GOOD);
}

static Grid *column_grid(const Telling *t, const SweepColumn *column, Layout layout) {
  SweepTable table = {.t = t, .column = column, .drawn = barred(t, column), .layout = layout};
  const Image *image = t->sweep->image;
  if (layout.money)
    table.money = money_field(image, column_declaration(image, &image->columns.at[column->column]));
  const size_t columns = columns_of(&table);
  Grid *grid = grid_new(t->arena, columns);
  for (size_t i = 0; i + (layout.bar > 0) < columns; i++)
    if (i != 1) grid_to_right(grid, i);
  heading(&table, grid);
  for (size_t step = 0; step < t->sweep->step_count; step++) step_row(&table, grid, step);
  return grid;
}

/* As much as fits, a bar in what is left. */
static Layout layout_of(const Telling *t, const SweepColumn *column) {
  const size_t width = t->view->form == ANSWER_MARKDOWN ? 0 : t->view->width;
  const Layout layouts[] = {{true, true, 0}, {true, false, 0}, {false, true, 0}, {false, false, 0}};
  if (!width) return (Layout){true, true, BAR_WIDEST};
  for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
    const size_t used = INDENT + grid_row_width(column_grid(t, column, layouts[i])) + GAP;
    const size_t rest = width > used ? width - used : 0;
    if (rest < BAR_LEAST) continue;
    return (Layout){layouts[i].members, layouts[i].money, rest < BAR_WIDEST ? rest : BAR_WIDEST};
  }
  return (Layout){false, false, 0};
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
  change_section(t->out, t->sweep->image->columns.at[column->column].name,
                 column_grid(t, column, layout_of(t, column)), t->view);
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
