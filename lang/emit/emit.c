/* emit.c - the order in which an image is made, and how one is extended. */
#include "emit/emit.h"

#include "emit/emit_impl.h"

static Emit begin(Arena *arena, const Plan *plan, const Schedule *schedule, Image *image,
                  DiagSink *diags) {
  Emit emit = {.arena = arena, .plan = plan, .schedule = schedule, .image = image, .diags = diags};
  emit.held = ARENA_ARRAY(arena, uint32_t, plan->nodes.count);
  emit.slot = ARENA_ARRAY(arena, uint32_t, plan->nodes.count);
  for (size_t i = 0; i < plan->nodes.count; i++) {
    emit.held[i] = REGISTER_NONE;
    emit.slot[i] = SCHEMA_NONE;
  }
  return emit;
}

static bool fits(const Emit *emit) {
  if (!emit->full) return true;
  Diag *diag = diag_add(emit->diags, E_PROGRAM_TOO_LARGE, (Span){0, 0},
                        "the program is too large: one entity has more than 65,535 values");
  diag_help(emit->diags, diag, "split the rules over two files, or leave out what is not used");
  return false;
}

/* Both ends of a group are there, though the program may read one alone. */
static void keep_ends(Emit *emit) {
  uint32_t number = 0;
  uint32_t *numbers = ARENA_ARRAY(emit->arena, uint32_t, emit->plan->groups.count);
  for (size_t g = 0; g < emit->plan->groups.count; g++)
    numbers[g] = emit->schedule->group[g] == LEVEL_NEVER ? SCHEMA_NONE : number++;
  for (size_t i = 0; i < emit->plan->nodes.count; i++) {
    const PlanNode *node = &emit->plan->nodes.at[i];
    if (node->op != PLAN_AGGREGATE || numbers[node->imm / 2] == SCHEMA_NONE) continue;
    const Group *group = &emit->image->groups.at[numbers[node->imm / 2]];
    emit->slot[i] = node->imm % 2 ? group->high : group->low;
  }
}

Emission *emit_image(Arena *arena, const Plan *plan, DiagSink *diags) {
  Emit emit = begin(arena, plan, schedule_plan(arena, plan, NULL), image_new(arena), diags);
  emit_schema(&emit);
  emit_slots(&emit);
  emit_groups_and_ranks(&emit);
  emit_histories(&emit);
  emit_clauses(&emit);
  emit_steps(&emit);
  emit_declarations(&emit);
  emit_findings(&emit);
  emit_waivers(&emit);
  if (!fits(&emit)) return NULL;
  keep_ends(&emit);
  Emission *emission = ARENA_NEW(arena, Emission);
  *emission = (Emission){.image = emit.image, .slot = emit.slot, .count = plan->nodes.count};
  return emission;
}

/* Groups of partitions are rows of entities that the image does not have yet. */
static void add_entities(Emit *emit) {
  const Program *program = emit->plan->program;
  for (size_t e = emit->image->entities.count; e < program->entities.count; e++) {
    EntitySchema entity = program->entities.at[e];
    entity.fields = NULL; /* its keys are no fields: nothing is read */
    entity.field_count = 0;
    *VEC_PUSH(emit->arena, &emit->image->entities) = entity;
  }
}

const Image *emit_extension(Arena *arena, const Emission *program, const Plan *plan, Wanted *wanted,
                            size_t count, DiagSink *diags) {
  WantedNode *nodes = ARENA_ARRAY(arena, WantedNode, count);
  for (size_t i = 0; i < count; i++) nodes[i] = (WantedNode){wanted[i].node, wanted[i].entity};
  const Extended extended = {program->slot, program->count, nodes, count};
  const Image *base = program->image;
  Emit emit =
      begin(arena, plan, schedule_plan(arena, plan, &extended), image_copy(arena, base), diags);
  emit.base = base;
  for (size_t i = 0; i < program->count; i++) emit.slot[i] = program->slot[i];
  add_entities(&emit);
  emit_added_slots(&emit);
  emit_groups_and_ranks(&emit);
  emit_partitions(&emit);
  emit_added_steps(&emit);
  if (!fits(&emit)) return NULL;
  for (size_t i = 0; i < count; i++)
    wanted[i].slot = emit_slot_of(&emit, wanted[i].node, wanted[i].entity);
  return emit.image->steps.count == base->steps.count ? base : emit.image;
}
