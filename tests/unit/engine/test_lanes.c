/* test_lanes.c - blocks pass through the stages in order, whatever the number of threads. */
#include <time.h>

#include "base/text.h"
#include "engine/lanes.h"
#include "support/unit.h"

enum { BLOCKS = 400, LANES = 64 };

static const size_t threads[] = {1, 2, 3, 7};
enum { VARIANTS = sizeof threads / sizeof *threads };

typedef struct Stream {
  size_t blocks, taken, committed, delivered;
  size_t refuse_commit, refuse_deliver, exhaust; /* block that fails, or SIZE_MAX */
  Arena *arena[LANES];
  size_t block[LANES];    /* in each lane */
  uint64_t parsed[LANES]; /* what its stages made of it */
  uint64_t computed[LANES];
  uint64_t sum;
} Stream;

static Arena *run_arena;

static uint64_t work_on(uint64_t value) {
  for (int i = 0; i < 2000; i++) value = value * 6364136223846793005u + 1442695040888963407u;
  return value;
}

static bool take(void *context, size_t lane) {
  Stream *s = context;
  if (s->taken == s->blocks) return false;
  s->block[lane] = s->taken++;
  return true;
}

static void parse(void *context, size_t lane) {
  Stream *s = context;
  s->parsed[lane] = work_on(s->block[lane]);
  if (s->block[lane] == s->exhaust) arena_fail(s->arena[lane]);
}

static bool commit(void *context, size_t lane) {
  Stream *s = context;
  ck_assert_uint_eq(s->block[lane], s->committed);
  if (s->committed == s->refuse_commit) return false;
  s->committed++;
  return true;
}

static void compute(void *context, size_t lane) {
  Stream *s = context;
  s->computed[lane] = work_on(s->parsed[lane]);
}

static bool deliver(void *context, size_t lane) {
  Stream *s = context;
  ck_assert_uint_eq(s->block[lane], s->delivered);
  if (s->delivered == s->refuse_deliver) return false;
  s->delivered++;
  s->sum = s->sum * 31 + s->computed[lane];
  return true;
}

static Arena *arena_of(void *context, size_t lane) { return ((Stream *)context)->arena[lane]; }

static const LaneWork stages = {NULL, take, parse, commit, compute, deliver, arena_of};

static Stream stream_of(size_t blocks, const Lanes *lanes) {
  Stream s = {
      .blocks = blocks, .refuse_commit = SIZE_MAX, .refuse_deliver = SIZE_MAX, .exhaust = SIZE_MAX};
  ck_assert_uint_le(lanes_count(lanes), LANES);
  for (size_t i = 0; i < lanes_count(lanes); i++) s.arena[i] = arena_beside(run_arena);
  return s;
}

static bool run_stream(Lanes *lanes, Stream *s) {
  LaneWork work = stages;
  work.context = s;
  const bool done = lanes_run(lanes, &work);
  for (size_t i = 0; i < lanes_count(lanes); i++) arena_free(s->arena[i]);
  return done;
}

static uint64_t expected_sum(size_t blocks) {
  uint64_t sum = 0;
  for (size_t i = 0; i < blocks; i++) sum = sum * 31 + work_on(work_on(i));
  return sum;
}

static void setup(void) { run_arena = arena_new(NULL); }
static void teardown(void) { arena_free(run_arena); }

START_TEST(delivers_in_order) {
  for (size_t v = 0; v < VARIANTS; v++) {
    Lanes *lanes = lanes_new(run_arena, threads[v]);
    const size_t counts[] = {0, 1, 2, BLOCKS};
    for (size_t c = 0; c < 4; c++) {
      Stream s = stream_of(counts[c], lanes);
      ck_assert(run_stream(lanes, &s));
      ck_assert_uint_eq(s.delivered, counts[c]);
      ck_assert_uint_eq(s.sum, expected_sum(counts[c]));
    }
  }
}
END_TEST

START_TEST(stages_may_be_left_out) {
  for (size_t v = 0; v < VARIANTS; v++) {
    Lanes *lanes = lanes_new(run_arena, threads[v]);
    Stream s = stream_of(BLOCKS, lanes);
    LaneWork work = stages;
    work.context = &s;
    work.parse = NULL;
    work.commit = NULL;
    ck_assert(lanes_run(lanes, &work));
    ck_assert_uint_eq(s.delivered, BLOCKS);
    for (size_t i = 0; i < lanes_count(lanes); i++) arena_free(s.arena[i]);
  }
}
END_TEST

/* What comes before a block that cannot be committed is delivered, and nothing behind it. */
START_TEST(ends_where_a_commit_fails) {
  for (size_t v = 0; v < VARIANTS; v++) {
    Lanes *lanes = lanes_new(run_arena, threads[v]);
    Stream s = stream_of(BLOCKS, lanes);
    s.refuse_commit = 77;
    ck_assert(!run_stream(lanes, &s));
    ck_assert_uint_eq(s.delivered, 77);
    ck_assert_uint_eq(s.sum, expected_sum(77));
  }
}
END_TEST

START_TEST(ends_where_a_delivery_fails) {
  for (size_t v = 0; v < VARIANTS; v++) {
    Lanes *lanes = lanes_new(run_arena, threads[v]);
    Stream s = stream_of(BLOCKS, lanes);
    s.refuse_deliver = 5;
    ck_assert(!run_stream(lanes, &s));
    ck_assert_uint_eq(s.delivered, 5);
  }
}
END_TEST

/* Whether the run leaves by the escape of the arena. */
static bool unwinds(Lanes *lanes, const LaneWork *work, Arena *escape) {
  if (!ARENA_TRY(escape)) return true;
  lanes_run(lanes, work);
  return false;
}

static void free_arenas(Arena *arenas[LANES]) {
  for (size_t i = 0; i < LANES; i++) arena_free(arenas[i]);
}

/* The memory of a lane runs out on some thread: the calling one unwinds, once all are at rest. */
START_TEST(memory_runs_out) {
  for (size_t v = 0; v < VARIANTS; v++) {
    Arena *own = arena_new(NULL);
    Lanes *lanes = lanes_new(own, threads[v]);
    Stream s = stream_of(BLOCKS, lanes);
    LaneWork work = stages;
    s.exhaust = 9;
    work.context = &s;
    ck_assert(unwinds(lanes, &work, own));
    ck_assert_uint_le(s.delivered, 9);
    arena_free(own);
    free_arenas(s.arena);
  }
}
END_TEST

/* The caller leaves from an ordered stage by an escape of its own, while others are at work. */
static bool leave(void *context, size_t lane) {
  (void)lane;
  Stream *s = context;
  if (s->delivered++ == 3) arena_fail(run_arena);
  return true;
}

START_TEST(the_caller_may_leave) {
  for (size_t v = 0; v < 5 * VARIANTS; v++) {
    Arena *own = arena_new(NULL);
    Lanes *lanes = lanes_new(own, threads[v % VARIANTS]);
    Stream s = stream_of(BLOCKS, lanes);
    LaneWork work = stages;
    work.deliver = leave;
    work.context = &s;
    ck_assert(unwinds(lanes, &work, run_arena));
    work = (LaneWork){.context = NULL}; /* as a caller's, whose function has been left */
    nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL); /* while others go on */
    arena_free(own);
    free_arenas(s.arena);
  }
}
END_TEST

UNIT_MAIN(setup, teardown, delivers_in_order, stages_may_be_left_out, ends_where_a_commit_fails,
          ends_where_a_delivery_fails, memory_runs_out, the_caller_may_leave)
