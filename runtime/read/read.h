/* read.h - from a source of data to the rows of a table.
 *
 * A reader binds the header to the entity's fields, converts the cells of used fields only, and
 * logs what is wrong with the data. Nothing is lost without a word: every row is in the table or in
 * the log.
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

/* The first `limit` of each kind and field in full, the others counted. */
typedef struct DataCount {
  uint8_t kind;
  uint32_t entity, field;
  uint64_t count;
} DataCount;
typedef struct ReadLog {
  Arena *arena;
  size_t limit;
  VEC(DataFinding) findings;
  VEC(DataCount) counts; /* all of them */
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
  bool all_columns;     /* check every column, not only the used ones */
  bool keep_lines;      /* fill table->line */
  SimdLevel simd;       /* the vector instructions to use; what is read does not depend on them */
  Table *const *tables; /* references resolve against tables that are read already; a reference to a
                           table not yet read stays pending until reader_link */
} ReadRequest;

typedef struct Reader Reader;
/* Opens and binds. NULL after a diagnostic (no such file, empty file, a column that is missing or
 * matches twice: with the list of headers). */
Reader *reader_open(Arena *arena, const ReadRequest *request, ReadLog *log, DiagSink *diags);
/* Appends up to max_rows rows to the table (which is request->tables[entity]). Returns how many; 0
 * at the end or after a diagnostic. The texts of earlier windows die when the caller has set the
 * table's rows back to 0 (keys live on). */
size_t reader_next(Reader *reader, size_t max_rows);
/* True when the whole source was read without a diagnostic. */
bool reader_done(const Reader *reader);
/* After all tables are read: resolves pending references of this table (to itself or in circles).
 */
void reader_link(Reader *reader);
/* Bytes read so far and in all (0 when not known), for a progress line. */
void reader_progress(const Reader *reader, uint64_t *done, uint64_t *total);
void reader_close(Reader *reader);

#endif
