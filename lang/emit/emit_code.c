/* emit_code.c - nodes become instructions, blocks become steps.
 *
 * A block is made by asking for the nodes placed at its level; what they stand on is loaded or
 * computed on the way. In a message block nothing is stored: whatever has a slot is loaded, the
 * rest computed again.
 */
#include "emit/emit_impl.h"

static const PlanNode *node_at(const Emit *emit, uint32_t node) {
  return &emit->plan->nodes.at[node];
}

/* --- pools of constants --- */

static uint32_t const_i64(Emit *emit, int64_t value) {
  for (uint32_t i = 0; i < emit->image->const_i64.count; i++)
    if (emit->image->const_i64.at[i] == value) return i;
  *VEC_PUSH(emit->arena, &emit->image->const_i64) = value;
  return (uint32_t)emit->image->const_i64.count - 1;
}

static uint32_t const_f64(Emit *emit, double value) {
  Scalar wanted = {.type = {.kind = TYPE_NUMBER}, .known = true, .f = value}, other = wanted;
  for (uint32_t i = 0; i < emit->image->const_f64.count; i++) {
    other.f = emit->image->const_f64.at[i];
    if (scalar_equal(wanted, other)) return i;
  }
  *VEC_PUSH(emit->arena, &emit->image->const_f64) = value;
  return (uint32_t)emit->image->const_f64.count - 1;
}

static uint32_t const_text(Emit *emit, Text value) {
  for (uint32_t i = 0; i < emit->image->const_text.count; i++)
    if (text_equal(emit->image->const_text.at[i], value)) return i;
  *VEC_PUSH(emit->arena, &emit->image->const_text) = value;
  return (uint32_t)emit->image->const_text.count - 1;
}

static uint32_t recode(Emit *emit, uint32_t from, uint32_t to) {
  Image *image = emit->image;
  for (uint32_t i = 0; i < image->recodes.count; i++)
    if (image->recodes.at[i].from == from && image->recodes.at[i].to == to) return i;
  const EnumSchema *source = &image->enums.at[from], *target = &image->enums.at[to];
  Recode table = {
      .from = from, .to = to, .entries = {(uint32_t)image->recode_entries.count, source->count}};
  for (uint32_t m = 0; m < source->count; m++)
    *VEC_PUSH(emit->arena, &image->recode_entries) =
        (RecodeEntry){enum_member_by_name(target, source->members[m].name)};
  *VEC_PUSH(emit->arena, &image->recodes) = table;
  return (uint32_t)image->recodes.count - 1;
}

/* --- blocks --- */

void emit_block_begin(Emit *emit, uint32_t entity, uint32_t level, bool message) {
  Image *image = emit->image;
  emit->block = (uint32_t)image->blocks.count;
  emit->entity = entity;
  emit->level = level;
  emit->message = message;
  for (size_t i = 0; i < emit->held_list.count; i++)
    emit->held[emit->held_list.at[i]] = REGISTER_NONE;
  emit->held_list.count = 0;
  *VEC_PUSH(emit->arena, &image->blocks) =
      (Block){.entity = entity,
              .message = message,
              .code = {(uint32_t)image->code.count, 0},
              .registers = {(uint32_t)image->registers.count, 0}};
}

uint32_t emit_block_end(Emit *emit) {
  Block *block = &emit->image->blocks.at[emit->block];
  if (block->code.count) return emit->block;
  emit->image->blocks.count--;
  return SCHEMA_NONE;
}

static Block *current(Emit *emit) { return &emit->image->blocks.at[emit->block]; }

static uint32_t new_register(Emit *emit, Store store) {
  uint32_t number = current(emit)->registers.count;
  if (number >= UINT16_MAX) {
    emit->full = true;
    return number - 1;
  }
  *VEC_PUSH(emit->arena, &emit->image->registers) = (Register){(uint8_t)store};
  current(emit)->registers.count++;
  return number;
}

static void add(Emit *emit, Instr instr) {
  *VEC_PUSH(emit->arena, &emit->image->code) = instr;
  current(emit)->code.count++;
}

static uint32_t hold(Emit *emit, uint32_t node, uint32_t reg) {
  emit->held[node] = reg;
  *VEC_PUSH(emit->arena, &emit->held_list) = node;
  return reg;
}

static uint32_t slot_instruction(Emit *emit, uint32_t node, Opcode op, uint32_t slot, uint32_t a) {
  uint32_t reg = new_register(emit, type_store(node_at(emit, node)->type));
  add(emit, (Instr){.op = (uint16_t)op, .dst = (uint16_t)reg, .a = (uint16_t)a, .imm = slot});
  return hold(emit, node, reg);
}

static uint32_t constant(Emit *emit, uint32_t node) {
  static const Opcode missing[STORE_COUNT] = {[STORE_I64] = OP_MISSING_I64,
                                              [STORE_F64] = OP_MISSING_F64,
                                              [STORE_I32] = OP_MISSING_I32,
                                              [STORE_TEXT] = OP_MISSING_TEXT};
  const Scalar *value = &node_at(emit, node)->value;
  Store store = type_store(value->type);
  if (!value->known && store != STORE_TRUTH)
    return slot_instruction(emit, node, missing[store], 0, 0);
  uint32_t imm = 0;
  switch (store) {
  case STORE_I64:
    imm = const_i64(emit, value->i);
    break;
  case STORE_F64:
    imm = const_f64(emit, value->f);
    break;
  case STORE_I32:
    imm = (uint32_t)(int32_t)value->i;
    break;
  case STORE_TRUTH:
    imm = value->truth;
    break;
  default:
    imm = const_text(emit, value->text);
    break;
  }
  return slot_instruction(emit, node, select_opcode(PLAN_CONST, store, store), imm, 0);
}

static uint32_t immediate(Emit *emit, const PlanNode *node, Opcode op) {
  switch (op_info[op].imm) {
  case IMM_POSITIVE_I64:
    return const_i64(emit, node->imm);
  case IMM_VALUE:
    return (uint32_t)(int32_t)node->imm;
  case IMM_CALENDAR:
    return (uint32_t)node->imm;
  case IMM_RECODE:
    return recode(emit, node_at(emit, node->arg[0])->type.of, node->type.of);
  default:
    return 0;
  }
}

static uint32_t computed(Emit *emit, uint32_t number) {
  const PlanNode *node = node_at(emit, number);
  uint32_t arg[4] = {0, 0, 0, 0};
  for (int i = 0; i < plan_op_info[node->op].arity; i++) arg[i] = emit_node(emit, node->arg[i]);
  Store result = type_store(node->type), operand = type_store(node_at(emit, node->arg[0])->type);
  Opcode op = select_opcode(node->op, result, operand);
  uint32_t imm = immediate(emit, node, op);
  uint32_t reg = new_register(emit, result);
  add(emit, (Instr){.op = (uint16_t)op,
                    .dst = (uint16_t)reg,
                    .a = (uint16_t)arg[0],
                    .b = (uint16_t)arg[1],
                    .c = (uint16_t)arg[2],
                    .d = (uint16_t)arg[3],
                    .imm = imm});
  return hold(emit, number, reg);
}

/* Whether the node's slot is filled before this block and can be loaded in it. */
static bool loadable(const Emit *emit, uint32_t node) {
  const PlanNode *at = node_at(emit, node);
  if (at->op == PLAN_CONST || emit->slot[node] == SCHEMA_NONE || at->entity != emit->entity)
    return false;
  if (emit->message || schedule_is_free(emit->schedule, node)) return true;
  return emit->schedule->place[node] < emit->level;
}

uint32_t emit_node(Emit *emit, uint32_t number) {
  if (emit->held[number] != REGISTER_NONE) return emit->held[number];
  const PlanNode *node = node_at(emit, number);
  Store store = type_store(node->type);
  if (node->op == PLAN_CONST) return constant(emit, number);
  if (loadable(emit, number))
    return slot_instruction(emit, number, select_load(store), emit->slot[number], 0);
  if (node->op == PLAN_SPREAD)
    return slot_instruction(emit, number, select_spread(store), emit->slot[node->arg[0]], 0);
  if (node->op == PLAN_GATHER) {
    uint32_t reference = emit_node(emit, node->arg[0]);
    return slot_instruction(emit, number, select_gather(store), emit->slot[node->arg[1]],
                            reference);
  }
  return computed(emit, number);
}

static void store(Emit *emit, uint32_t node, uint32_t slot) {
  uint32_t reg = emit_node(emit, node);
  Opcode op = select_store(type_store(node_at(emit, node)->type));
  add(emit, (Instr){.op = (uint16_t)op, .a = (uint16_t)reg, .imm = slot});
}

/* --- clauses: their registers are made while the block of their level is made --- */

static void clause_registers(Emit *emit) {
  const Plan *plan = emit->plan;
  for (size_t i = 0; i < plan->clauses.count; i++) {
    const PlanClause *from = &plan->clauses.at[i];
    if (from->value.low == PLAN_NONE || from->entity != emit->entity) continue;
    if (schedule_clause_level(emit->schedule, from) != emit->level) continue;
    Clause *to = &emit->image->clauses.at[i];
    to->low = (uint16_t)emit_node(emit, from->value.low);
    to->high = (uint16_t)emit_node(emit, from->value.high);
    to->block = emit->block;
  }
}

static void map_block(Emit *emit, uint32_t entity, uint32_t level) {
  const Schedule *s = emit->schedule;
  emit_block_begin(emit, entity, level, false);
  for (uint32_t i = 0; i < emit->plan->nodes.count; i++) {
    const PlanNode *node = node_at(emit, i);
    if (node->entity != entity || s->place[i] != level || schedule_is_free(emit->schedule, i))
      continue;
    emit_node(emit, i);
    if (emit->slot[i] != SCHEMA_NONE) store(emit, i, emit->slot[i]);
  }
  for (size_t i = 0; i < emit->consts.count; i++) {
    const ConstSlot *at = &emit->consts.at[i];
    if (at->entity == entity && at->level == level) store(emit, at->node, at->slot);
  }
  if (!emit->base) clause_registers(emit);
  uint32_t block = emit_block_end(emit);
  if (block == SCHEMA_NONE) return;
  *VEC_PUSH(emit->arena, &emit->image->steps) = (Step){STEP_MAP, block};
}

/* --- steps --- */

static void read_step(Emit *emit, uint32_t entity, uint8_t *state) {
  if (state[entity] || !emit->schedule->read[entity]) return;
  state[entity] = 1; /* in a circle of references somebody has to be first */
  const EntitySchema *schema = &emit->image->entities.at[entity];
  for (uint32_t f = 0; f < schema->field_count; f++)
    if (schema->fields[f].type.kind == TYPE_REF) read_step(emit, schema->fields[f].type.of, state);
  *VEC_PUSH(emit->arena, &emit->image->steps) = (Step){STEP_READ, entity};
}

static bool reports(const Emit *emit, uint32_t entity) {
  const Program *program = emit->plan->program;
  for (size_t i = 0; i < program->columns.count; i++)
    if (program->columns.at[i].entity == entity) return true;
  return false;
}

static void add_step(Emit *emit, StepKind kind, uint32_t operand) {
  *VEC_PUSH(emit->arena, &emit->image->steps) = (Step){(uint8_t)kind, operand};
}

/* The steps of one kind at the level, which programs have alone. */
static void steps_at(Emit *emit, StepKind kind, const uint32_t *levels, size_t count,
                     uint32_t level) {
  uint32_t number = 0;
  for (size_t i = 0; i < count; i++) {
    if (levels[i] == LEVEL_NEVER) continue;
    if (levels[i] == level) add_step(emit, kind, number);
    number++;
  }
}

/* The partitions at the level that stand on no group from `group` on; those before were added. */
static uint32_t partitions_at(Emit *emit, uint32_t level, uint32_t number, size_t group) {
  const Plan *plan = emit->plan;
  for (; number < plan->partitions.count && plan->partitions.at[number].groups <= group; number++)
    if (emit->schedule->partition[number] == level) add_step(emit, STEP_PARTITION, number);
  return number;
}

/* A group may range over what groups before it gave, and over rows that a partition made. */
static void groups_at(Emit *emit, uint32_t level) {
  const uint32_t *levels = emit->schedule->group;
  uint32_t number = emit->base ? (uint32_t)emit->base->groups.count : 0, partition = 0;
  for (size_t i = 0; i < emit->plan->groups.count; i++) {
    partition = partitions_at(emit, level, partition, i);
    if (levels[i] == LEVEL_NEVER) continue;
    if (levels[i] == level) add_step(emit, STEP_GROUP, number);
    number++;
  }
  partitions_at(emit, level, partition, SIZE_MAX);
}

static void level_steps(Emit *emit, uint32_t level) {
  const Schedule *s = emit->schedule;
  const Plan *plan = emit->plan;
  /* histories first: groups may range over what they give, while they read what is computed */
  steps_at(emit, STEP_HISTORY, s->history, plan->histories.count, level);
  groups_at(emit, level);
  steps_at(emit, STEP_RANK, s->rank, plan->ranks.count, level);
  for (uint32_t e = 0; e < emit->image->entities.count; e++) map_block(emit, e, level);
}

void emit_added_steps(Emit *emit) {
  for (uint32_t level = 0; level <= emit->schedule->levels; level++) level_steps(emit, level);
}

void emit_steps(Emit *emit) {
  uint32_t entities = (uint32_t)emit->image->entities.count;
  uint8_t *state = ARENA_ARRAY(emit->arena, uint8_t, entities);
  for (uint32_t e = 1; e < entities; e++) read_step(emit, e, state);
  emit_added_steps(emit);
  for (uint32_t e = 1; e <= entities; e++) {
    uint32_t entity = e == entities ? IMAGE_PROGRAM : e; /* the program comes last */
    if (reports(emit, entity))
      *VEC_PUSH(emit->arena, &emit->image->steps) = (Step){STEP_EMIT, entity};
  }
}
