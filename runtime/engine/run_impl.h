/* run_impl.h - what the parts of the engine share.
 *
 *   engine.c     options, the passes in order
 *   sources.c    where an entity's data is
 *   passes.c     which steps go into which pass
 *   pass_run.c   one pass over the rows of an entity, by lanes.c in windows
 *   kept.c       what is kept of rows, doubts.c of rows that findings are about
 *   emit.c       rows, summary and findings of a window
 *   why_fold.c   which parts of an explanation have decided
 *   inspect.c    the registers behind a value of one row: for messages, deciding.c and why.c
 */
#ifndef ENGINE_RUN_IMPL_H
#define ENGINE_RUN_IMPL_H

#include "engine/children.h"
#include "engine/doubts.h"
#include "engine/engine.h"
#include "engine/inspect.h"
#include "engine/kept.h"
#include "engine/lanes.h"
#include "engine/passes.h"

/* The findings on rows of one entity, by declaration. */
typedef struct FindingList {
  uint32_t *finding; /* indices into the image */
  size_t count;
} FindingList;

/* The parts of each clause, in order; SCHEMA_NONE ends. */
typedef struct ClauseTree {
  uint32_t *first, *next;
} ClauseTree;

typedef struct PassRun PassRun;

struct Run {
  Arena *arena;
  const Image *image;
  RunOptions options;
  RunSink sink;
  DiagSink *diags;
  const Passes *passes;
  Table **tables;      /* by entity: the rows in hand, else as `kept` */
  Table **kept;        /* by entity: rows by their number, slots that are WHOLE */
  Kept **rows;         /* by entity: the other slots that are kept */
  GroupState **groups; /* by group, from the pass on that adds to it */
  Doubts **doubts;     /* by group; NULL where the child's rows are all kept */
  Reader **readers;    /* by entity; NULL where none is open */
  ReadLog *log;
  Lanes *lanes;
  Vm *vm;                  /* has the constants for those of the lanes */
  PassRun *pass;           /* under way, or NULL */
  Inspector *inspector;    /* NULL until somebody looks */
  Children *children;      /* rows by reference; NULL where they are not all kept */
  struct Derived *derived; /* NULL unless it is made from another run */
  bool standard_input;     /* already an entity's source */
  bool interrupted;

  FindingList *findings; /* by entity */
  uint64_t *reported;    /* by finding of the image: how many the sink got */
  uint8_t *marks;        /* a byte per row of a batch: some finding to report */
  Arena *scratch;        /* of the batch being emitted, or NULL */
  ClauseTree clauses;
  struct Walker *walker;     /* deciding.c's, NULL until needed */
  MemberCount *bins;         /* of one window, for the declaration with the most members */
  struct StatusBin *stretch; /* likewise, of some rows of it */
  RunSummary summary;
};

/* ---- engine.c ---- */

uint32_t run_batch_rows(const Run *run);
/* True after a signal; says so once. */
bool run_stopped(Run *run);
void run_tell_progress(Run *run, uint32_t entity);
/* The parameters into the program's slots. False after a diagnostic: one is out of its range. */
bool run_set_params(Run *run);
/* Carries out a step over whole columns. False after a diagnostic. */
bool run_global(Run *run, const Step *step);
ClauseTree clause_tree_new(Arena *arena, const Image *image);
/* The run as a lane sees it: with rows in hand, an inspector and a summary of its own, in the
 * arena.
 */
Run *run_view(const Run *run, Arena *arena);
/* These rows of the entity are in hand now. */
void run_take_rows(Run *run, uint32_t entity, Table *table);
Inspector *run_inspector(Run *run);

/* ---- sources.c ---- */

typedef struct SourcePath {
  const char *path; /* NULL: the source is `content` */
  Text name;        /* for messages */
  Text content;
} SourcePath;
/* False after a diagnostic. */
bool source_find(Run *run, uint32_t entity, SourcePath *out);
/* Complains about --data for entities that are not there. */
bool source_check_options(Run *run);

/* ---- pass_run.c ---- */

/* Carries out a READ or KEPT pass. False after a diagnostic. */
bool pass_run(Run *run, const Pass *pass);
/* Frees what the lanes of a pass hold that was left through an escape; once they are at rest. */
void pass_free_lanes(void *run);

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

/* What a window comes to for the sink. */
typedef struct Emission {
  Buffer formatted;
  size_t *hits; /* by position in the entity's list of findings: rows where it holds */
} Emission;

void emit_prepare(Run *run);
void emission_new(const Run *run, uint32_t entity, Arena *arena, Emission *out);
/* Rows [row, row + count) of those in hand: in a lane, formatted and counted; */
void emit_compute(Run *view, Emission *emission, uint32_t entity, size_t row, size_t count);
/* then, in order, to the sink. */
void emit_deliver(Run *run, const Emission *emission, uint32_t entity, size_t row, size_t count);

/* ---- summary.c ---- */

void summary_prepare(Run *run);
void summary_add(Run *run, uint32_t entity, size_t row, size_t count);
void summary_count(Run *run, FindingKind kind, Level level, uint64_t times);
/* Adds what a lane has counted. */
void summary_merge(Run *run, const RunSummary *from);
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
/* " while `mutual` and `level` of 2 contact rows are missing". */
void missing_say(Buffer *out, const MissingNames *missing);
void deciding_slot(Run *run, uint32_t slot, size_t row, bool range, Arena *arena,
                   MissingNames *out);

/* ---- why_fold.c ---- */

/* Weighs the parts of the node, which is whole but for that. `column_at` tells of each clause which
 * column begins there; the row is of the clause's entity. */
void why_fold(const Run *run, Arena *arena, WhyNode *node, const uint32_t *column_at, size_t row);

/* ---- data_findings.c, waivers.c ---- */

void data_findings_emit(Run *run);
void waivers_emit(Run *run);

#endif
