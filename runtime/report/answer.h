/* answer.h - the forms in which the answer to a question is printed. */
#ifndef REPORT_ANSWER_H
#define REPORT_ANSWER_H

#include "ask/show.h"
#include "report/grid.h"
#include "report/report.h"

typedef enum {
  ANSWER_TABLE,
  ANSWER_CSV,
  ANSWER_JSON,
  ANSWER_JSONL,
  ANSWER_MARKDOWN,
  ANSWER_LINE /* `name  value`, a line each */
} AnswerForm;

/* Who reads it. */
typedef struct AnswerView {
  AnswerForm form;
  size_t width; /* columns of the terminal that it goes to; 0 where it goes elsewhere */
  bool colour;
  bool ascii; /* bars without Unicode's eighths */
  bool plot;  /* a session draws what is shown as bars, instead of a table */
  /* Raised by a signal: what is printed then ends somewhere, and is no answer. NULL: never. */
  const volatile int *stop;
} AnswerView;

/* answer_show.c: the table of a question QUESTION_SHOW, with how many rows there are and of how
 * many it is not known. The run is the one that the rows are of. */
void answer_show(Buffer *out, Run *run, const Question *question, const AnswerRows *rows,
                 const AnswerView *view);
/* The value of a question QUESTION_VALUE on a row of its entity (0 of the program), and what is
 * missing where it is not known. */
void answer_value(Buffer *out, Run *run, const Question *question, size_t row,
                  const AnswerView *view);
/* answer_plot.c: the same rows as bars, for people: a bar a row where groups are shown, else a
 * histogram of the first column that is more or less. False, and nothing printed, where there is
 * nothing to draw. */
bool answer_plot(Buffer *out, Run *run, const Question *question, const AnswerRows *rows,
                 const AnswerView *view);

#endif
