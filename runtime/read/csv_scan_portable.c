/* csv_scan_portable.c - the loop in ordinary registers, for any machine. */
#include "read/csv_scan_impl.h"

#define LOOP csv_scan_portable
#define TARGET

static inline CsvMasks step_masks(const char *at, char delimiter) {
  return csv_masks_portable(at, delimiter);
}
static inline uint64_t step_parity(uint64_t bits) { return parity_up_to(bits); }
static inline uint32_t step_count(uint64_t bits) { return count_bits(bits); }
static inline void step_offsets(uint32_t *to, uint64_t bits, uint32_t count, uint32_t base) {
  put_offsets(to, bits, count, base);
}

#include "read/csv_scan_loop.h"
