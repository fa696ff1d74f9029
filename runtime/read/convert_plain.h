/* convert_plain.h - numbers in their plain form, many at a time.
 *
 * A loop over cells reads those that have the plain form and lists the others, which are for
 * value/cell.h: so the loop holds nothing but the common path and no branch on what stands in a
 * cell. An empty cell is missing, and listed only if that is to be said. The loops are compiled
 * once a SIMD level.
 */
#ifndef READ_CONVERT_PLAIN_H
#define READ_CONVERT_PLAIN_H

#include "base/simd.h"
#include "base/text.h"
#include "read/csv_masks.h"

/* Cells that one call may have. */
enum { PLAIN_CELLS = 512 };

typedef struct PlainForm {
  char point;
  bool percent;      /* a percent sign ends the cell */
  bool list_missing; /* empty cells are listed */
  unsigned shift;    /* whole numbers: the power of ten by which they are scaled, at most 16 */
  int64_t low, high; /* values outside are listed */
  double low_double, high_double;
} PlainForm;

/* Reads `count` cells, and puts the indices of those that are to be looked at again into `rest`.
 * Returns how many they are. */
typedef size_t PlainScaled(const PlainForm *form, const Text *cells, size_t count, int64_t *values,
                           uint8_t *valid, uint32_t *rest);
typedef size_t PlainDouble(const PlainForm *form, const Text *cells, size_t count, double *values,
                           uint8_t *valid, uint32_t *rest);
/* YYYY-MM-DD. */
typedef size_t PlainDays(const PlainForm *form, const Text *cells, size_t count, int32_t *values,
                         uint8_t *valid, uint32_t *rest);

PlainScaled plain_scaled_portable, plain_scaled_avx2, plain_scaled_avx512;
PlainDouble plain_double_portable, plain_double_avx2, plain_double_avx512;
PlainDays plain_days_portable, plain_days_avx2, plain_days_avx512;

/* What is read in place of an empty cell, which may have no address. */
static const char plain_nothing[32] = {0};

static inline const char *plain_bytes(Text cell) { return cell.len ? cell.at : plain_nothing + 8; }

/* Lists the cells without a value, but for the empty ones where these need no word. */
static inline size_t plain_list(const uint8_t *valid, const Text *cells, size_t count,
                                bool list_missing, uint32_t *rest) {
  size_t listed = 0, i = 0;
  for (; count - i >= 8; i += 8) {
    for (uint64_t left = load_eight((const char *)valid + i) ^ BYTES_OF(1); left;
         left &= left - 1) {
      const size_t at = i + (unsigned)__builtin_ctzll(left) / 8;
      rest[listed] = (uint32_t)at;
      listed += (cells[at].len > 0) | list_missing;
    }
  }
  for (; i < count; i++) {
    if (!valid[i] && ((cells[i].len > 0) | list_missing)) rest[listed++] = (uint32_t)i;
  }
  return listed;
}

#endif
