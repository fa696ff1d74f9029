/* handbook_html.c - a handbook as one page: its frame, segments, processes and figures. */
#include <string.h>

#include "report/handbook_html_impl.h"

/* Line by line, since C promises no longer string than 4095 bytes. */
static const char *const style[] = {
    ":root{--red:#f6d5d1;--red-ink:#7a1f17;--amber:#fbe7bd;--amber-ink:#6b4700;--green:#cfe9d9;"
    "--green-ink:#14502f;--accent:#24527a}\n",
    "html{color-scheme:light}\n",
    "h1,h2,h3,h4{overflow-wrap:anywhere}\n",
    "h2{margin-top:3rem}\n",
    "h3{font-size:1.1875rem;line-height:1.3;margin:0 0 .25rem}\n",
    "h4{font-size:1rem;margin:0 0 .25rem}\n",
    ".lead{font-size:1.0625rem;max-width:44rem}\n",
    ".term{text-decoration-style:dotted;text-decoration-color:var(--accent)}\n",
    "nav ol{columns:2;column-gap:2rem;margin:.5rem 0 0;padding:0 0 0 1.75rem;max-width:40rem}\n",
    "nav li{padding:.125rem 0;break-inside:avoid}\n",
    "nav h2{border:0;padding:0;margin:1.5rem 0 0;font-size:1.0625rem}\n",
    "article{margin:1.5rem 0 2rem}\n",
    ".doc{font-size:1.0625rem;margin:0 0 .25rem}\n",
    "ul.plain{margin:0;padding:0;list-style:none}\n",
    "ul.plain>li{padding:.125rem 0 .125rem .875rem;text-indent:-.875rem;overflow-wrap:anywhere}\n",
    "ul.plain>li::before{content:\"•\";display:inline-block;width:.875rem;text-indent:0;"
    "color:var(--soft)}\n",
    "td,dd{overflow-wrap:anywhere}\n",
    "tbody th{font-weight:600}\n",
    "table{margin:.75rem 0 .5rem}\n",
    "small{font-size:.875rem;color:var(--soft);display:block;font-weight:400}\n",
    "dl{margin:.25rem 0 .5rem;display:grid;grid-template-columns:8rem 1fr;gap:.125rem 1rem}\n",
    "dt{color:var(--soft);font-size:.9375rem}dd{margin:0}\n",
    ".stages{margin:1rem 0 0;display:grid;gap:1rem}\n",
    ".stage{border-left:3px solid var(--accent);padding:0 0 .25rem 1rem;break-inside:avoid}\n",
    ".stage span{font-weight:400;color:var(--soft);font-size:.875rem}\n",
    "figure{margin:1rem 0}\n",
    "svg{display:block;width:100%;height:auto;max-width:24rem;font-family:inherit;"
    "print-color-adjust:exact;-webkit-print-color-adjust:exact}\n",
    ".box{fill:var(--card);stroke:#8d99a8;stroke-width:1.25}.box.edge{stroke:var(--ink);"
    "stroke-width:2}\n",
    ".way{fill:none;stroke:var(--accent);stroke-width:1.75}.head{fill:var(--accent)}\n",
    "text{fill:var(--ink)}.name{font-size:15px;font-weight:600}.who{font-size:12px;"
    "fill:var(--soft)}.tag{font-size:11px;fill:var(--soft)}\n",
    "rect.red{fill:var(--red)}rect.amber{fill:var(--amber)}rect.green{fill:var(--green)}\n",
    "text.red{fill:var(--red-ink)}text.amber{fill:var(--amber-ink)}"
    "text.green{fill:var(--green-ink)}.bands text{font-size:13px}\n",
    ".bands .limit{stroke:none;fill:var(--ink)}path.limit{stroke:var(--ink)!important}\n",
    ".bands{max-width:22rem;margin:.5rem 0}\n",
    ".ramp{width:6rem;fill:#a9c4dc}.ramp.takes{fill:#e3b3ad}.ramp .line{stroke:#8d99a8;"
    "fill:none}\n",
    ".mark{display:inline-block;font-size:.8125rem;font-weight:600;padding:0 .5rem;"
    "border-radius:1rem;background:var(--card);border:1px solid var(--line);margin-left:.5rem;"
    "vertical-align:.0625rem}\n",
    ".mark.error{background:var(--red);color:var(--red-ink);border-color:var(--red)}"
    ".mark.warning{background:var(--amber);color:var(--amber-ink);border-color:var(--amber)}\n",
    ".duty{border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem;margin:.75rem 0;"
    "break-inside:avoid}\n",
    ".fix{font-weight:600}\n",
    ":target{outline:2px solid var(--accent);outline-offset:.375rem;border-radius:.25rem}\n",
    "@media (min-width:56rem){.process-grid{display:grid;grid-template-columns:22rem 1fr;"
    "gap:2.5rem;align-items:start}.process-grid figure{position:sticky;top:1rem}}\n",
    "@media (max-width:40rem){nav ol{columns:1}dl{grid-template-columns:6.25rem "
    "1fr;column-gap:.75rem}\n",
    "table.blocks,.blocks tbody,.blocks tr,.blocks td,.blocks th{display:block}\n",
    ".blocks thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}\n",
    ".blocks tr{padding:.625rem 0;border-bottom:1px solid var(--line)}\n",
    ".blocks td,.blocks th{border:0;padding:.125rem 0}\n",
    ".blocks td:empty{display:none}\n",
    ".blocks td[data-label]::before{content:attr(data-label);display:block;color:var(--soft);"
    "font-size:.8125rem}}\n",
    "@media print{h2{break-after:avoid;margin-top:1.5rem}h3,h4{break-after:avoid}"
    "tr,.duty,.stage,svg{break-inside:avoid}.bands,table.blocks{break-before:avoid}thead{display:"
    "table-header-group}"
    ".term{text-decoration:none}article{margin:.75rem 0 1rem}"
    "section.part{break-before:page}section.part.flows{break-before:auto}"
    ".process-grid,.stages{display:block}.process-grid figure{float:left;width:6.5cm;"
    "position:static;margin:0}.stages{margin-left:7.25cm}.stage{margin-bottom:.75rem}"
    ".process-grid::after{content:\"\";display:block;clear:both}nav ol{columns:2}}\n",
};

/* ---- Pieces ---- */

void page_words(const Sheet *p, Text text) {
  const HandbookTerm *term;
  bool named;
  for (Text part; handbook_next_part(p->book, &text, &part, &named, &term);) {
    if (term) {
      buffer_printf(p->out, "<a class=\"term\" href=\"#%.*s\">", TEXT_ARG(term->id));
      html_text(p->out, part);
      buffer_str(p->out, "</a>");
    } else if (named) {
      buffer_str(p->out, "<em>");
      html_text(p->out, part);
      buffer_str(p->out, "</em>");
    } else {
      html_text(p->out, part);
    }
  }
}

void page_said(const Sheet *p, Text text) {
  bool code = false;
  size_t from = 0;
  for (size_t i = 0; i < text.len; i++) {
    if (text.at[i] != '`') continue;
    const bool closes = code || memchr(text.at + i + 1, '`', text.len - i - 1);
    html_text(p->out, text_slice(text, from, i));
    buffer_str(p->out, !closes ? "’" : code ? "</code>" : "<code>");
    code = closes && !code;
    from = i + 1;
  }
  html_text(p->out, text_slice(text, from, text.len));
}

void page_paragraph(const Sheet *p, const char *of, Text text) {
  if (!text.len) return;
  buffer_printf(p->out, *of ? "<p class=\"%s\">" : "<p>", of);
  page_words(p, text);
  buffer_str(p->out, "</p>\n");
}

void page_text(const Sheet *p, const char *of, Text text) {
  if (!text.len) return;
  buffer_printf(p->out, "<p class=\"%s\">", of);
  page_said(p, text);
  buffer_str(p->out, "</p>\n");
}

void page_table(const Sheet *p, const char *const *columns, size_t count) {
  buffer_str(p->out, "<table class=\"blocks\">\n<thead><tr>");
  for (size_t i = 0; i < count; i++) buffer_printf(p->out, "<th scope=\"col\">%s</th>", columns[i]);
  buffer_str(p->out, "</tr></thead>\n<tbody>\n");
}

void page_table_end(const Sheet *p) { buffer_str(p->out, "</tbody>\n</table>\n"); }

void page_cell(const Sheet *p, const char *label, Text text) {
  if (!text.len) {
    buffer_str(p->out, "<td></td>");
    return;
  }
  buffer_printf(p->out, "<td data-label=\"%s\">", label);
  page_words(p, text);
  buffer_str(p->out, "</td>");
}

void page_plain_cell(const Sheet *p, const char *label, Text text) {
  if (!text.len) {
    buffer_str(p->out, "<td></td>");
    return;
  }
  buffer_printf(p->out, "<td data-label=\"%s\">", label);
  page_said(p, text);
  buffer_str(p->out, "</td>");
}

const HandbookTerm *page_term(const Sheet *p, size_t term) { return &p->book->terms.at[term]; }

void page_head(const Sheet *p, const HandbookHead *head) {
  const HandbookTerm *term = page_term(p, head->term);
  buffer_printf(p->out, "<article id=\"%.*s\">\n<h3>", TEXT_ARG(term->id));
  html_text(p->out, term->name);
  buffer_str(p->out, "</h3>\n");
  page_text(p, "doc", head->doc);
  page_paragraph(p, "soft", handbook_subject(p->book, head));
}

void page_head_end(const Sheet *p) { buffer_str(p->out, "</article>\n"); }

/* ---- Segments ---- */

static void needs(const Sheet *p, const HandbookSegment *segment) {
  buffer_str(p->out, "<td data-label=\"Needs all of\">");
  if (segment->otherwise) buffer_str(p->out, "whatever is left");
  if (segment->needs.count) buffer_str(p->out, "<ul class=\"plain\">");
  for (size_t i = 0; i < segment->needs.count; i++) {
    buffer_str(p->out, "<li>");
    page_words(p, segment->needs.at[i].what);
    if (segment->needs.at[i].doc.len) {
      buffer_str(p->out, " <small>");
      page_said(p, segment->needs.at[i].doc);
      buffer_str(p->out, "</small>");
    }
    buffer_str(p->out, "</li>");
  }
  if (segment->needs.count) buffer_str(p->out, "</ul>");
  buffer_str(p->out, "</td>");
}

static void segment_row(const Sheet *p, const HandbookSegment *segment) {
  buffer_str(p->out, "<tr><th scope=\"row\">");
  html_text(p->out, segment->name);
  if (segment->doc.len) {
    buffer_str(p->out, "<small>");
    page_said(p, segment->doc);
    buffer_str(p->out, "</small>");
  }
  buffer_str(p->out, "</th>");
  needs(p, segment);
  page_cell(p, "Is kept while", segment->keeps);
  page_cell(p, "Places", segment->cap);
  buffer_str(p->out, "</tr>\n");
}

static void segments(const Sheet *p) {
  static const char *const columns[] = {"Segment", "Needs all of", "Is kept while", "Places"};
  for (size_t i = 0; i < p->book->segmentations.count; i++) {
    const HandbookSegmentation *s = &p->book->segmentations.at[i];
    page_head(p, &s->head);
    page_table(p, columns, 4);
    for (size_t k = 0; k < s->segments.count; k++) segment_row(p, &s->segments.at[k]);
    page_table_end(p);
    if (s->current.len)
      page_paragraph(p, "soft",
                     text_of(arena_printf(p->book->arena, "What was agreed is recorded as %.*s.",
                                          TEXT_ARG(s->current))));
    if (s->exclusive) page_text(p, "soft", TEXT("Nothing may fit two segments."));
    page_head_end(p);
  }
}

/* ---- Processes ---- */

static void facts(const Sheet *p, const HandbookFact *all, size_t count) {
  if (!count) return;
  buffer_str(p->out, "<dl>\n");
  for (size_t i = 0; i < count; i++) {
    buffer_printf(p->out, "<dt>%s</dt><dd>", all[i].label);
    page_words(p, all[i].words);
    buffer_str(p->out, "</dd>\n");
  }
  buffer_str(p->out, "</dl>\n");
}

static void stage(const Sheet *p, const HandbookProcess *process, const HandbookStage *stage) {
  HandbookFact all[STAGE_FACTS];
  buffer_printf(p->out, "<div class=\"stage\" id=\"%.*s\">\n<h4>", TEXT_ARG(stage->id));
  html_text(p->out, stage->name);
  if (stage->start || stage->final)
    buffer_printf(p->out, " <span>%s</span>", stage->start ? "the start" : "the end");
  buffer_str(p->out, "</h4>\n");
  page_text(p, "doc", stage->doc);
  facts(p, all, handbook_stage_facts(p->book, process, stage, all));
  buffer_str(p->out, "</div>\n");
}

static void changes(const Sheet *p, const HandbookProcess *process) {
  const char *there = process->standard ? "In the standard process" : "In the other process";
  const char *const columns[] = {"Stage", "What", "Here", there};
  if (!process->base.len) return;
  buffer_str(p->out, "<p>It goes by ");
  html_text(p->out, handbook_base(p->book, process));
  buffer_str(p->out, process->changes.count ? ", but for this:</p>\n" : ".</p>\n");
  if (!process->changes.count) return;
  page_table(p, columns, 4);
  for (size_t i = 0; i < process->changes.count; i++) {
    const HandbookChange *change = &process->changes.at[i];
    buffer_str(p->out, "<tr><th scope=\"row\">");
    html_text(p->out, change->stage.len ? change->stage : TEXT("all stages"));
    buffer_str(p->out, "</th>");
    page_plain_cell(p, "What", text_of(change->what));
    page_cell(p, "Here", change->here.len ? change->here : TEXT("left open"));
    page_cell(p, there, change->there.len ? change->there : TEXT("left open"));
    buffer_str(p->out, "</tr>\n");
  }
  page_table_end(p);
}

static void record(const Sheet *p, const HandbookProcess *process) {
  const HandbookFact all[] = {{"Recorded as", process->current}, {"Entries", process->history}};
  const size_t from = process->current.len ? 0 : 1, to = process->history.len ? 2 : 1;
  if (from < to) facts(p, all + from, to - from);
}

static void processes(const Sheet *p) {
  for (size_t i = 0; i < p->book->processes.count; i++) {
    const HandbookProcess *process = &p->book->processes.at[i];
    page_head(p, &process->head);
    changes(p, process);
    record(p, process);
    buffer_str(p->out, "<div class=\"process-grid\">\n<figure>\n");
    handbook_picture(p->out, p->book, process, i);
    buffer_str(p->out, "</figure>\n<div class=\"stages\">\n");
    for (size_t k = 0; k < process->stages.count; k++) stage(p, process, &process->stages.at[k]);
    buffer_str(p->out, "</div>\n</div>\n");
    page_head_end(p);
  }
}

/* ---- Figures and scores ---- */

static void bands(const Sheet *p, const HandbookKpi *kpi, const HandbookBands *bands) {
  const Text name = page_term(p, kpi->head.term)->name;
  Buffer says = buffer_in(p->book->arena), title = buffer_in(p->book->arena);
  buffer_str(&says, bands->where.len ? "Where " : kpi->bands.count > 1 ? "All others" : "");
  buffer_text(&says, bands->where);
  if (says.len) buffer_str(&says, ": ");
  const char *first = says.len ? "green" : "Green";
  if (bands->green.len) buffer_printf(&says, "%s is %.*s", first, TEXT_ARG(bands->green));
  if (bands->amber.len) buffer_printf(&says, ", amber is %.*s", TEXT_ARG(bands->amber));
  buffer_str(&says, ", the rest is red.");
  buffer_printf(&title, "%.*s: %.*s", TEXT_ARG(name),
                TEXT_ARG(handbook_plain(p->book, buffer_view(&says))));
  page_paragraph(p, "", buffer_view(&says));
  handbook_bands(p->out, p->book, bands, buffer_view(&title));
}

static void kpis(const Sheet *p) {
  for (size_t i = 0; i < p->book->kpis.count; i++) {
    const HandbookKpi *kpi = &p->book->kpis.at[i];
    page_head(p, &kpi->head);
    const HandbookFact value = {"Value", kpi->value};
    facts(p, &value, 1);
    for (size_t k = 0; k < kpi->bands.count; k++) bands(p, kpi, &kpi->bands.at[k]);
    page_head_end(p);
  }
}

static void scores(const Sheet *p) {
  static const char *const columns[] = {"What", "Points", "Curve"};
  for (size_t i = 0; i < p->book->scores.count; i++) {
    const HandbookScore *score = &p->book->scores.at[i];
    page_head(p, &score->head);
    if (score->out_of.len)
      page_paragraph(
          p, "",
          text_of(arena_printf(p->book->arena, "Out of %.*s points.", TEXT_ARG(score->out_of))));
    page_table(p, columns, 3);
    for (size_t k = 0; k < score->parts.count; k++) {
      const HandbookPart *part = &score->parts.at[k];
      buffer_str(p->out, "<tr><th scope=\"row\">");
      page_words(p, part->what);
      if (part->doc.len) {
        buffer_str(p->out, "<small>");
        page_said(p, part->doc);
        buffer_str(p->out, "</small>");
      }
      buffer_str(p->out, "</th>");
      page_cell(p, "Points", handbook_points(p->book, part));
      buffer_str(p->out, "<td>");
      handbook_ramp(p->out, p->book, part);
      buffer_str(p->out, "</td></tr>\n");
    }
    page_table_end(p);
    page_head_end(p);
  }
}

/* ---- The page ---- */

static void (*const print[SECTION_COUNT])(const Sheet *) = {
    [SECTION_SEGMENTS] = segments,
    [SECTION_PROCESSES] = processes,
    [SECTION_KPIS] = kpis,
    [SECTION_DUTIES] = page_duties,
    [SECTION_CHECKLISTS] = page_checklists,
    [SECTION_SCORES] = scores,
    [SECTION_PARAMS] = page_params,
    [SECTION_WAIVERS] = page_waivers,
    [SECTION_OWNERS] = page_owners,
    [SECTION_FIGURES] = page_figures,
    [SECTION_DATA] = page_data,
};

/* Anchors of sections begin with a point, which those of names never do. */
static void contents(const Sheet *p) {
  buffer_str(p->out, "<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n");
  for (int i = 0; i < SECTION_COUNT; i++)
    if (handbook_has(p->book, (Section)i))
      buffer_printf(p->out, "<li><a href=\"#.%s\">%s</a></li>\n", section_info[i].anchor,
                    section_info[i].title);
  buffer_str(p->out, "</ol>\n</nav>\n");
}

void handbook_html(Buffer *out, const Handbook *book) {
  const Sheet p = {out, book};
  html_page_begin(out, book->title, style, sizeof style / sizeof *style);
  buffer_str(out, "<header>\n<h1>");
  page_said(&p, book->title);
  buffer_str(out, "</h1>\n");
  page_text(&p, "soft", handbook_edition(book));
  page_text(&p, "lead", book->purpose);
  buffer_str(out, "<p class=\"soft\">A word that is underlined with dots leads to what it means."
                  "</p>\n</header>\n");
  contents(&p);
  for (int i = 0; i < SECTION_COUNT; i++) {
    const SectionInfo *info = &section_info[i];
    if (!handbook_has(book, (Section)i)) continue;
    buffer_printf(out, "<section class=\"part%s\">\n<h2 id=\".%s\">%s</h2>\n",
                  i == SECTION_PROCESSES || i == SECTION_DATA ? "" : " flows", info->anchor,
                  info->title);
    if (*info->lead) buffer_printf(out, "<p class=\"soft\">%s</p>\n", info->lead);
    print[i](&p);
    buffer_str(out, "</section>\n");
  }
  html_page_end(out);
}
