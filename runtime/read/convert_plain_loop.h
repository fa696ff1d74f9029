/* convert_plain_loop.h - the loops of convert_plain.h; included by one file a SIMD level.
 *
 * That file has defined
 *
 *   SCALED, DOUBLE            the names of the functions
 *   TARGET                    the attribute that allows the level's instructions
 *   read_scaled(at, len, point, shift, out), read_double(at, len, point, out)
 *                             a cell in its plain form; false for another one
 */
#ifndef READ_CONVERT_PLAIN_LOOP_H
#define READ_CONVERT_PLAIN_LOOP_H

#include "read/convert_plain.h"

TARGET static inline __attribute__((always_inline)) void
read_all_scaled(const PlainForm *form, const Text *cells, size_t count, bool percent,
                int64_t *values, uint8_t *valid) {
  const int64_t low = form->low, high = form->high;
  for (size_t i = 0; i < count; i++) {
    const char *at = plain_bytes(cells[i]);
    const size_t len = cells[i].len;
    const bool marked = percent && at[(ptrdiff_t)len - 1] == '%';
    int64_t value = 0;
    const bool read = read_scaled(at, len - marked, form->point, form->shift, &value);
    values[i] = value;
    valid[i] = read & (value >= low) & (value <= high) & (marked == percent);
  }
}

TARGET size_t SCALED(const PlainForm *form, const Text *cells, size_t count, int64_t *values,
                     uint8_t *valid, uint32_t *rest) {
  const PlainForm f = *form;
  if (f.percent)
    read_all_scaled(&f, cells, count, true, values, valid);
  else
    read_all_scaled(&f, cells, count, false, values, valid);
  return plain_list(valid, cells, count, f.list_missing, rest);
}

TARGET size_t DOUBLE(const PlainForm *form, const Text *cells, size_t count, double *values,
                     uint8_t *valid, uint32_t *rest) {
  const PlainForm f = *form;
  for (size_t i = 0; i < count; i++) {
    double value = 0;
    const bool read = read_double(plain_bytes(cells[i]), cells[i].len, f.point, &value);
    values[i] = value;
    valid[i] = read & (value >= f.low_double) & (value <= f.high_double);
  }
  return plain_list(valid, cells, count, f.list_missing, rest);
}

#endif
