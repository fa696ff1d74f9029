/* show.c - see show.h. Rows that belong are found by one pass over their truths. With a limit the
 * best so far are kept in a heap, whose top is the worst of them: a row that comes later has to be
 * better than it, which few are. Without, rows are sorted by the bytes of their keys, least
 * significant first, and texts with equal beginnings then by the rest.
 */
#include "ask/show.h"

#include <stdlib.h>
#include <string.h>

#include "vm/order_key.h"

enum { LOOK_EVERY = 1 << 16, HEAP_MOST = 1 << 12 };

/* What a row is sorted by: numbers that are less where the row comes first. */
typedef struct Entry {
  uint64_t key, second; /* of a text its first bytes; of a range both ends */
  Text text;            /* of what is sorted by texts */
  uint32_t row;
} Entry;

typedef struct Show {
  Arena *arena;
  const Run *run;
  const Question *question;
  const Vector *low, *high; /* sorted by; NULL for none */
  const volatile int *stop;
  bool stopped;
} Show;

/* True once a signal was seen; asked of every row. */
static inline bool stops(Show *show, size_t row) {
  if (row % LOOK_EVERY == 0 && show->stop && *show->stop) show->stopped = true;
  return show->stopped;
}

/* ---- Which ---------------------------------------------------------------------------------- */

static uint64_t count_undecided(const Truth *where, size_t rows) {
  uint64_t count = 0;
  for (size_t row = 0; row < rows; row++) count += where[row] == TRUTH_UNKNOWN;
  return count;
}

/* The condition of the rows shown; NULL for all of them. Groups have theirs behind them. */
static const Truth *condition_of(const Show *show, AnswerRows *out) {
  const Question *question = show->question;
  const Image *image = question->image;
  if (question->partition != SCHEMA_NONE) {
    const Partition *partition = &image->partitions.at[question->partition];
    const Table *child = run_table(show->run, partition->child);
    if (partition->where != SCHEMA_NONE)
      out->undecided = count_undecided(child->slot[partition->where].truth, child->rows);
    return NULL;
  }
  if (question->where == SCHEMA_NONE) return NULL;
  const uint32_t entity = image->slots.at[question->where].entity;
  const Table *table = run_table(show->run, entity);
  const Truth *where = table->slot[question->where].truth;
  if (entity == question->entity) out->undecided = count_undecided(where, table->rows);
  return where;
}

static void find_rows(Show *show, AnswerRows *out) {
  const Table *table = run_table(show->run, show->question->entity);
  const Truth *where = condition_of(show, out);
  uint32_t *row = arena_grow(show->arena, NULL, 0, table->rows * sizeof *row + 1);
  size_t count = 0;
  for (size_t i = 0; i < table->rows && !stops(show, i); i++) {
    row[count] = (uint32_t)i;
    count += !where || where[i] == TRUTH_TRUE;
  }
  out->row = row;
  out->count = count;
  out->all = count;
}

/* ---- In which order ------------------------------------------------------------------------- */

/* Signed numbers as unsigned ones in the same order; the other way round where it descends. */
static uint64_t rising(const Show *show, int64_t key) {
  const uint64_t moved = (uint64_t)key ^ (UINT64_C(1) << 63);
  return show->question->descending ? ~moved : moved;
}

static uint64_t number_key(const Show *show, const Vector *vector, size_t row) {
  const bool zero = vector->store == STORE_F64 && vector->f64[row] == 0; /* -0 is 0 */
  return rising(show, zero ? 0 : order_key(vector, row));
}

static uint64_t text_key(const Show *show, Text text) {
  uint64_t key = 0;
  for (size_t i = 0; i < sizeof key; i++)
    key = key << 8 | (i < text.len ? (unsigned char)text.at[i] : 0);
  return show->question->descending ? ~key : key;
}

static bool by_text(const Show *show) {
  const TypeKind kind = show->question->sort_type.kind;
  return kind == TYPE_TEXT || kind == TYPE_REF;
}

static bool is_known(const Show *show, size_t row) {
  return vector_known(show->low, row) && vector_known(show->high, row);
}

/* A range goes by the end that it is looked at from. */
static Entry entry_of(const Show *show, uint32_t row) {
  const Question *question = show->question;
  Entry entry = {.row = row};
  if (by_text(show)) {
    entry.text = question->sort_type.kind == TYPE_REF
                     ? run_key(show->run, question->sort_type.of, (size_t)show->low->i32[row])
                     : show->low->text[row];
    entry.key = text_key(show, entry.text);
    return entry;
  }
  const uint64_t low = number_key(show, show->low, row), high = number_key(show, show->high, row);
  entry.key = question->descending ? high : low;
  entry.second = question->descending ? low : high;
  return entry;
}

/* Negative where a comes first; never 0 for two rows. */
static int compare(const Entry *a, const Entry *b, bool descending) {
  if (a->key != b->key) return a->key < b->key ? -1 : 1;
  if (a->second != b->second) return a->second < b->second ? -1 : 1;
  const int order = text_compare(a->text, b->text);
  if (order) return descending ? -order : order;
  return (a->row > b->row) - (a->row < b->row);
}

/* ---- The first few -------------------------------------------------------------------------- */

/* Entry `at` of the heap goes down to where it belongs: none below is worse. */
static void sink(Entry *heap, size_t count, size_t at, bool descending) {
  const Entry entry = heap[at];
  for (size_t below = 2 * at + 1; below < count; at = below, below = 2 * at + 1) {
    if (below + 1 < count && compare(&heap[below + 1], &heap[below], descending) > 0) below++;
    if (compare(&heap[below], &entry, descending) <= 0) break;
    heap[at] = heap[below];
  }
  heap[at] = entry;
}

/* The worst goes to the end, one after another. */
static void unheap(Entry *heap, size_t count, bool descending) {
  while (count > 1) {
    const Entry worst = heap[0];
    heap[0] = heap[--count];
    heap[count] = worst;
    sink(heap, count, 0, descending);
  }
}

/* The `room` first of the known rows, in order; returns how many there are of these. */
static size_t first_few(Show *show, const AnswerRows *rows, Entry *heap, size_t room) {
  const bool descending = show->question->descending;
  size_t count = 0;
  for (size_t i = 0; i < rows->count && !stops(show, i); i++) {
    if (!is_known(show, rows->row[i])) continue;
    const Entry entry = entry_of(show, rows->row[i]);
    if (count < room) {
      heap[count++] = entry;
      if (count == room)
        for (size_t at = room / 2; at-- > 0;) sink(heap, room, at, descending);
    } else if (compare(&entry, &heap[0], descending) < 0) {
      heap[0] = entry;
      sink(heap, room, 0, descending);
    }
  }
  if (count < room)
    for (size_t at = count / 2; at-- > 0;) sink(heap, count, at, descending);
  unheap(heap, count, descending);
  return count;
}

/* ---- All ------------------------------------------------------------------------------------ */

/* Texts are compared whole where they are fewer, or the same for so many times eight bytes. */
enum { DIGITS = 256, MANY = 64, DEEPEST = 32 };

static inline unsigned digit_of(uint64_t key, unsigned digit) {
  return (unsigned)(key >> 8 * digit) & 0xff;
}

/* By one byte of the key or of the second, keeping the order of equal ones; false, and nothing
 * done, where it is the same everywhere. */
static bool sort_digit(const Entry *from, Entry *to, size_t count, bool second, unsigned digit) {
  size_t start[DIGITS] = {0}, next = 0;
  for (size_t i = 0; i < count; i++)
    start[digit_of(second ? from[i].second : from[i].key, digit)]++;
  if (start[digit_of(second ? from[0].second : from[0].key, digit)] == count) return false;
  for (size_t d = 0; d < DIGITS; d++) {
    const size_t here = start[d];
    start[d] = next;
    next += here;
  }
  for (size_t i = 0; i < count; i++)
    to[start[digit_of(second ? from[i].second : from[i].key, digit)]++] = from[i];
  return true;
}

/* `entry` in order, by way of `other`; keeps the order of equal ones. */
static void sort_digits(Show *show, Entry *entry, Entry *other, size_t count, unsigned digits) {
  Entry *from = entry, *to = other;
  for (unsigned digit = 0; count && digit < digits && !stops(show, 0); digit++) {
    const bool second = digits > sizeof(uint64_t) && digit < sizeof(uint64_t);
    if (!sort_digit(from, to, count, second, digit % sizeof(uint64_t))) continue;
    Entry *const sorted = to;
    to = from;
    from = sorted;
  }
  if (from != entry) memcpy(entry, from, count * sizeof *entry);
}

static int compare_rising(const void *a, const void *b) { return compare(a, b, false); }
static int compare_falling(const void *a, const void *b) { return compare(a, b, true); }

static bool is_sorted(const Entry *entry, size_t count, bool descending) {
  for (size_t i = 1; i < count; i++)
    if (compare(&entry[i - 1], &entry[i], descending) > 0) return false;
  return true;
}

/* Texts whose first bytes are the same stand together by now; their next bytes are sorted likewise
 * where they are many. */
static void sort_rest(Show *show, Entry *entry, Entry *other, size_t count, unsigned depth) {
  const bool descending = show->question->descending;
  for (size_t from = 0, to; from < count && !stops(show, 0); from = to) {
    for (to = from + 1; to < count && entry[to].key == entry[from].key; to++) continue;
    Entry *const run = entry + from;
    const size_t length = to - from;
    if (is_sorted(run, length, descending)) continue;
    if (length < MANY || depth == DEEPEST) {
      qsort(run, length, sizeof *run, descending ? compare_falling : compare_rising);
      continue;
    }
    for (size_t i = 0; i < length; i++)
      run[i].key = text_key(show, text_slice(run[i].text, depth * sizeof(uint64_t), SIZE_MAX));
    sort_digits(show, run, other, length, sizeof(uint64_t));
    sort_rest(show, run, other, length, depth + 1);
  }
}

static void sort_all(Show *show, Entry *entry, size_t count) {
  Entry *other = arena_grow(show->arena, NULL, 0, count * sizeof *other + 1);
  const bool ranges = show->low != show->high;
  sort_digits(show, entry, other, count, (ranges ? 2 : 1) * (unsigned)sizeof(uint64_t));
  if (by_text(show)) sort_rest(show, entry, other, count, 1);
  arena_release(show->arena, other);
}

static size_t list_known(Show *show, const AnswerRows *rows, Entry *entry) {
  size_t count = 0;
  for (size_t i = 0; i < rows->count && !stops(show, i); i++)
    if (is_known(show, rows->row[i])) entry[count++] = entry_of(show, rows->row[i]);
  return count;
}

/* ---- From outside --------------------------------------------------------------------------- */

/* Known rows as sorted, then the others as they are. */
static void put_back(const Show *show, AnswerRows *rows, const Entry *entry, size_t count) {
  const uint64_t limit = show->question->limit;
  uint32_t *row = arena_grow(show->arena, NULL, 0, rows->count * sizeof *row + 1);
  size_t to = 0;
  for (; to < count && to < limit; to++) row[to] = entry[to].row;
  for (size_t i = 0; i < rows->count && to < limit; i++)
    if (!is_known(show, rows->row[i])) row[to++] = rows->row[i];
  arena_release(show->arena, rows->row);
  rows->row = row;
  rows->count = to;
}

static void sort_rows(Show *show, AnswerRows *rows) {
  const uint64_t limit = show->question->limit;
  const bool few = limit <= HEAP_MOST && limit < rows->count;
  Entry *entry =
      arena_grow(show->arena, NULL, 0, (few ? (size_t)limit : rows->count) * sizeof *entry + 1);
  size_t count = 0;
  if (few && limit) {
    count = first_few(show, rows, entry, (size_t)limit);
  } else if (!few) {
    count = list_known(show, rows, entry);
    sort_all(show, entry, count);
  }
  put_back(show, rows, entry, count);
  arena_release(show->arena, entry);
}

AnswerRows show_rows(Arena *arena, const Run *run, const Question *question,
                     const volatile int *stop) {
  Show show = {.arena = arena, .run = run, .question = question, .stop = stop};
  AnswerRows rows = {0};
  find_rows(&show, &rows);
  if (question->sort_low != SCHEMA_NONE &&
      question->image->slots.at[question->sort_low].entity == question->entity) {
    const Vector *slots = run_table(run, question->entity)->slot;
    show.low = &slots[question->sort_low];
    show.high = question->sort_high == SCHEMA_NONE ? show.low : &slots[question->sort_high];
    if (!show.stopped) sort_rows(&show, &rows);
  } else if (question->limit < rows.count) {
    rows.count = (size_t)question->limit;
  }
  rows.stopped = show.stopped;
  return rows;
}
