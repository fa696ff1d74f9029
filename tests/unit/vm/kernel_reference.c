/* kernel_reference.c - the effects of opcodes.def, written a second time. */
#include "kernel_reference.h"

#include <check.h>
#include <math.h>

#include "value/date.h"

Type reference_type(unsigned store) {
  static const TypeKind kinds[] = {[STORE_I64] = TYPE_INTEGER,
                                   [STORE_F64] = TYPE_NUMBER,
                                   [STORE_I32] = TYPE_DATE,
                                   [STORE_TRUTH] = TYPE_BOOL,
                                   [STORE_TEXT] = TYPE_TEXT};
  return (Type){.kind = kinds[store]};
}

static const Scalar missing = {.known = false};

static Scalar whole(bool known, int128 i) {
  const bool fits = i >= INT64_MIN && i <= INT64_MAX;
  return (Scalar){.known = known && fits, .i = fits ? (int64_t)i : 0};
}
/* By address: the functions that say whether it is known fill it in. */
static Scalar stored(bool known, const int64_t *i) { return whole(known, *i); }
static Scalar stored_day(bool known, const int32_t *day) { return whole(known, *day); }
static Scalar real(double f) { return (Scalar){.known = isfinite(f), .f = f}; }
static Scalar truth(Truth t) { return (Scalar){.known = t != TRUTH_UNKNOWN, .truth = t}; }
static Scalar holds(bool b) { return truth(truth_of(b)); }
static Truth truth_in(Scalar s) { return s.known ? s.truth : (Truth)TRUTH_UNKNOWN; }

static int compare(const ReferenceRow *r, Store store) {
  if (store == STORE_F64) return (r->a.f > r->b.f) - (r->a.f < r->b.f);
  if (store == STORE_TEXT) return text_compare(r->a.text, r->b.text);
  return (r->a.i > r->b.i) - (r->a.i < r->b.i);
}

static Scalar fixed_point(const ReferenceRow *r, bool (*function)(int64_t, int64_t, int64_t *),
                          int64_t b) {
  int64_t out = 0;
  const bool known = function(r->a.i, b, &out);
  return whole(known, out);
}

/* Opcodes that look at missing operands themselves. */
static bool about_missing(const ReferenceRow *r, Scalar *out) {
  const Truth a = truth_in(r->a), b = truth_in(r->b);
  switch (r->op) {
  case OP_AND:
    *out = truth(a == 0 || b == 0 ? 0 : a == 2 && b == 2 ? 2 : 1);
    return true;
  case OP_OR:
    *out = truth(a == 2 || b == 2 ? 2 : a == 0 && b == 0 ? 0 : 1);
    return true;
  case OP_BOUNDS:
    *out = truth(a == b ? a : 1);
    return true;
  case OP_SURELY:
    *out = holds(a == 2);
    return true;
  case OP_MAYBE:
    *out = holds(a != 0);
    return true;
  case OP_KNOWN_I64:
  case OP_KNOWN_F64:
  case OP_KNOWN_I32:
  case OP_KNOWN_TRUTH:
  case OP_KNOWN_TEXT:
    *out = holds(r->a.known);
    return true;
  case OP_SELECT_I64:
  case OP_SELECT_F64:
  case OP_SELECT_I32:
  case OP_SELECT_TRUTH:
  case OP_SELECT_TEXT:
    *out = a == 2 ? r->b : a == 0 ? r->c : missing;
    return true;
  case OP_CHOOSE_I64:
    *out = a == 2 ? r->b : a == 0 ? r->c : r->d;
    return true;
  case OP_OTHERWISE_I64:
  case OP_OTHERWISE_F64:
  case OP_OTHERWISE_I32:
  case OP_OTHERWISE_TRUTH:
  case OP_OTHERWISE_TEXT:
  case OP_BOUND_I64:
    *out = r->a.known ? r->a : r->b;
    return true;
  default:
    return false;
  }
}

static bool load(const ReferenceRow *r, Scalar *out) {
  switch (r->op) {
  case OP_LOAD_I64:
  case OP_LOAD_F64:
  case OP_LOAD_I32:
  case OP_LOAD_TRUTH:
  case OP_LOAD_TEXT:
    *out = vector_get(r->source, reference_type(op_info[r->op].dst), r->row);
    return true;
  case OP_SPREAD_I64:
  case OP_SPREAD_F64:
  case OP_SPREAD_I32:
  case OP_SPREAD_TRUTH:
  case OP_SPREAD_TEXT:
    *out = vector_get(r->source, reference_type(op_info[r->op].dst), 0);
    return true;
  case OP_GATHER_I64:
  case OP_GATHER_F64:
  case OP_GATHER_I32:
  case OP_GATHER_TRUTH:
  case OP_GATHER_TEXT:
    *out = r->a.known && r->a.i >= 0 && (uint64_t)r->a.i < r->source_rows
               ? vector_get(r->source, reference_type(op_info[r->op].dst), (size_t)r->a.i)
               : missing;
    return true;
  case OP_CONST_I64:
    *out = whole(true, r->image->const_i64.at[r->imm]);
    return true;
  case OP_CONST_F64:
    *out = real(r->image->const_f64.at[r->imm]);
    return true;
  case OP_CONST_I32:
    *out = whole(true, (int32_t)r->imm);
    return true;
  case OP_CONST_TRUTH:
    *out = truth((Truth)r->imm);
    return true;
  case OP_CONST_TEXT:
    *out = (Scalar){.known = true, .text = r->image->const_text.at[r->imm]};
    return true;
  case OP_MISSING_I64:
  case OP_MISSING_F64:
  case OP_MISSING_I32:
  case OP_MISSING_TEXT:
    *out = missing;
    return true;
  default:
    return false;
  }
}

static bool exact(const ReferenceRow *r, Scalar *out) {
  const int128 a = r->a.i, b = r->b.i;
  const bool has_constant = op_info[r->op].imm == IMM_POSITIVE_I64;
  const int64_t constant = has_constant ? r->image->const_i64.at[r->imm] : 0;
  int64_t i = 0;
  switch (r->op) {
  case OP_ADD_I64:
    *out = whole(true, a + b);
    return true;
  case OP_SUB_I64:
    *out = whole(true, a - b);
    return true;
  case OP_NEG_I64:
    *out = whole(true, -a);
    return true;
  case OP_ABS_I64:
    *out = whole(true, a < 0 ? -a : a);
    return true;
  case OP_MIN_I64:
  case OP_MIN_I32:
    *out = whole(true, a < b ? a : b);
    return true;
  case OP_MAX_I64:
  case OP_MAX_I32:
    *out = whole(true, a > b ? a : b);
    return true;
  case OP_MUL_I64:
    *out = stored(decimal_multiply(r->a.i, r->b.i, constant, &i), &i);
    return true;
  case OP_DIV_I64:
    *out = stored(decimal_divide(r->a.i, r->b.i, constant, &i), &i);
    return true;
  case OP_MUL_I64_F64:
    *out = stored(decimal_multiply_double(r->a.i, r->b.f, &i), &i);
    return true;
  case OP_DIV_I64_F64:
    *out = stored(decimal_divide_double(r->a.i, r->b.f, &i), &i);
    return true;
  case OP_ROUND_I64:
    *out = fixed_point(r, decimal_round_to, constant);
    return true;
  case OP_FLOOR_I64:
    *out = fixed_point(r, decimal_floor_to, constant);
    return true;
  case OP_CEIL_I64:
    *out = fixed_point(r, decimal_ceil_to, constant);
    return true;
  case OP_I64_TO_F64:
    *out = real(decimal_to_double(r->a.i, constant));
    return true;
  case OP_I32_TO_I64:
    *out = whole(true, a);
    return true;
  case OP_RAMP_I64:
    *out = stored(decimal_ramp(r->a.i, r->b.i, r->c.i, r->d.i, &i), &i);
    return true;
  case OP_RAMP_F64:
    *out = stored(decimal_ramp_double(r->a.f, r->b.f, r->c.f, r->d.i, &i), &i);
    return true;
  default:
    return false;
  }
}

static bool number(const ReferenceRow *r, Scalar *out) {
  const double a = r->a.f, b = r->b.f;
  switch (r->op) {
  case OP_ADD_F64:
    *out = real(a + b);
    return true;
  case OP_SUB_F64:
    *out = real(a - b);
    return true;
  case OP_MUL_F64:
    *out = real(a * b);
    return true;
  case OP_DIV_F64:
    *out = b == 0 ? missing : real(a / b);
    return true;
  case OP_NEG_F64:
    *out = real(-a);
    return true;
  case OP_ABS_F64:
    *out = real(fabs(a));
    return true;
  case OP_MIN_F64:
    *out = real(fmin(a, b));
    return true;
  case OP_MAX_F64:
    *out = real(fmax(a, b));
    return true;
  case OP_ROUND_F64:
    *out = real(double_round(a, (int32_t)r->imm));
    return true;
  case OP_FLOOR_F64:
    *out = real(floor(a));
    return true;
  case OP_CEIL_F64:
    *out = real(ceil(a));
    return true;
  default:
    return false;
  }
}

static Scalar civil(const ReferenceRow *r) {
  const Civil day = date_to_civil((int32_t)r->a.i);
  return whole(true, r->op == OP_DATE_YEAR      ? day.year
                     : r->op == OP_DATE_QUARTER ? (day.month - 1) / 3 + 1
                                                : day.month);
}

static bool calendar(const ReferenceRow *r, Scalar *out) {
  const int32_t a = (int32_t)r->a.i, b = (int32_t)r->b.i;
  int32_t day = 0;
  switch (r->op) {
  case OP_DATE_DIFF:
    *out = whole(true, ((int128)a - b) * 86400);
    return true;
  case OP_DATE_ADD_SECONDS: {
    int64_t days = 0;
    decimal_floor_to(r->b.i, 86400, &days);
    if (r->b.i < INT64_MIN + 86400) days = -INT64_MAX / 2; /* far outside in any case */
    *out = stored_day(date_add_days(a, days / 86400, &day), &day);
    return true;
  }
  case OP_DATE_ADD_MONTHS:
    *out = stored_day(date_add_months(a, r->b.i, &day), &day);
    return true;
  case OP_DATE_UNIT_START:
    *out =
        stored_day(date_unit_start(a, (CalendarUnit)calendar_unit(r->imm), calendar_shift(r->imm),
                                   (int)calendar_fiscal_month(r->imm), &day),
                   &day);
    return true;
  case OP_DATE_YEAR:
  case OP_DATE_QUARTER:
  case OP_DATE_MONTH:
    *out = civil(r);
    return true;
  case OP_DATE_WEEKDAY: /* 1970-01-01 was a Thursday */
    *out = whole(true, ((a + 3) % 7 + 7) % 7 + 1);
    return true;
  case OP_MONTHS_BETWEEN:
    *out = whole(true, date_months_between(a, b));
    return true;
  case OP_YEARS_BETWEEN:
    *out = whole(true, date_years_between(a, b));
    return true;
  default:
    return false;
  }
}

static bool comparison(const ReferenceRow *r, Scalar *out) {
  const Text a = r->a.text, b = r->b.text;
  switch (r->op) {
  case OP_EQ_I64:
  case OP_EQ_F64:
  case OP_EQ_I32:
  case OP_EQ_TEXT:
    *out = holds(compare(r, (Store)op_info[r->op].operand[0]) == 0);
    return true;
  case OP_LT_I64:
  case OP_LT_F64:
  case OP_LT_I32:
  case OP_LT_TEXT:
    *out = holds(compare(r, (Store)op_info[r->op].operand[0]) < 0);
    return true;
  case OP_LE_I64:
  case OP_LE_F64:
  case OP_LE_I32:
  case OP_LE_TEXT:
    *out = holds(compare(r, (Store)op_info[r->op].operand[0]) <= 0);
    return true;
  case OP_EQ_TRUTH:
    *out = holds(r->a.truth == r->b.truth);
    return true;
  case OP_CONTAINS:
    *out = holds(text_contains(a, b));
    return true;
  case OP_STARTS:
    *out = holds(text_starts(a, b));
    return true;
  case OP_ENDS:
    *out = holds(text_ends(a, b));
    return true;
  default:
    return false;
  }
}

static bool other(const ReferenceRow *r, Scalar *out) {
  const Text a = r->a.text;
  const RecodeEntry *entries = r->image->recode_entries.at;
  switch (r->op) {
  case OP_NOT:
    *out = holds(r->a.truth == TRUTH_FALSE);
    return true;
  case OP_POINT_I64:
    *out = r->a.i == r->b.i ? r->a : missing;
    return true;
  case OP_POINT_F64:
    *out = r->a.f == r->b.f ? r->a : missing;
    return true;
  case OP_WITH_I64:
  case OP_WITH_F64:
    *out = r->a;
    return true;
  case OP_LOWER:
    *out = (Scalar){.known = true, .text = text_lower(r->image->arena, a)};
    return true;
  case OP_UPPER:
    *out = (Scalar){.known = true, .text = text_upper(r->image->arena, a)};
    return true;
  case OP_TRIM:
    *out = (Scalar){.known = true, .text = text_trim(a)};
    return true;
  case OP_LENGTH:
    *out = whole(true, (int64_t)text_length(a));
    return true;
  case OP_RECODE:
    *out = r->a.i >= 0 && r->a.i < 4 && entries[r->a.i].to >= 0 ? whole(true, entries[r->a.i].to)
                                                                : missing;
    return true;
  default:
    return false;
  }
}

Scalar reference_value(const ReferenceRow *r) {
  Scalar out = missing;
  if (about_missing(r, &out) || load(r, &out)) return out;
  const Scalar *operands[] = {&r->a, &r->b, &r->c, &r->d};
  bool known = true;
  for (int k = 0; k < 4; k++)
    if (op_info[r->op].operand[k] != OPERAND_NONE) known &= operands[k]->known;
  if (!known) return missing;
  if (exact(r, &out) || number(r, &out) || calendar(r, &out) || comparison(r, &out) ||
      other(r, &out))
    return out;
  ck_abort_msg("%s has no reference", op_info[r->op].name);
}
