/* adopt.c - another program over the data of a run: which entity and field of it are which.
 *
 * Data that was read stays as it is, so what could make a reader see other rows or other values has
 * to be the same: an entity's name and source, its fields with their types, formats and ranges. It
 * does not matter in which order things are declared, nor what the program makes of them.
 */
#include "engine/derive_impl.h"

typedef struct Match {
  const Run *from;
  const Image *old, *image;
  Adoption *adoption;
} Match;

/* ---- Fields --------------------------------------------------------------------------------- */

static bool same_enum(const EnumSchema *a, const EnumSchema *b) {
  bool same = a->count == b->count;
  for (uint32_t i = 0; i < a->count && same; i++)
    same = text_equal(a->members[i].text, b->members[i].text) &&
           text_equal(a->members[i].name, b->members[i].name);
  return same;
}

static bool same_type(const Match *m, Type old, Type now) {
  if (old.kind != now.kind) return false;
  if (old.kind == TYPE_ENUM)
    return same_enum(&m->old->enums.at[old.of], &m->image->enums.at[now.of]);
  if (old.kind == TYPE_REF) return m->adoption->entity[now.of] == old.of;
  return type_equal(old, now);
}

static bool same_bound(Bound a, Bound b) {
  return a.set == b.set && (!a.set || (a.i == b.i && a.f == b.f));
}

static bool same_format(const CellFormat *a, const CellFormat *b) {
  return a->percent == b->percent && a->comma == b->comma && a->exponent == b->exponent &&
         a->duration_unit == b->duration_unit && text_equal(a->date, b->date);
}

static bool same_field(const Match *m, const FieldSchema *old, const FieldSchema *now) {
  return text_equal(old->header, now->header) && same_type(m, old->type, now->type) &&
         same_format(&old->format, &now->format) && same_bound(old->low, now->low) &&
         same_bound(old->high, now->high) && old->key == now->key &&
         old->required == now->required && old->optional == now->optional;
}

/* The values of a field that is a column in both. */
static bool match_slot(const Match *m, const FieldSchema *old, const FieldSchema *now) {
  if (now->slot == SCHEMA_NONE) return true;
  m->adoption->slot[now->slot] = old->slot;
  return old->slot != SCHEMA_NONE;
}

static bool match_fields(const Match *m, const EntitySchema *old, const EntitySchema *now) {
  bool same = text_equal(old->source, now->source) && old->field_count == now->field_count;
  for (uint32_t f = 0; f < now->field_count && same; f++) {
    const uint32_t other = schema_field(old, now->fields[f].name);
    same = other != SCHEMA_NONE && same_field(m, &old->fields[other], &now->fields[f]) &&
           match_slot(m, &old->fields[other], &now->fields[f]);
  }
  return same;
}

/* ---- Entities ------------------------------------------------------------------------------- */

static uint32_t entity_named(const Image *image, Text name) {
  for (uint32_t e = 0; e < image->entities.count; e++)
    if (text_equal(image->entities.at[e].name, name)) return e;
  return SCHEMA_NONE;
}

static bool reads(const Image *image, uint32_t entity) {
  for (size_t i = 0; i < image->steps.count; i++)
    if (image->steps.at[i].kind == STEP_READ && image->steps.at[i].operand == entity) return true;
  return false;
}

/* Entities first, since references are compared by what they lead to. */
static bool match_entities(const Match *m) {
  for (uint32_t e = IMAGE_PROGRAM + 1; e < m->image->entities.count; e++) {
    const uint32_t old = entity_named(m->old, m->image->entities.at[e].name);
    m->adoption->entity[e] = old;
    if (old == SCHEMA_NONE || reads(m->image, e) != reads(m->old, old)) return false;
  }
  for (uint32_t e = IMAGE_PROGRAM + 1; e < m->image->entities.count; e++)
    if (!match_fields(m, &m->old->entities.at[m->adoption->entity[e]], &m->image->entities.at[e]))
      return false;
  return true;
}

Run *run_adopt(Arena *arena, const Run *from, const Image *image, const Derivation *what,
               bool *reads_again, DiagSink *diags) {
  Adoption adoption = {.entity = ARENA_ARRAY(arena, uint32_t, image->entities.count),
                       .slot = ARENA_ARRAY(arena, uint32_t, image->slots.count)};
  for (size_t s = 0; s < image->slots.count; s++) adoption.slot[s] = SCHEMA_NONE;
  const Match match = {from, from->image, image, &adoption};
  *reads_again = !match_entities(&match);
  if (*reads_again) return NULL;
  Derivation all = *what;
  all.image = image;
  Run *run = derived_new(arena, from, &all, &adoption, diags);
  return derived_carry_out(run) ? run : NULL;
}
