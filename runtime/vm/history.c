/* history.c - see history.h. Entries are counted per parent row and put in place by one pass over
 * the child's rows (a counting sort), then each row's own are sorted and gone through once. */
#include "vm/history.h"

#include <stdlib.h>

typedef struct Entry {
  int32_t day;
  uint32_t stage;
} Entry;

typedef struct Course {
  const Image *image;
  const History *history;
  const Table *child;
  size_t parents;
  int32_t today;
} Course;

static Course course_of(const Image *image, uint32_t index, Table *const *tables) {
  const History *history = &image->histories.at[index];
  const uint32_t today = image->params.at[IMAGE_TODAY].slot;
  return (Course){.image = image,
                  .history = history,
                  .child = tables[history->child],
                  .parents = tables[history->parent]->rows,
                  .today = tables[IMAGE_PROGRAM]->slot[today].i32[0]};
}

/* ---- Entries -------------------------------------------------------------------------------- */

/* The parent's row, or SIZE_MAX. */
static size_t parent_of(const Course *c, size_t row) {
  if (c->history->via == SCHEMA_NONE) return 0;
  const Vector *via = &c->child->slot[c->history->via];
  const size_t parent = (uint32_t)via->i32[row];
  return via->valid[row] && parent < c->parents ? parent : SIZE_MAX;
}

static bool is_entry(const Course *c, size_t row) {
  const Vector *at = &c->child->slot[c->history->at];
  return at->valid[row] && at->i32[row] <= c->today;
}

static Entry entry_at(const Course *c, size_t row) {
  const Vector *stage = &c->child->slot[c->history->stage];
  const uint32_t unknown = c->history->stages.count;
  const uint32_t number = (uint32_t)stage->i32[row];
  return (Entry){.day = c->child->slot[c->history->at].i32[row],
                 .stage = stage->valid[row] && number < unknown ? number : unknown};
}

static int compare_entries(const void *left, const void *right) {
  const Entry *a = left, *b = right;
  if (a->day != b->day) return a->day < b->day ? -1 : 1;
  return (a->stage > b->stage) - (a->stage < b->stage);
}

/* Most rows have a handful of entries, most of them in order. */
static void sort_entries(Entry *entries, size_t count) {
  enum { FEW = 24 };
  if (count > FEW) {
    qsort(entries, count, sizeof *entries, compare_entries);
    return;
  }
  for (size_t i = 1; i < count; i++) {
    const Entry entry = entries[i];
    size_t at = i;
    for (; at && compare_entries(&entries[at - 1], &entry) > 0; at--) entries[at] = entries[at - 1];
    entries[at] = entry;
  }
}

/* ---- The way -------------------------------------------------------------------------------- */

static bool may_follow(const Course *c, uint32_t from, uint32_t to) {
  const IndexList ways = c->image->history_stages.at[c->history->stages.first + from].ways;
  for (uint32_t i = 0; i < ways.count; i++)
    if (c->image->history_ways.at[ways.first + i].to == to) return true;
  return false;
}

/* What the move is, `from` being NULL at the first entry. */
static int32_t move_of(const Course *c, const Entry *from, uint32_t to) {
  const uint32_t unknown = c->history->stages.count;
  if (to == unknown || (from && from->stage == unknown)) return PATH_ILLEGAL;
  if (!from) {
    const bool start = c->image->history_stages.at[c->history->stages.first + to].start;
    return start ? PATH_CONFORMS : PATH_SKIPPED;
  }
  if (may_follow(c, from->stage, to)) return PATH_CONFORMS;
  return to > from->stage ? PATH_SKIPPED : PATH_REWORKED;
}

typedef struct Outcome {
  int32_t path;
  bool has_last, has_since;
  uint32_t last;
  int32_t since;
} Outcome;

/* `recorded`: a stage, or SCHEMA_NONE. */
static Outcome follow(const Course *c, const Entry *entries, size_t count, uint32_t recorded) {
  Outcome outcome = {.path = PATH_CONFORMS};
  const Entry *before = NULL;
  for (size_t i = 0; i < count; i++) {
    const Entry *entry = &entries[i];
    if (before && before->stage == entry->stage) continue;
    const int32_t move = move_of(c, before, entry->stage);
    if (move > outcome.path) outcome.path = move;
    if (entry->stage == recorded) {
      outcome.has_since = true;
      outcome.since = entry->day;
    }
    before = entry;
  }
  if (!before || before->stage == c->history->stages.count) return outcome;
  outcome.has_last = true;
  outcome.last = before->stage;
  if (c->history->recorded != SCHEMA_NONE) return outcome;
  outcome.has_since = true;
  outcome.since = before->day;
  return outcome;
}

/* ---- The step ------------------------------------------------------------------------------- */

/* Where each parent's entries begin; the end behind the last. */
static uint32_t *count_entries(const Course *c, Arena *arena, HistoryStats *stats) {
  uint32_t *start = arena_grow(arena, NULL, 0, (c->parents + 2) * sizeof *start);
  uint32_t *next = start + 1;
  const Vector *at = &c->child->slot[c->history->at];
  for (size_t row = 0; row < c->child->rows; row++) {
    const size_t parent = parent_of(c, row);
    if (parent == SIZE_MAX) continue;
    if (is_entry(c, row))
      next[parent + 1]++;
    else if (at->valid[row])
      stats->ahead++;
    else
      stats->undated++;
  }
  for (size_t i = 0; i < c->parents; i++) next[i + 1] += next[i];
  return start;
}

static void put(Vector *slot, size_t row, bool known, int32_t value) {
  slot->valid[row] = known;
  slot->i32[row] = known ? value : 0;
}

static void put_outcome(const History *history, Table *parent, size_t row, const Outcome *o) {
  if (history->last != SCHEMA_NONE)
    put(&parent->slot[history->last], row, o->has_last, (int32_t)o->last);
  if (history->since != SCHEMA_NONE)
    put(&parent->slot[history->since], row, o->has_since, o->since);
  if (history->path != SCHEMA_NONE) put(&parent->slot[history->path], row, true, o->path);
}

static uint32_t recorded_at(const History *history, const Table *parent, size_t row) {
  if (history->recorded == SCHEMA_NONE) return SCHEMA_NONE;
  const Vector *slot = &parent->slot[history->recorded];
  return slot->valid[row] ? (uint32_t)slot->i32[row] : SCHEMA_NONE;
}

bool history_run(const Image *image, uint32_t index, Table *const *tables, Arena *arena,
                 HistoryStats *stats, const volatile int *stop) {
  const Course c = course_of(image, index, tables);
  Table *parent = tables[c.history->parent];
  uint32_t *start = count_entries(&c, arena, stats), *next = start + 1;
  const size_t count = next[c.parents];
  Entry *entries = arena_grow(arena, NULL, 0, count * sizeof *entries + 1);
  for (size_t row = 0; row < c.child->rows; row++) {
    const size_t at = parent_of(&c, row);
    if (at != SIZE_MAX && is_entry(&c, row)) entries[next[at]++] = entry_at(&c, row);
  }
  size_t row = 0;
  for (; row < c.parents && !(stop && *stop); row++) {
    Entry *own = entries + start[row];
    const size_t own_count = start[row + 1] - start[row];
    sort_entries(own, own_count);
    const Outcome outcome = follow(&c, own, own_count, recorded_at(c.history, parent, row));
    put_outcome(c.history, parent, row, &outcome);
  }
  arena_release(arena, entries);
  arena_release(arena, start);
  return row == c.parents;
}

size_t history_explain(const Image *image, uint32_t index, Table *const *tables, size_t parent_row,
                       const uint32_t *among, size_t among_count, Arena *arena,
                       HistoryEntry **out) {
  const Course c = course_of(image, index, tables);
  const size_t rows = among ? among_count : c.child->rows;
  size_t count = 0, kept = 0;
  for (size_t i = 0; i < rows; i++) {
    const size_t row = among ? among[i] : i;
    count += parent_of(&c, row) == parent_row && is_entry(&c, row);
  }
  Entry *entries = ARENA_ARRAY(arena, Entry, count);
  for (size_t i = 0, at = 0; i < rows; i++) {
    const size_t row = among ? among[i] : i;
    if (parent_of(&c, row) == parent_row && is_entry(&c, row)) entries[at++] = entry_at(&c, row);
  }
  sort_entries(entries, count);
  *out = ARENA_ARRAY(arena, HistoryEntry, count);
  const Entry *before = NULL;
  for (size_t i = 0; i < count; i++) {
    if (before && before->stage == entries[i].stage) continue;
    (*out)[kept++] =
        (HistoryEntry){entries[i].day, entries[i].stage, move_of(&c, before, entries[i].stage)};
    before = &entries[i];
  }
  return kept;
}
