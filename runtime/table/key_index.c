/* key_index.c - from the text of a key to its row, and back.
 *
 *   row ─▶ start ─▶ | 3 | A17 | 3 | A18 | 5 | B0001 | ...      in pages of 64 KiB
 *   hash ─▶ bucket: half hash, row + 1
 *
 * A text lies behind its length, and is found by 4 bytes a row: its distance from the text of the
 * first row of its family, 256 rows. A text that fits no page gets as many as it needs, side by
 * side. Nothing of this ever moves.
 *
 * Buckets are probed one after another from the place that the hash tells. A bucket is one 64-bit
 * word: the lower half of the hash, and row + 1 (0 = empty). The half hash is compared before the
 * text is looked at, so that a probe touches a text only where it is the right one, but for one in
 * four thousand million. At most three quarters of the buckets are taken.
 *
 * While keys come in ascending order, as exports often have them, none can be a duplicate and none
 * is put into a bucket. What is looked for in the same order is found by going on from the key
 * found last. Searches from afar are counted: it is then worth it to prepare for them, by a ruler
 * where the keys lie evenly (key_ruler.h) or by filling the buckets. Other threads may go on
 * searching without, until they see what was prepared.
 */
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#include "table/key_ruler.h"

__extension__ typedef unsigned __int128 unsigned_128;

enum { PAGE_BITS = 16, PAGE = 1 << PAGE_BITS, FAMILY = 256, FIRST_BUCKETS = 64, SHORT_MOST = 254 };

typedef struct Buckets {
  size_t count;
  uint64_t at[];
} Buckets;

struct KeyIndex {
  Arena *arena;
  VEC(char *) pages;
  uint64_t end;               /* of the texts: page and offset in it */
  VEC(uint64_t) families;     /* where the first text of each begins */
  VEC(uint32_t) starts;       /* by row */
  Text last;                  /* key */
  _Atomic(Buckets *) buckets; /* NULL while the keys ascend and nobody has asked for them */
  _Atomic(KeyRuler *) ruler;  /* NULL unless it was asked for, without buckets; no key came later */
  bool uneven;                /* a ruler was tried, and is of no use */
  atomic_size_t *far;         /* searches from afar while there are no buckets */
};

KeyIndex *key_index_new(Arena *arena) {
  KeyIndex *keys = ARENA_NEW(arena, KeyIndex);
  keys->arena = arena;
  keys->far = ARENA_NEW(arena, atomic_size_t);
  return keys;
}

size_t key_index_count(const KeyIndex *keys) { return keys->starts.count; }

/* ---- Texts ---- */

static const char *text_place(const KeyIndex *keys, size_t row) {
  const uint64_t at = keys->families.at[row / FAMILY] + keys->starts.at[row];
  return keys->pages.at[at >> PAGE_BITS] + (at & (PAGE - 1));
}

/* A length above SHORT_MOST stands in the four bytes behind the first. */
static Text text_at(const char *place) {
  const uint8_t first = (uint8_t)*place;
  uint32_t length;
  if (first <= SHORT_MOST) return (Text){place + 1, first};
  memcpy(&length, place + 1, sizeof length);
  return (Text){place + 1 + sizeof length, length};
}

Text key_index_text(const KeyIndex *keys, uint32_t row) { return text_at(text_place(keys, row)); }

/* The end becomes a place with room for `size` bytes. */
static void make_room(KeyIndex *keys, size_t size) {
  const size_t used = keys->end & (PAGE - 1);
  if (used && size <= PAGE - used) return;
  const size_t pages = (size + PAGE - 1) / PAGE;
  char *bytes = arena_alloc(keys->arena, pages * PAGE);
  keys->end = (uint64_t)keys->pages.count << PAGE_BITS;
  for (size_t i = 0; i < pages; i++) *VEC_PUSH(keys->arena, &keys->pages) = bytes + i * PAGE;
}

static void push(KeyIndex *keys, Text key) {
  const size_t head = key.len <= SHORT_MOST ? 1 : 1 + sizeof(uint32_t), row = keys->starts.count;
  atomic_store_explicit(&keys->ruler, NULL, memory_order_relaxed);
  const uint32_t length = (uint32_t)key.len;
  make_room(keys, head + key.len);
  if (row % FAMILY == 0) *VEC_PUSH(keys->arena, &keys->families) = keys->end;
  const uint64_t distance = keys->end - keys->families.at[row / FAMILY];
  if (key.len > UINT32_MAX || distance > UINT32_MAX) arena_fail(keys->arena);
  char *place = keys->pages.at[keys->end >> PAGE_BITS] + (keys->end & (PAGE - 1));
  place[0] = (char)(key.len <= SHORT_MOST ? key.len : SHORT_MOST + 1);
  if (head > 1) memcpy(place + 1, &length, sizeof length);
  if (key.len) memcpy(place + head, key.at, key.len);
  *VEC_PUSH(keys->arena, &keys->starts) = (uint32_t)distance;
  keys->end += head + key.len;
  keys->last = (Text){place + head, key.len};
}

/* ---- Buckets ---- */

static const uint64_t TAG = 0xffffffffu;

static uint64_t bucket_of(uint64_t hash, size_t row) { return hash << 32 | (row + 1); }
static uint64_t bucket_tag(uint64_t bucket) { return bucket >> 32; }
static uint32_t bucket_row(uint64_t bucket) { return (uint32_t)bucket - 1; }

static Buckets *buckets_of(const KeyIndex *keys) {
  return atomic_load_explicit(&keys->buckets, memory_order_acquire);
}

static size_t first_bucket(const Buckets *buckets, uint64_t hash) {
  return (size_t)((uint64_t)((unsigned_128)hash * buckets->count >> 64));
}

static size_t next_bucket(const Buckets *buckets, size_t at) {
  return at + 1 < buckets->count ? at + 1 : 0;
}

/* Most keys have at most 16 bytes: two words, which overlap. */
static inline bool same_text(Text a, Text b) {
  uint64_t first[2], last[2];
  if (a.len != b.len) return false;
  if (a.len < 8 || a.len > 16) return text_equal(a, b);
  memcpy(&first[0], a.at, 8);
  memcpy(&first[1], b.at, 8);
  memcpy(&last[0], a.at + a.len - 8, 8);
  memcpy(&last[1], b.at + b.len - 8, 8);
  return ((first[0] ^ first[1]) | (last[0] ^ last[1])) == 0;
}

static bool row_is(const KeyIndex *keys, size_t row, Text key) {
  return same_text(text_at(text_place(keys, row)), key);
}

/* The bucket that holds the key, or the empty one where it belongs. */
static size_t find_bucket(const KeyIndex *keys, const Buckets *buckets, Text key, uint64_t hash) {
  for (size_t at = first_bucket(buckets, hash);; at = next_bucket(buckets, at)) {
    const uint64_t bucket = buckets->at[at];
    if (!bucket) return at;
    if (bucket_tag(bucket) == (hash & TAG) && row_is(keys, bucket_row(bucket), key)) return at;
  }
}

static void put_into_bucket(Buckets *buckets, size_t row, uint64_t hash) {
  size_t at = first_bucket(buckets, hash);
  while (buckets->at[at]) at = next_bucket(buckets, at);
  buckets->at[at] = bucket_of(hash, row);
}

/* Keys that are put into buckets are asked for so many rows before their turn, because each bucket
 * lies somewhere else. */
enum { AHEAD = 16 };

/* Each search of many goes to another place, which large pages make cheaper to find. They are only
 * asked for: nothing depends on it. */
static void ask_for_large_pages(Buckets *buckets, size_t size) {
  enum { LARGE_PAGE = 2 << 20 };
  const uintptr_t start = ((uintptr_t)buckets + LARGE_PAGE - 1) & ~(uintptr_t)(LARGE_PAGE - 1);
  const uintptr_t end = ((uintptr_t)buckets + size) & ~(uintptr_t)(LARGE_PAGE - 1);
  if (start < end) (void)madvise((void *)start, end - start, MADV_HUGEPAGE);
}

/* Puts all texts into so many buckets. */
static void rehash(KeyIndex *keys, size_t bucket_count) {
  const size_t count = keys->starts.count;
  uint64_t hash[AHEAD];
  arena_release(keys->arena, buckets_of(keys));
  atomic_store_explicit(&keys->buckets, NULL, memory_order_relaxed);
  Buckets *buckets = NULL;
  const size_t size = sizeof *buckets + bucket_count * sizeof *buckets->at;
  buckets = arena_grow(keys->arena, NULL, 0, size);
  ask_for_large_pages(buckets, size);
  buckets->count = bucket_count;
  for (size_t row = 0; row < count + AHEAD; row++) {
    uint64_t *turn = &hash[row % AHEAD];
    if (row >= AHEAD) put_into_bucket(buckets, row - AHEAD, *turn);
    if (row >= count) continue;
    *turn = text_hash(key_index_text(keys, (uint32_t)row));
    __builtin_prefetch(&buckets->at[first_bucket(buckets, *turn)], 1);
  }
  atomic_store_explicit(&keys->buckets, buckets, memory_order_release);
}

static KeyRuler *ruler_of(const KeyIndex *keys) {
  return atomic_load_explicit(&keys->ruler, memory_order_acquire);
}

static bool is_prepared(const KeyIndex *keys) { return buckets_of(keys) || ruler_of(keys); }

void key_index_prepare(KeyIndex *keys) {
  const size_t count = keys->starts.count;
  if (is_prepared(keys)) return;
  KeyRuler *ruler = keys->uneven ? NULL : key_ruler_new(keys->arena, keys);
  keys->uneven = !ruler;
  if (ruler)
    atomic_store_explicit(&keys->ruler, ruler, memory_order_release);
  else
    rehash(keys, FIRST_BUCKETS + count + count / 2);
}

bool key_index_wants_prepare(const KeyIndex *keys) {
  enum { WORTH_IT = 64 }; /* preparing takes less time than that many searches from afar */
  const size_t far = atomic_load_explicit(keys->far, memory_order_relaxed);
  return !is_prepared(keys) && far > keys->starts.count / WORTH_IT;
}

/* Room for so many more keys. */
static Buckets *grow_buckets(KeyIndex *keys, size_t more) {
  const size_t count = keys->starts.count;
  const Buckets *buckets = buckets_of(keys);
  if (!buckets || (count + more) * 4 > buckets->count * 3)
    rehash(keys, FIRST_BUCKETS + (count + more) * 2);
  return buckets_of(keys);
}

/* ---- Adding ---- */

static bool follows_last(const KeyIndex *keys, Text key) {
  return !buckets_of(keys) && (keys->starts.count == 0 || text_compare(keys->last, key) < 0);
}

static bool add_hashed(KeyIndex *keys, Buckets *buckets, Text key, uint64_t hash) {
  const size_t at = find_bucket(keys, buckets, key, hash);
  if (buckets->at[at]) return false;
  buckets->at[at] = bucket_of(hash, keys->starts.count);
  push(keys, key);
  return true;
}

bool key_index_add(KeyIndex *keys, Text key) {
  if (follows_last(keys, key)) {
    push(keys, key);
    return true;
  }
  return add_hashed(keys, grow_buckets(keys, 1), key, text_hash(key));
}

size_t key_index_add_all(KeyIndex *keys, const Text *added, size_t count, bool ascending,
                         uint32_t *duplicates) {
  size_t duplicate_count = 0;
  uint64_t hash[AHEAD];
  if (count == 0) return 0;
  if (ascending && follows_last(keys, added[0])) {
    for (size_t i = 0; i < count; i++) push(keys, added[i]);
    return 0;
  }
  Buckets *buckets = grow_buckets(keys, count);
  for (size_t i = 0; i < count + AHEAD; i++) {
    uint64_t *turn = &hash[i % AHEAD];
    if (i >= AHEAD && !add_hashed(keys, buckets, added[i - AHEAD], *turn))
      duplicates[duplicate_count++] = (uint32_t)(i - AHEAD);
    if (i >= count) continue;
    *turn = text_hash(added[i]);
    __builtin_prefetch(&buckets->at[first_bucket(buckets, *turn)], 1);
  }
  return duplicate_count;
}

/* ---- Finding ---- */

/* In ascending order: the first row from `low` on, whose text or that of the row before is not
 * greater than the key, with a text that is not less. */
static size_t lower_bound(const KeyIndex *keys, Text key, size_t low) {
  const size_t count = keys->starts.count;
  size_t step = 1, high = count;
  for (; low + step < count; step *= 2) {
    if (text_compare(key_index_text(keys, (uint32_t)(low + step)), key) >= 0) {
      high = low + step;
      break;
    }
    low += step;
  }
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (text_compare(key_index_text(keys, (uint32_t)middle), key) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static uint32_t find_ascending(const KeyIndex *keys, Text key, size_t low) {
  const size_t row = lower_bound(keys, key, low);
  return row < keys->starts.count && row_is(keys, row, key) ? (uint32_t)row : ROW_NONE;
}

/* The same from a row that the key may be at, before or behind. */
static uint32_t find_around(const KeyIndex *keys, Text key, size_t row) {
  size_t low = row;
  for (size_t step = 1; low > 0; step *= 2) {
    if (text_compare(key_index_text(keys, (uint32_t)low), key) <= 0) break;
    low = low > step ? low - step : 0;
  }
  return find_ascending(keys, key, low);
}

uint32_t key_index_find(const KeyIndex *keys, Text key) {
  const Buckets *buckets = buckets_of(keys);
  const KeyRuler *ruler = ruler_of(keys);
  if (!buckets) return find_around(keys, key, ruler ? key_ruler_row(ruler, key) : 0);
  const uint64_t bucket = buckets->at[find_bucket(keys, buckets, key, text_hash(key))];
  return bucket ? bucket_row(bucket) : ROW_NONE;
}

/* ---- Many at once ----
 *
 * A search in many buckets waits for memory three times: for the bucket, for where the text is, and
 * for the text. So some dozens of searches take each of these steps together, and what the next
 * step needs of each is on its way while the others are seen to. With a ruler it is the same, but
 * for the bucket. */

enum { TOGETHER = 64, NEAR_ROWS = 4 };

typedef struct Search {
  size_t index; /* into the keys that are wanted */
  uint64_t hash;
  uint32_t row; /* where the key is if it is anywhere, most likely */
} Search;

/* Where the keys are by their buckets, */
static void search_buckets(const Buckets *buckets, const Text *wanted, Search *search,
                           size_t count) {
  for (size_t i = 0; i < count; i++) {
    search[i].hash = text_hash(wanted[search[i].index]);
    __builtin_prefetch(&buckets->at[first_bucket(buckets, search[i].hash)]);
  }
  for (size_t i = 0; i < count; i++) {
    const uint64_t tag = search[i].hash & TAG;
    size_t at = first_bucket(buckets, search[i].hash);
    while (buckets->at[at] && bucket_tag(buckets->at[at]) != tag) at = next_bucket(buckets, at);
    search[i].row = buckets->at[at] ? bucket_row(buckets->at[at]) : ROW_NONE;
  }
}

/* or by the ruler. */
static void search_ruler(const KeyRuler *ruler, const Text *wanted, Search *search, size_t count) {
  for (size_t i = 0; i < count; i++) search[i].row = key_ruler_row(ruler, wanted[search[i].index]);
}

static void search_together(const KeyIndex *keys, const Text *wanted, Search *search, size_t count,
                            uint32_t *rows) {
  const Buckets *buckets = buckets_of(keys);
  if (buckets)
    search_buckets(buckets, wanted, search, count);
  else
    search_ruler(ruler_of(keys), wanted, search, count);
  for (size_t i = 0; i < count; i++)
    if (search[i].row != ROW_NONE) __builtin_prefetch(&keys->starts.at[search[i].row]);
  for (size_t i = 0; i < count; i++)
    if (search[i].row != ROW_NONE) __builtin_prefetch(text_place(keys, search[i].row));
  for (size_t i = 0; i < count; i++) {
    const Text key = wanted[search[i].index];
    uint32_t row = search[i].row;
    if (row != ROW_NONE && !row_is(keys, row, key)) row = key_index_find(keys, key);
    rows[search[i].index] = row;
  }
}

/* The row of a key that is at `near` or shortly behind it. */
static inline uint32_t find_near(const KeyIndex *keys, Text key, uint32_t near) {
  for (uint32_t row = near; row < keys->starts.count && row - near <= NEAR_ROWS; row++)
    if (row_is(keys, row, key)) return row;
  return ROW_NONE;
}

/* Up to TOGETHER keys; returns where to look for the next. After the first that is not near, none
 * is looked for there again: where keys come in no order, that would be one more wait for each. */
static uint32_t find_some(const KeyIndex *keys, const Text *wanted, size_t count, uint32_t near,
                          uint32_t *rows) {
  Search search[TOGETHER];
  size_t searches = 0;
  for (size_t i = 0; i < count; i++) {
    const bool empty = wanted[i].len == 0; /* as cells often are: that says nothing of the order */
    if (near != ROW_NONE && !empty) near = find_near(keys, wanted[i], near);
    rows[i] = near;
    if (near == ROW_NONE || empty) search[searches++].index = i;
  }
  search_together(keys, wanted, search, searches, rows);
  return near;
}

/* The row of a key that is not near, or where it would be; *from is where the one before was. */
static size_t find_far(const KeyIndex *keys, Text key, size_t from, size_t *far) {
  enum { AFAR = 64 };
  const bool behind =
      from < keys->starts.count && text_compare(key_index_text(keys, (uint32_t)from), key) < 0;
  const size_t row = lower_bound(keys, key, behind ? from : 0);
  *far += !behind || row - from > AFAR;
  return row;
}

/* Each from where the one before was found. */
static void find_onwards(const KeyIndex *keys, const Text *wanted, size_t count, uint32_t near,
                         uint32_t *rows) {
  const size_t key_count = keys->starts.count;
  size_t from = near < key_count ? near : 0, far = 0;
  for (size_t i = 0; i < count; i++) {
    const Text key = wanted[i];
    const bool empty = key.len == 0; /* as cells often are: that says nothing of the order */
    const uint32_t at = empty ? ROW_NONE : find_near(keys, key, (uint32_t)from);
    const size_t row = empty ? 0 : at != ROW_NONE ? at : find_far(keys, key, from, &far);
    const bool found = at != ROW_NONE || (row < key_count && row_is(keys, row, key));
    rows[i] = found ? (uint32_t)row : ROW_NONE;
    if (!empty) from = row;
  }
  if (far > 0) atomic_fetch_add_explicit(keys->far, far, memory_order_relaxed);
}

void key_index_find_all(const KeyIndex *keys, const Text *wanted, size_t count, uint32_t near,
                        uint32_t *rows) {
  if (!is_prepared(keys)) {
    find_onwards(keys, wanted, count, near, rows);
    return;
  }
  for (size_t at = 0; at < count; at += TOGETHER) {
    const size_t some = count - at < TOGETHER ? count - at : TOGETHER;
    near = find_some(keys, wanted + at, some, near, rows + at);
  }
}
