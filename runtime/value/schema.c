/* schema.c - look-ups by name. Lists are as long as a person writes them, so a walk will do. */
#include "value/schema.h"

int32_t enum_member_by_name(const EnumSchema *schema, Text name) {
  for (uint32_t i = 0; i < schema->count; i++) {
    if (text_equal(schema->members[i].name, name)) return (int32_t)i;
  }
  return -1;
}

/* What the data says comes first: the text of one member may be the name of another. */
int32_t enum_member_by_text(const EnumSchema *schema, Text text) {
  for (uint32_t i = 0; i < schema->count; i++) {
    if (text_equal(schema->members[i].text, text)) return (int32_t)i;
  }
  return enum_member_by_name(schema, text);
}

uint32_t schema_field(const EntitySchema *entity, Text name) {
  for (uint32_t i = 0; i < entity->field_count; i++) {
    if (text_equal(entity->fields[i].name, name)) return i;
  }
  return SCHEMA_NONE;
}
