/* stream.c - the one entity whose rows need not all be in memory.
 *
 * It is the last that is read, and nobody else looks at its rows: no group or rank ranges over it,
 * no reference leads to it, and its own references lead to entities read before. Then a window of
 * its rows can be read, mapped and emitted, and its slots taken for the next window. Keys are kept
 * (duplicates and waivers are found by them), texts are not.
 */
#include "engine/run_impl.h"

enum { WINDOW_BATCHES = 8 };

static uint32_t last_read(const Image *image) {
  uint32_t entity = SCHEMA_NONE;
  for (size_t i = 0; i < image->steps.count; i++)
    if (image->steps.at[i].kind == STEP_READ) entity = image->steps.at[i].operand;
  return entity;
}

static bool is_grouped(const Image *image, uint32_t entity) {
  for (size_t i = 0; i < image->groups.count; i++)
    if (image->groups.at[i].child == entity || image->groups.at[i].parent == entity) return true;
  for (size_t i = 0; i < image->ranks.count; i++)
    if (image->ranks.at[i].entity == entity) return true;
  return false;
}

static bool is_gathered(const Image *image, uint32_t entity) {
  for (size_t i = 0; i < image->code.count; i++) {
    const Instr *instr = &image->code.at[i];
    if (op_info[instr->op].imm == IMM_OTHER_SLOT && image->slots.at[instr->imm].entity == entity)
      return true;
  }
  return false;
}

static bool is_read(const Image *image, uint32_t entity) {
  for (size_t i = 0; i < image->steps.count; i++)
    if (image->steps.at[i].kind == STEP_READ && image->steps.at[i].operand == entity) return true;
  return false;
}

/* References that cannot be resolved while the entity is read: its own to rows not read before, and
 * those of others to it, which wait for its keys. */
static bool references_wait(const Image *image, uint32_t entity) {
  for (uint32_t e = 0; e < image->entities.count; e++) {
    const EntitySchema *schema = &image->entities.at[e];
    for (uint32_t f = 0; f < schema->field_count; f++) {
      const Type type = schema->fields[f].type;
      if (type.kind != TYPE_REF) continue;
      if (type.of == entity || (e == entity && !is_read(image, type.of))) return true;
    }
  }
  return false;
}

uint32_t stream_entity(const Image *image) {
  const uint32_t entity = last_read(image);
  if (entity == SCHEMA_NONE || is_grouped(image, entity) || is_gathered(image, entity) ||
      references_wait(image, entity))
    return SCHEMA_NONE;
  return entity;
}

static void map_window(Run *run) {
  for (size_t i = 0; i < run->image->steps.count; i++) {
    const Step *step = &run->image->steps.at[i];
    if (step->kind == STEP_MAP && run->image->blocks.at[step->operand].entity == run->streamed)
      vm_map(run->vm, step->operand, run->tables);
  }
}

static bool has_emit(const Run *run) {
  for (size_t i = 0; i < run->image->steps.count; i++) {
    const Step *step = &run->image->steps.at[i];
    if (step->kind == STEP_EMIT && step->operand == run->streamed) return true;
  }
  return false;
}

bool stream_run(Run *run) {
  Table *table = run->tables[run->streamed];
  const size_t window = (size_t)run_batch_rows(run) * WINDOW_BATCHES;
  const bool emits = has_emit(run);
  while (run_read(run, run->streamed, window)) {
    map_window(run);
    if (emits) emit_rows(run, run->streamed);
    if (run_stopped(run)) return false;
    vm_forget_texts(run->vm);
    if (run->inspector) inspector_forget(run->inspector);
    table->first += table->rows;
    table->rows = 0;
  }
  return reader_done(run->readers[run->streamed]);
}
