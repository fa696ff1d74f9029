/* answer_impl.h - what the forms of answers share; nobody else includes it. */
#ifndef REPORT_ANSWER_IMPL_H
#define REPORT_ANSWER_IMPL_H

#include "report/answer_table.h"
#include "report/report_impl.h"

/* One cell after another for people; each text is valid until the next. */
typedef struct AnswerCells {
  const AnswerTable *table;
  Arena *arena;
  Buffer text, end;
  bool *cents; /* by column: amounts have two decimals, as some of them need them; NULL: none */
} AnswerCells;

AnswerCells answer_cells(const AnswerTable *table, Arena *arena);
Text answer_cell(AnswerCells *cells, size_t row, size_t column, Paint *paint);

/* Whether to end before this row. */
static inline bool answer_stops(const AnswerView *view, size_t row) {
  enum { LOOK_EVERY = 1 << 12 };
  return row % LOOK_EVERY == 0 && view->stop && *view->stop;
}

/* Numbers and what is measured in them stand to the right. */
bool answer_to_right(Type type);

/* answer_show.c: "20 of 1,234 rows; 3 more where `on_time = red` is unknown", in the arena. */
Text answer_note(const Question *question, const AnswerRows *rows, Arena *arena);

/* answer_text.c: for people. */
void answer_text(Buffer *out, const AnswerTable *table, const AnswerView *view);
/* The line below, where there is one. */
void answer_put_note(Buffer *out, Text note, bool colour);
void answer_lines(Buffer *out, const AnswerTable *table, const AnswerView *view);
void answer_markdown(Buffer *out, const AnswerTable *table, const AnswerView *view);
/* The text, cut to so many columns of a terminal, with a mark where it is cut. */
void answer_cut(Buffer *out, Text text, size_t width, bool ascii);

#endif
