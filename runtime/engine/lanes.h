/* lanes.h - one stream of blocks, worked on by several threads, as if it were one.
 *
 * A lane is a block under work with all the memory that this takes. Its stages are
 *
 *   take ─▶ parse ─▶ commit ─▶ compute ─▶ deliver
 *
 * take, commit and deliver are called by the thread that called lanes_run, each in the order of the
 * blocks; parse and compute touch nothing but their own lane and what does not change, and are
 * called by any thread. So whatever has an order or a client (tables, sums, messages, a report) has
 * one thread only and needs no lock, and nothing depends on how many threads there are. The calling
 * thread does what is ordered first and lends a hand with the rest.
 *
 * With one thread there is one lane, and no thread is made; with more they are made when there is a
 * second block to work on.
 */
#ifndef ENGINE_LANES_H
#define ENGINE_LANES_H

#include "base/arena.h"

/* What is done to the block of a lane. `parse` and `commit` may be NULL. */
typedef struct LaneWork {
  void *context;
  bool (*take)(void *context, size_t lane); /* false: there are no more blocks */
  void (*parse)(void *context, size_t lane);
  bool (*commit)(void *context, size_t lane); /* false: a failure; what comes before goes on */
  void (*compute)(void *context, size_t lane);
  bool (*deliver)(void *context, size_t lane);
  Arena *(*arena)(void *context,
                  size_t lane); /* of the lane: its escape is set around each stage */
} LaneWork;

typedef struct Lanes Lanes;

enum { LANES_THREADS_MOST = 256 };

/* Threads that are made end with the arena. */
Lanes *lanes_new(Arena *arena, size_t threads);
/* How many blocks are under work at a time, at the most. */
size_t lanes_count(const Lanes *lanes);
/* Works on all blocks. False where `commit` or `deliver` said so: the blocks before that one are
 * delivered, it and those behind it are not. Where a lane runs out of memory, that unwinds from
 * here: the escape of the arena of lanes_new is taken. */
bool lanes_run(Lanes *lanes, const LaneWork *work);

#endif
