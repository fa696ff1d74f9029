/* csv_scan_avx512.c - the loop with vectors of 64 bytes: a step is one of them, a comparison gives
 * its mask at once, and the offsets are compressed out of a vector of all of them. */
#include "read/csv_scan_impl.h"

#ifdef __x86_64__
#include <immintrin.h>

#define LOOP csv_scan_avx512
#define TARGET SIMD_TARGET_AVX512

TARGET static inline CsvMasks step_masks(const char *at, char delimiter) {
  const __m512i bytes = _mm512_loadu_si512((const void *)at);
  return (CsvMasks){.quote = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')),
                    .delimiter = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(delimiter)),
                    .cr = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r')),
                    .lf = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'))};
}

TARGET static inline uint64_t step_parity(uint64_t bits) {
  const __m128i product =
      _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)bits), _mm_set1_epi8((char)0xff), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

TARGET static inline uint32_t step_count(uint64_t bits) { return (uint32_t)_mm_popcnt_u64(bits); }

TARGET static inline void put_sixteen(uint32_t *to, __m128i offsets, __m512i base) {
  _mm512_storeu_si512(to, _mm512_add_epi32(_mm512_cvtepu8_epi32(offsets), base));
}

/* Few steps have more than sixteen. */
TARGET static inline void step_offsets(uint32_t *to, uint64_t bits, uint32_t count, uint32_t base) {
  static const uint8_t all[STEP_BYTES] = {
      0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
      22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
      44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  const __m512i bases = _mm512_set1_epi32((int)base);
  const __m512i offsets = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(all));
  put_sixteen(to, _mm512_castsi512_si128(offsets), bases);
  if (__builtin_expect(count <= 16, 1)) return;
  put_sixteen(to + 16, _mm512_extracti32x4_epi32(offsets, 1), bases);
  if (count <= 32) return;
  put_sixteen(to + 32, _mm512_extracti32x4_epi32(offsets, 2), bases);
  put_sixteen(to + 48, _mm512_extracti32x4_epi32(offsets, 3), bases);
}

#include "read/csv_scan_loop.h"
#endif
