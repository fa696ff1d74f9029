/* key_ruler.h - where a key stands in an ascending list, by reckoning.
 *
 * Keys that were handed out one after another (A0000017, A0000018, A0000021) are numbers to some
 * base at each place, and lie about as evenly as these numbers. So where a key is can be reckoned
 * from the numbers around it, which asks memory for the text alone and not for a bucket before it.
 */
#ifndef TABLE_KEY_RULER_H
#define TABLE_KEY_RULER_H

#include "table/table.h"

typedef struct KeyRuler KeyRuler;

/* Measures a list that ascends. NULL where a key would too often be far from where it is reckoned
 * to be. */
KeyRuler *key_ruler_new(Arena *arena, const KeyIndex *keys);

/* The row that a key stands in, or near to: below the number of keys when it was measured. */
uint32_t key_ruler_row(const KeyRuler *ruler, Text key);

#endif
