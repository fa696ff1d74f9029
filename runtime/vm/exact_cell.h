/* exact_cell.h - exact sums of doubles in 16 bytes, for as long as they fit.
 *
 * The sum is a whole number of 116 bits times a power of two, that of the lowest bit that any
 * number had so far: enough for numbers whose bits lie within 115 places of each other, sum
 * included. What does not fit is refused, and has to be kept elsewhere (exact_sum.h takes
 * everything, in 560 bytes).
 */
#ifndef VM_EXACT_CELL_H
#define VM_EXACT_CELL_H

#include <stdbool.h>

#include "vm/exact_sum.h"

/* All bytes zero: the sum of no numbers. The sum is (upper >> 12) * 2^64 + lower, times
 * 2^(scale - 1074), where the scale is the low 12 bits of `upper`. */
typedef struct ExactCell {
  uint64_t lower;
  int64_t upper;
} ExactCell;

/* x is finite. False, and nothing has changed, where it does not fit. */
bool exact_cell_add(ExactCell *cell, double x);
/* As exact_sum_value. */
double exact_cell_value(const ExactCell *cell);
/* Adds the cell's sum. */
void exact_cell_into(const ExactCell *cell, ExactSum *sum);

#endif
