/* key_ruler.c - a key as a number, and the number's place among every 64th of the list.
 *
 * Each of the PLACES bytes behind the beginning that all keys share has as many values as occur
 * there in the list; an end of the text is one of them where lengths differ. The number of a key is
 * made of these digits, each place to its own base, so that "019" and "020" are neighbours. Of two
 * keys of the list the greater never has the smaller number. In a key that is looked for, a byte
 * that does not occur counts as the next lower one.
 *
 *   number of the key ─▶ mark: the last one that is not greater ─▶ row: in proportion between marks
 *
 * Places whose numbers would not fit 64 bits are left out; keys that differ only there share a
 * number, and a list of many such is refused, as is any whose keys stand elsewhere than reckoned.
 */
#include "table/key_ruler.h"

enum { PLACES = 16, BYTES = 256, MARK_ROWS = 64, END = 0 };

/* What a byte at a place adds to the number. */
typedef struct RulerPlace {
  uint64_t worth[BYTES];
} RulerPlace;

struct KeyRuler {
  size_t prefix; /* bytes that all keys begin with */
  size_t places;
  size_t rows;
  size_t marks;
  double marks_per_number;
  uint64_t *mark; /* the numbers of rows 0, 64, 128, ... and of the last row */
  RulerPlace place[PLACES];
};

static size_t common_prefix(Text a, Text b) {
  size_t len = 0;
  while (len < a.len && len < b.len && a.at[len] == b.at[len]) len++;
  return len;
}

static uint64_t number_of(const KeyRuler *ruler, Text key) {
  uint64_t number = 0;
  for (size_t i = 0; i < ruler->places; i++) {
    const size_t at = ruler->prefix + i;
    number += ruler->place[i].worth[at < key.len ? (uint8_t)key.at[at] : END];
  }
  return number;
}

/* ---- Measuring ------------------------------------------------------------------------------ */

/* Which bytes occur at each place: worth[byte] is 1. Returns the length of the longest key. */
static size_t find_bytes(KeyRuler *ruler, const KeyIndex *keys) {
  size_t longest = 0;
  for (size_t row = 0; row < ruler->rows; row++) {
    const Text key = key_index_text(keys, (uint32_t)row);
    if (key.len > longest) longest = key.len;
    for (size_t i = 0; i < PLACES; i++) {
      const size_t at = ruler->prefix + i;
      ruler->place[i].worth[at < key.len ? (uint8_t)key.at[at] : END] = 1;
    }
  }
  return longest;
}

/* From which bytes occur to the digit of each, and how many digits there are. */
static uint64_t number_digits(RulerPlace *place) {
  uint64_t digits = 0;
  for (size_t byte = 0; byte < BYTES; byte++) {
    digits += place->worth[byte];
    place->worth[byte] = digits ? digits - 1 : 0;
  }
  return digits;
}

/* Each place is worth as much as all numbers behind it, from the last place on. The first places
 * matter most: where the product is too large, it is the last ones that are left out. */
static void weigh_places(KeyRuler *ruler, size_t longest) {
  uint64_t base[PLACES], unit = 1, product = 1;
  for (size_t i = 0; i < PLACES; i++) base[i] = number_digits(&ruler->place[i]);
  while (ruler->places < PLACES && ruler->prefix + ruler->places < longest &&
         !__builtin_mul_overflow(product, base[ruler->places], &product))
    ruler->places++;
  for (size_t i = ruler->places; i-- > 0; unit *= base[i])
    for (size_t byte = 0; byte < BYTES; byte++) ruler->place[i].worth[byte] *= unit;
}

static void set_marks(KeyRuler *ruler, Arena *arena, const KeyIndex *keys) {
  ruler->marks = (ruler->rows - 1) / MARK_ROWS + 2;
  ruler->mark = ARENA_ARRAY(arena, uint64_t, ruler->marks);
  for (size_t i = 0; i + 1 < ruler->marks; i++)
    ruler->mark[i] = number_of(ruler, key_index_text(keys, (uint32_t)(i * MARK_ROWS)));
  const uint64_t last = number_of(ruler, key_index_text(keys, (uint32_t)ruler->rows - 1));
  ruler->mark[ruler->marks - 1] = last;
  ruler->marks_per_number =
      last > ruler->mark[0] ? (double)(ruler->marks - 1) / (double)(last - ruler->mark[0]) : 0;
}

/* Some rows are looked for; on the average they may be this far from where they are. */
static bool is_even(const KeyRuler *ruler, const KeyIndex *keys) {
  enum { SAMPLES = 1000, FAR_ROWS = 4 };
  const size_t step = ruler->rows / SAMPLES + 1;
  uint64_t distance = 0, samples = 0;
  for (size_t row = step / 2; row < ruler->rows; row += step) {
    const size_t found = key_ruler_row(ruler, key_index_text(keys, (uint32_t)row));
    distance += found > row ? found - row : row - found;
    samples++;
  }
  return distance <= samples * FAR_ROWS;
}

KeyRuler *key_ruler_new(Arena *arena, const KeyIndex *keys) {
  KeyRuler *ruler = ARENA_NEW(arena, KeyRuler);
  ruler->rows = key_index_count(keys);
  if (ruler->rows == 0) return NULL;
  ruler->prefix =
      common_prefix(key_index_text(keys, 0), key_index_text(keys, (uint32_t)ruler->rows - 1));
  weigh_places(ruler, find_bytes(ruler, keys));
  set_marks(ruler, arena, keys);
  return is_even(ruler, keys) ? ruler : NULL;
}

/* ---- Reckoning ------------------------------------------------------------------------------ */

/* The last mark that is not greater than the number, but never the one at the end. */
static size_t find_mark(const KeyRuler *ruler, uint64_t number) {
  enum { STEPS_MOST = 8 };
  const uint64_t *mark = ruler->mark;
  const size_t last = ruler->marks - 2;
  if (number <= mark[0]) return 0;
  const double reckoned = (double)(number - mark[0]) * ruler->marks_per_number;
  size_t at = reckoned < (double)last ? (size_t)reckoned : last;
  for (int step = 0; step < STEPS_MOST; step++) {
    if (number < mark[at])
      at--;
    else if (at < last && number >= mark[at + 1])
      at++;
    else
      return at;
  }
  size_t low = 0, high = last; /* mark[low] <= number */
  while (low < high) {
    const size_t middle = low + (high - low + 1) / 2;
    if (mark[middle] <= number)
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

uint32_t key_ruler_row(const KeyRuler *ruler, Text key) {
  const uint64_t number = number_of(ruler, key);
  const size_t at = find_mark(ruler, number), first = at * MARK_ROWS;
  const size_t last = at + 2 < ruler->marks ? first + MARK_ROWS : ruler->rows - 1;
  const uint64_t from = ruler->mark[at], to = ruler->mark[at + 1];
  if (number <= from || from == to) return (uint32_t)first;
  if (number >= to) return (uint32_t)(last < ruler->rows ? last : ruler->rows - 1);
  const double part = (double)(number - from) / (double)(to - from);
  return (uint32_t)(first + (size_t)(part * (double)(last - first) + 0.5));
}
