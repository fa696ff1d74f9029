/* cell.c - one entry per store: what the type asks for around the digits of a cell. */
#include "value/cell_impl.h"

#include "value/date.h"

const char *cell_problem(CellStatus status) {
  static const char *const sentences[CELL_STATUS_COUNT] = {
#define X(id, sentence) [CELL_##id] = sentence,
#include "value/cell_problems.def"
#undef X
  };
  return status < CELL_STATUS_COUNT ? sentences[status] : NULL;
}

/* A sign and digits; what is left over stays at the cursor. */
static bool take_signed(Cursor *c, const CellFormat *format, CellDigits *digits, bool *negative) {
  *negative = false;
  if (cell_take_sign(c, negative)) cell_skip_blanks(c);
  if (!cell_take_digits(c, format, false, digits)) return false;
  cell_skip_blanks(c);
  return true;
}

static CellStatus cell_plain(Text cell, TypeKind kind, const CellFormat *format, int64_t *out) {
  Cursor c = {cell.at, cell.at + cell.len};
  CellDigits digits;
  bool negative;
  if (!take_signed(&c, format, &digits, &negative) || c.at != c.end) return CELL_NOT_A_NUMBER;
  if (digits.bad_groups) return CELL_BAD_GROUPS;
  const unsigned shift = (unsigned)type_info(kind)->decimals + format->exponent;
  int64_t value;
  const CellStatus status = cell_scale(&digits, shift, negative, &value);
  if (status == CELL_ROUNDED && kind == TYPE_INTEGER) return CELL_NOT_WHOLE;
  if (status != CELL_TOO_LARGE) *out = value;
  return status;
}

static CellStatus cell_percent(Text cell, const CellFormat *format, int64_t *out) {
  Cursor c = {cell.at, cell.at + cell.len};
  CellDigits digits;
  bool negative;
  if (!take_signed(&c, format, &digits, &negative)) return CELL_NOT_A_PERCENT;
  const bool marked = cell_take(&c, "%");
  if (c.at != c.end) return CELL_NOT_A_PERCENT;
  if (!marked && format->percent == PERCENT_SIGNED) return CELL_NO_PERCENT_SIGN;
  if (digits.bad_groups) return CELL_BAD_GROUPS;
  const unsigned decimals = (unsigned)type_info(TYPE_PERCENT)->decimals;
  const bool points = marked || format->percent == PERCENT_POINTS;
  return cell_scale(&digits, points ? decimals - 2 : decimals, negative, out);
}

/* Seconds of the unit in words, singular or plural, or 0. */
static uint32_t unit_named(Text word) {
  static const struct {
    const char *name;
    uint32_t seconds;
  } units[] = {{"second", 1}, {"minute", 60}, {"hour", 3600}, {"day", 86400}, {"week", 604800}};
  if (word.len > 0 && word.at[word.len - 1] == 's') word.len--;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    if (text_equal(word, text_of(units[i].name))) return units[i].seconds;
  }
  return 0;
}

static CellStatus cell_duration(Text cell, const CellFormat *format, int64_t *out) {
  Cursor c = {cell.at, cell.at + cell.len};
  CellDigits digits;
  bool negative;
  if (!take_signed(&c, format, &digits, &negative)) return CELL_NOT_A_DURATION;
  const bool bare = c.at == c.end;
  const uint32_t unit =
      bare ? format->duration_unit : unit_named((Text){c.at, (size_t)(c.end - c.at)});
  if (unit == 0) return bare ? CELL_NO_UNIT : CELL_NOT_A_DURATION;
  if (digits.bad_groups) return CELL_BAD_GROUPS;
  return cell_scale_unit(&digits, unit, negative, out);
}

CellStatus cell_i64(Text cell, Type type, const CellFormat *format, int64_t *out) {
  const Text stripped = cell_strip(cell);
  if (stripped.len == 0) return CELL_MISSING;
  switch (type.kind) {
  case TYPE_PERCENT:
    return cell_percent(stripped, format, out);
  case TYPE_MONEY:
    return cell_money(stripped, type.currency, format, out);
  case TYPE_DURATION:
    return cell_duration(stripped, format, out);
  default:
    return cell_plain(stripped, type.kind, format, out);
  }
}

CellStatus cell_date(Text cell, const CellFormat *format, int32_t *out) {
  const Text stripped = cell_strip(cell);
  Civil civil;
  if (stripped.len == 0) return CELL_MISSING;
  const bool read = format->date.len == 0 ? date_read_iso(stripped, &civil)
                                          : date_read(stripped, format->date, &civil);
  if (!read) return CELL_NOT_A_DATE;
  return date_from_civil(civil, out) ? CELL_OK : CELL_NO_SUCH_DAY;
}

/* Whether the cell is this word of lower-case letters or digits, in any case. */
static bool is_word(Text cell, const char *word) {
  size_t i = 0;
  for (; i < cell.len && word[i]; i++) {
    const char c = cell.at[i];
    if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != word[i]) return false;
  }
  return i == cell.len && !word[i];
}

CellStatus cell_bool(Text cell, Truth *out) {
  static const char *const yes[] = {"true", "yes", "1", "y", "t"};
  static const char *const no[] = {"false", "no", "0", "n", "f"};
  const Text stripped = cell_strip(cell);
  *out = TRUTH_UNKNOWN;
  if (stripped.len == 0) return CELL_MISSING;
  for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
    if (is_word(stripped, yes[i])) *out = TRUTH_TRUE;
    if (is_word(stripped, no[i])) *out = TRUTH_FALSE;
  }
  return *out == TRUTH_UNKNOWN ? CELL_NOT_A_BOOL : CELL_OK;
}

CellStatus cell_enum(Text cell, const EnumSchema *schema, int32_t *out) {
  const Text stripped = cell_strip(cell);
  if (stripped.len == 0) return CELL_MISSING;
  const int32_t member = enum_member_by_text(schema, stripped);
  if (member < 0) return CELL_NOT_A_MEMBER;
  *out = member;
  return CELL_OK;
}

bool cell_in_range_i64(const FieldSchema *field, int64_t value) {
  return !(field->low.set && value < field->low.i) && !(field->high.set && value > field->high.i);
}

bool cell_in_range_f64(const FieldSchema *field, double value) {
  return !(field->low.set && value < field->low.f) && !(field->high.set && value > field->high.f);
}
