/* convert_plain_portable.c - plain numbers in ordinary registers: convert_fast.h. */
#include "read/convert_fast.h"

#define SCALED plain_scaled_portable
#define DOUBLE plain_double_portable
#define DAYS plain_days_portable
#define TARGET

static inline bool read_scaled(const char *at, size_t len, char point, unsigned shift,
                               int64_t *out) {
  return fast_scaled((Text){at, len}, point, shift, out);
}

static inline bool read_double(const char *at, size_t len, char point, double *out) {
  return fast_double((Text){at, len}, point, out);
}

#include "read/convert_plain_days.h"
#include "read/convert_plain_loop.h"
