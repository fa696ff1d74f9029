/* crc.h - the checksum that a compiled program carries. */
#ifndef CODE_CRC_H
#define CODE_CRC_H

#include "base/text.h"

/* CRC-32C (Castagnoli) of the bytes. It finds damage, not malice: whoever writes a file can write
 * its checksum too, which is why an image is verified besides. */
uint32_t crc32c(Text bytes);

#endif
