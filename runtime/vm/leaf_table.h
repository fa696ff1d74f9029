/* leaf_table.h - the constants of a program as vectors, once for all its blocks.
 *
 * A leaf is a CONST, a MISSING or a SPREAD: one value on all rows. Its vector is made when a block
 * first wants it.
 */
#ifndef VM_LEAF_TABLE_H
#define VM_LEAF_TABLE_H

#include "code/image.h"
#include "table/vector.h"

typedef struct Leaf {
  Instr instr;
  Vector vector;  /* NULL until then */
  size_t rows;    /* filled so far */
  uint64_t epoch; /* when it was filled last */
} Leaf;

typedef struct LeafTable {
  VEC(Leaf) leaves;
  uint32_t *place;   /* open addressing: index of a leaf and 1, or 0 */
  size_t places;     /* a power of two */
  size_t in_batches; /* leaves of blocks that run over batches */
} LeafTable;

/* No operand and no slot of the block's entity. */
bool leaf_is(const Instr *instr);
/* The leaves of all blocks; they stay where they are. */
LeafTable leaf_table_new(Arena *arena, const Image *image);
/* The leaf of an instruction of the image. */
Leaf *leaf_table_get(const LeafTable *table, const Instr *instr);

#endif
