/* emit_tables.c - the image's tables that are not code. */
#include "emit/emit_impl.h"

CodePlace emit_place(const Emit *emit, Span span) {
  return span.hi ? source_place(emit->plan->program->sources, span.lo) : (CodePlace){0};
}

Text emit_folded(Arena *arena, const SourceMap *sources, Span span) {
  Text source = source_text(sources, span);
  Buffer out = buffer_in(arena);
  bool quoted = false, blank = false;
  for (size_t i = 0; i < source.len; i++) {
    char c = source.at[i];
    if (c == '#' && !quoted) { /* a comment ends with its line */
      while (i + 1 < source.len && source.at[i + 1] != '\n') i++;
      continue;
    }
    if (c == '"' && (i == 0 || source.at[i - 1] != '\\')) quoted = !quoted;
    bool is_blank = !quoted && (c == ' ' || c == '\t' || c == '\n' || c == '\r');
    if (!is_blank) {
      if (blank && out.len) buffer_char(&out, ' ');
      buffer_char(&out, c);
    }
    blank = is_blank;
  }
  return buffer_view(&out);
}

Text emit_text(const Emit *emit, Span span) {
  return emit_folded(emit->arena, emit->plan->program->sources, span);
}

void emit_schema(Emit *emit) {
  const Program *program = emit->plan->program;
  Image *image = emit->image;
  image->program = program->name;
  image->version = program->version;
  for (size_t i = 0; i < program->enums.count; i++)
    *VEC_PUSH(emit->arena, &image->enums) = program->enums.at[i];
  for (size_t i = 0; i < program->entities.count; i++) {
    EntitySchema entity = program->entities.at[i];
    FieldSchema *fields = ARENA_ARRAY(emit->arena, FieldSchema, entity.field_count);
    for (uint32_t f = 0; f < entity.field_count; f++) fields[f] = entity.fields[f];
    entity.fields = fields;
    *VEC_PUSH(emit->arena, &image->entities) = entity;
  }
}

static uint32_t slot_or_none(const Emit *emit, uint32_t node, uint32_t entity) {
  return node == PLAN_NONE ? SCHEMA_NONE : emit_slot_of(emit, node, entity);
}

/* The slot of one end of a group's result. A range has both, though the program may read one: with
 * the lower alone, a result that is no single point would be missing. */
static uint32_t result_slot(Emit *emit, size_t group, int end) {
  for (uint32_t i = 0; i < emit->plan->nodes.count; i++) {
    const PlanNode *node = &emit->plan->nodes.at[i];
    if (node->op == PLAN_AGGREGATE && node->imm == (int64_t)group * 2 + end &&
        emit->slot[i] != SCHEMA_NONE)
      return emit->slot[i];
  }
  const PlanGroup *at = &emit->plan->groups.at[group];
  if (end && !at->is_range) return SCHEMA_NONE;
  *VEC_PUSH(emit->arena, &emit->image->slots) = (Slot){.entity = at->parent,
                                                       .store = (uint8_t)type_store(at->type),
                                                       .role = SLOT_GROUPED,
                                                       .name = TEXT("")};
  return (uint32_t)emit->image->slots.count - 1;
}

/* The slot by which the group's rows find their parent. */
static uint32_t via_slot(const Emit *emit, const PlanGroup *group) {
  const uint32_t partition = plan_partition_of(emit->plan, group->parent);
  if (partition != PLAN_NONE) return emit->slot[emit->plan->partitions.at[partition].row];
  if (group->via == SCHEMA_NONE) return SCHEMA_NONE;
  return emit->image->entities.at[group->child].fields[group->via].slot;
}

static void emit_group(Emit *emit, size_t number) {
  const PlanGroup *group = &emit->plan->groups.at[number];
  uint32_t low = slot_or_none(emit, group->value.low, group->child);
  uint32_t high = slot_or_none(emit, group->value.high, group->child);
  Group to = {.function = (uint8_t)group->function,
              .child = group->child,
              .parent = group->parent,
              .via = via_slot(emit, group),
              .where = slot_or_none(emit, group->where, group->child),
              .value = low,
              .value_high = high == low ? SCHEMA_NONE : high,
              .by = slot_or_none(emit, group->by, group->child),
              .fraction = slot_or_none(emit, group->fraction, IMAGE_PROGRAM),
              .type = group->type,
              .low = result_slot(emit, number, 0),
              .high = result_slot(emit, number, 1),
              .text = emit_text(emit, group->span),
              .place = emit_place(emit, group->span)};
  *VEC_PUSH(emit->arena, &emit->image->groups) = to;
}

static uint32_t placed_slot(const Emit *emit, size_t rank) {
  for (uint32_t i = 0; i < emit->plan->nodes.count; i++) {
    const PlanNode *node = &emit->plan->nodes.at[i];
    if (node->op == PLAN_RANKED && node->imm == (int64_t)rank) return emit->slot[i];
  }
  return SCHEMA_NONE;
}

void emit_groups_and_ranks(Emit *emit) {
  for (size_t i = 0; i < emit->plan->groups.count; i++)
    if (emit->schedule->group[i] != LEVEL_NEVER) emit_group(emit, i);
  for (size_t i = 0; i < emit->plan->ranks.count; i++) {
    const PlanRank *rank = &emit->plan->ranks.at[i];
    if (emit->schedule->rank[i] == LEVEL_NEVER) continue;
    *VEC_PUSH(emit->arena, &emit->image->ranks) =
        (Rank){.entity = rank->entity,
               .qualifies = emit_slot_of(emit, rank->qualifies, rank->entity),
               .applies = slot_or_none(emit, rank->applies, rank->entity),
               .rank = emit_slot_of(emit, rank->rank, rank->entity),
               .limit = emit_slot_of(emit, rank->limit, IMAGE_PROGRAM),
               .percent = rank->percent,
               .placed = placed_slot(emit, i),
               .declaration = rank->declared,
               .text = emit_text(emit, rank->span),
               .place = emit_place(emit, rank->span)};
  }
}

static uint32_t money_slot(const Emit *emit, const Declared *declared) {
  if (declared->kind != DECLARATION_SEGMENTATION) return SCHEMA_NONE;
  uint32_t field = plan_money_field(emit->plan->program, declared->entity);
  return field == SCHEMA_NONE ? SCHEMA_NONE
                              : emit->image->entities.at[declared->entity].fields[field].slot;
}

void emit_declarations(Emit *emit) {
  const Plan *plan = emit->plan;
  const Program *program = plan->program;
  uint32_t column = 0;
  for (uint32_t i = 0; i < program->columns.count; i++) {
    const Declared *declared = &program->columns.at[i];
    uint32_t first = column;
    for (; column < plan->columns.count && plan->columns.at[column].declared == i; column++) {
      const PlanColumn *from = &plan->columns.at[column];
      uint32_t low = emit_slot_of(emit, from->value.low, declared->entity);
      uint32_t high = emit_slot_of(emit, from->value.high, declared->entity);
      *VEC_PUSH(emit->arena, &emit->image->columns) =
          (Column){.declaration = i,
                   .name = from->name,
                   .type = from->type,
                   .low = low,
                   .high = high == low ? SCHEMA_NONE : high,
                   .clause = from->clause};
    }
    *VEC_PUSH(emit->arena, &emit->image->declarations) =
        (Declaration){.kind = (uint8_t)declared->kind,
                      .name = declared->name,
                      .entity = declared->entity,
                      .doc = declared->doc,
                      .owner = declared->owner,
                      .source = declared->source,
                      .severity = (uint8_t)declared->severity,
                      .columns = {first, column - first},
                      .members = declared->members,
                      .money = money_slot(emit, declared),
                      .place = emit_place(emit, declared->node->span)};
  }
}

/* Ends of groups and ranks that are not in the image shift the numbers of those behind. */
static uint32_t renumbered(const uint32_t *level, uint32_t number) {
  if (number == PLAN_NONE || level[number] == LEVEL_NEVER) return SCHEMA_NONE;
  uint32_t result = 0;
  for (uint32_t i = 0; i < number; i++) result += level[i] != LEVEL_NEVER;
  return result;
}

void emit_clauses(Emit *emit) {
  for (size_t i = 0; i < emit->plan->clauses.count; i++) {
    const PlanClause *from = &emit->plan->clauses.at[i];
    *VEC_PUSH(emit->arena, &emit->image->clauses) =
        (Clause){.kind = (uint8_t)from->kind,
                 .join = (uint8_t)from->join,
                 .parent = from->parent,
                 .text = emit_text(emit, from->span),
                 .type = from->type,
                 .block = SCHEMA_NONE,
                 .group = renumbered(emit->schedule->group, from->group),
                 .rank = renumbered(emit->schedule->rank, from->rank),
                 .history = renumbered(emit->schedule->history, from->history),
                 .column = from->column,
                 .place = emit_place(emit, from->span)};
  }
}

static IndexList pieces(Emit *emit, const PlanPiece *from, size_t count) {
  IndexList list = {(uint32_t)emit->image->pieces.count, (uint32_t)count};
  for (size_t i = 0; i < count; i++) {
    Piece piece = {.literal = from[i].literal, .is_value = from[i].is_value, .type = from[i].type};
    if (piece.is_value) {
      piece.low = (uint16_t)emit_node(emit, from[i].value.low);
      piece.high = (uint16_t)emit_node(emit, from[i].value.high);
    }
    *VEC_PUSH(emit->arena, &emit->image->pieces) = piece;
  }
  return list;
}

static void emit_finding(Emit *emit, const PlanFinding *from) {
  uint32_t entity = emit->plan->program->columns.at[from->declared].entity;
  Finding to = {.kind = (uint8_t)from->kind,
                .declaration = from->declared,
                .slot = emit_slot_of(emit, from->node, entity),
                .when_missing = from->when_missing,
                .value = from->member,
                .place = emit_place(emit, from->span)};
  emit_block_begin(emit, entity, LEVEL_NEVER, true);
  to.say = pieces(emit, from->say.at, from->say.count);
  to.fix = pieces(emit, from->fix.at, from->fix.count);
  to.block = emit_block_end(emit);
  *VEC_PUSH(emit->arena, &emit->image->findings) = to;
}

void emit_findings(Emit *emit) {
  const Plan *plan = emit->plan;
  for (uint32_t declared = 0; declared < plan->program->columns.count; declared++)
    for (size_t i = 0; i < plan->findings.count; i++)
      if (plan->findings.at[i].declared == declared) emit_finding(emit, &plan->findings.at[i]);
}

void emit_waivers(Emit *emit) {
  const Program *program = emit->plan->program;
  for (size_t i = 0; i < program->waivers.count; i++) {
    const DeclaredWaiver *waiver = &program->waivers.at[i];
    *VEC_PUSH(emit->arena, &emit->image->waivers) =
        (Waiver){.declaration = waiver->target,
                 .key = waiver->key,
                 .until = waiver->until,
                 .because = waiver->because,
                 .place = emit_place(emit, waiver->node->span)};
  }
}
