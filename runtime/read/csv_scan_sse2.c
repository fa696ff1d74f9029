/* csv_scan_sse2.c - the loop with what every 64-bit x86 has: sixteen bytes are compared at once;
 * there is no instruction yet for parities and for counting bits. */
#include "read/csv_scan_impl.h"

#ifdef __x86_64__
#include <emmintrin.h>

#define LOOP csv_scan_sse2
#define TARGET

static inline uint64_t equal_bits(const __m128i *bytes, char wanted) {
  const __m128i pattern = _mm_set1_epi8(wanted);
  uint64_t bits = 0;
  for (unsigned i = 0; i < 4; i++) {
    const int equal = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(bytes + i), pattern));
    bits |= (uint64_t)(uint32_t)equal << (16 * i);
  }
  return bits;
}

static inline CsvMasks step_masks(const char *at, char delimiter) {
  const __m128i *bytes = (const __m128i *)(const void *)at;
  return (CsvMasks){.quote = equal_bits(bytes, '"'),
                    .delimiter = equal_bits(bytes, delimiter),
                    .cr = equal_bits(bytes, '\r'),
                    .lf = equal_bits(bytes, '\n')};
}
static inline uint64_t step_parity(uint64_t bits) { return parity_up_to(bits); }
static inline uint32_t step_count(uint64_t bits) { return count_bits(bits); }
static inline void step_offsets(uint32_t *to, uint64_t bits, uint32_t count, uint32_t base) {
  put_offsets(to, bits, count, base);
}

#include "read/csv_scan_loop.h"
#endif
