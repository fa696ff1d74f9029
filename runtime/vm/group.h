/* group.h - aggregates of related rows: sum(amount of order where ...) by parent.
 *
 * Rows come in windows, in any order, and leave what they have to say in an accumulator of a few
 * bytes a parent; no row is kept, but for a median. One group from first to last:
 *
 *   GroupState *state = group_new(...);              the number of parents is known
 *   for each window:
 *     group_select(state, tables, 0, rows, picked);  any thread, into a selection of its own
 *     group_add(state, picked);                      one thread at a time
 *   group_seal(state, stats);                        no more rows
 *   group_finish(state, 0, 1024, window, 0, stats);  any thread
 *
 * No result depends on the order in which rows are added, nor on how they are divided.
 */
#ifndef VM_GROUP_H
#define VM_GROUP_H

#include "table/table.h"

typedef struct GroupState GroupState;

/* What a group step came across, for the summary. */
typedef struct GroupStats {
  uint64_t skipped;   /* values that were missing and left out */
  uint64_t undecided; /* rows whose condition was unknown */
  uint64_t overflow;  /* results that did not fit and are missing */
} GroupStats;

/* No rows yet. `parents` is the number of rows of the group's parent, below 2^31. The program's
 * table and the image have to outlive the state; the fraction of a percentile is read from the
 * table by group_finish. group_add and group_seal take memory from the arena: its escape has to be
 * that of the thread that calls them. */
GroupState *group_new(Arena *arena, const Image *image, uint32_t group, size_t parents,
                      const Table *program);
/* Gives the memory back early. */
void group_release(GroupState *state);
/* Bytes that the state holds at present. */
size_t group_size(const GroupState *state);

/* Rows that may count, compressed: with the row of the parent and what is to be added to it.
 * Belongs to one thread at a time and is used again and again; its texts are those of the window.
 */
typedef struct GroupSelection GroupSelection;
GroupSelection *group_selection_new(Arena *arena);
/* Gives the memory back early. */
void group_selection_release(GroupSelection *selection);

/* Rows [row, row + count) of tables[the group's child] take the place of what `out` held. Looks at
 * no other table. */
void group_select(const GroupState *state, Table *const *tables, size_t row, size_t count,
                  GroupSelection *out);
/* Adds the selection's rows. */
void group_add(GroupState *state, const GroupSelection *selection);
/* After the last group_add, once, before group_finish. Adds to `stats` what was skipped and
 * undecided. */
void group_seal(GroupState *state, GroupStats *stats);
/* Results of the parents [parent, parent + count) into rows [at, at + count) of the group's slots
 * in `to`, and what did not fit to stats->overflow. Threads may work on different parents at once.
 */
void group_finish(const GroupState *state, size_t parent, size_t count, Table *to, size_t at,
                  GroupStats *stats);

/* All of it: from the rows of tables[child] into tables[parent]. */
void group_run(const Image *image, uint32_t group, Table *const *tables, Arena *arena,
               GroupStats *stats);

/* Rows of a child, ascending. */
typedef struct GroupRows {
  uint32_t *row;
  size_t count;
} GroupRows;
/* How many rows are behind one result as `why` tells them. `among` are the rows that refer to the
 * parent; NULL: these are looked for among all. */
enum { GROUP_ROWS_NAMED = 3 };
typedef struct GroupTally {
  uint64_t counted, undecided, skipped;
  uint32_t undecided_row[GROUP_ROWS_NAMED], skipped_row[GROUP_ROWS_NAMED]; /* the first of them */
  /* share, any, all, none: rows counted for which it holds or does not */
  uint64_t holds, fails;
  uint32_t holds_row[GROUP_ROWS_NAMED], fails_row[GROUP_ROWS_NAMED];
} GroupTally;
GroupTally group_tally(const Image *image, uint32_t group, Table *const *tables, size_t parent_row,
                       const GroupRows *among);
/* The rows themselves, in the arena. */
void group_explain(const Image *image, uint32_t group, Table *const *tables, size_t parent_row,
                   const GroupRows *among, Arena *arena, GroupRows *counted, GroupRows *undecided,
                   GroupRows *skipped);

#endif
