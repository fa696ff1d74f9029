/* vm.h - runs code blocks over batches of rows, and the global steps over whole slots.
 *
 * A Vm belongs to one thread at a time and owns the register memory of every block of its image.
 * Only images that image_verify accepted may be run. Results do not depend on the batch size.
 */
#ifndef VM_VM_H
#define VM_VM_H

#include "table/table.h"
#include "vm/group.h"

typedef struct Vm Vm;

/* How registers lie. */
typedef enum {
  VM_SHARED, /* they share memory by their life times */
  VM_KEPT,   /* all can be read after a batch */
  VM_LOOK    /* likewise, and nothing is stored: slots have their values, and others read them */
} VmUse;

/* batch_rows: 1..65536 rows at a time; fewer where there are so many constants that they would not
 * stay in the cache. Blocks are planned when they first run. */
Vm *vm_new(Arena *arena, const Image *image, uint32_t batch_rows, VmUse use);

/* Several threads: each has a Vm of its own, which uses the constants, and what is computed from
 * constants alone, of one that all share (VM_SHARED):
 *
 *   vm_prepare(shared, block, tables);   before they run the block, and again when slots of the
 *                                        program have changed; nobody runs meanwhile
 *   Vm *own = vm_lane(arena, shared);    in the arena of the thread
 *   vm_run_block(own, block, ...);
 */
Vm *vm_lane(Arena *arena, const Vm *shared);
void vm_prepare(Vm *vm, uint32_t block, Table *const *tables);

/* Runs a block over rows [row, row + count) of tables[block's entity], however many. `tables` has
 * one table per entity of the image. */
void vm_run_block(Vm *vm, uint32_t block, Table *const *tables, size_t row, size_t count);
/* Likewise over rows of `rows`, a table of the block's entity that need not be the one in `tables`;
 * rows that are looked at through references are of `tables`, whatever their entity. */
void vm_run_rows(Vm *vm, uint32_t block, const Table *rows, Table *const *tables, size_t row,
                 size_t count);
/* Blocks that have not been run or prepared yet store to these slots only, and compute what that
 * takes; NULL: to all. So do those of lanes made from now on. By slot; has to outlive the Vm. */
void vm_store_only(Vm *vm, const bool *stored);
/* After vm_run_block over no more than batch_rows, unless VM_SHARED: a register's values for those
 * rows.
 */
const Vector *vm_register(const Vm *vm, uint32_t block, uint32_t reg);

/* Texts that code made (LOWER, UPPER) and that were stored live until this is called: by who
 * streams, when a window of rows is done with, in all its tables. */
void vm_forget_texts(Vm *vm);

/* A whole MAP step: all rows of the block's entity in batches. */
void vm_map(Vm *vm, uint32_t block, Table *const *tables);

/* False when the limit is negative or not whole; *why says so. */
bool rank_run(const Image *image, uint32_t rank, Table *const *tables, Arena *arena, Text *why);
/* For `why`: the place of a qualifying row in the ranking (1 = best; 0 when it does not surely
 * qualify), and the number of places that the cap gives. */
void rank_explain(const Image *image, uint32_t rank, Table *const *tables, size_t row, Arena *arena,
                  uint64_t *place, uint64_t *places);

/* What it takes to have a place, while all other rows are as they are. */
typedef struct RankBar {
  uint64_t places;
  bool is_free;  /* there is a place for any rank, */
  uint32_t last; /* else, where there are places: the row that has the last of them */
} RankBar;
/* For a row that qualifies, and to which the ranking's segmentation applies or not. */
RankBar rank_bar(const Image *image, uint32_t rank, Table *const *tables, size_t row, bool applies,
                 Arena *arena);
/* Whether the row has a place with the rank in value[at]. */
bool rank_beats(const Image *image, uint32_t rank, Table *const *tables, const RankBar *bar,
                size_t row, const Vector *value, size_t at);

#endif
