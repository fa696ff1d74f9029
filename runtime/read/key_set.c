/* key_set.c - 256 sorted lists with gaps.
 *
 * The upper eight bits of a hash name the list, the next ones a slot in it. Where that is taken,
 * the next free one is used, and the hashes stay in ascending order: so a search ends at the first
 * greater one, nine tenths of the slots can be taken, and a list is made longer by one walk along
 * it. Lists grow one by one, each by a quarter: there is never much more memory than is needed.
 */
#include "read/key_set.h"

#include <string.h>

__extension__ typedef unsigned __int128 Hash128;

enum { LISTS = 256, FIRST_SLOTS = 32, SLACK = 32 };

typedef struct List {
  Hash128 *slot; /* 0 = free */
  size_t slots;  /* that a hash can name */
  size_t room;   /* slots, and those behind them */
  size_t count;
} List;

struct KeySet {
  Arena *arena;
  size_t count;
  List list[LISTS];
};

KeySet *key_set_new(Arena *arena) {
  KeySet *set = ARENA_NEW(arena, KeySet);
  set->arena = arena;
  return set;
}

size_t key_set_count(const KeySet *set) { return set->count; }

static Hash128 join(SipHash hash) {
  const Hash128 joined = (Hash128)hash.high << 64 | hash.low;
  return joined ? joined : 1;
}

static size_t list_of(Hash128 hash) { return (size_t)(hash >> 120); }

static size_t slot_of(const List *list, Hash128 hash) {
  const uint64_t next = (uint64_t)(hash >> 56);
  return (size_t)((Hash128)next * list->slots >> 64);
}

/* The list's hashes into other slots; false where a run of them does not fit. */
static bool spread(KeySet *set, const List *old, List *list) {
  list->slot = arena_grow(set->arena, NULL, 0, list->room * sizeof *list->slot);
  size_t free = 0;
  for (size_t i = 0; i < old->room; i++) {
    if (!old->slot[i]) continue;
    const size_t named = slot_of(list, old->slot[i]);
    const size_t at = named > free ? named : free;
    if (at >= list->room) return false;
    list->slot[at] = old->slot[i];
    free = at + 1;
  }
  return true;
}

/* A list of so many slots, with room for a longer run behind them than before where it has to be.
 */
static void grow(KeySet *set, List *list, size_t slots, size_t behind) {
  List larger = {.slots = slots, .room = slots + behind, .count = list->count};
  while (!spread(set, list, &larger)) {
    arena_release(set->arena, larger.slot);
    larger.room += larger.room - slots;
  }
  arena_release(set->arena, list->slot);
  *list = larger;
}

void key_set_prefetch(const KeySet *set, SipHash hash) {
  const Hash128 joined = join(hash);
  const List *list = &set->list[list_of(joined)];
  if (list->slot) __builtin_prefetch(&list->slot[slot_of(list, joined)], 1);
}

bool key_set_add(KeySet *set, SipHash hash) {
  const Hash128 joined = join(hash);
  List *list = &set->list[list_of(joined)];
  if ((list->count + 1) * 10 > list->slots * 9)
    grow(set, list, list->slots + list->slots / 4 + FIRST_SLOTS, SLACK);
  for (;;) {
    size_t at = slot_of(list, joined);
    while (at < list->room && list->slot[at] && list->slot[at] < joined) at++;
    if (at < list->room && list->slot[at] == joined) return false;
    size_t free = at;
    while (free < list->room && list->slot[free]) free++;
    if (free < list->room) {
      memmove(&list->slot[at + 1], &list->slot[at], (free - at) * sizeof *list->slot);
      list->slot[at] = joined;
      list->count++;
      set->count++;
      return true;
    }
    grow(set, list, list->slots, 2 * (list->room - list->slots));
  }
}
