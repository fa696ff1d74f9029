/* cell_impl.h - the parts that the readers of single types are put together from.
 *
 * A cell is first scanned for its form and then computed from the digits where they stand:
 * nothing is copied and no length is too long, so every value is exact.
 */
#ifndef VALUE_CELL_IMPL_H
#define VALUE_CELL_IMPL_H

#include "value/cell.h"

typedef struct Cursor {
  const char *at, *end;
} Cursor;

/* Digits without a sign. `whole` may hold group separators; they are passed over. */
typedef struct CellDigits {
  Text whole, fraction;
  bool bad_groups;
  int64_t exponent; /* after `e`, kept within +-10^9 */
} CellDigits;

static inline bool cell_is_digit(char c) { return c >= '0' && c <= '9'; }

/* Skips ASCII blanks and no-break spaces. */
void cell_skip_blanks(Cursor *c);
/* The cell without these at both ends. */
Text cell_strip(Text cell);
bool cell_take(Cursor *c, const char *bytes);
/* `+`, `-` or the minus of typography. */
bool cell_take_sign(Cursor *c, bool *negative);
/* False where no digits stand. Bad groups are told apart for a better message. */
bool cell_take_digits(Cursor *c, const CellFormat *format, bool exponent, CellDigits *digits);

/* digits * 10^shift as a whole number: CELL_OK, CELL_ROUNDED or CELL_TOO_LARGE. */
CellStatus cell_scale(const CellDigits *digits, unsigned shift, bool negative, int64_t *out);
/* digits * unit likewise. */
CellStatus cell_scale_unit(const CellDigits *digits, uint32_t unit, bool negative, int64_t *out);

typedef enum { CURRENCY_NONE, CURRENCY_OWN, CURRENCY_OTHER } CurrencyMatch;
/* Takes a code (USD) or sign ($) where one stands; `own` is that of the field. */
CurrencyMatch cell_take_currency(Cursor *c, const char own[4]);

CellStatus cell_money(Text cell, const char own[4], const CellFormat *format, int64_t *out);

#endif
