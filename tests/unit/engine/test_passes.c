/* test_passes.c - which steps go into which pass, and what is kept between them. */
#include <string.h>

#include "engine/passes.h"
#include "support/sample_image.h"
#include "support/unit.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

static bool has(const IndexVec *list, uint32_t wanted) {
  for (size_t i = 0; i < list->count; i++)
    if (list->at[i] == wanted) return true;
  return false;
}

static void expect(const Image *image, const Passes *passes, const char *wanted) {
  Buffer out = buffer_in(arena);
  passes_print(&out, image, passes);
  ck_assert_msg(strcmp(out.data, wanted) == 0, "got:\n%s\nwanted:\n%s", out.data, wanted);
}

/* Orders are added up while they are read; accounts wait for that, and the cap for accounts. */
START_TEST(plans_the_sample) {
  const Image *image = sample_image(arena);
  expect(image, passes_plan(arena, image, false),
         "pass 1: read manager, keys kept\n"
         "  keep whole s3(name)\n"
         "pass 2: read account, keys kept, doubts kept\n"
         "  map b1\n"
         "  keep s4(name) s5(region) s6(owner) s8(mutual) s15(zone) s16(boss)"
         " s18(mutual_only)\n"
         "  keep whole s7(revenue) s17(tier.strategic)\n"
         "pass 3: rank k0\n"
         "pass 4: read order, doubts kept\n"
         "  map b0\n"
         "  add to g0\n"
         "pass 5: over account, keys kept, doubts kept\n"
         "  load s19(tier.strategic.cap) s4(name) s5(region) s6(owner) s7(revenue)"
         " s8(mutual) s15(zone) s16(boss) s17(tier.strategic) s18(mutual_only)\n"
         "  finish g0\n"
         "  map b2\n"
         "  add to g1\n"
         "  emit\n"
         "pass 6: over program, whole\n"
         "  finish g1\n");
}
END_TEST

/* What holds of every plan: each step once, nothing used before it is made, and what a pass looks
 * at of an earlier one is kept. */
static void check_plan(const Image *image, bool whole) {
  const Passes *passes = passes_plan(arena, image, whole);
  size_t blocks = 0, added = 0, finished = 0, emits = 0, reads = 0, globals = 0;
  for (size_t i = 0; i < passes->list.count; i++) {
    const Pass *pass = &passes->list.at[i];
    blocks += pass->blocks.count;
    added += pass->added.count;
    finished += pass->finished.count;
    emits += pass->emits;
    reads += pass->kind == PASS_READ;
    globals += pass->kind == PASS_GLOBAL;
    for (size_t s = 0; s < pass->loads.count; s++) {
      ck_assert_int_ne(passes->keep[pass->loads.at[s]], KEEP_NOT);
      ck_assert_uint_eq(image->slots.at[pass->loads.at[s]].entity, pass->entity);
    }
    for (size_t g = 0; g < pass->finished.count; g++) {
      bool before = false;
      for (size_t j = 0; j < i; j++) before |= has(&passes->list.at[j].added, pass->finished.at[g]);
      ck_assert(before);
    }
  }
  size_t steps[STEP_COUNT] = {0};
  for (size_t i = 0; i < image->steps.count; i++) steps[image->steps.at[i].kind]++;
  ck_assert_uint_eq(blocks, steps[STEP_MAP]);
  ck_assert_uint_eq(added, steps[STEP_GROUP]);
  ck_assert_uint_eq(finished, steps[STEP_GROUP]);
  ck_assert_uint_eq(emits, steps[STEP_EMIT]);
  ck_assert_uint_eq(reads, steps[STEP_READ]);
  ck_assert_uint_eq(globals, steps[STEP_RANK] + steps[STEP_PARTITION]);
}

START_TEST(plans_take_every_step_once) {
  check_plan(sample_image(arena), false);
  check_plan(sample_image(arena), true);
  check_plan(sample_image_parted(arena), false);
  check_plan(sample_image_parted(arena), true);
}
END_TEST

START_TEST(all_is_kept_where_it_is_asked_for) {
  const Image *image = sample_image(arena);
  const Passes *passes = passes_plan(arena, image, true);
  for (size_t e = 0; e < image->entities.count; e++) ck_assert(passes->entity[e].whole);
  for (size_t s = 0; s < image->slots.count; s++) ck_assert_int_eq(passes->keep[s], KEEP_WHOLE);
}
END_TEST

UNIT_MAIN(setup, teardown, plans_the_sample, plans_take_every_step_once,
          all_is_kept_where_it_is_asked_for)
