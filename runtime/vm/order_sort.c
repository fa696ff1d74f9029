/* order_sort.c - see order_sort.h. By the bytes of the keys, least significant first, each time
 * keeping the order of equal ones; bytes that are the same everywhere cost one look. Texts with
 * equal first bytes are then sorted by their next ones.
 */
#include "vm/order_sort.h"

#include <stdlib.h>
#include <string.h>

/* Texts are compared whole where they are few, or the same for so many times eight bytes. */
enum { DIGITS = 256, KEY = sizeof(uint64_t), MANY = 64, DEEPEST = 32 };

typedef struct Sorting {
  OrderEntry *other; /* room for as many */
  bool descending;
  const volatile int *stop;
} Sorting;

static bool stops(const Sorting *s) { return s->stop && *s->stop; }

uint64_t order_text_key(Text text, bool descending) {
  uint64_t key = 0;
  for (size_t i = 0; i < KEY; i++) key = key << 8 | (i < text.len ? (unsigned char)text.at[i] : 0);
  return descending ? ~key : key;
}

/* ---- By bytes ------------------------------------------------------------------------------- */

static inline unsigned digit_of(const OrderEntry *entry, bool second, unsigned digit) {
  return (unsigned)((second ? entry->second : entry->key) >> 8 * digit) & 0xff;
}

/* False, and nothing done, where the byte is the same everywhere. */
static bool sort_digit(const OrderEntry *from, OrderEntry *to, size_t count, bool second,
                       unsigned digit) {
  size_t start[DIGITS] = {0}, next = 0;
  for (size_t i = 0; i < count; i++) start[digit_of(&from[i], second, digit)]++;
  if (start[digit_of(&from[0], second, digit)] == count) return false;
  for (size_t d = 0; d < DIGITS; d++) {
    const size_t here = start[d];
    start[d] = next;
    next += here;
  }
  for (size_t i = 0; i < count; i++) to[start[digit_of(&from[i], second, digit)]++] = from[i];
  return true;
}

/* `digits`: KEY of them are of the key, those before it of the second. */
static void sort_digits(const Sorting *s, OrderEntry *entry, size_t count, unsigned digits) {
  OrderEntry *from = entry, *to = s->other;
  for (unsigned digit = 0; count && digit < digits && !stops(s); digit++) {
    const bool second = digits > KEY && digit < KEY;
    if (!sort_digit(from, to, count, second, digit % KEY)) continue;
    OrderEntry *const sorted = to;
    to = from;
    from = sorted;
  }
  if (from != entry) memcpy(entry, from, count * sizeof *entry);
}

/* ---- Texts ---------------------------------------------------------------------------------- */

static int compare_rising(const void *a, const void *b) { return order_entry_compare(a, b, false); }
static int compare_falling(const void *a, const void *b) { return order_entry_compare(a, b, true); }

static bool is_sorted(const OrderEntry *entry, size_t count, bool descending) {
  for (size_t i = 1; i < count; i++)
    if (order_entry_compare(&entry[i - 1], &entry[i], descending) > 0) return false;
  return true;
}

/* Those whose keys are the same stand together. */
static void sort_rest(const Sorting *s, OrderEntry *entry, size_t count, unsigned depth) {
  for (size_t from = 0, to; from < count && !stops(s); from = to) {
    for (to = from + 1; to < count && entry[to].key == entry[from].key; to++) continue;
    OrderEntry *const run = entry + from;
    const size_t length = to - from;
    if (is_sorted(run, length, s->descending)) continue;
    if (length < MANY || depth == DEEPEST) {
      qsort(run, length, sizeof *run, s->descending ? compare_falling : compare_rising);
      continue;
    }
    for (size_t i = 0; i < length; i++)
      run[i].key = order_text_key(text_slice(run[i].text, depth * KEY, SIZE_MAX), s->descending);
    sort_digits(s, run, length, KEY);
    sort_rest(s, run, length, depth + 1);
  }
}

bool order_sort(Arena *arena, OrderEntry *entry, size_t count, OrderBy by, bool descending,
                const volatile int *stop) {
  const Sorting s = {arena_grow(arena, NULL, 0, count * sizeof *entry + 1), descending, stop};
  sort_digits(&s, entry, count, by == ORDER_PAIRS ? 2 * KEY : KEY);
  if (by == ORDER_TEXTS) sort_rest(&s, entry, count, 1);
  arena_release(arena, s.other);
  return !stops(&s);
}
