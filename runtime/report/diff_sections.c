/* diff_sections.c - the parts of a diff as grids, as text or as Markdown. */
#include "report/diff_impl.h"
#include "report/report_impl.h"
#include "value/date.h"

enum { EXAMPLES = 3 };

static const WatchedEntity *entity_of(const DiffSection *s, uint32_t entity) {
  return &s->report->moves->watch->entities.at[entity];
}

static Text arrow(const DiffSection *s) { return s->view->ascii ? TEXT("->") : TEXT("→"); }

static Text printable(const DiffSection *s, Text text) { return text_printable(s->arena, text); }

/* ---- What is compared ----------------------------------------------------------------------- */

static Text day_text(Arena *arena, int32_t day) {
  Buffer out = buffer_in(arena);
  date_print(&out, day);
  return buffer_view(&out);
}

static void state_line(const DiffSection *s, Grid *grid, const char *what, Text before, Text after,
                       bool differs) {
  grid_cell(grid, text_of(what), PAINT_FAINT);
  grid_cell(grid, differs ? move_text(s->arena, before, after, s->view) : after, PAINT_PLAIN);
}

static Text data_text(Text named) { return named.len ? named : TEXT("beside the rules"); }

void diff_states(const DiffSection *s) {
  const DiffState *before = &s->report->state[SIDE_BEFORE], *after = &s->report->state[SIDE_AFTER];
  Grid *grid = grid_new(s->arena, 2);
  if (s->view->form == ANSWER_MARKDOWN) {
    grid_cell(grid, TEXT("compared"), PAINT_PLAIN);
    grid_end_row(grid);
  }
  state_line(s, grid, "rules", text_of(before->rules), text_of(after->rules),
             s->report->factors & FACTOR_RULES);
  if (s->report->moves) {
    state_line(s, grid, "data", data_text(before->data), data_text(after->data),
               s->report->factors & FACTOR_DATA);
    state_line(s, grid, "day", day_text(s->arena, before->today), day_text(s->arena, after->today),
               s->report->factors & FACTOR_DAY);
  }
  change_section(s->out, TEXT(""), grid, s->view);
}

/* ---- What was read -------------------------------------------------------------------------- */

static void put_left_out(Buffer *out, const Snapshot *snapshot, const char *when) {
  const SnapshotSource *sources;
  const size_t count = snapshot_sources(snapshot, &sources);
  for (size_t i = 0; i < count; i++) {
    if (!sources[i].left_out) continue;
    const Text rows = diff_counted(out->arena, sources[i].left_out, TEXT("row"));
    buffer_printf(out, "%s%.*s of %.*s %s", out->len ? ", " : "", TEXT_ARG(rows),
                  TEXT_ARG(sources[i].entity), when);
  }
}

void diff_left_out(const DiffSection *s) {
  const Moves *moves = s->report->moves;
  Buffer out = buffer_in(s->arena);
  put_left_out(&out, moves->state[0], "before");
  put_left_out(&out, moves->state[moves->factors], "after");
  if (!out.len) return;
  const char *remark = arena_printf(s->arena, "left out: %.*s", TEXT_ARG(buffer_view(&out)));
  change_remark(s->out, text_of(remark), s->view);
}

Grid *diff_grid(const DiffSection *s, size_t columns, const char *title) {
  Grid *grid = grid_new(s->arena, columns);
  grid_fit(grid, columns - 1, s->view->width);
  grid_cell(grid, text_of(title), PAINT_STRONG);
  grid_end_row(grid);
  return grid;
}

/* ---- Definitions ---------------------------------------------------------------------------- */

void diff_edit_list(const DiffSection *s) {
  const EditList *edits = s->report->edits;
  Grid *grid = diff_grid(s, 4, "definitions");
  size_t told = 0;
  for (size_t i = 0; edits && i < edits->list.count; i++) {
    const Edit *edit = &edits->list.at[i];
    if (edit->kind == EDIT_WORDS) continue;
    told++;
    grid_cell(grid, text_of(edit_word[edit->kind]), PAINT_FAIR);
    grid_cell(grid, edit->what, PAINT_FAINT);
    grid_cell(grid, edit_name(s->arena, edit), PAINT_PLAIN);
    grid_cell(grid, edit_text(s->arena, edit, s->view), PAINT_PLAIN);
  }
  if (told) change_section(s->out, TEXT(""), grid, s->view);
}

/* ---- Lists of rows -------------------------------------------------------------------------- */

static Text money_cell(const DiffSection *s, const WatchedEntity *entity, const RowMove *move) {
  if (!move->has_money) return TEXT("missing");
  Buffer out = buffer_in(s->arena);
  money_print(&out, move->money, entity->currency);
  return buffer_view(&out);
}

static void causes_grid(const DiffSection *s, const MoveList *list, const WatchedEntity *entity) {
  if (!diff_has_causes(s->report) || !list->by_cause.count) return;
  Grid *grid = grid_new(s->arena, entity->money_name.len ? 3 : 2);
  grid_to_right(grid, 1);
  if (entity->money_name.len) grid_to_right(grid, 2);
  grid_cell(grid, TEXT("due to"), PAINT_STRONG);
  grid_cell(grid, plural_text(s->arena, entity->name), PAINT_STRONG);
  if (entity->money_name.len) grid_cell(grid, entity->money_name, PAINT_STRONG);
  for (Causes causes = 1; causes; causes++) {
    for (size_t i = 0; i < list->by_cause.count; i++) {
      const CauseCount *count = &list->by_cause.at[i];
      if (count->causes != causes) continue;
      grid_cell(grid, causes_text(s->arena, causes), PAINT_PLAIN);
      grid_count(grid, count->count.rows, PAINT_PLAIN);
      if (entity->money_name.len)
        grid_cell(grid, move_money(s->arena, entity->currency, count->count), PAINT_PLAIN);
    }
  }
  change_section(s->out, TEXT(""), grid, s->view);
}

static Paint paint_of(const WatchedColumn *column, uint32_t member) {
  if (member >= column->members) return PAINT_OPEN;
  const bool status = column->kind == DECLARATION_KPI || column->kind == DECLARATION_RULE ||
                      column->kind == DECLARATION_CADENCE;
  return column->own && status ? status_paint(column->kind, member) : PAINT_PLAIN;
}

static void moving_rows(const DiffSection *s, const OutcomeMoves *moves) {
  const WatchedColumn *column = moves->column;
  const WatchedEntity *entity = entity_of(s, column->entity);
  const bool causes = diff_has_causes(s->report);
  ChangeLines lines = {.head = {entity->name, column->name, TEXT(""), entity->money_name,
                                causes ? TEXT("due to") : TEXT("")},
                       .more = moves->moves.all.rows - moves->moves.first.count};
  for (size_t i = 0; i < moves->moves.first.count; i++) {
    const RowMove *move = &moves->moves.first.at[i];
    ChangeLine *line = change_line(s->arena, &lines, printable(s, move->key));
    line->before = column->member[move->from];
    line->before_paint = paint_of(column, move->from);
    line->after = column->member[move->to];
    line->after_paint = paint_of(column, move->to);
    if (entity->money_name.len) line->beside = money_cell(s, entity, move);
    if (causes) line->last = causes_text(s->arena, move->causes);
  }
  if (lines.list.count) change_lines_print(s->out, &lines, s->view);
}

/* ---- Rows that arrive or leave -------------------------------------------------------------- */

static void coming_rows(const DiffSection *s, const WatchedEntity *entity, const MoveList *list,
                        const char *word) {
  const bool causes = diff_has_causes(s->report), money = entity->money_name.len != 0;
  if (!list->all.rows) return;
  Grid *grid = grid_new(s->arena, (size_t)1 + money + causes);
  grid_cell(grid, text_of(arena_printf(s->arena, "%.*s %s", TEXT_ARG(entity->name), word)),
            PAINT_STRONG);
  if (money) grid_to_right(grid, 1);
  if (money) grid_cell(grid, entity->money_name, PAINT_STRONG);
  if (causes) grid_cell(grid, TEXT("due to"), PAINT_STRONG);
  for (size_t i = 0; i < list->first.count; i++) {
    const RowMove *move = &list->first.at[i];
    grid_cell(grid, printable(s, move->key), PAINT_PLAIN);
    if (money) grid_cell(grid, money_cell(s, entity, move), PAINT_PLAIN);
    if (causes) grid_cell(grid, causes_text(s->arena, move->causes), PAINT_PLAIN);
  }
  if (list->all.rows > list->first.count)
    grid_printf(grid, PAINT_FAINT, "%s and %.*s more", s->view->ascii ? "..." : "…",
                TEXT_ARG(count_text(s->arena, list->all.rows - list->first.count)));
  grid_end_row(grid);
  change_section(s->out, TEXT(""), grid, s->view);
}

void diff_entity(const DiffSection *s, const EntityMoves *moves) {
  const WatchedEntity *entity = entity_of(s, moves->entity);
  if (!moves->joined) {
    const char *remark = arena_printf(
        s->arena, "%.*s has no key: its rows are counted (%.*s %.*s %.*s), not followed",
        TEXT_ARG(entity->name), TEXT_ARG(count_text(s->arena, moves->before)), TEXT_ARG(arrow(s)),
        TEXT_ARG(count_text(s->arena, moves->after)));
    change_remark(s->out, text_of(remark), s->view);
    return;
  }
  coming_rows(s, entity, &moves->arrived, "arrived");
  coming_rows(s, entity, &moves->left, "left");
}

/* ---- One outcome ---------------------------------------------------------------------------- */

bool diff_is_section(const OutcomeMoves *moves) {
  switch (moves->column->kind) {
  case DECLARATION_SEGMENTATION:
  case DECLARATION_PROCESS:
  case DECLARATION_KPI:
  case DECLARATION_RULE:
  case DECLARATION_CADENCE:
  case DECLARATION_ITEM:
    return moves->column->own && moves->move;
  default:
    return false;
  }
}

static bool has_matrix(const OutcomeMoves *moves) {
  return diff_is_section(moves) && (moves->column->kind == DECLARATION_SEGMENTATION ||
                                    moves->column->kind == DECLARATION_PROCESS);
}

static bool is_joined(const DiffReport *report, const OutcomeMoves *moves) {
  return report->moves->entities.at[moves->column->entity].joined;
}

bool diff_is_told(const DiffReport *report, const OutcomeMoves *moves) {
  if (has_matrix(moves) || !is_joined(report, moves)) return moves_outcome_differs(moves);
  return moves->moves.all.rows > 0;
}

Text diff_outcome_summary(const DiffSection *s, const OutcomeMoves *moves) {
  const uint64_t rows = moves->moves.all.rows;
  if (!is_joined(s->report, moves)) return TEXT("rows are only counted");
  if (!rows) return TEXT("only by rows that arrive or leave");
  return text_of(arena_printf(
      s->arena, "%.*s %s",
      TEXT_ARG(diff_counted(s->arena, rows, entity_of(s, moves->column->entity)->name)),
      rows == 1 ? "moves" : "move"));
}

static MoveTable table_of(const DiffSection *s, const OutcomeMoves *moves) {
  const WatchedColumn *column = moves->column;
  const WatchedEntity *entity = entity_of(s, column->entity);
  const size_t bins = watch_bins(column);
  Paint *paints = ARENA_ARRAY(s->arena, Paint, bins);
  for (uint32_t m = 0; m < bins; m++) paints[m] = paint_of(column, m);
  return (MoveTable){.title = column->name,
                     .label = column->member,
                     .paint = paints,
                     .members = bins,
                     .before = moves->before,
                     .after = moves->after,
                     .move = moves->move,
                     .now = TEXT("before"),
                     .then = TEXT("after"),
                     .rows = plural_text(s->arena, entity->name),
                     .money = entity->money_name,
                     .currency = entity->currency};
}

static void put_direction(const DiffSection *s, Buffer *out, const WatchedEntity *entity,
                          const char *word, MemberCount count) {
  if (!count.rows) return;
  buffer_printf(out, "%s%.*s %s", out->len ? ", " : "",
                TEXT_ARG(diff_counted(s->arena, count.rows, entity->name)), word);
  if (entity->money_name.len)
    buffer_printf(out, " (%.*s)", TEXT_ARG(move_money(s->arena, entity->currency, count)));
}

/* "12 accounts promoted (60,000,000 USD), 3 accounts demoted (9,000,000 USD)" */
static void directions(const DiffSection *s, const OutcomeMoves *moves) {
  const WatchedEntity *entity = entity_of(s, moves->column->entity);
  Buffer out = buffer_in(s->arena);
  put_direction(s, &out, entity, "promoted", moves->promoted);
  put_direction(s, &out, entity, "demoted", moves->demoted);
  if (out.len) change_remark(s->out, buffer_view(&out), s->view);
}

void diff_outcome(const DiffSection *s, const OutcomeMoves *moves) {
  const MoveTable table = table_of(s, moves);
  const WatchedEntity *entity = entity_of(s, moves->column->entity);
  if (has_matrix(moves)) {
    Grid *grid = move_matrix(s->arena, &table, s->view);
    if (change_fits(grid, s->view)) change_section(s->out, TEXT(""), grid, s->view);
  }
  change_section(s->out, TEXT(""), move_sums(s->arena, &table, s->view), s->view);
  directions(s, moves);
  causes_grid(s, &moves->moves, entity);
  moving_rows(s, moves);
  if (!moves->held) return;
  const Text held = diff_counted(s->arena, moves->held, entity->name);
  change_remark(
      s->out,
      text_of(arena_printf(s->arena, "%.*s would move by a part of the changes, and %s where %s",
                           TEXT_ARG(held), moves->held == 1 ? "is" : "are",
                           moves->held == 1 ? "it was" : "they were")),
      s->view);
}

/* ---- All others ----------------------------------------------------------------------------- */

/* "green 12 → 14, red 3 → 1" */
static Text by_member(const DiffSection *s, const OutcomeMoves *moves) {
  Buffer out = buffer_in(s->arena);
  for (size_t m = 0; m < watch_bins(moves->column); m++) {
    if (moves->before[m] == moves->after[m]) continue;
    buffer_printf(&out, "%s%.*s %.*s", out.len ? ", " : "", TEXT_ARG(moves->column->member[m]),
                  TEXT_ARG(move_text(s->arena, count_text(s->arena, moves->before[m]),
                                     count_text(s->arena, moves->after[m]), s->view)));
  }
  return buffer_view(&out);
}

/* "A0007 62 → 81, A0009 70 → 89, … 3 more" */
static Text by_example(const DiffSection *s, const ValueMoves *moves) {
  const Watch *watch = s->report->moves->watch;
  const size_t count = moves->first.count < EXAMPLES ? moves->first.count : EXAMPLES;
  Buffer out = buffer_in(s->arena);
  for (size_t i = 0; i < count; i++) {
    const ValueMove *move = &moves->first.at[i];
    const Text before = outcome_text(s->arena, watch->image[SIDE_BEFORE], move->before);
    const Text after = outcome_text(s->arena, watch->image[SIDE_AFTER], move->after);
    buffer_printf(&out, "%s%.*s %.*s", i ? ", " : "", TEXT_ARG(printable(s, move->key)),
                  TEXT_ARG(move_text(s->arena, before, after, s->view)));
  }
  if (moves->changed > count)
    buffer_printf(&out, ", %s %.*s more", s->view->ascii ? "..." : "…",
                  TEXT_ARG(count_text(s->arena, moves->changed - count)));
  return buffer_view(&out);
}

void diff_other_columns(const DiffSection *s) {
  const Moves *moves = s->report->moves;
  Grid *grid = diff_grid(s, 3, "columns");
  size_t told = 0;
  for (size_t i = 0; i < moves->outcomes.count; i++) {
    const OutcomeMoves *o = &moves->outcomes.at[i];
    if (diff_is_section(o) || !diff_is_told(s->report, o)) continue;
    told++;
    grid_cell(grid, o->column->name, PAINT_PLAIN);
    grid_cell(grid,
              is_joined(s->report, o)
                  ? diff_counted(s->arena, o->moves.all.rows, entity_of(s, o->column->entity)->name)
                  : TEXT("counted"),
              PAINT_PLAIN);
    grid_cell(grid, by_member(s, o), PAINT_PLAIN);
  }
  for (size_t i = 0; i < moves->values.count; i++) {
    const ValueMoves *v = &moves->values.at[i];
    told++;
    grid_cell(grid, v->column->name, PAINT_PLAIN);
    grid_cell(grid, diff_counted(s->arena, v->changed, entity_of(s, v->column->entity)->name),
              PAINT_PLAIN);
    grid_cell(grid, by_example(s, v), PAINT_PLAIN);
  }
  if (told) change_section(s->out, TEXT(""), grid, s->view);
}
