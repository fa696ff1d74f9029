/* plan.c - which instructions of a block are run, and where registers lie.
 *
 * Four passes over the code: backwards, what is wanted; forwards, what is fixed; which slots a
 * register may be bound to; forwards again, memory and the calls.
 */
#include "vm/plan.h"

#include <string.h>

#define NOWHERE UINT32_MAX

/* What is known of a register while its block is planned. */
typedef struct Use {
  bool wanted;   /* by a STORE, by an instruction that is wanted, or because all are kept */
  bool stored;   /* can be asked for after the batch */
  uint32_t last; /* the instruction that reads it last */
  uint32_t slot; /* where it is bound to by a STORE, or NOWHERE */
  uint32_t home; /* its number among the shared vectors, or NOWHERE */
} Use;

typedef struct Work {
  Planner *planner;
  const Plan *of; /* whose fixed registers are used, or NULL */
  Plan *plan;
  const Block *block;
  const Instr *code;
  bool keep;
  Use *use;         /* by register */
  uint8_t *touched; /* by slot: bit 0 read by the block, bit 1 stored once, bit 2 stored again */
  VEC(uint32_t) free_homes[STORE_COUNT];
  uint32_t homes[STORE_COUNT]; /* shared vectors that this block uses */
} Work;

enum { TOUCH_READ = 1, TOUCH_STORED = 2, TOUCH_STORED_AGAIN = 4 };

static uint16_t operand(const Instr *instr, int index) {
  const uint16_t operands[] = {instr->a, instr->b, instr->c, instr->d};
  return operands[index];
}

static bool has_operand(const Instr *instr, int index) {
  return op_info[instr->op].operand[index] != OPERAND_NONE;
}

static bool is_store(const Instr *instr) { return op_info[instr->op].dst == OPERAND_NONE; }

static bool is_gather(const Instr *instr) { return op_info[instr->op].imm == IMM_OTHER_SLOT; }

static bool is_load(const Instr *instr) {
  return op_info[instr->op].imm == IMM_SLOT && !is_store(instr);
}

static bool makes_text(const Instr *instr) {
  return instr->op == OP_LOWER || instr->op == OP_UPPER;
}

static bool is_wanted(const Work *work, const Instr *instr) {
  if (!is_store(instr)) return work->use[instr->dst].wanted;
  return work->planner->stores && (!work->planner->only || work->planner->only[instr->imm]);
}

static void find_wanted(Work *work) {
  for (uint32_t i = work->block->code.count; i-- > 0;) {
    const Instr *instr = &work->code[i];
    if (!is_store(instr) && work->keep) work->use[instr->dst].wanted = true;
    if (!is_wanted(work, instr)) continue;
    for (int k = 0; k < 4 && has_operand(instr, k); k++) {
      Use *use = &work->use[operand(instr, k)];
      if (!use->wanted) use->last = i;
      use->wanted = true;
    }
    if (is_store(instr)) work->use[instr->a].stored = true;
  }
}

/* Texts that are made take memory of the batch, which a value for all batches cannot lie in. */
static void find_fixed(Work *work) {
  for (uint32_t i = 0; i < work->block->code.count; i++) {
    const Instr *instr = &work->code[i];
    if (is_store(instr)) continue;
    bool fixed = !is_load(instr) && !is_gather(instr) && !makes_text(instr);
    for (int k = 0; k < 4 && has_operand(instr, k); k++)
      fixed = fixed && work->plan->is_fixed[operand(instr, k)];
    work->plan->is_fixed[instr->dst] = fixed;
  }
}

static void find_touched(Work *work) {
  for (uint32_t i = 0; i < work->block->code.count; i++) {
    const Instr *instr = &work->code[i];
    if (is_store(instr))
      work->touched[instr->imm] |=
          work->touched[instr->imm] & TOUCH_STORED ? TOUCH_STORED_AGAIN : TOUCH_STORED;
    else if (is_load(instr) || is_gather(instr))
      work->touched[instr->imm] |= TOUCH_READ;
  }
}

/* A result is computed straight into the slot that it is stored to, unless someone could see that
 * it came there before the STORE. */
static void bind_stores(Work *work) {
  if (!work->planner->stores) return;
  for (uint32_t i = 0; i < work->block->code.count; i++) {
    const Instr *instr = &work->code[i];
    if (!is_store(instr) || !is_wanted(work, instr)) continue;
    Use *use = &work->use[instr->a];
    if (work->touched[instr->imm] != TOUCH_STORED || use->slot != NOWHERE) continue;
    if (!work->plan->is_fixed[instr->a]) use->slot = instr->imm;
  }
  for (uint32_t i = 0; i < work->block->code.count; i++) /* what is loaded lies elsewhere already */
    if (is_load(&work->code[i])) work->use[work->code[i].dst].slot = NOWHERE;
}

static Leaf *leaf_for(Planner *planner, const Instr *instr) {
  Leaf *leaf = leaf_table_get(&planner->leaves, instr);
  if (!leaf->vector.values)
    leaf->vector = vector_new(planner->arena, (Store)op_info[instr->op].dst, planner->batch_rows);
  return leaf;
}

static void add_leaf(Work *work, const Instr *instr) {
  Leaf *leaf = leaf_for(work->planner, instr);
  work->plan->reg[instr->dst] = leaf->vector;
  *VEC_PUSH(work->planner->arena, &work->plan->leaves) = leaf;
}

static Vector new_vector(Work *work, Store store) {
  return vector_new(work->planner->arena, store, work->planner->batch_rows);
}

/* A vector that no living register of the block has. When everything is kept, blocks do not share
 * either, since they are read after all have run. */
static void take_home(Work *work, const Instr *instr) {
  const Store store = (Store)op_info[instr->op].dst;
  Planner *planner = work->planner;
  if (planner->keep) {
    work->plan->reg[instr->dst] = new_vector(work, store);
    return;
  }
  uint32_t home;
  if (work->free_homes[store].count)
    home = work->free_homes[store].at[--work->free_homes[store].count];
  else
    home = work->homes[store]++;
  if (home == planner->shared[store].count)
    *VEC_PUSH(planner->arena, &planner->shared[store]) = new_vector(work, store);
  work->use[instr->dst].home = home;
  work->plan->reg[instr->dst] = planner->shared[store].at[home];
}

/* After an instruction the vectors of what it read last are free; not before, so that a result
 * never lies where an operand does. */
static void free_homes(Work *work, const Instr *instr, uint32_t index) {
  if (work->keep) return;
  for (int k = 0; k < 4 && has_operand(instr, k); k++) {
    Use *use = &work->use[operand(instr, k)];
    if (use->last != index || use->stored || use->home == NOWHERE) continue;
    const Store store = (Store)op_info[instr->op].operand[k];
    *VEC_PUSH(work->planner->arena, &work->free_homes[store]) = use->home;
    use->home = NOWHERE;
  }
}

static void bind(Work *work, Vector *vector, uint32_t slot) {
  vector->store = (Store)work->planner->image->slots.at[slot].store;
  *VEC_PUSH(work->planner->arena, &work->plan->bindings) = (Binding){vector, slot};
}

/* A window on a slot that is copied from or to. */
static Vector *slot_view(Work *work, uint32_t slot) {
  Vector *view = ARENA_NEW(work->planner->arena, Vector);
  bind(work, view, slot);
  return view;
}

static KernelCall call_for(Work *work, const Instr *instr) {
  Plan *plan = work->plan;
  KernelCall call = {
      .image = work->planner->image, .imm = instr->imm, .texts = work->planner->texts};
  const Vector **operands[] = {&call.a, &call.b, &call.c, &call.d};
  for (int k = 0; k < 4 && has_operand(instr, k); k++) {
    *operands[k] = &plan->reg[operand(instr, k)];
    if (plan->is_fixed[operand(instr, k)]) call.uniform |= (uint8_t)(1 << k);
  }
  if (!is_store(instr)) call.dst = &plan->reg[instr->dst];
  return call;
}

static void add_step(Work *work, const Instr *instr, KernelCall call) {
  Arena *arena = work->planner->arena;
  if (is_gather(instr)) *VEC_PUSH(arena, &work->plan->gathers) = work->plan->steps.count;
  *VEC_PUSH(arena, &work->plan->steps) = (Planned){kernel_table[instr->op], call};
}

/* The one place that decides where a register lies. */
static void plan_result(Work *work, const Instr *instr) {
  Plan *plan = work->plan;
  const Use *use = &work->use[instr->dst];
  if (plan->is_fixed[instr->dst] && work->of) {
    plan->reg[instr->dst] = work->of->reg[instr->dst];
  } else if (leaf_is(instr)) {
    add_leaf(work, instr);
  } else if (plan->is_fixed[instr->dst]) {
    plan->reg[instr->dst] = new_vector(work, (Store)op_info[instr->op].dst);
    *VEC_PUSH(work->planner->arena, &plan->fixed) =
        (Planned){kernel_table[instr->op], call_for(work, instr)};
  } else if (is_load(instr) && work->touched[instr->imm] == TOUCH_READ) {
    bind(work, &plan->reg[instr->dst], instr->imm);
  } else {
    if (use->slot != NOWHERE)
      bind(work, &plan->reg[instr->dst], use->slot);
    else
      take_home(work, instr);
    KernelCall call = call_for(work, instr);
    if (is_load(instr)) call.a = slot_view(work, instr->imm);
    add_step(work, instr, call);
  }
}

static void plan_store(Work *work, const Instr *instr) {
  if (work->use[instr->a].slot == instr->imm) return;
  KernelCall call = call_for(work, instr);
  call.dst = slot_view(work, instr->imm);
  add_step(work, instr, call);
}

static void plan_code(Work *work) {
  for (uint32_t i = 0; i < work->block->code.count; i++) {
    const Instr *instr = &work->code[i];
    if (!is_wanted(work, instr)) continue;
    if (is_store(instr))
      plan_store(work, instr);
    else
      plan_result(work, instr);
    free_homes(work, instr, i);
    work->plan->makes_texts |= makes_text(instr);
    work->plan->keeps_texts |= instr->op == OP_STORE_TEXT;
  }
  work->plan->keeps_texts &= work->plan->makes_texts;
}

void plan_block(Planner *planner, uint32_t block, const Plan *of, Plan *plan) {
  const Image *image = planner->image;
  Arena *arena = planner->arena;
  const Block *described = &image->blocks.at[block];
  const uint32_t registers = described->registers.count;
  plan->entity = described->entity;
  plan->reg = ARENA_ARRAY(arena, Vector, registers);
  plan->is_fixed = ARENA_ARRAY(arena, bool, registers);
  for (uint32_t i = 0; i < registers; i++)
    plan->reg[i].store = (Store)image->registers.at[described->registers.first + i].store;

  Work work = {.planner = planner,
               .of = of,
               .plan = plan,
               .block = described,
               .code = image->code.at + described->code.first,
               .keep = planner->keep || described->message};
  work.use = arena_grow(arena, NULL, 0, (size_t)registers * sizeof *work.use + 1);
  work.touched = arena_grow(arena, NULL, 0, image->slots.count + 1);
  for (uint32_t i = 0; i < registers; i++) work.use[i].slot = work.use[i].home = NOWHERE;
  find_wanted(&work);
  find_fixed(&work);
  find_touched(&work);
  bind_stores(&work);
  plan_code(&work);
  plan->made = true;
  arena_release(arena, work.touched);
  arena_release(arena, work.use);
}
