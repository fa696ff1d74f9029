/* answer.h - the forms in which the answer to a question is printed. */
#ifndef REPORT_ANSWER_H
#define REPORT_ANSWER_H

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
} AnswerView;

#endif
