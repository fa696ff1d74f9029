/* derive.h - runs that are made from a run: its data with other parameters, another day, other
 * cells, or with more to compute.
 *
 * The run that others are derived from is `whole`: every slot of every row is kept. A derived run
 * shares with it all that comes out the same, and carries out only what is affected:
 *
 *   steps that the image has behind those of the run's image    over all rows
 *   steps whose inputs differ, in a few rows                    for these rows, or their parents
 *   steps whose inputs differ, in many                          over all rows
 *
 * What was computed again is compared with what was there: so what is known to differ does, and
 * what comes after a step that changed nothing is not looked at. Nothing depends on threads or
 * batches, and a fresh run over the changed data gives the same to the last byte.
 */
#ifndef ENGINE_DERIVE_H
#define ENGINE_DERIVE_H

#include "engine/engine.h"

/* A cell of a kept row with another value: any slot of role FIELD but a key's, or of GROUPED ("what
 * if two more contacts"). */
typedef struct CellChange {
  uint32_t entity;
  size_t row;
  uint32_t slot;
  Scalar value; /* REF: i = row */
} CellChange;

typedef struct Derivation {
  const Image *image; /* the run's own, or an extension of it (code/question.h) */
  int32_t today;
  const ParamValue *set; /* all that differ from the image's defaults */
  size_t set_count;
  const CellChange *cells;
  size_t cell_count;
  size_t threads;           /* 0 = 1 */
  uint32_t batch_rows;      /* 0 = 1024 */
  const volatile int *stop; /* as RunOptions.stop */
} Derivation;

/* A run with these changes, made without reading anything again. It has no findings and no summary
 * but for the entities': values, `why`, what is missing. `from` has to outlive it and stays as it
 * is; it may be a derived run itself. The arena is another one than that of `from`, beside it: what
 * is made on demand (registers, lists) belongs to the derived run. NULL after a diagnostic (a
 * parameter out of its range, a cap that is negative, interrupted). */
Run *run_derive(Arena *arena, const Run *from, const Derivation *what, DiagSink *diags);

/* Whether values of the slot differ from those of the run that this was derived from; true of slots
 * that were not there. */
bool run_differs(const Run *run, uint32_t slot);
/* The rows that differ, ascending; SIZE_MAX where they are too many to be listed, of slots that
 * were not there, and of a run that is not derived. */
size_t run_differing_rows(const Run *run, uint32_t slot, const uint32_t **rows);

/* The rows of another program over the data of a run: for changed rules and declarations of a
 * session. Entities and fields are found by name. NULL and *reads = true, without a diagnostic,
 * where the data has to be read again, because an entity's fields, types, formats, ranges or source
 * differ. Everything of the program is computed; run_differs is true of all of it.
 * what->image is not looked at. The log of what was wrong with the data is that of `from`, and
 * speaks of its entities. */
Run *run_adopt(Arena *arena, const Run *from, const Image *image, const Derivation *what,
               bool *reads, DiagSink *diags);

#endif
