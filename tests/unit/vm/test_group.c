/* test_group.c - groups over rows that come in windows: every way to divide and order the rows
 * gives what one look at all of them gives, in little memory.
 */
#include <math.h>
#include <string.h>

#include "group_world.h"
#include "support/unit.h"

static Arena *arena;
static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

enum { TRIALS = 300 };

/* Every function over every store that it takes. */
static void add_groups(World *w) {
  static const Aggregate numbers[] = {AGGREGATE_SUM, AGGREGATE_AVG, AGGREGATE_MEDIAN,
                                      AGGREGATE_PERCENTILE};
  static const Aggregate truths[] = {AGGREGATE_ANY, AGGREGATE_ALL, AGGREGATE_NONE};
  static const Aggregate extremes[] = {AGGREGATE_MIN, AGGREGATE_MAX};
  static const Aggregate ends[] = {AGGREGATE_LATEST, AGGREGATE_EARLIEST};
  const Group by_day = {.by = w->day}, by_weight = {.by = w->weight};
  world_group(w, AGGREGATE_ROWS, 0, (Group){0}, STORE_I64);
  for (int i = 0; i < 4; i++) {
    world_group(w, numbers[i], w->whole, (Group){0}, STORE_I64);
    world_group(w, numbers[i], w->real, (Group){0}, STORE_F64);
  }
  world_group(w, AGGREGATE_SUM, w->whole, (Group){.value_high = w->whole_high}, STORE_I64);
  world_group(w, AGGREGATE_AVG, w->whole, (Group){.value_high = w->whole_high}, STORE_F64);
  for (int i = 0; i < 3; i++) world_group(w, truths[i], w->truth, (Group){0}, STORE_TRUTH);
  world_group(w, AGGREGATE_SHARE, w->truth, (Group){0}, STORE_I64);
  world_group(w, AGGREGATE_SHARE, w->truth, by_weight, STORE_I64);
  world_group(w, AGGREGATE_SHARE, w->truth, (Group){.by = w->real_weight}, STORE_I64);
  for (int i = 0; i < 2; i++) {
    world_group(w, extremes[i], w->real, (Group){0}, STORE_F64);
    world_group(w, extremes[i], w->day, (Group){0}, STORE_I32);
    world_group(w, ends[i], w->whole, by_day, STORE_I64);
    world_group(w, ends[i], w->whole, by_weight, STORE_I64);
    world_group(w, ends[i], w->day, by_day, STORE_I32);
    world_group(w, ends[i], w->day, by_weight, STORE_I32);
    world_group(w, ends[i], w->truth, by_day, STORE_TRUTH);
    world_group(w, ends[i], w->text, by_day, STORE_TEXT);
    world_group(w, ends[i], w->text, by_weight, STORE_TEXT);
  }
}

static void copy_row(const Table *from, size_t row, Table *to, size_t at, char **texts) {
  for (size_t s = 0; s < from->image->slots.count; s++) {
    if (from->slot[s].store == STORE_COUNT) continue;
    const Store store = from->slot[s].store;
    memcpy((char *)to->slot[s].values + at * store_size(store),
           (char *)from->slot[s].values + row * store_size(store), store_size(store));
    if (from->slot[s].valid) to->slot[s].valid[at] = from->slot[s].valid[row];
    if (store != STORE_TEXT || !from->slot[s].valid[row]) continue;
    const Text text = from->slot[s].text[row];
    memcpy(*texts, text.at, text.len);
    to->slot[s].text[at].at = *texts;
    *texts += text.len;
  }
}

static void shuffle(uint32_t *order, size_t count, uint64_t *random) {
  for (size_t i = 0; i < count; i++) order[i] = (uint32_t)i;
  for (size_t i = count; i > 1; i--) {
    const size_t other = vm_random(random) % i;
    const uint32_t kept = order[i - 1];
    order[i - 1] = order[other];
    order[other] = kept;
  }
}

/* The children in a random order, in windows of random lengths, whose memory is used again. */
static void add_in_windows(World *w, GroupState **states, uint64_t *random) {
  const Table *child = w->tables[WORLD_CHILD];
  uint32_t order[WORLD_CHILDREN];
  char texts[64];
  Table *window = table_new(arena, w->image, WORLD_CHILD);
  Table *tables[WORLD_ENTITIES] = {[WORLD_CHILD] = window};
  GroupSelection *selection = group_selection_new(arena); /* of all groups in turn */
  shuffle(order, child->rows, random);
  for (size_t row = 0, rows; row < child->rows; row += rows) {
    char *free_texts = texts;
    rows = 1 + vm_random(random) % (child->rows - row);
    const size_t lead = vm_random(random) % 3; /* rows that are not asked for */
    table_reserve(window, lead + rows);
    window->rows = lead + rows;
    for (size_t i = 0; i < rows; i++)
      copy_row(child, order[row + i], window, lead + i, &free_texts);
    for (uint32_t g = 0; g < w->image->groups.count; g++) {
      group_select(states[g], tables, lead, rows, selection);
      group_add(states[g], selection);
    }
    memset(texts, '#', sizeof texts);
  }
}

/* The last parent first, to another row than its own. */
static Table *finish(const World *w, GroupState *state, GroupStats *stats) {
  Table *to = table_new(arena, w->image, WORLD_PARENT);
  table_reserve(to, WORLD_PARENTS + 1);
  to->rows = WORLD_PARENTS + 1;
  group_seal(state, stats);
  group_finish(state, WORLD_PARENTS - 1, 1, to, WORLD_PARENTS, stats);
  group_finish(state, 0, WORLD_PARENTS - 1, to, 1, stats);
  return to;
}

static void compare(const Vector *got, const Vector *want, uint32_t group) {
  const size_t size = store_size(got->store);
  for (size_t parent = 0; parent < WORLD_PARENTS; parent++) {
    if (vector_known(got, parent + 1) != vector_known(want, parent))
      ck_abort_msg("group %u, parent %zu: known", group, parent);
    if (!vector_known(want, parent)) continue;
    const bool equal = got->store == STORE_TEXT
                           ? text_equal(got->text[parent + 1], want->text[parent])
                           : memcmp((char *)got->values + (parent + 1) * size,
                                    (char *)want->values + parent * size, size) == 0;
    if (!equal) ck_abort_msg("group %u, parent %zu: value", group, parent);
  }
}

START_TEST(windows_change_nothing) {
  for (uint64_t seed = 0; seed < TRIALS; seed++) {
    World w = world_new(arena, seed);
    add_groups(&w);
    const uint32_t groups = (uint32_t)w.image->groups.count;
    GroupStats *want = ARENA_ARRAY(arena, GroupStats, groups);
    GroupState **states = ARENA_ARRAY(arena, GroupState *, groups);
    world_fill(&w, seed % (WORLD_CHILDREN + 1));
    world_run(&w, want);
    for (uint32_t g = 0; g < groups; g++)
      states[g] = group_new(arena, w.image, g, WORLD_PARENTS, w.tables[WORLD_PROGRAM]);
    uint64_t random = seed;
    add_in_windows(&w, states, &random);
    for (uint32_t g = 0; g < groups; g++) {
      const Group *group = world_get(&w, g);
      GroupStats stats = {0};
      const Table *got = finish(&w, states[g], &stats);
      ck_assert_int_eq(memcmp(&stats, &want[g], sizeof stats), 0);
      compare(&got->slot[group->low], world_slot(&w, group->low), g);
      if (group->high != SCHEMA_NONE)
        compare(&got->slot[group->high], world_slot(&w, group->high), g);
      group_release(states[g]);
    }
  }
}
END_TEST

/* ---- Many rows ------------------------------------------------------------------------------- */

enum { MANY_PARENTS = 1000, MANY_ROWS = 5000 };

typedef struct Many {
  Image *image;
  Table *tables[WORLD_ENTITIES];
  uint32_t via, value, by;
} Many;

/* Children of parents in turn; all slots are known. */
static Many many_new(Aggregate function, Store store, Store by, Store result, bool has_high) {
  Many many = {.image = vm_image_new(arena)};
  vm_image_entity(many.image, "parent", false);
  vm_image_entity(many.image, "child", false);
  many.via = vm_image_slot(many.image, WORLD_CHILD, STORE_I32);
  many.value = vm_image_slot(many.image, WORLD_CHILD, store);
  many.by = by == STORE_COUNT ? SCHEMA_NONE : vm_image_slot(many.image, WORLD_CHILD, by);
  const uint32_t low = vm_image_slot(many.image, WORLD_PARENT, result);
  *VEC_PUSH(arena, &many.image->groups) =
      (Group){.function = (uint8_t)function,
              .child = WORLD_CHILD,
              .parent = WORLD_PARENT,
              .via = many.via,
              .where = SCHEMA_NONE,
              .value = function == AGGREGATE_ROWS ? SCHEMA_NONE : many.value,
              .value_high = SCHEMA_NONE,
              .by = many.by,
              .fraction = SCHEMA_NONE,
              .low = low,
              .high = has_high ? vm_image_slot(many.image, WORLD_PARENT, result) : SCHEMA_NONE};
  const size_t rows[] = {1, MANY_PARENTS, MANY_ROWS};
  for (uint32_t e = 0; e < WORLD_ENTITIES; e++) {
    many.tables[e] = table_new(arena, many.image, e);
    table_reserve(many.tables[e], rows[e]);
    many.tables[e]->rows = rows[e];
  }
  Table *child = many.tables[WORLD_CHILD];
  for (size_t row = 0; row < MANY_ROWS; row++) {
    child->slot[many.via].i32[row] = (int32_t)(row % MANY_PARENTS);
    if (store == STORE_TRUTH)
      child->slot[many.value].truth[row] = row % 3 ? TRUTH_TRUE : TRUTH_FALSE;
    for (size_t s = 0; s < many.image->slots.count; s++)
      if (child->slot[s].store != STORE_COUNT && child->slot[s].valid)
        child->slot[s].valid[row] = 1;
  }
  return many;
}

/* Bytes a parent after all rows were added. */
static size_t bytes_a_parent(const Many *many) {
  GroupState *state = group_new(arena, many->image, 0, MANY_PARENTS, many->tables[WORLD_PROGRAM]);
  GroupSelection *selection = group_selection_new(arena);
  const size_t before = group_size(state);
  group_select(state, many->tables, 0, MANY_ROWS, selection);
  group_add(state, selection);
  const size_t held = group_size(state) - before;
  group_release(state);
  ck_assert_uint_eq(group_size(state), before);
  group_selection_release(selection);
  return held / MANY_PARENTS;
}

START_TEST(little_memory_is_held) {
  const struct {
    Aggregate function;
    Store store, by, result;
    size_t most;
  } cases[] = {{AGGREGATE_ROWS, STORE_I64, STORE_COUNT, STORE_I64, 1},
               {AGGREGATE_SUM, STORE_I64, STORE_COUNT, STORE_I64, 8},
               {AGGREGATE_SUM, STORE_F64, STORE_COUNT, STORE_F64, 17},
               {AGGREGATE_AVG, STORE_I64, STORE_COUNT, STORE_I64, 9},
               {AGGREGATE_MAX, STORE_I32, STORE_COUNT, STORE_I32, 5},
               {AGGREGATE_LATEST, STORE_I64, STORE_I32, STORE_I64, 13},
               {AGGREGATE_ANY, STORE_TRUTH, STORE_COUNT, STORE_TRUTH, 1},
               {AGGREGATE_SHARE, STORE_TRUTH, STORE_COUNT, STORE_I64, 2}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const Many many =
        many_new(cases[i].function, cases[i].store, cases[i].by, cases[i].result, false);
    ck_assert_uint_le(bytes_a_parent(&many), cases[i].most);
  }
}
END_TEST

/* Counts take more room when a parent has more rows, and stay what they were. */
START_TEST(counts_grow) {
  const Many many = many_new(AGGREGATE_ROWS, STORE_I64, STORE_COUNT, STORE_I64, false);
  Table *parents = many.tables[WORLD_PARENT];
  const Vector *low = &parents->slot[many.image->groups.at[0].low];
  GroupState *state = group_new(arena, many.image, 0, MANY_PARENTS, many.tables[WORLD_PROGRAM]);
  GroupSelection *all = group_selection_new(arena), *one = group_selection_new(arena);
  static const size_t sizes[] = {1, 2, 2, 4};
  static const int64_t rounds[] = {250, 6, 65000, 1000};
  const size_t before = group_size(state);
  GroupStats stats = {0};
  int64_t added = 0;
  group_select(state, many.tables, 0, MANY_ROWS, all);
  group_select(state, many.tables, 7, 1, one);
  group_add(state, all);
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    for (int64_t k = 0; k < rounds[i]; k++) group_add(state, one);
    added += rounds[i];
    ck_assert_uint_eq((group_size(state) - before) / MANY_PARENTS, sizes[i]);
    group_finish(state, 0, MANY_PARENTS, parents, 0, &stats);
    for (size_t parent = 0; parent < MANY_PARENTS; parent++)
      ck_assert_int_eq(low->i64[parent], MANY_ROWS / MANY_PARENTS + (parent == 7 ? added : 0));
  }
}
END_TEST

/* Sums that pass 64 bits and come back, at every parent. */
START_TEST(carries_are_kept) {
  const Many many = many_new(AGGREGATE_SUM, STORE_I64, STORE_COUNT, STORE_I64, false);
  static const int64_t values[] = {INT64_MAX, INT64_MAX, INT64_MIN, -INT64_MAX, 5};
  GroupStats stats = {0};
  for (size_t row = 0; row < MANY_ROWS; row++)
    many.tables[WORLD_CHILD]->slot[many.value].i64[row] = values[row / MANY_PARENTS];
  group_run(many.image, 0, many.tables, arena, &stats);
  const Vector *low = &many.tables[WORLD_PARENT]->slot[many.image->groups.at[0].low];
  for (size_t parent = 0; parent < MANY_PARENTS; parent++) {
    ck_assert(vector_known(low, parent));
    ck_assert_int_eq(low->i64[parent], 4);
  }
}
END_TEST

/* Doubles that are too far apart for a cell. */
START_TEST(far_doubles_are_exact) {
  const Many many = many_new(AGGREGATE_SUM, STORE_F64, STORE_COUNT, STORE_F64, true);
  static const double values[] = {1e300, 1, 1e-300, -1e300, 1e200};
  GroupStats stats = {0};
  for (size_t row = 0; row < MANY_ROWS; row++) {
    const size_t round = row / MANY_PARENTS, parent = row % MANY_PARENTS;
    many.tables[WORLD_CHILD]->slot[many.value].f64[row] =
        round == 4 && parent % 2 ? 0 : values[round];
  }
  group_run(many.image, 0, many.tables, arena, &stats);
  const Vector *low = &many.tables[WORLD_PARENT]->slot[many.image->groups.at[0].low];
  for (size_t parent = 0; parent < MANY_PARENTS; parent++)
    ck_assert_double_eq(low->f64[parent], parent % 2 ? 1 : 1e200);
}
END_TEST

/* Texts that get better and longer with every row live in what they have. */
START_TEST(texts_use_their_memory_again) {
  const Many many = many_new(AGGREGATE_LATEST, STORE_TEXT, STORE_I32, STORE_TEXT, false);
  Table *child = many.tables[WORLD_CHILD];
  for (size_t row = 0; row < MANY_ROWS; row++) {
    child->slot[many.via].i32[row] = 0;
    child->slot[many.by].i32[row] = (int32_t)row;
    child->slot[many.value].text[row] =
        text_of(arena_printf(arena, "%0*d", (int)(row / 100 + 1), (int)(row % 10)));
  }
  ck_assert_uint_le(bytes_a_parent(&many), sizeof(Text) + 4 + 1);
  GroupStats stats = {0};
  group_run(many.image, 0, many.tables, arena, &stats);
  const Vector *low = &many.tables[WORLD_PARENT]->slot[many.image->groups.at[0].low];
  ck_assert_uint_eq(low->text[0].len, 50);
  ck_assert_int_eq(low->text[0].at[49], '9');
  ck_assert(!vector_known(low, 1));
}
END_TEST

/* Whichever request for memory fails, the run ends at its escape. */
START_TEST(every_request_may_fail) {
  World w = world_new(arena, 3);
  add_groups(&w);
  world_fill(&w, WORLD_CHILDREN);
  volatile bool done = false;
  volatile uint64_t fail_at = 1;
  for (; !done; fail_at++) {
    const ArenaOptions options = {.fail_at = fail_at};
    Arena *failing = arena_new(&options);
    if (ARENA_TRY(failing)) {
      for (uint32_t g = 0; g < w.image->groups.count; g++) {
        GroupStats stats = {0};
        group_run(w.image, g, w.tables, failing, &stats);
      }
      done = true;
    }
    arena_free(failing);
  }
  ck_assert_uint_gt(fail_at, w.image->groups.count * 4);
}
END_TEST

UNIT_MAIN(setup, teardown, windows_change_nothing, little_memory_is_held, counts_grow,
          carries_are_kept, far_doubles_are_exact, texts_use_their_memory_again,
          every_request_may_fail)
