/* siphash.h - SipHash-2-4 with 128 bits: who does not know the key cannot make two texts that
 * collide, and nobody meets two by chance. */
#ifndef BASE_SIPHASH_H
#define BASE_SIPHASH_H

#include "base/text.h"

typedef struct SipKey {
  uint64_t low, high;
} SipKey;

typedef struct SipHash {
  uint64_t low, high;
} SipHash;

/* A key that nobody can foresee. */
SipKey siphash_key(void);
SipHash siphash_128(SipKey key, Text text);

#endif
