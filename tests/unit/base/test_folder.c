/* test_folder.c - what lies in a folder. */
#include "base/folder.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "support/unit.h"

static Arena *arena;
static char here[64];
static const char *why;

static void setup(void) {
  arena = arena_new(NULL);
  why = NULL;
  strcpy(here, "/tmp/strata-folder-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(here));
}

static void teardown(void) { arena_free(arena); }

static char *path(const char *name) { return file_join(arena, text_of(here), text_of(name)); }

START_TEST(lists_by_name_and_leaves_out_what_is_hidden) {
  ck_assert(file_write(path("b.csv"), TEXT("1"), &why));
  ck_assert(file_write(path("a.csv"), TEXT("1"), &why));
  ck_assert(file_write(path(".hidden"), TEXT("1"), &why));
  ck_assert_int_eq(mkdir(path("deep"), 0700), 0);
  ck_assert_int_eq(symlink(here, path("circle")), 0);
  FolderList list;
  ck_assert(folder_list(arena, here, &list, &why));
  ck_assert_uint_eq(list.count, 4);
  ck_assert_str_eq(list.at[0].name, "a.csv");
  ck_assert_str_eq(list.at[1].name, "b.csv");
  ck_assert_str_eq(list.at[2].name, "circle");
  ck_assert_str_eq(list.at[3].name, "deep");
  ck_assert(!list.at[0].folder && !list.at[2].folder && list.at[3].folder);
  unlink(path("a.csv")), unlink(path("b.csv")), unlink(path(".hidden")), unlink(path("circle"));
  rmdir(path("deep")), rmdir(here);
}
END_TEST

START_TEST(tells_why_there_is_no_list) {
  FolderList list;
  ck_assert(folder_is(here));
  rmdir(here);
  ck_assert(!folder_is(here) && !folder_is("/dev/null"));
  ck_assert(!folder_list(arena, here, &list, &why));
  ck_assert_str_eq(why, "no such folder");
  ck_assert(!folder_list(arena, "/dev/null", &list, &why));
  ck_assert_str_eq(why, "no folder");
}
END_TEST

UNIT_MAIN(setup, teardown, lists_by_name_and_leaves_out_what_is_hidden, tells_why_there_is_no_list)
