/* test_sources.c - which file an entity's rows come from. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine_case.h"
#include "support/data_schema.h"
#include "support/unit.h"

static uint32_t thing;

/* One entity, emitted; what it is read from is told by its key. */
static Image *image_of(const char *source) {
  Image *image = case_image();
  thing = data_entity(image, "thing", "id: key text");
  image->entities.at[thing].source = text_of(source);
  case_step(image, STEP_READ, thing);
  case_step(image, STEP_EMIT, thing);
  return image;
}

static void expect_key(const Image *image, RunOptions options, const char *key) {
  const CaseRun out = case_run(image, options);
  case_expect(out.diagnostics, "");
  case_expect(out.rows, arena_printf(arena, "thing %s\n", key));
}

/* A folder below that of the test, gone after it. */
static const char *folder_of(const char *name) {
  const char *path = case_path(name);
  mkdir(path, 0777);
  return path;
}
static void remove_below(const char *folder, const char *name) {
  unlink(case_path(arena_printf(arena, "%s/%s", folder, name)));
  rmdir(case_path(folder));
}

START_TEST(from_beside_the_rules) {
  case_file("x.csv", "id\nfrom\n");
  case_file("thing.csv", "id\ndefault\n");
  expect_key(image_of("x.csv"), (RunOptions){0}, "from");
}
END_TEST

START_TEST(by_its_name) {
  case_file("things.csv", "id\nmany\n");
  expect_key(image_of(""), (RunOptions){0}, "many");
  case_file("thing.csv", "id\none\n");
  expect_key(image_of(""), (RunOptions){0}, "one");
}
END_TEST

START_TEST(data_folder_first) {
  const char *data = folder_of("data");
  case_file("x.csv", "id\nrules\n");
  expect_key(image_of("x.csv"), (RunOptions){.data_folder = data}, "rules");
  case_file("data/x.csv", "id\ndata\n");
  expect_key(image_of("x.csv"), (RunOptions){.data_folder = data}, "data");
  remove_below("data", "x.csv");
  folder_of("data");
  case_file("data/things.csv", "id\nmany\n");
  case_file("thing.csv", "id\none\n");
  expect_key(image_of(""), (RunOptions){.data_folder = data}, "many");
  remove_below("data", "things.csv");
}
END_TEST

START_TEST(command_line_wins) {
  case_file("x.csv", "id\nfrom\n");
  case_file("y.csv", "id\ngiven\n");
  const DataSource given[] = {{.entity = TEXT("thing"), .path = case_path("x.csv")},
                              {.entity = TEXT("thing"), .path = case_path("y.csv")}};
  expect_key(image_of("x.csv"), (RunOptions){.data = given, .data_count = 2}, "given");
}
END_TEST

START_TEST(lists_what_was_tried) {
  const CaseRun out = case_run(image_of(""), (RunOptions){.data_folder = "/nowhere"});
  ck_assert_ptr_null(out.run);
  ck_assert(text_contains(out.diagnostics, TEXT("E0821 there is no data for `thing`: not found "
                                                "`/nowhere/thing.csv`, `/nowhere/things.csv`, ")));
  ck_assert(text_contains(out.diagnostics, text_of(case_path("things.csv"))));
}
END_TEST

START_TEST(rules_do_not_lead_out) {
  case_file("x.csv", "id\nsecret\n");
  const char *rules = folder_of("rules");
  const char *const names[] = {"../x.csv", case_path("x.csv"), "link.csv"};
  ck_assert_int_eq(symlink(case_path("x.csv"), case_path("rules/link.csv")), 0);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const CaseRun out = case_run(image_of(names[i]), (RunOptions){.rule_folder = rules});
    ck_assert_ptr_null(out.run);
    ck_assert(text_starts(out.diagnostics, TEXT("E0822")));
  }
  const DataSource given[] = {{.entity = TEXT("thing"), .path = case_path("x.csv")}};
  expect_key(image_of("../x.csv"),
             (RunOptions){.rule_folder = rules, .data = given, .data_count = 1}, "secret");
  remove_below("rules", "link.csv");
}
END_TEST

START_TEST(unknown_entities_are_told) {
  case_file("thing.csv", "id\none\n");
  const DataSource given[] = {{.entity = TEXT("thign"), .path = "x.csv"}};
  const CaseRun out = case_run(image_of(""), (RunOptions){.data = given, .data_count = 1});
  ck_assert_ptr_null(out.run);
  case_expect(out.diagnostics, "E0824 --data names `thign`, which is no entity of the program\n");
}
END_TEST

START_TEST(standard_input_serves_once) {
  Image *image = image_of("-");
  const uint32_t other = data_entity(image, "other", "id: key text");
  case_step(image, STEP_READ, other);
  const Step read = image->steps.at[2];
  image->steps.at[2] = image->steps.at[1];
  image->steps.at[1] = read;
  const DataSource given[] = {{.entity = TEXT("other"), .path = "-"}};
  case_file("in.csv", "id\npiped\n");
  ck_assert_ptr_nonnull(freopen(case_path("in.csv"), "r", stdin));
  const CaseRun out = case_run(image, (RunOptions){.data = given, .data_count = 1});
  ck_assert_ptr_null(out.run);
  ck_assert(text_contains(out.diagnostics, TEXT("E0823 `other`")));
}
END_TEST

START_TEST(all_bad_sources_are_told_at_once) {
  Image *image = case_image();
  case_step(image, STEP_READ, data_entity(image, "one", "id: key text"));
  case_step(image, STEP_READ, data_entity(image, "two", "id: key text; a: integer"));
  case_file("two.csv", "id,b\n");
  const CaseRun out = case_run(image, (RunOptions){0});
  ck_assert_ptr_null(out.run);
  ck_assert(text_contains(out.diagnostics, TEXT("E0821 there is no data for `one`")));
  ck_assert(text_contains(out.diagnostics, TEXT("E0805")));
}
END_TEST

UNIT_MAIN(case_setup, case_teardown, from_beside_the_rules, by_its_name, data_folder_first,
          command_line_wins, lists_what_was_tried, rules_do_not_lead_out, unknown_entities_are_told,
          standard_input_serves_once, all_bad_sources_are_told_at_once)
