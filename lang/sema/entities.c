/* entities.c - entities as schemas: fields, keys, formats of cells, ranges.
 *
 * A field whose type was refused stays in the schema with TYPE_NONE: its name is known, so what
 * uses it is silent.
 */
#include "sema/sema_impl.h"

uint32_t enum_add(Sema *s, Text name, EnumMember *members, uint32_t count) {
  *VEC_PUSH(s->arena, &s->program->enums) =
      (EnumSchema){.name = name, .members = members, .count = count};
  return (uint32_t)s->program->enums.count - 1;
}

static void add_status(Sema *s, const char *name, const char *const *members, uint32_t count) {
  EnumMember *made = ARENA_ARRAY(s->arena, EnumMember, count);
  for (uint32_t i = 0; i < count; i++)
    made[i] = (EnumMember){text_of(members[i]), text_of(members[i])};
  enum_add(s, text_of(name), made, count);
}

static void add_statuses(Sema *s) {
  static const char *const kpi[] = {"green", "amber", "red", "waived", "not_applicable"};
  static const char *const rule[] = {"passes", "fails", "waived", "not_applicable"};
  static const char *const drift[] = {"same", "promoted", "demoted", "not_applicable"};
  static const char *const cadence[] = {"on_track", "due", "overdue", "waived", "not_applicable"};
  static const char *const assume[] = {"holds", "broken"};
  static const char *const fit[] = {"fits",    "misplaced",  "nowhere",
                                    "several", "unrecorded", "not_applicable"};
  static const char *const pace[] = {"in_time", "late", "not_applicable"};
  static const char *const path[] = {"conforms", "reworked", "skipped", "illegal",
                                     "not_applicable"};
  add_status(s, "kpi", kpi, 5);
  add_status(s, "rule", rule, 4);
  add_status(s, "drift", drift, 4);
  add_status(s, "cadence", cadence, 5);
  add_status(s, "assume", assume, 2);
  add_status(s, "fit", fit, 6);
  add_status(s, "pace", pace, 3);
  add_status(s, "path", path, 5);
}

static void check_key(Sema *s, EntitySchema *entity, const Node *body, const Node *node,
                      uint32_t index) {
  if (entity->key != SCHEMA_NONE) {
    const Node *first = NULL;
    for (uint32_t i = 0; i < body->count && !first; i++) {
      const Node *other = body->child[i];
      if (other->kind == NODE_FIELD && other->flags & FLAG_KEY) first = other;
    }
    Diag *d = sema_report(s, E_SECOND_KEY, node_child(node, FIELD_NAME)->span,
                          "`%.*s` has a key already", TEXT_ARG(entity->name));
    if (first) sema_label(s, d, node_child(first, FIELD_NAME)->span, "the first key");
    sema_help(s, d, "an entity has one key; where two columns make it, bring them as one");
    return;
  }
  entity->key = index;
  const FieldSchema *field = &entity->fields[index];
  if (field->type.kind == TYPE_NONE || field->type.kind == TYPE_TEXT) return;
  const Node *type = node_child(node, FIELD_TYPE);
  Diag *d = sema_report(s, E_KEY_NOT_TEXT, type->span, "a key is text, this is %.*s",
                        TEXT_ARG(sema_a_type(s, field->type)));
  sema_offer(s, d, type->span, "text");
}

static Node *field_named(const EntitySchema *entity, const Node *body, Text name) {
  (void)entity;
  for (uint32_t i = 0; i < body->count; i++) {
    Node *node = body->child[i];
    if (node->kind == NODE_FIELD && text_equal(path_name(node_child(node, FIELD_NAME)), name))
      return node;
  }
  return NULL;
}

/* `names`: of the fields so far. */
static void add_field(Sema *s, uint32_t e, const Node *body, Node *node, Map *names) {
  EntitySchema *entity = &s->program->entities.at[e];
  const Node *name = node_child(node, FIELD_NAME);
  if (!name) return;
  if (map_add(names, name->text, entity->field_count) != entity->field_count) {
    Diag *d = sema_report(s, E_DUPLICATE_FIELD, name->span, "`%.*s` has two fields `%.*s`",
                          TEXT_ARG(entity->name), TEXT_ARG(name->text));
    sema_label(s, d, node_child(field_named(entity, body, name->text), FIELD_NAME)->span,
               "first declared here");
    sema_help(s, d, "give one of them another name; `from \"...\"` names the column of the data");
    return;
  }
  const uint32_t index = entity->field_count++;
  FieldSchema *field = &entity->fields[index];
  *field = (FieldSchema){.name = name->text,
                         .header = string_text(node_child(node, FIELD_SOURCE)),
                         .doc = string_text(node_child(node, FIELD_DOC)),
                         .key = node->flags & FLAG_KEY,
                         .required = node->flags & FLAG_REQUIRED,
                         .fixed = node->flags & FLAG_FIXED,
                         .slot = SCHEMA_NONE};
  const Text owner =
      text_of(arena_printf(s->arena, "%.*s.%.*s", TEXT_ARG(entity->name), TEXT_ARG(name->text)));
  CellFormat format = {0};
  const Type type = type_written(s, node_child(node, FIELD_TYPE), owner, TYPE_OF_FIELD, &format);
  entity = &s->program->entities.at[e];
  field = &entity->fields[index];
  field->type = type;
  field->format = format;
  range_written(s, node_child(node, FIELD_RANGE), type, &field->low, &field->high);
  if (field->key) check_key(s, entity, body, node, index);
}

static void add_fields(Sema *s, uint32_t e) {
  Node *body = node_child(s->program->entity_nodes.at[e], ENTITY_BODY);
  if (!body) return;
  s->program->entities.at[e].fields = ARENA_ARRAY(s->arena, FieldSchema, body->count);
  Map *names = map_new(s->arena);
  for (uint32_t i = 0; i < body->count; i++) {
    if (body->child[i]->kind == NODE_FIELD) add_field(s, e, body, body->child[i], names);
  }
  check_meta(s, body, NULL);
}

/* A reference finds its row by the key. */
static void check_references(Sema *s, uint32_t e) {
  const EntitySchema *entity = &s->program->entities.at[e];
  const Node *body = node_child(s->program->entity_nodes.at[e], ENTITY_BODY);
  for (uint32_t i = 0; i < entity->field_count; i++) {
    const FieldSchema *field = &entity->fields[i];
    if (field->type.kind != TYPE_REF) continue;
    const EntitySchema *other = &s->program->entities.at[field->type.of];
    if (other->key != SCHEMA_NONE || s->broken) continue;
    const Node *node = field_named(entity, body, field->name);
    if (s->keyless[field->type.of]) {
      sema_label(s, s->keyless[field->type.of], node_child(node, FIELD_TYPE)->span, "here too");
      continue;
    }
    Diag *d = sema_report(s, E_REFERENCE_WITHOUT_KEY, node_child(node, FIELD_TYPE)->span,
                          "`%.*s` cannot be referred to: it has no key", TEXT_ARG(other->name));
    s->keyless[field->type.of] = d;
    const Node *name = node_child(s->program->entity_nodes.at[field->type.of], ENTITY_NAME);
    sema_label(s, d, name->span, "none of its fields is marked `key`");
    sema_help(s, d, "mark the field that identifies a row, for example `id: key text`");
  }
}

void entities_declare(Sema *s) {
  add_statuses(s);
  s->keyless = ARENA_ARRAY(s->arena, Diag *, s->program->entities.count);
  for (uint32_t e = 1; e < s->program->entities.count; e++) add_fields(s, e);
  for (uint32_t e = 1; e < s->program->entities.count; e++) check_references(s, e);
}
