/* run_impl.h - what the parts of the engine share.
 *
 *   engine.c    options, reading, the steps in order
 *   sources.c   where an entity's data is
 *   stream.c    the entity whose rows need not all be in memory
 *   emit.c      rows, summary and findings, batch by batch
 *   inspect.c   the registers behind a value of one row: for messages, deciding.c and why.c
 */
#ifndef ENGINE_RUN_IMPL_H
#define ENGINE_RUN_IMPL_H

#include "engine/engine.h"
#include "engine/inspect.h"

/* The findings on rows of one entity, by declaration. */
typedef struct FindingList {
  uint32_t *finding; /* indices into the image */
  size_t count;
} FindingList;

/* The parts of each clause, in order; SCHEMA_NONE ends. */
typedef struct ClauseTree {
  uint32_t *first, *next;
} ClauseTree;

struct Run {
  Arena *arena;
  const Image *image;
  RunOptions options;
  RunSink sink;
  DiagSink *diags;
  Table **tables;   /* by entity */
  Reader **readers; /* by entity; NULL where none is open */
  ReadLog *log;
  Vm *vm;
  Inspector *inspector; /* NULL until somebody looks */
  uint32_t streamed;    /* entity, or SCHEMA_NONE */
  bool standard_input;  /* already an entity's source */
  bool interrupted;

  FindingList *findings; /* by entity */
  uint64_t *reported;    /* by finding of the image: how many the sink got */
  uint8_t *marks;        /* a byte per row of a batch: some finding to report */
  Arena *scratch;        /* of the batch being emitted, or NULL */
  ClauseTree clauses;
  struct Walker *walker; /* deciding.c's, NULL until needed */
  MemberCount *bins;     /* of one batch, for the declaration with the most members */
  RunSummary summary;
};

/* ---- engine.c ---- */

uint32_t run_batch_rows(const Run *run);
/* True after a signal; says so once. */
bool run_stopped(Run *run);
/* Reads on: as reader_next, with the progress told. */
size_t run_read(Run *run, uint32_t entity, size_t max_rows);
Inspector *run_inspector(Run *run);

/* ---- sources.c ---- */

typedef struct SourcePath {
  const char *path;
  Text name; /* for messages */
} SourcePath;
/* False after a diagnostic. */
bool source_find(Run *run, uint32_t entity, SourcePath *out);
/* Complains about --data for entities that are not there. */
bool source_check_options(Run *run);

/* ---- stream.c ---- */

/* The entity that can be streamed, or SCHEMA_NONE. */
uint32_t stream_entity(const Image *image);
/* Reads, maps and emits it window by window. False after a diagnostic. */
bool stream_run(Run *run);

/* ---- run.c ---- */

/* A value as ends; a reference carries its key. `high` NULL: the same as low. */
ColumnValue run_ends(const Run *run, Type type, const Vector *low, const Vector *high, size_t row);
/* The rows of a block's entity that belong to `row` of `entity`: the same, or the program's one
 * row. False where neither is so. */
bool run_block_row(const Run *run, uint32_t block, uint32_t entity, size_t row, size_t *out);
/* Registers of a block on a row of the block's entity. */
ColumnValue run_registers(Run *run, Type type, uint32_t block, uint16_t low, uint16_t high,
                          size_t row);

/* ---- emit.c ---- */

void emit_prepare(Run *run);
/* The rows of the entity that are in memory. */
void emit_rows(Run *run, uint32_t entity);

/* ---- summary.c ---- */

void summary_prepare(Run *run);
void summary_add(Run *run, uint32_t entity, size_t row, size_t count);
void summary_count(Run *run, FindingKind kind, Level level, uint64_t times);
/* Sources and rows of entities, and what the reader has counted. */
void summary_finish(Run *run);

/* ---- finding_text.c, finding_reason.c ---- */

Level finding_level(const Image *image, const Finding *finding);
/* The finding on a row, in full; everything new is in the arena. */
FindingReport finding_report(Run *run, uint32_t finding, size_t row, Arena *arena);
/* "`span <= 12` (span = 15)": why a status is what it is, from the clauses; empty where they do not
 * tell. */
void finding_reason(Run *run, const Finding *finding, size_t row, Buffer *out);

/* ---- deciding.c ---- */

/* What is missing behind a value. `plain` is for programs; `quoted` has the names of columns in
 * back quotes; a cause ("a division by zero") is no value that somebody could fill in. */
typedef struct MissingName {
  Text plain, quoted;
  bool is_cause;
} MissingName;
typedef struct MissingNames {
  VEC(MissingName) names;
} MissingNames;
void deciding_slot(Run *run, uint32_t slot, size_t row, bool range, Arena *arena,
                   MissingNames *out);

/* ---- data_findings.c, waivers.c ---- */

void data_findings_emit(Run *run);
void waivers_emit(Run *run);

#endif
