/* words_type.c - types and ranges in words. */
#include <string.h>

#include "words/words_impl.h"

static void put_members(Buffer *out, const Program *program, uint32_t of) {
  const EnumSchema *schema = &program->enums.at[of];
  Words w = {.out = out, .program = program, .entity = SCHEMA_NONE};
  for (uint32_t i = 0; i < schema->count; i++) {
    if (i) buffer_str(out, i + 1 < schema->count ? ", " : " or ");
    words_member(&w, schema->members[i].name, schema->members[i].text);
  }
}

void words_type(Buffer *out, const Program *program, Type type) {
  static const char *const words[TYPE_COUNT] = {
      [TYPE_TEXT] = "text",         [TYPE_INTEGER] = "whole number",
      [TYPE_NUMBER] = "number",     [TYPE_PERCENT] = "percent",
      [TYPE_SCORE] = "points",      [TYPE_DATE] = "day",
      [TYPE_DURATION] = "duration", [TYPE_PERIOD] = "time by the calendar",
      [TYPE_BOOL] = "yes or no",
  };
  switch (type.kind) {
  case TYPE_MONEY:
    buffer_printf(out, "amount in %s", type.currency[0] ? type.currency : "money");
    break;
  case TYPE_ENUM:
    put_members(out, program, type.of);
    break;
  case TYPE_REF: {
    const Text name = words_name(out->arena, program->entities.at[type.of].name);
    const bool vowel = name.len && strchr("aeiou", name.at[0]);
    buffer_printf(out, "%s %.*s", vowel ? "an" : "a", TEXT_ARG(name));
    break;
  }
  default:
    buffer_str(out, words[type.kind] ? words[type.kind] : "");
  }
}

static void put_bound(Buffer *out, const Program *program, Type type, Bound bound) {
  Scalar value = {.type = type, .known = true, .i = bound.i};
  if (type_store(type) == STORE_F64) value.f = bound.f;
  scalar_print(out, value, program->enums.at, PRINT_PEOPLE);
}

void words_range(Buffer *out, const Program *program, Type type, Bound low, Bound high) {
  const bool is_date = type.kind == TYPE_DATE;
  if (low.set && high.set) {
    put_bound(out, program, type, low);
    buffer_str(out, " to ");
    put_bound(out, program, type, high);
  } else if (low.set) {
    buffer_str(out, is_date ? "not before " : "at least ");
    put_bound(out, program, type, low);
  } else if (high.set) {
    buffer_str(out, is_date ? "not after " : "at most ");
    put_bound(out, program, type, high);
  }
}
