/* verify_schema.c - enumerations, entities with their fields, inputs, constants. Each slot of role
 * FIELD or INPUT finds here the one thing that fills it. */
#include <math.h>

#include "code/verify_impl.h"
#include "value/date.h"

static bool check_enumerations(Verifier *v) {
  for (size_t i = 0; i < v->image->enums.count; i++) {
    const EnumSchema *schema = &v->image->enums.at[i];
    const Where where = {"enums", i, NULL};
    if (schema->count == 0) return verify_fail_at(v, where, "has no members");
    if (schema->count > INT32_MAX) return verify_fail_at(v, where, "has too many members");
    for (uint32_t m = 0; m < schema->count; m++) {
      if (!schema->members[m].name.len || !schema->members[m].text.len)
        return verify_fail_at(v, where, "has a member without a name");
    }
  }
  return true;
}

static bool check_format(Verifier *v, Where where, const FieldSchema *field) {
  const CellFormat *format = &field->format;
  const char *why;
  if ((unsigned)format->percent > PERCENT_POINTS)
    return verify_fail_at(v, where, "has no such form of percentages");
  if (format->exponent % 3 != 0 || format->exponent > 9)
    return verify_fail_at(v, where,
                          "counts in units that are none of thousands, millions, billions");
  if (format->date.len && !date_format_check(format->date, &why))
    return verify_fail_at(v, where, "has an unusable date format");
  return true;
}

/* What can be more or less. */
static bool has_order(TypeKind kind) {
  switch (kind) {
  case TYPE_INTEGER:
  case TYPE_NUMBER:
  case TYPE_PERCENT:
  case TYPE_MONEY:
  case TYPE_SCORE:
  case TYPE_DATE:
  case TYPE_DURATION:
  case TYPE_PERIOD:
    return true;
  default:
    return false;
  }
}

/* A finding on a cell beyond its range prints the end. */
static bool is_end(Bound bound, Type type) {
  if (!bound.set) return true;
  if (type_store(type) == STORE_F64) return isfinite(bound.f);
  return type.kind != TYPE_DATE || (bound.i >= DATE_MIN && bound.i <= DATE_MAX);
}

static bool check_range(Verifier *v, Where where, const FieldSchema *field) {
  const Bound low = field->low, high = field->high;
  if (!low.set && !high.set) return true;
  if (!has_order(field->type.kind))
    return verify_fail_at(v, where, "has a range, and its type has no order");
  if (!is_end(low, field->type) || !is_end(high, field->type))
    return verify_fail_at(v, where, "has a range whose end is no value of its type");
  if (!low.set || !high.set) return true;
  const bool empty = type_store(field->type) == STORE_F64 ? low.f > high.f : low.i > high.i;
  return !empty || verify_fail_at(v, where, "has a range without values");
}

static bool check_field(Verifier *v, uint32_t entity, uint32_t index) {
  const EntitySchema *schema = &v->image->entities.at[entity];
  const FieldSchema *field = &schema->fields[index];
  const Where where = {schema->name.len ? "field" : "field of an entity without a name", index,
                       NULL};
  if (!field->name.len) return verify_fail_at(v, where, "has no name");
  if (!verify_type(v, where, field->type)) return false;
  const TypeKind kind = field->type.kind;
  if (kind == TYPE_NONE || (kind == TYPE_SCORE && !field->optional) || kind == TYPE_PERIOD)
    return verify_fail_at(v, where, "is of a type that data cannot have");
  if (field->key != (index == schema->key))
    return verify_fail_at(v, where, "and its entity disagree on the key");
  if (!check_format(v, where, field) || !check_range(v, where, field)) return false;
  if (field->slot == SCHEMA_NONE) return true;
  if (!field->used) return verify_fail_at(v, where, "has a slot without being used");
  return verify_claim(v, where, field->slot, entity, SLOT_FIELD, type_store(field->type));
}

static bool check_entities(Verifier *v) {
  const Image *image = v->image;
  if (image->entities.count == 0) return verify_fail(v, "there is no entity `program`");
  const EntitySchema *program = &image->entities.at[IMAGE_PROGRAM];
  if (program->field_count || program->source.len)
    return verify_fail_at(v, (Where){"entities", 0, NULL}, "is the program and cannot have data");
  for (uint32_t i = 0; i < image->entities.count; i++) {
    const EntitySchema *entity = &image->entities.at[i];
    const Where where = {"entities", i, NULL};
    if (!entity->name.len) return verify_fail_at(v, where, "has no name");
    if (entity->key != SCHEMA_NONE && entity->key >= entity->field_count)
      return verify_fail_at(v, where, "has a key that is not among its fields");
    for (uint32_t f = 0; f < entity->field_count; f++) {
      if (!check_field(v, i, f)) return false;
    }
  }
  return true;
}

static bool check_param(Verifier *v, size_t index) {
  const Param *param = &v->image->params.at[index];
  const Where where = {"params", index, NULL};
  if (param->type.kind == TYPE_NONE || param->type.kind == TYPE_REF)
    return verify_fail_at(v, where, "is of a type that an input cannot have");
  if (!type_equal(param->value.type, param->type) ||
      (param->has_low && (!type_equal(param->low.type, param->type) || !param->low.known)) ||
      (param->has_high && (!type_equal(param->high.type, param->type) || !param->high.known)))
    return verify_fail_at(v, where, "has a value or bound of another type than its own");
  if ((param->has_low || param->has_high) && !has_order(param->type.kind))
    return verify_fail_at(v, where, "has a range, and its type has no order");
  if (!verify_claim(v, where, param->slot, IMAGE_PROGRAM, SLOT_INPUT, type_store(param->type)))
    return false;
  verify_filled(v, param->slot, 0, fact_of_type(v->image, param->type));
  return true;
}

static bool check_params(Verifier *v) {
  const Image *image = v->image;
  if (image->params.count == 0 || !text_equal(image->params.at[IMAGE_TODAY].name, TEXT("today")) ||
      image->params.at[IMAGE_TODAY].type.kind != TYPE_DATE)
    return verify_fail(v, "the first input is not the date `today`");
  for (size_t i = 0; i < image->params.count; i++) {
    if (!check_param(v, i)) return false;
  }
  return true;
}

static bool check_constants(Verifier *v) {
  for (size_t i = 0; i < v->image->const_f64.count; i++) {
    if (!isfinite(v->image->const_f64.at[i]))
      return verify_fail_at(v, (Where){"const_f64", i, NULL}, "is not finite");
  }
  return true;
}

static bool check_recodes(Verifier *v) {
  const Image *image = v->image;
  for (size_t i = 0; i < image->recodes.count; i++) {
    const Recode *recode = &image->recodes.at[i];
    const Where where = {"recodes", i, NULL};
    if (recode->entries.count != image->enums.at[recode->from].count)
      return verify_fail_at(v, where, "has not one entry for each member");
    const RecodeEntry *entries = &image->recode_entries.at[recode->entries.first];
    for (uint32_t e = 0; e < recode->entries.count; e++) {
      if (entries[e].to < -1 || entries[e].to >= (int32_t)image->enums.at[recode->to].count)
        return verify_fail_at(v, where, "leads to a member that is not there");
    }
  }
  return true;
}

bool verify_schema(Verifier *v) {
  return check_enumerations(v) && check_entities(v) && check_params(v) && check_constants(v) &&
         check_recodes(v);
}
