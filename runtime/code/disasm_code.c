/* disasm_code.c - single instructions in words. */
#include "base/json.h"
#include "code/disasm_impl.h"

void print_quoted(Buffer *out, Text text) {
  JsonWriter json = json_writer(out, false);
  json_text(&json, NULL, text);
}

void print_slot(Buffer *out, const Image *image, uint32_t slot) {
  buffer_printf(out, "s%u (%.*s)", slot, TEXT_ARG(image->slots.at[slot].name));
}

Text entity_name(const Image *image, uint32_t entity) { return image->entities.at[entity].name; }

void print_type(Buffer *out, const Image *image, Type type) {
  buffer_str(out, type_info(type.kind)->name);
  if (type.kind == TYPE_MONEY && type.currency[0]) buffer_printf(out, "(%.3s)", type.currency);
  if (type.kind == TYPE_ENUM) buffer_printf(out, " %.*s", TEXT_ARG(image->enums.at[type.of].name));
  if (type.kind == TYPE_REF) buffer_printf(out, " %.*s", TEXT_ARG(entity_name(image, type.of)));
}

static void print_calendar(Buffer *out, uint32_t packed) {
  static const char *const units[] = {"day",  "week",           "month",      "quarter",
                                      "year", "fiscal quarter", "fiscal year"};
  buffer_printf(out, "%s %+d", units[calendar_unit(packed)], calendar_shift(packed));
  if (calendar_unit(packed) >= 5)
    buffer_printf(out, " from month %u", calendar_fiscal_month(packed));
}

static void print_immediate(Buffer *out, const Image *image, Immediate kind, uint32_t imm) {
  static const char *const truths[] = {"false", "unknown", "true"};
  if (kind != IMM_NONE) buffer_char(out, ' ');
  switch (kind) {
  case IMM_NONE:
    break;
  case IMM_SLOT:
  case IMM_PROGRAM_SLOT:
    print_slot(out, image, imm);
    break;
  case IMM_OTHER_SLOT:
    print_slot(out, image, imm);
    buffer_printf(out, " of %.*s", TEXT_ARG(entity_name(image, image->slots.at[imm].entity)));
    break;
  case IMM_CONST_I64:
  case IMM_POSITIVE_I64:
    buffer_printf(out, "%lld", (long long)image->const_i64.at[imm]);
    break;
  case IMM_CONST_F64:
    double_print(out, image->const_f64.at[imm]);
    break;
  case IMM_CONST_TEXT:
    print_quoted(out, image->const_text.at[imm]);
    break;
  case IMM_VALUE:
    buffer_printf(out, "%d", (int32_t)imm);
    break;
  case IMM_TRUTH:
    buffer_str(out, truths[imm]);
    break;
  case IMM_CALENDAR:
    print_calendar(out, imm);
    break;
  case IMM_RECODE: {
    const Recode *recode = &image->recodes.at[imm];
    buffer_printf(out, "%.*s to %.*s", TEXT_ARG(image->enums.at[recode->from].name),
                  TEXT_ARG(image->enums.at[recode->to].name));
    break;
  }
  }
}

void instr_print(Buffer *out, const Image *image, const Block *block, const Instr *instr) {
  const OpInfo *info = &op_info[instr->op];
  const uint16_t operands[] = {instr->a, instr->b, instr->c, instr->d};
  if (info->dst != OPERAND_NONE) {
    const Register *stores = &image->registers.at[block->registers.first];
    buffer_printf(out, "r%u:%s = ", instr->dst, store_name((Store)stores[instr->dst].store));
  }
  buffer_str(out, info->name);
  for (int i = 0; i < 4 && info->operand[i] != OPERAND_NONE; i++)
    buffer_printf(out, " r%u", operands[i]);
  print_immediate(out, image, (Immediate)info->imm, instr->imm);
}
