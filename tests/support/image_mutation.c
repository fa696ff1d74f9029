/* image_mutation.c - see image_mutation.h. */
#include "support/image_mutation.h"

#include <math.h>
#include <string.h>

uint32_t mutation_chance(uint64_t *state, size_t limit) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return limit ? (uint32_t)((*state >> 33) % limit) : 0;
}

#define CHANCE(limit) mutation_chance(state, limit)

static uint32_t number(uint64_t *state) {
  static const uint32_t numbers[] = {0,   1,   2,      3,         7,          24,        255,
                                     256, 257, 0xffff, INT32_MAX, 0x80000000, UINT32_MAX};
  return CHANCE(3) ? CHANCE(40) : numbers[CHANCE(sizeof numbers / sizeof *numbers)];
}

static int64_t wide_number(uint64_t *state) {
  static const int64_t numbers[] = {0,         1,         -1,        2,         100000000,
                                    INT64_MAX, INT64_MIN, INT32_MAX, INT32_MIN, 86400};
  return CHANCE(3) ? numbers[CHANCE(sizeof numbers / sizeof *numbers)]
                   : (int64_t)((uint64_t)number(state) << CHANCE(33));
}

static double real(uint64_t *state) {
  static const double numbers[] = {0.0, -0.0, 1.0, -1.0, 1e308, -1e308, 5e-324, INFINITY, NAN, 0.5};
  return numbers[CHANCE(sizeof numbers / sizeof *numbers)];
}

/* A row of a table with so many, seldom the first behind it. */
static uint32_t row(uint64_t *state, size_t count) { return CHANCE(count + (CHANCE(16) == 0)); }

static Type type(uint64_t *state, const Image *image) {
  Type made = {.kind = (TypeKind)CHANCE(TYPE_COUNT)};
  if (made.kind == TYPE_MONEY) memcpy(made.currency, "USD", 4);
  if (made.kind == TYPE_ENUM) made.of = row(state, image->enums.count);
  if (made.kind == TYPE_REF) made.of = row(state, image->entities.count);
  return made;
}

static void scalar(uint64_t *state, const Image *image, Scalar *value) {
  if (CHANCE(4) == 0) value->type = type(state, image);
  value->known = value->type.kind != TYPE_NONE && CHANCE(4);
  const Store store = type_store(value->type);
  if (store == STORE_TRUTH)
    value->truth = value->known ? (CHANCE(2) ? TRUTH_TRUE : TRUTH_FALSE) : TRUTH_UNKNOWN;
  else if (store == STORE_TEXT || value->type.kind == TYPE_REF)
    value->text = TEXT("K1");
  else if (store == STORE_F64)
    value->f = real(state);
  else
    value->i = wide_number(state);
}

/* A run that begins or ends a little elsewhere. */
static void list(uint64_t *state, IndexList *run) {
  if (CHANCE(2)) run->first += CHANCE(5) - 2;
  if (CHANCE(2)) run->count += CHANCE(5) - 2;
}

#define CHANGE_U16(arg, at) at = CHANCE(4) ? (uint16_t)CHANCE(24) : (uint16_t)number(state)
#define CHANGE_U32(arg, at) at = number(state)
#define CHANGE_I32(arg, at) at = (int32_t)number(state)
#define CHANGE_TEXT(arg, at) at = CHANCE(2) ? TEXT("") : TEXT("K1")
#define CHANGE_TYPE(arg, at) at = type(state, image)
#define CHANGE_BOOL(arg, at) at = !at
#define CHANGE_SCALAR(arg, at) scalar(state, image, &(at))
#define CHANGE_ENUM(arg, at) at = (uint8_t)CHANCE(arg)
#define CHANGE_INDEX(arg, at) at = row(state, image->arg.count)
#define CHANGE_OPTIONAL(arg, at) at = CHANCE(4) ? row(state, image->arg.count) : SCHEMA_NONE
#define CHANGE_LIST(arg, at) list(state, &(at))
#define CHANGE_PLACE(arg, at) at.line = number(state)

/* For each table, a function that changes one field of one row. */
#define TABLE(Struct, member)                                                                      \
  static void change_##Struct(Image *image, uint64_t *state) {                                     \
    if (!image->member.count) return;                                                              \
    Struct *at = &image->member.at[CHANCE(image->member.count)];                                   \
    enum { BEFORE = __COUNTER__ };                                                                 \
    const uint32_t chosen = CHANCE(16);                                                            \
    (void)chosen;
#define FIELD(codec, arg, name, comment)                                                           \
  if ((__COUNTER__ - BEFORE - 1) == chosen) CHANGE_##codec(arg, at->name);
#define END(Struct, member) }
#include "code/image.def"
#undef TABLE
#undef FIELD
#undef END

static void change_field(Image *image, uint64_t *state) {
  EntitySchema *entity = &image->entities.at[CHANCE(image->entities.count)];
  if (!entity->field_count) return;
  FieldSchema *field = &entity->fields[CHANCE(entity->field_count)];
  const Bound bound = {CHANCE(2), wide_number(state), real(state)};
  switch (CHANCE(10)) {
  case 0:
    field->type = type(state, image);
    break;
  case 1:
    field->slot = CHANCE(4) ? row(state, image->slots.count) : SCHEMA_NONE;
    break;
  case 2:
    field->key = !field->key;
    break;
  case 3:
    field->used = !field->used;
    break;
  case 4:
    field->required = !field->required;
    break;
  case 5:
    *(CHANCE(2) ? &field->low : &field->high) = bound;
    break;
  case 6:
    field->format.percent = (PercentForm)CHANCE(PERCENT_POINTS + 1);
    break;
  case 7:
    field->format.exponent = (uint8_t)CHANCE(12);
    break;
  case 8:
    field->format.duration_unit = number(state);
    break;
  default:
    entity->key = CHANCE(3) ? CHANCE(entity->field_count) : SCHEMA_NONE;
    break;
  }
}

static void change_schema(Image *image, uint64_t *state) {
  if (CHANCE(4)) {
    change_field(image, state);
  } else if (image->enums.count) {
    EnumSchema *schema = &image->enums.at[CHANCE(image->enums.count)];
    if (schema->count > 1) schema->count--;
  }
}

static void change_constant(Image *image, uint64_t *state) {
  if (CHANCE(2) && image->const_i64.count)
    image->const_i64.at[CHANCE(image->const_i64.count)] = wide_number(state);
  else if (image->const_f64.count)
    image->const_f64.at[CHANCE(image->const_f64.count)] = real(state);
}

/* An opcode whose registers have the same stores: what only the proof of its meaning can refuse. */
static void change_opcode(Image *image, uint64_t *state) {
  if (!image->code.count) return;
  Instr *instr = &image->code.at[CHANCE(image->code.count)];
  const OpInfo *old = &op_info[instr->op];
  uint16_t op = (uint16_t)CHANCE(OP_COUNT);
  for (int tries = 0; tries < OP_COUNT; tries++, op = (uint16_t)((op + 1) % OP_COUNT))
    if (op != instr->op && op_info[op].dst == old->dst &&
        memcmp(op_info[op].operand, old->operand, sizeof old->operand) == 0)
      break;
  instr->op = op;
}

/* An operand of the store that the instruction takes, written by then or not. */
static void change_operand(Image *image, uint64_t *state) {
  if (!image->blocks.count) return;
  const Block *block = &image->blocks.at[CHANCE(image->blocks.count)];
  if (!block->code.count || !block->registers.count) return;
  Instr *instr = &image->code.at[block->code.first + CHANCE(block->code.count)];
  uint16_t *operands[] = {&instr->a, &instr->b, &instr->c, &instr->d};
  const uint32_t which = CHANCE(4), store = op_info[instr->op].operand[which];
  const uint32_t count = block->registers.count, from = CHANCE(count);
  if (store == OPERAND_NONE) return;
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t reg = (from + i) % count;
    if (image->registers.at[block->registers.first + reg].store != store) continue;
    *operands[which] = (uint16_t)reg;
    return;
  }
}

/* A slot of the same store, of whatever entity and role. */
static void change_slot(Image *image, uint64_t *state) {
  if (!image->code.count || !image->slots.count) return;
  const uint32_t from = CHANCE(image->code.count), to = row(state, image->slots.count);
  for (size_t i = 0; i < image->code.count; i++) {
    Instr *instr = &image->code.at[(from + i) % image->code.count];
    const Immediate imm = (Immediate)op_info[instr->op].imm;
    if (imm != IMM_SLOT && imm != IMM_PROGRAM_SLOT && imm != IMM_OTHER_SLOT) continue;
    instr->imm = to;
    return;
  }
}

static void swap_steps(Image *image, uint64_t *state) {
  if (image->steps.count < 2) return;
  Step *steps = image->steps.at;
  const uint32_t a = CHANCE(image->steps.count), b = CHANCE(image->steps.count);
  const Step other = steps[a];
  steps[a] = steps[b];
  if (CHANCE(4))
    steps[b] = other;
  else
    image->steps.count--;
}

void image_mutate(Image *image, uint64_t *state) {
  static void (*const changes[])(Image *, uint64_t *) = {
#define TABLE(Struct, member) change_##Struct,
#define FIELD(codec, arg, name, comment)
#define END(Struct, member)
#include "code/image.def"
#undef TABLE
#undef FIELD
#undef END
      change_schema, change_constant, change_opcode, change_operand, change_slot, swap_steps};
  changes[CHANCE(sizeof changes / sizeof *changes)](image, state);
}
