/* walk.h - the walk from a missing value back to what is missing in the data.
 *
 * Code is in single-assignment form, so the way back from a register is the instruction that wrote
 * it. At a missing register the walk goes on to the operands that are missing and were needed; at a
 * range (known, but not one value) to everything that it was made of. It goes on through slots into
 * the block that stores them, through references into rows of other entities, and through
 * aggregates into the rows that could not be decided.
 */
#ifndef ENGINE_WALK_H
#define ENGINE_WALK_H

#include "engine/run_impl.h"

/* What all walks of a run share: where the present one has been. */
typedef struct Walker {
  uint64_t *reg;   /* by register of the image: the visit that came there last */
  uint64_t *group; /* likewise by group */
  uint64_t visits; /* of rows, so far */
  Table **probe;   /* by entity: room for a result of a group, or NULL */
} Walker;

/* A walk on one row. */
typedef struct Walk {
  Run *run;
  Inspector *inspector;
  Walker *walker;
  Arena *arena;
  MissingNames *out;
  Text prefix;    /* "owner." on the rows of another entity */
  uint64_t visit; /* marks what was seen on this row */
  uint64_t first_visit;
  unsigned depth; /* of calls */
} Walk;

/* `range`: known values are walked too. */
void walk_slot(Walk *walk, uint32_t slot, size_t row, bool range);
/* A value of the data, or what else is missing, once. `rest` follows the name in back quotes. */
void walk_add(Walk *walk, Text name, Text rest, bool is_cause);
/* The same walk on another row. */
Walk walk_on_row(const Walk *walk, Text prefix);
bool walk_is_deep(const Walk *walk);

/* walk_group.c: a result of a group. */
void walk_group(Walk *walk, uint32_t group, size_t parent_row, bool range);

#endif
