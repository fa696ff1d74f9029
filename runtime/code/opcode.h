/* opcode.h - the instruction set, from opcodes.def. */
#ifndef CODE_OPCODE_H
#define CODE_OPCODE_H

#include "value/type.h"

typedef enum {
#define X(name, dst, a, b, c, d, imm, effect) OP_##name,
#include "code/opcodes.def"
#undef X
  OP_COUNT
} Opcode;

/* What the immediate means, and what the verifier demands of it. */
typedef enum {
  IMM_NONE,         /* 0 */
  IMM_SLOT,         /* a slot of the block's entity, of the register's store */
  IMM_PROGRAM_SLOT, /* a slot of the program */
  IMM_OTHER_SLOT,   /* a slot of the entity that the reference in `a` leads to */
  IMM_CONST_I64,    /* index into a pool of constants */
  IMM_CONST_F64,
  IMM_CONST_TEXT,
  IMM_POSITIVE_I64, /* index of a constant that is > 0 */
  IMM_VALUE,        /* itself, as int32 */
  IMM_TRUTH,        /* 0, 1, 2 */
  IMM_CALENDAR,     /* calendar_pack */
  IMM_RECODE        /* index into the recode tables */
} Immediate;

#define OPERAND_NONE STORE_COUNT

typedef struct OpInfo {
  const char *name;
  uint8_t dst;        /* Store, or OPERAND_NONE */
  uint8_t operand[4]; /* a b c d */
  uint8_t imm;        /* Immediate */
  const char *effect;
} OpInfo;

extern const OpInfo op_info[OP_COUNT];

/* unit: CalendarUnit; shift: -127..127 units; fiscal_month: 1..12. */
static inline uint32_t calendar_pack(uint32_t unit, int shift, uint32_t fiscal_month) {
  return unit | fiscal_month << 8 | (uint32_t)(shift + 128) << 16;
}
static inline uint32_t calendar_unit(uint32_t packed) { return packed & 0xff; }
static inline uint32_t calendar_fiscal_month(uint32_t packed) { return packed >> 8 & 0xff; }
static inline int calendar_shift(uint32_t packed) { return (int)(packed >> 16 & 0xff) - 128; }

#endif
