/* cell.h - from the text of one cell to a value.
 *
 * Cells are as language.md says: blanks around anything but text are dropped, an empty cell is
 * missing, money is `1,234.56`, `$1,234.56`, `(1,234.56)`, percent `12%`, booleans yes/no y/n t/f
 * 1/0 true/false in any case. Nothing is guessed: what does not fit is a problem.
 */
#ifndef VALUE_CELL_H
#define VALUE_CELL_H

#include "value/schema.h"
#include "value/truth.h"

typedef enum {
  CELL_OK,
  CELL_MISSING,
  CELL_ROUNDED, /* a value, but digits beyond the type's decimals were rounded */
#define X(id, sentence) CELL_##id,
#include "value/cell_problems.def"
#undef X
  CELL_STATUS_COUNT
} CellStatus;

/* "is not a date": a clause that follows the quoted cell; NULL for the first three. */
const char *cell_problem(CellStatus status);

/* Integer, percent, money, duration (scaled); the type decides. */
CellStatus cell_i64(Text cell, Type type, const CellFormat *format, int64_t *out);
CellStatus cell_f64(Text cell, const CellFormat *format, double *out);
CellStatus cell_date(Text cell, const CellFormat *format, int32_t *out);
CellStatus cell_bool(Text cell, Truth *out); /* missing leaves TRUTH_UNKNOWN */
/* The member with this text (blanks around dropped). */
CellStatus cell_enum(Text cell, const EnumSchema *schema, int32_t *out);
/* Whether a value lies in the field's range. */
bool cell_in_range_i64(const FieldSchema *field, int64_t value);
bool cell_in_range_f64(const FieldSchema *field, double value);

#endif
