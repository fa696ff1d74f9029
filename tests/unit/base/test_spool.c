/* test_spool.c - what comes out is what went in, wherever it was in between. */
#include "base/spool.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "support/unit.h"

static Arena *arena;
static Buffer in, out;
static char folder[64];
static const char *why;

static void setup(void) {
  arena = arena_new(NULL);
  ck_assert(ARENA_TRY(arena));
  in = buffer_in(arena);
  out = buffer_in(arena);
  strcpy(folder, "/tmp/strata-spool-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void teardown(void) {
  arena_free(arena);
  ck_assert_int_eq(rmdir(folder), 0); /* nothing was left in it */
}

static void take(void *context, Text piece) { buffer_text(context, piece); }

/* Pieces of many sizes, together `size` bytes at least. */
static void put_pieces(Spool *spool, size_t size) {
  uint32_t state = 1;
  char piece[5000];
  while (in.len < size) {
    state = state * 1664525 + 1013904223;
    const size_t length = state >> 8 & 4095;
    for (size_t i = 0; i < length; i++) piece[i] = (char)(in.len + i * 7);
    buffer_bytes(&in, piece, length);
    spool_put(spool, (Text){piece, length});
  }
}

static void expect_all(Spool *spool) {
  ck_assert(!spool_is_empty(spool));
  ck_assert_msg(spool_take(spool, take, &out, &why), "%s", why);
  ck_assert_uint_eq(out.len, in.len);
  ck_assert(memcmp(out.data, in.data, in.len) == 0);
  ck_assert(spool_is_empty(spool));
}

START_TEST(little_needs_no_file) {
  Spool *spool = spool_new(arena, "/nowhere");
  ck_assert(spool_is_empty(spool));
  ck_assert(spool_take(spool, take, &out, &why));
  ck_assert_uint_eq(out.len, 0);
  put_pieces(spool, 1000);
  expect_all(spool);
}
END_TEST

START_TEST(much_goes_to_a_file) {
  Spool *spool = spool_new(arena, folder);
  const size_t before = arena_size(arena);
  put_pieces(spool, 10 * SPOOL_MEMORY);
  ck_assert_uint_lt(arena_size(arena) - before, in.capacity + 3 * SPOOL_MEMORY);
  expect_all(spool);
  buffer_clear(&in);
  buffer_clear(&out);
  put_pieces(spool, 3 * SPOOL_MEMORY); /* once more */
  expect_all(spool);
}
END_TEST

START_TEST(a_piece_larger_than_the_memory) {
  Spool *spool = spool_new(arena, folder);
  buffer_repeat(&in, 'x', 5 * SPOOL_MEMORY);
  spool_put(spool, TEXT("y"));
  spool_put(spool, buffer_view(&in));
  spool_put(spool, TEXT("z"));
  ck_assert(spool_take(spool, take, &out, &why));
  ck_assert_uint_eq(out.len, in.len + 2);
  ck_assert(out.data[0] == 'y' && out.data[1] == 'x' && out.data[out.len - 1] == 'z');
}
END_TEST

START_TEST(without_a_folder_all_stays_in_memory) {
  const char *const folders[] = {NULL, "/nowhere/at/all", "/dev/null"};
  for (size_t i = 0; i < 3; i++) {
    Spool *spool = spool_new(arena, folders[i]);
    buffer_clear(&in);
    buffer_clear(&out);
    put_pieces(spool, 3 * SPOOL_MEMORY);
    expect_all(spool);
  }
}
END_TEST

/* The file takes only a part. */
START_TEST(a_full_disk_costs_memory_only) {
  const struct rlimit little = {3 * SPOOL_MEMORY / 2, RLIM_INFINITY};
  signal(SIGXFSZ, SIG_IGN);
  ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &little), 0);
  Spool *spool = spool_new(arena, folder);
  put_pieces(spool, 5 * SPOOL_MEMORY);
  expect_all(spool);
}
END_TEST

UNIT_MAIN(setup, teardown, little_needs_no_file, much_goes_to_a_file,
          a_piece_larger_than_the_memory, without_a_folder_all_stays_in_memory,
          a_full_disk_costs_memory_only)
