/* test_streaming.c - however many rows and findings a report has, they need no memory of it. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "emit/compile.h"
#include "report/report.h"
#include "support/unit.h"
#include "value/date.h"

static char folder[64], data[96];
static Arena *arena;

static void setup(void) {
  strcpy(folder, "/tmp/strata-streaming-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  arena = arena_new(NULL);
  ck_assert(ARENA_TRY(arena));
  strcpy(data, file_join(arena, text_of(folder), TEXT("things.csv")));
}

static void teardown(void) {
  arena_free(arena);
  unlink(data);
  ck_assert_int_eq(rmdir(folder), 0); /* what was put aside has no name */
}

static const Image *compiled(void) {
  Compilation *c = compile_new(arena);
  ck_assert(compile_text(c, TEXT("things.strata"),
                         TEXT("program \"Things\"\n"
                              "entity thing from \"things.csv\" { id: key text  size: integer }\n"
                              "rule small for thing { require size < 5 }\n"),
                         NULL, 0, COMPILE_IMAGE));
  return c->image;
}

/* Every other row fails, every tenth cannot be decided. */
static void write_things(size_t count) {
  Buffer csv = buffer_in(arena);
  const char *why;
  buffer_str(&csv, "id,size\n");
  for (size_t i = 0; i < count; i++)
    buffer_printf(&csv, i % 10 == 3 ? "T%06zu,\n" : "T%06zu,%zu\n", i, i % 10);
  ck_assert_msg(file_write(data, buffer_view(&csv), &why), "%s", why);
}

static void count(void *context, Text bytes) { *(size_t *)context += bytes.len; }

static void lament(void *context, const char *why) {
  (void)context;
  ck_abort_msg("%s", why);
}

typedef Report MakeReport(Arena *arena, const Image *image, ReportOptions options,
                          ReportOutput output);

/* Bytes of the report, and what the run's arena holds at its end. */
static size_t run(const Image *image, MakeReport *make, size_t rows, size_t *memory) {
  size_t size = 0;
  Arena *own = arena_new(NULL);
  write_things(rows);
  RunOptions options = {.data_folder = folder, .rule_folder = folder, .threads = 2};
  ck_assert(date_parse_iso(TEXT("2026-06-30"), &options.today));
  Buffer *rest = ARENA_NEW(own, Buffer);
  *rest = buffer_in(own);
  const Report report =
      make(own, image,
           (ReportOptions){.entity = report_default_entity(image), .all = true, .fields = true},
           (ReportOutput){
               .buffer = rest, .put = count, .fail = lament, .context = &size, .folder = folder});
  Run *done = engine_run(own, image, &options, &report.sink, diag_sink_new(own));
  ck_assert_ptr_nonnull(done);
  report.finish(report.sink.context, done);
  size += rest->len;
  *memory = arena_shared_size(own);
  arena_free(own);
  return size;
}

static void expect_no_growth(MakeReport *make, size_t bytes_a_row) {
  enum { FEW = 120000, MANY = 240000, SLACK = 1 << 20 };
  const Image *image = compiled();
  size_t few, many;
  const size_t small = run(image, make, FEW, &few), large = run(image, make, MANY, &many);
  ck_assert_uint_gt(large - small, (MANY - FEW) * bytes_a_row);
  ck_assert_uint_le(many, few + SLACK);
}

START_TEST(json) { expect_no_growth(report_json, 150); }
END_TEST

START_TEST(csv) { expect_no_growth(report_csv, 15); }
END_TEST

UNIT_MAIN(setup, teardown, json, csv)
