/* csv_scan_neon.c - the loop for 64-bit ARM: flags of 64 bytes are gathered by three pairwise
 * additions of weighted bits. The multiplication for parities is an extension that the compiler has
 * to be told of. */
#include "read/csv_scan_impl.h"

#ifdef __aarch64__
#include <arm_neon.h>

#define LOOP csv_scan_neon
#define TARGET

static inline uint64_t equal_bits(uint8x16x4_t bytes, char wanted) {
  static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t pattern = vdupq_n_u8((uint8_t)wanted), weight = vld1q_u8(weights);
  const uint8x16_t a = vandq_u8(vceqq_u8(bytes.val[0], pattern), weight);
  const uint8x16_t b = vandq_u8(vceqq_u8(bytes.val[1], pattern), weight);
  const uint8x16_t c = vandq_u8(vceqq_u8(bytes.val[2], pattern), weight);
  const uint8x16_t d = vandq_u8(vceqq_u8(bytes.val[3], pattern), weight);
  const uint8x16_t pairs = vpaddq_u8(vpaddq_u8(a, b), vpaddq_u8(c, d));
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(pairs, pairs)), 0);
}

static inline CsvMasks step_masks(const char *at, char delimiter) {
  const uint8_t *from = (const uint8_t *)at;
  const uint8x16x4_t bytes = {
      {vld1q_u8(from), vld1q_u8(from + 16), vld1q_u8(from + 32), vld1q_u8(from + 48)}};
  return (CsvMasks){.quote = equal_bits(bytes, '"'),
                    .delimiter = equal_bits(bytes, delimiter),
                    .cr = equal_bits(bytes, '\r'),
                    .lf = equal_bits(bytes, '\n')};
}

static inline uint64_t step_parity(uint64_t bits) {
#ifdef __ARM_FEATURE_AES
  return vgetq_lane_u64(vreinterpretq_u64_p128(vmull_p64(bits, UINT64_MAX)), 0);
#else
  return parity_up_to(bits);
#endif
}
static inline uint32_t step_count(uint64_t bits) { return (uint32_t)__builtin_popcountll(bits); }
static inline void step_offsets(uint32_t *to, uint64_t bits, uint32_t count, uint32_t base) {
  put_offsets(to, bits, count, base);
}

#include "read/csv_scan_loop.h"
#endif
