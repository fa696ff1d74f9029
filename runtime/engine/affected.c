/* affected.c - from columns that differ to the rows on which a step comes out otherwise.
 *
 * Within a block the way goes from register to register, so that of a block which computes a
 * hundred columns only those are computed again that a change leads to.
 */
#include "engine/children.h"
#include "engine/derive_impl.h"

/* Of more rows than these a list of those that refer to them is worth its while at once. */
enum { MANY_PARENTS = 4 };

/* References through references that are followed back; behind longer ways any row may be. */
enum { WAY_LONGEST = 16 };

static const Change everything = {.kind = CHANGE_ALL}, nothing = {.kind = CHANGE_NONE};

static bool is_store(const Instr *instr) { return op_info[instr->op].dst == OPERAND_NONE; }

static const Change *change_of(const Run *run, uint32_t slot) {
  return slot == SCHEMA_NONE ? &nothing : &run->derived->change[slot];
}

static bool is_new(const Run *run, uint32_t slot) {
  return slot != SCHEMA_NONE && !run->derived->before[slot];
}

/* ---- Back through references ---------------------------------------------------------------- */

ChildSlice referring_rows(Run *run, uint32_t via, uint32_t parent, size_t row, bool more) {
  const Vector *references = run->derived->before[via];
  const size_t rows = run->kept[run->image->slots.at[via].entity]->rows;
  const size_t parents = run->kept[parent]->rows;
  if (more) children_list(run->children, run->arena, references, rows, parents);
  return children_of(run->children, run->arena, references, rows, parents, row);
}

/* Rows that lead to rows of the set. */
static void add_referring(Run *run, uint32_t via, uint32_t target, const Change *rows,
                          Change *out) {
  const size_t most = change_most(run->kept[run->image->slots.at[via].entity]->rows);
  for (size_t i = 0; i < rows->count && out->kind != CHANGE_ALL; i++) {
    const ChildSlice found =
        referring_rows(run, via, target, rows->row[i], rows->count > MANY_PARENTS);
    if (found.count > most || out->count > 2 * most) out->kind = CHANGE_ALL;
    for (size_t k = 0; k < found.count && out->kind != CHANGE_ALL; k++)
      change_add(run->arena, out, found.row[k]);
  }
}

static const Instr *definition_of(const Image *image, const Block *block, uint16_t reg) {
  for (uint32_t i = 0; i < block->code.count; i++) {
    const Instr *instr = &image->code.at[block->code.first + i];
    if (!is_store(instr) && instr->dst == reg) return instr;
  }
  return NULL;
}

/* Rows of the block's entity whose reference in the register leads to rows of the set. References
 * that differ themselves are somebody else's business. `way` is how far it was followed. */
static void add_leading(Run *run, const Block *block, uint16_t reg, uint32_t target,
                        const Change *rows, int way, Change *out) {
  const Instr *instr = definition_of(run->image, block, reg);
  const Immediate imm = instr ? (Immediate)op_info[instr->op].imm : IMM_NONE;
  const bool is_load = imm == IMM_SLOT, is_gather = imm == IMM_OTHER_SLOT;
  if ((!is_load && !is_gather) || is_new(run, instr->imm) || way == WAY_LONGEST) {
    out->kind = CHANGE_ALL;
  } else if (is_load) {
    add_referring(run, instr->imm, target, rows, out);
  } else {
    const uint32_t between = run->image->slots.at[instr->imm].entity;
    Change middle = nothing;
    add_referring(run, instr->imm, target, rows, &middle);
    change_close(&middle, run->kept[between]->rows);
    if (middle.kind == CHANGE_ROWS)
      add_leading(run, block, instr->a, between, &middle, way + 1, out);
    else if (middle.kind == CHANGE_ALL)
      out->kind = CHANGE_ALL;
  }
}

/* ---- Blocks --------------------------------------------------------------------------------- */

/* Whether the slot that the instruction reads differs; adds the rows. */
static bool reads_change(Run *run, const Block *block, const Instr *instr, Change *out) {
  const Immediate imm = (Immediate)op_info[instr->op].imm;
  if (imm != IMM_SLOT && imm != IMM_PROGRAM_SLOT && imm != IMM_OTHER_SLOT) return false;
  const Change *change = change_of(run, instr->imm);
  if (change->kind == CHANGE_NONE) return false;
  if (imm == IMM_SLOT)
    change_join(run->arena, out, change);
  else if (imm == IMM_PROGRAM_SLOT || change->kind == CHANGE_ALL)
    out->kind = CHANGE_ALL;
  else
    add_leading(run, block, instr->a, run->image->slots.at[instr->imm].entity, change, 0, out);
  return true;
}

static bool has_affected_operand(const Instr *instr, const bool *affected) {
  bool any = false;
  for (int k = 0; k < 4 && op_info[instr->op].operand[k] != OPERAND_NONE; k++)
    any |= affected[instr_operand(instr, k)];
  return any;
}

Change affected_block(Run *run, uint32_t index) {
  const Block *block = &run->image->blocks.at[index];
  bool *affected = arena_grow(run->arena, NULL, 0, block->registers.count + 1);
  bool stores = false;
  Change rows = nothing;
  for (uint32_t i = 0; i < block->code.count; i++) {
    const Instr *instr = &run->image->code.at[block->code.first + i];
    const bool reads = !is_store(instr) && reads_change(run, block, instr, &rows);
    const bool is_affected = reads || has_affected_operand(instr, affected);
    if (!is_store(instr)) {
      affected[instr->dst] = is_affected;
    } else if (is_affected || is_new(run, instr->imm)) {
      run->derived->stored[instr->imm] = stores = true;
      if (is_new(run, instr->imm)) rows.kind = CHANGE_ALL;
    }
  }
  arena_release(run->arena, affected);
  change_close(&rows, run->kept[block->entity]->rows);
  return stores ? rows : nothing;
}

/* ---- Groups and histories ------------------------------------------------------------------- */

/* Parents of rows that differ, as these were related before and as they are now. */
static Change parents_of(Run *run, uint32_t child, uint32_t parent, uint32_t via, Change *rows) {
  change_close(rows, run->kept[child]->rows);
  if (rows->kind != CHANGE_ROWS) return *rows;
  if (via == SCHEMA_NONE || is_new(run, via)) return everything;
  const size_t parents = run->kept[parent]->rows;
  const Vector *related[] = {run->derived->before[via], &run->kept[child]->slot[via]};
  Change out = nothing;
  for (size_t i = 0; i < rows->count; i++) {
    for (int k = 0; k < 2; k++) {
      const uint32_t row = rows->row[i], to = (uint32_t)related[k]->i32[row];
      if (related[k]->valid[row] && to < parents) change_add(run->arena, &out, to);
    }
  }
  change_close(&out, parents);
  return out;
}

/* Their rows may be as good as all. */
static Change unless_large(Run *run, uint32_t child, uint32_t via, uint32_t parent,
                           Change parents) {
  const size_t most = change_most(run->kept[child]->rows);
  if (parents.kind != CHANGE_ROWS || via == SCHEMA_NONE) return parents;
  size_t total = 0;
  for (size_t i = 0; i < parents.count && total <= most; i++)
    total += referring_rows(run, via, parent, parents.row[i], parents.count > MANY_PARENTS).count;
  return total > most ? everything : parents;
}

Change affected_group(Run *run, uint32_t index) {
  const Group *group = &run->image->groups.at[index];
  const uint32_t inputs[] = {group->via, group->where, group->value, group->value_high, group->by};
  Change rows = nothing;
  if (is_new(run, group->low) || is_new(run, group->high) || slot_changes(run, group->fraction))
    return everything;
  for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
    change_join(run->arena, &rows, change_of(run, inputs[i]));
  return unless_large(run, group->child, group->via, group->parent,
                      parents_of(run, group->child, group->parent, group->via, &rows));
}

Change affected_history(Run *run, uint32_t index) {
  const History *history = &run->image->histories.at[index];
  const uint32_t inputs[] = {history->via, history->stage, history->at};
  const uint32_t results[] = {history->last, history->since, history->path};
  Change rows = nothing;
  if (slot_changes(run, run->image->params.at[IMAGE_TODAY].slot)) return everything;
  for (int i = 0; i < 3; i++) {
    if (is_new(run, results[i])) return everything;
    change_join(run->arena, &rows, change_of(run, inputs[i]));
  }
  Change out = parents_of(run, history->child, history->parent, history->via, &rows);
  change_join(run->arena, &out, change_of(run, history->recorded));
  change_close(&out, run->kept[history->parent]->rows);
  const bool apart = history->via != SCHEMA_NONE && history->child != history->parent;
  if (out.kind == CHANGE_ROWS && !apart) return everything;
  return unless_large(run, history->child, history->via, history->parent, out);
}

/* ---- Steps over whole columns --------------------------------------------------------------- */

bool affected_rank(const Run *run, uint32_t index) {
  const Rank *rank = &run->image->ranks.at[index];
  return is_new(run, rank->placed) || slot_changes(run, rank->qualifies) ||
         slot_changes(run, rank->applies) || slot_changes(run, rank->rank) ||
         slot_changes(run, rank->limit);
}
