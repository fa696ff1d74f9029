/* handbook_html_impl.h - what the two files that write a handbook as a page share. */
#ifndef REPORT_HANDBOOK_HTML_IMPL_H
#define REPORT_HANDBOOK_HTML_IMPL_H

#include "report/handbook_impl.h"
#include "report/html.h"
#include "report/html_page.h"

typedef struct Sheet {
  Buffer *out;
  const Handbook *book;
} Sheet;

/* Words, with their names as links. */
void page_words(const Sheet *p, Text text);
/* What somebody wrote: what stands between back quotes is said in the language. */
void page_said(const Sheet *p, Text text);
/* A paragraph of words or of a text, of a class; nothing where there is none. */
void page_paragraph(const Sheet *p, const char *of, Text text);
void page_text(const Sheet *p, const char *of, Text text);
/* A table whose rows become blocks on a narrow screen; its rows are the caller's. */
void page_table(const Sheet *p, const char *const *columns, size_t count);
void page_table_end(const Sheet *p);
void page_cell(const Sheet *p, const char *label, Text text);
void page_plain_cell(const Sheet *p, const char *label, Text text);
const HandbookTerm *page_term(const Sheet *p, size_t term);
/* An article with name, text, whom it is about; ended by the other. */
void page_head(const Sheet *p, const HandbookHead *head);
void page_head_end(const Sheet *p);

/* handbook_html_lists.c: sections that are lists and tables. */
void page_duties(const Sheet *p);
void page_checklists(const Sheet *p);
void page_params(const Sheet *p);
void page_waivers(const Sheet *p);
void page_owners(const Sheet *p);
void page_figures(const Sheet *p);
void page_data(const Sheet *p);

#endif
