/* test_engine.c - whole runs: what is handed out, in which order, and what stops a run. */
#include <string.h>

#include "base/file.h"
#include "engine_case.h"
#include "support/data_schema.h"
#include "support/sample_image.h"
#include "support/unit.h"
#include "support/vm_image.h"

/* Without manager M9, and with the members of the rule as the sample computes them. */
static const char *const sample_findings =
    "F0101 3 mutual_only [A2] Beta has 3,000,000 USD / Sign the agreement\n"
    "F0102 1 mutual_only [A3] `mutual_only` cannot be decided while `mutual` is missing {mutual}\n"
    "F0204 2 account.owner [A3] line 4 no manager has the key `M9`\n"
    "F0206 2 account.revenue [A3] line 4 `revenue` is required and empty\n";

START_TEST(runs_the_sample) {
  case_sample_files();
  const CaseRun out = case_run(sample_image(arena), (RunOptions){0});
  case_expect(out.diagnostics, "");
  case_expect(out.rows, "account A1\naccount A2\naccount A3\naccount A4\n");
  case_expect(out.findings, sample_findings);
}
END_TEST

/* The size of batches is no part of the result. */
START_TEST(batches_change_nothing) {
  const uint32_t sizes[] = {1, 2, 3, 2048};
  case_sample_files();
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    const CaseRun out = case_run(sample_image(arena), (RunOptions){.batch_rows = sizes[i]});
    case_expect(out.rows, "account A1\naccount A2\naccount A3\naccount A4\n");
    case_expect(out.findings, sample_findings);
  }
}
END_TEST

/* Mutual are A1 (emea, Ann) and A4 (emea, nobody). */
static void expect_groups(const CaseRun *out) {
  case_expect(out->diagnostics, "");
  case_expect(out->rows, "account A1\naccount A2\naccount A3\naccount A4\n");
  const Table *groups = run_table(out->run, SAMPLE_ACCOUNT_GROUP);
  ck_assert_uint_eq(groups->rows, 2);
  for (size_t i = 0; i < 2; i++) {
    ck_assert_int_eq(groups->slot[SAMPLE_GROUP_REGION].i32[i], 0);
    ck_assert_int_eq(groups->slot[SAMPLE_GROUP_LOW].i64[i], 1);
    ck_assert_int_eq(groups->slot[SAMPLE_GROUP_HIGH].i64[i], 1);
  }
  ck_assert(text_equal(groups->slot[SAMPLE_GROUP_BOSS].text[0], TEXT("Ann")));
  ck_assert(text_equal(groups->slot[SAMPLE_GROUP_BOSS].text[1], TEXT("no \"owner\"")));
}

START_TEST(makes_groups_of_rows) {
  case_sample_files();
  for (int i = 0; i < 4; i++) {
    const RunOptions options = {.whole = i & 1, .batch_rows = i & 2 ? 1 : 0};
    const CaseRun out = case_run(sample_image_parted(arena), options);
    expect_groups(&out);
  }
}
END_TEST

START_TEST(gives_values) {
  case_sample_files();
  const Run *run = case_run(sample_image(arena), (RunOptions){.whole = true}).run;
  const char *const wanted[][5] = {{"100 USD\u2013150 USD", "west", "Ann", "strategic", "passes"},
                                   {"10 USD", "west", "Bob", "key", "fails"},
                                   {"0 USD", "east", "no \"owner\"", "missing", "missing"},
                                   {"0 USD", "west", "no \"owner\"", "unplaced", "passes"}};
  const uint32_t columns[] = {0, 1, 2, 3, 5};
  for (size_t row = 0; row < 4; row++)
    for (size_t i = 0; i < 5; i++) {
      Buffer out = buffer_in(arena);
      column_value_print(&out, run_value(run, columns[i], row), run_image(run)->enums.at);
      case_expect(buffer_view(&out), wanted[row][i]);
    }
  Buffer share = buffer_in(arena);
  column_value_print(&share, run_value(run, 4, 0), run_image(run)->enums.at);
  case_expect(buffer_view(&share), "25%\u201350%");
}
END_TEST

START_TEST(gives_fields) {
  Scalar value;
  case_sample_files();
  const Run *run = case_run(sample_image(arena), (RunOptions){.whole = true}).run;
  ck_assert(run_field(run, SAMPLE_ACCOUNT, 0, 1, &value));
  case_expect(value.text, "A2");
  ck_assert(run_field(run, SAMPLE_ACCOUNT, 3, 1, &value));
  ck_assert_int_eq(value.type.kind, TYPE_REF);
  case_expect(value.text, "M2");
  ck_assert(run_field(run, SAMPLE_ACCOUNT, 4, 2, &value) && !value.known);
  ck_assert(!run_field(run, SAMPLE_ACCOUNT, 6, 0, &value));
}
END_TEST

START_TEST(sums_up) {
  case_sample_files();
  const RunSummary *summary = run_summary(case_run(sample_image(arena), (RunOptions){0}).run);
  const DeclarationSummary *tier = &summary->declaration[SAMPLE_DECLARED_TIER];
  ck_assert_uint_eq(tier->rows, 4);
  ck_assert_uint_eq(tier->unknown, 1);
  ck_assert_uint_eq(tier->member[0].rows, 1);
  ck_assert(tier->member[0].money == (int128)5000000 * 10000);
  ck_assert_uint_eq(tier->member[1].rows, 1);
  ck_assert_uint_eq(tier->member[2].rows, 1);
  ck_assert_uint_eq(summary->declaration[SAMPLE_MUTUAL_ONLY].member[RULE_FAILS].rows, 1);
  ck_assert_uint_eq(summary->declaration[SAMPLE_DECLARED_BOSS].unknown, 0);
  ck_assert_uint_eq(summary->finding[0], 1);
  ck_assert_uint_eq(summary->level[LEVEL_ERROR], 1);
  ck_assert_uint_eq(summary->level[LEVEL_UNKNOWN], 1);
  ck_assert_uint_eq(summary->level[LEVEL_WARNING], 2);
  ck_assert_uint_eq(summary->kind[FINDING_UNMATCHED_REFERENCE], 1);
  ck_assert_uint_eq(summary->entity[SAMPLE_ORDER].rows, 4);
  ck_assert_uint_eq(summary->group[0].undecided, 1);
}
END_TEST

/* Sums of the summary have 128 bits where 64 are too few, and the same rows beside them. */
START_TEST(sums_up_large_amounts) {
  Buffer accounts = buffer_in(arena);
  case_sample_files();
  buffer_str(&accounts, "id,name,region,owner,Annual Revenue,mutual\n");
  for (int i = 0; i < 40; i++)
    buffer_printf(&accounts, "A%d,a,emea,M1,%s,no\n", i, i % 4 ? i % 2 ? "7" : "" : "900000000");
  case_file("accounts.csv", accounts.data);
  const RunSummary *summary = run_summary(case_run(sample_image(arena), (RunOptions){0}).run);
  const DeclarationSummary *tier = &summary->declaration[SAMPLE_DECLARED_TIER];
  int128 money = tier->unknown_money;
  uint64_t rows = tier->unknown, missing = tier->unknown_money_missing;
  for (int m = 0; m < 4; m++) {
    money += tier->member[m].money;
    rows += tier->member[m].rows;
    missing += tier->member[m].money_missing;
  }
  ck_assert_uint_eq(rows, 40);
  ck_assert_uint_eq(missing, 10);
  ck_assert(money == (int128)(10 * (int64_t)900000000 + 20 * 7) * 10000 * 1000000);
}
END_TEST

START_TEST(counts_rows_left_out) {
  case_sample_files();
  case_file("managers.csv", "id,name\nM1,Ann\n,Nobody\nM1,Again\nM2,Bob,too,much\n");
  const RunSummary *summary = run_summary(case_run(sample_image(arena), (RunOptions){0}).run);
  ck_assert_uint_eq(summary->entity[SAMPLE_MANAGER].rows, 1);
  ck_assert_uint_eq(summary->entity[SAMPLE_MANAGER].left_out, 3);
}
END_TEST

/* ---- Options -------------------------------------------------------------------------------- */

START_TEST(reports_up_to_a_limit) {
  case_sample_files();
  case_file("accounts.csv", "id,name,region,owner,Annual Revenue,mutual\nA1,a,emea,M1,1,no\n"
                            "A2,b,emea,M1,1,no\nA3,c,emea,M1,1,no\n");
  const CaseRun out =
      case_run(sample_image(arena), (RunOptions){.report_limit = 2, .batch_rows = 1});
  case_expect(out.findings, "F0101 3 mutual_only [A1] a has 1,000,000 USD / Sign the agreement\n"
                            "F0101 3 mutual_only [A2] b has 1,000,000 USD / Sign the agreement\n");
  ck_assert_uint_eq(run_summary(out.run)->finding[0], 3);
  ck_assert_uint_eq(run_summary(out.run)->kind[FINDING_RULE_FAILS], 3);
}
END_TEST

START_TEST(sets_parameters) {
  case_sample_files();
  Image *image = sample_image(arena);
  const ParamValue set[] = {{2, {{.kind = TYPE_INTEGER}, true, {.i = 2}}}};
  const Run *run = case_run(image, (RunOptions){.set = set, .set_count = 1, .whole = true}).run;
  Buffer out = buffer_in(arena);
  column_value_print(&out, run_value(run, 3, 3), image->enums.at);
  case_expect(buffer_view(&out), "strategic");
}
END_TEST

START_TEST(refuses_parameters_and_caps) {
  case_sample_files();
  const ParamValue low[] = {{1, {{.kind = TYPE_MONEY, .currency = "USD"}, true, {.i = -10000}}}};
  const CaseRun out = case_run(sample_image(arena), (RunOptions){.set = low, .set_count = 1});
  ck_assert_ptr_null(out.run);
  case_expect(out.diagnostics, "E0831 `floor` is -1 USD, which is outside its range 0 USD..\n");
  const ParamValue cap[] = {{2, {{.kind = TYPE_INTEGER}, true, {.i = -1}}}};
  const CaseRun capped = case_run(sample_image(arena), (RunOptions){.set = cap, .set_count = 1});
  ck_assert_ptr_null(capped.run);
  case_expect(capped.diagnostics,
              "E0832 sample.strata:17: in `at most cap ranked by revenue`, the number of places, "
              "-1, is negative\n");
}
END_TEST

START_TEST(tells_of_waivers) {
  case_sample_files();
  Image *image = sample_image(arena);
  image->waivers.at[0].until = 20000;
  *VEC_PUSH(arena, &image->waivers) =
      (Waiver){SAMPLE_MUTUAL_ONLY, TEXT("A9"), 30000, TEXT(""), {TEXT("s"), 1, 1}};
  const CaseRun out = case_run(image, (RunOptions){0});
  const char *const waivers =
      "F0301 2 mutual_only [A2] the waiver of `mutual_only` for \"A2\" ended on 2024-10-04 (a "
      "pilot)\n"
      "F0302 2 mutual_only [A9] the waiver of `mutual_only` for \"A9\" is for a key that no "
      "account has\n";
  case_expect(out.findings, arena_printf(arena, "%s%s", sample_findings, waivers));
}
END_TEST

START_TEST(stops_at_a_signal) {
  const volatile int stop = 1;
  case_sample_files();
  const CaseRun out = case_run(sample_image(arena), (RunOptions){.stop = &stop});
  ck_assert_ptr_null(out.run);
  case_expect(out.diagnostics, "E0910 the run was interrupted\n");
}
END_TEST

static void count_calls(void *context, const char *what, uint64_t done, uint64_t total) {
  size_t *calls = context;
  ck_assert(strstr(what, ".csv") != NULL && done <= total);
  ++*calls;
}

START_TEST(tells_its_progress) {
  size_t calls = 0;
  case_sample_files();
  case_run(sample_image(arena), (RunOptions){.progress = count_calls, .progress_context = &calls});
  ck_assert_uint_ge(calls, 3);
}
END_TEST

START_TEST(needs_no_sink) {
  case_sample_files();
  DiagSink *diags = diag_sink_new(arena);
  const RunOptions options = {.today = 1, .rule_folder = file_folder(arena, case_path("x")).at};
  ck_assert_ptr_nonnull(engine_run(arena, sample_image(arena), &options, NULL, diags));
}
END_TEST

/* ---- Failing memory ------------------------------------------------------------------------- */

/* Whether a run comes to its end when the n-th request for memory fails. */
static bool survives(const Image *image, const char *rules, uint64_t n) {
  const RunOptions options = {.today = 20634, .rule_folder = rules};
  Arena *small = arena_new(&(ArenaOptions){.fail_at = n});
  if (!small) return false;
  volatile bool done = false;
  if (ARENA_TRY(small))
    done = engine_run(small, image, &options, NULL, diag_sink_new(small)) != NULL;
  const bool finished = done;
  arena_free(small);
  return finished;
}

/* Whichever request fails, the run comes back to the escape and everything is freed. */
START_TEST(survives_failing_memory) {
  case_sample_files();
  const Image *image = sample_image(arena);
  const char *rules = file_folder(arena, case_path("x")).at;
  uint64_t n = 1;
  while (!survives(image, rules, n) && n < 100000) n++;
  ck_assert_uint_gt(n, 100);
  ck_assert_uint_lt(n, 100000);
}
END_TEST

UNIT_MAIN(case_setup, case_teardown, runs_the_sample, batches_change_nothing, makes_groups_of_rows,
          gives_values, gives_fields, sums_up, sums_up_large_amounts, counts_rows_left_out,
          reports_up_to_a_limit, sets_parameters, refuses_parameters_and_caps, tells_of_waivers,
          stops_at_a_signal, tells_its_progress, needs_no_sink, survives_failing_memory)
