/* test_history.c - where lines are kept: one file for each rule file, for its owner alone. */
#include "repl/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/unit.h"

static Arena *arena;
static char folder[] = "/tmp/strata-history-XXXXXX";

static void setup(void) {
  arena = arena_new(NULL);
  strcpy(strrchr(folder, '-'), "-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  setenv("XDG_STATE_HOME", folder, 1);
}
static void teardown(void) {
  char command[sizeof folder + 16];
  snprintf(command, sizeof command, "rm -rf %s", folder);
  ck_assert_int_eq(system(command), 0);
  arena_free(arena);
}

static unsigned mode_of(const char *path) {
  struct stat status;
  ck_assert_int_eq(stat(path, &status), 0);
  return status.st_mode & 0777;
}

START_TEST(the_file_is_its_owners_alone) {
  const char *path = history_file(arena, "rules/acme.strata");
  ck_assert_ptr_nonnull(path);
  ck_assert_ptr_nonnull(strstr(path, "/strata/acme-"));
  ck_assert_uint_eq(mode_of(path), 0600);
  ck_assert_uint_eq(mode_of(arena_printf(arena, "%s/strata", folder)), 0700);
  /* also one that was made otherwise */
  ck_assert_int_eq(chmod(path, 0644), 0);
  ck_assert_str_eq(history_file(arena, "rules/acme.strata"), path);
  ck_assert_uint_eq(mode_of(path), 0600);
}
END_TEST

START_TEST(rule_files_of_one_name_have_their_own) {
  const char *one = history_file(arena, "a/acme.strata");
  ck_assert_str_ne(one, history_file(arena, "b/acme.strata"));
  ck_assert_str_eq(one, history_file(arena, "a/acme.strata"));
}
END_TEST

/* Somebody else might have put it there. */
START_TEST(a_link_is_not_followed) {
  const char *path = history_file(arena, "acme.strata");
  ck_assert_int_eq(unlink(path), 0);
  ck_assert_int_eq(symlink("/dev/null", path), 0);
  ck_assert_ptr_null(history_file(arena, "acme.strata"));
}
END_TEST

START_TEST(without_a_place_there_is_none) {
  setenv("XDG_STATE_HOME", "relative", 1);
  unsetenv("HOME");
  ck_assert_ptr_null(history_file(arena, "acme.strata"));
  setenv("HOME", folder, 1);
  const char *path = history_file(arena, "acme.strata");
  ck_assert_ptr_nonnull(path);
  ck_assert_ptr_nonnull(strstr(path, "/.local/state/strata/acme-"));
  setenv("HOME", "/dev/null", 1);
  ck_assert_ptr_null(history_file(arena, "acme.strata"));
}
END_TEST

UNIT_MAIN(setup, teardown, the_file_is_its_owners_alone, rule_files_of_one_name_have_their_own,
          a_link_is_not_followed, without_a_place_there_is_none)
