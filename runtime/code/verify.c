/* verify.c - proves that running an image can do no harm; verify_impl.h tells the order of the
 * proof. This file has the entry, and the small questions that all parts ask. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "code/verify_impl.h"

static bool say(Verifier *v, Where where, const char *format, va_list arguments) {
  char sentence[400]; /* numbers and names from our own tables: long enough */
  vsnprintf(sentence, sizeof sentence, format, arguments);
  if (!where.table)
    *v->why = text_of(arena_printf(v->arena, "%s", sentence));
  else
    *v->why =
        text_of(arena_printf(v->arena, "%s[%zu]%s%s: %s", where.table, where.row,
                             where.field ? "." : "", where.field ? where.field : "", sentence));
  return false;
}

bool verify_fail(Verifier *v, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  say(v, (Where){0}, format, arguments);
  va_end(arguments);
  return false;
}

bool verify_fail_at(Verifier *v, Where where, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  say(v, where, format, arguments);
  va_end(arguments);
  return false;
}

static bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

static bool is_currency(const char currency[4]) {
  if (!currency[0]) return !currency[1] && !currency[2] && !currency[3];
  return is_letter(currency[0]) && is_letter(currency[1]) && is_letter(currency[2]) && !currency[3];
}

bool verify_type(Verifier *v, Where where, Type type) {
  const Image *image = v->image;
  if ((unsigned)type.kind >= TYPE_COUNT) return verify_fail_at(v, where, "is of no type");
  if (type.kind == TYPE_MONEY && !is_currency(type.currency))
    return verify_fail_at(v, where, "has a currency that is not three letters");
  if (type.kind == TYPE_ENUM && type.of >= image->enums.count)
    return verify_fail_at(v, where, "is of an enumeration that is not there");
  if (type.kind != TYPE_REF) return true;
  if (type.of >= image->entities.count)
    return verify_fail_at(v, where, "refers to an entity that is not there");
  if (image->entities.at[type.of].key == SCHEMA_NONE)
    return verify_fail_at(v, where, "refers to an entity without a key");
  return true;
}

bool verify_scalar(Verifier *v, Where where, Scalar value) {
  if (!verify_type(v, where, value.type)) return false;
  const Store store = type_store(value.type);
  if (store == STORE_TRUTH &&
      (value.truth > TRUTH_TRUE || value.known != (value.truth != TRUTH_UNKNOWN)))
    return verify_fail_at(v, where, "is not a truth value");
  if (!value.known) return true;
  if (value.type.kind == TYPE_NONE) return verify_fail_at(v, where, "is a value without a type");
  if (value.type.kind == TYPE_REF)
    return verify_fail_at(v, where, "is a reference, which only data has");
  if (store == STORE_F64 && !isfinite(value.f)) return verify_fail_at(v, where, "is not finite");
  if (store != STORE_I32) return true;
  const Fact fact = fact_of_type(v->image, value.type);
  if (value.i < fact.low || value.i > fact.high)
    return verify_fail_at(v, where, "is out of the range of its type");
  return true;
}

bool verify_claim(Verifier *v, Where where, uint32_t slot, uint32_t entity, SlotRole role,
                  Store store) {
  if (slot >= v->image->slots.count)
    return verify_fail_at(v, where, "fills a slot that is not there");
  const Slot *row = &v->image->slots.at[slot];
  if (row->entity != entity)
    return verify_fail_at(v, where, "fills slot %u of another entity", slot);
  if (row->role != role)
    return verify_fail_at(v, where, "fills slot %u, which is of another role", slot);
  if (row->store != store)
    return verify_fail_at(v, where, "fills slot %u of %s with %s", slot,
                          store_name((Store)row->store), store_name(store));
  if (v->slots[slot].claimed) return verify_fail_at(v, where, "fills slot %u a second time", slot);
  v->slots[slot].claimed = true;
  return true;
}

void verify_filled(Verifier *v, uint32_t slot, uint32_t time, Fact fact) {
  v->slots[slot].filled = time;
  v->slots[slot].fact = fact;
}

bool verify_reads(Verifier *v, Where where, uint32_t slot, uint32_t entity, uint32_t time) {
  if (slot >= v->image->slots.count)
    return verify_fail_at(v, where, "reads a slot that is not there");
  if (v->image->slots.at[slot].entity != entity)
    return verify_fail_at(v, where, "reads slot %u of another entity", slot);
  if (v->slots[slot].filled >= time)
    return verify_fail_at(v, where, "reads slot %u before a step has filled it", slot);
  return true;
}

bool verify_fits(Verifier *v, Where where, Store store, Fact fact, Type type) {
  if (type.kind == TYPE_NONE) return verify_fail_at(v, where, "has no type");
  if (type_store(type) != store)
    return verify_fail_at(v, where, "takes %s for a %s", store_name(store),
                          type_info(type.kind)->name);
  if (store == STORE_I32 && !fact_within(fact, fact_of_type(v->image, type)))
    return verify_fail_at(v, where, "takes numbers for a %s that might be none",
                          type_info(type.kind)->name);
  return true;
}

static uint32_t *never(Arena *arena, size_t count) {
  uint32_t *times = ARENA_ARRAY(arena, uint32_t, count);
  for (size_t i = 0; i < count; i++) times[i] = TIME_NEVER;
  return times;
}

/* Memory for what is found out; only as much as the image itself takes. */
static Verifier verifier_new(const Image *image, Arena *arena, Text *why) {
  Verifier v = {.image = image,
                .arena = arena,
                .why = why,
                .slots = ARENA_ARRAY(arena, SlotState, image->slots.count),
                .registers = ARENA_ARRAY(arena, Fact *, image->blocks.count),
                .read_at = never(arena, image->entities.count),
                .emitted = never(arena, image->entities.count),
                .grouped = ARENA_ARRAY(arena, bool, image->groups.count),
                .ranked = ARENA_ARRAY(arena, bool, image->ranks.count),
                .traced = ARENA_ARRAY(arena, bool, image->histories.count),
                .parted = ARENA_ARRAY(arena, bool, image->partitions.count)};
  for (size_t i = 0; i < image->slots.count; i++) v.slots[i].filled = TIME_NEVER;
  return v;
}

bool image_verify(const Image *image, Arena *arena, Text *why) {
  Verifier verifier = verifier_new(image, arena, why), *v = &verifier;
  if (!verify_tables(v) || !verify_schema(v) || !verify_steps(v)) return false;
  for (size_t i = 0; i < image->slots.count; i++) {
    if (!v->slots[i].claimed)
      return verify_fail_at(v, (Where){"slots", i, NULL}, "is filled by nothing");
  }
  return verify_outputs(v) && verify_clause_paths(v);
}
