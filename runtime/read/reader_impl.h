/* reader_impl.h - what the parts of a reader share.
 *
 *   take.c        bytes ─▶ block, cut behind what seems to be a row
 *   row_block.c   block ─scan─▶ rows ─chunk.c─▶ window: keys, cells column by column
 *   commit.c      is the start of the block right, are keys new; findings into the log
 *   note.c        what is wrong, remembered while parsing, for ...
 *   complain.c    ... the words that only the first few of them need
 *   link.c        references to rows
 *
 * Who may touch what: the part of the Reader that is set when it is opened is read by all; the
 * bytes belong to reader_take, the rest to reader_commit, and both may run at the same time on
 * different blocks. A RowBlock belongs to the thread that has it.
 */
#ifndef READ_READER_IMPL_H
#define READ_READER_IMPL_H

#include "read/convert.h"
#include "read/csv_scan.h"
#include "read/key_trail.h"
#include "read/read.h"
#include "read/source.h"

/* A reference whose target is not read yet. */
typedef struct PendingRef {
  uint64_t row;  /* of all rows; in a block, of its rows */
  uint64_t line; /* in a block, line ends before it */
  Text key;
  Text row_key; /* of the row that refers */
} PendingRef;

typedef struct BoundColumn {
  CellColumn column;
  Vector scratch; /* where values go that are only checked; of a block */
  VEC(PendingRef) pending;
} BoundColumn;

/* Something wrong, seen while parsing. Its texts lie in the block. */
typedef struct Note {
  uint8_t kind;             /* FindingKind */
  uint8_t status;           /* CellStatus, where the kind alone does not tell */
  bool malformed;           /* text behind the closing quote */
  uint32_t field;           /* SCHEMA_NONE for the row */
  const BoundColumn *bound; /* of the cell; NULL for the row and for its key */
  uint32_t breaks;          /* line ends between the start of the block and the place */
  uint32_t column;          /* from 1; 0 for the row */
  uint32_t cells;           /* of the row */
  Text key;                 /* of the row, empty where not known */
  Text cell;
} Note;

/* A finding about a reference that still lacks its did-you-mean. */
typedef struct Hint {
  size_t finding; /* index into the log */
  const KeyIndex *keys;
  Text entity; /* the target's name */
  Text key;    /* that was looked for */
} Hint;

/* Bytes that wait for those behind them. */
typedef struct Rest {
  char *bytes;
  size_t size, capacity;
} Rest;

struct Reader {
  /* Set when it is opened. */
  Arena *arena;
  ReadRequest request;
  const EntitySchema *entity;
  Table *table;
  ReadLog *log;
  DiagSink *diags;
  Text name;
  char delimiter;
  uint32_t header_cells;
  bool unnamed_last; /* a delimiter ends the header */
  uint32_t key_cell;
  BoundColumn *columns;
  size_t column_count;
  size_t block_bytes;

  /* Of reader_take. */
  Source source;
  Rest rest;  /* behind the block that was cut last; at most block_bytes */
  bool taken; /* the last block */

  /* Of reader_commit. */
  bool done, failed;
  uint64_t line;     /* on which the bytes begin that are not yet rows */
  uint64_t rows;     /* so far */
  uint64_t progress; /* bytes */
  Rest carry;        /* the row that the last block began and did not end */
  size_t carry_next; /* so many bytes are waited for before the row is tried again */
  KeyIndex *keys;    /* where keys are kept, and ... */
  KeyTrail *trail;   /* where they are not; both NULL for an entity without a key */
  Map *wanted;       /* index of the key that is wanted */
  bool *has_wanted;
  size_t first_finding, first_count; /* what of the log is this reader's */
  VEC(Hint) hints;

  /* Of reader_next: the block whose rows are handed on, from `next` on. */
  RowBlock *block;
  size_t next;
  TextPages texts; /* of the table */
};

struct RowBlock {
  Reader *reader;
  Arena *arena;

  char *bytes; /* with SOURCE_PADDING readable bytes behind `capacity` */
  size_t length, capacity;
  bool cut;        /* its end seems to be one of a row, and no line feed follows */
  bool last;       /* the end of the source */
  uint64_t read;   /* bytes of the source up to here */
  const char *why; /* reading failed behind these bytes */

  /* What parsing finds. */
  Table *window;
  size_t consumed;  /* bytes that are rows */
  uint32_t breaks;  /* line ends in them */
  bool too_large;   /* what follows them can be no row */
  uint32_t *key_at; /* by row: offset of the key's cell */
  KeyRun run;       /* the keys */
  VEC(Note) notes;  /* the first of each kind and field */
  DataCounts counts;

  uint32_t *rejected; /* rows that are to be left out: their key was there already */
  size_t rejected_count;
  size_t keyed_capacity; /* of `rejected` and `key_at` */

  CsvScan scan;
  BoundColumn *columns;
  TextPages texts; /* of the window, and cells without their quotes */
  size_t keyed;    /* rows with a key so far, those that are rejected too */
  size_t next_rejected;
  const CsvRow **rows; /* of the chunk: those that count */
  Text *cells;
  uint32_t *malformed; /* rows of the chunk */
  CellProblem *problems;
};

/* ---- csv_open.c ---- */

/* The default, and what is looked at to find out how a file is written. */
enum { BLOCK_BYTES = 256 * 1024 };
/* Adds a diagnostic: "accounts.csv is ..." */
Diag *reader_fail(Reader *reader, DiagCode code, const char *what);

/* ---- take.c ---- */

/* Makes the bytes [0, length) readable with padding behind them, for up to `capacity`. */
void block_reserve(RowBlock *block, size_t capacity);
/* Zeroes the padding behind the bytes, behind the line end that the last row may lack. */
void block_end(RowBlock *block);

/* ---- chunk.c ---- */

/* Rows that are converted at a time: their cells of one column stay in the first cache. */
enum { SCAN_ROWS = 512, CHUNK_ROWS = SCAN_ROWS + 64 }; /* a step of the scan may bring more */
void chunk_new(RowBlock *block);
/* Takes `count` rows of the scan, at most CHUNK_ROWS, into the window. */
void chunk_parse(RowBlock *block, const CsvRow *rows, size_t count);

/* ---- note.c ---- */

void note_row(RowBlock *block, FindingKind kind, const CsvRow *row, CellStatus status,
              bool malformed);
void note_unclosed(RowBlock *block, const CsvUnclosed *quote);
/* About the cell of a row of the chunk. */
void note_cell(RowBlock *block, const BoundColumn *bound, size_t chunk_row, CellStatus status);
/* A quoted cell with text behind its quote. */
void note_malformed(RowBlock *block, const BoundColumn *bound, size_t chunk_row);
void note_rounded(RowBlock *block, const BoundColumn *bound, uint64_t times);
/* Line ends between the start of the block and a cell of a row of the scan. */
uint32_t note_breaks(const RowBlock *block, const CsvRow *row, uint32_t cell);
/* The key of a row of the chunk, empty where there is none. */
Text note_key(const RowBlock *block, size_t chunk_row);

/* ---- complain.c: what is wrong, in words ---- */

/* The notes of a block that is being committed. */
void complain_notes(Reader *reader, const RowBlock *block);
/* A row of the block whose key was there already. */
void complain_duplicate(Reader *reader, const RowBlock *block, size_t row);

/* ---- link.c: references ---- */

/* Sets the target of a column of references, if its rows are known. */
void link_target(Reader *reader, BoundColumn *bound);
/* Keeps the keys of a chunk's cells for later, and those of a block's. */
void link_later(RowBlock *block, BoundColumn *bound, size_t count);
void link_commit(Reader *reader, const RowBlock *block);
void link_unmatched(Reader *reader, const CellColumn *column, uint64_t line, Text row_key,
                    Text key);
/* Completes the findings about references. */
void link_hints(Reader *reader);

#endif
