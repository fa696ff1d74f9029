/* test_arena.c - the arena: what it hands out, how it grows, and how it unwinds. */
#include <pthread.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "support/unit.h"

static Arena *arena;

static void setup(void) {
  arena = arena_new(NULL);
  ck_assert_ptr_nonnull(arena);
}

static void teardown(void) { arena_free(arena); }

static bool all_zero(const void *bytes, size_t size) {
  const unsigned char *at = bytes;
  for (size_t i = 0; i < size; i++)
    if (at[i]) return false;
  return true;
}

START_TEST(free_of_null_is_harmless) { arena_free(NULL); }
END_TEST

START_TEST(blocks_are_zeroed_aligned_and_apart) {
  enum { COUNT = 3000 };
  unsigned char *blocks[COUNT];
  for (size_t i = 0; i < COUNT; i++) {
    size_t size = i % 97;
    blocks[i] = arena_alloc(arena, size);
    ck_assert_ptr_nonnull(blocks[i]);
    ck_assert_uint_eq((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
    ck_assert(all_zero(blocks[i], size));
    memset(blocks[i], (int)(i % 251) + 1, size);
  }
  for (size_t i = 0; i < COUNT; i++)
    for (size_t j = 0; j < i % 97; j++) ck_assert_uint_eq(blocks[i][j], i % 251 + 1);
}
END_TEST

START_TEST(large_blocks_leave_the_current_page_in_use) {
  char *before = arena_alloc(arena, 8);
  char *large = arena_alloc(arena, 5u << 20);
  char *after = arena_alloc(arena, 8);
  ck_assert(all_zero(large, 5u << 20));
  large[(5u << 20) - 1] = 1;
  ck_assert_ptr_ne(before, after);
  ck_assert_uint_ge(arena_size(arena), 5u << 20);
}
END_TEST

START_TEST(grow_keeps_what_was_there_and_zeroes_the_rest) {
  char *first = arena_grow(arena, NULL, 0, 10);
  char *second = arena_grow(arena, NULL, 0, 10);
  ck_assert(all_zero(first, 10));
  memcpy(first, "0123456789", 10);
  memcpy(second, "abcdefghij", 10);
  for (size_t size = 10; size < 200000; size *= 3) {
    first = arena_grow(arena, first, size, size * 3);
    second = arena_grow(arena, second, size, size * 3);
    ck_assert(all_zero(first + 10, size * 3 - 10));
    ck_assert(all_zero(second + 10, size * 3 - 10));
  }
  ck_assert_mem_eq(first, "0123456789", 10);
  ck_assert_mem_eq(second, "abcdefghij", 10);
}
END_TEST

START_TEST(grow_zeroes_what_the_caller_counts_as_new) {
  char *block = arena_grow(arena, NULL, 0, 100);
  memset(block, 'x', 100);
  block = arena_grow(arena, block, 40, 200);
  ck_assert(all_zero(block + 40, 160));
  ck_assert_int_eq(block[39], 'x');
}
END_TEST

START_TEST(grow_never_shrinks) {
  char *block = arena_grow(arena, NULL, 0, 100);
  block[99] = 'z';
  ck_assert_ptr_eq(arena_grow(arena, block, 100, 10), block);
  ck_assert_int_eq(block[99], 'z');
}
END_TEST

START_TEST(release_takes_a_block_out_of_the_middle) {
  size_t empty = arena_size(arena);
  void *blocks[3];
  for (size_t i = 0; i < 3; i++) blocks[i] = arena_grow(arena, NULL, 0, 100 + i);
  arena_release(arena, NULL);
  arena_release(arena, blocks[1]);
  blocks[2] = arena_grow(arena, blocks[2], 102, 5000);
  blocks[0] = arena_grow(arena, blocks[0], 100, 5000);
  arena_release(arena, blocks[2]);
  arena_release(arena, blocks[0]);
  ck_assert_uint_eq(arena_size(arena), empty);
}
END_TEST

START_TEST(a_vector_keeps_its_elements) {
  VEC(uint32_t) numbers = {0};
  for (uint32_t i = 0; i < 10000; i++) {
    uint32_t *place = VEC_PUSH(arena, &numbers);
    ck_assert_uint_eq(*place, 0);
    *place = i * 7;
  }
  ck_assert_uint_eq(numbers.count, 10000);
  ck_assert_uint_ge(numbers.capacity, 10000);
  for (uint32_t i = 0; i < 10000; i++) ck_assert_uint_eq(numbers.at[i], i * 7);
}
END_TEST

START_TEST(copies_end_in_zero) {
  char *copy = arena_copy(arena, "a\0bc", 4);
  ck_assert_mem_eq(copy, "a\0bc", 5);
  ck_assert_str_eq(arena_copy(arena, NULL, 0), "");
  ck_assert_str_eq(arena_printf(arena, "%s-%d", "x", 42), "x-42");
  char *long_text = arena_printf(arena, "%5000d", 7);
  ck_assert_uint_eq(strlen(long_text), 5000);
  ck_assert_int_eq(long_text[4999], '7');
}
END_TEST

typedef struct {
  int closed;
  int *clock;
} Closed;

static void note_close(void *what) {
  Closed *closed = what;
  closed->closed = ++*closed->clock;
}

START_TEST(closers_run_once_newest_first) {
  int clock = 0;
  Closed things[3] = {{0, &clock}, {0, &clock}, {0, &clock}};
  Arena *own = arena_new(NULL);
  for (size_t i = 0; i < 3; i++) arena_defer(own, note_close, &things[i]);
  arena_close(own, &things[1]);
  ck_assert_int_eq(things[1].closed, 1);
  arena_close(own, &things[1]);
  ck_assert_int_eq(clock, 1);
  arena_free(own);
  ck_assert_int_eq(things[2].closed, 2);
  ck_assert_int_eq(things[0].closed, 3);
}
END_TEST

START_TEST(what_cannot_be_deferred_is_closed_at_once) {
  int clock = 0;
  Closed thing = {0, &clock};
  Arena *own = arena_new(&(ArenaOptions){.fail_at = 1});
  volatile bool escaped = false;
  if (ARENA_TRY(own))
    arena_defer(own, note_close, &thing);
  else
    escaped = true;
  ck_assert(escaped);
  arena_free(own);
  ck_assert_int_eq(thing.closed, 1);
  ck_assert_int_eq(clock, 1);
}
END_TEST

/* Every kind of request once; the number of requests it makes. */
static void ask_for_everything(Arena *from) {
  arena_alloc(from, 10);
  ARENA_ARRAY(from, uint64_t, 3);
  void *block = arena_grow(from, NULL, 0, 10);
  arena_grow(from, block, 10, 10000);
  arena_copy(from, "x", 1);
  arena_printf(from, "%d", 1);
  VEC(int) vec = {0};
  *VEC_PUSH(from, &vec) = 1;
}

START_TEST(each_request_can_be_made_to_fail) {
  ask_for_everything(arena);
  const uint64_t requests = arena_requests(arena);
  ck_assert_uint_eq(requests, 7);
  volatile uint64_t failures = 0;
  for (volatile uint64_t n = 1; n <= requests + 1; n++) {
    Arena *own = arena_new(&(ArenaOptions){.fail_at = n});
    if (ARENA_TRY(own)) {
      ask_for_everything(own);
      ck_assert_uint_eq(n, requests + 1);
    } else {
      ck_assert_uint_eq(arena_requests(own), n);
      ck_assert(!arena_hit_limit(own));
      failures++;
    }
    arena_free(own);
  }
  ck_assert_uint_eq(failures, requests);
}
END_TEST

START_TEST(the_limit_is_kept) {
  enum { LIMIT = 1 << 20 };
  Arena *own = arena_new(&(ArenaOptions){.limit = LIMIT});
  volatile size_t given = 0;
  if (ARENA_TRY(own)) {
    for (;;) {
      arena_alloc(own, 1000);
      given += 1000;
      ck_assert_uint_le(arena_size(own), LIMIT);
      ck_assert_uint_le(given, LIMIT);
    }
  }
  ck_assert(arena_hit_limit(own));
  /* Most of it could be used: pages do not outgrow what is left. */
  ck_assert_uint_ge(given, LIMIT * 8 / 10);
  arena_free(own);
}
END_TEST

START_TEST(the_limit_holds_for_growing_blocks) {
  Arena *own = arena_new(&(ArenaOptions){.limit = 100000});
  volatile size_t size = 1000;
  if (ARENA_TRY(own)) {
    void *block = arena_grow(own, NULL, 0, size);
    for (;;) {
      block = arena_grow(own, block, size, size * 2);
      size = size * 2;
    }
  }
  ck_assert(arena_hit_limit(own));
  ck_assert_uint_eq(size, 64000);
  ck_assert_uint_le(arena_size(own), 100000);
  arena_free(own);
}
END_TEST

START_TEST(arenas_side_by_side_share_the_limit) {
  Arena *own = arena_new(&(ArenaOptions){.limit = 100000});
  Arena *beside = arena_beside(own), *third = arena_beside(beside);
  ck_assert(ARENA_TRY(own));
  arena_grow(own, NULL, 0, 50000);
  volatile bool failed = false;
  if (ARENA_TRY(beside)) {
    arena_grow(beside, NULL, 0, 30000);
    arena_grow(beside, NULL, 0, 30000);
  } else {
    failed = true;
  }
  ck_assert(failed);
  ck_assert(arena_hit_limit(own) && arena_hit_limit(third));
  ck_assert_uint_ge(arena_size(beside), 30000);
  ck_assert_uint_eq(arena_shared_size(third), arena_size(own) + arena_size(beside));
  arena_free(beside);
  ck_assert_uint_eq(arena_shared_size(own), arena_size(own));
  ck_assert(ARENA_TRY(third));
  arena_grow(third, NULL, 0, 40000); /* what one gave back the next can have */
  arena_free(third);
  arena_free(own);
}
END_TEST

START_TEST(an_arena_beside_fails_at_a_request_of_its_own) {
  Arena *own = arena_new(&(ArenaOptions){.fail_at = 3});
  Arena *beside = arena_beside(own);
  ck_assert(ARENA_TRY(own));
  arena_alloc(own, 1);
  arena_alloc(own, 1);
  volatile int given = 0;
  if (ARENA_TRY(beside))
    for (;; given++) arena_alloc(beside, 1);
  ck_assert_int_eq(given, 2);
  ck_assert(!arena_hit_limit(own));
  arena_free(beside);
  arena_free(own);
}
END_TEST

enum { THREADS = 4, SHARED_LIMIT = 8 << 20, MODEST = 100, ROUNDS = 2000 };

/* Takes and gives back, never more than its part of the limit, and at times asks for too much. */
static void *take_turns(void *context) {
  Arena *own = context;
  void *volatile block = NULL;
  volatile size_t given = 0;
  for (volatile int round = 0; round < ROUNDS; round++) {
    if (!ARENA_TRY(own)) continue; /* it was the one that was too much */
    block = arena_grow(own, NULL, 0, SHARED_LIMIT / THREADS / 2);
    arena_release(own, block);
    arena_alloc(own, MODEST);
    given += MODEST;
    if (round % 7 == 0) arena_grow(own, NULL, 0, SHARED_LIMIT);
  }
  return given == (size_t)MODEST * ROUNDS ? context : NULL;
}

START_TEST(threads_keep_the_limit_and_do_not_take_each_others_room) {
  Arena *own = arena_new(&(ArenaOptions){.limit = SHARED_LIMIT}), *arenas[THREADS];
  pthread_t threads[THREADS];
  for (size_t i = 0; i < THREADS; i++) {
    arenas[i] = arena_beside(own);
    ck_assert_int_eq(pthread_create(&threads[i], NULL, take_turns, arenas[i]), 0);
  }
  for (size_t i = 0; i < THREADS; i++) {
    void *done = NULL;
    pthread_join(threads[i], &done);
    ck_assert_ptr_nonnull(done);
    ck_assert_uint_le(arena_shared_size(own), SHARED_LIMIT);
  }
  size_t sum = arena_size(own);
  for (size_t i = 0; i < THREADS; i++) sum += arena_size(arenas[i]);
  ck_assert_uint_eq(arena_shared_size(own), sum);
  for (size_t i = 0; i < THREADS; i++) arena_free(arenas[i]);
  ck_assert_uint_eq(arena_shared_size(own), 0);
  arena_free(own);
}
END_TEST

/* Whether a request for more than there can be fails as it should. */
static bool fails(void (*ask)(Arena *)) {
  Arena *own = arena_new(NULL);
  volatile bool failed = false;
  if (ARENA_TRY(own))
    ask(own);
  else
    failed = true;
  arena_free(own);
  return failed;
}

static void ask_overflowing_array(Arena *from) { arena_array(from, SIZE_MAX / 2, 3); }
static void ask_everything(Arena *from) { arena_alloc(from, SIZE_MAX); }
static void ask_grow_everything(Arena *from) { arena_grow(from, NULL, 0, SIZE_MAX); }
static void ask_overflowing_vec(Arena *from) {
  size_t capacity = SIZE_MAX / 2;
  arena_vec_grow(from, NULL, &capacity, 8);
}

START_TEST(impossible_sizes_fail) {
  ck_assert(fails(ask_overflowing_array));
  ck_assert(fails(ask_everything));
  ck_assert(fails(ask_grow_everything));
  ck_assert(fails(ask_overflowing_vec));
}
END_TEST

START_TEST(a_new_escape_replaces_the_old_one) {
  volatile int landed = 0;
  if (!ARENA_TRY(arena)) {
    landed = 1;
  } else if (!ARENA_TRY(arena)) {
    landed = 2;
  } else {
    arena_fail(arena);
  }
  ck_assert_int_eq(landed, 2);
}
END_TEST

UNIT_MAIN(setup, teardown, free_of_null_is_harmless, blocks_are_zeroed_aligned_and_apart,
          large_blocks_leave_the_current_page_in_use, grow_keeps_what_was_there_and_zeroes_the_rest,
          grow_zeroes_what_the_caller_counts_as_new, grow_never_shrinks,
          release_takes_a_block_out_of_the_middle, a_vector_keeps_its_elements, copies_end_in_zero,
          closers_run_once_newest_first, what_cannot_be_deferred_is_closed_at_once,
          each_request_can_be_made_to_fail, the_limit_is_kept, the_limit_holds_for_growing_blocks,
          arenas_side_by_side_share_the_limit, an_arena_beside_fails_at_a_request_of_its_own,
          threads_keep_the_limit_and_do_not_take_each_others_room, impossible_sizes_fail,
          a_new_escape_replaces_the_old_one)
