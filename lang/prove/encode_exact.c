/* encode_exact.c - arithmetic of scaled integers: what value/decimal.c computes, as formulas.
 *
 * Results are rounded half away from zero and are missing where they do not fit 64 bits. Where the
 * bounds of the operands say that they always fit, the formula does not ask.
 */
#include <math.h>

#include "prove/encode_impl.h"

static int128 least_of(int128 a, int128 b) { return a < b ? a : b; }
static int128 most_of(int128 a, int128 b) { return a > b ? a : b; }

static ProveTerm fitting(Encoder *e, SmtTerm value, SmtTerm known, int128 low, int128 high) {
  return term_within(e, (ProveTerm){value, known, low, high}, encode_least, encode_most);
}

static int128 quotient(int128 n, int128 d) {
  const int128 whole = n / d, rest = n % d;
  return whole + (2 * rest >= d) - (2 * rest <= -d);
}

SmtTerm term_quotient(Encoder *e, SmtTerm n, int128 low, int128 high, int128 d) {
  Smt *smt = e->smt;
  if (d == 1) return n;
  const SmtTerm half = smt_int(smt, d);
  const SmtTerm up = smt_over(smt, smt_add(smt, smt_times(smt, n, 2), half), 2 * d);
  if (low >= 0) return up;
  const SmtTerm back = smt_over(smt, smt_add(smt, smt_times(smt, n, -2), half), 2 * d);
  const SmtTerm down = smt_times(smt, back, -1);
  if (high <= 0) return down;
  return smt_if(smt, smt_at_most(smt, smt_int(smt, 0), n), up, down);
}

static ProveTerm rounded(Encoder *e, SmtTerm n, SmtTerm known, int128 low, int128 high, int128 d) {
  return fitting(e, term_quotient(e, n, low, high, d), known, quotient(low, d), quotient(high, d));
}

static SmtTerm both_known(Encoder *e, const ProveTerm *a) {
  return smt_and(e->smt, a[0].known, a[1].known);
}

/* a * factor / divisor, divisor > 0. */
static ProveTerm scaled(Encoder *e, const ProveTerm *a, SmtTerm known, int128 factor,
                        int128 divisor) {
  const int128 x = a->low * factor, y = a->high * factor;
  return rounded(e, smt_times(e->smt, a->value, factor), known, least_of(x, y), most_of(x, y),
                 divisor);
}

/* Products and quotients of a column and a constant; of two columns they may be anything. */
static bool times(Encoder *e, const PlanNode *node, const ProveTerm *a, ProveTerm *out) {
  const int constant = term_is_constant(&a[1]) ? 1 : 0;
  if (!term_is_constant(&a[constant])) return false;
  *out = scaled(e, &a[1 - constant], both_known(e, a), a[constant].low, node->imm);
  return true;
}

static bool over(Encoder *e, const PlanNode *node, const ProveTerm *a, ProveTerm *out) {
  if (!term_is_constant(&a[1])) return false;
  const int128 divisor = a[1].low;
  if (divisor == 0)
    *out = term_missing(e);
  else
    *out = scaled(e, a, both_known(e, a), divisor < 0 ? -node->imm : (int128)node->imm,
                  divisor < 0 ? -divisor : divisor);
  return true;
}

static ProveTerm picked(Encoder *e, PlanOp op, const ProveTerm *a) {
  const SmtTerm first = smt_at_most(e->smt, a[0].value, a[1].value);
  const bool least = op == PLAN_MIN;
  return (ProveTerm){smt_if(e->smt, first, a[least ? 0 : 1].value, a[least ? 1 : 0].value),
                     both_known(e, a),
                     least ? least_of(a[0].low, a[1].low) : most_of(a[0].low, a[1].low),
                     least ? least_of(a[0].high, a[1].high) : most_of(a[0].high, a[1].high)};
}

static ProveTerm magnitude(Encoder *e, const ProveTerm *a) {
  if (a->low >= 0) return *a;
  const SmtTerm positive = smt_at_most(e->smt, smt_int(e->smt, 0), a->value);
  const SmtTerm value = smt_if(e->smt, positive, a->value, smt_times(e->smt, a->value, -1));
  const int128 high = most_of(-a->low, a->high);
  return fitting(e, value, a->known, a->high < 0 ? -a->high : 0, high);
}

static int128 floor_over(int128 n, int128 d) { return n / d - (n % d < 0); }

/* To a multiple of `unit`: half away from zero, down, up. */
static ProveTerm to_multiple(Encoder *e, PlanOp op, const ProveTerm *a, int128 unit) {
  if (op == PLAN_ROUND) {
    const SmtTerm value =
        smt_times(e->smt, term_quotient(e, a->value, a->low, a->high, unit), unit);
    return fitting(e, value, a->known, quotient(a->low, unit) * unit,
                   quotient(a->high, unit) * unit);
  }
  const int128 up =
      op == PLAN_CEIL ? unit - 1 : 0; /* up is down of what lies just below the next */
  const SmtTerm moved = smt_add(e->smt, a->value, smt_int(e->smt, up));
  return fitting(e, smt_times(e->smt, smt_over(e->smt, moved, unit), unit), a->known,
                 floor_over(a->low + up, unit) * unit, floor_over(a->high + up, unit) * unit);
}

/* weight * (x - from) / (to - from) between the ends, nothing before and all of it behind. */
static bool ramp(Encoder *e, const ProveTerm *a, ProveTerm *out) {
  Smt *smt = e->smt;
  if (!term_is_constant(&a[1]) || !term_is_constant(&a[2]) || !term_is_constant(&a[3]))
    return false;
  int128 from = a[1].low, to = a[2].low;
  const int128 weight = a[3].low;
  const bool falls = to < from;
  SmtTerm known = smt_and(smt, both_known(e, a), both_known(e, a + 2));
  if (from == to) {
    *out = term_missing(e);
    return true;
  }
  SmtTerm way =
      falls ? smt_subtract(smt, a[1].value, a[0].value) : smt_subtract(smt, a[0].value, a[1].value);
  const int128 whole = falls ? from - to : to - from;
  const int128 low = least_of(0, weight), high = most_of(0, weight);
  /* in between, the product has the sign of the weight */
  const SmtTerm part = term_quotient(e, smt_times(smt, way, weight), low, high, whole);
  const SmtTerm none = smt_at_most(smt, way, smt_int(smt, 0));
  const SmtTerm all = smt_at_most(smt, smt_int(smt, whole), way);
  const SmtTerm value = smt_if(smt, none, smt_int(smt, 0), smt_if(smt, all, a[3].value, part));
  *out = (ProveTerm){value, known, low, high};
  return true;
}

/* A scaled integer as a double, by its place among the constants: conversion never changes the
 * order, so each constant has a first integer that reaches it and a last one that does not go
 * beyond. */
static int64_t last_at_most(double limit, int64_t divisor, bool strictly) {
  int64_t low = INT64_MIN, high = INT64_MAX; /* low is within, high beyond or within */
  const double least = decimal_to_double(low, divisor), most = decimal_to_double(high, divisor);
  if (strictly ? most < limit : most <= limit) return high;
  if (strictly ? least >= limit : least > limit) return low;
  while (low + 1 < high) {
    const int64_t middle = low / 2 + high / 2 + (low % 2 + high % 2) / 2;
    if (middle <= low || middle >= high) break;
    const double value = decimal_to_double(middle, divisor);
    if (strictly ? value < limit : value <= limit)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static bool to_number(Encoder *e, const PlanNode *node, const ProveTerm *a, ProveTerm *out) {
  enum { CONSTANTS_MOST = 64 };
  Smt *smt = e->smt;
  if (e->number_count > CONSTANTS_MOST) return false;
  *out = (ProveTerm){smt_int(smt, 0), a->known, 0, 2 * (int128)e->number_count};
  for (size_t i = 0; i < e->number_count; i++) {
    const double limit = e->numbers[i];
    const SmtTerm reached =
        smt_less(smt, smt_int(smt, last_at_most(limit, node->imm, true)), a->value);
    const SmtTerm beyond =
        smt_less(smt, smt_int(smt, last_at_most(limit, node->imm, false)), a->value);
    out->value = smt_if(smt, beyond, smt_int(smt, 2 * (int128)i + 2),
                        smt_if(smt, reached, smt_int(smt, 2 * (int128)i + 1), out->value));
  }
  return true;
}

bool encode_exact(Encoder *e, const PlanNode *node, const ProveTerm *a, ProveTerm *out) {
  Smt *smt = e->smt;
  if (node->op == PLAN_TO_NUMBER) return to_number(e, node, a, out);
  if (type_store(node->type) != STORE_I64) {
    /* the smaller of two days is exact, arithmetic on doubles is not */
    if (type_store(node->type) != STORE_I32 || (node->op != PLAN_MIN && node->op != PLAN_MAX))
      return false;
  }
  const bool of_doubles = plan_op_info[node->op].arity > 0 &&
                          type_store(plan_at(e->plan, node->arg[0])->type) == STORE_F64;
  if (of_doubles) return false;
  switch (node->op) {
  case PLAN_ADD:
    *out = fitting(e, smt_add(smt, a[0].value, a[1].value), both_known(e, a), a[0].low + a[1].low,
                   a[0].high + a[1].high);
    return true;
  case PLAN_SUBTRACT:
    *out = fitting(e, smt_subtract(smt, a[0].value, a[1].value), both_known(e, a),
                   a[0].low - a[1].high, a[0].high - a[1].low);
    return true;
  case PLAN_NEGATE:
    *out = fitting(e, smt_times(smt, a->value, -1), a->known, -a->high, -a->low);
    return true;
  case PLAN_ABS:
    *out = magnitude(e, a);
    return true;
  case PLAN_MIN:
  case PLAN_MAX:
    *out = picked(e, node->op, a);
    return true;
  case PLAN_MULTIPLY:
    return times(e, node, a, out);
  case PLAN_DIVIDE:
    return over(e, node, a, out);
  case PLAN_ROUND:
  case PLAN_FLOOR:
  case PLAN_CEIL:
    *out = to_multiple(e, node->op, a, node->imm);
    return true;
  case PLAN_RAMP:
    return ramp(e, a, out);
  default:
    return false;
  }
}
