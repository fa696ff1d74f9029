/* vm.c - plans in motion: before each batch fixed registers are looked after and bound ones made to
 * point at the rows, then the kernels are called in order.
 */
#include "vm/vm.h"

#include <string.h>

#include "vm/plan.h"
#include "vm/text_pool.h"

struct Vm {
  Planner planner;
  Plan *plan;     /* by block */
  uint64_t epoch; /* counts fillings of leaves */
};

Vm *vm_new(Arena *arena, const Image *image, uint32_t batch_rows, bool keep) {
  Vm *vm = ARENA_NEW(arena, Vm);
  vm->planner = (Planner){.arena = arena,
                          .image = image,
                          .batch_rows = batch_rows,
                          .keep = keep,
                          .texts = text_pool_new(arena)};
  vm->plan = ARENA_ARRAY(arena, Plan, image->blocks.count);
  for (uint32_t i = 0; i < image->blocks.count; i++) plan_block(&vm->planner, i, &vm->plan[i]);
  return vm;
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

static void bind_slots(Plan *plan, Table *const *tables, size_t row) {
  for (size_t i = 0; i < plan->bindings.count; i++) {
    const Binding *binding = &plan->bindings.at[i];
    const Vector *slot = &tables[plan->entity]->slot[binding->slot];
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

void vm_run_block(Vm *vm, uint32_t block, Table *const *tables, size_t row, size_t count) {
  Plan *plan = &vm->plan[block];
  if (!count) return;
  refresh_fixed(vm, plan, tables[IMAGE_PROGRAM], count);
  bind_slots(plan, tables, row);
  bind_gathers(plan, vm->planner.image, tables);
  if (plan->makes_texts && !vm->planner.keep) text_pool_rewind(vm->planner.texts);
  for (size_t i = 0; i < plan->steps.count; i++) {
    Planned *step = &plan->steps.at[i];
    step->call.count = count;
    step->run(&step->call);
  }
  if (plan->keeps_texts) text_pool_keep(vm->planner.texts);
}

const Vector *vm_register(const Vm *vm, uint32_t block, uint32_t reg) {
  return &vm->plan[block].reg[reg];
}

void vm_map(Vm *vm, uint32_t block, Table *const *tables) {
  const size_t rows = tables[vm->plan[block].entity]->rows;
  const size_t batch_rows = vm->planner.batch_rows;
  for (size_t row = 0; row < rows; row += batch_rows)
    vm_run_block(vm, block, tables, row, rows - row < batch_rows ? rows - row : batch_rows);
}

void vm_forget_texts(Vm *vm) { text_pool_clear(vm->planner.texts); }
