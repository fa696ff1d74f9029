/* test_machine.c - what tests came to, for programs. */
#include "base/json.h"
#include "base/xml.h"
#include "shell/testing.h"

enum { TEST_SCHEMA = 1 }; /* raised when a member changes its meaning */

static const char *outcome_of(const TestResult *result) {
  return result->broken ? "error" : result->failures.count ? "failed" : "passed";
}

static const char *failure_of(const TestFailure *failure) {
  return failure->no_row ? "no_row" : failure->unknown ? "unknown" : "false";
}

/* ---- JSON ---- */

static void json_texts(JsonWriter *json, const char *key, const Text *texts, size_t count) {
  json_begin_array(json, key);
  for (size_t i = 0; i < count; i++) json_text(json, NULL, texts[i]);
  json_end(json);
}

static void json_failure(JsonWriter *json, const TestFailure *failure) {
  json_begin_object(json, NULL);
  json_text(json, "expectation", failure->text);
  json_text(json, "file", failure->place.file);
  json_int(json, "line", failure->place.line);
  json_text(json, "row", failure->row);
  json_str(json, "outcome", failure_of(failure));
  json_begin_array(json, "values");
  for (size_t i = 0; i < failure->sides.count; i++) {
    json_begin_object(json, NULL);
    json_text(json, "name", failure->sides.at[i].name);
    json_text(json, "value", failure->sides.at[i].value);
    json_end(json);
  }
  json_end(json);
  json_texts(json, "missing", failure->missing, failure->missing_count);
  json_text(json, "why", failure->why);
  json_end(json);
}

static void json_result(JsonWriter *json, const TestResult *result) {
  json_begin_object(json, NULL);
  json_text(json, "name", result->test->name);
  json_text(json, "file", result->place.file);
  json_int(json, "line", result->place.line);
  json_str(json, "outcome", outcome_of(result));
  json_begin_array(json, "failures");
  for (size_t i = 0; i < result->failures.count; i++) json_failure(json, &result->failures.at[i]);
  json_end(json);
  json_texts(json, "notes", result->notes.at, result->notes.count);
  json_end(json);
}

static void json_coverage(JsonWriter *json, const Coverage *coverage) {
  json_begin_array(json, "coverage");
  for (size_t i = 0; i < coverage->groups.count; i++) {
    const CoverageGroup *group = &coverage->groups.at[i];
    uint32_t reached, of;
    coverage_count(group, &reached, &of);
    if (!of) continue;
    json_begin_object(json, NULL);
    json_text(json, "declaration", group->declaration);
    json_str(json, "kind", group->kind);
    json_str(json, "outcomes", group->outcomes);
    json_text(json, "file", group->place.file);
    json_int(json, "line", group->place.line);
    json_int(json, "reached", reached);
    json_int(json, "of", of);
    json_begin_array(json, "never");
    for (uint32_t m = 0; m < group->count; m++)
      if (group->name[m].len && !group->reached[m]) json_text(json, NULL, group->name[m]);
    json_end(json);
    json_end(json);
  }
  json_end(json);
}

void test_json(Buffer *out, const TestFile *files, size_t count) {
  const TestTotals totals = test_totals(files, count);
  JsonWriter json = json_writer(out, true);
  json_begin_object(&json, NULL);
  json_int(&json, "schema", TEST_SCHEMA);
  json_int(&json, "passed", (int64_t)totals.passed);
  json_int(&json, "failed", (int64_t)totals.failed);
  json_int(&json, "errors", (int64_t)totals.broken);
  json_begin_array(&json, "files");
  for (size_t f = 0; f < count; f++) {
    json_begin_object(&json, NULL);
    json_str(&json, "file", files[f].path);
    json_begin_array(&json, "tests");
    for (size_t i = 0; i < files[f].results.count; i++) json_result(&json, &files[f].results.at[i]);
    json_end(&json);
    if (files[f].coverage) json_coverage(&json, files[f].coverage);
    json_end(&json);
  }
  json_end(&json);
  json_end(&json);
  buffer_char(out, '\n');
}

/* ---- JUnit ---- */

static void junit_failure(Buffer *out, const TestFailure *failure) {
  Buffer message = buffer_in(out->arena);
  buffer_printf(&message, "%.*s: %s", TEXT_ARG(failure->text), failure_of(failure));
  test_put_sides(&message, failure);
  buffer_str(out, "      <failure");
  xml_attribute(out, "message", buffer_view(&message));
  buffer_char(out, '>');
  xml_text(out, text_of(arena_printf(out->arena, "%.*s:%u\n%.*s", TEXT_ARG(failure->place.file),
                                     failure->place.line, TEXT_ARG(failure->why))));
  buffer_str(out, "</failure>\n");
}

static void junit_case(Buffer *out, const TestFile *file, const TestResult *result) {
  buffer_str(out, "    <testcase");
  xml_attribute(out, "classname", text_of(file->path));
  xml_attribute(out, "name", result->test->name);
  xml_attribute(out, "file", result->place.file);
  buffer_printf(out, " line=\"%u\"", result->place.line);
  if (!result->broken && !result->failures.count) {
    buffer_str(out, "/>\n");
    return;
  }
  buffer_str(out, ">\n");
  if (result->broken) buffer_str(out, "      <error message=\"could not run\"/>\n");
  for (size_t i = 0; i < result->failures.count; i++) junit_failure(out, &result->failures.at[i]);
  buffer_str(out, "    </testcase>\n");
}

static void junit_totals(Buffer *out, TestTotals totals) {
  buffer_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\">\n",
                totals.passed + totals.failed + totals.broken, totals.failed, totals.broken);
}

void test_junit(Buffer *out, const TestFile *files, size_t count) {
  buffer_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"strata\"");
  junit_totals(out, test_totals(files, count));
  for (size_t f = 0; f < count; f++) {
    buffer_str(out, "  <testsuite");
    xml_attribute(out, "name", text_of(files[f].path));
    junit_totals(out, test_totals(&files[f], 1));
    for (size_t i = 0; i < files[f].results.count; i++)
      junit_case(out, &files[f], &files[f].results.at[i]);
    buffer_str(out, "  </testsuite>\n");
  }
  buffer_str(out, "</testsuites>\n");
}
