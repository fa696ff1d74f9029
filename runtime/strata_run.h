/* strata_run.h - from a compiled program and data to columns and findings.
 *
 *   StrataRunOptions options = {.as_of = "2026-06-30", .folder = "exports/"};
 *   StrataRun *run = strata_run(image, size, &options);
 *   if (!run) ...                                       // no memory
 *   if (!strata_run_done(run)) fputs(strata_run_diagnostics(run), stderr);
 *   for (size_t i = 0; i < strata_finding_count(run); i++) puts(strata_finding(run, i)->text);
 *   strata_run_free(run);
 *
 * The image may come from anywhere: it is verified before it runs. Nothing is printed. A run
 * belongs to one thread at a time; different runs know nothing of one another. Link with -lstrata.
 */
#ifndef STRATA_RUN_H
#define STRATA_RUN_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct StrataRun StrataRun;

/* Where the rows of an entity come from; "-" is standard input. */
typedef struct StrataSource {
  const char *entity, *path;
} StrataSource;

/* All may be zero. */
typedef struct StrataRunOptions {
  const char *as_of;           /* what `today` is, "2026-06-30"; NULL: the local date */
  const StrataSource *sources; /* these win over `from` in the rules */
  size_t source_count;
  const char *folder; /* where other data is looked for, with its slash; NULL: the current folder */
  size_t memory_limit; /* bytes; 0: none */
  size_t threads;      /* that work on the data; 0: one */
} StrataRunOptions;

typedef enum { STRATA_INFO, STRATA_UNKNOWN, STRATA_WARNING, STRATA_ERROR } StrataLevel;

/* What does not apply is "" or 0. */
typedef struct StrataFinding {
  const char *code; /* "F0101" */
  StrataLevel level;
  const char *entity, *key, *name, *text, *fix, *owner;
  const char *source; /* of findings on data: the file, then line and cell */
  size_t source_line, source_cell;
  const char *file; /* of the rule file: where the declaration stands */
  size_t line, column;
} StrataFinding;

typedef struct StrataColumn {
  const char *entity, *name, *type; /* "money" */
  bool is_range;                    /* whether its values may be known within bounds only */
} StrataColumn;

typedef enum { STRATA_LOW, STRATA_HIGH } StrataEnd;

/* Runs. NULL only where there is no memory for it, or more was needed than the limit. The image and
 * the options may go when it returns. The caller frees it. */
StrataRun *strata_run(const void *image, size_t size, const StrataRunOptions *options);
void strata_run_free(StrataRun *run); /* NULL is harmless */

/* False where the image is damaged or data could not be read; then there is nothing but
 * diagnostics. What is returned below lives as long as the run, unless it says otherwise. */
bool strata_run_done(const StrataRun *run);
const char *strata_run_diagnostics(const StrataRun *run);

size_t strata_finding_count(const StrataRun *run);
const StrataFinding *strata_finding(const StrataRun *run, size_t index);

/* The declared columns of all entities, in the order of the rule file. */
size_t strata_column_count(const StrataRun *run);
const StrataColumn *strata_column(const StrataRun *run, size_t index);
/* Rows of the column's entity, and the key of one ("" where the entity has none). */
size_t strata_row_count(const StrataRun *run, size_t column);
const char *strata_key(StrataRun *run, size_t column, size_t row);
/* A value as it stands in CSV ("6000000", "12.5%", "2026-06-30"), or its end where it is a range;
 * NULL where it is unknown. Valid until the next call. */
const char *strata_value(StrataRun *run, size_t column, size_t row, StrataEnd end);

#ifdef __cplusplus
}
#endif

#endif
