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

TARGET size_t SCALED(const PlainForm *form, const Text *cells, size_t count, int64_t *values,
                     uint8_t *valid, uint32_t *rest) {
  const PlainForm f = *form;
  size_t listed = 0;
  for (size_t i = 0; i < count; i++) {
    const char *at = plain_bytes(cells[i]);
    const size_t len = cells[i].len;
    const bool marked = f.percent & (at[(ptrdiff_t)len - 1] == '%');
    int64_t value = 0;
    bool read = read_scaled(at, len - marked, f.point, f.shift, &value);
    read &= (value >= f.low) & (value <= f.high) & (marked == f.percent);
    values[i] = value;
    valid[i] = read;
    rest[listed] = (uint32_t)i;
    listed += (unsigned)!read & ((len > 0) | f.list_missing);
  }
  return listed;
}

TARGET size_t DOUBLE(const PlainForm *form, const Text *cells, size_t count, double *values,
                     uint8_t *valid, uint32_t *rest) {
  const PlainForm f = *form;
  size_t listed = 0;
  for (size_t i = 0; i < count; i++) {
    const size_t len = cells[i].len;
    double value = 0;
    bool read = read_double(plain_bytes(cells[i]), len, f.point, &value);
    read &= (value >= f.low_double) & (value <= f.high_double);
    values[i] = value;
    valid[i] = read;
    rest[listed] = (uint32_t)i;
    listed += (unsigned)!read & ((len > 0) | f.list_missing);
  }
  return listed;
}

#endif
