/* emit_slots.c - who has a slot. The order is fixed: inputs, fields, groups, ranks, stored nodes.
 */
#include "emit/emit_impl.h"

static uint32_t add_slot(Emit *emit, uint32_t entity, Store store, SlotRole role, Text name) {
  uint32_t number = (uint32_t)emit->image->slots.count;
  *VEC_PUSH(emit->arena, &emit->image->slots) =
      (Slot){.entity = entity, .store = (uint8_t)store, .role = (uint8_t)role, .name = name};
  return number;
}

static void add_params(Emit *emit) {
  Image *image = emit->image;
  const Program *program = emit->plan->program;
  Type date = {.kind = TYPE_DATE};
  *VEC_PUSH(emit->arena, &image->params) =
      (Param){.name = TEXT("today"),
              .type = date,
              .value = {.type = date},
              .low = {.type = date},
              .high = {.type = date},
              .slot = add_slot(emit, IMAGE_PROGRAM, STORE_I32, SLOT_INPUT, TEXT("today"))};
  for (size_t i = 0; i < program->params.count; i++) {
    const DeclaredParam *param = &program->params.at[i];
    Store store = type_store(param->type);
    Scalar low = {.type = param->type};
    if (store == STORE_TRUTH) low.truth = TRUTH_UNKNOWN;
    Scalar high = low;
    if (param->low.set) {
      low.known = true;
      if (store == STORE_F64)
        low.f = param->low.f;
      else
        low.i = param->low.i;
    }
    if (param->high.set) {
      high.known = true;
      if (store == STORE_F64)
        high.f = param->high.f;
      else
        high.i = param->high.i;
    }
    *VEC_PUSH(emit->arena, &image->params) =
        (Param){.name = param->name,
                .type = param->type,
                .value = param->value,
                .has_low = param->low.set,
                .low = low,
                .has_high = param->high.set,
                .high = high,
                .slot = add_slot(emit, IMAGE_PROGRAM, store, SLOT_INPUT, param->name),
                .doc = param->doc,
                .place = emit_place(emit, param->node->span)};
  }
}

static void add_fields(Emit *emit) {
  for (uint32_t e = 1; e < emit->image->entities.count; e++) {
    EntitySchema *entity = &emit->image->entities.at[e];
    for (uint32_t f = 0; f < entity->field_count; f++) {
      FieldSchema *field = &entity->fields[f];
      field->used = field->used && emit->schedule->read[e];
      field->slot = field->used
                        ? add_slot(emit, e, type_store(field->type), SLOT_FIELD, field->name)
                        : SCHEMA_NONE;
    }
  }
}

static uint32_t native_slot(const Emit *emit, const PlanNode *node) {
  const Image *image = emit->image;
  switch (node->op) {
  case PLAN_FIELD:
    return image->entities.at[node->entity].fields[node->imm].slot;
  case PLAN_INPUT:
    return image->params.at[node->imm].slot;
  default:
    return SCHEMA_NONE;
  }
}

/* By node, the name of the first column that it is the value of. */
static const Text *column_names(const Emit *emit) {
  const Plan *plan = emit->plan;
  Text *names = ARENA_ARRAY(emit->arena, Text, plan->nodes.count);
  for (size_t i = plan->columns.count; i-- > 0;) {
    const uint32_t low = plan->columns.at[i].value.low;
    if (low != PLAN_NONE) names[low] = plan->columns.at[i].name;
  }
  return names;
}

static void add_stored(Emit *emit) {
  const Text *names = column_names(emit);
  for (uint32_t i = 0; i < emit->plan->nodes.count; i++) {
    const PlanNode *node = &emit->plan->nodes.at[i];
    if (schedule_is_given(emit->schedule, i)) continue;
    if (schedule_is_free(emit->schedule, i)) {
      if (node->op == PLAN_FIELD || node->op == PLAN_INPUT) emit->slot[i] = native_slot(emit, node);
    } else if (emit->schedule->stored[i] && emit->schedule->place[i] != LEVEL_NEVER) {
      emit->slot[i] = add_slot(emit, node->entity, type_store(node->type), SLOT_MAPPED, names[i]);
    }
  }
}

/* Results of groups, ranks and histories get their slots through the nodes that read them. */
static void add_results(Emit *emit) {
  for (uint32_t i = 0; i < emit->plan->nodes.count; i++) {
    const PlanNode *node = &emit->plan->nodes.at[i];
    if (emit->schedule->place[i] == LEVEL_NEVER || schedule_is_given(emit->schedule, i)) continue;
    if (node->op == PLAN_AGGREGATE)
      emit->slot[i] = add_slot(emit, node->entity, type_store(node->type), SLOT_GROUPED, TEXT(""));
    else if (node->op == PLAN_RANKED)
      emit->slot[i] = add_slot(emit, node->entity, STORE_TRUTH, SLOT_RANKED, TEXT(""));
    else if (node->op == PLAN_TRACED)
      emit->slot[i] = add_slot(emit, node->entity, STORE_I32, SLOT_TRACED, TEXT(""));
    else if (node->op == PLAN_PARTED)
      emit->slot[i] = add_slot(emit, node->entity, type_store(node->type), SLOT_PARTED, TEXT(""));
  }
}

/* A constant where a slot is wanted is stored once an entity. */
static void want(Emit *emit, uint32_t node, uint32_t entity, uint32_t level) {
  if (node == PLAN_NONE || emit->plan->nodes.at[node].op != PLAN_CONST) return;
  for (size_t i = 0; i < emit->consts.count; i++) {
    ConstSlot *known = &emit->consts.at[i];
    if (known->node != node || known->entity != entity) continue;
    if (level < known->level) known->level = level;
    return;
  }
  uint32_t slot =
      add_slot(emit, entity, type_store(emit->plan->nodes.at[node].type), SLOT_MAPPED, TEXT(""));
  *VEC_PUSH(emit->arena, &emit->consts) = (ConstSlot){node, entity, slot, level};
}

static void want_inputs(Emit *emit) {
  const Plan *plan = emit->plan;
  const Schedule *s = emit->schedule;
  for (size_t i = 0; i < plan->groups.count; i++) {
    if (s->group[i] == LEVEL_NEVER) continue;
    const PlanGroup *group = &plan->groups.at[i];
    uint32_t level = s->group[i] - 1; /* a group with a constant input is never at level 0 */
    want(emit, group->where, group->child, level);
    want(emit, group->value.low, group->child, level);
    want(emit, group->value.high, group->child, level);
    want(emit, group->by, group->child, level);
    want(emit, group->fraction, IMAGE_PROGRAM, level);
  }
  for (size_t i = 0; i < plan->ranks.count; i++) {
    if (s->rank[i] == LEVEL_NEVER) continue;
    const PlanRank *rank = &plan->ranks.at[i];
    want(emit, rank->qualifies, rank->entity, s->rank[i] - 1);
    want(emit, rank->applies, rank->entity, s->rank[i] - 1);
    want(emit, rank->rank, rank->entity, s->rank[i] - 1);
    want(emit, rank->limit, IMAGE_PROGRAM, s->rank[i] - 1);
  }
  for (size_t i = 0; i < plan->partitions.count; i++) {
    const PlanPartition *partition = &plan->partitions.at[i];
    if (s->partition[i] == LEVEL_NEVER) continue;
    want(emit, partition->where, partition->child, s->partition[i] - 1);
    for (uint32_t k = 0; k < partition->count; k++)
      want(emit, partition->keys[k], partition->child, s->partition[i] - 1);
  }
}

static void want_results(Emit *emit) {
  const Plan *plan = emit->plan;
  const Schedule *s = emit->schedule;
  for (size_t i = 0; i < plan->columns.count; i++) {
    const PlanColumn *column = &plan->columns.at[i];
    uint32_t entity = plan->program->columns.at[column->declared].entity;
    want(emit, column->value.low, entity, s->last[entity]);
    want(emit, column->value.high, entity, s->last[entity]);
  }
  for (size_t i = 0; i < plan->findings.count; i++) {
    uint32_t entity = plan->program->columns.at[plan->findings.at[i].declared].entity;
    want(emit, plan->findings.at[i].node, entity, s->last[entity]);
  }
}

void emit_slots(Emit *emit) {
  add_params(emit);
  add_fields(emit);
  add_results(emit);
  add_stored(emit);
  want_inputs(emit);
  want_results(emit);
}

void emit_added_slots(Emit *emit) {
  const Schedule *s = emit->schedule;
  add_results(emit);
  add_stored(emit);
  want_inputs(emit);
  for (size_t i = 0; i < s->extended->wanted_count; i++) {
    const WantedNode *wanted = &s->extended->wanted[i];
    want(emit, wanted->node, wanted->entity, s->last[wanted->entity]);
  }
}

uint32_t emit_slot_of(const Emit *emit, uint32_t node, uint32_t entity) {
  if (emit->plan->nodes.at[node].op != PLAN_CONST) return emit->slot[node];
  for (size_t i = 0; i < emit->consts.count; i++)
    if (emit->consts.at[i].node == node && emit->consts.at[i].entity == entity)
      return emit->consts.at[i].slot;
  return SCHEMA_NONE;
}
