/* inspect.h - how the value of one row came about: every register of the code that made it.
 *
 * The same blocks that a run maps over whole columns are run over one row with all registers kept.
 * Blocks are run on demand, and once per row as long as the same row is asked for.
 */
#ifndef ENGINE_INSPECT_H
#define ENGINE_INSPECT_H

#include "vm/vm.h"

/* Who fills a slot. */
typedef struct SlotOrigin {
  uint32_t field; /* of the slot's entity, or SCHEMA_NONE */
  uint32_t block; /* that stores it, or SCHEMA_NONE */
  uint16_t reg;
  uint32_t group, rank; /* or SCHEMA_NONE */
} SlotOrigin;

typedef struct Inspector Inspector;

/* `tables` has one table per entity and outlives the inspector, as does the image. */
Inspector *inspector_new(Arena *arena, const Image *image, Table *const *tables);
/* Other rows lie in the tables now (a streamed entity's next window). */
void inspector_forget(Inspector *inspector);
/* The register on a row of the block's entity: row 0 of the vector. Valid until the block is run
 * for another row. */
const Vector *inspect_register(Inspector *inspector, uint32_t block, uint16_t reg, size_t row);
bool inspect_known(Inspector *inspector, uint32_t block, uint16_t reg, size_t row);
/* The instruction that writes the register. */
const Instr *inspect_definition(const Inspector *inspector, uint32_t block, uint16_t reg);
const SlotOrigin *inspect_origin(const Inspector *inspector, uint32_t slot);

static inline uint16_t instr_operand(const Instr *instr, int index) {
  const uint16_t operands[] = {instr->a, instr->b, instr->c, instr->d};
  return operands[index];
}

/* The rows of a group's child that refer to one parent row, ascending. */
typedef struct ChildRows {
  const uint32_t *row; /* NULL: all rows from 0 on */
  size_t count;
} ChildRows;
static inline size_t child_row(ChildRows rows, size_t i) { return rows.row ? rows.row[i] : i; }
/* Lists are made once per reference. */
ChildRows inspect_children(Inspector *inspector, const Group *group, size_t parent_row);

#endif
