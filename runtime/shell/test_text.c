/* test_text.c - what tests came to, for people: what failed, with its why; coverage; a last line of
 * figures. */
#include "report/grid.h"
#include "report/lines.h"
#include "shell/testing.h"

static void put_line(Buffer *out, CodePlace place) {
  buffer_printf(out, "  %.*s:%u\n", TEXT_ARG(place.file), place.line);
}

void test_put_sides(Buffer *out, const TestFailure *failure) {
  for (size_t i = 0; i < failure->sides.count; i++) {
    const TestSide *side = &failure->sides.at[i];
    buffer_printf(out, ", %.*s is %.*s", TEXT_ARG(side->name), TEXT_ARG(side->value));
  }
}

void test_put_failure(Buffer *out, const TestFailure *failure) {
  buffer_printf(out, "%.*s: %s", TEXT_ARG(failure->text),
                failure->no_row    ? "there is no such row"
                : failure->unknown ? "unknown"
                                   : "false");
  test_put_sides(out, failure);
}

static void put_failure(Buffer *out, const TestFailure *failure) {
  buffer_str(out, "  ");
  test_put_failure(out, failure);
  buffer_char(out, '\n');
  lines_indented(out, failure->why, 4);
}

static void put_result(Buffer *out, const TestResult *result, bool colour) {
  const bool failed = result->failures.count || result->broken;
  if (failed) {
    paint_text(out, TEXT("FAILED"), PAINT_BAD, colour);
    buffer_printf(out, " \"%.*s\"", TEXT_ARG(result->test->name));
    put_line(out, result->place);
  } else if (result->notes.count) {
    buffer_printf(out, "\"%.*s\"", TEXT_ARG(result->test->name));
    put_line(out, result->place);
  }
  if (result->broken) buffer_str(out, "  could not run\n");
  for (size_t i = 0; i < result->failures.count; i++) put_failure(out, &result->failures.at[i]);
  for (size_t i = 0; i < result->notes.count; i++)
    buffer_printf(out, "  note: %.*s\n", TEXT_ARG(result->notes.at[i]));
  if (failed || result->notes.count) buffer_char(out, '\n');
}

static Text unreached(const Coverage *coverage, const CoverageGroup *group) {
  Buffer out = buffer_in(coverage->arena);
  for (uint32_t i = 0; i < group->count; i++) {
    if (!group->name[i].len || group->reached[i]) continue;
    buffer_printf(&out, "%s%.*s", out.len ? ", " : "never: ", TEXT_ARG(group->name[i]));
  }
  return buffer_view(&out);
}

static void put_coverage(Buffer *out, const TestFile *file, bool colour) {
  const Coverage *coverage = file->coverage;
  Grid *grid = grid_new(coverage->arena, 4);
  uint32_t all = 0, all_of = 0;
  for (size_t i = 0; i < coverage->groups.count; i++) {
    const CoverageGroup *group = &coverage->groups.at[i];
    uint32_t reached, of;
    coverage_count(group, &reached, &of);
    if (!of) continue;
    all += reached;
    all_of += of;
    grid_cell(grid, group->declaration, PAINT_PLAIN);
    grid_cell(grid, text_of(group->kind), PAINT_FAINT);
    grid_printf(grid, reached == of ? PAINT_GOOD : PAINT_FAIR, "%u of %u %s", reached, of,
                group->outcomes);
    grid_cell(grid, unreached(coverage, group), PAINT_PLAIN);
    grid_end_row(grid);
  }
  buffer_printf(out, "coverage of %s: %u of %u outcomes\n", file->path, all, all_of);
  grid_print(out, grid, 2, colour);
  buffer_char(out, '\n');
}

TestTotals test_totals(const TestFile *files, size_t count) {
  TestTotals totals = {0};
  for (size_t f = 0; f < count; f++)
    for (size_t i = 0; i < files[f].results.count; i++) {
      const TestResult *result = &files[f].results.at[i];
      if (result->broken)
        totals.broken++;
      else if (result->failures.count)
        totals.failed++;
      else
        totals.passed++;
    }
  return totals;
}

void test_text(Buffer *out, const TestFile *files, size_t count, bool colour) {
  for (size_t f = 0; f < count; f++) {
    for (size_t i = 0; i < files[f].results.count; i++)
      put_result(out, &files[f].results.at[i], colour);
  }
  for (size_t f = 0; f < count; f++)
    if (files[f].coverage) put_coverage(out, &files[f], colour);
  const TestTotals totals = test_totals(files, count);
  const size_t all = totals.passed + totals.failed + totals.broken;
  buffer_printf(out, "%zu test%s: %zu passed, %zu failed", all, all == 1 ? "" : "s", totals.passed,
                totals.failed);
  if (totals.broken) buffer_printf(out, ", %zu could not run", totals.broken);
  buffer_char(out, '\n');
}
