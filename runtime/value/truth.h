/* truth.h - Kleene's three truth values, one byte each.
 *
 * With false < unknown < true, `and` is the minimum, `or` the maximum and `not` the
 * mirror image, so kernels over bytes are one vector instruction for 32 rows:
 *
 *   and | F U T     or | F U T     not          bounds(low, high): the truth of a
 *   ----+------     ---+------     ---          comparison that holds surely where `low`
 *    F  | F F F      F | F U T     F T          is true and fails surely where `high` is
 *    U  | F U U      U | U U T     U U          false: the mean of both, rounded to the
 *    T  | F U T      T | T T T     T F          middle
 */
#ifndef VALUE_TRUTH_H
#define VALUE_TRUTH_H

#include <stdbool.h>
#include <stdint.h>

typedef uint8_t Truth;
enum { TRUTH_FALSE = 0, TRUTH_UNKNOWN = 1, TRUTH_TRUE = 2 };

static inline Truth truth_of(bool b) { return (Truth)(b ? TRUTH_TRUE : TRUTH_FALSE); }
static inline Truth truth_and(Truth a, Truth b) { return a < b ? a : b; }
static inline Truth truth_or(Truth a, Truth b) { return a > b ? a : b; }
static inline Truth truth_not(Truth a) { return (Truth)(2 - a); }
/* T,T -> T; F,F -> F; anything else -> U. */
static inline Truth truth_bounds(Truth low, Truth high) {
  return low == high ? low : (Truth)TRUTH_UNKNOWN;
}

#endif
