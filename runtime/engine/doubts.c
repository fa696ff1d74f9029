/* doubts.c - of a group over all rows only the first rows in doubt are kept of each kind, since no
 * more are looked into. */
#include "engine/doubts.h"

#include <string.h>

typedef enum { DOUBT_NONE, DOUBT_UNDECIDED, DOUBT_WITHOUT_VALUE, DOUBT_SPREAD, DOUBT_KINDS } Doubt;

struct Doubts {
  Arena *arena;
  const Image *image;
  const Pass *pass;
  Table *table;
  uint32_t *number;
  size_t capacity;
  size_t (*kept)[DOUBT_KINDS]; /* by position in pass->added: of groups over all rows */
};

Doubts *doubts_new(Arena *arena, const Image *image, const Pass *pass, const Table *of) {
  Doubts *doubts = ARENA_NEW(arena, Doubts);
  *doubts = (Doubts){.arena = arena, .image = image, .pass = pass};
  doubts->table = table_window(arena, of);
  doubts->kept = arena_array(arena, pass->added.count, sizeof *doubts->kept);
  return doubts;
}

Table *doubts_table(const Doubts *doubts) { return doubts->table; }

const uint32_t *doubts_numbers(const Doubts *doubts) { return doubts->number; }

/* ---- Which rows ---- */

static bool asks_condition(const Group *group) {
  return group->function == AGGREGATE_SHARE || group->function == AGGREGATE_ANY ||
         group->function == AGGREGATE_ALL || group->function == AGGREGATE_NONE;
}

static bool is_missing(const Table *table, uint32_t slot, size_t row) {
  return slot != SCHEMA_NONE && !vector_known(&table->slot[slot], row);
}

static bool is_spread(const Group *group, const Table *table, size_t row) {
  if (group->value == SCHEMA_NONE || group->value_high == SCHEMA_NONE) return false;
  const Vector *low = &table->slot[group->value], *high = &table->slot[group->value_high];
  return low->store == STORE_F64 ? low->f64[row] != high->f64[row]
                                 : low->i64[row] != high->i64[row];
}

static Doubt doubt_of(const Group *group, const Table *table, size_t row) {
  const Truth counts =
      group->where == SCHEMA_NONE ? (Truth)TRUTH_TRUE : table->slot[group->where].truth[row];
  if (counts == TRUTH_FALSE || is_missing(table, group->via, row)) return DOUBT_NONE;
  const bool no_value = is_missing(table, group->value, row);
  if (counts == TRUTH_UNKNOWN || (no_value && asks_condition(group))) return DOUBT_UNDECIDED;
  if (no_value || is_missing(table, group->value_high, row) || is_missing(table, group->by, row))
    return DOUBT_WITHOUT_VALUE;
  return is_spread(group, table, row) ? DOUBT_SPREAD : DOUBT_NONE;
}

/* Whether a look at single rows is worth it: most slots have nothing missing in a window. */
static bool any_missing(const Table *table, uint32_t slot, size_t row, size_t count) {
  if (slot == SCHEMA_NONE) return false;
  const Vector *vector = &table->slot[slot];
  const bool truths = vector->store == STORE_TRUTH;
  const uint8_t *bytes = (truths ? vector->truth : vector->valid) + row;
  const uint8_t missing = truths ? TRUTH_UNKNOWN : 0;
  bool any = false;
  for (size_t i = 0; i < count; i++) any |= bytes[i] == missing;
  return any;
}

static bool any_doubt(const Group *group, const Table *table, size_t row, size_t count) {
  return group->value_high != SCHEMA_NONE || any_missing(table, group->where, row, count) ||
         any_missing(table, group->value, row, count) || any_missing(table, group->by, row, count);
}

void doubts_find(const Doubts *doubts, const Table *table, size_t row, size_t count, Arena *arena,
                 IndexVec *rows) {
  enum { STRETCH = 256 };
  const IndexVec *added = &doubts->pass->added;
  uint8_t marks[STRETCH];
  for (size_t at = row; at < row + count; at += STRETCH) {
    const size_t n = row + count - at < STRETCH ? row + count - at : STRETCH;
    bool marked = false;
    memset(marks, 0, n);
    for (size_t g = 0; g < added->count; g++) {
      const Group *group = &doubts->image->groups.at[added->at[g]];
      if (!any_doubt(group, table, at, n)) continue;
      marked = true;
      for (size_t i = 0; i < n; i++) marks[i] |= doubt_of(group, table, at + i) != DOUBT_NONE;
    }
    for (size_t i = 0; marked && i < n; i++)
      if (marks[i]) *VEC_PUSH(arena, rows) = (uint32_t)(at + i);
  }
}

/* ---- What is kept of them ---- */

static bool is_wanted(Doubts *doubts, const Table *table, size_t row) {
  bool wanted = false;
  for (size_t g = 0; g < doubts->pass->added.count; g++) {
    const Group *group = &doubts->image->groups.at[doubts->pass->added.at[g]];
    const Doubt doubt = doubt_of(group, table, row);
    if (doubt == DOUBT_NONE) continue;
    if (group->via == SCHEMA_NONE && doubts->kept[g][doubt]++ > DOUBTS_LOOKED_INTO) continue;
    wanted = true;
  }
  return wanted;
}

static void grow_numbers(Doubts *doubts) {
  if (doubts->table->capacity == doubts->capacity) return;
  doubts->number =
      arena_grow(doubts->arena, doubts->number, doubts->capacity * sizeof *doubts->number,
                 doubts->table->capacity * sizeof *doubts->number);
  doubts->capacity = doubts->table->capacity;
}

static void copy_value(Doubts *doubts, Vector *to, size_t at, const Vector *from, size_t row) {
  const size_t size = store_size(from->store);
  memcpy((char *)to->values + at * size, (const char *)from->values + row * size, size);
  if (from->valid) to->valid[at] = from->valid[row];
  if (from->store != STORE_TEXT) return;
  to->text[at] = from->valid[row] ? text_copy(doubts->arena, from->text[row]) : TEXT("");
}

void doubts_add(Doubts *doubts, const Table *table, const IndexVec *rows) {
  Table *to = doubts->table;
  for (size_t i = 0; i < rows->count; i++) {
    const size_t row = rows->at[i];
    if (!is_wanted(doubts, table, row)) continue;
    table_reserve(to, to->rows + 1);
    grow_numbers(doubts);
    for (size_t s = 0; s < doubts->image->slots.count; s++)
      if (to->slot[s].store != STORE_COUNT)
        copy_value(doubts, &to->slot[s], to->rows, &table->slot[s], row);
    doubts->number[to->rows++] = (uint32_t)(table->first + row);
  }
}
