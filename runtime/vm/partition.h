/* partition.h - rows that stand for rows: one for each combination of values that occurs.
 *
 * Whoever shows counts by region has a row for each region, which is a row of an entity of its own,
 * the parent; every row of the child that belongs to one leads to it by an i32 like a reference. So
 * everything that is computed of parents is computed of them: groups, blocks, other partitions.
 */
#ifndef VM_PARTITION_H
#define VM_PARTITION_H

#include "table/table.h"

/* A whole PARTITION step: the child's rows are in memory and stay as they are; `via` has room for
 * all of them. Gives the parent its rows, in the order of the keys: members as they are declared,
 * what is more or less from less to more, texts and keys of references by code point, false before
 * true, what is missing last. Texts of results are those of the child.
 * False, and nothing is filled, where `stop` (or NULL) was raised meanwhile. */
bool partition_run(const Image *image, uint32_t partition, Table *const *tables, Arena *arena,
                   const volatile int *stop);

#endif
