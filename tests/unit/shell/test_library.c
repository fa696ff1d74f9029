/* test_library.c - a program that knows the two public headers alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "strata_compile.h"
#include "strata_run.h"
#include "support/unit.h"

static const char rules[] = "program \"Library\" version \"1\"\n"
                            "entity account {\n"
                            "  id: key text\n"
                            "  revenue: money(USD)\n"
                            "  mutual: bool\n"
                            "}\n"
                            "score fit {\n"
                            "  give 60 for revenue from 0 to 10M\n"
                            "  give 40 when mutual\n"
                            "}\n"
                            "rule partner for account where revenue >= 5M {\n"
                            "  require mutual\n"
                            "  say \"{id} is no partner\"\n"
                            "  fix \"Ask\"\n"
                            "  owner \"sales\"\n"
                            "}\n";

static char path[] = "/tmp/strata-library-XXXXXX";
static StrataCompilation *compiled;

static void setup(void) {
  compiled = strata_compile("rules.strata", rules, strlen(rules));
  ck_assert_ptr_nonnull(compiled);
  strcpy(path + strlen(path) - 6, "XXXXXX");
  int file = mkstemp(path);
  static const char data[] = "id,revenue,mutual\nA1,10000000,no\nA2,5000000,\nA3,x,yes\n";
  ck_assert_int_eq(write(file, data, strlen(data)), (ssize_t)strlen(data));
  close(file);
}
static void teardown(void) {
  strata_compilation_free(compiled);
  unlink(path);
}

static StrataRun *run_with(const char *as_of, size_t memory_limit) {
  StrataSource source = {"account", path};
  StrataRunOptions options = {
      .as_of = as_of, .sources = &source, .source_count = 1, .memory_limit = memory_limit};
  size_t size;
  const void *image = strata_image(compiled, &size);
  ck_assert_ptr_nonnull(image);
  return strata_run(image, size, &options);
}

START_TEST(columns_and_their_values) {
  StrataRun *run = run_with("2026-06-30", 0);
  ck_assert_msg(strata_run_done(run), "%s", strata_run_diagnostics(run));
  ck_assert_uint_eq(strata_column_count(run), 2);
  const StrataColumn *fit = strata_column(run, 0);
  ck_assert_str_eq(fit->entity, "account");
  ck_assert_str_eq(fit->name, "fit");
  ck_assert_str_eq(fit->type, "score");
  ck_assert(fit->is_range);
  ck_assert(!strata_column(run, 1)->is_range);
  ck_assert_uint_eq(strata_row_count(run, 0), 3);
  ck_assert_str_eq(strata_key(run, 0, 1), "A2");
  ck_assert_str_eq(strata_value(run, 0, 0, STRATA_LOW), "60");
  ck_assert_str_eq(strata_value(run, 0, 1, STRATA_LOW), "30");
  ck_assert_str_eq(strata_value(run, 0, 1, STRATA_HIGH), "70");
  ck_assert_str_eq(strata_value(run, 1, 0, STRATA_LOW), "fails");
  ck_assert_ptr_null(strata_value(run, 1, 1, STRATA_LOW));
  strata_run_free(run);
}
END_TEST

START_TEST(findings) {
  StrataRun *run = run_with("2026-06-30", 0);
  ck_assert_uint_eq(strata_finding_count(run), 4);
  const StrataFinding *fails = strata_finding(run, 0);
  ck_assert_str_eq(fails->code, "F0101");
  ck_assert_int_eq(fails->level, STRATA_ERROR);
  ck_assert_str_eq(fails->key, "A1");
  ck_assert_str_eq(fails->text, "A1 is no partner");
  ck_assert_str_eq(fails->fix, "Ask");
  ck_assert_str_eq(fails->owner, "sales");
  ck_assert_str_eq(fails->file, "rules.strata");
  ck_assert_uint_eq(fails->line, 11);
  const StrataFinding *cell = strata_finding(run, 3);
  ck_assert_int_eq(cell->level, STRATA_WARNING);
  ck_assert_str_eq(cell->source, path);
  ck_assert_uint_eq(cell->source_line, 4);
  ck_assert_uint_eq(cell->source_cell, 2);
  strata_run_free(run);
}
END_TEST

START_TEST(errors_are_diagnostics) {
  static const char wrong[] = "measure a = b\n";
  StrataCompilation *c = strata_compile("wrong.strata", wrong, strlen(wrong));
  size_t size = 1;
  ck_assert_ptr_null(strata_image(c, &size));
  ck_assert_uint_eq(size, 0);
  ck_assert_ptr_nonnull(strstr(strata_diagnostics(c), "wrong.strata:1:"));
  ck_assert_ptr_nonnull(strstr(strata_diagnostics_json(c), "\"schema\": 1"));
  strata_compilation_free(c);
  ck_assert_str_eq(strata_diagnostics(compiled), "");
}
END_TEST

/* Files by name, in pairs; what was asked for is remembered. */
typedef struct Folder {
  const char *const *files;
  char asked[200];
} Folder;

static const char *find(void *context, const char *name, size_t *size) {
  Folder *folder = context;
  strcat(strcat(folder->asked, name), " ");
  for (const char *const *file = folder->files; *file; file += 2)
    if (strcmp(*file, name) == 0) return *size = strlen(file[1]), file[1];
  return NULL;
}

static StrataCompilation *compile_in(Folder *folder, const char *program) {
  return strata_compile_files("rules/acme.strata", program, strlen(program), find, folder);
}

START_TEST(programs_of_several_files) {
  static const char *const files[] = {"rules/house/tiers.strata",
                                      "use \"../terms.strata\" use \"./entities.strata\"",
                                      "rules/terms.strata",
                                      "param floor = 5M use std.loyalty",
                                      "rules/house/entities.strata",
                                      "entity account { id: key text revenue: number }",
                                      NULL};
  Folder folder = {.files = files};
  StrataCompilation *c = compile_in(&folder, "use \"house//tiers.strata\"\n"
                                             "use \"terms.strata\" set floor = 4M\n"
                                             "measure big = revenue >= floor\n");
  size_t size;
  ck_assert_msg(strata_image(c, &size) != NULL, "%s", strata_diagnostics(c));
  ck_assert_str_eq(folder.asked, "rules/house/tiers.strata rules/terms.strata "
                                 "rules/terms.strata rules/house/entities.strata ");
  strata_compilation_free(c);
}
END_TEST

START_TEST(files_outside_of_the_folder_are_not_asked_for) {
  static const char *const files[] = {"rules/a.strata", "use \"b/../../c.strata\"",
                                      "rules/acme.strata", "param again = 1", NULL};
  static const struct {
    const char *program, *code;
  } cases[] = {{"use \"../c.strata\"", "E0332"},
               {"use \"/etc/passwd\"", "E0332"},
               {"use \"a.strata\"", "E0332"},
               {"use \"b.strata\"", "E0331"},
               {"use \"\"", "E0331"},
               {"use \"house/..\"", "E0331"},
               {"use \"acme.strata\"", "E0334"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    Folder folder = {.files = files};
    StrataCompilation *c = compile_in(&folder, cases[i].program);
    size_t size;
    ck_assert_ptr_null(strata_image(c, &size));
    ck_assert_msg(strstr(strata_diagnostics(c), cases[i].code) != NULL, "%s: %s", cases[i].program,
                  strata_diagnostics(c));
    ck_assert_ptr_null(strstr(folder.asked, "/c.strata"));
    strata_compilation_free(c);
  }
  StrataCompilation *alone = strata_compile("a", "use \"b\"", 7);
  ck_assert_ptr_nonnull(strstr(strata_diagnostics(alone), "E0331"));
  strata_compilation_free(alone);
}
END_TEST

START_TEST(bad_images_days_and_data_are_refused) {
  StrataRunOptions options = {0};
  StrataRun *run = strata_run("no image", 8, &options);
  ck_assert(!strata_run_done(run));
  ck_assert_ptr_nonnull(strstr(strata_run_diagnostics(run), "E0922"));
  ck_assert_uint_eq(strata_finding_count(run), 0);
  ck_assert_uint_eq(strata_column_count(run), 0);
  strata_run_free(run);
  run = run_with("30.06.2026", 0);
  ck_assert(!strata_run_done(run));
  strata_run_free(run);
  unlink(path);
  run = run_with(NULL, 0);
  ck_assert(!strata_run_done(run));
  ck_assert_ptr_nonnull(strstr(strata_run_diagnostics(run), "E0801"));
  strata_run_free(run);
}
END_TEST

START_TEST(memory_has_its_limit) {
  ck_assert_ptr_null(run_with("2026-06-30", 1000));
  strata_run_free(NULL);
  strata_compilation_free(NULL);
}
END_TEST

UNIT_MAIN(setup, teardown, columns_and_their_values, findings, errors_are_diagnostics,
          programs_of_several_files, files_outside_of_the_folder_are_not_asked_for,
          bad_images_days_and_data_are_refused, memory_has_its_limit)
