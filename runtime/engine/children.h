/* children.h - the rows that refer to a row, by reference.
 *
 * A list of all rows of the child by parent is made when it is first asked for, in memory of its
 * own, so that who asks may be in the middle of anything. It belongs to the column of references
 * that it was made from: runs that share the column share the list.
 */
#ifndef ENGINE_CHILDREN_H
#define ENGINE_CHILDREN_H

#include "table/table.h"

typedef struct Children Children;

/* Rows [start[parent], start[parent + 1]) of `row`, ascending, are those of a parent. */
typedef struct ChildList {
  const uint32_t *start, *row;
} ChildList;

/* `tables`, by entity, may be NULL; `of` are the lists of a run whose columns some of them are, or
 * NULL. Both outlive this. */
Children *children_new(Arena *arena, Table *const *tables, size_t entities, Children *of);
/* By the references in `via`, of which there are `rows`, to one of `parents` rows. Where memory
 * runs out, that is a failure of the arena that is named. One thread at a time. */
const ChildList *children_list(Children *children, Arena *asking, const Vector *via, size_t rows,
                               size_t parents);

/* The rows of one parent, ascending. A list is made for them where this is asked again and again;
 * until then they are looked for among all, which takes a fraction of the time, and put into the
 * arena that is named. */
typedef struct ChildSlice {
  const uint32_t *row;
  size_t count;
} ChildSlice;
ChildSlice children_of(Children *children, Arena *asking, const Vector *via, size_t rows,
                       size_t parents, size_t parent);

#endif
