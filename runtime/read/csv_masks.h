/* csv_masks.h - which of 64 bytes are quotes, delimiters and line ends, one bit a byte.
 *
 * The portable form: eight bytes are compared at once in an ordinary register, and a multiplication
 * gathers the eight flags into eight bits. Bit i of a mask is byte i, whatever the machine's byte
 * order. The forms for vector registers stand beside the loops that use them, csv_scan_avx2.c and
 * others.
 */
#ifndef READ_CSV_MASKS_H
#define READ_CSV_MASKS_H

#include <stdint.h>
#include <string.h>

typedef struct CsvMasks {
  uint64_t quote, delimiter, cr, lf;
} CsvMasks;

#define BYTES_OF(byte) (UINT64_C(0x0101010101010101) * (uint8_t)(byte))

/* Eight bytes, the first one lowest. */
static inline uint64_t load_eight(const char *at) {
  uint64_t word;
  memcpy(&word, at, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
  /* base + i for each of the `count` bits i, in order; most steps have no more than eight. Up to
   * seven more are written. */
  static inline __attribute__((always_inline)) void put_offsets(uint32_t * to, uint64_t bits,
                                                                uint32_t count, uint32_t base) {
    for (uint32_t done = 0; done < count; done += 8) {
      for (unsigned i = 0; i < 8; i++) {
        to[done + i] = base + (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
        bits &= bits - 1;
      }
    }
  }

#endif
  return word;
}

/* 0x80 in every byte that is equal to that of the pattern, 0 in the others. */
static inline uint64_t equal_bytes(uint64_t word, uint64_t pattern) {
  const uint64_t low = BYTES_OF(0x7f), different = word ^ pattern;
  return ~(((different & low) + low) | different | low);
}

static inline uint64_t gather_bits(uint64_t flags) {
  return ((flags >> 7) * UINT64_C(0x0102040810204080)) >> 56;
}

/* Reads 64 bytes. */
static inline CsvMasks csv_masks_portable(const char *at, char delimiter) {
  const uint64_t delimiters = BYTES_OF(delimiter);
  CsvMasks masks = {0, 0, 0, 0};
  for (unsigned i = 0; i < 64; i += 8) {
    const uint64_t word = load_eight(at + i);
    masks.quote |= gather_bits(equal_bytes(word, BYTES_OF('"'))) << i;
    masks.delimiter |= gather_bits(equal_bytes(word, delimiters)) << i;
    masks.cr |= gather_bits(equal_bytes(word, BYTES_OF('\r'))) << i;
    masks.lf |= gather_bits(equal_bytes(word, BYTES_OF('\n'))) << i;
  }
  return masks;
}

/* Bit i is the parity of the bits 0..i. */
static inline uint64_t parity_up_to(uint64_t bits) {
  for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

/* Without the instruction that not every machine has. */
static inline uint32_t count_bits(uint64_t bits) {
  bits -= bits >> 1 & BYTES_OF(0x55);
  bits = (bits & BYTES_OF(0x33)) + (bits >> 2 & BYTES_OF(0x33));
  bits = (bits + (bits >> 4)) & BYTES_OF(0x0f);
  return (uint32_t)((bits * BYTES_OF(1)) >> 56);
}

/* base + i for each of the `count` bits i, in order; most steps have no more than eight. Up to
 * seven more are written. */
static inline __attribute__((always_inline)) void put_offsets(uint32_t *to, uint64_t bits,
                                                              uint32_t count, uint32_t base) {
  for (uint32_t done = 0; done < count; done += 8) {
    for (unsigned i = 0; i < 8; i++) {
      to[done + i] = base + (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
      bits &= bits - 1;
    }
  }
}

#endif
