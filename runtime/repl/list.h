/* list.h - names and what they mean: side by side, or one below the other where that is too wide.
 */
#ifndef REPL_LIST_H
#define REPL_LIST_H

#include "report/answer.h"

typedef struct List List;

/* A list whose rows have so many cells, the last of which is prose that may go on below. In the
 * arena. */
List *list_new(Arena *arena, size_t cells, const AnswerView *view);
void list_to_right(List *list, size_t cell);
/* Longer cells of this column push what is behind them. */
void list_cap(List *list, size_t cell, size_t width);
/* Adds a row; the texts are borrowed. `paints` may be NULL. */
void list_row(List *list, const Text *cells, const Paint *paints);
/* A heading, or another line of its own. */
void list_line(List *list, Text text, Paint paint);
void list_print(Buffer *out, const List *list, size_t indent);

#endif
