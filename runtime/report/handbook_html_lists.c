/* handbook_html_lists.c - a handbook as one page: duties, checklists, what is set, what words mean.
 */
#include "report/handbook_html_impl.h"

/* ---- Duties ---- */

static void line(const Sheet *p, const char *label, Text text) {
  if (!text.len) return;
  buffer_printf(p->out, "<dt>%s</dt><dd>", label);
  page_words(p, text);
  buffer_str(p->out, "</dd>\n");
}

static void duty(const Sheet *p, const HandbookDuty *duty) {
  const HandbookTerm *term = page_term(p, duty->head.term);
  const char *mark = duty->severity ? duty->severity : "cadence";
  buffer_printf(p->out, "<div class=\"duty\" id=\"%.*s\">\n<h4>", TEXT_ARG(term->id));
  html_text(p->out, term->name);
  buffer_printf(p->out, " <span class=\"mark %s\">%s</span></h4>\n", mark, mark);
  page_text(p, "doc", duty->head.doc);
  buffer_str(p->out, "<dl>\n");
  line(p, "For", duty->head.who);
  for (size_t i = 0; i < duty->requires.count; i++)
    line(p, i ? "and" : "Holds when", duty->requires.at[i]);
  if (duty->step.len) line(p, "Happens", handbook_cadence(p->book, duty));
  line(p, "Else it says", duty->say);
  if (duty->fix.len) {
    buffer_str(p->out, "<dt>What to do</dt><dd class=\"fix\">");
    page_words(p, duty->fix);
    buffer_str(p->out, "</dd>\n");
  }
  buffer_str(p->out, "</dl>\n</div>\n");
}

static bool same_owner(const HandbookDuty *a, const HandbookDuty *b) {
  return text_equal(a->head.owner, b->head.owner);
}

void page_duties(const Sheet *p) {
  for (size_t i = 0; i < p->book->duties.count; i++) {
    const HandbookDuty *first = &p->book->duties.at[i];
    size_t earlier = 0;
    while (earlier < i && !same_owner(&p->book->duties.at[earlier], first)) earlier++;
    if (earlier < i) continue;
    buffer_str(p->out, "<article>\n<h3>");
    page_said(p, first->head.owner.len ? first->head.owner : TEXT("Nobody in particular"));
    buffer_str(p->out, "</h3>\n");
    for (size_t k = i; k < p->book->duties.count; k++)
      if (same_owner(&p->book->duties.at[k], first)) duty(p, &p->book->duties.at[k]);
    buffer_str(p->out, "</article>\n");
  }
}

/* ---- Checklists ---- */

/* A row that is the place of a term: its name and what people wrote of it. */
static void term_row(const Sheet *p, size_t index, Text doc) {
  const HandbookTerm *term = page_term(p, index);
  buffer_printf(p->out, "<tr id=\"%.*s\"><th scope=\"row\">", TEXT_ARG(term->id));
  html_text(p->out, term->name);
  if (doc.len) {
    buffer_str(p->out, "<small>");
    page_said(p, doc);
    buffer_str(p->out, "</small>");
  }
  buffer_str(p->out, "</th>");
}

void page_checklists(const Sheet *p) {
  static const char *const columns[] = {"Item", "Holds when"};
  for (size_t i = 0; i < p->book->checklists.count; i++) {
    const HandbookChecklist *list = &p->book->checklists.at[i];
    page_head(p, &list->head);
    page_table(p, columns, 2);
    for (size_t k = 0; k < list->items.count; k++) {
      term_row(p, list->items.at[k].term, list->items.at[k].doc);
      page_cell(p, "Holds when", list->items.at[k].what);
      buffer_str(p->out, "</tr>\n");
    }
    page_table_end(p);
    page_head_end(p);
  }
}

/* ---- What is set, excused, owned ---- */

void page_params(const Sheet *p) {
  static const char *const columns[] = {"What", "Value", "May be"};
  page_table(p, columns, 3);
  for (size_t i = 0; i < p->book->params.count; i++) {
    const HandbookParam *param = &p->book->params.at[i];
    term_row(p, param->head.term, param->head.doc);
    page_plain_cell(p, "Value", param->value);
    page_plain_cell(p, "May be", param->range.len ? param->range : param->type);
    buffer_str(p->out, "</tr>\n");
  }
  page_table_end(p);
}

static void waivers_that(const Sheet *p, bool in_force, const char *title) {
  static const char *const columns[] = {"What", "For", "Until", "Because"};
  size_t count = 0;
  for (size_t i = 0; i < p->book->waivers.count; i++) {
    const HandbookWaiver *waiver = &p->book->waivers.at[i];
    if (waiver->in_force != in_force) continue;
    if (!count++) {
      buffer_printf(p->out, "<article>\n<h3>%s</h3>\n", title);
      page_table(p, columns, 4);
    }
    buffer_str(p->out, "<tr><th scope=\"row\">");
    page_words(p, waiver->of);
    buffer_str(p->out, "</th>");
    page_plain_cell(p, "For", waiver->key);
    page_plain_cell(p, "Until", waiver->until);
    page_plain_cell(p, "Because", waiver->because);
    buffer_str(p->out, "</tr>\n");
  }
  if (!count) return;
  page_table_end(p);
  buffer_str(p->out, "</article>\n");
}

void page_waivers(const Sheet *p) {
  waivers_that(p, true, "In force");
  waivers_that(p, false, "Run out: they excuse nothing any more");
}

void page_owners(const Sheet *p) {
  for (size_t i = 0; i < p->book->owners.count; i++) {
    const HandbookOwner *owner = &p->book->owners.at[i];
    buffer_printf(p->out, "<article id=\"%.*s\">\n<h3>", TEXT_ARG(owner->id));
    page_said(p, owner->name);
    buffer_str(p->out, "</h3>\n<ul class=\"plain\">\n");
    for (size_t k = 0; k < owner->owns.count; k++) {
      buffer_str(p->out, "<li>");
      page_words(p, owner->owns.at[k]);
      buffer_str(p->out, "</li>\n");
    }
    buffer_str(p->out, "</ul>\n</article>\n");
  }
}

/* ---- What words mean ---- */

static void figure_list(const Sheet *p, const char *title, const FigureList *list) {
  const char *const columns[] = {"Name", "Comes from"};
  if (!list->count) return;
  buffer_printf(p->out, "<article>\n<h3>%s</h3>\n", title);
  page_table(p, columns, 2);
  for (size_t i = 0; i < list->count; i++) {
    term_row(p, list->at[i].head.term, list->at[i].head.doc);
    page_cell(p, "Comes from", list->at[i].what);
    buffer_str(p->out, "</tr>\n");
  }
  page_table_end(p);
  buffer_str(p->out, "</article>\n");
}

void page_figures(const Sheet *p) {
  figure_list(p, "Measures", &p->book->measures);
  figure_list(p, "Formulas", &p->book->definitions);
  figure_list(p, "Taken for granted", &p->book->assumptions);
}

void page_data(const Sheet *p) {
  static const char *const columns[] = {"Field", "Column", "Holds"};
  for (size_t i = 0; i < p->book->entities.count; i++) {
    const HandbookEntity *entity = &p->book->entities.at[i];
    buffer_printf(p->out, "<article id=\"%.*s\">\n<h3>", TEXT_ARG(entity->id));
    html_text(p->out, entity->name);
    buffer_str(p->out, "</h3>\n");
    page_text(p, "doc", entity->doc);
    if (entity->source.len) {
      buffer_str(p->out, "<p class=\"soft\">From <code>");
      html_text(p->out, entity->source);
      buffer_str(p->out, "</code></p>\n");
    }
    page_table(p, columns, 3);
    for (size_t k = 0; k < entity->fields.count; k++) {
      const HandbookField *field = &entity->fields.at[k];
      term_row(p, field->term, field->doc);
      page_plain_cell(p, "Column", field->column);
      page_plain_cell(p, "Holds", handbook_holds(p->book, field));
      buffer_str(p->out, "</tr>\n");
    }
    page_table_end(p);
    buffer_str(p->out, "</article>\n");
  }
}
