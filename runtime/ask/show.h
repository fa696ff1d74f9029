/* show.h - which rows a question shows, and in which order.
 *
 * The run has what the question's image computes (engine/derive.h). Rows whose condition is unknown
 * are left out and counted: what is shown is right, and what may be missing from it is said.
 */
#ifndef ASK_SHOW_H
#define ASK_SHOW_H

#include "code/question.h"
#include "engine/engine.h"

typedef struct AnswerRows {
  uint32_t *row;      /* of question->entity, in the order in which they are shown */
  size_t count;       /* not above question->limit */
  uint64_t all;       /* without the limit */
  uint64_t undecided; /* rows left out because the condition is unknown of them; where groups are
                         shown, rows of those that are grouped */
  bool stopped;       /* `stop` was raised: there is no answer */
} AnswerRows;

/* Of a question QUESTION_SHOW. Sorted rows without a value are last either way, those that are
 * equal in the order of the data. In the arena; `stop` may be NULL. */
AnswerRows show_rows(Arena *arena, const Run *run, const Question *question,
                     const volatile int *stop);

#endif
