/* opcode.c - the rows of opcodes.def as data, for what walks over the instruction set: verifier,
 * disassembler, documentation. */
#include "code/opcode.h"

/* The table says NONE where a register is absent; the stores have no such member. */
enum { STORE_NONE = OPERAND_NONE };

const OpInfo op_info[OP_COUNT] = {
#define X(name, dst, a, b, c, d, imm, effect)                                                      \
  [OP_##name] = {                                                                                  \
      #name, STORE_##dst, {STORE_##a, STORE_##b, STORE_##c, STORE_##d}, IMM_##imm, effect},
#include "code/opcodes.def"
#undef X
};

_Static_assert(OP_COUNT <= UINT16_MAX, "an opcode is two bytes in an instruction");
