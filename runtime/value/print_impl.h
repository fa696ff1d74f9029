/* print_impl.h - what scalar.c, decimal_print.c and double_print.c share. */
#ifndef VALUE_PRINT_IMPL_H
#define VALUE_PRINT_IMPL_H

#include "value/scalar.h"

typedef struct DecimalStyle {
  bool group; /* commas between thousands */
  int fewest; /* decimals, where there are any at all: 2 makes 1234.5 into 1234.50 */
} DecimalStyle;

void print_decimal(Buffer *out, int128 value, int decimals, DecimalStyle style);
void print_double(Buffer *out, double value, bool group);
/* What write.h wrote, with commas between the thousands of its whole digits if `group`. */
void print_grouped(Buffer *out, const char *text, const char *end, bool group);

#endif
