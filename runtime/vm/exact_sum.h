/* exact_sum.h - sums of doubles that are exact, and so do not depend on the order.
 *
 * A fixed-point number wide enough for every double: 32 bits of it in each 64-bit word, so that
 * 2^31 additions need no carry.
 */
#ifndef VM_EXACT_SUM_H
#define VM_EXACT_SUM_H

#include <stdint.h>

#include "value/decimal.h"

/* Bits of doubles reach from 2^-1074 to 2^1023; sums in 128 bits (exact_cell.h) 127 bits higher. */
enum { EXACT_SUM_WORDS = 70 };

typedef struct ExactSum {
  int64_t word[EXACT_SUM_WORDS]; /* the sum of word[i] * 2^(32 i - 1074) */
  int first, end;                /* words outside [first, end) are zero */
} ExactSum;

/* The sum becomes zero; before the first time all bytes of it are. */
void exact_sum_clear(ExactSum *sum);
/* x is finite; at most 2^31 - 1 additions. */
void exact_sum_add(ExactSum *sum, double x);
/* Adds x * 2^(scale - 1074), scale 0..2045; counts as four additions. */
void exact_sum_add_scaled(ExactSum *sum, int128 x, int scale);
/* The double nearest to the sum, even on a tie; infinite where that is out of range. Never -0. */
double exact_sum_value(const ExactSum *sum);

#endif
