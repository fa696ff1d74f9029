/* test_opcode.c - the table of the instruction set holds together. */
#include "code/opcode.h"

#include <string.h>

#include "support/unit.h"

START_TEST(rows_follow_the_table) {
  ck_assert_str_eq(op_info[OP_LOAD_I64].name, "LOAD_I64");
  ck_assert_uint_eq(op_info[OP_LOAD_I64].dst, STORE_I64);
  ck_assert_uint_eq(op_info[OP_LOAD_I64].operand[0], OPERAND_NONE);
  ck_assert_uint_eq(op_info[OP_LOAD_I64].imm, IMM_SLOT);
  ck_assert_uint_eq(op_info[OP_STORE_TEXT].dst, OPERAND_NONE);
  ck_assert_uint_eq(op_info[OP_STORE_TEXT].operand[0], STORE_TEXT);
  ck_assert_uint_eq(op_info[OP_CHOOSE_I64].operand[0], STORE_TRUTH);
  ck_assert_uint_eq(op_info[OP_CHOOSE_I64].operand[3], STORE_I64);
  ck_assert_uint_eq(op_info[OP_RECODE].imm, IMM_RECODE);
}
END_TEST

/* The verifier and the kernels stop at the first operand that is absent. */
START_TEST(operands_have_no_holes) {
  for (int op = 0; op < OP_COUNT; op++) {
    bool absent = false;
    for (int i = 0; i < 4; i++) {
      const bool here = op_info[op].operand[i] != OPERAND_NONE;
      ck_assert_msg(!(absent && here), "%s has a hole in its operands", op_info[op].name);
      absent = absent || !here;
    }
  }
}
END_TEST

START_TEST(every_row_does_something) {
  for (int op = 0; op < OP_COUNT; op++) {
    const OpInfo *info = &op_info[op];
    ck_assert_msg(info->dst != OPERAND_NONE || strncmp(info->name, "STORE_", 6) == 0,
                  "%s has no result and stores nothing", info->name);
    ck_assert_msg(strlen(info->effect) > 0, "%s says nothing", info->name);
  }
}
END_TEST

/* A suffix of a name is a promise about the registers. */
START_TEST(suffixes_tell_the_store) {
  static const struct {
    const char *suffix;
    uint8_t store;
  } promises[] = {
      {"_I64", STORE_I64}, {"_F64", STORE_F64}, {"_I32", STORE_I32}, {"_TEXT", STORE_TEXT}};
  for (int op = 0; op < OP_COUNT; op++) {
    for (size_t i = 0; i < sizeof promises / sizeof *promises; i++) {
      const size_t length = strlen(op_info[op].name), tail = strlen(promises[i].suffix);
      if (length < tail || strcmp(op_info[op].name + length - tail, promises[i].suffix) != 0)
        continue;
      bool kept = op_info[op].dst == promises[i].store;
      for (int o = 0; o < 4; o++) kept = kept || op_info[op].operand[o] == promises[i].store;
      ck_assert_msg(kept, "%s has no such register", op_info[op].name);
    }
  }
}
END_TEST

START_TEST(calendar_immediates_come_back) {
  for (int shift = -127; shift <= 127; shift++) {
    const uint32_t packed = calendar_pack(6, shift, 12);
    ck_assert_uint_eq(calendar_unit(packed), 6);
    ck_assert_uint_eq(calendar_fiscal_month(packed), 12);
    ck_assert_int_eq(calendar_shift(packed), shift);
  }
}
END_TEST

UNIT_MAIN(NULL, NULL, rows_follow_the_table, operands_have_no_holes, every_row_does_something,
          suffixes_tell_the_store, calendar_immediates_come_back)
