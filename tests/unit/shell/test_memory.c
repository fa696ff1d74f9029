/* test_memory.c - the n-th request of memory fails, from the rule file to the printed report.
 *
 * Whichever request it is: the operation comes back to its escape, all is freed (the sanitizer's
 * leak check sees to that), no file stays open, and with enough memory the result is the whole one.
 * The n are the first hundred and then steps that grow, so that a test stays below some seconds. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "emit/compile.h"
#include "report/report.h"
#include "report/why_not.h"
#include "support/unit.h"
#include "value/date.h"

static const char *const rules = "examples/acme/acme.strata", *const folder = "examples/acme";

static size_t open_files(void) {
  DIR *list = opendir("/proc/self/fd");
  if (!list) return 0;
  size_t count = 0;
  while (readdir(list)) count++;
  closedir(list);
  return count;
}

static const Image *compiled(Arena *arena) {
  Text content;
  const char *why;
  Compilation *c = compile_new(arena);
  ck_assert_msg(file_read(arena, rules, &content, &why), "%s", why);
  ck_assert(compile_text(c, text_of(rules), content, NULL, 0, COMPILE_IMAGE));
  return c->image;
}

/* What is tried: its result goes into `out`, which is of another arena. */
typedef void Work(Arena *arena, const Image *image, Buffer *out);

static void compile_work(Arena *arena, const Image *image, Buffer *out) {
  (void)image;
  Buffer bytes = buffer_in(arena);
  image_write(compiled(arena), &bytes);
  buffer_text(out, buffer_view(&bytes));
}

static void put(void *context, Text bytes) { buffer_text(context, bytes); }

static uint32_t column_of(const Image *image, Text name) {
  for (uint32_t i = 0; i < image->columns.count; i++)
    if (text_equal(image->columns.at[i].name, name)) return i;
  ck_abort_msg("no column %.*s", TEXT_ARG(name));
}

typedef Report MakeReport(Arena *arena, const Image *image, ReportOptions options,
                          ReportOutput output);

static void run_work(Arena *arena, const Image *image, Buffer *out, MakeReport *make) {
  RunOptions options = {.data_folder = folder, .rule_folder = folder};
  ck_assert(date_parse_iso(TEXT("2026-06-30"), &options.today));
  ReportOptions how = {.file = rules, .folder = folder, .all = true};
  how.entity = report_default_entity(image);
  Buffer text = buffer_in(arena), rest = buffer_in(arena);
  Report report =
      make(arena, image, how, (ReportOutput){.buffer = &rest, .put = put, .context = &text});
  DiagSink *diags = diag_sink_new(arena);
  Run *run = engine_run(arena, image, &options, &report.sink, diags);
  ck_assert_ptr_nonnull(run);
  report.finish(report.sink.context, run);
  buffer_text(out, buffer_view(&text));
  buffer_text(out, buffer_view(&rest));
}

static void text_work(Arena *arena, const Image *image, Buffer *out) {
  run_work(arena, image, out, report_text);
}
static void json_work(Arena *arena, const Image *image, Buffer *out) {
  run_work(arena, image, out, report_json);
}
static void csv_work(Arena *arena, const Image *image, Buffer *out) {
  run_work(arena, image, out, report_csv);
}

/* What it would take for A0006 to be strategic: with derived runs, in arenas of their own. */
static void ways_work(Arena *arena, const Image *image, Buffer *out) {
  const RunSink sink = {0};
  const uint32_t account = 1, tier = column_of(image, TEXT("tier"));
  RunOptions options = {.data_folder = folder, .rule_folder = folder, .whole = true};
  ck_assert(date_parse_iso(TEXT("2026-06-30"), &options.today));
  DiagSink *diags = diag_sink_new(arena);
  Run *run = engine_run(arena, image, &options, &sink, diags);
  ck_assert_ptr_nonnull(run);
  const uint32_t row = key_index_find(run_table(run, account)->keys, TEXT("A0006"));
  const WhyNot *answer = why_not(arena, run, tier, 0, account, row, NULL, diags);
  ck_assert_uint_gt(answer->set_count, 0);
  Buffer text = buffer_in(arena);
  why_not_print(arena, run, answer, TEXT(""), &(AnswerView){.form = ANSWER_TABLE}, &text);
  buffer_text(out, buffer_view(&text));
}

/* Whether the work was done with the n-th request failing (0: none). */
static bool attempt(Work *work, const Image *image, uint64_t fail_at, Buffer *out,
                    uint64_t *requests) {
  Arena *arena = arena_new(&(ArenaOptions){.fail_at = fail_at});
  volatile bool done = false;
  ck_assert_ptr_nonnull(arena);
  buffer_clear(out);
  if (ARENA_TRY(arena)) {
    work(arena, image, out);
    done = true;
  }
  *requests = arena_requests(arena);
  arena_free(arena);
  return done;
}

static void fail_everywhere(Work *work, const Image *image, Arena *keep, unsigned probes) {
  Buffer whole = buffer_in(keep), part = buffer_in(keep);
  uint64_t requests, ignored;
  ck_assert(attempt(work, image, 0, &whole, &requests));
  ck_assert_uint_gt(whole.len, 0);
  const size_t files = open_files();
  const uint64_t step = requests / probes | 1;
  for (uint64_t n = 1; n <= requests; n += n < 100 ? 1 : step) {
    ck_assert_msg(!attempt(work, image, n, &part, &ignored), "request %llu failed unnoticed",
                  (unsigned long long)n);
    ck_assert_uint_eq(open_files(), files);
  }
  /* lanes count the requests of arenas of their own, which may be more */
  ck_assert(attempt(work, image, UINT64_MAX, &part, &ignored));
  ck_assert(text_equal(buffer_view(&part), buffer_view(&whole)));
}

static void check(Work *work, unsigned probes) {
  Arena *keep = arena_new(NULL);
  if (!keep || !ARENA_TRY(keep)) ck_abort_msg("out of memory");
  fail_everywhere(work, compiled(keep), keep, probes);
  arena_free(keep);
}

START_TEST(compiling) { check(compile_work, 1000); }
END_TEST

START_TEST(reporting_to_people) { check(text_work, 150); }
END_TEST

START_TEST(reporting_as_json) { check(json_work, 150); }
END_TEST

START_TEST(reporting_as_a_table) { check(csv_work, 150); }
END_TEST

START_TEST(looking_for_ways) { check(ways_work, 150); }
END_TEST

UNIT_MAIN(NULL, NULL, compiling, looking_for_ways, reporting_to_people, reporting_as_json,
          reporting_as_a_table)
