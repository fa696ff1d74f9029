/* data_schema.c - a walk over the words of the fields. */
#include "support/data_schema.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS_MOST = 64, MEMBERS_MOST = 64 };

Image *data_image(Arena *arena) {
  Image *image = ARENA_NEW(arena, Image);
  image->arena = arena;
  *VEC_PUSH(arena, &image->entities) = (EntitySchema){.name = TEXT("program"), .key = SCHEMA_NONE};
  return image;
}

/* A copy in which `_` are blanks. */
static Text spaced(Arena *arena, const char *word) {
  char *copy = arena_copy(arena, word, strlen(word));
  for (char *at = copy; *at; at++)
    if (*at == '_') *at = ' ';
  return text_of(copy);
}

static uint32_t add_enum(Image *image, const char *name, const char *members) {
  EnumSchema list = {.name = text_of(arena_printf(image->arena, "%s", name))};
  list.members = ARENA_ARRAY(image->arena, EnumMember, MEMBERS_MOST);
  char *copy = arena_copy(image->arena, members, strlen(members)), *rest = NULL;
  for (char *word = strtok_r(copy, "|", &rest); word; word = strtok_r(NULL, "|", &rest)) {
    const Text text = spaced(image->arena, word);
    list.members[list.count++] = (EnumMember){.name = text, .text = text};
  }
  *VEC_PUSH(image->arena, &image->enums) = list;
  return (uint32_t)image->enums.count - 1;
}

static uint32_t entity_named(const Image *image, const char *name) {
  for (uint32_t i = 0; i < image->entities.count; i++)
    if (text_equal(image->entities.at[i].name, text_of(name))) return i;
  abort();
}

static Bound bound(const char *number) {
  return (Bound){.set = true, .i = strtoll(number, NULL, 10), .f = strtod(number, NULL)};
}

static const char *after(const char *word, const char *prefix) {
  const size_t len = strlen(prefix);
  return strncmp(word, prefix, len) == 0 ? word + len : NULL;
}

/* One word that is not the name of a type. */
static void apply_option(Image *image, FieldSchema *field, const char *word) {
  const char *rest;
  if (strcmp(word, "required") == 0)
    field->required = true;
  else if (strcmp(word, "unused") == 0)
    field->used = false;
  else if (strcmp(word, "comma") == 0)
    field->format.comma = true;
  else if (strcmp(word, "millions") == 0)
    field->format.exponent = 6;
  else if (strcmp(word, "key") == 0)
    field->key = true;
  else if ((rest = after(word, "low=")))
    field->low = bound(rest);
  else if ((rest = after(word, "high=")))
    field->high = bound(rest);
  else if ((rest = after(word, "from=")))
    field->header = spaced(image->arena, rest);
  else
    abort();
}

static void apply_word(Image *image, const char *entity, FieldSchema *field, const char *word) {
  const char *rest;
  Type *type = &field->type;
  if ((rest = after(word, "enum="))) {
    const char *name = arena_printf(image->arena, "%s.%.*s", entity, TEXT_ARG(field->name));
    *type = (Type){.kind = TYPE_ENUM, .of = add_enum(image, name, rest)};
  } else if ((rest = after(word, "ref="))) {
    *type = (Type){.kind = TYPE_REF, .of = entity_named(image, rest)};
  } else if ((rest = after(word, "date="))) {
    type->kind = TYPE_DATE;
    field->format.date = spaced(image->arena, rest);
  } else if (strcmp(word, "money") == 0) {
    *type = (Type){.kind = TYPE_MONEY, .currency = "USD"};
  } else if (strcmp(word, "hours") == 0) {
    type->kind = TYPE_DURATION;
    field->format.duration_unit = 3600;
  } else if (strcmp(word, "ratio") == 0 || strcmp(word, "points") == 0) {
    type->kind = TYPE_PERCENT;
    field->format.percent = *word == 'r' ? PERCENT_RATIO : PERCENT_POINTS;
  } else if (type_named(text_of(word)) != TYPE_NONE) {
    type->kind = type_named(text_of(word));
  } else {
    apply_option(image, field, word);
  }
}

static void add_slot(Image *image, uint32_t entity, FieldSchema *field) {
  field->slot = SCHEMA_NONE;
  if (!field->used) return;
  field->slot = (uint32_t)image->slots.count;
  *VEC_PUSH(image->arena, &image->slots) =
      (Slot){.entity = entity, .store = (uint8_t)type_store(field->type), .name = field->name};
}

uint32_t data_entity(Image *image, const char *name, const char *fields) {
  const uint32_t index = (uint32_t)image->entities.count;
  EntitySchema *entity = VEC_PUSH(image->arena, &image->entities);
  *entity =
      (EntitySchema){.name = text_of(arena_printf(image->arena, "%s", name)), .key = SCHEMA_NONE};
  entity->fields = ARENA_ARRAY(image->arena, FieldSchema, FIELDS_MOST);
  char *copy = arena_copy(image->arena, fields, strlen(fields)), *more = NULL;
  for (char *line = strtok_r(copy, ";", &more); line; line = strtok_r(NULL, ";", &more)) {
    char *rest = NULL, *word = strtok_r(line, " \n", &rest);
    FieldSchema *field = &entity->fields[entity->field_count];
    *field = (FieldSchema){.name = {word, strlen(word) - 1}, .used = true};
    assert(word[field->name.len] == ':');
    while ((word = strtok_r(NULL, " \n", &rest))) apply_word(image, name, field, word);
    add_slot(image, index, field);
    if (field->key) entity->key = entity->field_count;
    entity->field_count++;
  }
  return index;
}

Table **data_tables(Image *image) {
  Table **tables = ARENA_ARRAY(image->arena, Table *, image->entities.count);
  for (uint32_t i = 0; i < image->entities.count; i++)
    tables[i] = table_new(image->arena, image, i);
  return tables;
}

Vector *data_slot(Table *table, const char *field) {
  const EntitySchema *entity = &table->image->entities.at[table->entity];
  const uint32_t index = schema_field(entity, text_of(field));
  assert(index != SCHEMA_NONE);
  return &table->slot[entity->fields[index].slot];
}
