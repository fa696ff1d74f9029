/* quotient.h - exact rounded quotients without a division of integers.
 *
 * Wanted is n / d, rounded half away from zero, where n may have 128 bits. An estimate in double
 * arithmetic of fewer than 2^48 has an error below 1/5 (at most five roundings of 2^-53 each), so
 * cut to an integer q it is off by less than 1.2, and what is left over, n - q * d, is below
 * 1.2 * d in magnitude. With d below 2^61, twice that fits a signed word: it comes out right from
 * arithmetic modulo 2^64, whatever n's upper half was. One step up or down then settles q.
 */
#ifndef VM_QUOTIENT_H
#define VM_QUOTIENT_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#define QUOTIENT_LIMIT 0x1p48
#define DIVISOR_LIMIT ((int64_t)1 << 61)

/* Whether an estimate is one that can be settled; not so a NaN. */
static inline bool quotient_fits(double estimate) { return fabs(estimate) < QUOTIENT_LIMIT; }

/* The estimate as an integer, where it fits; else some number. */
static inline int64_t quotient_cut(double estimate) {
  return (int64_t)(quotient_fits(estimate) ? estimate : 0);
}

/* q is a cut estimate; n is taken modulo 2^64; 0 < d < DIVISOR_LIMIT; `negative` is the exact
 * quotient's sign. */
static inline int64_t quotient_settle(uint64_t n, int64_t d, int64_t q, bool negative) {
  const int64_t twice_left = (int64_t)(2 * (n - (uint64_t)q * (uint64_t)d));
  return q + (twice_left > d - !negative) - (twice_left < -(d - negative));
}

#endif
