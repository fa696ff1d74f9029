/* test_mutants.c - compiled programs changed at random, their checksum in order: each is refused,
 * or runs over data, is reported and explained without harm. The sanitizers decide what harm is.
 *
 * STRATA_MUTANTS says how many are made of each program, STRATA_FIRST which is the first, so that
 * any of them can be made again alone.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "emit/compile.h"
#include "support/exercise.h"
#include "support/image_mutation.h"
#include "support/sample_image.h"
#include "support/unit.h"

enum { MEMORY = 256 << 20, MUTANTS = 600, STRIDE = 1000003 }; /* most that one run may take */

typedef struct Count {
  uint64_t refused, stopped, ran;
} Count;

/* Each way of using it and each size of batches gets its turn; the data is what fits the mutant,
 * or the program that it was made from. */
static bool use(Arena *arena, const Image *image, FittingData data, uint64_t turn) {
  Buffer listing = buffer_in(arena);
  image_disassemble(&listing, image);
  return exercise(arena, image, turn % 3 ? data : fitting_data(arena, image),
                  (Exercise)(turn % EXERCISE_COUNT), turn % 5 ? (uint32_t)(turn % 5) : 1024);
}

static void try_bytes(Text bytes, FittingData data, uint64_t turn, Count *count) {
  Arena *arena = arena_new(&(ArenaOptions){.limit = MEMORY});
  ck_assert_ptr_nonnull(arena);
  if (ARENA_TRY(arena)) {
    Text why = TEXT("");
    const Image *image = image_read(arena, bytes, &why);
    if (!image || !image_verify(image, arena, &why)) {
      ck_assert_uint_gt(why.len, 0);
      count->refused++;
    } else if (use(arena, image, data, turn)) {
      count->ran++;
    } else {
      count->stopped++;
    }
  }
  arena_free(arena);
}

/* One to four bytes are changed: a bit, a small step, or anything. */
static void change_bytes(Buffer *file, uint64_t *state) {
  enum { HEADER = 24 };
  for (uint32_t n = 1 + mutation_chance(state, 4); n > 0; n--) {
    char *at = &file->data[HEADER + mutation_chance(state, file->len - HEADER)];
    switch (mutation_chance(state, 3)) {
    case 0:
      *at = (char)(*at ^ 1 << mutation_chance(state, 8));
      break;
    case 1:
      *at = (char)(*at + (int)mutation_chance(state, 5) - 2);
      break;
    default:
      *at = (char)mutation_chance(state, 256);
      break;
    }
  }
  sample_seal(file);
}

/* One to three fields of the tables are. */
static void change_tables(Buffer *file, Text original, uint64_t *state) {
  Arena *arena = file->arena;
  Text why;
  Image *image = image_read(arena, original, &why);
  for (uint32_t n = 1 + mutation_chance(state, 3); n > 0; n--) image_mutate(image, state);
  image_write(image, file);
}

static void try_mutant(Text original, FittingData data, uint64_t number, Count *count) {
  uint64_t state = 20260630 + number * STRIDE;
  Arena *arena = arena_new(NULL);
  if (!arena || !ARENA_TRY(arena)) ck_abort_msg("out of memory");
  Buffer mutant = buffer_in(arena);
  if (mutation_chance(&state, 3) == 0) {
    buffer_text(&mutant, original);
    change_bytes(&mutant, &state);
  } else {
    change_tables(&mutant, original, &state);
  }
  try_bytes(buffer_view(&mutant), data, number, count);
  arena_free(arena);
}

static uint64_t setting(const char *name, uint64_t otherwise) {
  const char *given = getenv(name);
  return given ? strtoull(given, NULL, 10) : otherwise;
}

static void try_image(Arena *arena, const char *path, const Image *image) {
  const FittingData data = fitting_data(arena, image);
  Buffer original = buffer_in(arena);
  image_write(image, &original);
  Count count = {0};
  try_bytes(buffer_view(&original), data, 1, &count);
  ck_assert_uint_eq(count.ran, 1);
  const uint64_t mutants = setting("STRATA_MUTANTS", MUTANTS), first = setting("STRATA_FIRST", 0);
  for (uint64_t i = first; i < first + mutants; i++) {
    try_mutant(buffer_view(&original), data, i, &count);
    if (i % 10000 == 9999) fprintf(stderr, "%s: %llu\n", path, (unsigned long long)i + 1);
  }
  /* both ways out were taken, or the test shows nothing */
  ck_assert_uint_gt(count.refused, mutants / 20);
  ck_assert_uint_gt(count.ran, mutants / 20);
}

static void try_program(const char *path) {
  Arena *arena = arena_new(NULL);
  Text source;
  const char *why = NULL;
  if (!arena || !ARENA_TRY(arena)) ck_abort_msg("out of memory");
  ck_assert_msg(file_read(arena, path, &source, &why), "%s: %s", path, why);
  Compilation *compilation = compile_new(arena);
  ck_assert(compile_text(compilation, text_of(path), source, NULL, 0, COMPILE_IMAGE));
  try_image(arena, path, compilation->image);
  arena_free(arena);
}

START_TEST(of_the_example) { try_program("examples/acme/acme.strata"); }
END_TEST

START_TEST(of_every_construct) { try_program("tests/golden/code/everything.strata"); }
END_TEST

START_TEST(of_levels) { try_program("tests/golden/code/levels.strata"); }
END_TEST

START_TEST(of_every_operation) { try_program("tests/golden/code/operations.strata"); }
END_TEST

/* What questions have behind the program's own. */
START_TEST(of_groups) {
  Arena *arena = arena_new(NULL);
  if (!arena || !ARENA_TRY(arena)) ck_abort_msg("out of memory");
  try_image(arena, "groups", sample_image_parted(arena));
  arena_free(arena);
}
END_TEST

UNIT_MAIN(NULL, NULL, of_the_example, of_every_construct, of_levels, of_every_operation, of_groups)
