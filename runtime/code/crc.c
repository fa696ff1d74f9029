/* crc.c - CRC-32C, four bits at a time: the polynomial 0x1EDC6F41, mirrored.
 *
 * A table of 16 entries is short enough to be read and checked, and a compiled program of some
 * hundred kilobytes takes less than a millisecond.
 */
#include "code/crc.h"

/* The remainder of each half byte. */
static const uint32_t remainders[16] = {
    0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d,
    0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9, 0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
};

uint32_t crc32c(Text bytes) {
  uint32_t crc = UINT32_MAX;
  for (size_t i = 0; i < bytes.len; i++) {
    crc ^= (unsigned char)bytes.at[i];
    crc = crc >> 4 ^ remainders[crc & 15];
    crc = crc >> 4 ^ remainders[crc & 15];
  }
  return ~crc;
}
