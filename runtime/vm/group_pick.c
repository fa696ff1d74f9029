/* group_pick.c - one row stands for all: min, max, latest, earliest.
 *
 * Which row that is, is decided by `by` and then by the value, so rows that are equal in both give
 * one result, whichever is taken. Keys are integers in the order of the values, turned over where
 * the least is sought, so that more is always better. They are kept in as many bytes as the values
 * have.
 */
#include "vm/group_impl.h"
#include "vm/order_key.h"

enum { HAS_VALUE = 1, UNDECIDED = 2 };
enum { NONE = 0, NARROW = sizeof(int32_t), WIDE = sizeof(int64_t) };

static int size_of_key(Store store) {
  if (store == STORE_COUNT) return NONE;
  return store == STORE_I64 || store == STORE_F64 ? WIDE : NARROW;
}

static inline int64_t get(const void *column, int size, size_t parent) {
  return size == WIDE ? ((const int64_t *)column)[parent] : ((const int32_t *)column)[parent];
}

static inline void put(void *column, int size, size_t parent, int64_t key) {
  if (size == WIDE)
    ((int64_t *)column)[parent] = key;
  else
    ((int32_t *)column)[parent] = (int32_t)key;
}

/* Written to be compiled once for each pair of sizes. */
static inline __attribute__((always_inline)) void
add_keys(GroupState *state, const GroupEntries *entries, int by_size, int size) {
  uint8_t *flags = state->flag;
  void *best = state->best, *best_by = state->best_by;
  for (size_t i = 0; i < entries->count; i++) {
    const size_t parent = entries->parent[i], ahead = entries->parent[i + GROUP_AHEAD];
    const int64_t key = entries->value[i];
    __builtin_prefetch((char *)best + ahead * (size_t)size, 1);
    if (by_size) __builtin_prefetch((char *)best_by + ahead * (size_t)by_size, 1);
    __builtin_prefetch(flags + ahead, 1);
    const int64_t old = get(best, size, parent);
    bool better = !(flags[parent] & HAS_VALUE);
    if (by_size) {
      const int64_t by = entries->more[i], old_by = get(best_by, by_size, parent);
      better |= by > old_by || (by == old_by && key > old);
      put(best_by, by_size, parent, better ? by : old_by);
    } else {
      better |= key > old;
    }
    put(best, size, parent, better ? key : old);
    flags[parent] |= HAS_VALUE;
  }
}

static void add_values(GroupState *state, const GroupEntries *entries) {
  const bool wide = size_of_key(state->store) == WIDE;
  switch (size_of_key(state->by_store)) {
  case NONE:
    if (wide)
      add_keys(state, entries, NONE, WIDE);
    else
      add_keys(state, entries, NONE, NARROW);
    break;
  case NARROW:
    if (wide)
      add_keys(state, entries, NARROW, WIDE);
    else
      add_keys(state, entries, NARROW, NARROW);
    break;
  default:
    if (wide)
      add_keys(state, entries, WIDE, WIDE);
    else
      add_keys(state, entries, WIDE, NARROW);
  }
}

/* ---- Texts ---------------------------------------------------------------------------------- */

/* Into the memory that the parent has, where it is large enough. */
static void keep_text(GroupState *state, GroupText *best, Text text) {
  if (text.len > best->capacity) {
    const size_t capacity = best->capacity * 2 > text.len ? (size_t)best->capacity * 2 : text.len;
    best->at = arena_alloc(state->arena, capacity);
    best->capacity = (uint32_t)capacity;
    state->held += capacity;
  }
  if (text.len) memcpy(best->at, text.at, text.len);
  best->len = (uint32_t)text.len;
}

static void add_texts(GroupState *state, const GroupEntries *entries) {
  GroupText *texts = state->best;
  const int by_size = size_of_key(state->by_store);
  for (size_t i = 0; i < entries->count; i++) {
    const size_t parent = entries->parent[i];
    GroupText *best = &texts[parent];
    const int64_t by = by_size ? entries->more[i] : 0;
    if (state->flag[parent] & HAS_VALUE) {
      const int64_t old_by = by_size ? get(state->best_by, by_size, parent) : 0;
      const int order = text_compare(entries->text[i], (Text){best->at, best->len});
      if (by < old_by || (by == old_by && (state->flip ? order >= 0 : order <= 0))) continue;
    }
    if (by_size) put(state->best_by, by_size, parent, by);
    keep_text(state, best, entries->text[i]);
    state->flag[parent] |= HAS_VALUE;
  }
}

/* ---- The function --------------------------------------------------------------------------- */

static void add_pick(GroupState *state, int class, const GroupEntries *entries) {
  if (class == GROUP_MAYBE) {
    group_set_flag(state, entries, UNDECIDED);
    return;
  }
  const bool is_text = state->store == STORE_TEXT;
  const int by_size = size_of_key(state->by_store);
  state->flag = group_column(state, state->flag, sizeof *state->flag);
  state->best = group_column(state, state->best,
                             is_text ? sizeof(GroupText) : (size_t)size_of_key(state->store));
  if (by_size) state->best_by = group_column(state, state->best_by, (size_t)by_size);
  if (is_text)
    add_texts(state, entries);
  else
    add_values(state, entries);
}

static void put_value(const GroupState *state, size_t parent, Vector *to, size_t row) {
  const GroupText *text = state->best;
  const int64_t key = state->store == STORE_TEXT
                          ? 0
                          : get(state->best, size_of_key(state->store), parent) ^ state->flip;
  switch (state->store) {
  case STORE_I64:
    to->i64[row] = key;
    break;
  case STORE_F64:
    to->f64[row] = order_key_double(key);
    break;
  case STORE_I32:
    to->i32[row] = (int32_t)key;
    break;
  case STORE_TRUTH:
    to->truth[row] = (Truth)key;
    return;
  case STORE_TEXT:
    to->text[row] = (Text){text[parent].at, text[parent].len};
    break;
  case STORE_COUNT:
    break;
  }
  to->valid[row] = 1;
}

static void finish_pick(const GroupState *state, GroupResult *result, size_t parent, size_t row) {
  if (!group_has_flag(state, parent, HAS_VALUE) || group_has_flag(state, parent, UNDECIDED)) {
    group_put_missing(result, row);
    return;
  }
  put_value(state, parent, result->low, row);
  if (result->high) put_value(state, parent, result->high, row);
}

const GroupFunction group_pick = {.classify = group_classify_decided,
                                  .add = add_pick,
                                  .finish = finish_pick,
                                  .load = GROUP_LOADS_KEYS,
                                  .needs_value = true};
