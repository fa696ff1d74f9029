/* convert_fast.h - the common forms of cells, read a word at a time.
 *
 * Each function reads one plain form (`-1234.56`, `true`) without a loop over its
 * characters, and says no to everything else, which is then for value/cell.h to judge. What it
 * does read, it reads as value/cell.h would. 16 bytes from the cell's start on must be readable.
 */
#ifndef READ_CONVERT_FAST_H
#define READ_CONVERT_FAST_H

#include "base/text.h"
#include "read/csv_masks.h"
#include "value/truth.h"

__extension__ typedef unsigned __int128 Word128;

/* Whether all eight bytes are digits. */
static inline bool eight_digits(uint64_t word) {
  const uint64_t high = BYTES_OF(0xf0), above_nine = ((word + BYTES_OF(6)) & high) >> 4;
  return ((word & high) | above_nine) == BYTES_OF(0x33);
}

/* The number that eight digits are, the first one being the lowest byte. */
static inline uint64_t digits_value(uint64_t word) {
  word = ((word & BYTES_OF(0x0f)) * 2561) >> 8;
  word = ((word & UINT64_C(0x00ff00ff00ff00ff)) * 6553601) >> 16;
  return ((word & UINT64_C(0x0000ffff0000ffff)) * UINT64_C(42949672960001)) >> 32;
}

typedef struct PlainNumber {
  uint64_t digits; /* of all the digits, without the point */
  unsigned decimals;
  bool negative;
} PlainNumber;

/* An optional `-` and up to 16 digits, with at most one point among them. */
static inline bool fast_number(Text cell, char point, PlainNumber *out) {
  out->negative = cell.at[0] == '-';
  const char *at = cell.at + out->negative;
  const size_t len = cell.len - out->negative;
  if (len - 1 >= 16) return false;
  /* The last character goes to the highest byte; from there the others follow downwards. */
  Word128 word = (Word128)load_eight(at + 8) << 64 | load_eight(at);
  word <<= (16 - len) * 8;
  const uint64_t points = BYTES_OF(point);
  const uint64_t low = equal_bytes((uint64_t)word, points);
  const uint64_t high = equal_bytes((uint64_t)(word >> 64), points);
  unsigned count = (unsigned)len;
  out->decimals = 0;
  if (low | high) {
    const unsigned i = (unsigned)(low ? __builtin_ctzll(low) : 64 + __builtin_ctzll(high)) / 8;
    const Word128 below = ((Word128)1 << (8 * i)) - 1, to_point = below << 8 | 0xff;
    word = (word & ~to_point) | (word & below) << 8;
    out->decimals = 15 - i;
    if (--count == 0) return false;
  }
  const Word128 zeros = (Word128)BYTES_OF('0') << 64 | BYTES_OF('0');
  if (count < 16) word |= zeros & (((Word128)1 << (8 * (16 - count))) - 1);
  if (!eight_digits((uint64_t)word) || !eight_digits((uint64_t)(word >> 64))) return false;
  out->digits = digits_value((uint64_t)word) * 100000000 + digits_value((uint64_t)(word >> 64));
  return true;
}

/* The number times 10^shift, where that is whole and fits. */
static inline bool fast_scaled(Text cell, char point, unsigned shift, int64_t *out) {
  static const uint64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};
  PlainNumber number;
  if (!fast_number(cell, point, &number) || number.decimals > shift) return false;
  const unsigned rest = shift - number.decimals;
  uint64_t value;
  if (rest >= sizeof powers / sizeof *powers) return false;
  if (__builtin_mul_overflow(number.digits, powers[rest], &value)) return false;
  if (value > INT64_MAX) return false;
  *out = number.negative ? -(int64_t)value : (int64_t)value;
  return true;
}

/* At most 15 digits, which one correctly rounded division turns into the right double. */
static inline bool fast_double(Text cell, char point, double *out) {
  static const double powers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  PlainNumber number;
  if (!fast_number(cell, point, &number)) return false;
  if (number.digits >= UINT64_C(1000000000000000) || number.decimals > 15) return false;
  const double value = (double)number.digits / powers[number.decimals];
  *out = number.negative && number.digits ? -value : value;
  return true;
}

/* The bytes of a cell of at most 16, zeros behind them. */
typedef struct CellWords {
  uint64_t first, second;
} CellWords;

static inline CellWords cell_words(Text cell) {
  const uint64_t all = ~UINT64_C(0);
  const size_t len = cell.len;
  const uint64_t first = len >= 8 ? all : ~(all << len * 8);
  const uint64_t second = len >= 16 ? all : len <= 8 ? 0 : ~(all << (len - 8) * 8);
  return (CellWords){load_eight(cell.at) & first, load_eight(cell.at + 8) & second};
}

/* `true` and `false` in lower case. Data is about as often one as the other, so there is no branch
 * on which it is. */
static inline bool fast_bool(Text cell, Truth *out) {
  const uint64_t word = load_eight(cell.at);
  const unsigned is_true =
      (cell.len == 4) & ((word & UINT64_C(0xffffffff)) == UINT64_C(0x65757274));
  const unsigned is_false =
      (cell.len == 5) & ((word & UINT64_C(0xffffffffff)) == UINT64_C(0x65736c6166));
  *out = (Truth)(TRUTH_UNKNOWN + is_true - is_false);
  return is_true | is_false;
}

#endif
