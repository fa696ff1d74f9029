/* convert_plain_avx2.c - plain numbers, the cell in one vector register.
 *
 *   -  1  2  3  4  .  5            the cell; the sign is passed over
 *      1  2  3  4 -2  5  ?  ?      less '0': what is above 9 is no digit; one of these may be the
 * point 1  2  3  4 -2  5  0  0      what lies behind the cell is cleared 0  0  1  2  3  4  5  0  0
 * 0   moved, so that the point would stand before the decimals
 *
 * One permutation does the last step: the byte at j comes from j plus a distance, the decimals from
 * one further on, and an index below 0 or above 15 gives a zero. Four multiplications with
 * additions then make the number of the sixteen digits.
 */
#include "read/convert_plain.h"

#ifdef __x86_64__
#include <immintrin.h>

#define SCALED plain_scaled_avx2
#define DOUBLE plain_double_avx2
#define TARGET SIMD_TARGET_AVX2

enum { DIGITS = 16 };

typedef struct Wide {
  __m128i digits;    /* 0 to 9, what is behind the cell too */
  unsigned point;    /* where it stands, or the cell's length */
  unsigned decimals; /* behind it */
  bool negative, plain;
} Wide;

TARGET static inline __m128i load(const void *at) { return _mm_loadu_si128((const __m128i *)at); }

/* As many bytes of ones from `first_bytes + DIGITS - len` on. */
static const uint8_t first_bytes[2 * DIGITS] = {255, 255, 255, 255, 255, 255, 255, 255,
                                                255, 255, 255, 255, 255, 255, 255, 255};

TARGET static inline Wide wide_cell(const char *at, size_t size, char point) {
  const bool negative = *at == '-';
  const unsigned len = (unsigned)(size < DIGITS + 2 ? size : DIGITS + 2) - negative;
  const unsigned kept = len < DIGITS ? len : DIGITS;
  const __m128i bytes = load(at + negative);
  const __m128i inside = load(first_bytes + DIGITS - kept);
  const __m128i digits = _mm_and_si128(_mm_sub_epi8(bytes, _mm_set1_epi8('0')), inside);
  const __m128i small = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
  const __m128i points = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(point));
  const unsigned other = ~(unsigned)_mm_movemask_epi8(small) & 0xffff;
  const unsigned strange = other & ~(unsigned)_mm_movemask_epi8(points);
  const unsigned digit_count = len - (other != 0);
  const unsigned at_point = _tzcnt_u32(other | 1u << kept);
  return (Wide){.digits = digits,
                .point = at_point,
                .decimals = other ? kept - at_point - 1 : 0,
                .negative = negative,
                .plain = (len <= DIGITS) & (digit_count - 1 < DIGITS) & (strange == 0) &
                         ((other & (other - 1)) == 0)};
}

/* The number with so many decimals; those that the cell has beyond them are left out, as are digits
 * that would stand above the sixteenth. */
TARGET static inline uint64_t wide_number(const Wide *wide, unsigned decimals) {
  /* j - DIGITS for the digits before the point; moved up by the number of decimals. */
  static const int8_t counting[3 * DIGITS] = {
      -16, -15, -14, -13, -12, -11, -10, -9, -8, -7, -6, -5, -4, -3, -2, -1,
      1,   2,   3,   4,   5,   6,   7,   8,  9,  10, 11, 12, 13, 14, 15, 16,
      17,  18,  19,  20,  21,  22,  23,  24, 25, 26, 27, 28, 29, 30, 31, 32};
  const __m128i from = _mm_add_epi8(load(counting + decimals), _mm_set1_epi8((char)wide->point));
  const __m128i index = _mm_adds_epu8(from, _mm_set1_epi8(0x70));
  const __m128i digits = _mm_shuffle_epi8(wide->digits, index);
  const __m128i twos = _mm_maddubs_epi16(digits, _mm_set1_epi16(0x010a));
  const __m128i fours = _mm_madd_epi16(twos, _mm_set1_epi32(0x00010064));
  const __m128i packed = _mm_packus_epi32(fours, fours);
  const __m128i eights = _mm_madd_epi16(packed, _mm_set1_epi32(0x00012710));
  const uint64_t both = (uint64_t)_mm_cvtsi128_si64(eights);
  return (both & UINT32_MAX) * 100000000 + (both >> 32);
}

TARGET static inline bool read_scaled(const char *at, size_t len, char point, unsigned shift,
                                      int64_t *out) {
  const Wide wide = wide_cell(at, len, point);
  const int64_t number = (int64_t)wide_number(&wide, shift), sign = -(int64_t)wide.negative;
  *out = (number ^ sign) - sign;
  return wide.plain & (wide.decimals <= shift) & (wide.point <= DIGITS - shift);
}

/* At most 15 digits, which one correctly rounded division turns into the right double. */
TARGET static inline bool read_double(const char *at, size_t len, char point, double *out) {
  static const double powers[DIGITS] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                        1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  const Wide wide = wide_cell(at, len, point);
  const unsigned decimals = wide.decimals % DIGITS;
  const int64_t number = (int64_t)wide_number(&wide, decimals), sign = -(int64_t)wide.negative;
  *out = (double)((number ^ sign) - sign) / powers[decimals];
  return wide.plain & (number < INT64_C(1000000000000000));
}

#include "read/convert_plain_loop.h"
#endif
