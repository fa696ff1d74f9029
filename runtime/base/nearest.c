/* nearest.c - optimal string alignment: edit distance with exchanged neighbours.
 *
 * The table cell (i, j) is the cost of turning the first i letters of the word into
 * the first j of the candidate. Exchanging looks two rows back, so three rows
 * are kept. A slip costs SLIP, a mere difference of case 1; SLIP is more than
 * all letters of a word can differ in case, so slips decide first.
 */
#include "base/nearest.h"

enum { LETTERS_MOST = 64, SLIP = LETTERS_MOST * 2, NOT_NEAR = SLIP * LETTERS_MOST * 2 };

typedef struct {
  Text letters[LETTERS_MOST]; /* a code point each */
  size_t count;
} Word;

/* Cuts a text into code points; false when it is too long to be a name that was mistyped. */
static bool word_of(Word *word, Text t) {
  word->count = 0;
  while (t.len) {
    if (word->count == LETTERS_MOST) return false;
    size_t size = text_next(t);
    word->letters[word->count++] = (Text){t.at, size};
    t = (Text){t.at + size, t.len - size};
  }
  return true;
}

/* 0, 1 for another case, SLIP for another letter. */
static size_t difference(Text a, Text b) {
  if (text_equal(a, b)) return 0;
  return text_equal_any_case(a, b) ? 1 : SLIP;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static size_t exchange_cost(const Word *word, const Word *other, size_t i, size_t j) {
  size_t first = difference(word->letters[i - 1], other->letters[j - 2]);
  size_t second = difference(word->letters[i - 2], other->letters[j - 1]);
  return first < SLIP && second < SLIP ? SLIP + first + second : NOT_NEAR;
}

static size_t cost_of(const Word *word, const Word *other) {
  size_t rows[3][LETTERS_MOST + 1];
  for (size_t j = 0; j <= other->count; j++) rows[0][j] = j * SLIP;
  for (size_t i = 1; i <= word->count; i++) {
    size_t *row = rows[i % 3];
    const size_t *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
    row[0] = i * SLIP;
    for (size_t j = 1; j <= other->count; j++) {
      size_t cost = above[j - 1] + difference(word->letters[i - 1], other->letters[j - 1]);
      cost = least(cost, least(above[j], row[j - 1]) + SLIP);
      if (i > 1 && j > 1) cost = least(cost, two_above[j - 2] + exchange_cost(word, other, i, j));
      row[j] = cost;
    }
  }
  return rows[word->count % 3][other->count];
}

Nearest nearest_start(Text word) { return (Nearest){.word = word, .cost = NOT_NEAR}; }

void nearest_offer(Nearest *nearest, Text candidate) {
  Word word, other;
  if (!word_of(&word, nearest->word) || !word_of(&other, candidate)) return;
  size_t cost = cost_of(&word, &other);
  if (cost / SLIP * 3 > word.count) return;
  bool nearer =
      cost < nearest->cost || (cost == nearest->cost && text_compare(candidate, nearest->best) < 0);
  if (!nearer) return;
  nearest->best = candidate;
  nearest->cost = cost;
}

Text nearest_found(const Nearest *nearest) {
  return nearest->cost < NOT_NEAR ? nearest->best : TEXT("");
}
