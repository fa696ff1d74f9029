/* scalar.h - one tagged value, for constants, parameters, bounds and output. */
#ifndef VALUE_SCALAR_H
#define VALUE_SCALAR_H

#include "base/buffer.h"
#include "value/decimal.h"
#include "value/schema.h"
#include "value/truth.h"

typedef struct Scalar {
  Type type;
  bool known; /* for BOOL: truth != TRUTH_UNKNOWN */
  union {
    int64_t i; /* STORE_I64; STORE_I32 (day, member, row) */
    double f;
    Truth truth;
    Text text; /* also of a REF whose key is known: see scalar_print */
  };
} Scalar;

typedef enum {
  PRINT_PEOPLE, /* 6,000,000 USD; 12.5%; 2026-06-30; 36 hours; missing as "missing"; percentages to
                   two decimals, numbers to six; integers of up to four digits as 2026 */
  PRINT_CSV,    /* 6000000; 12.5%; 2026-06-30; 36 hours; readable back by the same type; missing as
                   nothing */
  PRINT_JSON    /* 6000000; 0.125; "2026-06-30"; "36 hours"; true; null: a complete JSON token */
} PrintStyle;

/* Prints the value. ENUM needs the program's enumerations (by type.of); REF prints `text` (the
 * key). */
void scalar_print(Buffer *out, Scalar value, const EnumSchema *enums, PrintStyle style);
/* Exact decimal of a scaled integer: no trailing zeros, `group` separates thousands by commas. */
void decimal_print(Buffer *out, int64_t value, int decimals, bool group);
/* A 128-bit sum likewise. */
void decimal_print_wide(Buffer *out, int128 value, int decimals, bool group);
/* An amount for people: thousands grouped, two decimals where there are any, the currency behind.
 */
void money_print(Buffer *out, int128 value, const char *currency);
/* Shortest text that reads back to the same double. */
void double_print(Buffer *out, double value);
bool scalar_equal(Scalar a, Scalar b);

#endif
