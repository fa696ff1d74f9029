/* kernel_load.c - columns and constants: LOAD STORE SPREAD GATHER CONST MISSING.
 *
 * Most LOADs and STOREs never come here, because the register is made to lie in the slot itself
 * (plan.c). Those that remain are copies.
 */
#include <string.h>

#include "vm/kernel.h"

/* The stores that have a validity beside their values: X(suffix, C type, member of Vector). */
#define STORES_WITH_VALIDITY(X)                                                                    \
  X(I64, int64_t, i64)                                                                             \
  X(F64, double, f64)                                                                              \
  X(I32, int32_t, i32)                                                                             \
  X(TEXT, Text, text)

static void copy(const KernelCall *call) {
  memcpy(call->dst->values, call->a->values, call->count * store_size(call->dst->store));
  if (call->dst->valid) memcpy(call->dst->valid, call->a->valid, call->count);
}

void kernel_LOAD_I64(const KernelCall *call) { copy(call); }
void kernel_LOAD_F64(const KernelCall *call) { copy(call); }
void kernel_LOAD_I32(const KernelCall *call) { copy(call); }
void kernel_LOAD_TRUTH(const KernelCall *call) { copy(call); }
void kernel_LOAD_TEXT(const KernelCall *call) { copy(call); }
void kernel_STORE_I64(const KernelCall *call) { copy(call); }
void kernel_STORE_F64(const KernelCall *call) { copy(call); }
void kernel_STORE_I32(const KernelCall *call) { copy(call); }
void kernel_STORE_TRUTH(const KernelCall *call) { copy(call); }
void kernel_STORE_TEXT(const KernelCall *call) { copy(call); }

#define FILL(suffix, T, member)                                                                    \
  static void fill_##suffix(const KernelCall *call, T value, bool known) {                         \
    T *out = call->dst->member;                                                                    \
    for (size_t i = 0; i < call->count; i++) out[i] = value;                                       \
    memset(call->dst->valid, known, call->count);                                                  \
  }                                                                                                \
  void kernel_SPREAD_##suffix(const KernelCall *call) {                                            \
    fill_##suffix(call, call->source->member[0], call->source->valid[0] != 0);                     \
  }                                                                                                \
  void kernel_MISSING_##suffix(const KernelCall *call) { memset(call->dst->valid, 0, call->count); }
STORES_WITH_VALIDITY(FILL)
#undef FILL

void kernel_SPREAD_TRUTH(const KernelCall *call) {
  memset(call->dst->truth, call->source->truth[0], call->count);
}

void kernel_CONST_I64(const KernelCall *call) {
  fill_I64(call, call->image->const_i64.at[call->imm], true);
}
void kernel_CONST_F64(const KernelCall *call) {
  fill_F64(call, call->image->const_f64.at[call->imm], true);
}
void kernel_CONST_I32(const KernelCall *call) { fill_I32(call, (int32_t)call->imm, true); }
void kernel_CONST_TRUTH(const KernelCall *call) {
  memset(call->dst->truth, (int)call->imm, call->count);
}
void kernel_CONST_TEXT(const KernelCall *call) {
  fill_TEXT(call, call->image->const_text.at[call->imm], true);
}

/* A reference that is missing, or that leads to no row, reads row 0 and forgets it. */
#define GATHER(suffix, T, member)                                                                  \
  KERNEL void kernel_GATHER_##suffix(const KernelCall *call) {                                     \
    const size_t count = call->count;                                                              \
    if (!call->source_rows) {                                                                      \
      memset(call->dst->valid, 0, count);                                                          \
      return;                                                                                      \
    }                                                                                              \
    const int32_t *restrict row = call->a->i32;                                                    \
    const uint8_t *restrict row_valid = call->a->valid;                                            \
    const T *restrict from = call->source->member;                                                 \
    const uint8_t *restrict from_valid = call->source->valid;                                      \
    T *restrict out = call->dst->member;                                                           \
    uint8_t *restrict valid = call->dst->valid;                                                    \
    for (size_t i = 0; i < count; i++) {                                                           \
      const bool leads = row_valid[i] && (uint32_t)row[i] < call->source_rows;                     \
      const size_t at = leads ? (uint32_t)row[i] : 0;                                              \
      out[i] = from[at];                                                                           \
      valid[i] = (uint8_t)(from_valid[at] & leads);                                                \
    }                                                                                              \
  }
STORES_WITH_VALIDITY(GATHER)
#undef GATHER

void kernel_GATHER_TRUTH(const KernelCall *call) {
  const int32_t *restrict row = call->a->i32;
  const uint8_t *restrict row_valid = call->a->valid;
  const Truth *restrict from = call->source->truth;
  Truth *restrict out = call->dst->truth;
  for (size_t i = 0; i < call->count; i++) {
    const bool leads = row_valid[i] && (uint32_t)row[i] < call->source_rows;
    out[i] = leads ? from[row[i]] : (Truth)TRUTH_UNKNOWN;
  }
}
