/* change_impl.h - what the forms of `what if` and `sweep` share; nobody else includes it. */
#ifndef REPORT_CHANGE_IMPL_H
#define REPORT_CHANGE_IMPL_H

#include "report/change.h"
#include "report/report_impl.h"

/* what_if_text.c: TABLE, LINE, MARKDOWN; what_if_data.c: the others. */
void what_if_text(Arena *arena, const WhatIf *what, const AnswerView *view, Buffer *out);
void what_if_data(const WhatIf *what, const Question *question, AnswerForm form, Buffer *out);

/* sweep_text.c, sweep_data.c likewise. */
void sweep_text(Arena *arena, const Sweep *sweep, const AnswerView *view, Buffer *out);
void sweep_data(const Sweep *sweep, const Question *question, AnswerForm form, Buffer *out);

/* "strategic", "true"; behind the last member "unknown". In JSON, too. */
Text member_name(const Image *image, Type type, uint32_t member);
/* The paint of a column's member: that of its declaration's status. */
Paint member_paint(const Image *image, uint32_t column, uint32_t member);
/* A value that is missing is unknown where it is an outcome. */
Text outcome_text(Arena *arena, const Image *image, ColumnValue value);
Paint outcome_paint(const Image *image, uint32_t column, ColumnValue value);

/* ",VALUE,LOW,HIGH" in CSV: the value where it is one point, else its ends. */
void csv_ends_print(Buffer *out, const Image *image, ColumnValue value);

/* change_lines.c: values before and after, a line each. */
typedef struct ChangeLine {
  Text name, before, after, beside, last;
  Paint before_paint, after_paint;
} ChangeLine;
typedef struct ChangeLines {
  Text head[5]; /* over the name, before, after, and what stands beside: these two may be empty */
  VEC(ChangeLine) list;
  uint64_t more; /* lines that are not told */
} ChangeLines;
ChangeLine *change_line(Arena *arena, ChangeLines *lines, Text name);
void change_lines_print(Buffer *out, const ChangeLines *lines, const AnswerView *view);
/* Whether the terminal has room for the grid's columns. */
bool change_fits(const Grid *grid, const AnswerView *view);

/* A section of an answer: a title, then a grid, as text or as Markdown. */
void change_section(Buffer *out, Text title, const Grid *grid, const AnswerView *view);
/* A line of its own below them. */
void change_remark(Buffer *out, Text remark, const AnswerView *view);

#endif
