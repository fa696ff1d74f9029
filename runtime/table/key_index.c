/* key_index.c - from the text of a key to its row.
 *
 * Open addressing with linear probing. A bucket is one 64-bit word: the upper half of the key's
 * hash, and row + 1 (0 = empty). The half hash is compared before the text is looked at, so that a
 * probe touches a text only where it is the right one, but for one in four thousand million. At
 * most half of the buckets are taken. Texts are copied into chunks that never move.
 *
 * While keys come in ascending order, as exports often have them, none can be a duplicate and none
 * is put into a bucket: `hashed` is how many are. A search among the others halves the list.
 */
#include <string.h>

#include "table/table.h"

enum { FIRST_BUCKETS = 64, CHUNK = 64 * 1024 };

struct KeyIndex {
  Arena *arena;
  uint64_t *bucket;
  size_t mask; /* buckets - 1, a power of two minus one */
  VEC(Text) texts;
  size_t hashed;  /* the first so many texts are in buckets: none, or all */
  bool ascending; /* each text is greater than the one before */
  char *free;     /* of the current chunk */
  size_t left;
};

KeyIndex *key_index_new(Arena *arena) {
  KeyIndex *keys = ARENA_NEW(arena, KeyIndex);
  keys->arena = arena;
  keys->ascending = true;
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

static void put_into_bucket(KeyIndex *keys, size_t row, uint64_t hash) {
  size_t at = hash & keys->mask;
  while (keys->bucket[at]) at = (at + 1) & keys->mask;
  keys->bucket[at] = (hash & TAG) | (row + 1);
}

/* Puts all texts into so many buckets. A bucket is asked for some rows before its turn, because
 * each lies somewhere else. */
static void rehash(KeyIndex *keys, size_t buckets) {
  enum { AHEAD = 16 };
  const size_t count = keys->texts.count;
  uint64_t hash[AHEAD];
  arena_release(keys->arena, keys->bucket);
  keys->bucket = arena_grow(keys->arena, NULL, 0, buckets * sizeof *keys->bucket);
  keys->mask = buckets - 1;
  for (size_t row = 0; row < count + AHEAD; row++) {
    uint64_t *turn = &hash[row % AHEAD];
    if (row >= AHEAD) put_into_bucket(keys, row - AHEAD, *turn);
    if (row >= count) continue;
    *turn = text_hash(keys->texts.at[row]);
    __builtin_prefetch(&keys->bucket[*turn & keys->mask], 1);
  }
  keys->hashed = count;
}

void key_index_prepare(KeyIndex *keys) {
  size_t buckets = FIRST_BUCKETS;
  if (keys->bucket && keys->hashed == keys->texts.count) return;
  while (buckets < keys->texts.count * 2 + 2) buckets *= 2;
  rehash(keys, buckets);
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

static void push(KeyIndex *keys, Text key) {
  *VEC_PUSH(keys->arena, &keys->texts) = copy_key(keys, key);
}

bool key_index_add(KeyIndex *keys, Text key) {
  const size_t count = keys->texts.count;
  if (keys->ascending && !keys->bucket &&
      (count == 0 || text_compare(keys->texts.at[count - 1], key) < 0)) {
    push(keys, key);
    return true;
  }
  keys->ascending = false;
  key_index_prepare(keys);
  if (count * 2 > keys->mask) rehash(keys, (keys->mask + 1) * 2);
  const uint64_t hash = text_hash(key);
  const size_t at = find_bucket(keys, key, hash);
  if (keys->bucket[at]) return false;
  push(keys, key);
  keys->bucket[at] = (hash & TAG) | ++keys->hashed;
  return true;
}

static uint32_t find_halving(const KeyIndex *keys, Text key) {
  size_t low = 0, high = keys->texts.count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    const int order = text_compare(keys->texts.at[middle], key);
    if (order == 0) return (uint32_t)middle;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return ROW_NONE;
}

uint32_t key_index_find(const KeyIndex *keys, Text key) {
  if (!keys->bucket) return find_halving(keys, key);
  const uint64_t bucket = keys->bucket[find_bucket(keys, key, text_hash(key))];
  return bucket ? bucket_row(bucket) : ROW_NONE;
}

/* ---- Many at once ----
 *
 * A search in a large index waits for memory three times: for the bucket, for the text's place and
 * length, and for the text. So some dozens of searches take each of these steps together, and what
 * the next step needs of each is on its way while the others are seen to. */

enum { TOGETHER = 64, NEAR_ROWS = 4 };

typedef struct Search {
  size_t index; /* into the keys that are wanted */
  uint64_t hash;
  uint32_t row; /* where the key is if it is anywhere, most likely */
} Search;

/* Some dozens of keys in buckets. */
static void search_together(const KeyIndex *keys, const Text *wanted, Search *search, size_t count,
                            uint32_t *rows) {
  for (size_t i = 0; i < count; i++) {
    search[i].hash = text_hash(wanted[search[i].index]);
    __builtin_prefetch(&keys->bucket[search[i].hash & keys->mask]);
  }
  for (size_t i = 0; i < count; i++) {
    const uint64_t tag = search[i].hash & TAG;
    size_t at = search[i].hash & keys->mask;
    while (keys->bucket[at] && (keys->bucket[at] & TAG) != tag) at = (at + 1) & keys->mask;
    search[i].row = keys->bucket[at] ? bucket_row(keys->bucket[at]) : ROW_NONE;
    if (search[i].row != ROW_NONE) __builtin_prefetch(&keys->texts.at[search[i].row]);
  }
  for (size_t i = 0; i < count; i++)
    if (search[i].row != ROW_NONE) __builtin_prefetch(keys->texts.at[search[i].row].at);
  for (size_t i = 0; i < count; i++) {
    const Text key = wanted[search[i].index];
    uint32_t row = search[i].row;
    if (row != ROW_NONE && !text_equal(keys->texts.at[row], key)) row = key_index_find(keys, key);
    rows[search[i].index] = row;
  }
}

/* The row of a key that is at `near` or shortly behind it. */
static uint32_t find_near(const KeyIndex *keys, Text key, uint32_t near) {
  for (uint32_t row = near; row < keys->texts.count && row - near <= NEAR_ROWS; row++)
    if (text_equal(keys->texts.at[row], key)) return row;
  return ROW_NONE;
}

/* Up to TOGETHER keys. After the first that is not near, none is looked for there again: where
 * keys come in no order, that would be one more wait for each. */
static void find_some(const KeyIndex *keys, const Text *wanted, size_t count, uint32_t near,
                      uint32_t *rows) {
  Search search[TOGETHER];
  size_t searches = 0;
  for (size_t i = 0; i < count; i++) {
    if (near != ROW_NONE) near = find_near(keys, wanted[i], near);
    rows[i] = near;
    if (near == ROW_NONE) search[searches++].index = i;
  }
  search_together(keys, wanted, search, searches, rows);
}

void key_index_find_all(const KeyIndex *keys, const Text *wanted, size_t count, uint32_t near,
                        uint32_t *rows) {
  for (size_t at = 0; at < count; at += TOGETHER) {
    const size_t some = count - at < TOGETHER ? count - at : TOGETHER;
    if (!keys->bucket) {
      for (size_t i = at; i < at + some; i++) rows[i] = find_halving(keys, wanted[i]);
      continue;
    }
    find_some(keys, wanted + at, some, near, rows + at);
    near = rows[at + some - 1];
  }
}

Text key_index_text(const KeyIndex *keys, uint32_t row) { return keys->texts.at[row]; }

size_t key_index_count(const KeyIndex *keys) { return keys->texts.count; }
