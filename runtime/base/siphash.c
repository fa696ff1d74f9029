/* siphash.c - as published by Aumasson and Bernstein, words in little-endian order. */
#include "base/siphash.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

typedef struct State {
  uint64_t v0, v1, v2, v3;
} State;

static inline uint64_t turn(uint64_t word, unsigned bits) {
  return word << bits | word >> (64 - bits);
}

static inline void rounds(State *s, unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    s->v0 += s->v1;
    s->v2 += s->v3;
    s->v1 = turn(s->v1, 13) ^ s->v0;
    s->v3 = turn(s->v3, 16) ^ s->v2;
    s->v0 = turn(s->v0, 32);
    s->v2 += s->v1;
    s->v0 += s->v3;
    s->v1 = turn(s->v1, 17) ^ s->v2;
    s->v3 = turn(s->v3, 21) ^ s->v0;
    s->v2 = turn(s->v2, 32);
  }
}

static inline void take_word(State *s, uint64_t word) {
  s->v3 ^= word;
  rounds(s, 2);
  s->v0 ^= word;
}

static uint64_t little_endian(const char *at, size_t bytes) {
  uint64_t word = 0;
  if (bytes) memcpy(&word, at, bytes);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

SipHash siphash_128(SipKey key, Text text) {
  State s = {
      .v0 = key.low ^ UINT64_C(0x736f6d6570736575),
      .v1 = key.high ^ UINT64_C(0x646f72616e646f6d) ^ 0xee,
      .v2 = key.low ^ UINT64_C(0x6c7967656e657261),
      .v3 = key.high ^ UINT64_C(0x7465646279746573),
  };
  const char *at = text.at;
  size_t left = text.len;
  for (; left >= 8; at += 8, left -= 8) take_word(&s, little_endian(at, 8));
  take_word(&s, little_endian(at, left) | (uint64_t)text.len << 56);
  SipHash hash;
  s.v2 ^= 0xee;
  rounds(&s, 4);
  hash.low = s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
  s.v1 ^= 0xdd;
  rounds(&s, 4);
  hash.high = s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
  return hash;
}

SipKey siphash_key(void) {
  SipKey key;
  if (getrandom(&key, sizeof key, 0) == (ssize_t)sizeof key) return key;
  /* A machine without random bytes: at least a different key for each process and moment. */
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (SipKey){(uint64_t)now.tv_nsec ^ (uintptr_t)&key, (uint64_t)now.tv_sec ^ (uintptr_t)&now};
}
