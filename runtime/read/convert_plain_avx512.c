/* convert_plain_avx512.c - plain numbers, eight cells at a time.
 *
 * A cell lies in one of the four lanes of a vector, two vectors hold eight cells. What is known of
 * a cell as a whole (its length, where its point stands, whether it is plain) is one of eight
 * words of a small vector, so that it, too, is worked out for all eight at once:
 *
 *   -  1  2  3  4  .  5  ?    the cell
 *   0  1  2  3  4  0  5  0    its digits: sign, point and what lies behind the cell are cleared
 *   0  0  1  2  3  4  5  0    moved, so that the decimals stand where they are wanted
 *
 * The byte at j of the last line comes from j plus a distance, a decimal from one further on; an
 * index below 0 or above 15 gives a zero. Four multiplications with additions make the number.
 */
#include "read/convert_plain.h"

#ifdef __x86_64__
#include <immintrin.h>
#include <string.h>

#define TARGET SIMD_TARGET_AVX512
#define INLINE TARGET static inline __attribute__((always_inline))

enum { CELLS = 8, DIGITS = 16 };

/* The first bytes of the four lanes. */
static const uint64_t FIRST_BYTES = 0x0001000100010001;

typedef struct Pair {
  __m512i low, high; /* cells 0 to 3, 4 to 7 */
} Pair;

/* Words of eight cells. */
typedef struct Eight {
  Pair digits;
  __m128i len, point, negative; /* point: where it stands, or the length; negative: 0 or 1 */
  __mmask8 plain, empty;
} Eight;

INLINE __m512i byte_index(void) {
  return _mm512_broadcast_i32x4(
      _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
}

/* Each word into all bytes of its cell's lane. */
INLINE Pair spread(__m128i words) {
  const __m512i all = _mm512_castsi128_si512(words);
  const __m512i low =
      _mm512_set_epi64(0x0606060606060606, 0x0606060606060606, 0x0404040404040404,
                       0x0404040404040404, 0x0202020202020202, 0x0202020202020202, 0, 0);
  const __m512i high = _mm512_add_epi8(low, _mm512_set1_epi8(8));
  return (Pair){_mm512_permutexvar_epi8(low, all), _mm512_permutexvar_epi8(high, all)};
}

INLINE __m128i load(const void *at) { return _mm_loadu_si128((const __m128i *)at); }

INLINE __m512i four_cells(const Text *cells) {
  __m512i bytes = _mm512_castsi128_si512(load(plain_bytes(cells[0])));
  bytes = _mm512_inserti32x4(bytes, load(plain_bytes(cells[1])), 1);
  bytes = _mm512_inserti32x4(bytes, load(plain_bytes(cells[2])), 2);
  return _mm512_inserti32x4(bytes, load(plain_bytes(cells[3])), 3);
}

/* Lengths above 31 are 31. */
INLINE __m128i lengths(const Text *cells) {
  const __m512i odd = _mm512_set_epi64(15, 13, 11, 9, 7, 5, 3, 1);
  const __m512i all =
      _mm512_permutex2var_epi64(_mm512_loadu_si512(cells), odd, _mm512_loadu_si512(cells + 4));
  return _mm512_cvtepi64_epi16(_mm512_min_epu64(all, _mm512_set1_epi64(31)));
}
_Static_assert(sizeof(Text) == 16 && sizeof(size_t) == 8, "four texts are one vector");

/* A mask of the bytes of each vector as a word a cell. */
INLINE __m128i words_of(__mmask64 low, __mmask64 high) {
  return _mm_set_epi64x((int64_t)_cvtmask64_u64(high), (int64_t)_cvtmask64_u64(low));
}

INLINE Eight eight_cells(const PlainForm *form, const Text *cells) {
  const __m512i index = byte_index(), zero = _mm512_set1_epi8('0'), nine = _mm512_set1_epi8(9);
  const __m512i point = _mm512_set1_epi8(form->point), minus = _mm512_set1_epi8('-');
  const __m128i one = _mm_set1_epi16(1);
  const __m128i size = lengths(cells);
  const __m128i len = form->percent ? _mm_subs_epu16(size, one) : size;
  const Pair lens = spread(len), bytes = {four_cells(cells), four_cells(cells + 4)};
  const __mmask64 in_low = _mm512_cmplt_epu8_mask(index, lens.low);
  const __mmask64 in_high = _mm512_cmplt_epu8_mask(index, lens.high);
  const Pair less = {_mm512_maskz_sub_epi8(in_low, bytes.low, zero),
                     _mm512_maskz_sub_epi8(in_high, bytes.high, zero)};
  const __mmask64 other_low = _mm512_cmpgt_epu8_mask(less.low, nine);
  const __mmask64 other_high = _mm512_cmpgt_epu8_mask(less.high, nine);
  const __m128i points = words_of(_mm512_mask_cmpeq_epi8_mask(in_low, bytes.low, point),
                                  _mm512_mask_cmpeq_epi8_mask(in_high, bytes.high, point));
  const __m128i negative =
      words_of(_mm512_mask_cmpeq_epi8_mask(in_low & FIRST_BYTES, bytes.low, minus),
               _mm512_mask_cmpeq_epi8_mask(in_high & FIRST_BYTES, bytes.high, minus));
  const __m128i others = _mm_xor_si128(words_of(other_low, other_high), negative);
  const __m128i below = _mm_sub_epi16(points, one); /* the bits below the first point, and more */
  const __m128i wrong =
      _mm_or_si128(_mm_andnot_si128(points, others), _mm_and_si128(points, below));
  const __m128i at_point = _mm_min_epu16(_mm_popcnt_epi16(_mm_andnot_si128(points, below)), len);
  /* A point counts as -1. */
  const __m128i digit_count =
      _mm_add_epi16(_mm_sub_epi16(len, negative), _mm_cmpgt_epi16(len, at_point));
  __mmask8 plain = _mm_cmpeq_epi16_mask(wrong, _mm_setzero_si128());
  plain = _mm_mask_cmple_epu16_mask(plain, len, _mm_set1_epi16(DIGITS));
  plain = _mm_mask_cmpgt_epi16_mask(plain, digit_count, _mm_setzero_si128());
  if (form->percent) {
    const __m512i percent = _mm512_set1_epi8('%');
    const __m128i marks = words_of(
        _mm512_mask_cmpeq_epi8_mask(_mm512_cmpeq_epi8_mask(index, lens.low), bytes.low, percent),
        _mm512_mask_cmpeq_epi8_mask(_mm512_cmpeq_epi8_mask(index, lens.high), bytes.high, percent));
    plain = _mm_mask_cmpneq_epi16_mask(plain, marks, _mm_setzero_si128());
  }
  return (Eight){.digits = {_mm512_maskz_mov_epi8(~other_low, less.low),
                            _mm512_maskz_mov_epi8(~other_high, less.high)},
                 .len = len,
                 .point = at_point,
                 .negative = negative,
                 .plain = plain,
                 .empty = _mm_cmpeq_epi16_mask(size, _mm_setzero_si128())};
}

/* Sixteen digits a lane to two numbers of eight digits, in its lower half. */
INLINE __m512i eight_digits(__m512i digits) {
  const __m512i twos = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(0x010a));
  const __m512i fours = _mm512_madd_epi16(twos, _mm512_set1_epi32(0x00010064));
  return _mm512_madd_epi16(_mm512_packus_epi32(fours, fours), _mm512_set1_epi32(0x00012710));
}

/* The numbers with so many decimals each, a word a cell; those beyond them are left out, as are
 * digits that would stand above the sixteenth. */
INLINE __m512i numbers(const Eight *eight, __m128i decimals) {
  const __m512i index = byte_index(), saturating = _mm512_set1_epi8(0x70);
  const __m512i one = _mm512_set1_epi8(1);
  const __m128i end = _mm_add_epi16(_mm_add_epi16(eight->point, decimals), _mm_set1_epi16(-15));
  const Pair distance = spread(end);
  const Pair whole = spread(_mm_sub_epi16(_mm_set1_epi16(DIGITS), decimals));
  __m512i low = _mm512_add_epi8(index, distance.low);
  __m512i high = _mm512_add_epi8(index, distance.high);
  low = _mm512_mask_sub_epi8(low, _mm512_cmplt_epu8_mask(index, whole.low), low, one);
  high = _mm512_mask_sub_epi8(high, _mm512_cmplt_epu8_mask(index, whole.high), high, one);
  low = _mm512_shuffle_epi8(eight->digits.low, _mm512_adds_epu8(low, saturating));
  high = _mm512_shuffle_epi8(eight->digits.high, _mm512_adds_epu8(high, saturating));
  const __m512i even = _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0);
  const __m512i both = _mm512_permutex2var_epi64(eight_digits(low), even, eight_digits(high));
  const __m512i number = _mm512_add_epi64(_mm512_mul_epu32(both, _mm512_set1_epi64(100000000)),
                                          _mm512_srli_epi64(both, 32));
  const __mmask8 negative = _mm_cmpeq_epi16_mask(eight->negative, _mm_set1_epi16(1));
  return _mm512_mask_sub_epi64(number, negative, _mm512_setzero_si512(), number);
}

/* Which of eight cells have a value goes to `valid`, and those that have to be looked at again
 * behind `rest`. Returns how many they are. */
INLINE size_t settle(const PlainForm *form, const Eight *eight, __mmask8 read, size_t first,
                     uint8_t *valid, uint32_t *rest) {
  const __mmask8 silent = form->list_missing ? 0 : eight->empty;
  const uint64_t bytes = _pdep_u64(read, UINT64_C(0x0101010101010101));
  size_t listed = 0;
  memcpy(valid, &bytes, sizeof bytes);
  for (unsigned left = ~(unsigned)(read | silent) & 0xff; left; left &= left - 1)
    rest[listed++] = (uint32_t)first + (uint32_t)__builtin_ctz(left);
  return listed;
}

INLINE size_t scaled(const PlainForm *form, const Text *cells, size_t first, int64_t *values,
                     uint8_t *valid, uint32_t *rest) {
  const __m128i shift = _mm_set1_epi16((short)form->shift);
  const Eight eight = eight_cells(form, cells);
  const __m512i value = numbers(&eight, shift);
  const __m128i decimals = _mm_sub_epi16(_mm_sub_epi16(eight.len, eight.point), _mm_set1_epi16(1));
  __mmask8 read = eight.plain;
  read = _mm_mask_cmple_epi16_mask(read, decimals, shift);
  read = _mm_mask_cmple_epi16_mask(read, eight.point, _mm_sub_epi16(_mm_set1_epi16(DIGITS), shift));
  read = _mm512_mask_cmpge_epi64_mask(read, value, _mm512_set1_epi64(form->low));
  read = _mm512_mask_cmple_epi64_mask(read, value, _mm512_set1_epi64(form->high));
  _mm512_storeu_si512(values, value);
  return settle(form, &eight, read, first, valid, rest);
}

/* At most 15 digits, which one correctly rounded division turns into the right double. */
INLINE size_t doubles(const PlainForm *form, const Text *cells, size_t first, double *values,
                      uint8_t *valid, uint32_t *rest) {
  static const double powers[DIGITS] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                        1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  const Eight eight = eight_cells(form, cells);
  const __m128i behind = _mm_sub_epi16(_mm_sub_epi16(eight.len, eight.point), _mm_set1_epi16(1));
  const __m128i decimals = _mm_max_epi16(behind, _mm_setzero_si128());
  const __m512i number = numbers(&eight, decimals);
  const __m512d power = _mm512_permutex2var_pd(
      _mm512_loadu_pd(powers), _mm512_cvtepu16_epi64(decimals), _mm512_loadu_pd(powers + CELLS));
  const __m512d value = _mm512_div_pd(_mm512_cvtepi64_pd(number), power);
  __mmask8 read = eight.plain;
  read = _mm512_mask_cmplt_epi64_mask(read, _mm512_abs_epi64(number),
                                      _mm512_set1_epi64(INT64_C(1000000000000000)));
  read = _mm512_mask_cmp_pd_mask(read, value, _mm512_set1_pd(form->low_double), _CMP_GE_OQ);
  read = _mm512_mask_cmp_pd_mask(read, value, _mm512_set1_pd(form->high_double), _CMP_LE_OQ);
  _mm512_storeu_pd(values, value);
  return settle(form, &eight, read, first, valid, rest);
}

/* The last cells, fewer than eight, beside empty ones. */
#define LAST(some, T)                                                                              \
  do {                                                                                             \
    Text last[CELLS] = {{NULL, 0}};                                                                \
    T last_values[CELLS];                                                                          \
    uint8_t last_valid[CELLS];                                                                     \
    uint32_t last_rest[CELLS];                                                                     \
    const size_t left = count - done;                                                              \
    memcpy(last, cells + done, left * sizeof *cells);                                              \
    const size_t more = some(&f, last, done, last_values, last_valid, last_rest);                  \
    memcpy(values + done, last_values, left * sizeof *values);                                     \
    memcpy(valid + done, last_valid, left);                                                        \
    for (size_t i = 0; i < more; i++)                                                              \
      if (last_rest[i] < count) rest[listed++] = last_rest[i];                                     \
  } while (0)

#define LOOP(name, some, T)                                                                        \
  TARGET size_t name(const PlainForm *form, const Text *cells, size_t count, T *values,            \
                     uint8_t *valid, uint32_t *rest) {                                             \
    const PlainForm f = *form;                                                                     \
    size_t done = 0, listed = 0;                                                                   \
    for (; count - done >= CELLS; done += CELLS)                                                   \
      listed += some(&f, cells + done, done, values + done, valid + done, rest + listed);          \
    if (done < count) LAST(some, T);                                                               \
    return listed;                                                                                 \
  }
LOOP(plain_scaled_avx512, scaled, int64_t)
LOOP(plain_double_avx512, doubles, double)
#undef LOOP
#undef LAST

#define DAYS plain_days_avx512
#include "read/convert_plain_days.h"
#endif
