/* show.c - see show.h. Rows that belong are found by one pass over their truths. With a limit the
 * best so far are kept in a heap, whose top is the worst of them: a row that comes later has to be
 * better than it, which few are. Without, all are sorted.
 */
#include "ask/show.h"

#include "vm/order_key.h"
#include "vm/order_sort.h"

enum { LOOK_EVERY = 1 << 16, HEAP_MOST = 1 << 12 };

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

static uint64_t number_key(const Show *show, const Vector *vector, size_t row) {
  const bool zero = vector->store == STORE_F64 && vector->f64[row] == 0; /* -0 is 0 */
  return order_number_key(zero ? 0 : order_key(vector, row), show->question->descending);
}

static bool by_text(const Show *show) {
  const TypeKind kind = show->question->sort_type.kind;
  return kind == TYPE_TEXT || kind == TYPE_REF;
}

static bool is_known(const Show *show, size_t row) {
  return vector_known(show->low, row) && vector_known(show->high, row);
}

/* A range goes by the end that it is looked at from. */
static OrderEntry entry_of(const Show *show, uint32_t row) {
  const Question *question = show->question;
  OrderEntry entry = {.row = row};
  if (by_text(show)) {
    entry.text = question->sort_type.kind == TYPE_REF
                     ? run_key(show->run, question->sort_type.of, (size_t)show->low->i32[row])
                     : show->low->text[row];
    entry.key = order_text_key(entry.text, question->descending);
    return entry;
  }
  const uint64_t low = number_key(show, show->low, row), high = number_key(show, show->high, row);
  entry.key = question->descending ? high : low;
  entry.second = question->descending ? low : high;
  return entry;
}

/* ---- The first few -------------------------------------------------------------------------- */

/* OrderEntry `at` of the heap goes down to where it belongs: none below is worse. */
static void sink(OrderEntry *heap, size_t count, size_t at, bool descending) {
  const OrderEntry entry = heap[at];
  for (size_t below = 2 * at + 1; below < count; at = below, below = 2 * at + 1) {
    if (below + 1 < count && order_entry_compare(&heap[below + 1], &heap[below], descending) > 0)
      below++;
    if (order_entry_compare(&heap[below], &entry, descending) <= 0) break;
    heap[at] = heap[below];
  }
  heap[at] = entry;
}

/* The worst goes to the end, one after another. */
static void unheap(OrderEntry *heap, size_t count, bool descending) {
  while (count > 1) {
    const OrderEntry worst = heap[0];
    heap[0] = heap[--count];
    heap[count] = worst;
    sink(heap, count, 0, descending);
  }
}

/* The `room` first of the known rows, in order; returns how many there are of these. */
static size_t first_few(Show *show, const AnswerRows *rows, OrderEntry *heap, size_t room) {
  const bool descending = show->question->descending;
  size_t count = 0;
  for (size_t i = 0; i < rows->count && !stops(show, i); i++) {
    if (!is_known(show, rows->row[i])) continue;
    const OrderEntry entry = entry_of(show, rows->row[i]);
    if (count < room) {
      heap[count++] = entry;
      if (count == room)
        for (size_t at = room / 2; at-- > 0;) sink(heap, room, at, descending);
    } else if (order_entry_compare(&entry, &heap[0], descending) < 0) {
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

static size_t list_known(Show *show, const AnswerRows *rows, OrderEntry *entry) {
  size_t count = 0;
  for (size_t i = 0; i < rows->count && !stops(show, i); i++)
    if (is_known(show, rows->row[i])) entry[count++] = entry_of(show, rows->row[i]);
  return count;
}

/* ---- From outside --------------------------------------------------------------------------- */

/* Known rows as sorted, then the others as they are. */
static void put_back(const Show *show, AnswerRows *rows, const OrderEntry *entry, size_t count) {
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
  OrderEntry *entry =
      arena_grow(show->arena, NULL, 0, (few ? (size_t)limit : rows->count) * sizeof *entry + 1);
  size_t count = 0;
  if (few && limit) {
    count = first_few(show, rows, entry, (size_t)limit);
  } else if (!few) {
    count = list_known(show, rows, entry);
    const OrderBy by = by_text(show)             ? ORDER_TEXTS
                       : show->low != show->high ? ORDER_PAIRS
                                                 : ORDER_KEYS;
    show->stopped |=
        !order_sort(show->arena, entry, count, by, show->question->descending, show->stop);
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
