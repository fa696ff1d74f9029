/* key_set.h - which keys were seen, at about 15 bytes each, whatever their length.
 *
 * A key is known by a hash of 104 bits under a key of its own for each run, so no two keys are ever
 * taken for the same, neither by chance nor by design.
 */
#ifndef READ_KEY_SET_H
#define READ_KEY_SET_H

#include "base/siphash.h"

typedef struct KeySet KeySet;

KeySet *key_set_new(Arena *arena);
/* False when it is there already. */
bool key_set_add(KeySet *set, SipHash hash);
/* Asks for the memory that key_set_add of it will need. */
void key_set_prefetch(KeySet *set, SipHash hash);
size_t key_set_count(const KeySet *set);

#endif
