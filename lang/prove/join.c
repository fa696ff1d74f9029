/* join.c - the tables of the joined program: entities, fields, enumerations, parameters. */
#include "prove/join.h"

/* ---- Enumerations ---- */

static bool same_members(const EnumSchema *a, const EnumSchema *b) {
  if (a->count != b->count) return false;
  for (uint32_t m = 0; m < a->count; m++)
    if (!text_equal(a->members[m].name, b->members[m].name)) return false;
  return true;
}

static uint32_t add_enum(Join *join, const EnumSchema *schema) {
  Program *program = join->program;
  for (uint32_t i = 0; i < program->enums.count; i++)
    if (same_members(&program->enums.at[i], schema)) return i;
  *VEC_PUSH(join->arena, &program->enums) = *schema;
  return (uint32_t)program->enums.count - 1;
}

static void join_enums(Join *join, JoinSide *side) {
  const Program *from = side->plan->program;
  side->members = ARENA_ARRAY(join->arena, uint32_t, from->enums.count);
  for (uint32_t i = 0; i < from->enums.count; i++)
    side->members[i] = add_enum(join, &from->enums.at[i]);
}

/* The members that both have, in the order of the first. */
static uint32_t common_members(Join *join, uint32_t a, uint32_t b) {
  const EnumSchema first = join->program->enums.at[a], second = join->program->enums.at[b];
  EnumSchema common = {.name = first.name,
                       .members = ARENA_ARRAY(join->arena, EnumMember, first.count)};
  for (uint32_t m = 0; m < first.count; m++)
    if (enum_member_by_name(&second, first.members[m].name) >= 0)
      common.members[common.count++] = first.members[m];
  return common.count ? add_enum(join, &common) : SCHEMA_NONE;
}

Type join_type(const Join *join, int side, Type type) {
  const JoinSide *of = &join->side[side];
  if (type.kind == TYPE_ENUM) type.of = of->members[type.of];
  if (type.kind == TYPE_REF) type.of = of->entity[type.of];
  return type;
}

/* ---- Entities and their fields ---- */

static void join_entities(Join *join, JoinSide *side) {
  const Program *from = side->plan->program;
  Program *program = join->program;
  side->entity = ARENA_ARRAY(join->arena, uint32_t, from->entities.count);
  side->field = ARENA_ARRAY(join->arena, uint32_t *, from->entities.count);
  for (uint32_t i = 0; i < from->entities.count; i++) {
    uint32_t at = 0;
    while (at < program->entities.count &&
           !text_equal(program->entities.at[at].name, from->entities.at[i].name))
      at++;
    side->entity[i] = at;
    side->field[i] = ARENA_ARRAY(join->arena, uint32_t, from->entities.at[i].field_count);
    if (at < program->entities.count) continue;
    *VEC_PUSH(join->arena, &program->entities) =
        (EntitySchema){.name = from->entities.at[i].name, .key = SCHEMA_NONE};
  }
}

static bool below(TypeKind kind, Bound a, Bound b) {
  return kind == TYPE_NUMBER ? a.f < b.f : a.i < b.i;
}

/* Narrows the field to what the other accepts, too. False where nothing would be left. */
static bool narrow(Join *join, FieldSchema *field, const FieldSchema *by) {
  FieldSchema both = *field;
  if (!type_equal(field->type, by->type)) {
    if (field->type.kind != TYPE_ENUM || by->type.kind != TYPE_ENUM) return false;
    both.type.of = common_members(join, field->type.of, by->type.of);
    if (both.type.of == SCHEMA_NONE) return false;
  }
  const TypeKind kind = both.type.kind;
  if (by->low.set && (!both.low.set || below(kind, both.low, by->low))) both.low = by->low;
  if (by->high.set && (!both.high.set || below(kind, by->high, both.high))) both.high = by->high;
  if (both.low.set && both.high.set && below(kind, both.high, both.low)) return false;
  both.required |= by->required;
  both.key |= by->key;
  *field = both;
  return true;
}

static void join_field(Join *join, int number, uint32_t entity, uint32_t index) {
  JoinSide *side = &join->side[number];
  FieldSchema field = side->plan->program->entities.at[entity].fields[index];
  EntitySchema *to = &join->program->entities.at[side->entity[entity]];
  field.type = join_type(join, number, field.type);
  for (uint32_t i = 0; i < to->field_count && number == JOIN_NEW; i++)
    if (text_equal(to->fields[i].name, field.name) && narrow(join, &to->fields[i], &field)) {
      side->field[entity][index] = i;
      return;
    }
  side->field[entity][index] = to->field_count;
  to->fields[to->field_count++] = field;
}

/* Room for the fields of both, whether they are the same or not. */
static void make_room(Join *join) {
  uint32_t *most = ARENA_ARRAY(join->arena, uint32_t, join->program->entities.count);
  for (int s = 0; s < JOIN_SIDES; s++) {
    const Program *from = join->side[s].plan->program;
    for (uint32_t i = 0; i < from->entities.count; i++)
      most[join->side[s].entity[i]] += from->entities.at[i].field_count;
  }
  for (uint32_t i = 0; i < join->program->entities.count; i++)
    join->program->entities.at[i].fields = ARENA_ARRAY(join->arena, FieldSchema, most[i]);
}

static void join_fields(Join *join, int number) {
  JoinSide *side = &join->side[number];
  const Program *from = side->plan->program;
  for (uint32_t i = 0; i < from->entities.count; i++) {
    EntitySchema *to = &join->program->entities.at[side->entity[i]];
    for (uint32_t f = 0; f < from->entities.at[i].field_count; f++) join_field(join, number, i, f);
    const uint32_t key = from->entities.at[i].key;
    if (key != SCHEMA_NONE && to->key == SCHEMA_NONE) to->key = side->field[i][key];
  }
}

/* ---- Parameters and declarations ---- */

static void join_params(Join *join, int number) {
  JoinSide *side = &join->side[number];
  const Program *from = side->plan->program;
  Program *program = join->program;
  side->param = ARENA_ARRAY(join->arena, uint32_t, from->params.count);
  for (uint32_t i = 0; i < from->params.count; i++) {
    DeclaredParam param = from->params.at[i];
    param.type = param.value.type = join_type(join, number, param.type);
    uint32_t at = 0;
    for (; at < program->params.count; at++) {
      const DeclaredParam *other = &program->params.at[at];
      if (text_equal(other->name, param.name) && type_equal(other->type, param.type) &&
          scalar_equal(other->value, param.value))
        break;
    }
    side->param[i] = at;
    if (at == program->params.count) *VEC_PUSH(join->arena, &program->params) = param;
  }
}

static void join_declared(Join *join, int number) {
  JoinSide *side = &join->side[number];
  const Program *from = side->plan->program;
  side->declared = (uint32_t)join->program->columns.count;
  for (size_t i = 0; i < from->columns.count; i++) {
    Declared declared = from->columns.at[i];
    declared.entity = side->entity[declared.entity];
    declared.type = join_type(join, number, declared.type);
    *VEC_PUSH(join->arena, &join->program->columns) = declared;
  }
}

/* ---- Columns ---- */

static const PlanColumn *same_measure(const Join *join, const Declared *declared, PlanValue value) {
  const JoinSide *side = &join->side[JOIN_OLD];
  for (size_t i = 0; i < side->plan->columns.count; i++) {
    const PlanColumn *column = &side->plan->columns.at[i];
    const Declared *other = &side->plan->program->columns.at[column->declared];
    if (other->kind == DECLARATION_MEASURE && text_equal(other->name, declared->name) &&
        side->node[column->value.low] == value.low)
      return column;
  }
  return NULL;
}

/* Assumptions of both hold. Measures that are the same in both are the others that a witness may
 * give a value. */
static void join_columns(Join *join, int number) {
  const JoinSide *side = &join->side[number];
  for (size_t i = 0; i < side->plan->columns.count; i++) {
    PlanColumn column = side->plan->columns.at[i];
    const Declared *declared = &side->plan->program->columns.at[column.declared];
    column.value = (PlanValue){side->node[column.value.low], side->node[column.value.high]};
    const bool measure = declared->kind == DECLARATION_MEASURE && number == JOIN_NEW &&
                         same_measure(join, declared, column.value);
    if (declared->kind != DECLARATION_ASSUME && !measure) continue;
    column.declared += side->declared;
    column.type = join_type(join, number, column.type);
    column.clause = PLAN_NONE;
    *VEC_PUSH(join->arena, &join->plan->columns) = column;
  }
}

Join *join_plans(Arena *arena, const Plan *before, const Plan *after) {
  Join *join = ARENA_NEW(arena, Join);
  join->arena = arena;
  join->side[JOIN_OLD].plan = before;
  join->side[JOIN_NEW].plan = after;
  join->program = ARENA_NEW(arena, Program);
  *join->program = (Program){.arena = arena,
                             .sources = before->program->sources,
                             .name = after->program->name,
                             .fiscal_month = after->program->fiscal_month};
  for (int s = 0; s < JOIN_SIDES; s++) join_enums(join, &join->side[s]);
  for (int s = 0; s < JOIN_SIDES; s++) join_entities(join, &join->side[s]);
  make_room(join);
  for (int s = 0; s < JOIN_SIDES; s++) join_fields(join, s);
  for (int s = 0; s < JOIN_SIDES; s++) join_params(join, s);
  for (int s = 0; s < JOIN_SIDES; s++) join_declared(join, s);
  join->plan = plan_new(arena, join->program);
  for (int s = 0; s < JOIN_SIDES; s++) join_nodes(join, s);
  for (int s = 0; s < JOIN_SIDES; s++) join_columns(join, s);
  return join;
}

/* ---- Witnesses ---- */

static uint32_t index_of(const uint32_t *map, uint32_t count, uint32_t value) {
  for (uint32_t i = 0; i < count; i++)
    if (map[i] == value) return i;
  return SCHEMA_NONE;
}

static uint32_t column_named(const Program *program, Text name) {
  for (uint32_t i = 0; i < program->columns.count; i++)
    if (text_equal(program->columns.at[i].name, name)) return i;
  return SCHEMA_NONE;
}

/* What the side does not have is left out. */
static void add_cell(const Join *join, const JoinSide *side, uint32_t entity, WitnessRow *row,
                     WitnessCell cell) {
  const Program *program = side->plan->program;
  if (cell.is_column) {
    cell.index = column_named(program, join->program->columns.at[cell.index].name);
  } else {
    const EntitySchema *schema = &program->entities.at[entity];
    cell.index = index_of(side->field[entity], schema->field_count, cell.index);
    if (cell.index != SCHEMA_NONE && cell.value.type.kind == TYPE_ENUM) {
      const Text name = join->program->enums.at[cell.value.type.of].members[cell.value.i].name;
      cell.value.type = schema->fields[cell.index].type;
      cell.value.i = enum_member_by_name(&program->enums.at[cell.value.type.of], name);
    }
  }
  if (cell.index != SCHEMA_NONE) *VEC_PUSH(join->arena, &row->cells) = cell;
}

Witness *join_witness(const Join *join, int number, const Witness *witness) {
  const JoinSide *side = &join->side[number];
  const uint32_t count = (uint32_t)side->plan->program->entities.count;
  Witness *own = ARENA_NEW(join->arena, Witness);
  *own = (Witness){.has_day = witness->has_day, .day = witness->day, .expect = witness->expect};
  for (size_t i = 0; i < witness->rows.count; i++) {
    const WitnessRow *row = &witness->rows.at[i];
    const uint32_t entity = index_of(side->entity, count, row->entity);
    if (entity == SCHEMA_NONE && i == 0) return NULL;
    if (entity == SCHEMA_NONE) continue;
    WitnessRow *mine = VEC_PUSH(join->arena, &own->rows);
    *mine = (WitnessRow){.entity = entity};
    for (size_t c = 0; c < row->cells.count; c++)
      add_cell(join, side, entity, mine, row->cells.at[c]);
  }
  return own;
}
