/* group_put.c - results of aggregates: values into slots. */
#include <math.h>

#include "vm/group_impl.h"

static void set_missing(Vector *vector, size_t row) {
  if (vector->store == STORE_TRUTH)
    vector->truth[row] = TRUTH_UNKNOWN;
  else
    vector->valid[row] = 0;
}

void group_put_missing(GroupResult *result, size_t row) {
  set_missing(result->low, row);
  if (result->high) set_missing(result->high, row);
}

void group_put_i64(GroupResult *result, size_t row, int64_t low, int64_t high) {
  if (!result->high && low != high) {
    group_put_missing(result, row);
    return;
  }
  result->low->i64[row] = low;
  result->low->valid[row] = 1;
  if (!result->high) return;
  result->high->i64[row] = high;
  result->high->valid[row] = 1;
}

void group_put_f64(GroupResult *result, size_t row, double low, double high) {
  const bool fits = isfinite(low) && isfinite(high);
  result->overflow += !fits;
  if (!fits || (!result->high && low != high)) {
    group_put_missing(result, row);
    return;
  }
  result->low->f64[row] = low;
  result->low->valid[row] = 1;
  if (!result->high) return;
  result->high->f64[row] = high;
  result->high->valid[row] = 1;
}

/* The quotient to more bits than a double has, and in the last one whether anything is left over:
 * so the one rounding is that of the conversion. n is below 2^96 and d below 2^32. */
static double nearest_double(int128 n, int64_t d) {
  uint128 magnitude = n < 0 ? -(uint128)n : (uint128)n;
  if (!magnitude) return 0;
  const uint64_t upper = (uint64_t)(magnitude >> 64), lower = (uint64_t)magnitude;
  const int shift = (upper ? __builtin_clzll(upper) : 64 + __builtin_clzll(lower)) - 1;
  magnitude <<= shift;
  const uint128 divisor = (uint128)d, quotient = magnitude / divisor;
  const bool rest = magnitude % divisor != 0;
  const double result = ldexp((double)(quotient | rest), -shift);
  return n < 0 ? -result : result;
}

void group_put_quotients(GroupResult *result, size_t row, int128 low, int128 high, int64_t d) {
  if (result->low->store == STORE_F64) {
    group_put_f64(result, row, nearest_double(low, d), nearest_double(high, d));
    return;
  }
  int64_t rounded_low, rounded_high;
  if (decimal_round_quotient(low, d, &rounded_low) &&
      decimal_round_quotient(high, d, &rounded_high)) {
    group_put_i64(result, row, rounded_low, rounded_high);
  } else {
    result->overflow++;
    group_put_missing(result, row);
  }
}
