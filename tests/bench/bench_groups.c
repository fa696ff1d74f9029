/* bench_groups.c - what a row costs in each of the aggregates, in nanoseconds, and a parent in
 * bytes.
 *
 * Ten million children of a million parents in windows as large as the reader's blocks; the parent
 * of each is drawn at random, which is the worst there is for memory, or they come in order.
 * One row in 32 is missing in every slot. `make bench-groups` prints the table.
 */
#include <stdio.h>
#include <time.h>

#include "support/vm_image.h"
#include "vm/vm.h"

enum { PROGRAM, PARENT, CHILD, ENTITIES };
enum { PARENTS = 1000000, ROWS = 10000000, WINDOW = 8192 };

typedef struct Bench {
  const char *name;
  Aggregate function;
  Store value, by, result;
  bool has_where, has_high;
} Bench;

static const Bench benches[] = {
    {"count", AGGREGATE_ROWS, STORE_COUNT, STORE_COUNT, STORE_I64, false, true},
    {"count, half", AGGREGATE_ROWS, STORE_COUNT, STORE_COUNT, STORE_I64, true, true},
    {"sum of money", AGGREGATE_SUM, STORE_I64, STORE_COUNT, STORE_I64, false, true},
    {"sum of money, half", AGGREGATE_SUM, STORE_I64, STORE_COUNT, STORE_I64, true, true},
    {"sum of numbers", AGGREGATE_SUM, STORE_F64, STORE_COUNT, STORE_F64, false, true},
    {"average of money", AGGREGATE_AVG, STORE_I64, STORE_COUNT, STORE_I64, false, false},
    {"latest day", AGGREGATE_MAX, STORE_I32, STORE_COUNT, STORE_I32, false, false},
    {"latest money by day", AGGREGATE_LATEST, STORE_I64, STORE_I32, STORE_I64, false, false},
    {"any", AGGREGATE_ANY, STORE_TRUTH, STORE_COUNT, STORE_TRUTH, false, false},
    {"share", AGGREGATE_SHARE, STORE_TRUTH, STORE_COUNT, STORE_I64, false, true},
    {"share, half", AGGREGATE_SHARE, STORE_TRUTH, STORE_COUNT, STORE_I64, true, true},
    {"share by weight", AGGREGATE_SHARE, STORE_TRUTH, STORE_I64, STORE_I64, false, true},
    {"median of money", AGGREGATE_MEDIAN, STORE_I64, STORE_COUNT, STORE_I64, false, false},
};

typedef struct Subject {
  Image *image;
  Table *tables[ENTITIES];
} Subject;

static void fill(Vector *v, size_t row, uint64_t *state) {
  const uint64_t random = vm_random(state);
  if (v->valid) v->valid[row] = random % 32 != 0;
  const uint64_t bits = random >> 8;
  if (v->store == STORE_I64) v->i64[row] = (int64_t)(bits % 100000000);
  if (v->store == STORE_F64) v->f64[row] = (double)(bits % 10000000) / 100;
  if (v->store == STORE_I32) v->i32[row] = (int32_t)(bits % 4096);
  if (v->store == STORE_TRUTH)
    v->truth[row] = random % 32 == 0 ? TRUTH_UNKNOWN : bits % 2 ? TRUTH_TRUE : TRUTH_FALSE;
}

static uint32_t slot_or_none(Image *image, Store store) {
  return store == STORE_COUNT ? SCHEMA_NONE : vm_image_slot(image, CHILD, store);
}

static Subject subject_for(Arena *arena, const Bench *bench) {
  Subject s = {.image = vm_image_new(arena)};
  vm_image_entity(s.image, "parent", false);
  vm_image_entity(s.image, "child", false);
  Group group = {.function = (uint8_t)bench->function, .child = CHILD, .parent = PARENT};
  group.via = vm_image_slot(s.image, CHILD, STORE_I32);
  group.where = slot_or_none(s.image, bench->has_where ? STORE_TRUTH : STORE_COUNT);
  group.value = slot_or_none(s.image, bench->value);
  group.by = slot_or_none(s.image, bench->by);
  group.value_high = group.fraction = SCHEMA_NONE;
  group.low = vm_image_slot(s.image, PARENT, bench->result);
  group.high = bench->has_high ? vm_image_slot(s.image, PARENT, bench->result) : SCHEMA_NONE;
  *VEC_PUSH(arena, &s.image->groups) = group;
  const size_t rows[] = {1, WINDOW, WINDOW};
  uint64_t state = 1;
  for (uint32_t e = 0; e < ENTITIES; e++) {
    s.tables[e] = table_new(arena, s.image, e);
    table_reserve(s.tables[e], rows[e]);
    s.tables[e]->rows = rows[e];
  }
  Table *child = s.tables[CHILD];
  for (size_t row = 0; row < WINDOW; row++)
    for (size_t i = 0; i < s.image->slots.count; i++) fill(&child->slot[i], row, &state);
  return s;
}

/* The parents of the window that begins at a row. */
static void refer(const Subject *s, size_t first, bool in_order, uint64_t *random) {
  const Vector *via = &s->tables[CHILD]->slot[s->image->groups.at[0].via];
  for (size_t i = 0; i < WINDOW; i++)
    via->i32[i] =
        (int32_t)(in_order ? (first + i) * PARENTS / (ROWS + WINDOW) : vm_random(random) % PARENTS);
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void measure(Arena *arena, const Bench *bench, bool in_order) {
  Subject s = subject_for(arena, bench);
  GroupState *state = group_new(arena, s.image, 0, PARENTS, s.tables[PROGRAM]);
  GroupSelection *selection = group_selection_new(arena);
  GroupStats stats = {0};
  double selecting = 0, adding = 0;
  uint64_t random = 1;
  for (size_t row = 0; row < ROWS; row += WINDOW) {
    refer(&s, row, in_order, &random);
    const double start = seconds();
    group_select(state, s.tables, 0, WINDOW, selection);
    const double selected = seconds();
    group_add(state, selection);
    selecting += selected - start;
    adding += seconds() - selected;
  }
  const double size = (double)group_size(state) / PARENTS, start = seconds();
  group_seal(state, &stats);
  const double sealed = seconds();
  for (size_t parent = 0; parent < PARENTS; parent += WINDOW) {
    const size_t count = PARENTS - parent < WINDOW ? PARENTS - parent : WINDOW;
    group_finish(state, parent, count, s.tables[PARENT], 0, &stats);
  }
  const double finishing = seconds() - sealed;
  printf("%-22s %-9s %7.2f %7.2f %7.2f %9.2f %7.1f\n", bench->name,
         in_order ? "in order" : "random", selecting * 1e9 / ROWS, adding * 1e9 / ROWS,
         (sealed - start) * 1e9 / ROWS, finishing * 1e9 / PARENTS, size);
}

int main(void) {
  printf("%-22s %-9s %7s %7s %7s %9s %7s\n", "ns a row (finish: a parent)", "", "select", "add",
         "seal", "finish", "bytes");
  for (size_t i = 0; i < sizeof benches / sizeof *benches * 2; i++) {
    Arena *arena = arena_new(NULL);
    if (!arena || !ARENA_TRY(arena)) return 1;
    measure(arena, &benches[i / 2], i % 2);
    arena_free(arena);
  }
  return 0;
}
