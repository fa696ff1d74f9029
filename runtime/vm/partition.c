/* partition.c - see partition.h. Each key becomes a small number a row, its place among the values
 * that occur, and the keys together one number, in which the first key weighs most: so the order of
 * the numbers is the order of the rows. While there are few numbers, those that occur are marked in
 * an array of all; else they are found by hashing and sorted.
 *
 *   region      0 1 0 -          - stands for missing, the last
 *   tier        1 0 1 2
 *   together    1 3 1 8          of 9
 *   via         0 1 0 2
 */
#include "vm/partition.h"

#include "base/map.h"
#include "base/siphash.h"
#include "value/decimal.h"
#include "vm/order_key.h"
#include "vm/order_sort.h"

/* Numbers that are marked in an array of all: at least, at most. */
enum { ROOM_LEAST = 1 << 16, ROOM_MOST = 1 << 28 };

typedef struct Division {
  const Table *child;
  Table *const *tables;
  Arena *arena;
  size_t rows;
  const Truth *where; /* NULL: all rows */
  uint64_t room;      /* most numbers that are marked in an array */
  uint32_t *code;     /* by row: of all keys so far; in [0, size) */
  uint32_t *own;      /* by row: of one key */
  uint64_t size;
  const volatile int *stop;
  bool stopped;
  uint32_t *any; /* by number, once they are tightened: a row that has it */
} Division;

static bool belongs(const Division *d, size_t row) {
  return !d->where || d->where[row] == TRUTH_TRUE;
}

/* True once a signal was seen; asked where a row takes long. */
static bool stops(Division *d, size_t row) {
  enum { LOOK_EVERY = 1 << 14 };
  if (row % LOOK_EVERY == 0 && d->stop && *d->stop) d->stopped = true;
  return d->stopped;
}

/* ---- Numbers by their order ----------------------------------------------------------------- */

/* Numbers that occur, each once; by hashing under a key that nobody can foresee. */
typedef struct Distinct {
  Arena *arena;
  uint64_t secret;
  uint32_t *slot; /* index into `value` + 1; 0 free */
  size_t mask;
  VEC(int64_t) value;
} Distinct;

static size_t distinct_slot(const Distinct *set, int64_t value) {
  const uint128 product = (uint128)((uint64_t)value ^ set->secret) * 0x9e3779b97f4a7c15u;
  size_t at = (size_t)((uint64_t)product ^ (uint64_t)(product >> 64)) & set->mask;
  while (set->slot[at] && set->value.at[set->slot[at] - 1] != value) at = (at + 1) & set->mask;
  return at;
}

static void distinct_grow(Distinct *set) {
  const size_t count = set->slot ? 2 * (set->mask + 1) : 1024;
  arena_release(set->arena, set->slot);
  set->slot = arena_grow(set->arena, NULL, 0, count * sizeof *set->slot);
  set->mask = count - 1;
  for (size_t i = 0; i < set->value.count; i++)
    set->slot[distinct_slot(set, set->value.at[i])] = (uint32_t)i + 1;
}

static uint32_t distinct_add(Distinct *set, int64_t value) {
  if (!set->slot || 2 * set->value.count > set->mask) distinct_grow(set);
  const size_t at = distinct_slot(set, value);
  if (!set->slot[at]) {
    *VEC_PUSH(set->arena, &set->value) = value;
    set->slot[at] = (uint32_t)set->value.count;
  }
  return set->slot[at] - 1;
}

/* Sorts them; by index how many come before. */
static uint32_t *places_of(Division *d, OrderEntry *entry, size_t count, OrderBy by,
                           size_t indices) {
  uint32_t *place = arena_grow(d->arena, NULL, 0, indices * sizeof *place + 1);
  d->stopped |= !order_sort(d->arena, entry, count, by, false, d->stop);
  for (size_t i = 0; i < count; i++) place[entry[i].row] = (uint32_t)i;
  arena_release(d->arena, entry);
  return place;
}

static OrderEntry *entries_new(const Division *d, size_t count) {
  return arena_grow(d->arena, NULL, 0, count * sizeof(OrderEntry) + 1);
}

/* By index of the values: how many are less. */
static uint32_t *distinct_order(Division *d, const Distinct *set) {
  const size_t count = set->value.count;
  OrderEntry *entry = entries_new(d, count);
  for (size_t i = 0; i < count; i++)
    entry[i] = (OrderEntry){.key = order_number_key(set->value.at[i], false), .row = (uint32_t)i};
  return places_of(d, entry, count, ORDER_KEYS, count);
}

static void distinct_free(Distinct *set) {
  arena_release(set->arena, set->slot);
  arena_release(set->arena, set->value.at);
}

static Distinct distinct_in(const Division *d) {
  return (Distinct){.arena = d->arena, .secret = siphash_key().low};
}

/* ---- One key -------------------------------------------------------------------------------- */

/* Each of these fills d->own, where rows without a value have the last number, and says how many
 * numbers there are. */

static uint64_t number_truths(Division *d, const Truth *truth) {
  static const uint8_t place[] = {[TRUTH_FALSE] = 0, [TRUTH_TRUE] = 1, [TRUTH_UNKNOWN] = 2};
  for (size_t row = 0; row < d->rows; row++) d->own[row] = place[truth[row]];
  return 3;
}

/* Equal numbers have equal keys. */
static int64_t key_of(const Vector *value, size_t row) {
  if (value->store == STORE_F64 && value->f64[row] == 0) return 0;
  return order_key(value, row);
}

typedef struct Ends {
  int64_t low, high;
  bool any;
} Ends;

static Ends ends_of(const Division *d, const Vector *value) {
  Ends ends = {INT64_MAX, INT64_MIN, false};
  for (size_t row = 0; row < d->rows; row++) {
    if (!value->valid[row]) continue;
    const int64_t key = key_of(value, row);
    if (key < ends.low) ends.low = key;
    if (key > ends.high) ends.high = key;
    ends.any = true;
  }
  return ends;
}

static uint64_t number_hashed(Division *d, const Vector *value) {
  Distinct set = distinct_in(d);
  for (size_t row = 0; row < d->rows && !stops(d, row); row++)
    if (value->valid[row] && belongs(d, row)) d->own[row] = distinct_add(&set, key_of(value, row));
  if (d->stopped) return 1;
  uint32_t *order = distinct_order(d, &set);
  const uint32_t missing = (uint32_t)set.value.count;
  for (size_t row = 0; row < d->rows; row++)
    d->own[row] = value->valid[row] && belongs(d, row) ? order[d->own[row]] : missing;
  arena_release(d->arena, order);
  distinct_free(&set);
  return (uint64_t)missing + 1;
}

/* Members and other small numbers of 32 bits, from `low` on; a loop without a choice in it. */
static uint64_t number_small(Division *d, const Vector *value, int32_t low, uint32_t count) {
  const uint8_t *const valid = value->valid;
  const int32_t *const number = value->i32;
  uint32_t *const own = d->own;
  for (size_t row = 0; row < d->rows; row++) {
    const uint32_t missing = 0u - (uint32_t)!valid[row];
    own[row] = (((uint32_t)number[row] - (uint32_t)low) & ~missing) | (count & missing);
  }
  return (uint64_t)count + 1;
}

/* Days, small counts: the value itself, from the least on. */
static uint64_t number_values(Division *d, const Vector *value) {
  const Ends ends = ends_of(d, value);
  const uint64_t span = (uint64_t)ends.high - (uint64_t)ends.low;
  if (!ends.any || span + 2 > d->room) return number_hashed(d, value);
  const uint32_t missing = (uint32_t)span + 1;
  if (value->store == STORE_I32) return number_small(d, value, (int32_t)ends.low, missing);
  for (size_t row = 0; row < d->rows; row++)
    d->own[row] =
        value->valid[row] ? (uint32_t)((uint64_t)key_of(value, row) - (uint64_t)ends.low) : missing;
  return (uint64_t)missing + 1;
}

/* From indices of texts to their places, in d->own. */
static uint64_t place_texts(Division *d, const uint8_t *valid, OrderEntry *entry, size_t count,
                            size_t indices) {
  for (size_t i = 0; i < count; i++) entry[i].key = order_text_key(entry[i].text, false);
  uint32_t *place = places_of(d, entry, count, ORDER_TEXTS, indices);
  for (size_t row = 0; row < d->rows; row++)
    d->own[row] = valid[row] && belongs(d, row) ? place[d->own[row]] : (uint32_t)count;
  arena_release(d->arena, place);
  return (uint64_t)count + 1;
}

static uint64_t number_texts(Division *d, const Vector *value) {
  Map *map = map_new(d->arena);
  for (size_t row = 0; row < d->rows && !stops(d, row); row++)
    if (value->valid[row] && belongs(d, row))
      d->own[row] = map_add(map, value->text[row], (uint32_t)map_count(map));
  if (d->stopped) return 1;
  const size_t count = map_count(map);
  OrderEntry *entry = entries_new(d, count);
  for (size_t i = 0; i < count; i++)
    entry[i] = (OrderEntry){.text = map_key(map, i), .row = (uint32_t)i};
  return place_texts(d, value->valid, entry, count, count);
}

/* By the keys of the rows that are referred to. */
static uint64_t number_references(Division *d, const Vector *value, const Table *to) {
  uint8_t *seen = arena_grow(d->arena, NULL, 0, to->rows + 1);
  size_t count = 0;
  for (size_t row = 0; row < d->rows; row++) {
    if (!value->valid[row] || !belongs(d, row)) continue;
    d->own[row] = (uint32_t)value->i32[row];
    count += !seen[d->own[row]];
    seen[d->own[row]] = 1;
  }
  OrderEntry *entry = entries_new(d, count);
  count = 0;
  for (size_t i = 0; i < to->rows; i++)
    if (seen[i]) entry[count++] = (OrderEntry){.text = table_key(to, i), .row = (uint32_t)i};
  arena_release(d->arena, seen);
  return place_texts(d, value->valid, entry, count, to->rows);
}

static uint64_t number_key(Division *d, const Image *image, const PartitionKey *key) {
  const Vector *value = &d->child->slot[key->value];
  const Type type = key->type;
  if (type.kind == TYPE_REF) return number_references(d, value, d->tables[type.of]);
  if (type.kind == TYPE_ENUM) return number_small(d, value, 0, image->enums.at[type.of].count);
  switch (value->store) {
  case STORE_TRUTH:
    return number_truths(d, value->truth);
  case STORE_TEXT:
    return number_texts(d, value);
  case STORE_I64:
  case STORE_F64:
  case STORE_I32:
  case STORE_COUNT:
    break;
  }
  return number_values(d, value);
}

/* ---- Together ------------------------------------------------------------------------------- */

static void mark_occurring(const Division *d, uint32_t *place) {
  const uint32_t *const code = d->code;
  if (!d->where) {
    for (size_t row = 0; row < d->rows; row++) place[code[row]] = (uint32_t)row + 1;
    return;
  }
  for (size_t row = 0; row < d->rows; row++)
    if (d->where[row] == TRUTH_TRUE) place[code[row]] = (uint32_t)row + 1;
}

/* Numbers that do not occur are left out; of each of the others some row is remembered. */
static void tighten(Division *d) {
  uint32_t *place = arena_grow(d->arena, NULL, 0, (size_t)d->size * sizeof *place + 1);
  uint32_t *const code = d->code, next = 0;
  size_t count = 0;
  mark_occurring(d, place);
  for (size_t i = 0; i < d->size; i++) count += place[i] != 0;
  arena_release(d->arena, d->any);
  d->any = arena_grow(d->arena, NULL, 0, count * sizeof *d->any + 1);
  for (size_t i = 0; i < d->size; i++) {
    if (!place[i]) continue;
    d->any[next] = place[i] - 1;
    place[i] = next++;
  }
  for (size_t row = 0; row < d->rows; row++) code[row] = place[code[row]];
  arena_release(d->arena, place);
  d->size = count;
}

/* More numbers than can be marked: those pairs that occur. */
static void combine_hashed(Division *d, uint64_t count) {
  Distinct set = distinct_in(d);
  for (size_t row = 0; row < d->rows && !stops(d, row); row++)
    if (belongs(d, row))
      d->code[row] = distinct_add(&set, (int64_t)(d->code[row] * count + d->own[row]));
  if (d->stopped) return;
  uint32_t *order = distinct_order(d, &set);
  for (size_t row = 0; row < d->rows; row++)
    d->code[row] = belongs(d, row) ? order[d->code[row]] : 0;
  d->size = set.value.count;
  arena_release(d->arena, order);
  distinct_free(&set);
}

static void combine(Division *d, uint64_t count) {
  if (d->size == 1) { /* no key so far made a difference */
    uint32_t *const own = d->own;
    d->own = d->code;
    d->code = own;
    d->size = count;
    return;
  }
  if (d->size * count > d->room) tighten(d);
  if (d->size * count > d->room) {
    combine_hashed(d, count);
    return;
  }
  for (size_t row = 0; row < d->rows; row++)
    d->code[row] = d->code[row] * (uint32_t)count + d->own[row];
  d->size *= count;
}

/* ---- The parent's rows ---------------------------------------------------------------------- */

static void copy_value(Vector *to, size_t at, const Vector *from, size_t row) {
  const size_t size = store_size(from->store);
  memcpy((char *)to->values + at * size, (const char *)from->values + row * size, size);
  if (from->valid) to->valid[at] = from->valid[row];
}

/* The values of each row of the parent are those of any row that belongs to it. */
static void fill_results(const Division *d, const Image *image, const Partition *partition) {
  Table *parent = d->tables[partition->parent];
  for (uint32_t k = 0; k < partition->keys.count; k++) {
    const PartitionKey *key = &image->partition_keys.at[partition->keys.first + k];
    const Vector *from = &d->child->slot[key->value];
    for (size_t i = 0; i < d->size; i++) copy_value(&parent->slot[key->result], i, from, d->any[i]);
  }
}

static void fill_via(const Division *d, Vector *via) {
  if (!d->where) {
    memset(via->valid, 1, d->rows);
    memcpy(via->i32, d->code, d->rows * sizeof *d->code);
    return;
  }
  for (size_t row = 0; row < d->rows; row++) {
    via->valid[row] = belongs(d, row);
    via->i32[row] = via->valid[row] ? (int32_t)d->code[row] : 0;
  }
}

static uint64_t room_for(size_t rows) {
  const uint64_t room = 4 * (uint64_t)rows;
  return room < ROOM_LEAST ? ROOM_LEAST : room < ROOM_MOST ? room : ROOM_MOST;
}

static Division division_of(const Partition *partition, Table *const *tables, Arena *arena) {
  const Table *child = tables[partition->child];
  const size_t bytes = child->rows * sizeof(uint32_t) + 1;
  return (Division){.child = child,
                    .tables = tables,
                    .arena = arena,
                    .rows = child->rows,
                    .where = partition->where == SCHEMA_NONE ? NULL
                                                             : child->slot[partition->where].truth,
                    .room = room_for(child->rows),
                    .code = arena_grow(arena, NULL, 0, bytes),
                    .own = arena_grow(arena, NULL, 0, bytes),
                    .size = 1};
}

bool partition_run(const Image *image, uint32_t index, Table *const *tables, Arena *arena,
                   const volatile int *stop) {
  const Partition *partition = &image->partitions.at[index];
  Division d = division_of(partition, tables, arena);
  d.stop = stop;
  for (uint32_t k = 0; k < partition->keys.count && !d.stopped; k++) {
    const uint64_t count =
        number_key(&d, image, &image->partition_keys.at[partition->keys.first + k]);
    if (!d.stopped) combine(&d, count);
  }
  if (!d.stopped) {
    if (partition->keys.count) tighten(&d);
    Table *parent = tables[partition->parent];
    table_reserve(parent, d.size);
    parent->rows = d.size;
    fill_results(&d, image, partition);
    fill_via(&d, &tables[partition->child]->slot[partition->via]);
  }
  arena_release(arena, d.any);
  arena_release(arena, d.own);
  arena_release(arena, d.code);
  return !d.stopped;
}
