/* change.h - what `what if` and `sweep` come to, printed in any form. */
#ifndef REPORT_CHANGE_H
#define REPORT_CHANGE_H

#include "ask/sweep.h"
#include "ask/what_if.h"
#include "report/answer.h"

/* Rows of each column that the form shows: what_if's `most`. */
size_t what_if_most(AnswerForm form);

void what_if_print(Arena *arena, const WhatIf *what, const Question *question,
                   const AnswerView *view, Buffer *out);
void sweep_print(Arena *arena, const Sweep *sweep, const Question *question, const AnswerView *view,
                 Buffer *out);

#endif
