/* csv_scan_avx2.c - the loop with vectors of 32 bytes, and a carry-less multiplication by all ones
 * for the parities: each bit of the product is the sum, without carries, of the bits below it. */
#include "read/csv_scan_impl.h"

#ifdef __x86_64__
#include <immintrin.h>

#define LOOP csv_scan_avx2
#define TARGET SIMD_TARGET_AVX2

TARGET static inline uint64_t equal_bits(__m256i low, __m256i high, char wanted) {
  const __m256i pattern = _mm256_set1_epi8(wanted);
  const int first = _mm256_movemask_epi8(_mm256_cmpeq_epi8(low, pattern));
  const int second = _mm256_movemask_epi8(_mm256_cmpeq_epi8(high, pattern));
  return (uint64_t)(uint32_t)second << 32 | (uint32_t)first;
}

TARGET static inline CsvMasks step_masks(const char *at, char delimiter) {
  const __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)at);
  const __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(at + 32));
  return (CsvMasks){.quote = equal_bits(low, high, '"'),
                    .delimiter = equal_bits(low, high, delimiter),
                    .cr = equal_bits(low, high, '\r'),
                    .lf = equal_bits(low, high, '\n')};
}

TARGET static inline uint64_t step_parity(uint64_t bits) {
  const __m128i product =
      _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)bits), _mm_set1_epi8((char)0xff), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

TARGET static inline uint32_t step_count(uint64_t bits) { return (uint32_t)_mm_popcnt_u64(bits); }

TARGET static inline void step_offsets(uint32_t *to, uint64_t bits, uint32_t count, uint32_t base) {
  put_offsets(to, bits, count, base);
}

#include "read/csv_scan_loop.h"
#endif
