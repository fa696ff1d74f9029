/* emit_history.c - the image's histories: which slots, which ways between the stages. */
#include "emit/emit_impl.h"

/* The slot of a part that somebody reads, or SCHEMA_NONE. */
static uint32_t traced_slot(const Emit *emit, size_t history, TracedPart part) {
  for (uint32_t i = 0; i < emit->plan->nodes.count; i++) {
    const PlanNode *node = &emit->plan->nodes.at[i];
    if (node->op == PLAN_TRACED && node->imm == (int64_t)history * TRACED_PARTS + part)
      return emit->slot[i];
  }
  return SCHEMA_NONE;
}

static IndexList ways_from(Emit *emit, const Stage *stage) {
  const IndexList list = {(uint32_t)emit->image->history_ways.count, stage->to_count};
  for (uint32_t i = 0; i < stage->to_count; i++)
    *VEC_PUSH(emit->arena, &emit->image->history_ways) = (HistoryWay){stage->to[i]};
  return list;
}

static IndexList stages_of(Emit *emit, const Process *process) {
  const IndexList list = {(uint32_t)emit->image->history_stages.count, process->count};
  for (uint32_t i = 0; i < process->count; i++) {
    const IndexList ways = ways_from(emit, &process->stages[i]);
    *VEC_PUSH(emit->arena, &emit->image->history_stages) =
        (HistoryStage){.start = process->stages[i].start, .ways = ways};
  }
  return list;
}

static void emit_history(Emit *emit, uint32_t number) {
  const PlanHistory *from = &emit->plan->histories.at[number];
  const Program *program = emit->plan->program;
  const History history = {
      .declaration = from->declared,
      .child = from->child,
      .parent = from->parent,
      .via = from->via == SCHEMA_NONE
                 ? SCHEMA_NONE
                 : emit->image->entities.at[from->child].fields[from->via].slot,
      .stage = emit_slot_of(emit, from->stage, from->child),
      .at = emit_slot_of(emit, from->at, from->child),
      .recorded = from->recorded == PLAN_NONE ? SCHEMA_NONE
                                              : emit_slot_of(emit, from->recorded, from->parent),
      .stages = stages_of(emit, program->columns.at[from->declared].process),
      .last = traced_slot(emit, number, TRACED_LAST),
      .since = traced_slot(emit, number, TRACED_SINCE),
      .path = traced_slot(emit, number, TRACED_PATH),
      .text = emit_text(emit, from->span),
      .place = emit_place(emit, from->span)};
  *VEC_PUSH(emit->arena, &emit->image->histories) = history;
}

void emit_histories(Emit *emit) {
  for (uint32_t i = 0; i < emit->plan->histories.count; i++)
    if (emit->schedule->history[i] != LEVEL_NEVER) emit_history(emit, i);
}
