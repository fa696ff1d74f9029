/* read.h - from a source of data to rows, block by block.
 *
 * A reader binds the header to the entity's fields, converts the cells of used fields only, and
 * logs what is wrong with the data. Nothing is lost without a word: every row is in a window or in
 * the log.
 *
 *   reader_take ──▶ row_block_parse ──▶ reader_commit ──▶ row_block_table
 *   in order        any thread          in order          the window, any thread
 *
 * A block is a piece of the source that is cut where a row seems to end. It is parsed as if it did,
 * which the commit verifies, because it knows for certain where the block before it ended. What
 * comes out never depends on where blocks are cut or who parses them.
 */
#ifndef READ_READ_H
#define READ_READ_H

#include "base/diag.h"
#include "base/simd.h"
#include "table/table.h"

/* What was wrong with the data. */
typedef struct DataFinding {
  uint8_t kind; /* FindingKind F02xx */
  uint32_t entity;
  uint32_t field;  /* SCHEMA_NONE for the row as a whole */
  Text source;     /* the file */
  uint64_t line;   /* where the cell begins, from 1; 0 = the file as a whole */
  uint64_t column; /* cell number from 1; 0 = the row */
  Text key;        /* of the row, when known */
  Text text;       /* one sentence, the cell quoted (cut when long, printable) */
} DataFinding;

/* How often something was wrong with a field. */
typedef struct DataCount {
  uint8_t kind;
  uint32_t entity, field;
  uint64_t count;
} DataCount;
typedef struct DataCounts {
  DataCount *at;
  size_t count, capacity;
} DataCounts;
/* The count of this kind and field, 0 where it is new. */
DataCount *data_count(Arena *arena, DataCounts *counts, uint8_t kind, uint32_t entity,
                      uint32_t field);

/* The first `limit` of each kind and field in full, the others counted. */
typedef struct ReadLog {
  Arena *arena;
  size_t limit;
  VEC(DataFinding) findings;
  DataCounts counts; /* all of them */
} ReadLog;
ReadLog *read_log_new(Arena *arena, size_t limit);
/* Counts it; true when it is to be given in full (then fill the DataFinding that *out points at).
 */
bool read_log_add(ReadLog *log, uint8_t kind, uint32_t entity, uint32_t field, DataFinding **out);
/* Counts without giving anything in full. */
void read_log_count(ReadLog *log, uint8_t kind, uint32_t entity, uint32_t field, uint64_t times);
/* Puts the findings from one index on in order of entity, line and column, and the counts in order
 * of entity, kind and field. A reader does so at its end for what it has added. */
void read_log_sort(ReadLog *log, size_t first_finding, size_t first_count);

typedef struct ReadRequest {
  const Image *image;
  uint32_t entity;
  const char *path;     /* "-" = standard input; NULL = the source is `content` */
  Text content;         /* borrowed until the reader is closed */
  Text name;            /* what to call it in messages */
  bool plain;           /* columns are the entity's fields, in order, and cells are as scalar_print
                           writes them for CSV (durations: seconds), whatever the fields say */
  bool all_columns;     /* check every column, not only the used ones */
  bool keep_lines;      /* fill table->line */
  bool keep_keys;       /* table->keys has the key of every row; otherwise keys are only looked at
                           for duplicates */
  SimdLevel simd;       /* the vector instructions to use; what is read does not depend on them */
  Table *const *tables; /* references resolve against tables that are complete when the reader is
                           opened; others stay pending until reader_link */
  const char *temp_folder; /* where a file may be made for keys that nobody keeps; NULL = nowhere */
  const Text *wanted_keys; /* few, of which reader_has_key tells whether a row has them */
  size_t wanted_count;
  size_t block_bytes; /* 0 = 256 KiB; tests cut smaller blocks */
} ReadRequest;

typedef struct Reader Reader;
/* Opens and binds. NULL after a diagnostic (no such file, empty file, a column that is missing or
 * matches twice: with the list of headers). Reading allocates from `arena` (and from those of the
 * log, the sink and the keys of tables) only in reader_commit, reader_link and what is below them.
 */
Reader *reader_open(Arena *arena, const ReadRequest *request, ReadLog *log, DiagSink *diags);

/* ---- Blocks ---- */

typedef struct RowBlock RowBlock;
/* A block to be filled again and again. All that it needs, also in take and commit, comes from this
 * arena; what it holds dies at its next reader_take. One thread may make blocks at a time. */
RowBlock *row_block_new(Reader *reader, Arena *arena);
/* Fills the block with the next bytes; one call at a time, in order. False at the end. */
bool reader_take(Reader *reader, RowBlock *block);
/* Finds, judges and converts the block's rows. Any thread, beside takes and commits of others;
 * shares nothing but the keys of complete tables. */
void row_block_parse(RowBlock *block);
/* Makes the block's rows the next ones: what its start depends on is checked, keys are, findings
 * come into the log. One call at a time, in order of the takes. False after a diagnostic, which is
 * the end. The last commit completes request->tables[entity]. */
bool reader_commit(Reader *reader, RowBlock *block);
/* The rows, after commit: `rows` of them, `first` before them, slots of this entity, `key`, `line`.
 * Slots that are no fields keep what they held before. A window may have no rows. */
Table *row_block_table(RowBlock *block);
/* How many rows the source may have in all, where there are so many up to the end of this block; 0:
 * nobody knows, or it is too early to say. */
size_t row_block_expects(const RowBlock *block, size_t rows);

/* ---- The whole ---- */

/* Appends up to max_rows rows to request->tables[entity], block by block. Returns how many; 0
 * at the end or after a diagnostic. The texts of earlier rows die when the caller has set the
 * table's rows back to 0 (keys live on). Needs keep_keys. */
size_t reader_next(Reader *reader, size_t max_rows);
/* True when the whole source was read without a diagnostic. */
bool reader_done(const Reader *reader);
/* Whether a row has the key wanted_keys[wanted], of the rows that are committed. */
bool reader_has_key(const Reader *reader, size_t wanted);
/* After all tables are read: resolves pending references of this table (to itself or in circles).
 */
void reader_link(Reader *reader);
/* Bytes of committed blocks and in all (0 when not known), for a progress line. */
void reader_progress(const Reader *reader, uint64_t *done, uint64_t *total);
void reader_close(Reader *reader);

#endif
