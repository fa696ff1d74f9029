/* checkup_gather.h - what the files that gather evidence for `strata checkup` share.
 *
 *   checkup_definition.c  what is written down: stages, KPIs, cadences, docs, waivers
 *   checkup_proofs.c      what is proven of the program
 *   checkup_tests.c       what its tests show
 *   checkup_tally.c       outcomes of the data, counted while the rows pass by
 *   checkup_data.c        and the evidence that they come to
 *   checkup_self.c        what the program says of itself
 *
 * Each fills its kinds of evidence and leaves the others alone.
 */
#ifndef SHELL_CHECKUP_GATHER_H
#define SHELL_CHECKUP_GATHER_H

#include "report/checkup.h"
#include "shell/evaluate.h"

typedef struct Tallies Tallies;

typedef struct Gathering {
  Shell *shell;
  Arena *arena;
  const char *path;
  const Program *program;
  const Image *image;
  RunOptions options;
  Checkup *checkup;
  uint32_t *declared; /* by process of the check-up: into program->columns */
  Run *run;           /* NULL without data */
  Tallies *tallies;
} Gathering;

/* The i-th process as it was declared. */
static inline const Declared *gather_declared(const Gathering *g, size_t process) {
  return &g->program->columns.at[g->declared[process]];
}
/* Whether a declaration is about the rows of a process, or about all of them together. */
static inline bool gather_is_near(const Declared *process, const Declared *other) {
  return other->entity == process->entity || other->entity == IMAGE_PROGRAM;
}
/* Whether a waiver is of a process, or of something else that is about its rows. */
bool gather_is_excuse(const Gathering *g, size_t process, const DeclaredWaiver *waiver);

static inline void gather_count(Evidence *evidence, bool met) {
  evidence->of++;
  evidence->met += met;
}
void gather_mend(Gathering *g, size_t process, EvidenceKind kind, Span span, const char *format,
                 ...) __attribute__((format(printf, 5, 6)));

void gather_definition(Gathering *g);
/* These are false after a diagnostic. */
bool gather_proofs(Gathering *g);
bool gather_tests(Gathering *g);
bool gather_self(Gathering *g);

/* ---- Data ---- */

/* Rows by outcome of a declaration: by member, or for an item by truth (OUTCOME_FAILS, _HOLDS). */
enum { OUTCOME_FAILS, OUTCOME_HOLDS, OUTCOME_UNKNOWN = 7, OUTCOME_COUNT };
typedef struct Outcomes {
  uint64_t rows[OUTCOME_COUNT];
} Outcomes;

/* Of so many, so many that are not as they should be. */
typedef struct OwnerShare {
  uint64_t bad, of;
} OwnerShare;
typedef struct OwnerTally {
  Text name;
  OwnerShare placed, reviewed, rated;
} OwnerTally;

/* Rows that a process is for, or may be. Behind the members stands what is unknown. */
typedef struct ProcessTally {
  uint64_t rows, excused;
  uint64_t fit[FIT_COUNT + 1], pace[PACE_COUNT + 1], path[PATH_COUNT + 1];
  uint64_t conforming; /* rows that conform and have entered what is recorded */
  uint64_t *stage_rows, *stage_rated;
  Outcomes *outcome; /* by declaration */
  VEC(OwnerTally) owners;
  Map *owner; /* by name */
} ProcessTally;

struct Tallies {
  ProcessTally *process; /* by process of the check-up */
  Outcomes *outcome;     /* by declaration, of all rows */
};

/* Reads and evaluates the data. `run` stays NULL where a source is not there and nobody named it;
 * false after a diagnostic. `field` names the manager on each entity, or is SCHEMA_NONE. */
bool gather_tallies(Gathering *g, const uint32_t *field);
bool gather_data(Gathering *g);

#endif
