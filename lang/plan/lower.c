/* lower.c - the whole program: every declared column in order, with the side table. */
#include "plan/lower.h"

/* Keys, references and required fields are read always; so is the money that a summary sums. */
static void mark_fields(Program *program) {
  for (size_t e = 0; e < program->entities.count; e++) {
    EntitySchema *entity = &program->entities.at[e];
    for (uint32_t f = 0; f < entity->field_count; f++) {
      FieldSchema *field = &entity->fields[f];
      if (field->key || field->required || field->type.kind == TYPE_REF) field->used = true;
    }
  }
  for (size_t i = 0; i < program->columns.count; i++) {
    if (program->columns.at[i].kind != DECLARATION_SEGMENTATION) continue;
    uint32_t money = plan_money_field(program, program->columns.at[i].entity);
    if (money != SCHEMA_NONE)
      program->entities.at[program->columns.at[i].entity].fields[money].used = true;
  }
}

uint32_t plan_money_field(const Program *program, uint32_t entity) {
  const EntitySchema *schema = &program->entities.at[entity];
  for (uint32_t f = 0; f < schema->field_count; f++)
    if (schema->fields[f].type.kind == TYPE_MONEY) return f;
  return SCHEMA_NONE;
}

static void add_column(Lower *lower, uint32_t number, ColumnPart part, uint32_t *index) {
  const LoweredColumns *lowered = &lower->columns[number];
  PlanValue value = lowered->part[part];
  if (value.low == PLAN_NONE) return;
  Plan *plan = lower->plan;
  const Declared *declared = &lower->program->columns.at[number];
  uint32_t entity = declared->entity;
  value = (PlanValue){plan_on(plan, value.low, entity), plan_on(plan, value.high, entity)};
  *index = (uint32_t)plan->columns.count;
  *VEC_PUSH(plan->arena, &plan->columns) = (PlanColumn){
      .declared = number,
      .part = part,
      .name =
          text_of(arena_printf(plan->arena, "%.*s%s", TEXT_ARG(declared->name), part_suffix[part])),
      .type = plan_at(plan, value.low)->type,
      .value = value,
      .clause = lowered->clause[part]};
}

/* Terms named the column by declaration and part until all columns had their index. */
static void resolve_terms(Plan *plan, const uint32_t *index) {
  for (size_t i = 0; i < plan->clauses.count; i++) {
    PlanClause *clause = &plan->clauses.at[i];
    if (clause->column != PLAN_NONE) clause->column = index[clause->column];
  }
}

Plan *plan_lower(Program *program, DiagSink *diags) {
  Plan *plan = plan_new(program->arena, program);
  size_t count = program->columns.count;
  plan->lowered = ARENA_ARRAY(program->arena, LoweredColumns, count);
  Lower lower = {.plan = plan,
                 .program = program,
                 .diags = diags,
                 .clause = PLAN_NONE,
                 .columns = plan->lowered};
  mark_fields(program);
  uint32_t *index = ARENA_ARRAY(program->arena, uint32_t, count * PART_COUNT);
  for (uint32_t i = 0; i < count; i++) lower_column(&lower, i, PART_SELF);
  for (uint32_t i = 0; i < count; i++)
    for (int part = 0; part < PART_COUNT; part++) {
      index[i * PART_COUNT + (uint32_t)part] = PLAN_NONE;
      add_column(&lower, i, (ColumnPart)part, &index[i * PART_COUNT + (uint32_t)part]);
    }
  resolve_terms(plan, index);
  return plan;
}
