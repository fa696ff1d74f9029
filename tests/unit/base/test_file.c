/* test_file.c - files in and out, in a folder of their own. */
#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/unit.h"

static Arena *arena;
static char folder[64];
static const char *why;

static void setup(void) {
  arena = arena_new(NULL);
  why = NULL;
  strcpy(folder, "/tmp/strata-file-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
}

static char *in_folder(const char *name) {
  return file_join(arena, text_of(folder), text_of(name));
}

/* Removes the files of the folder; how many there were. */
static size_t empty_folder(void) {
  size_t count = 0;
  DIR *listing = opendir(folder);
  ck_assert_ptr_nonnull(listing);
  for (struct dirent *entry; (entry = readdir(listing));) {
    if (entry->d_name[0] == '.') continue;
    char *path = in_folder(entry->d_name);
    if (unlink(path) < 0) rmdir(path);
    count++;
  }
  closedir(listing);
  return count;
}

static void teardown(void) {
  empty_folder();
  rmdir(folder);
  arena_free(arena);
}

static void assert_content(const char *path, Text expected) {
  Text content;
  ck_assert_msg(file_read(arena, path, &content, &why), "%s: %s", path, why);
  ck_assert_msg(text_equal(content, expected), "%zu bytes", content.len);
}

static void assert_unreadable(const char *path, const char *expected) {
  Text content;
  ck_assert(!file_read(arena, path, &content, &why));
  ck_assert_str_eq(why, expected);
}

static void assert_unwritable(const char *path, const char *expected) {
  ck_assert(!file_write(path, TEXT("new"), &why));
  ck_assert_str_eq(why, expected);
}

START_TEST(reads_back_what_was_written) {
  char *path = in_folder("a.txt");
  ck_assert(!file_exists(path));
  ck_assert(file_write(path, TEXT("a\0b\n"), &why));
  ck_assert(file_exists(path));
  assert_content(path, TEXT("a\0b\n"));
  ck_assert(file_write(path, TEXT(""), &why));
  assert_content(path, TEXT(""));
  ck_assert_uint_eq(empty_folder(), 1); /* nothing left beside it */
}
END_TEST

START_TEST(large_files_stay_whole) {
  Buffer large = buffer_in(arena);
  for (size_t i = 0; i < 300000; i++) buffer_printf(&large, "%zu,", i);
  ck_assert(file_write(in_folder("large"), buffer_view(&large), &why));
  assert_content(in_folder("large"), buffer_view(&large));
}
END_TEST

START_TEST(says_why_reading_failed) {
  assert_unreadable(in_folder("none"), "no such file");
  assert_unreadable(folder, "is a directory");
  ck_assert(file_write(in_folder("a"), TEXT("x"), &why));
  assert_unreadable(in_folder("a/b"), "a part of its path is not a folder");
  if (geteuid() == 0) return; /* may read everything */
  chmod(in_folder("a"), 0);
  assert_unreadable(in_folder("a"), "permission denied");
}
END_TEST

START_TEST(says_why_writing_failed) {
  assert_unwritable(folder, "is a directory");
  assert_unwritable(in_folder("none/a"), "no such folder");
  assert_unwritable("/dev/full", "the disk is full");
  ck_assert_uint_eq(empty_folder(), 0);
}
END_TEST

START_TEST(knows_one_file_by_two_names) {
  const char *name = in_folder("a"), *link = in_folder("b");
  ck_assert(file_write(name, TEXT("x"), &why));
  ck_assert(file_write(in_folder("c"), TEXT("x"), &why));
  ck_assert_int_eq(symlink(name, link), 0);
  ck_assert(file_is_same(name, link));
  ck_assert(!file_is_same(name, in_folder("c")));
  ck_assert(!file_is_same(name, in_folder("none")));
  ck_assert(!file_is_same("/dev/null", "/dev/null"));
}
END_TEST

START_TEST(reads_a_pipe) {
  char *path = in_folder("pipe");
  ck_assert_int_eq(mkfifo(path, 0600), 0);
  Buffer large = buffer_in(arena);
  buffer_repeat(&large, 'x', 200000);
  pid_t writer = fork();
  if (writer == 0) {
    bool done = file_write(path, buffer_view(&large), &why); /* written directly, not renamed */
    _exit(done ? 0 : 1);
  }
  assert_content(path, buffer_view(&large));
}
END_TEST

START_TEST(dash_is_standard_input) {
  ck_assert(file_write(in_folder("in"), TEXT("typed"), &why));
  ck_assert_ptr_nonnull(freopen(in_folder("in"), "r", stdin));
  assert_content("-", TEXT("typed"));
  ck_assert_int_ge(fcntl(STDIN_FILENO, F_GETFD), 0); /* left open */
}
END_TEST

static unsigned mode_of(const char *path) {
  struct stat status;
  ck_assert_int_eq(stat(path, &status), 0);
  return status.st_mode & 07777;
}

START_TEST(keeps_the_mode_of_the_target) {
  char *path = in_folder("a");
  umask(027);
  ck_assert(file_write(path, TEXT("x"), &why));
  ck_assert_uint_eq(mode_of(path), 0640);
  chmod(path, 0755);
  ck_assert(file_write(path, TEXT("y"), &why));
  ck_assert_uint_eq(mode_of(path), 0755);
}
END_TEST

START_TEST(a_link_stays_a_link) {
  ck_assert(file_write(in_folder("real"), TEXT("old"), &why));
  ck_assert_int_eq(symlink("real", in_folder("link")), 0);
  ck_assert(file_write(in_folder("link"), TEXT("new"), &why));
  assert_content(in_folder("real"), TEXT("new"));
  struct stat status;
  ck_assert_int_eq(lstat(in_folder("link"), &status), 0);
  ck_assert(S_ISLNK(status.st_mode));
}
END_TEST

START_TEST(devices_are_written_directly) {
  ck_assert(file_write("/dev/null", TEXT("x"), &why));
  struct stat status;
  ck_assert_int_eq(stat("/dev/null", &status), 0);
  ck_assert(S_ISCHR(status.st_mode));
}
END_TEST

static int open_descriptors(void) {
  int count = 0;
  for (int i = 0; i < 256; i++) count += fcntl(i, F_GETFD) >= 0;
  return count;
}

/* Reads the file with the n-th request failing; whether it was read all the same. */
static bool read_with_failure(const char *path, uint64_t n) {
  Arena *own = arena_new(&(ArenaOptions){.fail_at = n});
  Text content;
  bool done = ARENA_TRY(own) && file_read(own, path, &content, &why);
  arena_free(own);
  return done;
}

START_TEST(running_out_of_memory_closes_the_file) {
  Buffer large = buffer_in(arena);
  buffer_repeat(&large, 'x', 100000);
  char *path = in_folder("a");
  ck_assert(file_write(path, buffer_view(&large), &why));
  int before = open_descriptors();
  uint64_t n = 1;
  for (; !read_with_failure(path, n); n++) ck_assert_int_eq(open_descriptors(), before);
  ck_assert_int_eq(open_descriptors(), before);
  ck_assert_uint_ge(n, 3);
}
END_TEST

START_TEST(a_file_in_pieces_takes_its_name_at_the_end) {
  char *path = in_folder("a");
  ck_assert(file_write(path, TEXT("old"), &why));
  chmod(path, 0600);
  FileWriter *file = file_create(arena, path, &why);
  ck_assert_ptr_nonnull(file);
  for (int i = 0; i < 3; i++) ck_assert(file_put(file, TEXT("new "), &why));
  assert_content(path, TEXT("old"));
  ck_assert(file_finish(file, &why));
  assert_content(path, TEXT("new new new "));
  ck_assert_uint_eq(mode_of(path), 0600);
  ck_assert_uint_eq(empty_folder(), 1);
}
END_TEST

START_TEST(an_unfinished_file_leaves_nothing) {
  const int before = open_descriptors();
  Arena *own = arena_new(NULL);
  FileWriter *file = file_create(own, in_folder("a"), &why);
  ck_assert_ptr_nonnull(file);
  ck_assert(file_put(file, TEXT("half"), &why));
  arena_free(own);
  ck_assert_int_eq(open_descriptors(), before);
  ck_assert_uint_eq(empty_folder(), 0);
}
END_TEST

START_TEST(files_that_cannot_be_made) {
  ck_assert_ptr_null(file_create(arena, folder, &why));
  ck_assert_str_eq(why, "is a directory");
  ck_assert_ptr_null(file_create(arena, in_folder("none/a"), &why));
  ck_assert_str_eq(why, "no such folder");
  FileWriter *file = file_create(arena, "/dev/full", &why);
  ck_assert_ptr_nonnull(file);
  ck_assert(!file_put(file, TEXT("x"), &why));
  ck_assert_str_eq(why, "the disk is full");
}
END_TEST

START_TEST(paths_are_taken_apart_and_joined) {
  ck_assert_str_eq(file_folder(arena, "a/b/c.strata").at, "a/b/");
  ck_assert_str_eq(file_folder(arena, "c.strata").at, "");
  ck_assert_str_eq(file_folder(arena, "/c").at, "/");
  ck_assert_str_eq(file_join(arena, TEXT("a/"), TEXT("b")), "a/b");
  ck_assert_str_eq(file_join(arena, TEXT("a"), TEXT("b")), "a/b");
  ck_assert_str_eq(file_join(arena, TEXT(""), TEXT("b")), "b");
  ck_assert_str_eq(file_join(arena, TEXT("a/"), TEXT("/b")), "/b");
  ck_assert(text_equal(file_stem("a.b/c.strata", TEXT(".strata")), TEXT("c")));
  ck_assert(text_equal(file_stem("c.stc", TEXT(".strata")), TEXT("c.stc")));
}
END_TEST

UNIT_MAIN(setup, teardown, reads_back_what_was_written, large_files_stay_whole,
          says_why_reading_failed, says_why_writing_failed, knows_one_file_by_two_names,
          reads_a_pipe, dash_is_standard_input, keeps_the_mode_of_the_target, a_link_stays_a_link,
          devices_are_written_directly, running_out_of_memory_closes_the_file,
          a_file_in_pieces_takes_its_name_at_the_end, an_unfinished_file_leaves_nothing,
          files_that_cannot_be_made, paths_are_taken_apart_and_joined)
