/* walk_group.c - what is missing behind an aggregate: in the rows that could not be decided.
 *
 * Rows in doubt are those of which it is unknown whether they count, and, where a condition is
 * asked of them, whether it holds; under a range of values also those whose own value is a range.
 * Where no row is in doubt, a missing result lies in values that all are missing, in there being no
 * rows, or in the arithmetic.
 */
#include <inttypes.h>

#include "engine/derive_impl.h"
#include "engine/walk.h"

/* Rows that are looked into: of one aggregate, and of all that one walk comes to, since the rows of
 * an aggregate may hang on aggregates themselves. */
enum { ROWS_MOST = DOUBTS_LOOKED_INTO, VISITS_MOST = 2000 };

typedef struct Counted {
  Text name;
  uint64_t rows;
} Counted;

typedef struct GroupWalk {
  Walk *walk;
  uint32_t index;
  const Group *group;
  const Table *child;
  ChildRows rows;
  bool range;
  VEC(Counted) names;
  size_t looked; /* rows looked into */
  bool more;     /* rows were left out */
} GroupWalk;

static Truth slot_truth(const GroupWalk *g, uint32_t slot, size_t row, Truth none) {
  return slot == SCHEMA_NONE ? none : g->child->slot[slot].truth[row];
}

static bool asks_condition(const Group *group) {
  return group->function == AGGREGATE_SHARE || group->function == AGGREGATE_ANY ||
         group->function == AGGREGATE_ALL || group->function == AGGREGATE_NONE;
}

static void count_name(GroupWalk *g, Text name) {
  for (size_t i = 0; i < g->names.count; i++) {
    if (!text_equal(g->names.at[i].name, name)) continue;
    g->names.at[i].rows++;
    return;
  }
  *VEC_PUSH(g->walk->arena, &g->names) = (Counted){name, 1};
}

/* Walks up to three slots of one child row, and counts what it finds. */
static void look(GroupWalk *g, size_t row, const uint32_t slots[3], bool range) {
  if (g->looked == ROWS_MOST || g->walk->walker->visits - g->walk->first_visit > VISITS_MOST) {
    g->more = true;
    return;
  }
  g->looked++;
  MissingNames found = {0};
  Walk walk = walk_on_row(g->walk, TEXT(""));
  walk.out = &found;
  const RowsInHand before = inspector_use(g->walk->inspector, g->group->child,
                                          inspect_child(g->walk->inspector, g->index));
  for (int i = 0; i < 3; i++)
    if (slots[i] != SCHEMA_NONE) walk_slot(&walk, slots[i], row, range);
  inspector_use(g->walk->inspector, g->group->child, before);
  for (size_t i = 0; i < found.names.count; i++) {
    const MissingName *name = &found.names.at[i];
    if (name->is_cause)
      walk_add(g->walk, name->plain, TEXT(""), true);
    else
      count_name(g, name->plain);
  }
}

static bool is_spread_out(const GroupWalk *g, size_t row) {
  const uint32_t low = g->group->value, high = g->group->value_high;
  if (!g->range || low == SCHEMA_NONE || high == SCHEMA_NONE) return false;
  const Vector *a = &g->child->slot[low], *b = &g->child->slot[high];
  if (!vector_known(a, row) || !vector_known(b, row)) return false;
  return a->store == STORE_F64 ? a->f64[row] != b->f64[row] : a->i64[row] != b->i64[row];
}

/* Rows in doubt. */
static void look_at_doubts(GroupWalk *g) {
  const uint32_t where = g->group->where, value = g->group->value;
  for (size_t i = 0; i < g->rows.count && !g->more; i++) {
    const size_t row = child_row(g->rows, i);
    const Truth counts = slot_truth(g, where, row, TRUTH_TRUE);
    if (counts == TRUTH_FALSE) continue;
    const bool holds_unknown =
        asks_condition(g->group) && slot_truth(g, value, row, TRUTH_TRUE) == TRUTH_UNKNOWN;
    if (counts == TRUTH_UNKNOWN || holds_unknown) {
      const uint32_t slots[] = {where, holds_unknown ? value : SCHEMA_NONE, SCHEMA_NONE};
      look(g, row, slots, false);
    } else if (is_spread_out(g, row)) {
      const uint32_t slots[] = {value, g->group->value_high, SCHEMA_NONE};
      look(g, row, slots, true);
    }
  }
}

static bool lacks(const GroupWalk *g, uint32_t slot, size_t row) {
  return slot != SCHEMA_NONE && !vector_known(&g->child->slot[slot], row);
}

/* Values that were skipped, where no value was left. */
static void look_at_skipped(GroupWalk *g) {
  const uint32_t slots[] = {g->group->value, g->group->value_high, g->group->by};
  for (size_t i = 0; i < g->rows.count && !g->more; i++) {
    const size_t row = child_row(g->rows, i);
    if (slot_truth(g, g->group->where, row, TRUTH_TRUE) == TRUTH_FALSE) continue;
    if (lacks(g, slots[0], row) || lacks(g, slots[1], row) || lacks(g, slots[2], row))
      look(g, row, slots, false);
  }
}

/* Whether the group has a result on the row that does not fit its type: the group is asked again.
 */
static bool is_out_of_range(const GroupWalk *g, size_t parent_row) {
  const Run *run = g->walk->run;
  const uint32_t parent = g->group->parent;
  if (!run->groups[g->index]) return rows_group_overflows(g->walk->run, g->index, parent_row);
  Table **probe = &g->walk->walker->probe[parent];
  if (!*probe) {
    *probe = table_window(run->arena, run->kept[parent]);
    table_reserve(*probe, 1);
  }
  GroupStats stats = {0};
  group_finish(run->groups[g->index], inspect_number(g->walk->inspector, parent, parent_row), 1,
               *probe, 0, &stats);
  return stats.overflow > 0;
}

/* No row is in doubt and none lacks a value. */
static void explain_missing(GroupWalk *g, size_t parent_row) {
  const Text child = g->walk->run->image->entities.at[g->group->child].name;
  Arena *arena = g->walk->arena;
  const char *counts = g->group->where == SCHEMA_NONE ? "" : " that counts";
  const char *cause = "a result out of range";
  if (g->group->function == AGGREGATE_SHARE && g->group->by != SCHEMA_NONE)
    cause = arena_printf(arena, "no %.*s row%s with a weight", TEXT_ARG(child), counts);
  else if (!is_out_of_range(g, parent_row))
    cause = arena_printf(arena, "no %.*s row%s", TEXT_ARG(child), counts);
  Walk plain = *g->walk;
  plain.prefix = TEXT("");
  walk_add(&plain, text_of(cause), TEXT(""), true);
}

static bool lacks_fraction(const GroupWalk *g) {
  return g->group->fraction != SCHEMA_NONE &&
         !vector_known(&g->walk->run->kept[IMAGE_PROGRAM]->slot[g->group->fraction], 0);
}

/* What a percentile is of: the program's. */
static void look_at_fraction(GroupWalk *g) {
  Walk program = walk_on_row(g->walk, TEXT(""));
  walk_slot(&program, g->group->fraction, 0, false);
}

static void add_names(GroupWalk *g) {
  const Text child = g->walk->run->image->entities.at[g->group->child].name;
  for (size_t i = 0; i < g->names.count; i++) {
    const Counted *counted = &g->names.at[i];
    const char *rest =
        arena_printf(g->walk->arena, " of %s%" PRIu64 " %.*s row%s", g->more ? "at least " : "",
                     counted->rows, TEXT_ARG(child), counted->rows == 1 ? "" : "s");
    walk_add(g->walk, counted->name, text_of(rest), false);
  }
}

/* Whether an end of the result is open, so that there is something to look for. */
static bool is_open(const Walk *walk, const Group *group, size_t row, bool range, bool *missing) {
  const Table *parent = inspect_table(walk->inspector, group->parent);
  const Vector *low = &parent->slot[group->low];
  const Vector *high = group->high == SCHEMA_NONE ? low : &parent->slot[group->high];
  *missing = !vector_known(low, row) || !vector_known(high, row);
  if (*missing) return true;
  if (!range || low == high) return false;
  return low->store == STORE_F64 ? low->f64[row] != high->f64[row]
                                 : low->i64[row] != high->i64[row];
}

void walk_group(Walk *walk, uint32_t index, size_t parent_row, bool range) {
  const Group *group = &walk->run->image->groups.at[index];
  bool missing;
  if (walk->walker->group[index] == walk->visit || walk_is_deep(walk)) return;
  walk->walker->group[index] = walk->visit;
  if (!is_open(walk, group, parent_row, range, &missing)) return;
  GroupWalk g = {.walk = walk,
                 .index = index,
                 .group = group,
                 .child = inspect_child(walk->inspector, index).table,
                 .rows = inspect_children(walk->inspector, index, parent_row),
                 .range = !missing};
  look_at_doubts(&g);
  if (missing && !g.looked) look_at_skipped(&g);
  if (missing && !g.looked && !g.more) {
    if (lacks_fraction(&g))
      look_at_fraction(&g);
    else
      explain_missing(&g, parent_row);
  }
  add_names(&g);
}
