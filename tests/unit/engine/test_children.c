/* test_children.c - rows by reference, looked for and from lists. */
#include "engine/children.h"

#include "support/unit.h"

enum { ROWS = 5000, PARENTS = 40 };

static Arena *arena;
static Vector via;

static void setup(void) {
  uint64_t random = 7;
  arena = arena_new(NULL);
  via = vector_new(arena, STORE_I32, ROWS);
  for (size_t row = 0; row < ROWS; row++) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    via.i32[row] = (int32_t)(random >> 33) % PARENTS;
    if (row < ROWS / 2) via.i32[row] = row % 900 ? PARENTS - 1 : 3; /* pieces without one */
    via.valid[row] = random >> 60 != 0;
    if (random >> 59 == 5) via.i32[row] = PARENTS + 3; /* leads nowhere */
  }
}

static void teardown(void) { arena_free(arena); }

static void expect_rows(const uint32_t *rows, size_t count, size_t parent) {
  size_t at = 0;
  ck_assert_ptr_nonnull(rows);
  for (uint32_t row = 0; row < ROWS; row++) {
    if (!via.valid[row] || (size_t)via.i32[row] != parent) continue;
    ck_assert_uint_lt(at, count);
    ck_assert_uint_eq(rows[at++], row);
  }
  ck_assert_uint_eq(at, count);
}

START_TEST(lists) {
  Children *children = children_new(arena, NULL, 0, NULL);
  const ChildList *list = children_list(children, arena, &via, ROWS, PARENTS);
  for (size_t parent = 0; parent < PARENTS; parent++)
    expect_rows(list->row + list->start[parent], list->start[parent + 1] - list->start[parent],
                parent);
  ck_assert_ptr_eq(children_list(children, arena, &via, ROWS, PARENTS), list);
}
END_TEST

/* First looked for, later from a list. */
START_TEST(one_parent) {
  Children *children = children_new(arena, NULL, 0, NULL);
  for (int round = 0; round < 2; round++) {
    for (size_t parent = 0; parent < PARENTS; parent++) {
      const ChildSlice found = children_of(children, arena, &via, ROWS, PARENTS, parent);
      expect_rows(found.row, found.count, parent);
    }
  }
  Children *others = children_new(arena, NULL, 0, NULL);
  const ChildSlice none = children_of(others, arena, &via, ROWS, PARENTS + 2, PARENTS + 1);
  expect_rows(none.row, none.count, PARENTS + 1);
}
END_TEST

/* A run that shares the column shares its list; one with a column of its own does not. */
START_TEST(shared) {
  Image *image = image_new(arena);
  *VEC_PUSH(arena, &image->slots) = (Slot){.store = STORE_I32};
  Table first = {.image = image, .slot = &via}, *firsts[] = {&first};
  Vector copy = vector_new(arena, STORE_I32, ROWS);
  Table second = {.image = image, .slot = &via}, *seconds[] = {&second};
  Children *children = children_new(arena, firsts, 1, NULL);
  Children *derived = children_new(arena, seconds, 1, children);
  const ChildList *list = children_list(derived, arena, &via, ROWS, PARENTS);
  ck_assert_ptr_eq(children_list(children, arena, &via, ROWS, PARENTS), list);
  second.slot = &copy;
  const ChildList *own = children_list(derived, arena, &copy, ROWS, PARENTS);
  ck_assert_ptr_ne(own, list);
  ck_assert_uint_eq(own->start[PARENTS], 0);
}
END_TEST

/* Whether there is a list when the n-th request of its owner's memory fails. */
static bool lists_in_spite_of(uint64_t n) {
  Arena *small = arena_new(&(ArenaOptions){.fail_at = n});
  Arena *asking = arena_new(NULL);
  Children *volatile children = NULL;
  volatile bool done = false;
  if (small && ARENA_TRY(small)) children = children_new(small, NULL, 0, NULL);
  if (children && ARENA_TRY(asking)) {
    children_list(children, asking, &via, ROWS, PARENTS);
    done = true;
  } else if (children && ARENA_TRY(asking)) { /* what was there stays */
    const ChildSlice found = children_of(children, asking, &via, ROWS, PARENTS, 5);
    expect_rows(found.row, found.count, 5);
  }
  arena_free(small);
  arena_free(asking);
  return done;
}

/* The failure is that of who asks. */
START_TEST(out_of_memory) {
  uint64_t n = 1;
  while (!lists_in_spite_of(n)) n++;
  ck_assert_uint_gt(n, 3);
}
END_TEST

UNIT_MAIN(setup, teardown, lists, one_parent, shared, out_of_memory)
