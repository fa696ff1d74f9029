/* vm.c - plans in motion: before each batch fixed registers are looked after and bound ones made to
 * point at the rows, then the kernels are called in order. A plan is made when its block is first
 * run.
 */
#include "vm/vm.h"

#include <string.h>

#include "vm/plan.h"
#include "vm/text_pool.h"

/* So much memory for constants stays in the cache beside a batch's other registers. */
enum { LEAF_BYTES = 256 * 1024, LEAF_ROW = sizeof(int64_t) + 1, BATCH_STEP = 64 };

struct Vm {
  Planner planner;
  const Vm *shared; /* whose fixed registers are used, or NULL */
  Plan *plan;       /* by block */
  uint64_t epoch;   /* counts fillings of leaves */
};

static Vm *new_vm(Arena *arena, const Image *image, uint32_t batch_rows, VmUse use) {
  Vm *vm = ARENA_NEW(arena, Vm);
  vm->planner = (Planner){.arena = arena,
                          .image = image,
                          .batch_rows = batch_rows,
                          .keep = use != VM_SHARED,
                          .stores = use != VM_LOOK,
                          .texts = text_pool_new(arena)};
  vm->plan = ARENA_ARRAY(arena, Plan, image->blocks.count);
  return vm;
}

static uint32_t rows_for(uint32_t batch_rows, size_t leaves) {
  const size_t most = LEAF_BYTES / (LEAF_ROW * (leaves + 1)) / BATCH_STEP * BATCH_STEP;
  const size_t rows = most ? most : BATCH_STEP;
  return rows < batch_rows ? (uint32_t)rows : batch_rows;
}

Vm *vm_new(Arena *arena, const Image *image, uint32_t batch_rows, VmUse use) {
  Vm *vm = new_vm(arena, image, batch_rows, use);
  vm->planner.leaves = leaf_table_new(arena, image);
  if (use == VM_SHARED)
    vm->planner.batch_rows = rows_for(batch_rows, vm->planner.leaves.in_batches);
  return vm;
}

Vm *vm_lane(Arena *arena, const Vm *shared) {
  Vm *vm = new_vm(arena, shared->planner.image, shared->planner.batch_rows, VM_SHARED);
  vm->shared = shared;
  vm->planner.only = shared->planner.only;
  return vm;
}

void vm_store_only(Vm *vm, const bool *stored) { vm->planner.only = stored; }

static Plan *plan_of(Vm *vm, uint32_t block) {
  Plan *plan = &vm->plan[block];
  if (!plan->made)
    plan_block(&vm->planner, block, vm->shared ? &vm->shared->plan[block] : NULL, plan);
  return plan;
}

/* Whether the program's slot still has the value that the leaf was filled with. */
static bool same_value(const Vector *leaf, const Vector *slot) {
  if (leaf->valid && leaf->valid[0] != slot->valid[0]) return false;
  if (leaf->valid && !leaf->valid[0]) return true;
  return memcmp(leaf->values, slot->values, store_size(leaf->store)) == 0;
}

static void refresh_leaf(Vm *vm, Leaf *leaf, const Table *program, size_t count) {
  const bool is_spread = op_info[leaf->instr.op].imm == IMM_PROGRAM_SLOT;
  const Vector *source = is_spread ? &program->slot[leaf->instr.imm] : NULL;
  if (leaf->rows >= count && (!is_spread || same_value(&leaf->vector, source))) return;
  if (leaf->rows < count) leaf->rows = count;
  const KernelCall call = {.dst = &leaf->vector,
                           .count = leaf->rows,
                           .image = vm->planner.image,
                           .imm = leaf->instr.imm,
                           .source = source,
                           .source_rows = 1};
  kernel_table[leaf->instr.op](&call);
  leaf->epoch = ++vm->epoch;
}

/* Every leaf of the block ends up with plan->fixed_rows rows at least. */
static void refresh_fixed(Vm *vm, Plan *plan, const Table *program, size_t count) {
  if (count < plan->fixed_rows) count = plan->fixed_rows;
  uint64_t newest = 0;
  for (size_t i = 0; i < plan->leaves.count; i++) {
    Leaf *leaf = plan->leaves.at[i];
    refresh_leaf(vm, leaf, program, count);
    if (leaf->epoch > newest) newest = leaf->epoch;
  }
  if (plan->fixed_rows >= count && newest <= plan->fixed_epoch) return;
  for (size_t i = 0; i < plan->fixed.count; i++) {
    Planned *step = &plan->fixed.at[i];
    step->call.count = count;
    step->run(&step->call);
  }
  plan->fixed_rows = count;
  plan->fixed_epoch = vm->epoch;
}

static void bind_slots(Plan *plan, const Table *rows, size_t row) {
  for (size_t i = 0; i < plan->bindings.count; i++) {
    const Binding *binding = &plan->bindings.at[i];
    const Vector *slot = &rows->slot[binding->slot];
    binding->vector->values = (char *)slot->values + row * store_size(slot->store);
    binding->vector->valid = slot->valid ? slot->valid + row : NULL;
  }
}

static void bind_gathers(Plan *plan, const Image *image, Table *const *tables) {
  for (size_t i = 0; i < plan->gathers.count; i++) {
    KernelCall *call = &plan->steps.at[plan->gathers.at[i]].call;
    const Table *table = tables[image->slots.at[call->imm].entity];
    call->source = &table->slot[call->imm];
    call->source_rows = table->rows;
  }
}

static void run_batch(Vm *vm, Plan *plan, const Table *rows, const Table *program, size_t row,
                      size_t count) {
  if (!vm->shared) refresh_fixed(vm, plan, program, count);
  bind_slots(plan, rows, row);
  if (plan->makes_texts && !vm->planner.keep) text_pool_rewind(vm->planner.texts);
  for (size_t i = 0; i < plan->steps.count; i++) {
    Planned *step = &plan->steps.at[i];
    step->call.count = count;
    step->run(&step->call);
  }
  if (plan->keeps_texts) text_pool_keep(vm->planner.texts);
}

void vm_run_rows(Vm *vm, uint32_t block, const Table *rows, Table *const *tables, size_t row,
                 size_t count) {
  const size_t most = vm->planner.batch_rows;
  if (!count) return;
  Plan *plan = plan_of(vm, block);
  bind_gathers(plan, vm->planner.image, tables);
  for (size_t done = 0; done < count; done += most)
    run_batch(vm, plan, rows, tables[IMAGE_PROGRAM], row + done,
              count - done < most ? count - done : most);
}

void vm_run_block(Vm *vm, uint32_t block, Table *const *tables, size_t row, size_t count) {
  vm_run_rows(vm, block, tables[vm->planner.image->blocks.at[block].entity], tables, row, count);
}

void vm_prepare(Vm *vm, uint32_t block, Table *const *tables) {
  refresh_fixed(vm, plan_of(vm, block), tables[IMAGE_PROGRAM], vm->planner.batch_rows);
}

const Vector *vm_register(const Vm *vm, uint32_t block, uint32_t reg) {
  return &vm->plan[block].reg[reg];
}

void vm_map(Vm *vm, uint32_t block, Table *const *tables) {
  const uint32_t entity = vm->planner.image->blocks.at[block].entity;
  vm_run_block(vm, block, tables, 0, tables[entity]->rows);
}

void vm_forget_texts(Vm *vm) { text_pool_clear(vm->planner.texts); }
