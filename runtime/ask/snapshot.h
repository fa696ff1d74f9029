/* snapshot.h - what the watched columns of a run came to: all that is kept of it.
 *
 * A run streams by; of each row that is kept which is compared later, packed:
 *
 *   an outcome   its member's number, 1 byte, or 4 where there are very many
 *   a value      a byte that says which ends are known, then the ends, 8 bytes each; of texts a
 *                place and a length in the entity's texts
 *
 * and the row's key, or for want of one where it stands ("contacts.csv:17"). So a million rows of
 * ten outcomes are some thirty megabytes, however much the run itself took.
 */
#ifndef ASK_SNAPSHOT_H
#define ASK_SNAPSHOT_H

#include "ask/watch.h"

typedef struct Snapshot Snapshot;

typedef struct SnapshotSource {
  Text entity, source;
  uint64_t rows, left_out;
} SnapshotSource;

/* Runs the image of a side and keeps what is watched; values other than outcomes only where
 * `values` says so. The run's own memory is gone when this returns. NULL after a diagnostic. */
Snapshot *snapshot_take(Arena *arena, const Watch *watch, int side, const RunOptions *options,
                        bool values, DiagSink *diags);

/* Rows of an entity of the watch. */
size_t snapshot_rows(const Snapshot *snapshot, uint32_t entity);
Text snapshot_key(const Snapshot *snapshot, uint32_t entity, size_t row);
/* ROW_NONE where there is none. */
uint32_t snapshot_find(const Snapshot *snapshot, uint32_t entity, Text key);
/* The number of an outcome's member on a row. */
uint32_t snapshot_member(const Snapshot *snapshot, const WatchedColumn *column, size_t row);
/* Whether two rows have the same value, and a value. */
bool snapshot_same(const Snapshot *a, size_t a_row, const Snapshot *b, size_t b_row,
                   const WatchedColumn *column);
ColumnValue snapshot_value(const Snapshot *snapshot, const WatchedColumn *column, size_t row);
/* The row's money; false where it is missing or not told. */
bool snapshot_money(const Snapshot *snapshot, uint32_t entity, size_t row, int64_t *money);
/* What was read. */
size_t snapshot_sources(const Snapshot *snapshot, const SnapshotSource **sources);

#endif
