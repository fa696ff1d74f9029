/* inspect.h - how the value of one row came about: every register of the code that made it.
 *
 * The same blocks that a run maps over whole columns are run over one row with all registers kept.
 * Blocks are run on demand, and once per row as long as the same row is asked for.
 */
#ifndef ENGINE_INSPECT_H
#define ENGINE_INSPECT_H

#include "engine/children.h"
#include "engine/doubts.h"
#include "vm/group.h"
#include "vm/vm.h"

/* Who fills a slot. */
typedef struct SlotOrigin {
  uint32_t field; /* of the slot's entity, or SCHEMA_NONE */
  uint32_t block; /* that stores it, or SCHEMA_NONE */
  uint16_t reg;
  uint32_t group, rank, history; /* or SCHEMA_NONE */
} SlotOrigin;

typedef struct Inspector Inspector;

/* Rows of one entity that are looked at: of a window, of those in doubt, or all. */
typedef struct RowsInHand {
  Table *table;
  const uint32_t *number; /* of each row among all; NULL: table->first and on */
} RowsInHand;

/* `kept` has one table per entity, `doubts` the rows in doubt by group or NULL, `children` lists of
 * kept rows or NULL; all outlive the inspector, as does the image. At first all kept rows are in
 * hand. */
Inspector *inspector_new(Arena *arena, const Image *image, Table *const *kept,
                         Doubts *const *doubts, Children *children);
/* Other rows of the entity are in hand now; returns those before. */
RowsInHand inspector_use(Inspector *inspector, uint32_t entity, RowsInHand rows);
const Table *inspect_table(const Inspector *inspector, uint32_t entity);
/* The number among all rows of a row in hand. */
size_t inspect_number(const Inspector *inspector, uint32_t entity, size_t row);
/* The rows of a group's child that can be looked into. */
RowsInHand inspect_child(const Inspector *inspector, uint32_t group);

/* The register on a row in hand of the block's entity: row 0 of the vector. Valid until the block
 * is run for another row. */
const Vector *inspect_register(Inspector *inspector, uint32_t block, uint16_t reg, size_t row);
bool inspect_known(Inspector *inspector, uint32_t block, uint16_t reg, size_t row);
/* The instruction that writes the register. */
const Instr *inspect_definition(const Inspector *inspector, uint32_t block, uint16_t reg);
const SlotOrigin *inspect_origin(const Inspector *inspector, uint32_t slot);

static inline uint16_t instr_operand(const Instr *instr, int index) {
  const uint16_t operands[] = {instr->a, instr->b, instr->c, instr->d};
  return operands[index];
}

/* Of the rows that inspect_child gives those that belong to one parent row in hand, ascending. */
typedef struct ChildRows {
  const uint32_t *row; /* NULL: all rows from 0 on */
  size_t count;
} ChildRows;
static inline size_t child_row(ChildRows rows, size_t i) { return rows.row ? rows.row[i] : i; }
/* Lists are made once per reference (children.h). */
ChildRows inspect_children(Inspector *inspector, uint32_t group, size_t parent_row);
/* Likewise of all that is kept of the child, by a reference. */
ChildRows inspect_related(Inspector *inspector, uint32_t child, uint32_t via, uint32_t parent,
                          size_t parent_row);

#endif
