/* key_index.c - from the text of a key to its row.
 *
 * Open addressing with linear probing. A bucket is one 64-bit word: the upper half of the key's
 * hash, and row + 1 (0 = empty). The half hash is compared before the text is looked at, so that a
 * probe touches a text only where it is the right one, but for one in four thousand million. At
 * most half of the buckets are taken. Texts are copied into chunks that never move.
 */
#include <string.h>

#include "table/table.h"

enum { FIRST_BUCKETS = 64, CHUNK = 64 * 1024 };

struct KeyIndex {
  Arena *arena;
  uint64_t *bucket;
  size_t mask; /* buckets - 1, a power of two minus one */
  VEC(Text) texts;
  char *free; /* of the current chunk */
  size_t left;
};

KeyIndex *key_index_new(Arena *arena) {
  KeyIndex *keys = ARENA_NEW(arena, KeyIndex);
  keys->arena = arena;
  keys->mask = FIRST_BUCKETS - 1;
  keys->bucket = arena_grow(arena, NULL, 0, FIRST_BUCKETS * sizeof *keys->bucket);
  return keys;
}

static const uint64_t TAG = 0xffffffff00000000u;

static uint32_t bucket_row(uint64_t bucket) { return (uint32_t)bucket - 1; }

/* The bucket that holds the key, or the empty one where it belongs. */
static size_t find_bucket(const KeyIndex *keys, Text key, uint64_t hash) {
  size_t at = hash & keys->mask;
  for (;; at = (at + 1) & keys->mask) {
    const uint64_t bucket = keys->bucket[at];
    if (!bucket) return at;
    if ((bucket & TAG) == (hash & TAG) && text_equal(keys->texts.at[bucket_row(bucket)], key))
      return at;
  }
}

static void grow(KeyIndex *keys) {
  const size_t buckets = (keys->mask + 1) * 2;
  arena_release(keys->arena, keys->bucket);
  keys->bucket = arena_grow(keys->arena, NULL, 0, buckets * sizeof *keys->bucket);
  keys->mask = buckets - 1;
  for (size_t row = 0; row < keys->texts.count; row++) {
    const uint64_t hash = text_hash(keys->texts.at[row]);
    size_t at = hash & keys->mask;
    while (keys->bucket[at]) at = (at + 1) & keys->mask;
    keys->bucket[at] = (hash & TAG) | (row + 1);
  }
}

static Text copy_key(KeyIndex *keys, Text key) {
  if (key.len > keys->left) {
    keys->left = key.len > CHUNK ? key.len : CHUNK;
    keys->free = arena_alloc(keys->arena, keys->left);
  }
  const Text copy = {keys->free, key.len};
  if (key.len) memcpy(keys->free, key.at, key.len);
  keys->free += key.len;
  keys->left -= key.len;
  return copy;
}

bool key_index_add(KeyIndex *keys, Text key) {
  if (keys->texts.count * 2 > keys->mask) grow(keys);
  const uint64_t hash = text_hash(key);
  const size_t at = find_bucket(keys, key, hash);
  if (keys->bucket[at]) return false;
  *VEC_PUSH(keys->arena, &keys->texts) = copy_key(keys, key);
  keys->bucket[at] = (hash & TAG) | keys->texts.count;
  return true;
}

uint32_t key_index_find(const KeyIndex *keys, Text key) {
  const uint64_t bucket = keys->bucket[find_bucket(keys, key, text_hash(key))];
  return bucket ? bucket_row(bucket) : ROW_NONE;
}

Text key_index_text(const KeyIndex *keys, uint32_t row) { return keys->texts.at[row]; }

size_t key_index_count(const KeyIndex *keys) { return keys->texts.count; }
