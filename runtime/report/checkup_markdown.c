/* checkup_markdown.c - a check-up as Markdown, for a wiki or a pull request. */
#include "report/checkup.h"
#include "report/markdown.h"

typedef struct Writing {
  Buffer *out;
  Arena *arena;
  const Checkup *checkup;
  const CheckedProcess *process;
} Writing;

static void put(Buffer *out, Text text) { markdown_text(out, text_printable(out->arena, text)); }

static void cell(Writing *w, Text text) {
  buffer_str(w->out, " ");
  put(w->out, text);
  buffer_str(w->out, " |");
}

static void number_cell(Writing *w, bool known, uint32_t value) {
  buffer_printf(w->out, known ? " %u |" : " – |", value);
}

static void score_row(Writing *w, const char *name, CheckupScore score) {
  const uint32_t level = checkup_level(score.points);
  buffer_char(w->out, '|');
  cell(w, text_of(name));
  number_cell(w, score.measured, score.points);
  if (score.measured)
    buffer_printf(w->out, " %u %s |", level, checkup_level_word(level));
  else
    buffer_str(w->out, " not measured |");
  if (w->process->whole.rated) number_cell(w, score.rated, score.self);
  buffer_char(w->out, '\n');
}

static void scores(Writing *w) {
  const bool rated = w->process->whole.rated;
  buffer_printf(w->out, "\n| dimension | score | level |%s\n|---|---:|---|%s\n",
                rated ? " self-rating |" : "", rated ? "---:|" : "");
  for (int i = 0; i < DIMENSION_COUNT; i++)
    score_row(w, dimension_info[i].name, w->process->dimension[i]);
  score_row(w, "all", w->process->whole);
}

static void evidence(Writing *w, EvidenceKind kind) {
  const Evidence *at = &w->process->evidence[kind];
  const Text remark = evidence_remark(w->arena, kind, *at);
  buffer_char(w->out, '|');
  cell(w, text_of(evidence_info[kind].name));
  cell(w, evidence_count(w->arena, kind, *at));
  cell(w, evidence_percent(w->arena, *at));
  buffer_printf(w->out, " %u | ", evidence_info[kind].weight);
  put(w->out, evidence_about(w->arena, w->process, kind));
  if (remark.len) {
    buffer_str(w->out, " (");
    put(w->out, remark);
    buffer_char(w->out, ')');
  }
  buffer_str(w->out, " |\n");
}

static void words(Buffer *out, Text text) {
  bool quoted;
  for (Text part; checkup_next_part(&text, &part, &quoted);) {
    if (quoted)
      buffer_printf(out, "`%.*s`", TEXT_ARG(text_printable(out->arena, part)));
    else
      put(out, part);
  }
}

static void dimension(Writing *w, Dimension number) {
  const CheckupScore *score = &w->process->dimension[number];
  bool any = false;
  buffer_printf(w->out, "\n### %s", dimension_info[number].name);
  if (score->measured)
    buffer_printf(w->out, ": %u\n\n", score->points);
  else
    buffer_str(w->out, ": not measured\n\n");
  buffer_printf(w->out,
                "%s\n\n| evidence | | share | weight | of what |\n|---|---|---:|---:|---|\n",
                dimension_info[number].asks);
  for (int i = 0; i < EVIDENCE_COUNT; i++)
    if (evidence_info[i].dimension == number) evidence(w, (EvidenceKind)i);
  for (size_t i = 0; i < w->process->mends.count; i++) {
    const CheckupMend *mend = &w->process->mends.at[i];
    if (evidence_info[mend->of].dimension != number) continue;
    buffer_str(w->out, any ? "- " : "\nTo mend:\n\n- ");
    put(w->out, checkup_place(w->arena, w->checkup, mend->place));
    buffer_str(w->out, ": ");
    words(w->out, mend->text);
    buffer_char(w->out, '\n');
    any = true;
  }
}

void checkup_markdown(Buffer *out, const Checkup *checkup) {
  Writing w = {.out = out, .arena = out->arena, .checkup = checkup};
  buffer_str(out, "# Check-up of ");
  put(out, checkup->program);
  buffer_str(out, "\n\n");
  put(out, checkup_basis(w.arena, checkup));
  buffer_char(out, '\n');
  for (size_t i = 0; i < checkup->processes.count; i++) {
    w.process = &checkup->processes.at[i];
    buffer_str(out, "\n## ");
    put(out, w.process->name);
    if (w.process->doc.len) {
      buffer_str(out, ": ");
      put(out, w.process->doc);
    }
    buffer_str(out, "\n\n");
    put(out, checkup_place(w.arena, checkup, w.process->place));
    buffer_str(out, ", ");
    put(out, checkup_rows(w.arena, w.process));
    buffer_char(out, '\n');
    scores(&w);
    for (int d = 0; d < DIMENSION_COUNT; d++) dimension(&w, (Dimension)d);
  }
}
