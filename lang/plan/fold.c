/* fold.c - operations on constants, and identities.
 *
 * Folding must give what the VM would give, so it calls the same exact functions of runtime/value
 * that the kernels stand on. Parameters are never constants.
 */
#include "plan/plan_impl.h"

#include <math.h>
#include <string.h>

#include "value/date.h"
#include "value/decimal.h"

/* An exact result is written to out->i by the operation, which says whether it fits. */
static bool exact(Scalar *out, bool fits) {
  out->known = fits;
  if (!fits) out->i = 0;
  return true;
}

static bool whole(Scalar *out, int64_t value) {
  out->i = value;
  return exact(out, true);
}

static bool number(Scalar *out, double value) {
  out->known = isfinite(value);
  out->f = out->known ? value : 0;
  return true;
}

/* A day that is written to *day by the operation. */
static bool a_day(Scalar *out, bool fits, const int32_t *day) {
  out->i = fits ? *day : 0;
  return exact(out, fits);
}

static bool truth(Scalar *out, Truth value) {
  out->truth = value;
  out->known = value != TRUTH_UNKNOWN;
  return true;
}

static bool fold_exact(PlanOp op, const Scalar *a, int64_t imm, Scalar *out) {
  switch (op) {
  case PLAN_ADD:
    return exact(out, decimal_add(a[0].i, a[1].i, &out->i));
  case PLAN_SUBTRACT:
    return exact(out, decimal_subtract(a[0].i, a[1].i, &out->i));
  case PLAN_NEGATE:
    return exact(out, decimal_subtract(0, a[0].i, &out->i));
  case PLAN_ABS:
    return a[0].i >= 0 ? whole(out, a[0].i) : exact(out, decimal_subtract(0, a[0].i, &out->i));
  case PLAN_MIN:
    return whole(out, a[0].i < a[1].i ? a[0].i : a[1].i);
  case PLAN_MAX:
    return whole(out, a[0].i > a[1].i ? a[0].i : a[1].i);
  case PLAN_MULTIPLY:
    return exact(out, decimal_multiply(a[0].i, a[1].i, imm, &out->i));
  case PLAN_DIVIDE:
    return exact(out, decimal_divide(a[0].i, a[1].i, imm, &out->i));
  case PLAN_MULTIPLY_DOUBLE:
    return exact(out, decimal_multiply_double(a[0].i, a[1].f, &out->i));
  case PLAN_DIVIDE_DOUBLE:
    return exact(out, decimal_divide_double(a[0].i, a[1].f, &out->i));
  case PLAN_ROUND:
    return exact(out, decimal_round_to(a[0].i, imm, &out->i));
  case PLAN_FLOOR:
    return exact(out, decimal_floor_to(a[0].i, imm, &out->i));
  case PLAN_CEIL:
    return exact(out, decimal_ceil_to(a[0].i, imm, &out->i));
  default:
    return false;
  }
}

static bool fold_number(PlanOp op, const Scalar *a, int64_t imm, Scalar *out) {
  switch (op) {
  case PLAN_ADD:
    return number(out, a[0].f + a[1].f);
  case PLAN_SUBTRACT:
    return number(out, a[0].f - a[1].f);
  case PLAN_NEGATE:
    return number(out, -a[0].f);
  case PLAN_ABS:
    return number(out, fabs(a[0].f));
  case PLAN_MIN:
    return number(out, a[0].f < a[1].f ? a[0].f : a[1].f);
  case PLAN_MAX:
    return number(out, a[0].f > a[1].f ? a[0].f : a[1].f);
  case PLAN_MULTIPLY:
    return number(out, a[0].f * a[1].f);
  case PLAN_DIVIDE:
    return number(out, a[0].f / a[1].f);
  case PLAN_ROUND:
    return number(out, double_round(a[0].f, (int)imm));
  case PLAN_FLOOR:
    return number(out, floor(a[0].f));
  case PLAN_CEIL:
    return number(out, ceil(a[0].f));
  case PLAN_TO_NUMBER:
    return number(out, decimal_to_double(a[0].i, imm));
  default:
    return false;
  }
}

static bool fold_date(PlanOp op, const Scalar *a, int64_t imm, Scalar *out) {
  int32_t d = (int32_t)a[0].i, r = 0;
  switch (op) {
  case PLAN_DAY_NUMBER:
    return whole(out, d);
  case PLAN_DATE_DIFF:
    return whole(out, (a[0].i - a[1].i) * 86400);
  case PLAN_ADD_SECONDS: {
    int64_t days = a[1].i / 86400 - (a[1].i % 86400 < 0);
    return a_day(out, date_add_days(d, days, &r), &r);
  }
  case PLAN_ADD_MONTHS:
    return a_day(out, date_add_months(d, a[1].i, &r), &r);
  case PLAN_UNIT_START: {
    uint32_t unit = (uint32_t)imm;
    return a_day(out,
                 date_unit_start(d, (CalendarUnit)calendar_unit(unit), calendar_shift(unit),
                                 (int)calendar_fiscal_month(unit), &r),
                 &r);
  }
  case PLAN_YEAR:
    return whole(out, date_to_civil(d).year);
  case PLAN_QUARTER:
    return whole(out, date_quarter(d));
  case PLAN_MONTH:
    return whole(out, date_to_civil(d).month);
  case PLAN_WEEKDAY:
    return whole(out, date_weekday(d));
  case PLAN_MONTHS_BETWEEN:
    return whole(out, date_months_between(d, (int32_t)a[1].i));
  case PLAN_YEARS_BETWEEN:
    return whole(out, date_years_between(d, (int32_t)a[1].i));
  default:
    return false;
  }
}

static int compare(const Scalar *a) {
  switch (type_store(a[0].type)) {
  case STORE_F64:
    return (a[0].f > a[1].f) - (a[0].f < a[1].f);
  case STORE_TEXT:
    return text_compare(a[0].text, a[1].text);
  case STORE_TRUTH:
    return a[0].truth - a[1].truth;
  default:
    return (a[0].i > a[1].i) - (a[0].i < a[1].i);
  }
}

static bool fold_comparison(PlanOp op, const Scalar *a, Scalar *out) {
  switch (op) {
  case PLAN_EQ:
    return truth(out, truth_of(compare(a) == 0));
  case PLAN_LT:
    return truth(out, truth_of(compare(a) < 0));
  case PLAN_LE:
    return truth(out, truth_of(compare(a) <= 0));
  case PLAN_CONTAINS:
    return truth(out, truth_of(text_contains(a[0].text, a[1].text)));
  case PLAN_STARTS:
    return truth(out, truth_of(text_starts(a[0].text, a[1].text)));
  case PLAN_ENDS:
    return truth(out, truth_of(text_ends(a[0].text, a[1].text)));
  default:
    return false;
  }
}

/* Operations that look at missing operands themselves. */
static bool fold_missing(PlanOp op, const Scalar *a, Scalar *out) {
  const Scalar *chosen = NULL;
  switch (op) {
  case PLAN_AND:
    return truth(out, truth_and(a[0].truth, a[1].truth));
  case PLAN_OR:
    return truth(out, truth_or(a[0].truth, a[1].truth));
  case PLAN_NOT:
    return truth(out, truth_not(a[0].truth));
  case PLAN_BOUNDS:
    return truth(out, truth_bounds(a[0].truth, a[1].truth));
  case PLAN_SURELY:
    return truth(out, truth_of(a[0].truth == TRUTH_TRUE));
  case PLAN_MAYBE:
    return truth(out, truth_of(a[0].truth != TRUTH_FALSE));
  case PLAN_KNOWN:
    return truth(out, truth_of(a[0].known));
  case PLAN_SELECT:
    if (a[0].known) chosen = a[0].truth == TRUTH_TRUE ? &a[1] : &a[2];
    break;
  case PLAN_CHOOSE:
    chosen = a[0].truth == TRUTH_TRUE ? &a[1] : a[0].truth == TRUTH_FALSE ? &a[2] : &a[3];
    break;
  case PLAN_OTHERWISE:
  case PLAN_BOUND:
    chosen = a[0].known ? &a[0] : &a[1];
    break;
  case PLAN_WITH:
    chosen = a[1].known ? &a[0] : NULL;
    break;
  case PLAN_POINT:
    chosen = a[0].known && a[1].known && scalar_equal(a[0], a[1]) ? a : NULL;
    break;
  default:
    return false;
  }
  Type type = out->type;
  *out = chosen ? *chosen : (Scalar){.type = type};
  out->type = type;
  if (!chosen && type.kind == TYPE_BOOL) out->truth = TRUTH_UNKNOWN;
  return true;
}

static bool fold_ramp(const Scalar *a, Scalar *out) {
  bool fits = a[0].type.kind == TYPE_NUMBER
                  ? decimal_ramp_double(a[0].f, a[1].f, a[2].f, a[3].i, &out->i)
                  : decimal_ramp(a[0].i, a[1].i, a[2].i, a[3].i, &out->i);
  return exact(out, fits);
}

static bool fold_text(PlanOp op, const Scalar *a, Arena *arena, Scalar *out) {
  out->known = true;
  switch (op) {
  case PLAN_LOWER:
    out->text = text_lower(arena, a[0].text);
    return true;
  case PLAN_UPPER:
    out->text = text_upper(arena, a[0].text);
    return true;
  case PLAN_TRIM:
    out->text = text_trim(a[0].text);
    return true;
  case PLAN_LENGTH:
    return whole(out, (int64_t)text_length(a[0].text));
  default:
    return false;
  }
}

bool fold_operation(PlanOp op, Type type, const Scalar *arg, int64_t imm, Arena *arena,
                    Scalar *out) {
  *out = (Scalar){.type = type};
  if (plan_op_info[op].arity == 0 || op == PLAN_SPREAD || op == PLAN_GATHER || op == PLAN_RECODE)
    return false;
  if (fold_missing(op, arg, out)) return true;
  for (int i = 0; i < plan_op_info[op].arity; i++)
    if (!arg[i].known) {
      if (type.kind == TYPE_BOOL) out->truth = TRUTH_UNKNOWN;
      return true;
    }
  if (op == PLAN_RAMP) return fold_ramp(arg, out);
  if (fold_comparison(op, arg, out) || fold_text(op, arg, arena, out)) return true;
  out->known = false;
  if (fold_date(op, arg, imm, out)) return true;
  if (type.kind == TYPE_NUMBER) return fold_number(op, arg, imm, out);
  return fold_exact(op, arg, imm, out);
}

/* x + 0, of exact types: missing stays missing. */
static uint32_t without_zero(const Plan *plan, const uint32_t *args) {
  for (int i = 0; i < 2; i++) {
    const PlanNode *at = plan_at(plan, args[i]);
    if (at->op == PLAN_CONST && type_store(at->type) == STORE_I64 && at->value.known &&
        at->value.i == 0 && type_equal(at->type, plan_at(plan, args[1 - i])->type))
      return args[1 - i];
  }
  return PLAN_NONE;
}

static bool is_truth(const Plan *plan, uint32_t node, Truth truth_value) {
  const PlanNode *at = plan_at(plan, node);
  return at->op == PLAN_CONST && at->type.kind == TYPE_BOOL && at->value.truth == truth_value;
}

/* and, or: `neutral` leaves the other side, the opposite decides. */
static uint32_t connective(Plan *plan, const uint32_t *args, Truth neutral) {
  for (int i = 0; i < 2; i++) {
    if (is_truth(plan, args[i], neutral)) return args[1 - i];
    if (is_truth(plan, args[i], truth_not(neutral))) return args[i];
  }
  return args[0] == args[1] ? args[0] : PLAN_NONE;
}

uint32_t fold_identity(Plan *plan, PlanOp op, Type type, const uint32_t *args) {
  switch (op) {
  case PLAN_ADD:
    return without_zero(plan, args);
  case PLAN_AND:
    return connective(plan, args, TRUTH_TRUE);
  case PLAN_OR:
    return connective(plan, args, TRUTH_FALSE);
  case PLAN_NOT:
    return plan_at(plan, args[0])->op == PLAN_NOT ? plan_at(plan, args[0])->arg[0] : PLAN_NONE;
  case PLAN_BOUNDS:
  case PLAN_POINT:
  case PLAN_WITH:
  case PLAN_MIN:
  case PLAN_MAX:
    return args[0] == args[1] ? args[0] : PLAN_NONE;
  case PLAN_OTHERWISE:
  case PLAN_BOUND:
    if (args[0] == args[1]) return args[0];
    if (!plan_is_const(plan, args[0])) return PLAN_NONE;
    return plan_at(plan, args[0])->value.known ? args[0] : args[1];
  case PLAN_SELECT:
    if (is_truth(plan, args[0], TRUTH_TRUE)) return args[1];
    if (is_truth(plan, args[0], TRUTH_FALSE)) return args[2];
    return is_truth(plan, args[0], TRUTH_UNKNOWN) ? plan_missing(plan, type) : PLAN_NONE;
  case PLAN_CHOOSE:
    if (!plan_is_const(plan, args[0]))
      return args[1] == args[2] && args[2] == args[3] ? args[1] : PLAN_NONE;
    if (is_truth(plan, args[0], TRUTH_TRUE)) return args[1];
    return is_truth(plan, args[0], TRUTH_FALSE) ? args[2] : args[3];
  default:
    return PLAN_NONE;
  }
}
