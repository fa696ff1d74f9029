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
  uint32_t letters[LETTERS_MOST]; /* the bytes of a code point each */
  size_t count;
} Word;

/* Cuts a text into code points; false when it is too long to be a name that was mistyped. */
static bool word_of(Word *word, Text t) {
  word->count = 0;
  while (t.len) {
    if (word->count == LETTERS_MOST) return false;
    size_t size = text_next(t);
    uint32_t letter = 0;
    for (size_t i = 0; i < size; i++) letter = letter << 8 | (unsigned char)t.at[i];
    word->letters[word->count++] = letter;
    t = (Text){t.at + size, t.len - size};
  }
  return true;
}

/* Letters of ASCII alone have a case. */
static uint32_t lower(uint32_t letter) {
  return letter < 0x80 ? (unsigned char)text_lower_char((char)letter) : letter;
}

/* 0, 1 for another case, SLIP for another letter. */
static size_t difference(uint32_t a, uint32_t b) {
  if (a == b) return 0;
  return lower(a) == lower(b) ? 1 : SLIP;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static size_t exchange_cost(const Word *word, const Word *other, size_t i, size_t j) {
  size_t first = difference(word->letters[i - 1], other->letters[j - 2]);
  size_t second = difference(word->letters[i - 2], other->letters[j - 1]);
  return first < SLIP && second < SLIP ? SLIP + first + second : NOT_NEAR;
}

/* The cost, or some cost above `most`: two rows that are above it leave no way back. */
static size_t cost_of(const Word *word, const Word *other, size_t most) {
  size_t rows[3][LETTERS_MOST + 1], before = 0;
  for (size_t j = 0; j <= other->count; j++) rows[0][j] = j * SLIP;
  for (size_t i = 1; i <= word->count; i++) {
    size_t *row = rows[i % 3];
    const size_t *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
    size_t best = row[0] = i * SLIP;
    for (size_t j = 1; j <= other->count; j++) {
      size_t cost = above[j - 1] + difference(word->letters[i - 1], other->letters[j - 1]);
      cost = least(cost, least(above[j], row[j - 1]) + SLIP);
      if (i > 1 && j > 1) cost = least(cost, two_above[j - 2] + exchange_cost(word, other, i, j));
      row[j] = cost;
      best = least(best, cost);
    }
    if (best > most && before > most) return NOT_NEAR;
    before = best;
  }
  return rows[word->count % 3][other->count];
}

/* The most that a candidate may cost: one slip in three letters, cases aside. */
static size_t cost_allowed(const Word *word) { return (word->count / 3 + 1) * SLIP - 1; }

typedef struct {
  uint64_t set;
  bool ascii;
} Letters;

/* Which bytes there are, in any case; most names differ so much that nothing else need be done. */
static Letters letters_of(Text t) {
  Letters letters = {0, true};
  for (size_t i = 0; i < t.len; i++) {
    letters.set |= UINT64_C(1) << ((unsigned char)text_lower_char(t.at[i]) & 63);
    letters.ascii &= !(t.at[i] & 0x80);
  }
  return letters;
}

/* A slip takes one letter out and brings one in, at most. */
static bool far_apart(Text word, Text candidate) {
  const Letters a = letters_of(word), b = letters_of(candidate);
  const size_t slips = word.len / 3;
  if (!a.ascii || !b.ascii || word.len > LETTERS_MOST) return false;
  return (size_t)__builtin_popcountll(a.set ^ b.set) > 2 * slips;
}

Nearest nearest_start(Text word) { return (Nearest){.word = word, .cost = NOT_NEAR}; }

void nearest_offer(Nearest *nearest, Text candidate) {
  Word word, other;
  if (far_apart(nearest->word, candidate)) return;
  if (!word_of(&word, nearest->word) || !word_of(&other, candidate)) return;
  size_t longer = word.count > other.count ? word.count - other.count : other.count - word.count;
  size_t most = least(cost_allowed(&word), nearest->cost);
  if (longer * SLIP > most) return;
  size_t cost = cost_of(&word, &other, most);
  if (cost > most) return;
  bool nearer =
      cost < nearest->cost || (cost == nearest->cost && text_compare(candidate, nearest->best) < 0);
  if (!nearer) return;
  nearest->best = candidate;
  nearest->cost = cost;
}

Text nearest_found(const Nearest *nearest) {
  return nearest->cost < NOT_NEAR ? nearest->best : TEXT("");
}
