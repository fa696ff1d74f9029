/* key_trail.c - the code of a key, and how it becomes a key again.
 *
 *   | shared:4 new:4 | more of shared | more of new | the new bytes |
 *
 * A half byte of 15 says that seven bits a byte follow, least first, to be added to it; the upper
 * bit of each tells whether there is another one.
 */
#include "read/key_trail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"

enum { IN_MEMORY = 1 << 20, HALF = 15, CODE_HEAD_MOST = 1 + 2 * 10 };

struct KeyTrail {
  Arena *arena;
  SipKey secret;
  atomic_bool scattered; /* keys are in the set; a hint to other threads */
  KeySet *set;           /* NULL while they ascend */
  char *last;            /* key */
  size_t last_len, last_capacity;
  bool any;
  char *code; /* of the trail, behind what is in the file */
  size_t size, capacity;
  bool writes;        /* what is too long for memory goes into the file */
  const char *folder; /* where it is made, NULL when it is */
  int file;           /* -1: none */
  size_t file_size;
  char *map; /* of the file while it is read back */
};

/* A block of at least `size` bytes in the place of one of *capacity. */
static void *make_room(Arena *arena, void *block, size_t *capacity, size_t size) {
  if (size <= *capacity) return block;
  const size_t more = size + *capacity / 2;
  block = arena_grow(arena, block, *capacity, more);
  *capacity = more;
  return block;
}

/* ---- The code ---- */

static char *put_number(char *to, size_t number) {
  if (number < HALF) return to;
  for (number -= HALF; number >= 0x80; number >>= 7) *to++ = (char)(number | 0x80);
  *to++ = (char)number;
  return to;
}

static size_t take_number(const char **at, size_t half) {
  if (half < HALF) return half;
  size_t number = 0;
  for (unsigned shift = 0;; shift += 7) {
    const uint8_t byte = (uint8_t) * (*at)++;
    number |= (size_t)(byte & 0x7f) << shift;
    if (byte < 0x80) return number + HALF;
  }
}

static size_t shared_length(Text a, Text b) {
  const size_t most = a.len < b.len ? a.len : b.len;
  size_t length = 0;
  while (length < most && a.at[length] == b.at[length]) length++;
  return length;
}

static void encode(KeyRun *run, Arena *arena) {
  Text before = {"", 0};
  run->size = 0;
  for (size_t i = 0; i < run->count; i++) {
    const Text key = run->keys[i];
    const size_t shared = shared_length(before, key), rest = key.len - shared;
    run->code = make_room(arena, run->code, &run->capacity, run->size + CODE_HEAD_MOST + rest);
    char *start = run->code + run->size, *to = start + 1;
    *start = (char)((shared < HALF ? shared : HALF) << 4 | (rest < HALF ? rest : HALF));
    to = put_number(to, shared);
    to = put_number(to, rest);
    memcpy(to, key.at + shared, rest);
    run->size += (size_t)(to - start) + rest;
    before = key;
  }
}

/* ---- Runs ---- */

static void hash_run(KeyRun *run, Arena *arena, const KeyTrail *trail) {
  const size_t size = run->count * sizeof *run->hash;
  run->hash = make_room(arena, run->hash, &run->hash_capacity, size);
  for (size_t i = 0; i < run->count; i++) run->hash[i] = siphash_128(trail->secret, run->keys[i]);
  run->hashed = true;
}

void key_run_make(KeyRun *run, Arena *arena, const KeyTrail *trail, const Text *keys,
                  size_t count) {
  run->keys = keys;
  run->count = count;
  run->hashed = false;
  run->ascending = true;
  for (size_t i = 1; i < count && run->ascending; i++)
    run->ascending = text_compare(keys[i - 1], keys[i]) < 0;
  if (!trail) return;
  if (run->ascending && !atomic_load_explicit(&trail->scattered, memory_order_relaxed))
    encode(run, arena);
  else
    hash_run(run, arena, trail);
}

/* ---- The trail ---- */

static void close_trail(void *what) {
  KeyTrail *trail = what;
  if (trail->map) munmap(trail->map, trail->file_size);
  if (trail->file >= 0) close(trail->file);
  trail->map = NULL;
  trail->file = -1;
}

KeyTrail *key_trail_new(Arena *arena, const char *folder) {
  KeyTrail *trail = ARENA_NEW(arena, KeyTrail);
  trail->arena = arena;
  trail->secret = siphash_key();
  trail->folder = folder;
  trail->writes = folder != NULL;
  trail->file = -1;
  return trail;
}

size_t key_trail_on_disk(const KeyTrail *trail) { return trail->file_size; }

static void open_file(KeyTrail *trail) {
  trail->file = file_nameless(trail->arena, trail->folder);
  trail->folder = NULL;
  if (trail->file >= 0) arena_defer(trail->arena, close_trail, trail);
}

/* Puts the code in memory into the file, all of it or nothing: the file ends with a key. Where that
 * fails, all that follows stays in memory. */
static void move_to_file(KeyTrail *trail) {
  size_t done = 0;
  if (trail->folder) open_file(trail);
  while (trail->file >= 0 && done < trail->size) {
    const ssize_t wrote = pwrite(trail->file, trail->code + done, trail->size - done,
                                 (off_t)(trail->file_size + done));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) break;
    done += (size_t)wrote;
  }
  trail->writes = done == trail->size;
  if (!trail->writes) return;
  trail->file_size += done;
  trail->size = 0;
}

static void append(KeyTrail *trail, const KeyRun *run) {
  const Text last = run->keys[run->count - 1];
  if (trail->size > 0 && trail->size + run->size > IN_MEMORY && trail->writes) move_to_file(trail);
  trail->code = make_room(trail->arena, trail->code, &trail->capacity, trail->size + run->size);
  memcpy(trail->code + trail->size, run->code, run->size);
  trail->size += run->size;
  trail->last = make_room(trail->arena, trail->last, &trail->last_capacity, last.len);
  memcpy(trail->last, last.at, last.len);
  trail->last_len = last.len;
  trail->any = true;
}

/* ---- From the trail to the set ---- */

/* Some hashes are gathered before they are put into the set, so that their places are on the way.
 */
enum { TOGETHER = 32 };

typedef struct Reading {
  KeyTrail *trail;
  char *key;
  size_t len, capacity;
  SipHash hash[TOGETHER];
  size_t hashes;
} Reading;

static void put_hashes(Reading *reading) {
  for (size_t i = 0; i < reading->hashes; i++) key_set_add(reading->trail->set, reading->hash[i]);
  reading->hashes = 0;
}

static void read_back(Reading *reading, const char *at, const char *end) {
  KeyTrail *trail = reading->trail;
  while (at < end) {
    const uint8_t head = (uint8_t)*at++;
    const size_t shared = take_number(&at, head >> 4), rest = take_number(&at, head & HALF);
    reading->key = make_room(trail->arena, reading->key, &reading->capacity, shared + rest);
    memcpy(reading->key + shared, at, rest);
    at += rest;
    const SipHash hash = siphash_128(trail->secret, (Text){reading->key, shared + rest});
    key_set_prefetch(trail->set, hash);
    reading->hash[reading->hashes++] = hash;
    if (reading->hashes == TOGETHER) put_hashes(reading);
  }
}

/* All keys so far into the set. */
static void scatter(KeyTrail *trail) {
  Reading reading = {.trail = trail};
  trail->set = key_set_new(trail->arena);
  atomic_store_explicit(&trail->scattered, true, memory_order_relaxed);
  if (trail->file_size > 0) {
    char *map = mmap(NULL, trail->file_size, PROT_READ, MAP_PRIVATE, trail->file, 0);
    if (map == MAP_FAILED) arena_fail(trail->arena);
    trail->map = map;
    read_back(&reading, map, map + trail->file_size);
  }
  read_back(&reading, trail->code, trail->code + trail->size);
  put_hashes(&reading);
  if (trail->file >= 0) arena_close(trail->arena, trail);
  arena_release(trail->arena, trail->code);
  arena_release(trail->arena, reading.key);
  trail->code = NULL;
  trail->size = trail->capacity = 0;
}

size_t key_trail_add(KeyTrail *trail, Arena *arena, KeyRun *run, uint32_t *duplicates) {
  size_t duplicate_count = 0;
  if (run->count == 0) return 0;
  const Text last = {trail->last, trail->last_len};
  const bool follows = run->ascending && (!trail->any || text_compare(last, run->keys[0]) < 0);
  if (!trail->set && follows) {
    append(trail, run);
    return 0;
  }
  if (!trail->set) scatter(trail);
  if (!run->hashed) hash_run(run, arena, trail);
  for (size_t i = 0; i < run->count + TOGETHER; i++) {
    if (i < run->count) key_set_prefetch(trail->set, run->hash[i]);
    if (i < TOGETHER || key_set_add(trail->set, run->hash[i - TOGETHER])) continue;
    duplicates[duplicate_count++] = (uint32_t)(i - TOGETHER);
  }
  return duplicate_count;
}
