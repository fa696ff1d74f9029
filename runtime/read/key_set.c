/* key_set.c - 256 sorted lists with gaps.
 *
 * The upper eight bits of a hash name the list, the next ones a slot in it. Where that is taken,
 * the next free one is used, and the hashes stay in ascending order: so a search ends at the first
 * greater one, nine tenths of the slots can be taken, and a list is made longer by one walk along
 * it. Lists grow one by one, each by an eighth: there is never much more memory than is needed.
 *
 * A slot holds 96 bits. With those of the list, a thousand million keys would collide in one of
 * forty million million runs.
 */
#include "read/key_set.h"

#include <string.h>

__extension__ typedef unsigned __int128 Hash128;

enum { LISTS = 256, FIRST_SLOTS = 32, SLACK = 32 };

/* The most significant word first; all 0 = free. */
typedef struct Slot {
  uint32_t word[3];
} Slot;

typedef struct List {
  Slot *slot;
  size_t slots; /* that a hash can name */
  size_t room;  /* slots, and those behind them */
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

static List *list_of(KeySet *set, SipHash hash) { return &set->list[hash.high >> 56]; }

/* What is kept of a hash. */
static Hash128 kept(SipHash hash) {
  const Hash128 bits = (Hash128)(hash.high << 8) << 32 | hash.low >> 32;
  return bits ? bits : 1;
}

static Hash128 get(Slot slot) {
  return (Hash128)slot.word[0] << 64 | (uint64_t)slot.word[1] << 32 | slot.word[2];
}

static Slot put(Hash128 bits) {
  return (Slot){{(uint32_t)(bits >> 64), (uint32_t)(bits >> 32), (uint32_t)bits}};
}

static bool is_free(Slot slot) { return !(slot.word[0] | slot.word[1] | slot.word[2]); }

static size_t slot_of(const List *list, Hash128 bits) {
  return (size_t)((Hash128)(uint64_t)(bits >> 32) * list->slots >> 64);
}

/* The list's hashes into other slots; false where a run of them does not fit. */
static bool spread(KeySet *set, const List *old, List *list) {
  list->slot = arena_grow(set->arena, NULL, 0, list->room * sizeof *list->slot);
  size_t free = 0;
  for (size_t i = 0; i < old->room; i++) {
    if (is_free(old->slot[i])) continue;
    const size_t named = slot_of(list, get(old->slot[i]));
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

void key_set_prefetch(KeySet *set, SipHash hash) {
  const List *list = list_of(set, hash);
  if (list->slot) __builtin_prefetch(&list->slot[slot_of(list, kept(hash))], 1);
}

bool key_set_add(KeySet *set, SipHash hash) {
  const Hash128 bits = kept(hash);
  List *list = list_of(set, hash);
  if ((list->count + 1) * 10 > list->slots * 9)
    grow(set, list, list->slots + list->slots / 8 + FIRST_SLOTS, SLACK);
  for (;;) {
    size_t at = slot_of(list, bits);
    while (at < list->room && !is_free(list->slot[at]) && get(list->slot[at]) < bits) at++;
    if (at < list->room && get(list->slot[at]) == bits) return false;
    size_t free = at;
    while (free < list->room && !is_free(list->slot[free])) free++;
    if (free < list->room) {
      memmove(&list->slot[at + 1], &list->slot[at], (free - at) * sizeof *list->slot);
      list->slot[at] = put(bits);
      list->count++;
      set->count++;
      return true;
    }
    grow(set, list, list->slots, 2 * (list->room - list->slots));
  }
}
