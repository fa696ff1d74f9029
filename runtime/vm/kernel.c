/* kernel.c - the dispatch: opcodes.def once more. */
#include "vm/kernel.h"

Kernel *const kernel_table[OP_COUNT] = {
#define X(name, dst, a, b, c, d, imm, effect) [OP_##name] = kernel_##name,
#include "code/opcodes.def"
#undef X
};
