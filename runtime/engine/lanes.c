/* lanes.c - blocks from stage to stage.
 *
 * Block n is in lane n % count. Three numbers tell where the stream is: how many blocks have been
 * taken, committed and delivered. The rest is in the state of each lane, which changes under the
 * lock; what belongs to the block itself is passed on with it.
 *
 *   FREE ─take─▶ TAKEN ─▶ (parse) ─▶ PARSED ─commit─▶ COMMITTED ─▶ (compute) ─▶ COMPUTED ─deliver─▶
 * FREE
 */
#include "engine/lanes.h"

#include <pthread.h>

typedef enum { FREE, TAKEN, PARSING, PARSED, COMMITTED, COMPUTING, COMPUTED } LaneState;

struct Lanes {
  Arena *arena;
  size_t count; /* of lanes */
  LaneState *state;
  pthread_t *helper;
  size_t helpers, helpers_wanted;

  pthread_mutex_t lock;
  pthread_cond_t for_helpers, for_caller;
  LaneWork copy;        /* of what lanes_run got: its caller may be unwound while threads go on */
  const LaneWork *work; /* the copy, NULL between runs */
  bool quit;
  bool failed;  /* a lane has run out of memory */
  bool dropped; /* nothing more is to be done */
  bool cut;     /* what is not committed is not to be */
  bool ended;   /* nothing more to take */
  uint64_t taken, committed, delivered;
};

/* ---- Stages that any thread does ------------------------------------------------------------ */

/* The oldest block that is waiting for one; count where there is none. */
static size_t find_waiting(const Lanes *lanes) {
  const uint64_t end = lanes->cut ? lanes->committed : lanes->taken;
  for (uint64_t block = lanes->delivered; block < end && !lanes->dropped; block++) {
    const size_t lane = block % lanes->count;
    if (lanes->state[lane] == TAKEN || lanes->state[lane] == COMMITTED) return lane;
  }
  return lanes->count;
}

static bool try_stage(const LaneWork *work, size_t lane, void (*stage)(void *, size_t)) {
  if (!ARENA_TRY(work->arena(work->context, lane))) return false;
  stage(work->context, lane);
  return true;
}

/* With the lock held, which is open meanwhile. */
static void do_stage(Lanes *lanes, size_t lane) {
  const LaneWork *work = lanes->work;
  const bool parses = lanes->state[lane] == TAKEN;
  lanes->state[lane] = parses ? PARSING : COMPUTING;
  pthread_mutex_unlock(&lanes->lock);
  const bool done = try_stage(work, lane, parses ? work->parse : work->compute);
  pthread_mutex_lock(&lanes->lock);
  lanes->state[lane] = parses ? PARSED : COMPUTED;
  if (!done) lanes->failed = lanes->dropped = true;
  pthread_cond_signal(&lanes->for_caller);
}

static void *help(void *context) {
  Lanes *lanes = context;
  pthread_mutex_lock(&lanes->lock);
  while (!lanes->quit) {
    const size_t lane = lanes->work ? find_waiting(lanes) : lanes->count;
    if (lane < lanes->count)
      do_stage(lanes, lane);
    else
      pthread_cond_wait(&lanes->for_helpers, &lanes->lock);
  }
  pthread_mutex_unlock(&lanes->lock);
  return NULL;
}

/* ---- Stages in order ------------------------------------------------------------------------ */

static bool try_ordered(const LaneWork *work, size_t lane, bool (*stage)(void *, size_t),
                        bool *failed) {
  *failed = !ARENA_TRY(work->arena(work->context, lane));
  return !*failed && (!stage || stage(work->context, lane));
}

/* As do_stage. True where the stage said so. */
static bool do_ordered(Lanes *lanes, size_t lane, bool (*stage)(void *, size_t), LaneState next) {
  bool failed;
  pthread_mutex_unlock(&lanes->lock);
  const bool done = try_ordered(lanes->work, lane, stage, &failed);
  pthread_mutex_lock(&lanes->lock);
  if (failed) lanes->failed = lanes->dropped = true;
  if (done) lanes->state[lane] = next;
  if (done && next != FREE && lanes->helpers) pthread_cond_signal(&lanes->for_helpers);
  return done;
}

/* A thread that cannot be had is no failure: the others do its work. */
static void start_helpers(Lanes *lanes) {
  for (; lanes->helpers_wanted; lanes->helpers_wanted--)
    if (pthread_create(&lanes->helper[lanes->helpers], NULL, help, lanes) == 0) lanes->helpers++;
}

static void take(Lanes *lanes, size_t lane) {
  if (!do_ordered(lanes, lane, lanes->work->take, lanes->work->parse ? TAKEN : PARSED))
    lanes->ended = true;
  else if (++lanes->taken == 2)
    start_helpers(lanes);
}

/* Does one thing of what there is to do, ordered stages first; false where there is nothing. */
static bool do_something(Lanes *lanes) {
  const size_t oldest = lanes->delivered % lanes->count;
  const size_t next = lanes->committed % lanes->count, last = lanes->taken % lanes->count;
  if (lanes->delivered < lanes->committed && lanes->state[oldest] == COMPUTED) {
    if (do_ordered(lanes, oldest, lanes->work->deliver, FREE))
      lanes->delivered++;
    else
      lanes->dropped = true;
  } else if (!lanes->cut && lanes->committed < lanes->taken && lanes->state[next] == PARSED) {
    if (do_ordered(lanes, next, lanes->work->commit, COMMITTED))
      lanes->committed++;
    else
      lanes->cut = lanes->ended = true; /* what comes before is delivered all the same */
  } else if (!lanes->ended && lanes->state[last] == FREE) {
    take(lanes, last);
  } else {
    const size_t lane = find_waiting(lanes);
    if (lane == lanes->count) return false;
    do_stage(lanes, lane);
  }
  return true;
}

static bool is_at_work(const Lanes *lanes) {
  for (size_t i = 0; i < lanes->count; i++)
    if (lanes->state[i] == PARSING || lanes->state[i] == COMPUTING) return true;
  return false;
}

static bool is_over(const Lanes *lanes) {
  const uint64_t end = lanes->cut ? lanes->committed : lanes->taken;
  return lanes->dropped || (lanes->ended && lanes->delivered == end);
}

bool lanes_run(Lanes *lanes, const LaneWork *work) {
  pthread_mutex_lock(&lanes->lock);
  for (size_t i = 0; i < lanes->count; i++) lanes->state[i] = FREE;
  lanes->taken = lanes->committed = lanes->delivered = 0;
  lanes->ended = lanes->failed = lanes->dropped = lanes->cut = false;
  lanes->copy = *work;
  lanes->work = &lanes->copy;
  while (!is_over(lanes))
    if (!do_something(lanes)) pthread_cond_wait(&lanes->for_caller, &lanes->lock);
  while (is_at_work(lanes)) pthread_cond_wait(&lanes->for_caller, &lanes->lock);
  lanes->work = NULL;
  const bool failed = lanes->failed, done = !lanes->dropped && !lanes->cut;
  pthread_mutex_unlock(&lanes->lock);
  if (failed) arena_fail(lanes->arena);
  return done;
}

/* ---- Beginning and end ---------------------------------------------------------------------- */

/* Also where the calling thread has left lanes_run through an escape. */
static void lanes_end(void *context) {
  Lanes *lanes = context;
  pthread_mutex_lock(&lanes->lock);
  lanes->quit = lanes->dropped = true;
  pthread_cond_broadcast(&lanes->for_helpers);
  pthread_mutex_unlock(&lanes->lock);
  for (size_t i = 0; i < lanes->helpers; i++) pthread_join(lanes->helper[i], NULL);
  pthread_cond_destroy(&lanes->for_caller);
  pthread_cond_destroy(&lanes->for_helpers);
  pthread_mutex_destroy(&lanes->lock);
}

Lanes *lanes_new(Arena *arena, size_t threads) {
  Lanes *lanes = ARENA_NEW(arena, Lanes);
  if (threads < 1) threads = 1;
  if (threads > LANES_THREADS_MOST) threads = LANES_THREADS_MOST;
  lanes->arena = arena;
  lanes->count = threads == 1 ? 1 : threads + 2;
  lanes->helpers_wanted = threads - 1;
  lanes->state = ARENA_ARRAY(arena, LaneState, lanes->count);
  lanes->helper = ARENA_ARRAY(arena, pthread_t, threads);
  pthread_mutex_init(&lanes->lock, NULL);
  pthread_cond_init(&lanes->for_helpers, NULL);
  pthread_cond_init(&lanes->for_caller, NULL);
  arena_defer(arena, lanes_end, lanes);
  return lanes;
}

size_t lanes_count(const Lanes *lanes) { return lanes->count; }
