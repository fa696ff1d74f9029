/* handbook_markdown.c - a handbook as Markdown, for wikis: the pictures are lists of ways. */
#include "report/handbook_impl.h"
#include "report/markdown.h"

typedef struct Paper {
  Buffer *out;
  const Handbook *book;
} Paper;

static void words(const Paper *p, Text text) {
  const HandbookTerm *term;
  bool named;
  for (Text part; handbook_next_part(p->book, &text, &part, &named, &term);) {
    if (named) buffer_char(p->out, '*');
    markdown_text(p->out, part);
    if (named) buffer_char(p->out, '*');
  }
}

static void cell(const Paper *p, Text text) {
  buffer_str(p->out, " ");
  if (text.len) words(p, text);
  buffer_str(p->out, text.len ? " |" : "|");
}

static void plain_cell(const Paper *p, Text text) {
  buffer_str(p->out, " ");
  markdown_text(p->out, text);
  buffer_str(p->out, text.len ? " |" : "|");
}

static Text name_of(const Paper *p, size_t term) { return p->book->terms.at[term].name; }

static void paragraph(const Paper *p, Text text) {
  if (!text.len) return;
  words(p, text);
  buffer_str(p->out, "\n\n");
}

static void head(const Paper *p, const HandbookHead *head) {
  buffer_str(p->out, "### ");
  markdown_text(p->out, name_of(p, head->term));
  buffer_str(p->out, "\n\n");
  if (head->doc.len) {
    markdown_text(p->out, head->doc);
    buffer_str(p->out, "\n\n");
  }
  paragraph(p, handbook_subject(p->book, head));
}

/* ---- Segments ---- */

static void needs(const Paper *p, const HandbookSegment *segment) {
  buffer_char(p->out, ' ');
  if (segment->otherwise) buffer_str(p->out, "whatever is left");
  for (size_t i = 0; i < segment->needs.count; i++) {
    if (i) buffer_str(p->out, "<br>");
    words(p, segment->needs.at[i].what);
    if (!segment->needs.at[i].doc.len) continue;
    buffer_str(p->out, " (");
    markdown_text(p->out, segment->needs.at[i].doc);
    buffer_char(p->out, ')');
  }
  buffer_str(p->out, " |");
}

static void segments(const Paper *p) {
  for (size_t i = 0; i < p->book->segmentations.count; i++) {
    const HandbookSegmentation *s = &p->book->segmentations.at[i];
    head(p, &s->head);
    buffer_str(p->out, "| Segment | Needs all of | Is kept while | Places |\n|---|---|---|---|\n");
    for (size_t k = 0; k < s->segments.count; k++) {
      const HandbookSegment *segment = &s->segments.at[k];
      buffer_str(p->out, "| **");
      markdown_text(p->out, segment->name);
      buffer_str(p->out, segment->doc.len ? "**: " : "**");
      markdown_text(p->out, segment->doc);
      buffer_str(p->out, " |");
      needs(p, segment);
      cell(p, segment->keeps);
      cell(p, segment->cap);
      buffer_char(p->out, '\n');
    }
    buffer_char(p->out, '\n');
    if (s->current.len) {
      buffer_str(p->out, "What was agreed is recorded as ");
      words(p, s->current);
      buffer_str(p->out, ".\n\n");
    }
    if (s->exclusive) buffer_str(p->out, "Nothing may fit two segments.\n\n");
  }
}

/* ---- Processes ---- */

static void stage(const Paper *p, const HandbookProcess *process, const HandbookStage *stage) {
  HandbookFact facts[STAGE_FACTS];
  const size_t count = handbook_stage_facts(p->book, process, stage, facts);
  buffer_str(p->out, "#### ");
  markdown_text(p->out, stage->name);
  buffer_str(p->out, stage->start ? " (start)\n\n" : stage->final ? " (end)\n\n" : "\n\n");
  if (stage->doc.len) {
    markdown_text(p->out, stage->doc);
    buffer_str(p->out, "\n\n");
  }
  for (size_t i = 0; i < count; i++) {
    buffer_printf(p->out, "- %s: ", facts[i].label);
    words(p, facts[i].words);
    buffer_char(p->out, '\n');
  }
  buffer_char(p->out, '\n');
}

static void changes(const Paper *p, const HandbookProcess *process) {
  if (!process->base.len) return;
  buffer_str(p->out, "It goes by ");
  markdown_text(p->out, handbook_base(p->book, process));
  buffer_str(p->out, process->changes.count ? ", but for this:\n\n" : ".\n\n");
  if (!process->changes.count) return;
  buffer_printf(p->out, "| Stage | What | Here | In the %s |\n|---|---|---|---|\n",
                process->standard ? "standard process" : "other process");
  for (size_t i = 0; i < process->changes.count; i++) {
    const HandbookChange *change = &process->changes.at[i];
    buffer_char(p->out, '|');
    plain_cell(p, change->stage.len ? change->stage : TEXT("all"));
    plain_cell(p, text_of(change->what));
    cell(p, change->here.len ? change->here : TEXT("left open"));
    cell(p, change->there.len ? change->there : TEXT("left open"));
    buffer_char(p->out, '\n');
  }
  buffer_char(p->out, '\n');
}

static void processes(const Paper *p) {
  for (size_t i = 0; i < p->book->processes.count; i++) {
    const HandbookProcess *process = &p->book->processes.at[i];
    const TextList ways = handbook_ways(p->book, process);
    head(p, &process->head);
    buffer_str(p->out, ways.count ? "The ways:\n\n" : "");
    for (size_t k = 0; k < ways.count; k++) {
      buffer_str(p->out, "- ");
      markdown_text(p->out, ways.at[k]);
      buffer_char(p->out, '\n');
    }
    if (ways.count) buffer_char(p->out, '\n');
    changes(p, process);
    for (size_t k = 0; k < process->stages.count; k++) stage(p, process, &process->stages.at[k]);
    if (process->current.len) {
      buffer_str(p->out, "The stage is recorded as ");
      words(p, process->current);
      buffer_str(p->out, ".\n\n");
    }
    if (process->history.len) {
      buffer_str(p->out, "Who entered a stage when: ");
      words(p, process->history);
      buffer_str(p->out, ".\n\n");
    }
  }
}

/* ---- Figures and bands ---- */

static void kpis(const Paper *p) {
  for (size_t i = 0; i < p->book->kpis.count; i++) {
    const HandbookKpi *kpi = &p->book->kpis.at[i];
    head(p, &kpi->head);
    buffer_str(p->out, "Value: ");
    words(p, kpi->value);
    buffer_str(p->out, ".\n\n| For | Green | Amber | Red |\n|---|---|---|---|\n");
    for (size_t k = 0; k < kpi->bands.count; k++) {
      const HandbookBands *bands = &kpi->bands.at[k];
      buffer_char(p->out, '|');
      cell(p, bands->where.len       ? bands->where
              : kpi->bands.count > 1 ? TEXT("all others")
                                     : TEXT("all"));
      cell(p, bands->green);
      cell(p, bands->amber);
      buffer_str(p->out, " otherwise |\n");
    }
    buffer_char(p->out, '\n');
  }
}

static void scores(const Paper *p) {
  for (size_t i = 0; i < p->book->scores.count; i++) {
    const HandbookScore *score = &p->book->scores.at[i];
    head(p, &score->head);
    if (score->out_of.len) {
      buffer_str(p->out, "Out of ");
      words(p, score->out_of);
      buffer_str(p->out, " points.\n\n");
    }
    buffer_str(p->out, "| What | Points |\n|---|---|\n");
    for (size_t k = 0; k < score->parts.count; k++) {
      const HandbookPart *part = &score->parts.at[k];
      buffer_str(p->out, "| ");
      words(p, part->what);
      if (part->doc.len) {
        buffer_str(p->out, " (");
        markdown_text(p->out, part->doc);
        buffer_char(p->out, ')');
      }
      buffer_str(p->out, " |");
      cell(p, handbook_points(p->book, part));
      buffer_char(p->out, '\n');
    }
    buffer_char(p->out, '\n');
  }
}

/* ---- Duties ---- */

static void labelled(const Paper *p, const char *label, Text text) {
  if (!text.len) return;
  buffer_printf(p->out, "  - %s: ", label);
  words(p, text);
  buffer_char(p->out, '\n');
}

static void duty(const Paper *p, const HandbookDuty *duty) {
  buffer_str(p->out, "- **");
  markdown_text(p->out, name_of(p, duty->head.term));
  buffer_printf(p->out, "** (%s)", duty->severity ? duty->severity : "cadence");
  if (duty->head.doc.len) {
    buffer_str(p->out, ": ");
    markdown_text(p->out, duty->head.doc);
  }
  buffer_char(p->out, '\n');
  labelled(p, "for", duty->head.who);
  for (size_t i = 0; i < duty->requires.count; i++) labelled(p, "holds when", duty->requires.at[i]);
  if (duty->step.len) labelled(p, "happens", handbook_cadence(p->book, duty));
  labelled(p, "else it says", duty->say);
  labelled(p, "what to do", duty->fix);
}

static bool same_owner(const HandbookDuty *a, const HandbookDuty *b) {
  return text_equal(a->head.owner, b->head.owner);
}

static void duties(const Paper *p) {
  for (size_t i = 0; i < p->book->duties.count; i++) {
    const HandbookDuty *first = &p->book->duties.at[i];
    size_t earlier = 0;
    while (earlier < i && !same_owner(&p->book->duties.at[earlier], first)) earlier++;
    if (earlier < i) continue;
    buffer_str(p->out, "### ");
    markdown_text(p->out, first->head.owner.len ? first->head.owner : TEXT("Nobody in particular"));
    buffer_str(p->out, "\n\n");
    for (size_t k = i; k < p->book->duties.count; k++)
      if (same_owner(&p->book->duties.at[k], first)) duty(p, &p->book->duties.at[k]);
    buffer_char(p->out, '\n');
  }
}

static void checklists(const Paper *p) {
  for (size_t i = 0; i < p->book->checklists.count; i++) {
    const HandbookChecklist *list = &p->book->checklists.at[i];
    head(p, &list->head);
    for (size_t k = 0; k < list->items.count; k++) {
      const HandbookItem *item = &list->items.at[k];
      buffer_str(p->out, "- **");
      markdown_text(p->out, name_of(p, item->term));
      buffer_str(p->out, item->doc.len ? "**: " : "**");
      markdown_text(p->out, item->doc);
      buffer_str(p->out, "; holds when ");
      words(p, item->what);
      buffer_char(p->out, '\n');
    }
    buffer_char(p->out, '\n');
  }
}

/* ---- What is set, excused, owned, meant ---- */

static void params(const Paper *p) {
  buffer_str(p->out, "| What | Value | What it is | May be |\n|---|---|---|---|\n");
  for (size_t i = 0; i < p->book->params.count; i++) {
    const HandbookParam *param = &p->book->params.at[i];
    buffer_char(p->out, '|');
    plain_cell(p, name_of(p, param->head.term));
    plain_cell(p, param->value);
    plain_cell(p, param->head.doc);
    plain_cell(p, param->range.len ? param->range : param->type);
    buffer_char(p->out, '\n');
  }
  buffer_char(p->out, '\n');
}

static void waivers_that(const Paper *p, bool in_force, const char *title) {
  size_t count = 0;
  for (size_t i = 0; i < p->book->waivers.count; i++) {
    const HandbookWaiver *waiver = &p->book->waivers.at[i];
    if (waiver->in_force != in_force) continue;
    if (!count++)
      buffer_printf(p->out, "### %s\n\n| What | For | Until | Because |\n|---|---|---|---|\n",
                    title);
    buffer_char(p->out, '|');
    cell(p, waiver->of);
    plain_cell(p, waiver->key);
    plain_cell(p, waiver->until);
    plain_cell(p, waiver->because);
    buffer_char(p->out, '\n');
  }
  if (count) buffer_char(p->out, '\n');
}

static void waivers(const Paper *p) {
  waivers_that(p, true, "In force");
  waivers_that(p, false, "Run out: they excuse nothing any more");
}

static void owners(const Paper *p) {
  for (size_t i = 0; i < p->book->owners.count; i++) {
    const HandbookOwner *owner = &p->book->owners.at[i];
    buffer_str(p->out, "### ");
    markdown_text(p->out, owner->name);
    buffer_str(p->out, "\n\n");
    for (size_t k = 0; k < owner->owns.count; k++) {
      buffer_str(p->out, "- ");
      words(p, owner->owns.at[k]);
      buffer_char(p->out, '\n');
    }
    buffer_char(p->out, '\n');
  }
}

static void figure_list(const Paper *p, const char *title, const FigureList *list) {
  if (!list->count) return;
  buffer_printf(p->out, "### %s\n\n", title);
  for (size_t i = 0; i < list->count; i++) {
    const HandbookFigure *figure = &list->at[i];
    buffer_str(p->out, "- **");
    markdown_text(p->out, name_of(p, figure->head.term));
    buffer_str(p->out, figure->head.doc.len ? "**: " : "**");
    markdown_text(p->out, figure->head.doc);
    buffer_str(p->out, " = ");
    words(p, figure->what);
    buffer_char(p->out, '\n');
  }
  buffer_char(p->out, '\n');
}

static void figures(const Paper *p) {
  figure_list(p, "Measures", &p->book->measures);
  figure_list(p, "Formulas", &p->book->definitions);
  figure_list(p, "Taken for granted", &p->book->assumptions);
}

static void data(const Paper *p) {
  for (size_t i = 0; i < p->book->entities.count; i++) {
    const HandbookEntity *entity = &p->book->entities.at[i];
    buffer_str(p->out, "### ");
    markdown_text(p->out, entity->name);
    buffer_str(p->out, "\n\n");
    if (entity->doc.len) {
      markdown_text(p->out, entity->doc);
      buffer_str(p->out, "\n\n");
    }
    if (entity->source.len) {
      buffer_str(p->out, "From ");
      markdown_text(p->out, entity->source);
      buffer_str(p->out, ".\n\n");
    }
    buffer_str(p->out, "| Field | Column | Holds | What it is |\n|---|---|---|---|\n");
    for (size_t k = 0; k < entity->fields.count; k++) {
      const HandbookField *field = &entity->fields.at[k];
      buffer_char(p->out, '|');
      plain_cell(p, name_of(p, field->term));
      plain_cell(p, field->column);
      plain_cell(p, handbook_holds(p->book, field));
      plain_cell(p, field->doc);
      buffer_char(p->out, '\n');
    }
    buffer_char(p->out, '\n');
  }
}

void handbook_markdown(Buffer *out, const Handbook *book) {
  static void (*const print[SECTION_COUNT])(const Paper *) = {
      [SECTION_SEGMENTS] = segments,
      [SECTION_PROCESSES] = processes,
      [SECTION_KPIS] = kpis,
      [SECTION_DUTIES] = duties,
      [SECTION_CHECKLISTS] = checklists,
      [SECTION_SCORES] = scores,
      [SECTION_PARAMS] = params,
      [SECTION_WAIVERS] = waivers,
      [SECTION_OWNERS] = owners,
      [SECTION_FIGURES] = figures,
      [SECTION_DATA] = data,
  };
  const Paper p = {out, book};
  buffer_str(out, "# ");
  markdown_text(out, book->title);
  buffer_str(out, "\n\n");
  markdown_text(out, handbook_edition(book));
  buffer_str(out, "\n\n");
  if (book->purpose.len) {
    markdown_text(out, book->purpose);
    buffer_str(out, "\n\n");
  }
  for (int i = 0; i < SECTION_COUNT; i++)
    if (handbook_has(book, (Section)i)) buffer_printf(out, "- %s\n", section_info[i].title);
  for (int i = 0; i < SECTION_COUNT; i++) {
    if (!handbook_has(book, (Section)i)) continue;
    buffer_printf(out, "\n## %s\n\n", section_info[i].title);
    if (*section_info[i].lead) buffer_printf(out, "%s\n\n", section_info[i].lead);
    print[i](&p);
    while (out->len > 1 && out->data[out->len - 1] == '\n' && out->data[out->len - 2] == '\n')
      out->data[--out->len] = '\0';
  }
}
