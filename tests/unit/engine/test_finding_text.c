/* test_finding_text.c - findings whose author left the words to us. */
#include "engine_case.h"
#include "support/sample_image.h"
#include "support/unit.h"

static Image *image;

static const Type truth = {.kind = TYPE_BOOL}, money = {.kind = TYPE_MONEY, .currency = "USD"};
enum { REVENUE, FLOOR, ENOUGH, MUTUAL }; /* registers of the block of accounts */

/* The sample with a rule that has no `say`, and clauses for it. */
static void begin(void) {
  case_setup();
  case_sample_files();
  image = sample_image(arena);
  image->findings.at[0].say.count = image->findings.at[0].fix.count = 0;
}

static uint32_t clause(ClauseKind kind, uint32_t parent, const char *text, Type type,
                       uint16_t reg) {
  *VEC_PUSH(arena, &image->clauses) = (Clause){.kind = (uint8_t)kind,
                                               .parent = parent,
                                               .text = text_of(text),
                                               .type = type,
                                               .block = SAMPLE_BLOCK_QUALIFY,
                                               .low = reg,
                                               .high = reg,
                                               .group = SCHEMA_NONE,
                                               .rank = SCHEMA_NONE,
                                               .column = SCHEMA_NONE};
  return (uint32_t)image->clauses.count - 1;
}

static uint32_t root(void) {
  const uint32_t index = clause(CLAUSE_COLUMN, SCHEMA_NONE, "rule", truth, MUTUAL);
  image->columns.at[5].clause = index;
  return index;
}

/* The finding on A2, which has a revenue of 3M and is not mutual. */
static void expect(RunOptions options, const char *text) {
  const CaseRun out = case_run(image, options);
  ck_assert_msg(text_starts(out.findings, text_of(text)), "got: %.*s", TEXT_ARG(out.findings));
}

static void require_two(void) {
  const uint32_t rule = root();
  const uint32_t first = clause(CLAUSE_REQUIRE, rule, "require revenue >= floor", truth, ENOUGH);
  const uint32_t part = clause(CLAUSE_CONDITION, first, "revenue >= floor", truth, ENOUGH);
  clause(CLAUSE_TERM, part, "revenue", money, REVENUE);
  clause(CLAUSE_TERM, part, "floor", money, FLOOR);
  clause(CLAUSE_TERM, part, "revenue", money, REVENUE);
  const uint32_t second = clause(CLAUSE_REQUIRE, rule, "require mutual", truth, MUTUAL);
  clause(CLAUSE_TERM, second, "mutual", truth, MUTUAL);
}

START_TEST(rules_name_what_fails) {
  require_two();
  expect((RunOptions){0}, "F0101 3 mutual_only [A2] `mutual_only` fails: `mutual`\n");
  const ParamValue set[] = {{1, {money, true, {.i = 40000000000}}}};
  expect((RunOptions){.set = set, .set_count = 1},
         "F0101 3 mutual_only [A2] `mutual_only` fails: `revenue >= floor` (revenue = 3,000,000 "
         "USD, floor = 4,000,000 USD)\n");
}
END_TEST

START_TEST(rules_without_clauses) {
  expect((RunOptions){0}, "F0101 3 mutual_only [A2] `mutual_only` fails\n");
}
END_TEST

static void band(uint32_t kpi, const char *text) { clause(CLAUSE_BAND, kpi, text, truth, ENOUGH); }

/* The bands of the first `where` that is true count, else those outside. */
START_TEST(kpis_name_what_green_needs) {
  image->findings.at[0].kind = FINDING_KPI_RED;
  const uint32_t kpi = root();
  clause(CLAUSE_WHERE, kpi, "mutual", truth, ENOUGH);
  clause(CLAUSE_VALUE, kpi, "value revenue", money, REVENUE);
  const uint32_t mutual = clause(CLAUSE_WHERE, kpi, "mutual", truth, MUTUAL);
  band(mutual, "green >= 7M");
  band(mutual, "amber >= 6M");
  const size_t before = image->clauses.count;
  band(kpi, "green >= 9M");
  band(kpi, "amber >= 8M");
  expect((RunOptions){0},
         "F0103 2 mutual_only [A2] `mutual_only` is red: 3,000,000 USD (green needs >= 9M)\n");
  image->clauses.count = before;
  const uint32_t enough = clause(CLAUSE_WHERE, kpi, "revenue >= floor", truth, ENOUGH);
  band(enough, "amber >= 5M");
  band(kpi, "green >= 9M");
  expect((RunOptions){0},
         "F0103 2 mutual_only [A2] `mutual_only` is red: 3,000,000 USD (amber needs >= 5M)\n");
}
END_TEST

START_TEST(results_that_do_not_fit_are_told) {
  case_file("orders.csv", "account,amount,placed\nA1,900000000000000,2026-01-01\n"
                          "A1,900000000000000,2026-01-02\n");
  const CaseRun out = case_run(image, (RunOptions){.whole = true});
  ck_assert(text_contains(out.findings,
                          TEXT("F0213 2 account [] `sum(amount of order where placed <= today)` "
                               "does not fit its type and is missing on 1 account row\n")));
  ck_assert_uint_eq(run_summary(out.run)->kind[FINDING_OVERFLOW], 1);
  case_expect(case_deciding(out.run, 0, 0), "a result out of range");
}
END_TEST

/* What the data says can neither drive a terminal nor break a line. */
START_TEST(data_cannot_drive_a_terminal) {
  case_file("accounts.csv", "id,name,region,owner,Annual Revenue,mutual\n"
                            "A2\033[1m,\"Be\033[31mta\nX\",emea,M1,3,no\n");
  image->findings.at[0].say = (IndexList){0, 3};
  const CaseRun out = case_run(image, (RunOptions){0});
  for (size_t i = 0; i < out.findings.len; i++) ck_assert_int_ne(out.findings.at[i], '\033');
  ck_assert(
      text_starts(out.findings,
                  TEXT("F0101 3 mutual_only [A2\\x1B[1m] Be\\x1B[31mta\\nX has 3,000,000 USD\n")));
}
END_TEST

UNIT_MAIN(begin, case_teardown, rules_name_what_fails, rules_without_clauses,
          kpis_name_what_green_needs, results_that_do_not_fit_are_told,
          data_cannot_drive_a_terminal)
