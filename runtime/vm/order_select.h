/* order_select.h - what stands at a place of an order, without sorting.
 *
 * By partitioning around pivots, as quicksort does, on one side only. Pivots are drawn from a
 * generator with a fixed start, so that no order of the data is a bad one by rule and the work is
 * the same in every run.
 */
#ifndef VM_ORDER_SELECT_H
#define VM_ORDER_SELECT_H

#include <stddef.h>
#include <stdint.h>

/* Negative, 0, positive. */
typedef int OrderCompare(int64_t a, int64_t b, const void *context);

static inline int order_compare(int64_t a, int64_t b, const void *context) {
  (void)context;
  return (a > b) - (a < b);
}

static inline uint64_t order_random(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

static inline void order_swap(int64_t *a, int64_t *b) {
  const int64_t kept = *a;
  *a = *b;
  *b = kept;
}

/* Puts at[place] where sorting would: nothing larger before it, nothing smaller behind it. Inlined,
 * so that the comparison is. */
static inline __attribute__((always_inline)) void
order_select(int64_t *at, size_t count, size_t place, OrderCompare *compare, const void *context) {
  size_t from = 0, to = count;
  uint64_t state = 0x9e3779b97f4a7c15u;
  while (to - from > 1) {
    const int64_t pivot = at[from + order_random(&state) % (to - from)];
    /* [from, below) < pivot = [below, i) ... [above, to) > pivot */
    size_t below = from, above = to;
    for (size_t i = from; i < above;) {
      const int order = compare(at[i], pivot, context);
      if (order < 0)
        order_swap(&at[i++], &at[below++]);
      else if (order > 0)
        order_swap(&at[i], &at[--above]);
      else
        i++;
    }
    if (place < below)
      to = below;
    else if (place >= above)
      from = above;
    else
      return;
  }
}

#endif
