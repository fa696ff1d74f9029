/* derive.c - the steps of the image in their order, each in the way that is least work.
 *
 * A step over all rows is not done at once: those that follow and go over the same rows are done
 * with it. What it makes is taken to differ meanwhile.
 */
#include "engine/derive_impl.h"

/* ---- Over all rows -------------------------------------------------------------------------- */

static void will_make(Run *run, uint32_t slot) {
  if (slot == SCHEMA_NONE) return;
  run->derived->pass.made[slot] = true;
  run->derived->change[slot].kind = CHANGE_ALL;
}

static bool is_store(const Instr *instr) { return op_info[instr->op].dst == OPERAND_NONE; }

/* Whether the block looks at what waiting steps have on other rows, or when they are done. */
static bool has_to_wait(const Run *run, const Block *block) {
  const DerivePass *pass = &run->derived->pass;
  for (uint32_t i = 0; i < block->code.count; i++) {
    const Instr *instr = &run->image->code.at[block->code.first + i];
    const Immediate imm = (Immediate)op_info[instr->op].imm;
    if (is_store(instr) || !(imm == IMM_SLOT || imm == IMM_PROGRAM_SLOT || imm == IMM_OTHER_SLOT))
      continue;
    if (!pass->made[instr->imm]) continue;
    if (imm != IMM_SLOT || run->image->slots.at[instr->imm].role == SLOT_GROUPED) return true;
  }
  return false;
}

static bool go_over(Run *run, uint32_t entity) {
  DerivePass *pass = &run->derived->pass;
  if (pass->entity != entity && !derive_pass_run(run)) return false;
  pass->entity = entity;
  return true;
}

static bool all_block(Run *run, uint32_t index) {
  const Block *block = &run->image->blocks.at[index];
  if (!go_over(run, block->entity)) return false;
  *VEC_PUSH(run->arena, &run->derived->pass.blocks) = index;
  for (uint32_t i = 0; i < block->code.count; i++) {
    const Instr *instr = &run->image->code.at[block->code.first + i];
    if (is_store(instr) && run->derived->stored[instr->imm]) will_make(run, instr->imm);
  }
  return true;
}

static bool all_group(Run *run, uint32_t index) {
  const Group *group = &run->image->groups.at[index];
  if (!go_over(run, group->child)) return false;
  *VEC_PUSH(run->arena, &run->derived->pass.groups) = index;
  will_make(run, group->low);
  will_make(run, group->high);
  return true;
}

/* ---- Over whole columns --------------------------------------------------------------------- */

/* Does the step into new columns, and compares these with what was there. */
static bool renew(Run *run, const Step *step, const uint32_t *slots, size_t count) {
  Derived *d = run->derived;
  for (size_t i = 0; i < count; i++)
    if (slots[i] != SCHEMA_NONE) derived_renew(run, slots[i]);
  if (!run_global(run, step)) return false;
  for (size_t i = 0; i < count; i++) {
    if (slots[i] == SCHEMA_NONE) continue;
    Change *change = &d->change[slots[i]];
    const Table *table = run->kept[run->image->slots.at[slots[i]].entity];
    *change = (Change){.kind = CHANGE_NONE};
    if (d->before[slots[i]])
      change_find(run->arena, &table->slot[slots[i]], 0, d->before[slots[i]], 0, table->rows, 0,
                  change);
    derived_settle(run, slots[i]);
  }
  return true;
}

/* ---- One step ------------------------------------------------------------------------------- */

static bool do_block(Run *run, uint32_t index) {
  const Block *block = &run->image->blocks.at[index];
  if (has_to_wait(run, block) && !derive_pass_run(run)) return false;
  if (run->derived->pass.entity != block->entity && !derive_pass_run(run)) return false;
  const Change rows = affected_block(run, index);
  if (rows.kind == CHANGE_ALL) return all_block(run, index);
  if (rows.kind == CHANGE_ROWS) rows_block(run, index, &rows);
  return true;
}

/* Whether the group is over results of groups that wait. */
static bool is_over_waiting(const Run *run, const Group *group) {
  const uint32_t inputs[] = {group->via,        group->where, group->value,
                             group->value_high, group->by,    group->fraction};
  bool waiting = false;
  for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
    waiting |= inputs[i] != SCHEMA_NONE && run->derived->pass.made[inputs[i]] &&
               run->image->slots.at[inputs[i]].role == SLOT_GROUPED;
  return waiting;
}

static bool do_group(Run *run, uint32_t index) {
  const Group *group = &run->image->groups.at[index];
  if (is_over_waiting(run, group) && !derive_pass_run(run)) return false;
  if (run->derived->pass.entity != group->child && !derive_pass_run(run)) return false;
  const Change parents = affected_group(run, index);
  if (parents.kind == CHANGE_ALL) return all_group(run, index);
  if (parents.kind == CHANGE_ROWS) rows_group(run, index, &parents);
  return true;
}

static bool do_rank(Run *run, const Step *step) {
  if (!derive_pass_run(run)) return false;
  if (!affected_rank(run, step->operand)) return true;
  return renew(run, step, &run->image->ranks.at[step->operand].placed, 1);
}

static bool do_history(Run *run, const Step *step) {
  const History *history = &run->image->histories.at[step->operand];
  const uint32_t made[] = {history->last, history->since, history->path};
  if (!derive_pass_run(run)) return false;
  const Change parents = affected_history(run, step->operand);
  if (parents.kind == CHANGE_ALL) return renew(run, step, made, 3);
  if (parents.kind == CHANGE_ROWS) rows_history(run, step->operand, &parents);
  return true;
}

static bool is_affected(const Run *run, const Partition *partition) {
  bool affected = !run->derived->before[partition->via] || slot_changes(run, partition->where);
  for (uint32_t k = 0; k < partition->keys.count; k++)
    affected |= slot_changes(run, run->image->partition_keys.at[partition->keys.first + k].value);
  return affected;
}

/* Its rows are others: nothing that was computed of those before is theirs. */
static bool do_partition(Run *run, const Step *step) {
  const Partition *partition = &run->image->partitions.at[step->operand];
  Derived *d = run->derived;
  if (!derive_pass_run(run)) return false;
  if (!is_affected(run, partition)) return true;
  run->tables[partition->parent] = run->kept[partition->parent] =
      table_new(run->arena, run->image, partition->parent);
  for (uint32_t s = 0; s < run->image->slots.count; s++) {
    if (run->image->slots.at[s].entity != partition->parent && s != partition->via) continue;
    d->before[s] = NULL;
    d->own[s] = false;
    d->change[s].kind = CHANGE_ALL;
  }
  derived_renew(run, partition->via);
  return run_global(run, step);
}

static bool do_step(Run *run, const Step *step) {
  switch ((StepKind)step->kind) {
  case STEP_MAP:
    return do_block(run, step->operand);
  case STEP_GROUP:
    return do_group(run, step->operand);
  case STEP_RANK:
    return do_rank(run, step);
  case STEP_HISTORY:
    return do_history(run, step);
  case STEP_PARTITION:
    return do_partition(run, step);
  case STEP_READ:
  case STEP_EMIT:
  case STEP_COUNT:
    break;
  }
  return true;
}

static bool do_steps(Run *run) {
  for (size_t i = 0; i < run->image->steps.count; i++)
    if (run_stopped(run) || !do_step(run, &run->image->steps.at[i])) return false;
  return derive_pass_run(run) && !run_stopped(run);
}

/* ---- From outside --------------------------------------------------------------------------- */

bool derived_carry_out(Run *run) {
  if (!derived_set_params(run)) return false;
  derived_set_cells(run);
  return do_steps(run);
}

Run *run_derive(Arena *arena, const Run *from, const Derivation *what, DiagSink *diags) {
  Run *run = derived_new(arena, from, what, NULL, diags);
  return derived_carry_out(run) ? run : NULL;
}

bool run_differs(const Run *run, uint32_t slot) {
  return run->derived && run->derived->change[slot].kind != CHANGE_NONE;
}

size_t run_differing_rows(const Run *run, uint32_t slot, const uint32_t **rows) {
  *rows = NULL;
  if (!run->derived) return SIZE_MAX;
  const Change *change = &run->derived->change[slot];
  if (change->kind == CHANGE_ALL) return SIZE_MAX;
  *rows = change->row;
  return change->count;
}
