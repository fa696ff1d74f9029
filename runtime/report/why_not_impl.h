/* why_not_impl.h - what the forms of `why not` share; nobody else includes it. */
#ifndef REPORT_WHY_NOT_IMPL_H
#define REPORT_WHY_NOT_IMPL_H

#include "report/report_impl.h"
#include "report/why_not.h"

/* why_not_text.c: TABLE, LINE, MARKDOWN. */
void why_not_text(Arena *arena, Run *run, const WhyNot *answer, Text folder, const AnswerView *view,
                  Buffer *out);

/* ---- why_not_words.c ---- */

/* The outcome that was asked for: "strategic", "true". */
Text why_not_wanted(const Run *run, const WhyNot *answer);
/* "at least 5,000,000 USD", "between 8 and 12", "x or y". */
Text why_not_region(Arena *arena, const Image *image, const WhyNotChange *change);
Text why_not_value(Arena *arena, const Image *image, Scalar value);
/* The clause without what its parts tell, a part with what it stands in: "keeps while … mutual"; ""
 * where none tells. */
Text why_not_clause(Arena *arena, const Image *image, const WhyNotNeed *need);
/* Whether the condition is as it has to be. */
bool why_not_met(const WhyNotNeed *need);
/* Values that can be counted: "more" and "less" are said of them. */
bool why_not_is_amount(Type type);

#endif
