/* chance.h - what tests by the million need: repeatable random numbers (splitmix64), and an
 * assertion that costs nothing while it holds. */
#ifndef TESTS_VALUE_CHANCE_H
#define TESTS_VALUE_CHANCE_H

#include <check.h>
#include <stdint.h>

static inline uint64_t chance_next(uint64_t *state) {
  uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* In [low, high]. */
static inline int64_t chance_between(uint64_t *state, int64_t low, int64_t high) {
  return low + (int64_t)(chance_next(state) % ((uint64_t)(high - low) + 1));
}

/* Of either sign, with every bit length up to `bits` (at most 63) equally likely. */
static inline int64_t chance_bits(uint64_t *state, int bits) {
  const int length = (int)chance_between(state, 0, bits);
  const uint64_t mask = length == 0 ? 0 : UINT64_MAX >> (64 - length);
  const int64_t magnitude = (int64_t)(chance_next(state) & mask);
  return chance_next(state) & 1 ? -magnitude : magnitude;
}

/* Check writes a mark for each assertion that holds, which is too slow by the million. */
#define EXPECT(condition)                                                                          \
  do {                                                                                             \
    if (!(condition)) ck_abort_msg("%s", #condition);                                              \
  } while (0)

#endif
