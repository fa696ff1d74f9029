/* test_mutants.c - compiled programs with bytes changed and the checksum repaired: each is refused,
 * or runs over data and can be explained without harm. The sanitizers decide what harm is.
 *
 * STRATA_MUTANTS says how many are made of each program (1,000).
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "emit/compile.h"
#include "engine/engine.h"
#include "support/sample_image.h"
#include "support/unit.h"

enum { TODAY = 20634, MEMORY = 256 << 20 }; /* 2026-06-30; most that one run may take */

static char folder[64];

static void setup(void) {
  snprintf(folder, sizeof folder, "/tmp/strata-mutants-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
}

static const char *path_of(Arena *arena, uint32_t entity) {
  return arena_printf(arena, "%s/%u.csv", folder, entity);
}

static void teardown(void) {
  Arena *arena = arena_new(NULL);
  for (uint32_t e = 0; e < 16; e++) unlink(path_of(arena, e));
  rmdir(folder);
  arena_free(arena);
}

/* --- data that fits the unchanged program --- */

static void cell(Buffer *out, const Image *image, const FieldSchema *field, int row) {
  switch (field->type.kind) {
  case TYPE_BOOL:
    buffer_str(out, row % 3 ? "yes" : "no");
    break;
  case TYPE_DATE:
    buffer_printf(out, "2026-0%d-1%d", row + 1, row);
    break;
  case TYPE_PERCENT:
    buffer_printf(out, "%d%%", row * 7);
    break;
  case TYPE_ENUM:
    buffer_text(out, image->enums.at[field->type.of].members[row % 2].text);
    break;
  case TYPE_TEXT:
    buffer_printf(out, field->key ? "K%d" : "text %d", row);
    break;
  case TYPE_REF:
    buffer_printf(out, "K%d", (row + 1) % 3);
    break;
  default:
    buffer_printf(out, "%d", row * 1000003);
    break;
  }
}

static void write_data(Arena *arena, const Image *image) {
  for (uint32_t e = 1; e < image->entities.count; e++) {
    const EntitySchema *entity = &image->entities.at[e];
    Buffer out = buffer_in(arena);
    for (int row = -1; row < 5; row++)
      for (uint32_t f = 0; f < entity->field_count; f++) {
        const FieldSchema *field = &entity->fields[f];
        if (row < 0)
          buffer_text(&out, field->header.len ? field->header : field->name);
        else if (field->key || (row + (int)f) % 5)
          cell(&out, image, field, row);
        buffer_char(&out, f + 1 < entity->field_count ? ',' : '\n');
      }
    const char *why = NULL;
    ck_assert_msg(file_write(path_of(arena, e), buffer_view(&out), &why), "%s", why);
  }
}

/* --- one mutant --- */

typedef struct Count {
  uint64_t refused, stopped, ran;
} Count;

static void look(void *context, Run *run, uint32_t entity, size_t row, size_t count) {
  Arena *arena = context;
  const Image *image = run_image(run);
  for (uint32_t c = 0; c < image->columns.count; c++) {
    if (image->declarations.at[image->columns.at[c].declaration].entity != entity) continue;
    for (size_t i = row; i < row + count; i++) {
      Buffer out = buffer_in(arena);
      column_value_print(&out, run_value(run, c, i), image->enums.at);
    }
    if (image->columns.at[c].clause != SCHEMA_NONE) run_why(run, arena, c, row);
  }
}

static void take(void *context, const Run *run, const FindingReport *finding) {
  (void)run;
  text_copy(context, finding->text);
}

static bool run_over_data(Arena *arena, const Image *image) {
  DataSource *data = ARENA_ARRAY(arena, DataSource, image->entities.count);
  size_t sources = 0;
  for (uint32_t e = 1; e < image->entities.count; e++)
    data[sources++] = (DataSource){image->entities.at[e].name, path_of(arena, e)};
  const RunOptions options = {
      .today = TODAY, .data = data, .data_count = sources, .rule_folder = folder, .whole = true};
  const RunSink sink = {.context = arena, .rows = look, .finding = take};
  DiagSink *diags = diag_sink_new(arena);
  return engine_run(arena, image, &options, &sink, diags) != NULL;
}

static void try_bytes(Text bytes, Count *count) {
  Arena *arena = arena_new(&(ArenaOptions){.limit = MEMORY});
  ck_assert_ptr_nonnull(arena);
  if (ARENA_TRY(arena)) {
    Text why;
    const Image *image = image_read(arena, bytes, &why);
    if (!image || !image_verify(image, arena, &why))
      count->refused++;
    else if (run_over_data(arena, image))
      count->ran++;
    else
      count->stopped++;
  }
  arena_free(arena);
}

static uint32_t chance(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(*state >> 33);
}

/* One to four bytes are changed: a bit, a small step, or anything. */
static void mutate(Buffer *file, uint64_t *state) {
  enum { HEADER = 24 };
  for (uint32_t n = 1 + chance(state) % 4; n > 0; n--) {
    char *at = &file->data[HEADER + chance(state) % (file->len - HEADER)];
    switch (chance(state) % 3) {
    case 0:
      *at = (char)(*at ^ 1 << chance(state) % 8);
      break;
    case 1:
      *at = (char)(*at + (int)(chance(state) % 5) - 2);
      break;
    default:
      *at = (char)chance(state);
      break;
    }
  }
  sample_seal(file);
}

static void try_program(const char *path) {
  Arena *arena = arena_new(NULL);
  Text source;
  const char *why = NULL;
  ck_assert_msg(file_read(arena, path, &source, &why), "%s: %s", path, why);
  Compilation *compilation = compile_new(arena);
  ck_assert(compile_text(compilation, text_of(path), source, NULL, 0, COMPILE_IMAGE));
  write_data(arena, compilation->image);
  Buffer original = buffer_in(arena), mutant = buffer_in(arena);
  image_write(compilation->image, &original);
  Count count = {0};
  try_bytes(buffer_view(&original), &count);
  ck_assert_uint_eq(count.ran, 1);
  const char *wanted = getenv("STRATA_MUTANTS");
  const unsigned long mutants = wanted ? strtoul(wanted, NULL, 10) : 1000;
  uint64_t state = 20260630;
  for (unsigned long i = 0; i < mutants; i++) {
    buffer_clear(&mutant);
    buffer_text(&mutant, buffer_view(&original));
    mutate(&mutant, &state);
    try_bytes(buffer_view(&mutant), &count);
  }
  /* both ways out were taken, or the test shows nothing */
  ck_assert_uint_gt(count.refused, mutants / 20);
  ck_assert_uint_gt(count.ran, mutants / 20);
  arena_free(arena);
}

START_TEST(of_the_example) { try_program("examples/acme/acme.strata"); }
END_TEST

START_TEST(of_every_construct) { try_program("tests/golden/code/everything.strata"); }
END_TEST

UNIT_MAIN(setup, teardown, of_the_example, of_every_construct)
