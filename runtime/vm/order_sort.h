/* order_sort.h - many rows put in order.
 *
 * What comes first has the smaller key, then the smaller second key, then the text that is first in
 * the order asked for, then the smaller row. Keys are made by who sorts: numbers moved into an
 * unsigned order, or the first bytes of the text.
 */
#ifndef VM_ORDER_SORT_H
#define VM_ORDER_SORT_H

#include "base/arena.h"
#include "base/text.h"

typedef struct OrderEntry {
  uint64_t key, second;
  Text text; /* empty unless sorted by texts */
  uint32_t row;
} OrderEntry;

typedef enum {
  ORDER_KEYS,  /* second and text are the same for all */
  ORDER_PAIRS, /* key, then second */
  ORDER_TEXTS  /* key is order_text_key of the text */
} OrderBy;

/* A signed number as an unsigned one in the same order; the other way round where it descends. */
static inline uint64_t order_number_key(int64_t number, bool descending) {
  const uint64_t moved = (uint64_t)number ^ (UINT64_C(1) << 63);
  return descending ? ~moved : moved;
}

/* The text's first bytes likewise. */
uint64_t order_text_key(Text text, bool descending);

/* Negative where a comes first. */
static inline int order_entry_compare(const OrderEntry *a, const OrderEntry *b, bool descending) {
  if (a->key != b->key) return a->key < b->key ? -1 : 1;
  if (a->second != b->second) return a->second < b->second ? -1 : 1;
  const int order = text_compare(a->text, b->text);
  if (order) return descending ? -order : order;
  return (a->row > b->row) - (a->row < b->row);
}

/* Sorts entries that come in the order of their rows; keys of texts are changed. False, and they
 * are in no order, where `stop` (or NULL) was raised meanwhile. */
bool order_sort(Arena *arena, OrderEntry *entry, size_t count, OrderBy by, bool descending,
                const volatile int *stop);

#endif
