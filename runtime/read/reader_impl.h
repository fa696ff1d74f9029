/* reader_impl.h - what the parts of a reader share.
 *
 *   source ─block─▶ scan ─rows─▶ chunk: rows with their keys ─cells─▶ column by column ─▶ table
 *
 * A chunk is a run of scanned rows. First it is decided which of them count (number of cells, key),
 * then each bound column gathers its cells from all of them and converts them in one loop.
 */
#ifndef READ_READER_IMPL_H
#define READ_READER_IMPL_H

#include "read/convert.h"
#include "read/csv_scan.h"
#include "read/read.h"
#include "read/source.h"

/* A reference whose target is not read yet. */
typedef struct PendingRef {
  uint64_t row; /* of all rows, those of earlier windows too */
  uint64_t line;
  Text key;
} PendingRef;

typedef struct BoundColumn {
  CellColumn column;
  Vector scratch; /* where values go that are only checked */
  VEC(PendingRef) pending;
} BoundColumn;

/* A finding about a reference that still lacks its did-you-mean. */
typedef struct Hint {
  size_t finding; /* index into the log */
  const KeyIndex *keys;
  Text entity; /* the target's name */
  Text key;    /* that was looked for */
} Hint;

struct Reader {
  Arena *arena;
  ReadRequest request;
  const EntitySchema *entity;
  Table *table;
  ReadLog *log;
  DiagSink *diags;
  Text name;
  bool done, failed;

  Source source;
  CsvScan scan;    /* of the block from source.start on */
  size_t next_row; /* of the scan */
  uint64_t line;   /* that source.start is on */

  uint32_t header_cells;
  bool unnamed_last; /* a delimiter ends the header */
  uint32_t key_cell;
  BoundColumn *columns;
  size_t column_count;

  TextPages texts;     /* kept */
  TextPages decoded;   /* of the chunk */
  const CsvRow **rows; /* of the chunk: those that count */
  Text *cells, *keys;
  uint32_t *malformed; /* rows of the chunk */
  CellProblem *problems;

  size_t first_finding, first_count; /* what of the log is this reader's */
  VEC(Hint) hints;
};

/* ---- chunk.c ---- */

/* Rows that are converted at a time: their cells of one column stay in the first cache. */
enum { CHUNK_ROWS = 512 };
void chunk_new(Reader *reader);
/* Takes the next `count` scanned rows, at most CHUNK_ROWS, into the table. Returns how many of them
 * were appended. */
size_t chunk_read(Reader *reader, size_t count);

/* ---- complain.c: what is wrong, in words ---- */

/* About a row as a whole; `cell` is a position or SCHEMA_NONE. */
void complain_row(Reader *reader, FindingKind kind, const CsvRow *row, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void complain_duplicate(Reader *reader, const CsvRow *row, Text key);
void complain_unclosed(Reader *reader, const CsvUnclosed *quote);
/* A quoted cell with text behind its quote, as it stands. */
void complain_malformed(Reader *reader, const CellColumn *column, const CsvRow *row, Text key,
                        Text raw);
void complain_cell(Reader *reader, const BoundColumn *bound, const CsvRow *row, Text key, Text cell,
                   CellStatus status);
/* Line on which a cell of a row of the scan begins. */
uint64_t cell_line(const Reader *reader, const CsvRow *row, uint32_t cell);

/* ---- link.c: references ---- */

/* Sets the target of a column of references, if its rows are known. */
void link_target(Reader *reader, BoundColumn *bound);
/* Keeps the keys of a chunk's cells for later. */
void link_later(Reader *reader, BoundColumn *bound, const Text *cells, size_t count);
void link_unmatched(Reader *reader, const BoundColumn *bound, uint64_t line, Text row_key,
                    Text key);
/* Completes the findings about references. */
void link_hints(Reader *reader);

#endif
