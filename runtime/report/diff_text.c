/* diff_text.c - what changes between two states, for people at a terminal. */
#include "report/diff_impl.h"
#include "report/lines.h"

static const Paint meaning_paint[] = {[MEANING_SAME] = PAINT_GOOD,
                                      [MEANING_DIFFERS] = PAINT_BAD,
                                      [MEANING_OPEN] = PAINT_OPEN,
                                      [MEANING_ADDED] = PAINT_FAIR,
                                      [MEANING_REMOVED] = PAINT_FAIR};

/* ---- What was proven ------------------------------------------------------------------------ */

static void meanings(const DiffSection *s) {
  const DiffReport *report = s->report;
  Grid *grid = diff_grid(s, 4, "meaning");
  size_t told = 0;
  for (size_t i = 0; i < report->meanings.count; i++) {
    const Meaning *m = &report->meanings.at[i];
    if (m->verdict == MEANING_SAME && !report->all) continue;
    told++;
    grid_cell(grid, m->name, PAINT_PLAIN);
    grid_cell(grid, text_of(declaration_kind_name[m->kind]), PAINT_FAINT);
    grid_cell(grid, meaning_verdict(m), meaning_paint[m->verdict]);
    grid_cell(grid, meaning_text(s->arena, m, s->view), PAINT_PLAIN);
  }
  if (told) change_section(s->out, TEXT(""), grid, s->view);
}

/* Tests, as they stand in a rule file. */
static void witnesses(const DiffSection *s) {
  for (size_t i = 0; i < s->report->meanings.count; i++) {
    const Text witness = diff_witness(s->arena, s->report, i, s->view);
    if (witness.len) buffer_char(s->out, '\n');
    lines_indented(s->out, witness, 2);
  }
}

/* ---- The whole ------------------------------------------------------------------------------ */

static void words(const DiffSection *s) {
  const size_t count = diff_edits_of_words(s->report);
  if (!count) return;
  change_remark(s->out,
                text_of(arena_printf(s->arena, "%.*s of words: docs, owners, texts, tests",
                                     TEXT_ARG(diff_counted(s->arena, count, TEXT("change"))))),
                s->view);
}

static void data(const DiffSection *s) {
  const Moves *moves = s->report->moves;
  diff_left_out(s);
  for (size_t i = 0; i < moves->entities.count; i++) diff_entity(s, &moves->entities.at[i]);
  for (size_t i = 0; i < moves->outcomes.count; i++) {
    const OutcomeMoves *o = &moves->outcomes.at[i];
    if (diff_is_section(o) && diff_is_told(s->report, o)) diff_outcome(s, o);
  }
  diff_other_columns(s);
}

void diff_text(Buffer *out, const DiffReport *report, const AnswerView *view) {
  Buffer body = buffer_in(out->arena);
  const DiffSection s = {out->arena, report, view, &body, NULL};
  diff_states(&s);
  diff_edit_list(&s);
  words(&s);
  meanings(&s);
  witnesses(&s);
  if (report->unproven.len) change_remark(&body, report->unproven, view);
  if (report->moves) data(&s);
  buffer_char(&body, '\n');
  paint_text(&body, diff_summary(out->arena, report), PAINT_STRONG, view->colour);
  buffer_char(&body, '\n');
  buffer_text(out, buffer_view(&body));
}
