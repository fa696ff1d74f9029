/* derive_impl.h - what the parts of a derivation share.
 *
 *   derive.c        the steps in order, and which way each is done
 *   adopt.c         what of a run is of use to another program
 *   derive_from.c   tables, parameters and cells, from a run and what is to differ
 *   affected.c      which rows of a step have inputs that differ
 *   derive_rows.c   a step for a few rows
 *   derive_pass.c   steps over all rows of an entity, by lanes.c
 *
 * A slot's vector is that of the run derived from until one that differs takes its place.
 */
#ifndef ENGINE_DERIVE_IMPL_H
#define ENGINE_DERIVE_IMPL_H

#include "engine/changes.h"
#include "engine/derive.h"
#include "engine/run_impl.h"

/* Steps over all rows of one entity that are done together, window by window. */
typedef struct DerivePass {
  uint32_t entity; /* SCHEMA_NONE: there are none */
  IndexVec blocks, groups;
  bool *made; /* by slot: comes out of these steps */
} DerivePass;

typedef struct Derived {
  Arena *arena;
  const Vector **before; /* by slot: what the run derived from has; NULL: it has none */
  bool *own;             /* by slot: the vector belongs to this run alone */
  Change *change;        /* by slot */
  bool *stored;          /* by slot: what blocks store to */
  CellChange *cells;
  size_t cell_count;
  DerivePass pass;     /* waiting to be done */
  struct Sweep *sweep; /* under way, or NULL */
} Derived;

/* ---- derive.c ---- */

/* Parameters, cells and steps. False after a diagnostic. */
bool derived_carry_out(Run *run);

/* ---- derive_from.c ---- */

/* Which of another program's entities and slots they are: by entity, by slot. */
typedef struct Adoption {
  uint32_t *entity, *slot; /* SCHEMA_NONE: none */
} Adoption;

/* A run like `from`, with nothing done yet: for an image that begins as its does, or with
 * `adoption` for one that has the same fields, of which all is to be computed. */
Run *derived_new(Arena *arena, const Run *from, const Derivation *what, const Adoption *adoption,
                 DiagSink *diags);
/* False after a diagnostic. */
bool derived_set_params(Run *run);
void derived_set_cells(Run *run);

/* The vector of a slot with all its values, for rows to be changed in. */
Vector *derived_edit(Run *run, uint32_t slot);
/* One without values, for all rows to be computed into. */
Vector *derived_renew(Run *run, uint32_t slot);
/* Renewed slots whose rows have all been compared: where none differs, what was there before comes
 * back. */
void derived_settle(Run *run, uint32_t slot);
/* The cells of a slot that were given other values, again. */
void derived_put_cells(const Run *run, uint32_t slot, size_t row, size_t count);

/* ---- affected.c ---- */

/* On which rows of its entity the block has to be run; marks in `stored` the slots that it then
 * stores to. */
Change affected_block(Run *run, uint32_t block);
/* Which rows of the parent have another result. */
Change affected_group(Run *run, uint32_t group);
Change affected_history(Run *run, uint32_t history);
bool affected_rank(const Run *run, uint32_t rank);
static inline bool slot_changes(const Run *run, uint32_t slot) {
  return slot != SCHEMA_NONE && run->derived->change[slot].kind != CHANGE_NONE;
}

/* The rows that by the references as they were before lead to a row of `parent`; `more` says that
 * those of many rows will be asked for. */
ChildSlice referring_rows(Run *run, uint32_t via, uint32_t parent, size_t row, bool more);

/* ---- derive_rows.c ---- */

void rows_block(Run *run, uint32_t block, const Change *rows);
/* For these parents. */
void rows_group(Run *run, uint32_t group, const Change *parents);
/* Whether a parent's result does not fit its type. */
bool rows_group_overflows(Run *run, uint32_t group, size_t parent_row);
void rows_history(Run *run, uint32_t history, const Change *parents);

/* ---- derive_pass.c ---- */

/* Does what waits. False where that was interrupted. */
bool derive_pass_run(Run *run);
/* Frees what the lanes of a pass hold that was left through an escape; once they are at rest. */
void derive_free_lanes(void *run);

#endif
