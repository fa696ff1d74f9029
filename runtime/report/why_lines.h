/* why_lines.h - the tree of `why` as lines: what each form for people and tables prints. */
#ifndef REPORT_WHY_LINES_H
#define REPORT_WHY_LINES_H

#include "report/report_impl.h"
#include "report/why.h"

typedef struct WhyLine {
  size_t depth;
  const WhyNode *node; /* NULL for entries of a history, and for what is left out */
  Text text;           /* the clause as people are told it; borrowed, not cut */
  Text outcome;        /* what it came to, "" where it came to nothing */
  Paint paint;         /* of the outcome; of the text where that stands alone */
  CodePlace place;     /* line 0: none */
  bool decides;        /* the clause has, and all that it stands below */
  bool is_rest;        /* a line of its own: "… 2 more hold", a formula, what is missing */
} WhyLine;

typedef struct WhyLines {
  VEC(WhyLine) list;
} WhyLines;

/* How much of a column is told: its value alone, what has decided it, or everything. */
typedef enum { WHY_VALUE, WHY_FOLDED, WHY_FULL } WhyDetail;

/* Appends the lines of a column on a row. Folded, `unfolds` further columns deep; what is told
 * already is not told again. What is missing stands behind the tree of an outcome that is open
 * because of it. `with_parts`: what else the declaration says of the row follows a
 * segmentation or a process, each part in a line (`sam.pace`), with the limit and the entries. */
void why_lines(Arena *arena, Run *run, uint32_t column, size_t row, WhyDetail detail,
               size_t unfolds, bool with_parts, WhyLines *out);
/* Whether the column is asked for. */
bool why_is_asked(const Image *image, const WhyAsked *asked, uint32_t column);
/* Whether, and how much, people are told of a column when the row as a whole is asked about: its
 * segments, and what is wrong or unknown, unfolded. */
bool why_is_told(const Run *run, uint32_t column, size_t row, WhyDetail *detail);
/* "account A0012 on 2026-06-30" and a line end. */
void why_heading(Buffer *out, Run *run, const WhyAsked *asked, bool colour);

/* The points that a component can give, or all of a score together; not known of other clauses. */
Scalar why_possible(const Image *image, const WhyNode *node);
/* "needs", "segment": clauses as programs are told of them. */
extern const char *const why_kinds[CLAUSE_COUNT];

/* why_text.c, why_json.c, why_table.c, why_markdown.c */
void why_text(Buffer *out, Run *run, const WhyAsked *asked, const AnswerView *view);
void why_json(Buffer *out, Run *run, const WhyAsked *asked);
void why_csv(Buffer *out, Run *run, const WhyAsked *asked);
void why_jsonl(Buffer *out, Run *run, const WhyAsked *asked);
void why_markdown(Buffer *out, Run *run, const WhyAsked *asked);

/* Members of an object: the clause and what it came to; `unknown`, what is missing. */
void why_json_members(JsonWriter *json, const Image *image, const WhyNode *node);
void why_json_unknown(JsonWriter *json, Run *run, uint32_t column, size_t row);

#endif
