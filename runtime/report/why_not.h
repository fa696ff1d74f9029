/* why_not.h - what it would take, printed in any form. */
#ifndef REPORT_WHY_NOT_H
#define REPORT_WHY_NOT_H

#include "ask/why_not.h"
#include "report/answer.h"

/* `folder`: where the rule file lies; for people, places there are told without it. */
void why_not_print(Arena *arena, Run *run, const WhyNot *answer, Text folder,
                   const AnswerView *view, Buffer *out);

#endif
