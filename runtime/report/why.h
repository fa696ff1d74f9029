/* why.h - why a row has its values, in each of the forms of an answer. */
#ifndef REPORT_WHY_H
#define REPORT_WHY_H

#include "report/answer.h"

typedef struct WhyAsked {
  uint32_t entity; /* IMAGE_PROGRAM: its one row */
  size_t row;
  uint32_t column; /* SCHEMA_NONE: every column of the entity */
  bool full;       /* all that there is; else what has decided */
  bool undated;    /* the heading is without the day of the run */
  Text folder;     /* of the rule file: places there are told without it */
} WhyAsked;

/* Prints it. JSON, JSON lines and CSV always have everything, and tell of each clause whether it
 * has decided. The run was `whole`; memory is taken from the buffer's arena. */
void answer_why(Buffer *out, Run *run, const WhyAsked *asked, const AnswerView *view);

#endif
