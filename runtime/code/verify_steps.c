/* verify_steps.c - the order of the steps: data is read before anything is made of it, every slot
 * is filled before it is read, and nothing is done twice. */
#include "code/verify_impl.h"

/* Whether the entity's rows are there; the program's one row always is. */
static bool check_rows(Verifier *v, Where where, uint32_t entity) {
  if (entity == IMAGE_PROGRAM || v->read_at[entity] != TIME_NEVER) return true;
  return verify_fail_at(v, where, "is about entity %u, which is never read", entity);
}

static bool check_read(Verifier *v, Where where, uint32_t entity, uint32_t time) {
  if (entity == IMAGE_PROGRAM)
    return verify_fail_at(v, where, "reads the program, which has no data");
  if (v->read_at[entity] != TIME_NEVER)
    return verify_fail_at(v, where, "reads entity %u again", entity);
  if (time > 1 && v->image->steps.at[time - 2].kind != STEP_READ)
    return verify_fail_at(v, where, "reads after something else was done");
  v->read_at[entity] = time;
  const EntitySchema *schema = &v->image->entities.at[entity];
  for (uint32_t f = 0; f < schema->field_count; f++) {
    const FieldSchema *field = &schema->fields[f];
    if (field->slot != SCHEMA_NONE)
      verify_filled(v, field->slot, time, fact_of_type(v->image, field->type));
  }
  return true;
}

static bool check_map(Verifier *v, Where where, uint32_t block, uint32_t time) {
  const Block *info = &v->image->blocks.at[block];
  if (info->message) return verify_fail_at(v, where, "maps block %u, which is for messages", block);
  if (v->registers[block]) return verify_fail_at(v, where, "maps block %u again", block);
  return check_rows(v, where, info->entity) && verify_code(v, block, time);
}

static bool check_group(Verifier *v, Where where, uint32_t group, uint32_t time) {
  const Group *info = &v->image->groups.at[group];
  if (v->grouped[group]) return verify_fail_at(v, where, "runs group %u again", group);
  v->grouped[group] = true;
  return check_rows(v, where, info->child) && check_rows(v, where, info->parent) &&
         verify_group(v, group, time);
}

static bool check_rank(Verifier *v, Where where, uint32_t rank, uint32_t time) {
  if (v->ranked[rank]) return verify_fail_at(v, where, "runs rank %u again", rank);
  v->ranked[rank] = true;
  return check_rows(v, where, v->image->ranks.at[rank].entity) && verify_rank(v, rank, time);
}

static bool check_history(Verifier *v, Where where, uint32_t history, uint32_t time) {
  const History *info = &v->image->histories.at[history];
  if (v->traced[history]) return verify_fail_at(v, where, "runs history %u again", history);
  v->traced[history] = true;
  return check_rows(v, where, info->child) && check_rows(v, where, info->parent) &&
         verify_history(v, history, time);
}

static bool check_partition(Verifier *v, Where where, uint32_t partition, uint32_t time) {
  const Partition *info = &v->image->partitions.at[partition];
  if (v->parted[partition]) return verify_fail_at(v, where, "runs partition %u again", partition);
  v->parted[partition] = true;
  if (v->read_at[info->parent] != TIME_NEVER)
    return verify_fail_at(v, where, "makes rows of entity %u again", info->parent);
  if (!check_rows(v, where, info->child) || !verify_partition(v, partition, time)) return false;
  v->read_at[info->parent] = time;
  return true;
}

/* Rows that a partition makes have nothing that names them. */
static bool is_parted(const Image *image, uint32_t entity) {
  for (size_t i = 0; i < image->partitions.count; i++)
    if (image->partitions.at[i].parent == entity) return true;
  return false;
}

static bool check_emit(Verifier *v, Where where, uint32_t entity, uint32_t time) {
  if (v->emitted[entity] != TIME_NEVER)
    return verify_fail_at(v, where, "emits entity %u again", entity);
  if (is_parted(v->image, entity))
    return verify_fail_at(v, where, "emits entity %u, which a partition makes", entity);
  v->emitted[entity] = time;
  return check_rows(v, where, entity);
}

typedef struct StepRule {
  size_t count; /* offset in the image of how many things the operand can name */
  bool (*check)(Verifier *v, Where where, uint32_t operand, uint32_t time);
} StepRule;

static const StepRule step_rules[STEP_COUNT] = {
    [STEP_READ] = {offsetof(Image, entities.count), check_read},
    [STEP_MAP] = {offsetof(Image, blocks.count), check_map},
    [STEP_GROUP] = {offsetof(Image, groups.count), check_group},
    [STEP_RANK] = {offsetof(Image, ranks.count), check_rank},
    [STEP_HISTORY] = {offsetof(Image, histories.count), check_history},
    [STEP_EMIT] = {offsetof(Image, entities.count), check_emit},
    [STEP_PARTITION] = {offsetof(Image, partitions.count), check_partition},
};

/* What no step has run would be a table that is trusted without a proof. */
static bool check_all_run(Verifier *v) {
  const Image *image = v->image;
  for (uint32_t b = 0; b < image->blocks.count; b++) {
    if (!image->blocks.at[b].message && !v->registers[b])
      return verify_fail_at(v, (Where){"blocks", b, NULL}, "is mapped by no step");
  }
  for (uint32_t g = 0; g < image->groups.count; g++) {
    if (!v->grouped[g]) return verify_fail_at(v, (Where){"groups", g, NULL}, "is run by no step");
  }
  for (uint32_t r = 0; r < image->ranks.count; r++) {
    if (!v->ranked[r]) return verify_fail_at(v, (Where){"ranks", r, NULL}, "is run by no step");
  }
  for (uint32_t h = 0; h < image->histories.count; h++) {
    if (!v->traced[h]) return verify_fail_at(v, (Where){"histories", h, NULL}, "is run by no step");
  }
  for (uint32_t p = 0; p < image->partitions.count; p++) {
    if (!v->parted[p])
      return verify_fail_at(v, (Where){"partitions", p, NULL}, "is run by no step");
  }
  return true;
}

/* Message blocks run when their entity is emitted; where it never is, at the end. */
static bool check_messages(Verifier *v) {
  const Image *image = v->image;
  for (uint32_t b = 0; b < image->blocks.count; b++) {
    if (!image->blocks.at[b].message) continue;
    const uint32_t emitted = v->emitted[image->blocks.at[b].entity];
    const uint32_t end = (uint32_t)image->steps.count + 1;
    if (!verify_code(v, b, emitted == TIME_NEVER ? end : emitted)) return false;
  }
  return true;
}

bool verify_steps(Verifier *v) {
  const Image *image = v->image;
  for (uint32_t i = 0; i < image->steps.count; i++) {
    const Step *step = &image->steps.at[i];
    const StepRule *rule = &step_rules[step->kind];
    const Where where = {"steps", i, NULL};
    const size_t count = *(const size_t *)(const void *)((const char *)image + rule->count);
    if (step->operand >= count)
      return verify_fail_at(v, where, "is about something that is not there");
    if (!rule->check(v, where, step->operand, i + 1)) return false;
  }
  for (uint32_t s = 0; s < image->slots.count; s++) {
    const Slot *slot = &image->slots.at[s];
    if (slot->role == SLOT_FIELD && v->read_at[slot->entity] == TIME_NEVER)
      return verify_fail_at(v, (Where){"slots", s, NULL}, "is of an entity that is never read");
  }
  return check_all_run(v) && check_messages(v);
}
