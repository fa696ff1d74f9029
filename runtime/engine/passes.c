/* passes.c - steps into passes, greedily: whatever can be done next is done in the order
 *
 *   global steps; the program's row; the next source; a pass over kept rows.
 *
 * Among passes over kept rows one that ends its entity comes first, then one that feeds groups. A
 * verified image has its steps in an order that can be carried out, so there always is a next one.
 */
#include "engine/passes.h"

#define NEVER UINT32_MAX

typedef struct Use {
  uint32_t slot;
  bool any_row; /* of rows other than the one in hand */
} Use;

typedef struct Planner {
  Arena *arena;
  const Image *image;
  Passes *passes;
  VEC(Use) uses;     /* of all steps */
  size_t *first_use; /* by step, and one more */
  /* Passes are numbered from 1; what is there from the start was made in pass 0. */
  uint32_t *made;     /* by slot */
  uint32_t *done;     /* by step; a group's when its rows are added */
  uint32_t *finished; /* by group */
  uint32_t *group_of; /* by slot: the group that makes it, or SCHEMA_NONE */
  bool *waits;        /* by slot: references that are resolved when all is read */
  bool *any_row;      /* by slot: somebody uses it so */
  bool *complete;     /* by entity: all its rows are there */
  IndexVec *steps;    /* by entity: maps over it and groups of it, in order */
  IndexVec reads, globals, emits;
  size_t reads_done, globals_done, emits_done;
} Planner;

/* ---- What steps use ------------------------------------------------------------------------- */

static void use(Planner *p, uint32_t slot, bool any_row) {
  if (slot == SCHEMA_NONE) return;
  *VEC_PUSH(p->arena, &p->uses) = (Use){slot, any_row};
  p->any_row[slot] |= any_row;
}

static bool is_store(const Instr *instr) { return op_info[instr->op].dst == OPERAND_NONE; }

static void use_code(Planner *p, const Block *block) {
  for (uint32_t i = 0; i < block->code.count; i++) {
    const Instr *instr = &p->image->code.at[block->code.first + i];
    const Immediate imm = (Immediate)op_info[instr->op].imm;
    if (is_store(instr)) continue;
    if (imm == IMM_SLOT || imm == IMM_PROGRAM_SLOT || imm == IMM_OTHER_SLOT)
      use(p, instr->imm, imm == IMM_OTHER_SLOT);
  }
}

static void use_group(Planner *p, const Group *group) {
  const uint32_t slots[] = {group->via,        group->where, group->value,
                            group->value_high, group->by,    group->fraction};
  for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) use(p, slots[i], false);
}

static void use_rank(Planner *p, const Rank *rank) {
  use(p, rank->qualifies, true);
  use(p, rank->applies, true);
  use(p, rank->rank, true);
  use(p, rank->limit, false);
  p->any_row[rank->placed] = true;
}

static void use_history(Planner *p, const History *history) {
  const uint32_t read[] = {history->via, history->stage, history->at, history->recorded};
  const uint32_t made[] = {history->last, history->since, history->path};
  for (size_t i = 0; i < sizeof read / sizeof *read; i++) use(p, read[i], true);
  for (size_t i = 0; i < sizeof made / sizeof *made; i++)
    if (made[i] != SCHEMA_NONE) p->any_row[made[i]] = true;
}

static void use_partition(Planner *p, const Partition *partition) {
  use(p, partition->where, true);
  for (uint32_t k = 0; k < partition->keys.count; k++)
    use(p, p->image->partition_keys.at[partition->keys.first + k].value, true);
  p->any_row[partition->via] = true;
}

/* Messages are made while their rows are emitted. */
static void use_messages(Planner *p, uint32_t entity) {
  for (size_t b = 0; b < p->image->blocks.count; b++)
    if (p->image->blocks.at[b].message && p->image->blocks.at[b].entity == entity)
      use_code(p, &p->image->blocks.at[b]);
}

static void list_step(Planner *p, uint32_t index) {
  const Step *step = &p->image->steps.at[index];
  switch ((StepKind)step->kind) {
  case STEP_READ:
    *VEC_PUSH(p->arena, &p->reads) = index;
    break;
  case STEP_MAP:
    use_code(p, &p->image->blocks.at[step->operand]);
    *VEC_PUSH(p->arena, &p->steps[p->image->blocks.at[step->operand].entity]) = index;
    break;
  case STEP_GROUP:
    use_group(p, &p->image->groups.at[step->operand]);
    *VEC_PUSH(p->arena, &p->steps[p->image->groups.at[step->operand].child]) = index;
    break;
  case STEP_RANK:
    use_rank(p, &p->image->ranks.at[step->operand]);
    *VEC_PUSH(p->arena, &p->globals) = index;
    break;
  case STEP_HISTORY:
    use_history(p, &p->image->histories.at[step->operand]);
    *VEC_PUSH(p->arena, &p->globals) = index;
    break;
  case STEP_PARTITION:
    use_partition(p, &p->image->partitions.at[step->operand]);
    *VEC_PUSH(p->arena, &p->globals) = index;
    break;
  case STEP_EMIT:
    use_messages(p, step->operand);
    break;
  case STEP_COUNT:
    break;
  }
}

/* Entities are emitted in the order of their declaration, the program last. */
static void list_emits(Planner *p) {
  const uint32_t entities = (uint32_t)p->image->entities.count;
  uint32_t *step_of = ARENA_ARRAY(p->arena, uint32_t, entities);
  for (uint32_t e = 0; e < entities; e++) step_of[e] = SCHEMA_NONE;
  for (uint32_t i = 0; i < p->image->steps.count; i++)
    if (p->image->steps.at[i].kind == STEP_EMIT) step_of[p->image->steps.at[i].operand] = i;
  for (uint32_t i = 1; i <= entities; i++) {
    const uint32_t entity = i < entities ? i : IMAGE_PROGRAM;
    if (step_of[entity] != SCHEMA_NONE) *VEC_PUSH(p->arena, &p->emits) = step_of[entity];
  }
}

static void list_steps(Planner *p) {
  const size_t count = p->image->steps.count;
  p->first_use = ARENA_ARRAY(p->arena, size_t, count + 1);
  for (uint32_t i = 0; i < count; i++) {
    p->first_use[i] = p->uses.count;
    list_step(p, i);
  }
  p->first_use[count] = p->uses.count;
  list_emits(p);
}

/* A reference to rows that are read no earlier than its own. */
static void find_waiting(Planner *p) {
  const Image *image = p->image;
  bool *read = ARENA_ARRAY(p->arena, bool, image->entities.count);
  for (size_t i = 0; i < p->reads.count; i++) {
    const uint32_t entity = image->steps.at[p->reads.at[i]].operand;
    const EntitySchema *schema = &image->entities.at[entity];
    for (uint32_t f = 0; f < schema->field_count; f++) {
      const FieldSchema *field = &schema->fields[f];
      if (field->type.kind == TYPE_REF && field->slot != SCHEMA_NONE && !read[field->type.of])
        p->waits[field->slot] = true;
    }
    read[entity] = true;
  }
}

/* ---- What is ready -------------------------------------------------------------------------- */

static uint32_t now(const Planner *p) { return (uint32_t)p->passes->list.count + 1; }

/* A group of the rows in hand whose children have all been added. */
static bool group_ready(const Planner *p, uint32_t group, const Pass *pass) {
  return pass->kind == PASS_KEPT && p->image->groups.at[group].parent == pass->entity &&
         p->finished[group] == 0;
}

static bool can_finish(const Planner *p, uint32_t slot, const Pass *pass) {
  return p->group_of[slot] != SCHEMA_NONE && group_ready(p, p->group_of[slot], pass);
}

static bool slot_ready(const Planner *p, Use used, const Pass *pass) {
  const uint32_t entity = p->image->slots.at[used.slot].entity;
  if (p->waits[used.slot] && (p->reads_done < p->reads.count || pass->kind == PASS_READ))
    return false;
  if (used.any_row) return p->complete[entity] && p->made[used.slot] < now(p);
  if (entity != pass->entity) return p->made[used.slot] < now(p); /* the program's */
  return p->made[used.slot] != NEVER || can_finish(p, used.slot, pass);
}

static bool step_ready(const Planner *p, uint32_t step, const Pass *pass) {
  for (size_t i = p->first_use[step]; i < p->first_use[step + 1]; i++)
    if (!slot_ready(p, p->uses.at[i], pass)) return false;
  return true;
}

static void finish_group(Planner *p, uint32_t group, Pass *pass) {
  const Group *info = &p->image->groups.at[group];
  p->finished[group] = p->made[info->low] = now(p);
  if (info->high != SCHEMA_NONE) p->made[info->high] = now(p);
  *VEC_PUSH(p->arena, &pass->finished) = group;
}

static void finish_used(Planner *p, uint32_t step, Pass *pass) {
  for (size_t i = p->first_use[step]; i < p->first_use[step + 1]; i++)
    if (can_finish(p, p->uses.at[i].slot, pass))
      finish_group(p, p->group_of[p->uses.at[i].slot], pass);
}

static void make_stored(Planner *p, const Block *block, uint32_t when) {
  for (uint32_t i = 0; i < block->code.count; i++) {
    const Instr *instr = &p->image->code.at[block->code.first + i];
    if (is_store(instr)) p->made[instr->imm] = when;
  }
}

static void take_step(Planner *p, uint32_t index, Pass *pass) {
  const Step *step = &p->image->steps.at[index];
  finish_used(p, index, pass);
  p->done[index] = now(p);
  if (step->kind == STEP_MAP) {
    make_stored(p, &p->image->blocks.at[step->operand], now(p));
    *VEC_PUSH(p->arena, &pass->blocks) = step->operand;
  } else {
    *VEC_PUSH(p->arena, &pass->added) = step->operand;
  }
}

static bool parent_known(const Planner *p, const Step *step) {
  return step->kind != STEP_GROUP || p->complete[p->image->groups.at[step->operand].parent];
}

/* ---- What a pass takes along ---------------------------------------------------------------- */

/* `all`: groups are finished that nothing in this pass uses. */
static void finish_groups(Planner *p, Pass *pass, bool all) {
  for (uint32_t g = 0; g < p->image->groups.count; g++) {
    const Group *group = &p->image->groups.at[g];
    if (!group_ready(p, g, pass)) continue;
    if (all || pass->entity == IMAGE_PROGRAM || p->any_row[group->low] ||
        (group->high != SCHEMA_NONE && p->any_row[group->high]))
      finish_group(p, g, pass);
  }
}

static bool all_ready(const Planner *p, const Pass *pass) {
  const Image *image = p->image;
  const IndexVec *steps = &p->steps[pass->entity];
  for (size_t i = 0; i < steps->count; i++)
    if (p->done[steps->at[i]] == NEVER && image->steps.at[steps->at[i]].kind == STEP_MAP)
      return false;
  for (uint32_t s = 0; s < image->slots.count; s++) {
    if (image->slots.at[s].entity != pass->entity) continue;
    if (p->waits[s] && pass->kind == PASS_READ) return false;
    if (p->group_of[s] != SCHEMA_NONE && !slot_ready(p, (Use){s, false}, pass)) return false;
  }
  return true;
}

/* Nothing is handed out while a source may turn out unreadable or a cap unusable, but for the last
 * source, whose rows may be too many to wait for. */
static bool can_emit(const Planner *p, const Pass *pass) {
  const size_t reads_left = p->reads.count - p->reads_done;
  if (p->emits_done == p->emits.count || p->globals_done < p->globals.count) return false;
  const uint32_t step = p->emits.at[p->emits_done];
  return p->image->steps.at[step].operand == pass->entity &&
         reads_left == (pass->kind == PASS_READ) && step_ready(p, step, pass) && all_ready(p, pass);
}

static void sweep(Planner *p, Pass *pass, bool finish_all) {
  const IndexVec *steps = &p->steps[pass->entity];
  for (size_t i = 0; i < steps->count; i++) {
    const uint32_t index = steps->at[i];
    if (p->done[index] == NEVER && parent_known(p, &p->image->steps.at[index]) &&
        step_ready(p, index, pass))
      take_step(p, index, pass);
  }
  pass->emits = can_emit(p, pass);
  finish_groups(p, pass, finish_all || pass->emits);
}

static bool is_empty(const Pass *pass) {
  return !pass->blocks.count && !pass->added.count && !pass->finished.count && !pass->emits;
}

static void undo(Planner *p, const Pass *pass) {
  for (size_t i = 0; i < pass->blocks.count; i++)
    make_stored(p, &p->image->blocks.at[pass->blocks.at[i]], NEVER);
  for (size_t i = 0; i < p->steps[pass->entity].count; i++) {
    uint32_t *done = &p->done[p->steps[pass->entity].at[i]];
    if (*done == now(p)) *done = NEVER;
  }
  for (size_t i = 0; i < pass->finished.count; i++) {
    const Group *group = &p->image->groups.at[pass->finished.at[i]];
    p->finished[pass->finished.at[i]] = 0;
    p->made[group->low] = NEVER;
    if (group->high != SCHEMA_NONE) p->made[group->high] = NEVER;
  }
}

static void commit(Planner *p, const Pass *pass) {
  for (size_t i = 0; i < pass->added.count; i++) p->finished[pass->added.at[i]] = 0;
  p->emits_done += pass->emits;
  *VEC_PUSH(p->arena, &p->passes->list) = *pass;
}

/* ---- Kinds of passes ------------------------------------------------------------------------ */

static void make_partition(Planner *p, const Partition *partition) {
  p->made[partition->via] = now(p);
  for (uint32_t k = 0; k < partition->keys.count; k++)
    p->made[p->image->partition_keys.at[partition->keys.first + k].result] = now(p);
  p->complete[partition->parent] = true;
}

static void make_global(Planner *p, const Step *step) {
  if (step->kind == STEP_RANK) {
    p->made[p->image->ranks.at[step->operand].placed] = now(p);
    return;
  }
  if (step->kind == STEP_PARTITION) {
    make_partition(p, &p->image->partitions.at[step->operand]);
    return;
  }
  const History *history = &p->image->histories.at[step->operand];
  const uint32_t made[] = {history->last, history->since, history->path};
  for (size_t i = 0; i < sizeof made / sizeof *made; i++)
    if (made[i] != SCHEMA_NONE) p->made[made[i]] = now(p);
}

/* One that divides rows by nothing uses no slot of them. */
static bool rows_are_there(const Planner *p, const Step *step) {
  return step->kind != STEP_PARTITION || p->complete[p->image->partitions.at[step->operand].child];
}

static bool add_global(Planner *p) {
  if (p->globals_done == p->globals.count) return false;
  const uint32_t step = p->globals.at[p->globals_done];
  Pass pass = {.kind = PASS_GLOBAL, .entity = SCHEMA_NONE, .step = step};
  if (!rows_are_there(p, &p->image->steps.at[step]) || !step_ready(p, step, &pass)) return false;
  make_global(p, &p->image->steps.at[step]);
  p->done[step] = now(p);
  p->globals_done++;
  commit(p, &pass);
  return true;
}

static bool add_program(Planner *p) {
  Pass pass = {.kind = PASS_KEPT, .entity = IMAGE_PROGRAM};
  sweep(p, &pass, false);
  if (is_empty(&pass)) return false;
  commit(p, &pass);
  return true;
}

static bool add_read(Planner *p) {
  if (p->reads_done == p->reads.count) return false;
  const uint32_t entity = p->image->steps.at[p->reads.at[p->reads_done]].operand;
  const EntitySchema *schema = &p->image->entities.at[entity];
  Pass pass = {.kind = PASS_READ, .entity = entity};
  for (uint32_t f = 0; f < schema->field_count; f++)
    if (schema->fields[f].slot != SCHEMA_NONE) p->made[schema->fields[f].slot] = now(p);
  sweep(p, &pass, false);
  p->passes->entity[entity].emitted_while_read = pass.emits;
  commit(p, &pass);
  p->complete[entity] = true;
  p->reads_done++;
  return true;
}

static bool has_emit(const Planner *p, uint32_t entity) {
  for (size_t i = p->emits_done; i < p->emits.count; i++)
    if (p->image->steps.at[p->emits.at[i]].operand == entity) return true;
  return false;
}

/* How much is to be said for a pass: 0 nothing, 3 it ends its entity. */
static int merit(const Planner *p, const Pass *pass) {
  if (is_empty(pass)) return 0;
  bool ends = pass->emits || !has_emit(p, pass->entity);
  const IndexVec *steps = &p->steps[pass->entity];
  for (size_t i = 0; i < steps->count && ends; i++) ends = p->done[steps->at[i]] != NEVER;
  return ends ? 3 : pass->added.count ? 2 : 1;
}

static bool add_kept(Planner *p, bool finish_all) {
  uint32_t best = SCHEMA_NONE;
  int most = 0;
  for (uint32_t e = 0; e < p->image->entities.count; e++) {
    Pass pass = {.kind = PASS_KEPT, .entity = e};
    if (!p->complete[e]) continue;
    sweep(p, &pass, finish_all);
    const int merits = merit(p, &pass);
    undo(p, &pass);
    if (merits <= most) continue;
    most = merits;
    best = e;
  }
  if (best == SCHEMA_NONE) return false;
  Pass pass = {.kind = PASS_KEPT, .entity = best};
  sweep(p, &pass, finish_all);
  commit(p, &pass);
  return true;
}

/* ---- What is kept --------------------------------------------------------------------------- */

/* Where a row of any number is looked into, what lies behind its values is asked for too. So is it
 * where code that runs over the rows looks at others of them. */
static bool needs_whole(const Planner *p, uint32_t entity) {
  const Image *image = p->image;
  for (uint32_t b = 0; b < image->blocks.count; b++) {
    const Block *block = &image->blocks.at[b];
    for (uint32_t i = 0; i < block->code.count; i++) {
      const Instr *instr = &image->code.at[block->code.first + i];
      if (op_info[instr->op].imm != IMM_OTHER_SLOT) continue;
      const Slot *slot = &image->slots.at[instr->imm];
      if (slot->entity == entity && (slot->role != SLOT_FIELD || block->entity == entity))
        return true;
    }
  }
  return false;
}

static bool is_referred_to(const Planner *p, uint32_t entity) {
  for (size_t i = 0; i < p->reads.count; i++) {
    const EntitySchema *schema = &p->image->entities.at[p->image->steps.at[p->reads.at[i]].operand];
    for (uint32_t f = 0; f < schema->field_count; f++)
      if (schema->fields[f].type.kind == TYPE_REF && schema->fields[f].type.of == entity)
        return true;
  }
  return false;
}

static bool is_passed_again(const Planner *p, uint32_t entity) {
  for (size_t i = 0; i < p->passes->list.count; i++) {
    const Pass *pass = &p->passes->list.at[i];
    if (pass->kind == PASS_KEPT && pass->entity == entity) return true;
    if (pass->kind == PASS_GLOBAL && p->image->steps.at[pass->step].kind == STEP_RANK &&
        p->image->ranks.at[p->image->steps.at[pass->step].operand].entity == entity)
      return true;
  }
  return false;
}

static bool is_emitted_later(const Planner *p, uint32_t entity) {
  for (size_t i = 0; i < p->passes->list.count; i++) {
    const Pass *pass = &p->passes->list.at[i];
    if (pass->kind == PASS_KEPT && pass->entity == entity && pass->emits) return true;
  }
  return false;
}

static void keep_slot(Planner *p, Pass *pass, uint32_t slot) {
  Keeping *keep = &p->passes->keep[slot];
  for (size_t i = 0; i < pass->loads.count; i++)
    if (pass->loads.at[i] == slot) return;
  if (*keep == KEEP_NOT) *keep = KEEP_PACKED;
  *VEC_PUSH(p->arena, &pass->loads) = slot;
}

static bool comes_from_before(const Planner *p, uint32_t slot, uint32_t entity, uint32_t number) {
  return p->image->slots.at[slot].entity == entity && p->made[slot] < number;
}

/* Findings look behind values, on rows that are emitted and on rows in doubt. */
static void find_loads(Planner *p, Pass *pass, uint32_t number) {
  if (pass->kind != PASS_KEPT || p->passes->entity[pass->entity].whole) return;
  const IndexVec *steps = &p->steps[pass->entity];
  for (size_t i = 0; i < steps->count; i++) {
    const uint32_t step = steps->at[i];
    if (p->done[step] != number) continue;
    for (size_t u = p->first_use[step]; u < p->first_use[step + 1]; u++) {
      const Use *used = &p->uses.at[u];
      if (!used->any_row && comes_from_before(p, used->slot, pass->entity, number))
        keep_slot(p, pass, used->slot);
    }
  }
  const bool all = pass->emits || (pass->added.count && p->passes->entity[pass->entity].doubts);
  for (uint32_t s = 0; s < p->image->slots.count && all; s++)
    if (comes_from_before(p, s, pass->entity, number)) keep_slot(p, pass, s);
}

static void find_stores(Planner *p, Pass *pass, uint32_t number) {
  if (pass->kind == PASS_GLOBAL) return;
  /* Passes that work on a table itself have but texts to put away. */
  const bool direct = pass->kind == PASS_KEPT && p->passes->entity[pass->entity].whole;
  for (uint32_t s = 0; s < p->image->slots.count; s++)
    if (p->image->slots.at[s].entity == pass->entity && p->made[s] == number &&
        p->passes->keep[s] != KEEP_NOT && (!direct || p->image->slots.at[s].store == STORE_TEXT))
      *VEC_PUSH(p->arena, &pass->stores) = s;
}

static bool is_parted(const Planner *p, uint32_t entity) {
  for (size_t i = 0; i < p->image->partitions.count; i++)
    if (p->image->partitions.at[i].parent == entity) return true;
  return false;
}

static void decide_keeping(Planner *p, bool whole) {
  const Image *image = p->image;
  for (uint32_t e = 0; e < image->entities.count; e++) {
    EntityKeeping *entity = &p->passes->entity[e];
    entity->whole = whole || e == IMAGE_PROGRAM || needs_whole(p, e) || is_parted(p, e);
    entity->keys = image->entities.at[e].key != SCHEMA_NONE &&
                   (whole || is_referred_to(p, e) || is_passed_again(p, e));
    entity->lines = image->entities.at[e].key == SCHEMA_NONE && (whole || is_emitted_later(p, e));
  }
  for (size_t g = 0; g < image->groups.count; g++) {
    EntityKeeping *entity = &p->passes->entity[image->groups.at[g].child];
    entity->doubts = !entity->whole && p->emits.count > 0;
  }
  for (uint32_t s = 0; s < image->slots.count; s++)
    if (p->any_row[s] || p->waits[s] || p->passes->entity[image->slots.at[s].entity].whole)
      p->passes->keep[s] = KEEP_WHOLE;
  for (uint32_t i = 0; i < p->passes->list.count; i++) find_loads(p, &p->passes->list.at[i], i + 1);
  for (uint32_t i = 0; i < p->passes->list.count; i++)
    find_stores(p, &p->passes->list.at[i], i + 1);
}

/* ---- From outside --------------------------------------------------------------------------- */

static Planner planner_of(Arena *arena, const Image *image) {
  Planner p = {.arena = arena, .image = image, .passes = ARENA_NEW(arena, Passes)};
  const size_t slots = image->slots.count, entities = image->entities.count;
  p.passes->keep = ARENA_ARRAY(arena, Keeping, slots);
  p.passes->entity = ARENA_ARRAY(arena, EntityKeeping, entities);
  p.made = ARENA_ARRAY(arena, uint32_t, slots);
  p.group_of = ARENA_ARRAY(arena, uint32_t, slots);
  p.waits = ARENA_ARRAY(arena, bool, slots);
  p.any_row = ARENA_ARRAY(arena, bool, slots);
  p.done = ARENA_ARRAY(arena, uint32_t, image->steps.count);
  p.finished = ARENA_ARRAY(arena, uint32_t, image->groups.count);
  p.complete = ARENA_ARRAY(arena, bool, entities);
  p.steps = ARENA_ARRAY(arena, IndexVec, entities);
  for (size_t s = 0; s < slots; s++) {
    p.made[s] = image->slots.at[s].role == SLOT_INPUT ? 0 : NEVER;
    p.group_of[s] = SCHEMA_NONE;
  }
  for (size_t i = 0; i < image->steps.count; i++) p.done[i] = NEVER;
  for (uint32_t g = 0; g < image->groups.count; g++) {
    const Group *group = &image->groups.at[g];
    p.finished[g] = NEVER;
    p.group_of[group->low] = g;
    if (group->high != SCHEMA_NONE) p.group_of[group->high] = g;
  }
  p.complete[IMAGE_PROGRAM] = true;
  return p;
}

Passes *passes_plan(Arena *arena, const Image *image, bool whole) {
  Planner p = planner_of(arena, image);
  list_steps(&p);
  find_waiting(&p);
  while (add_global(&p) || add_program(&p) || add_read(&p) || add_kept(&p, false) ||
         add_kept(&p, true))
    continue;
  decide_keeping(&p, whole);
  return p.passes;
}
