/* checkup_text.c - a check-up for people at a terminal: the scores, then what each rests on. */
#include "report/checkup.h"
#include "report/report_impl.h"

enum { MENDS_SHOWN = 10, MARKS = 5 };

typedef struct Printing {
  Buffer *out;
  Arena *arena;
  const Checkup *checkup;
  const CheckedProcess *process;
  CheckupStyle style;
} Printing;

static Paint level_paint_of(uint32_t level) {
  return level >= 4 ? PAINT_GOOD : level >= 2 ? PAINT_FAIR : PAINT_BAD;
}

/* "●●●○○ solid" */
static Text level_text(Arena *arena, uint32_t level) {
  Buffer out = buffer_in(arena);
  for (uint32_t i = 0; i < MARKS; i++) buffer_str(&out, i < level ? "●" : "○");
  buffer_printf(&out, " %s", checkup_level_word(level));
  return buffer_view(&out);
}

static void score_row(Printing *p, Grid *grid, const char *name, CheckupScore score,
                      const char *asks) {
  const uint32_t level = checkup_level(score.points);
  grid_cell(grid, text_of(name), PAINT_STRONG);
  if (score.measured) {
    grid_printf(grid, level_paint_of(level), "%u", score.points);
    grid_cell(grid, level_text(p->arena, level), level_paint_of(level));
  } else {
    grid_cell(grid, TEXT("-"), PAINT_OPEN);
    grid_cell(grid, TEXT("not measured"), PAINT_OPEN);
  }
  if (p->process->whole.rated && score.rated)
    grid_printf(grid, PAINT_PLAIN, "%u", score.self);
  else if (p->process->whole.rated)
    grid_cell(grid, TEXT("-"), PAINT_FAINT);
  grid_cell(grid, text_of(asks), PAINT_FAINT);
  grid_end_row(grid);
}

static void scores(Printing *p) {
  const bool rated = p->process->whole.rated;
  Grid *grid = grid_new(p->arena, rated ? 5 : 4);
  grid_to_right(grid, 1);
  if (rated) grid_to_right(grid, 3);
  grid_fit(grid, rated ? 4 : 3, p->style.width);
  grid_cell(grid, TEXT("dimension"), PAINT_FAINT);
  grid_cell(grid, TEXT("score"), PAINT_FAINT);
  grid_cell(grid, TEXT("level"), PAINT_FAINT);
  if (rated) grid_cell(grid, TEXT("self"), PAINT_FAINT);
  grid_end_row(grid);
  for (int i = 0; i < DIMENSION_COUNT; i++)
    score_row(p, grid, dimension_info[i].name, p->process->dimension[i], dimension_info[i].asks);
  score_row(p, grid, "all", p->process->whole, "The mean of those that are measured");
  buffer_char(p->out, '\n');
  grid_print(p->out, grid, 0, p->style.colour);
}

static void mends(Printing *p, Dimension dimension) {
  Grid *grid = grid_new(p->arena, 2);
  size_t count = 0;
  grid_fit(grid, 1, p->style.width > 4 ? p->style.width - 4 : 0);
  for (size_t i = 0; i < p->process->mends.count; i++) {
    const CheckupMend *mend = &p->process->mends.at[i];
    if (evidence_info[mend->of].dimension != dimension) continue;
    if (count++ >= MENDS_SHOWN && !p->style.all) continue;
    grid_cell(grid, checkup_place(p->arena, p->checkup, mend->place), PAINT_FAINT);
    grid_cell(grid, mend->text, PAINT_PLAIN);
  }
  if (!count) return;
  buffer_str(p->out, "  to mend\n");
  grid_print(p->out, grid, 4, p->style.colour);
  if (count > MENDS_SHOWN && !p->style.all)
    buffer_printf(p->out, "    and %zu more (`--all` lists them)\n", count - MENDS_SHOWN);
}

static void evidence(Printing *p, Dimension dimension) {
  Grid *grid = grid_new(p->arena, 5);
  grid_to_right(grid, 2);
  grid_fit(grid, 4, p->style.width > 2 ? p->style.width - 2 : 0);
  for (int i = 0; i < EVIDENCE_COUNT; i++) {
    const EvidenceKind kind = (EvidenceKind)i;
    const Evidence *at = &p->process->evidence[i];
    const Text remark = evidence_remark(p->arena, kind, *at);
    if (evidence_info[i].dimension != dimension) continue;
    const Text about = evidence_about(p->arena, p->process, kind);
    grid_cell(grid, text_of(evidence_info[i].name), PAINT_PLAIN);
    grid_cell(grid, evidence_count(p->arena, kind, *at), at->of ? PAINT_PLAIN : PAINT_OPEN);
    grid_cell(grid, evidence_percent(p->arena, *at), PAINT_STRONG);
    grid_printf(grid, PAINT_FAINT, "×%u", evidence_info[i].weight);
    grid_printf(grid, PAINT_PLAIN, "%.*s%s%.*s%s", TEXT_ARG(about), remark.len ? " (" : "",
                TEXT_ARG(remark), remark.len ? ")" : "");
  }
  grid_print(p->out, grid, 2, p->style.colour);
}

static void dimension(Printing *p, Dimension number) {
  const CheckupScore *score = &p->process->dimension[number];
  buffer_char(p->out, '\n');
  paint_text(p->out, text_of(dimension_info[number].name), PAINT_STRONG, p->style.colour);
  if (score->measured)
    buffer_printf(p->out, " %u\n", score->points);
  else
    buffer_str(p->out, ": not measured\n");
  evidence(p, number);
  mends(p, number);
}

static void process(Printing *p) {
  const Text doc = text_printable(p->arena, p->process->doc);
  buffer_char(p->out, '\n');
  paint_text(p->out, p->process->name, PAINT_STRONG, p->style.colour);
  buffer_printf(p->out, "%s%.*s (%.*s, %.*s)\n", doc.len ? ": " : "", TEXT_ARG(doc),
                TEXT_ARG(checkup_place(p->arena, p->checkup, p->process->place)),
                TEXT_ARG(checkup_rows(p->arena, p->process)));
  scores(p);
  for (int i = 0; i < DIMENSION_COUNT; i++) dimension(p, (Dimension)i);
}

void checkup_text(Buffer *out, const Checkup *checkup, CheckupStyle style) {
  Printing p = {.out = out, .arena = out->arena, .checkup = checkup, .style = style};
  buffer_str(out, "check-up of ");
  paint_text(out, text_printable(p.arena, checkup->program), PAINT_STRONG, style.colour);
  buffer_printf(out, ", %.*s\n", TEXT_ARG(checkup_basis(p.arena, checkup)));
  for (size_t i = 0; i < checkup->processes.count; i++) {
    p.process = &checkup->processes.at[i];
    process(&p);
  }
}
