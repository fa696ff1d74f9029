/* exact_cell.c - a number's odd part is shifted to its place and added, or the sum is first shifted
 * to make room below. */
#include "vm/exact_cell.h"

#include <math.h>
#include <string.h>

#include "value/decimal.h"

enum { MANTISSA_BITS = 52, EXPONENT_MASK = 0x7ff, LOWEST_EXPONENT = -1074 };
enum { SCALE_BITS = 12, ROOM = 127 - SCALE_BITS };

static int128 get(const ExactCell *cell) {
  return (int128)((uint128)(uint64_t)(cell->upper >> SCALE_BITS) << 64 | cell->lower);
}

static int scale_of(const ExactCell *cell) { return (int)(cell->upper & ((1 << SCALE_BITS) - 1)); }

static void put(ExactCell *cell, int128 value, int scale) {
  const uint64_t upper = (uint64_t)((uint128)value >> 64);
  cell->lower = (uint64_t)value;
  cell->upper = (int64_t)(upper << SCALE_BITS | (uint64_t)scale);
}

static int bits_of(int128 value) {
  const uint128 magnitude = value < 0 ? -(uint128)value : (uint128)value;
  const uint64_t upper = (uint64_t)(magnitude >> 64), lower = (uint64_t)magnitude;
  if (upper) return 128 - __builtin_clzll(upper);
  return lower ? 64 - __builtin_clzll(lower) : 0;
}

bool exact_cell_add(ExactCell *cell, double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  const int exponent = (int)(bits >> MANTISSA_BITS) & EXPONENT_MASK;
  const uint64_t fraction = bits & (((uint64_t)1 << MANTISSA_BITS) - 1);
  const uint64_t mantissa = exponent ? fraction | (uint64_t)1 << MANTISSA_BITS : fraction;
  if (!mantissa) return true;
  const int even = __builtin_ctzll(mantissa);
  const int scale = (exponent ? exponent - 1 : 0) + even;
  const int64_t odd = bits >> 63 ? -(int64_t)(mantissa >> even) : (int64_t)(mantissa >> even);

  int128 sum = get(cell);
  int at = sum ? scale_of(cell) : scale;
  if (scale < at) {
    if (bits_of(sum) + (at - scale) > ROOM) return false;
    sum = (int128)((uint128)sum << (at - scale));
    at = scale;
  } else if (scale - at + MANTISSA_BITS + 1 - even > ROOM) {
    return false;
  }
  const int128 placed = (int128)((uint128)(int128)odd << (scale - at));
  const int128 result = sum + placed; /* both below 2^ROOM */
  if (bits_of(result) > ROOM) return false;
  put(cell, result, at);
  return true;
}

/* A result below the normal range has no bits that the conversion could round off. */
double exact_cell_value(const ExactCell *cell) {
  const int128 sum = get(cell);
  const uint128 magnitude = sum < 0 ? -(uint128)sum : (uint128)sum;
  if (!sum) return 0;
  const double value = ldexp((double)magnitude, scale_of(cell) + LOWEST_EXPONENT);
  return sum < 0 ? -value : value;
}

void exact_cell_into(const ExactCell *cell, ExactSum *sum) {
  const int128 value = get(cell);
  if (value) exact_sum_add_scaled(sum, value, scale_of(cell));
}
