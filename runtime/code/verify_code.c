/* verify_code.c - the instructions of one block, followed once from the top.
 *
 * A block has no jumps and writes each register once, so a single pass in order sees for every
 * read what was written. For i32 registers it follows what they can hold (Fact), because a row
 * number becomes an index into the columns of another entity and a member one into a table.
 */
#include <stdarg.h>
#include <stdio.h>

#include "code/verify_impl.h"
#include "value/date.h"

typedef struct Pass {
  Verifier *v;
  uint32_t block, time;
  const Block *info;
  const Instr *instr;
  uint32_t position; /* of the instruction in the block */
  const Register *stores;
  Fact *facts;
} Pass;

static bool fail(Pass *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool fail(Pass *p, const char *format, ...) {
  char sentence[200]; /* numbers and names from our own tables */
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(sentence, sizeof sentence, format, arguments);
  va_end(arguments);
  const char *name = p->instr->op < OP_COUNT ? op_info[p->instr->op].name : "?";
  return verify_fail_at(p->v, (Where){"blocks", p->block, NULL}, "instruction %u (%s) %s",
                        p->position, name, sentence);
}

static bool check_operand(Pass *p, uint16_t reg, uint8_t store) {
  if (store == OPERAND_NONE) return reg == 0 || fail(p, "has an operand that it does not take");
  if (reg >= p->info->registers.count)
    return fail(p, "reads r%u, which the block does not have", reg);
  if (p->facts[reg].kind == FACT_UNWRITTEN) return fail(p, "reads r%u before it is written", reg);
  if (p->stores[reg].store != store)
    return fail(p, "takes %s, and r%u is %s", store_name((Store)store), reg,
                store_name((Store)p->stores[reg].store));
  return true;
}

static bool check_result(Pass *p, uint16_t reg, uint8_t store) {
  if (store == OPERAND_NONE) return reg == 0 || fail(p, "has a result that it does not give");
  if (reg >= p->info->registers.count)
    return fail(p, "writes r%u, which the block does not have", reg);
  if (p->facts[reg].kind != FACT_UNWRITTEN) return fail(p, "writes r%u a second time", reg);
  if (p->stores[reg].store != store)
    return fail(p, "gives %s, and r%u is %s", store_name((Store)store), reg,
                store_name((Store)p->stores[reg].store));
  return true;
}

/* The kernels of the calendar count on days that the calendar has. */
static bool takes_days(uint16_t op) {
  switch (op) {
  case OP_DATE_DIFF:
  case OP_DATE_ADD_SECONDS:
  case OP_DATE_ADD_MONTHS:
  case OP_DATE_UNIT_START:
  case OP_DATE_YEAR:
  case OP_DATE_QUARTER:
  case OP_DATE_MONTH:
  case OP_DATE_WEEKDAY:
  case OP_MONTHS_BETWEEN:
  case OP_YEARS_BETWEEN:
    return true;
  default:
    return false;
  }
}

static bool check_days(Pass *p) {
  const OpInfo *info = &op_info[p->instr->op];
  const uint16_t operands[] = {p->instr->a, p->instr->b};
  for (int i = 0; i < 2; i++) {
    if (info->operand[i] == STORE_I32 && !fact_within(p->facts[operands[i]], fact_days()))
      return fail(p, "takes a day, and r%u may be none", operands[i]);
  }
  return true;
}

static bool check_load(Pass *p, uint32_t entity) {
  const uint32_t slot = p->instr->imm;
  const Image *image = p->v->image;
  if (slot >= image->slots.count) return fail(p, "reads slot %u, which is not there", slot);
  if (image->slots.at[slot].entity != entity)
    return fail(p, "reads slot %u of another entity", slot);
  if (image->slots.at[slot].store != op_info[p->instr->op].dst)
    return fail(p, "reads slot %u, which is %s", slot,
                store_name((Store)image->slots.at[slot].store));
  if (p->v->slots[slot].filled >= p->time)
    return fail(p, "reads slot %u before a step has filled it", slot);
  return true;
}

static bool check_gather(Pass *p) {
  const Fact row = p->facts[p->instr->a];
  if (row.kind == FACT_ROW) return check_load(p, row.entity);
  if (row.kind != FACT_NOTHING) return fail(p, "takes a row, and r%u may be none", p->instr->a);
  const uint32_t slot = p->instr->imm; /* nothing is read, from whatever it is */
  return slot < p->v->image->slots.count ? check_load(p, p->v->image->slots.at[slot].entity)
                                         : fail(p, "reads slot %u, which is not there", slot);
}

static bool check_store(Pass *p) {
  if (p->info->message) return fail(p, "stores, which a message block must not");
  const Where where = {"blocks", p->block, NULL};
  const Store store = (Store)op_info[p->instr->op].operand[0];
  if (!verify_claim(p->v, where, p->instr->imm, p->info->entity, SLOT_MAPPED, store)) return false;
  verify_filled(p->v, p->instr->imm, p->time, p->facts[p->instr->a]);
  return true;
}

static bool check_calendar(Pass *p) {
  const uint32_t packed = p->instr->imm, month = calendar_fiscal_month(packed);
  if (calendar_unit(packed) > UNIT_FISCAL_YEAR || month < 1 || month > 12 || packed >> 24 ||
      calendar_shift(packed) == -128)
    return fail(p, "has no such calendar unit");
  return true;
}

static bool check_recode(Pass *p) {
  const Image *image = p->v->image;
  if (p->instr->imm >= image->recodes.count) return fail(p, "has no such table of members");
  const uint32_t from = image->recodes.at[p->instr->imm].from;
  const Type type = {.kind = TYPE_ENUM, .of = from};
  if (!fact_within(p->facts[p->instr->a], fact_of_type(image, type)))
    return fail(p, "takes a member of enumeration %u, and r%u may be none", from, p->instr->a);
  return true;
}

static bool check_constant(Pass *p, size_t count) {
  return p->instr->imm < count || fail(p, "has no such constant");
}

static bool check_immediate(Pass *p) {
  const Image *image = p->v->image;
  const OpInfo *info = &op_info[p->instr->op];
  const uint32_t imm = p->instr->imm;
  switch ((Immediate)info->imm) {
  case IMM_NONE:
    return imm == 0 || fail(p, "has an immediate that it does not take");
  case IMM_SLOT:
    return info->dst == OPERAND_NONE ? check_store(p) : check_load(p, p->info->entity);
  case IMM_PROGRAM_SLOT:
    return check_load(p, IMAGE_PROGRAM);
  case IMM_OTHER_SLOT:
    return check_gather(p);
  case IMM_CONST_I64:
    return check_constant(p, image->const_i64.count);
  case IMM_CONST_F64:
    return check_constant(p, image->const_f64.count);
  case IMM_CONST_TEXT:
    return check_constant(p, image->const_text.count);
  case IMM_POSITIVE_I64:
    if (!check_constant(p, image->const_i64.count)) return false;
    return image->const_i64.at[imm] > 0 || fail(p, "takes a constant above zero");
  case IMM_VALUE:
    return true;
  case IMM_TRUTH:
    return imm <= TRUTH_TRUE || fail(p, "has no such truth value");
  case IMM_CALENDAR:
    return check_calendar(p);
  case IMM_RECODE:
    return check_recode(p);
  }
  return fail(p, "has an immediate of no kind");
}

/* What the result can be; only asked where the result is an i32. */
static Fact result_fact(const Pass *p) {
  const Instr *instr = p->instr;
  const Fact *facts = p->facts;
  switch (instr->op) {
  case OP_LOAD_I32:
  case OP_SPREAD_I32:
  case OP_GATHER_I32:
    return p->v->slots[instr->imm].fact;
  case OP_CONST_I32:
    return fact_range((int32_t)instr->imm, (int32_t)instr->imm);
  case OP_MISSING_I32:
    return fact_nothing();
  case OP_DATE_ADD_SECONDS:
  case OP_DATE_ADD_MONTHS:
  case OP_DATE_UNIT_START:
    return fact_days();
  case OP_MIN_I32:
  case OP_MAX_I32:
  case OP_OTHERWISE_I32:
    return fact_join(facts[instr->a], facts[instr->b]);
  case OP_SELECT_I32:
    return fact_join(facts[instr->b], facts[instr->c]);
  case OP_RECODE: {
    const uint32_t to = p->v->image->recodes.at[instr->imm].to;
    return fact_of_type(p->v->image, (Type){.kind = TYPE_ENUM, .of = to});
  }
  default:
    return fact_any();
  }
}

static bool check_instr(Pass *p) {
  const Instr *instr = p->instr;
  if (instr->op >= OP_COUNT) return fail(p, "is none of the instruction set");
  const OpInfo *info = &op_info[instr->op];
  if (!check_operand(p, instr->a, info->operand[0]) ||
      !check_operand(p, instr->b, info->operand[1]) ||
      !check_operand(p, instr->c, info->operand[2]) ||
      !check_operand(p, instr->d, info->operand[3]) || !check_result(p, instr->dst, info->dst) ||
      !check_immediate(p))
    return false;
  if (takes_days(instr->op) && !check_days(p)) return false;
  if (info->dst != OPERAND_NONE)
    p->facts[instr->dst] = info->dst == STORE_I32 ? result_fact(p) : fact_any();
  return true;
}

bool verify_code(Verifier *v, uint32_t block, uint32_t time) {
  const Image *image = v->image;
  const Block *info = &image->blocks.at[block];
  const Where where = {"blocks", block, NULL};
  if (info->registers.count > (uint32_t)UINT16_MAX + 1)
    return verify_fail_at(v, where, "has too many registers");
  Pass pass = {.v = v,
               .block = block,
               .time = time,
               .info = info,
               .stores = image->registers.at + info->registers.first,
               .facts = ARENA_ARRAY(v->arena, Fact, info->registers.count)};
  for (uint32_t i = 0; i < info->code.count; i++) {
    pass.position = i;
    pass.instr = &image->code.at[info->code.first + i];
    if (!check_instr(&pass)) return false;
  }
  for (uint32_t r = 0; r < info->registers.count; r++) {
    if (pass.facts[r].kind == FACT_UNWRITTEN)
      return verify_fail_at(v, where, "never writes r%u", r);
  }
  v->registers[block] = pass.facts;
  return true;
}
