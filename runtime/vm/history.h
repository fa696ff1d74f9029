/* history.h - how a row came through the stages of a process, from the rows that say when each was
 * entered.
 *
 * Entries after today and entries without a day are left out and counted. Those that stay are taken
 * by day, those of one day in the order of the stages, unknown stages last; then repeated entries
 * of one stage in a row are one. The path is the worst of what is found on the way:
 *
 *   the first entry   of a start stage: conforms; of another: skipped
 *   a move            into a stage that may follow: conforms; back: reworked; ahead: skipped
 *   an unknown stage  illegal, wherever it stands
 *
 * No entry conforms. The recorded stage was entered when the last run of its entries began.
 */
#ifndef VM_HISTORY_H
#define VM_HISTORY_H

#include "table/table.h"

/* What a history step left out. */
typedef struct HistoryStats {
  uint64_t ahead;   /* entries after today */
  uint64_t undated; /* entries without a day */
} HistoryStats;

/* A whole HISTORY step: all rows of both entities are in memory, and stay as they are. False, with
 * results for a part of the rows, where `stop` (or NULL) was raised meanwhile. */
bool history_run(const Image *image, uint32_t history, Table *const *tables, Arena *arena,
                 HistoryStats *stats, const volatile int *stop);

/* One entry, as `why` tells it. */
typedef struct HistoryEntry {
  int32_t day;
  uint32_t stage; /* by number; as many as there are stages: an unknown one */
  int32_t path;   /* what the move into it is: PATH_CONFORMS to PATH_ILLEGAL */
} HistoryEntry;

/* The entries of one row in their order, repeated ones once. In the arena. `among`, ascending, are
 * the rows that refer to the parent; NULL: these are looked for among all. */
size_t history_explain(const Image *image, uint32_t history, Table *const *tables,
                       size_t parent_row, const uint32_t *among, size_t among_count, Arena *arena,
                       HistoryEntry **entries);

#endif
