/* exact_sum.c - a double's 53 bits fall into three neighbouring words; carries are made once, when
 * the value is asked for. */
#include "vm/exact_sum.h"

#include <math.h>
#include <string.h>

enum { WORD_BITS = 32, LOWEST_EXPONENT = -1074, MANTISSA_BITS = 52, EXPONENT_MASK = 0x7ff };

void exact_sum_clear(ExactSum *sum) {
  for (int i = sum->first; i < sum->end; i++) sum->word[i] = 0;
  sum->first = EXACT_SUM_WORDS;
  sum->end = 0;
}

void exact_sum_add(ExactSum *sum, double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  const int exponent = (int)(bits >> MANTISSA_BITS) & EXPONENT_MASK;
  const uint64_t fraction = bits & (((uint64_t)1 << MANTISSA_BITS) - 1);
  const uint64_t mantissa = exponent ? fraction | (uint64_t)1 << MANTISSA_BITS : fraction;
  const int position = exponent ? exponent - 1 : 0; /* of the lowest bit, above 2^-1074 */
  const int word = position / WORD_BITS;
  const uint128 placed = (uint128)mantissa << position % WORD_BITS;
  const int64_t sign = bits >> 63 ? -1 : 1;
  sum->word[word] += sign * (int64_t)(uint32_t)placed;
  sum->word[word + 1] += sign * (int64_t)(uint32_t)(placed >> WORD_BITS);
  sum->word[word + 2] += sign * (int64_t)(uint32_t)(placed >> 2 * WORD_BITS);
  if (word < sum->first) sum->first = word;
  if (word + 3 > sum->end) sum->end = word + 3;
}

void exact_sum_add_scaled(ExactSum *sum, int128 x, int scale) {
  enum { PARTS = 4 };
  const int word = scale / WORD_BITS;
  const int64_t sign = x < 0 ? -1 : 1;
  uint128 magnitude = x < 0 ? -(uint128)x : (uint128)x;
  for (int i = 0; i < PARTS; i++, magnitude >>= WORD_BITS) {
    const uint64_t placed = (uint64_t)(uint32_t)magnitude << scale % WORD_BITS;
    sum->word[word + i] += sign * (int64_t)(uint32_t)placed;
    sum->word[word + i + 1] += sign * (int64_t)(placed >> WORD_BITS);
  }
  if (word < sum->first) sum->first = word;
  if (word + PARTS + 1 > sum->end) sum->end = word + PARTS + 1;
}

/* Every word but the last becomes 0 .. 2^32 - 1; the last keeps the sign. */
static void carry(int64_t *word, int count) {
  int64_t over = 0;
  for (int i = 0; i < count - 1; i++) {
    const int64_t whole = word[i] + over;
    over = whole >> WORD_BITS;
    word[i] = whole & UINT32_MAX;
  }
  word[count - 1] += over;
}

/* The top 96 bits hold the 53 that count, whatever the top word's leading zeros; all below them
 * matter only in that they are there. */
double exact_sum_value(const ExactSum *sum) {
  enum { CARRIES = 2, LEADING = 3 }; /* two words above take all carries of 2^31 numbers */
  int64_t word[EXACT_SUM_WORDS + CARRIES];
  if (sum->first >= sum->end) return 0;
  const int count = sum->end - sum->first + CARRIES;
  memcpy(word, sum->word + sum->first, (size_t)(sum->end - sum->first) * sizeof *word);
  word[count - 2] = word[count - 1] = 0;
  carry(word, count);
  const bool negative = word[count - 1] < 0;
  if (negative) {
    for (int i = 0; i < count; i++) word[i] = -word[i];
    carry(word, count);
  }
  int top = count - 1;
  while (top >= LEADING && word[top] == 0) top--;
  uint128 leading = 0;
  for (int i = top; i > top - LEADING; i--) leading = leading << WORD_BITS | (uint64_t)word[i];
  bool rest = false;
  for (int i = 0; i <= top - LEADING; i++) rest |= word[i] != 0;
  const double rounded = (double)(leading | rest);
  const int exponent = WORD_BITS * (sum->first + top - (LEADING - 1)) + LOWEST_EXPONENT;
  return negative ? -ldexp(rounded, exponent) : ldexp(rounded, exponent);
}
