/* echo.c - whether a change of the row comes back to it through other rows: an average over all of
 * them that it is compared with, related rows that look at what they belong to.
 *
 * Three marks a slot are carried from the first step to the last:
 *
 *   own      differs on the row itself, by the code of its entity
 *   other    differs on other rows of its entity, or on rows of other entities
 *   echo     differs on the row because others do
 *
 * Caps are no echo: the trial knows who else has a place.
 */
#include "ask/why_not_impl.h"

typedef struct Marks {
  bool own, other, echo;
} Marks;

typedef struct Echo {
  const Study *study;
  const Image *image;
  Marks *slot;
  Marks *reg; /* by register of the image */
} Echo;

static void join(Marks *to, Marks from) {
  to->own |= from.own;
  to->other |= from.other;
  to->echo |= from.echo;
}

/* What of a slot is seen from other rows. */
static bool is_seen(const Echo *e, uint32_t slot) {
  if (slot == SCHEMA_NONE) return false;
  const Marks marks = e->slot[slot];
  return marks.own || marks.other || marks.echo;
}

/* A reference leads to another row: what is the row's own there is not this one's. */
static Marks from_elsewhere(const Echo *e, uint32_t slot) {
  const bool is_sister = e->image->slots.at[slot].entity == e->study->entity;
  const bool echo = is_sister ? e->slot[slot].other || e->slot[slot].echo : is_seen(e, slot);
  return (Marks){.other = is_seen(e, slot), .echo = echo};
}

static void carry_block(Echo *e, uint32_t index) {
  const Block *block = &e->image->blocks.at[index];
  for (uint32_t i = 0; i < block->code.count; i++) {
    const Instr *instr = &e->image->code.at[block->code.first + i];
    const OpInfo *info = &op_info[instr->op];
    Marks marks = {0};
    for (int k = 0; k < 4 && info->operand[k] != OPERAND_NONE; k++)
      join(&marks, e->reg[study_register(e->study, index, instr_operand(instr, k))]);
    if (info->dst == OPERAND_NONE) {
      join(&e->slot[instr->imm], marks);
      continue;
    }
    if (info->imm == IMM_SLOT) join(&marks, e->slot[instr->imm]);
    if (info->imm == IMM_OTHER_SLOT || info->imm == IMM_PROGRAM_SLOT)
      join(&marks, from_elsewhere(e, instr->imm));
    e->reg[study_register(e->study, index, instr->dst)] = marks;
  }
}

static void carry_group(Echo *e, const Group *group) {
  const uint32_t inputs[] = {group->via,        group->where, group->value,
                             group->value_high, group->by,    group->fraction};
  bool seen = false;
  for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) seen |= is_seen(e, inputs[i]);
  if (!seen) return;
  join(&e->slot[group->low], (Marks){.other = true, .echo = true});
  if (group->high != SCHEMA_NONE) join(&e->slot[group->high], (Marks){.other = true, .echo = true});
}

static void carry_rank(Echo *e, const Rank *rank) {
  const uint32_t inputs[] = {rank->qualifies, rank->rank, rank->applies};
  for (int i = 0; i < 3; i++)
    if (inputs[i] != SCHEMA_NONE) join(&e->slot[rank->placed], e->slot[inputs[i]]);
  Marks *placed = &e->slot[rank->placed];
  placed->other |= placed->own;
  placed->echo |= is_seen(e, rank->limit);
}

static void carry_history(Echo *e, const History *history) {
  Marks marks = {0};
  if (history->recorded != SCHEMA_NONE) marks = e->slot[history->recorded];
  if (is_seen(e, history->stage) || is_seen(e, history->at)) marks.other = marks.echo = true;
  const uint32_t results[] = {history->last, history->since, history->path};
  for (int i = 0; i < 3; i++)
    if (results[i] != SCHEMA_NONE) join(&e->slot[results[i]], marks);
}

bool study_has_echo(const Study *study, uint32_t slot) {
  const Image *image = study->image;
  const EntitySchema *entity = &image->entities.at[study->entity];
  Echo e = {study, image, ARENA_ARRAY(study->arena, Marks, image->slots.count),
            ARENA_ARRAY(study->arena, Marks, image->registers.count)};
  for (uint32_t f = 0; f < entity->field_count; f++) {
    const FieldSchema *field = &entity->fields[f];
    if (field->slot != SCHEMA_NONE && !field->fixed && !field->key && field->type.kind != TYPE_REF)
      e.slot[field->slot].own = true;
  }
  for (size_t i = 0; i < study->lever_count; i++) e.slot[study->lever[i].slot].own = true;
  for (size_t s = 0; s < image->steps.count; s++) {
    const Step *step = &image->steps.at[s];
    if (step->kind == STEP_MAP) carry_block(&e, step->operand);
    if (step->kind == STEP_GROUP) carry_group(&e, &image->groups.at[step->operand]);
    if (step->kind == STEP_RANK) carry_rank(&e, &image->ranks.at[step->operand]);
    if (step->kind == STEP_HISTORY) carry_history(&e, &image->histories.at[step->operand]);
  }
  return e.slot[slot].echo;
}
