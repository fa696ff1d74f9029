/* watch.c - the columns that two programs have in common. */
#include "ask/watch.h"

#include <string.h>

typedef struct Joining {
  Arena *arena;
  Watch *watch;
  const WatchRename *renamed;
  size_t renamed_count;
} Joining;

/* ---- Names ---------------------------------------------------------------------------------- */

static Text name_before(const Joining *j, Text name) {
  for (size_t i = 0; i < j->renamed_count; i++)
    if (text_equal(j->renamed[i].after, name)) return j->renamed[i].before;
  return name;
}

static uint32_t entity_named(const Image *image, Text name) {
  for (uint32_t e = 0; e < image->entities.count; e++)
    if (text_equal(image->entities.at[e].name, name)) return e;
  return SCHEMA_NONE;
}

static const Declaration *declaration_of(const Image *image, const Column *column) {
  return &image->declarations.at[column->declaration];
}

/* ".value" of `on_time.value`. */
static Text part_of(const Image *image, const Column *column) {
  const Text whole = declaration_of(image, column)->name;
  return text_starts(column->name, whole) ? text_slice(column->name, whole.len, column->name.len)
                                          : column->name;
}

static uint32_t column_before(const Joining *j, const Column *after) {
  const Image *image = j->watch->image[SIDE_BEFORE];
  const Image *now = j->watch->image[SIDE_AFTER];
  const Text wanted = name_before(j, declaration_of(now, after)->name);
  for (uint32_t i = 0; i < image->columns.count; i++) {
    const Column *column = &image->columns.at[i];
    if (text_equal(declaration_of(image, column)->name, wanted) &&
        text_equal(part_of(image, column), part_of(now, after)))
      return i;
  }
  return SCHEMA_NONE;
}

/* ---- Members -------------------------------------------------------------------------------- */

static bool is_outcome(Type type) { return type.kind == TYPE_ENUM || type.kind == TYPE_BOOL; }

static uint32_t members_of(const Image *image, Type type) {
  return type.kind == TYPE_BOOL ? 2 : image->enums.at[type.of].count;
}

static Text member_of(const Image *image, Type type, uint32_t member) {
  if (type.kind == TYPE_BOOL) return member ? TEXT("true") : TEXT("false");
  return image->enums.at[type.of].members[member].name;
}

static uint32_t number_of(const WatchedColumn *column, Text name) {
  uint32_t number = 0;
  while (number < column->members && !text_equal(column->member[number], name)) number++;
  return number;
}

static void join_members(const Joining *j, WatchedColumn *column) {
  uint32_t most = 2;
  for (int side = 0; side < SIDES; side++)
    most += members_of(j->watch->image[side], column->type[side]);
  column->member = ARENA_ARRAY(j->arena, Text, most);
  for (int side = 0; side < SIDES; side++) {
    const Image *image = j->watch->image[side];
    const uint32_t count = members_of(image, column->type[side]);
    column->code[side] = ARENA_ARRAY(j->arena, uint32_t, count);
    for (uint32_t m = 0; m < count; m++) {
      const Text name = member_of(image, column->type[side], m);
      const uint32_t number = number_of(column, name);
      if (number == column->members) column->member[column->members++] = name;
      column->code[side][m] = number;
    }
  }
  column->member[watch_unknown(column)] = TEXT("unknown");
  column->member[watch_absent(column)] = TEXT("absent");
}

/* Segments further up are better, `unplaced` is the lowest; who is not meant has no place. */
static void rank_members(const Joining *j, WatchedColumn *column) {
  const Image *image = j->watch->image[SIDE_AFTER];
  const uint32_t count = members_of(image, column->type[SIDE_AFTER]);
  column->rank = ARENA_ARRAY(j->arena, uint32_t, watch_bins(column));
  for (size_t i = 0; i < watch_bins(column); i++) column->rank[i] = SCHEMA_NONE;
  for (uint32_t m = 0; m + 1 < count; m++) column->rank[column->code[SIDE_AFTER][m]] = m;
}

/* ---- Entities and columns ------------------------------------------------------------------- */

static uint32_t money_slot(const Image *image, uint32_t entity) {
  for (size_t i = 0; i < image->declarations.count; i++) {
    const Declaration *d = &image->declarations.at[i];
    if (d->entity == entity && d->money != SCHEMA_NONE) return d->money;
  }
  return SCHEMA_NONE;
}

static const FieldSchema *field_in_slot(const Image *image, uint32_t entity, uint32_t slot) {
  const EntitySchema *schema = &image->entities.at[entity];
  for (uint32_t f = 0; f < schema->field_count; f++)
    if (schema->fields[f].slot == slot) return &schema->fields[f];
  return NULL;
}

/* Sums are told where both sides take them of one field, in one currency. */
static void join_money(const Watch *watch, WatchedEntity *entity) {
  const FieldSchema *field[SIDES];
  for (int side = 0; side < SIDES; side++) {
    const Image *image = watch->image[side];
    const uint32_t slot = money_slot(image, entity->entity[side]);
    entity->money[side] = slot;
    field[side] = slot == SCHEMA_NONE ? NULL : field_in_slot(image, entity->entity[side], slot);
  }
  const FieldSchema *a = field[SIDE_BEFORE], *b = field[SIDE_AFTER];
  if (a && b && text_equal(a->name, b->name) && type_equal(a->type, b->type)) {
    entity->money_name = b->name;
    memcpy(entity->currency, b->type.currency, sizeof entity->currency);
    return;
  }
  entity->money[SIDE_BEFORE] = entity->money[SIDE_AFTER] = SCHEMA_NONE;
}

static uint32_t join_entity(const Joining *j, uint32_t before, uint32_t after) {
  Watch *watch = j->watch;
  for (uint32_t i = 0; i < watch->entities.count; i++)
    if (watch->entities.at[i].entity[SIDE_AFTER] == after) return i;
  const EntitySchema *schema = &watch->image[SIDE_AFTER]->entities.at[after];
  const EntitySchema *old = &watch->image[SIDE_BEFORE]->entities.at[before];
  WatchedEntity *entity = VEC_PUSH(j->arena, &watch->entities);
  *entity = (WatchedEntity){.name = schema->name,
                            .entity = {before, after},
                            .has_key = schema->key != SCHEMA_NONE && old->key != SCHEMA_NONE};
  join_money(watch, entity);
  return (uint32_t)watch->entities.count - 1;
}

static bool comparable(Type before, Type after) {
  if (is_outcome(before) || is_outcome(after)) return is_outcome(before) && is_outcome(after);
  return before.kind == after.kind && strcmp(before.currency, after.currency) == 0;
}

static bool is_range(const Column *column) {
  return column->high != SCHEMA_NONE && column->high != column->low;
}

static void join_column(const Joining *j, uint32_t index) {
  Watch *watch = j->watch;
  const Image *before = watch->image[SIDE_BEFORE], *after = watch->image[SIDE_AFTER];
  const Column *now = &after->columns.at[index];
  const uint32_t old_index = column_before(j, now);
  if (old_index == SCHEMA_NONE) return;
  const Column *old = &before->columns.at[old_index];
  const Declaration *declared = declaration_of(after, now);
  const uint32_t old_entity = declaration_of(before, old)->entity;
  if (entity_named(before, after->entities.at[declared->entity].name) != old_entity) return;
  if (!comparable(old->type, now->type)) return;
  const uint32_t entity = join_entity(j, old_entity, declared->entity);
  WatchedColumn *column = VEC_PUSH(j->arena, &watch->columns);
  *column = (WatchedColumn){.name = now->name,
                            .kind = declared->kind,
                            .own = declared->columns.first == index,
                            .entity = entity,
                            .column = {old_index, index},
                            .type = {old->type, now->type},
                            .range = is_range(old) || is_range(now),
                            .at = watch->entities.at[entity].columns++,
                            .outcome = is_outcome(now->type)};
  if (column->outcome) join_members(j, column);
  if (column->outcome && column->own && column->kind == DECLARATION_SEGMENTATION)
    rank_members(j, column);
}

Watch *watch_new(Arena *arena, const Image *before, const Image *after, const WatchRename *renamed,
                 size_t renamed_count) {
  Watch *watch = ARENA_NEW(arena, Watch);
  watch->image[SIDE_BEFORE] = before;
  watch->image[SIDE_AFTER] = after;
  const Joining joining = {arena, watch, renamed, renamed_count};
  for (uint32_t i = 0; i < after->columns.count; i++) join_column(&joining, i);
  return watch;
}
