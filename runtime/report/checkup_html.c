/* checkup_html.c - a check-up as one page that stands alone.
 *
 * No script, no picture, nothing fetched; the page itself forbids that. It is laid out for a desk,
 * a telephone and paper by its style sheet: on a narrow screen the rows of a table become blocks.
 */
#include "report/checkup.h"
#include "report/html.h"
#include "report/html_page.h"

/* Line by line, since C promises no longer string than 4095 bytes. */
static const char *const style[] = {
    "@media (prefers-color-scheme:dark){:root{--ink:#e7ebf0;--soft:#a3adba;--line:#38424f;"
    "--page:#14181e;--card:#1d232b;--good:#4fb783;--fair:#d9a53a;--bad:#ef7a70;--none:#7d8794}}\n",
    "h3{font-size:1.125rem;margin:0;display:flex;justify-content:space-between;gap:1rem}\n",
    "h4{font-size:.875rem;margin:1rem 0 .25rem;color:var(--soft);font-weight:600}\n",
    ".scores{margin:1rem 0 2rem}\n",
    ".scores th[scope=row]{font-weight:600;width:11rem}\n",
    ".scores small{display:block;font-weight:400;color:var(--soft);font-size:.8125rem}\n",
    ".scores tfoot th,.scores tfoot td{border-top:2px solid var(--ink);border-bottom:0;"
    "font-weight:600}\n",
    ".scores .b{padding-right:1.5rem}\n"
    ".scores thead .n{width:4rem}.scores thead th:last-child{width:9rem}\n",
    ".bar{position:relative;height:.75rem;background:var(--line);border-radius:.375rem;"
    "print-color-adjust:exact;-webkit-print-color-adjust:exact}\n",
    ".bar i{display:block;height:100%;border-radius:.375rem;background:currentColor;"
    "print-color-adjust:exact;-webkit-print-color-adjust:exact}\n",
    ".bar b{position:absolute;top:-.25rem;bottom:-.25rem;width:3px;margin-left:-1.5px;"
    "background:var(--ink);border-radius:2px;print-color-adjust:exact;"
    "-webkit-print-color-adjust:exact}\n",
    ".good{color:var(--good)}.fair{color:var(--fair)}.bad{color:var(--bad)}.none{color:var(--none)}"
    "\n",
    ".score{font-weight:600}\n",
    "article{background:var(--card);border:1px solid var(--line);border-radius:.5rem;"
    "padding:1rem 1.25rem;margin:0 0 1rem;break-inside:avoid}\n",
    ".evidence{table-layout:fixed}.evidence thead th:nth-child(1){width:9rem}"
    ".evidence thead th:nth-child(2){width:7.5rem}.evidence thead th:nth-child(3),"
    ".evidence thead th:nth-child(4){width:5rem}\n",
    ".evidence tr:last-child>*{border-bottom:0}\n",
    ".evidence .x{color:var(--soft)}\n",
    "ul{margin:0;padding:0;list-style:none}\n",
    "li{padding:.25rem 0 .25rem 1rem;text-indent:-1rem;overflow-wrap:anywhere}\n",
    "li code{color:inherit}code.at{color:var(--soft)}\n",
    "@media (max-width:40rem){\n",
    ".scores thead{display:none}\n",
    ".scores tr{display:grid;grid-template-columns:1fr 2.5rem 6rem;column-gap:.75rem;"
    "padding:.5rem 0;border-bottom:1px solid var(--line)}\n",
    ".scores th,.scores td,.scores th[scope=row]{border:0;padding:0;width:auto}\n",
    ".scores .b{grid-row:2;grid-column:1/-1;padding:.375rem 0 .25rem;width:auto}\n",
    ".scores small{grid-column:1/-1}\n",
    ".scores tfoot tr{border-top:2px solid var(--ink)}\n",
    ".scores tfoot th,.scores tfoot td{border:0}\n",
    ".evidence thead{display:none}\n",
    ".evidence tr{display:grid;grid-template-columns:1fr auto 4rem 1.5rem;column-gap:.75rem;"
    "padding:.5rem 0;border-bottom:1px solid var(--line)}\n",
    ".evidence tr:last-child{border-bottom:0}\n",
    ".evidence th,.evidence td,.evidence th[scope=row]{border:0;padding:0;width:auto}\n",
    ".evidence .a{grid-column:1/-1;color:var(--soft);font-size:.9375rem}\n",
    "li{padding-left:0;text-indent:0}code.at{display:block}"
    "article{padding:.75rem 1rem}}\n",
    "@media print{:root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--good:#23744a;"
    "--fair:#9a6700;--bad:#b3332b;--none:#777}\n",
    "html{font-size:75%}main{max-width:none;padding:0}a{text-decoration:none}"
    "section+section{break-before:page}h2{margin-top:1rem}"
    "th,td{padding-top:.3rem;padding-bottom:.3rem}article{padding:.5rem .75rem}}\n",
};

typedef struct Page {
  Buffer *out;
  Arena *arena;
  const Checkup *checkup;
  const CheckedProcess *process;
  size_t number; /* of the process, for its anchors */
} Page;

static const char *level_class(CheckupScore score) {
  const uint32_t level = checkup_level(score.points);
  return !score.measured ? "none" : level >= 4 ? "good" : level >= 2 ? "fair" : "bad";
}

/* ---- Scores ---- */

static void bar(Page *p, CheckupScore score) {
  buffer_printf(p->out, "<td class=\"b\"><div class=\"bar %s\">", level_class(score));
  if (score.measured) buffer_printf(p->out, "<i style=\"width:%u%%\"></i>", score.points);
  if (score.rated)
    buffer_printf(p->out, "<b style=\"left:%u%%\" title=\"self-rating %u\"></b>", score.self,
                  score.self);
  buffer_str(p->out, "</div></td>");
}

static void score_cells(Page *p, CheckupScore score) {
  const uint32_t level = checkup_level(score.points);
  bar(p, score);
  if (score.measured)
    buffer_printf(p->out, "<td class=\"n score %s\">%u</td><td>%s", level_class(score),
                  score.points, checkup_level_word(level));
  else
    buffer_printf(p->out, "<td class=\"n score none\">–</td><td>not measured");
  if (score.rated) buffer_printf(p->out, "<small>self-rating %u</small>", score.self);
  buffer_str(p->out, "</td></tr>\n");
}

static void scores(Page *p) {
  buffer_str(p->out, "<table class=\"scores\">\n<thead><tr><th scope=\"col\">dimension</th>"
                     "<th scope=\"col\"></th><th scope=\"col\" class=\"n\">score</th>"
                     "<th scope=\"col\">level</th></tr></thead>\n<tbody>\n");
  for (int i = 0; i < DIMENSION_COUNT; i++) {
    buffer_printf(p->out, "<tr><th scope=\"row\"><a href=\"#p%zu-%s\">%s</a></th>", p->number,
                  dimension_info[i].name, dimension_info[i].name);
    score_cells(p, p->process->dimension[i]);
  }
  buffer_str(p->out, "</tbody>\n<tfoot><tr><th scope=\"row\">all</th>");
  score_cells(p, p->process->whole);
  buffer_str(p->out, "</tfoot>\n</table>\n");
}

/* ---- One dimension ---- */

static void evidence(Page *p, EvidenceKind kind) {
  const Evidence *at = &p->process->evidence[kind];
  const Text remark = evidence_remark(p->arena, kind, *at);
  buffer_printf(p->out, "<tr><th scope=\"row\">%s</th><td class=\"n%s\">", evidence_info[kind].name,
                at->of ? "" : " none");
  html_text(p->out, evidence_count(p->arena, kind, *at));
  buffer_str(p->out, "</td><td class=\"n score\">");
  html_text(p->out, evidence_percent(p->arena, *at));
  buffer_printf(p->out, "</td><td class=\"n x\">×%u</td><td class=\"a\">",
                evidence_info[kind].weight);
  html_text(p->out, evidence_about(p->arena, p->process, kind));
  if (remark.len) {
    buffer_str(p->out, " (");
    html_text(p->out, remark);
    buffer_str(p->out, ")");
  }
  buffer_str(p->out, "</td></tr>\n");
}

static void words(Buffer *out, Text text) {
  bool quoted;
  for (Text part; checkup_next_part(&text, &part, &quoted);) {
    if (quoted) buffer_str(out, "<code>");
    html_text(out, part);
    if (quoted) buffer_str(out, "</code>");
  }
}

static void mends(Page *p, Dimension number) {
  bool any = false;
  for (size_t i = 0; i < p->process->mends.count; i++) {
    const CheckupMend *mend = &p->process->mends.at[i];
    if (evidence_info[mend->of].dimension != number) continue;
    buffer_str(p->out,
               any ? "<li><code class=\"at\">" : "<h4>To mend</h4>\n<ul>\n<li><code class=\"at\">");
    html_text(p->out, checkup_place(p->arena, p->checkup, mend->place));
    buffer_str(p->out, "</code> ");
    words(p->out, mend->text);
    buffer_str(p->out, "</li>\n");
    any = true;
  }
  if (any) buffer_str(p->out, "</ul>\n");
}

static void dimension(Page *p, Dimension number) {
  const CheckupScore *score = &p->process->dimension[number];
  const char *name = dimension_info[number].name;
  buffer_printf(p->out, "<article id=\"p%zu-%s\">\n<h3>%s <span class=\"%s\">", p->number, name,
                name, level_class(*score));
  if (score->measured)
    buffer_printf(p->out, "%u", score->points);
  else
    buffer_str(p->out, "not measured");
  buffer_printf(p->out,
                "</span></h3>\n<p class=\"soft\">%s</p>\n<table class=\"evidence\">\n"
                "<thead><tr><th scope=\"col\">evidence</th><th scope=\"col\"></th>"
                "<th scope=\"col\" class=\"n\">share</th><th scope=\"col\" class=\"n\">weight</th>"
                "<th scope=\"col\">of what</th></tr></thead>\n<tbody>\n",
                dimension_info[number].asks);
  for (int i = 0; i < EVIDENCE_COUNT; i++)
    if (evidence_info[i].dimension == number) evidence(p, (EvidenceKind)i);
  buffer_str(p->out, "</tbody>\n</table>\n");
  mends(p, number);
  buffer_str(p->out, "</article>\n");
}

/* ---- The page ---- */

static void process(Page *p) {
  buffer_str(p->out, "<section>\n<h2>");
  html_text(p->out, p->process->name);
  buffer_str(p->out, "</h2>\n");
  if (p->process->doc.len) {
    buffer_str(p->out, "<p>");
    html_text(p->out, p->process->doc);
    buffer_str(p->out, "</p>\n");
  }
  buffer_str(p->out, "<p class=\"soft\">");
  html_text(p->out, checkup_rows(p->arena, p->process));
  buffer_str(p->out, " · <code>");
  html_text(p->out, checkup_place(p->arena, p->checkup, p->process->place));
  buffer_str(p->out, "</code></p>\n");
  scores(p);
  for (int i = 0; i < DIMENSION_COUNT; i++) dimension(p, (Dimension)i);
  buffer_str(p->out, "</section>\n");
}

void checkup_html(Buffer *out, const Checkup *checkup) {
  Page p = {.out = out, .arena = out->arena, .checkup = checkup};
  const Text title =
      text_of(arena_printf(out->arena, "Check-up of %.*s", TEXT_ARG(checkup->program)));
  html_page_begin(out, title, style, sizeof style / sizeof *style);
  buffer_str(out, "<h1>");
  html_text(out, title);
  buffer_str(out, "</h1>\n<p class=\"soft\">");
  html_text(out, checkup_basis(p.arena, checkup));
  buffer_str(out, "</p>\n");
  for (p.number = 0; p.number < checkup->processes.count; p.number++) {
    p.process = &checkup->processes.at[p.number];
    process(&p);
  }
  html_page_end(out);
}
