/* key_trail.h - tells whether keys repeat, where nobody needs the keys themselves.
 *
 * Keys that ascend cannot repeat, and cost nothing but a trail: each as what it shares with the one
 * before and what it does not, two or three bytes for numbers that count. The trail goes to a file
 * when it is long. At the first key that does not ascend it is read back into a set, and from then
 * on every key is looked up there.
 *
 * A run is what one thread can work out about some keys in a row before those ahead of them are
 * known; runs are added in order.
 */
#ifndef READ_KEY_TRAIL_H
#define READ_KEY_TRAIL_H

#include "read/key_set.h"

typedef struct KeyTrail KeyTrail;

typedef struct KeyRun {
  const Text *keys; /* borrowed */
  size_t count;
  bool ascending; /* each is greater than the one before */
  char *code;     /* front-coded, where they ascend and a trail wants them */
  size_t size, capacity;
  SipHash *hash; /* of each, where `hashed` */
  size_t hash_capacity;
  bool hashed;
} KeyRun;

/* `folder`: where a file may be made, which has no name from then on and goes with the arena;
 * NULL: nowhere, all stays in memory. */
KeyTrail *key_trail_new(Arena *arena, const char *folder);
/* Works out a run, whose memory is used again, in the arena. Any thread. `trail` may be NULL: then
 * it is only found out whether they ascend. */
void key_run_make(KeyRun *run, Arena *arena, const KeyTrail *trail, const Text *keys, size_t count);
/* The next keys. Returns how many were there already, and which of them. */
size_t key_trail_add(KeyTrail *trail, Arena *arena, KeyRun *run, uint32_t *duplicates);
/* Bytes of the trail that are in the file. */
size_t key_trail_on_disk(const KeyTrail *trail);

#endif
