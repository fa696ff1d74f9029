/* kernel.h - one function per opcode: an instruction carried out for all rows of a batch.
 *
 * A kernel reads the operands' vectors and writes `count` rows of dst, never one more: dst may be
 * a slot's own memory, with other rows behind it. dst never overlaps an operand (the planner sees
 * to that), so kernels declare their pointers `restrict` and compilers turn the loops into vector
 * instructions. For the same reason there is no branch on a row's validity where it can be
 * avoided: a result is computed for every row, from garbage too, and validity is computed beside
 * it. So a kernel must be defined for any bits in a row that is not valid; functions that demand
 * a sensible value are called for valid rows only.
 *
 * An opcode is one line of opcodes.def and one function here; kernel.c builds the dispatch.
 */
#ifndef VM_KERNEL_H
#define VM_KERNEL_H

#include "code/image.h"
#include "table/vector.h"

typedef struct TextPool TextPool;

/* Which operands have one value on every row: bit 0 for a, bit 1 for b, ... */
enum { UNIFORM_A = 1, UNIFORM_B = 2, UNIFORM_C = 4, UNIFORM_D = 8 };

typedef struct KernelCall {
  const Vector *a, *b, *c, *d; /* LOAD: a is the slot at this batch's rows */
  Vector *dst;                 /* STORE: the slot at this batch's rows */
  size_t count;
  const Image *image;
  uint32_t imm;
  uint8_t uniform;
  const Vector *source; /* SPREAD, GATHER: the slot from its row 0 */
  size_t source_rows;
  TextPool *texts; /* where new texts are put */
} KernelCall;

typedef void Kernel(const KernelCall *call);

/* Where the machine may have wider vectors than the compiler may count on, each kernel is compiled
 * for both and chosen once, when the program is loaded. (Clang gives such a function a name that
 * other files do not find; the thread sanitizer is not there yet when the choice is made.) */
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__) &&                        \
    !defined(__SANITIZE_THREAD__)
#define KERNEL __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define KERNEL
#endif

#define X(name, dst, a, b, c, d, imm, effect) Kernel kernel_##name;
#include "code/opcodes.def"
#undef X

/* By opcode. */
extern Kernel *const kernel_table[OP_COUNT];

/* For kernels only: what most of them share, inlined into each. */
#define INLINE static inline __attribute__((always_inline))

INLINE void valid_copy(size_t count, const uint8_t *restrict a, uint8_t *restrict out) {
  for (size_t i = 0; i < count; i++) out[i] = a[i];
}

INLINE void valid_both(size_t count, const uint8_t *restrict a, const uint8_t *restrict b,
                       uint8_t *restrict out) {
  for (size_t i = 0; i < count; i++) out[i] = a[i] & b[i];
}

#endif
