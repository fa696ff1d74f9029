/* convert_plain_avx2.c - plain numbers, the cell in one vector register.
 *
 *   -  1  2  3  4  .  5  ?         the cell
 *   0  1  2  3  4  0  5  0         its digits: sign, point and what lies behind it are cleared
 *   0  0  1  2  3  4  5  0  0  0   moved, so that the decimals stand where they are wanted
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
#define DAYS plain_days_avx2
#define TARGET SIMD_TARGET_AVX2

enum { DIGITS = 16 };

typedef struct Wide {
  __m128i digits;
  int len, point; /* point: where it stands, or the length */
  int digit_count;
  unsigned strange; /* not 0 where there is more than sign, digits and one point */
  bool negative;
} Wide;

TARGET static inline __m128i load(const void *at) { return _mm_loadu_si128((const __m128i *)at); }

TARGET static inline Wide wide_cell(const char *at, size_t size, char point) {
  /* As many ones as the cell is long, from there backwards. */
  static const uint8_t ones[2 * DIGITS] = {255, 255, 255, 255, 255, 255, 255, 255,
                                           255, 255, 255, 255, 255, 255, 255, 255};
  const int len = size < DIGITS + 1 ? (int)size : DIGITS + 1;
  const unsigned negative = *at == '-';
  const __m128i bytes = load(at), less = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
  const __m128i small = _mm_cmpeq_epi8(_mm_min_epu8(less, _mm_set1_epi8(9)), less);
  const __m128i points = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(point));
  const __m128i inside = load(ones + DIGITS - (len < DIGITS ? len : DIGITS));
  const unsigned others =
      _bzhi_u32(~(unsigned)_mm_movemask_epi8(small) & 0xffff, (unsigned)len) ^ negative;
  return (Wide){.digits = _mm_and_si128(_mm_and_si128(less, small), inside),
                .len = len,
                .point = (int)_tzcnt_u32(others | 1u << len),
                .digit_count = len - (int)negative - (others != 0),
                .strange =
                    (others & ~(unsigned)_mm_movemask_epi8(points)) | (others & (others - 1)),
                .negative = negative};
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

/* What must not be negative in a plain cell is gathered by its sign bits. */
TARGET static inline bool read_scaled(const char *at, size_t len, char point, unsigned shift,
                                      int64_t *out) {
  const Wide wide = wide_cell(at, len, point);
  const int64_t number = (int64_t)wide_number(&wide, shift), sign = -(int64_t)wide.negative;
  const int decimals = wide.len - wide.point - 1, most = (int)shift;
  const int short_of = (DIGITS - wide.len) | (wide.digit_count - 1) | (DIGITS - most - wide.point) |
                       (most - decimals);
  *out = (number ^ sign) - sign;
  return (short_of >= 0) & (wide.strange == 0);
}

/* At most 15 digits, which one correctly rounded division turns into the right double. */
TARGET static inline bool read_double(const char *at, size_t len, char point, double *out) {
  static const double powers[DIGITS] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                        1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  const Wide wide = wide_cell(at, len, point);
  const int behind = wide.len - wide.point - 1;
  const unsigned decimals = behind < 0 ? 0 : (unsigned)behind % DIGITS;
  const int64_t number = (int64_t)wide_number(&wide, decimals), sign = -(int64_t)wide.negative;
  *out = (double)((number ^ sign) - sign) / powers[decimals];
  return (((DIGITS - wide.len) | (wide.digit_count - 1)) >= 0) & (wide.strange == 0) &
         (number < INT64_C(1000000000000000));
}

#include "read/convert_plain_days.h"
#include "read/convert_plain_loop.h"
#endif
