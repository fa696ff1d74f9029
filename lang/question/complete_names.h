/* complete_names.h - the names of a program that may stand at a place, with what there is to say of
 * them. */
#ifndef QUESTION_COMPLETE_NAMES_H
#define QUESTION_COMPLETE_NAMES_H

#include "question/complete.h"
#include "sema/name_place.h"

typedef struct CompletionList {
  Arena *arena;
  VEC(Completion) list;
  Map *seen;    /* what stands in it: nothing comes twice */
  bool numbers; /* columns that lead to no number are left out */
} CompletionList;

void complete_add(CompletionList *list, CompletionKind kind, Text text, Text detail, Text doc);
void complete_members(const Program *program, uint32_t members, CompletionList *list);
/* Of the fields and parameters. */
void complete_currencies(const Program *program, CompletionList *list);
/* All but place->beside. */
void complete_names(const Program *program, const Modules *modules, const NamePlace *place,
                    CompletionList *list);

#endif
