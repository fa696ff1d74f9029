/* infer_arithmetic.c - + - * / by the table of operations.
 *
 * A pair of types is looked up as it is, then with a ratio or an integer standing in for a number.
 * Before that a bare constant gets a type: beside + and - it takes the unit of the other side;
 * beside * and / it is an integer, or, where money, a score or a duration is scaled, a percent:
 * 0.15 is exact there and as a double it is not.
 */
#include "sema/infer_impl.h"

typedef struct Operation {
  NodeKind operator;
  TypeKind left, right, result;
  bool ratio;
  ArithmeticRule rule;
} Operation;

#define TYPE_RATIO TYPE_PERCENT
#define IS_RATIO_INTEGER false
#define IS_RATIO_NUMBER false
#define IS_RATIO_PERCENT false
#define IS_RATIO_MONEY false
#define IS_RATIO_SCORE false
#define IS_RATIO_DATE false
#define IS_RATIO_DURATION false
#define IS_RATIO_PERIOD false
#define IS_RATIO_RATIO true

static const Operation operations[] = {
#define X(op, l, r, result, rule)                                                                  \
  {NODE_##op, TYPE_##l, TYPE_##r, TYPE_##result, IS_RATIO_##result, RULE_##rule},
#include "sema/operations.def"
#undef X
};

static const Operation *find(NodeKind operator, TypeKind left, TypeKind right) {
  for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
    const Operation *o = &operations[i];
    if (o->operator== operator&& o->left == left && o->right == right) return o;
  }
  return NULL;
}

/* What a side may stand in for, its own kind first; an integer beside a score only in sums. */
static size_t stand_ins(const Node *node, bool sum, TypeKind out[3]) {
  const Typing *t = node->typing;
  size_t count = 0;
  out[count++] = t->as.kind;
  if (t->as.kind == TYPE_INTEGER || (t->as.kind == TYPE_PERCENT && (t->ratio || t->bare)))
    out[count++] = TYPE_NUMBER;
  if (t->as.kind == TYPE_INTEGER && !t->bare && sum) out[count++] = TYPE_SCORE;
  return count;
}

static const Operation *find_converted(NodeKind operator, const Node * left, const Node *right) {
  TypeKind l[3], r[3];
  const bool sum = operator== NODE_ADD || operator== NODE_SUBTRACT;
  const size_t lefts = stand_ins(left, sum, l), rights = stand_ins(right, sum, r);
  for (size_t converted = 0; converted < lefts + rights - 1; converted++) {
    for (size_t i = 0; i <= converted && i < lefts; i++) {
      if (converted - i >= rights) continue;
      const Operation *o = find(operator, l[i], r[converted - i]);
      if (o) return o;
    }
  }
  return NULL;
}

static bool is_sum(const Node *node) {
  return node->kind == NODE_ADD || node->kind == NODE_SUBTRACT;
}

static const char *operator_text(const Node *node) {
  switch (node->kind) {
  case NODE_ADD:
    return "+";
  case NODE_SUBTRACT:
    return "-";
  case NODE_MULTIPLY:
    return "*";
  default:
    return "/";
  }
}

/* --- reports --- */

/* A day too few: `today + 90`. */
static bool report_date_number(Sema *s, const Node *node, const Node *date, const Node *number) {
  if (date->typing->type.kind != TYPE_DATE || !is_sum(node) ||
      (number->typing->type.kind != TYPE_INTEGER && number->typing->type.kind != TYPE_NUMBER))
    return false;
  if (report_param(s, number, type_of(TYPE_DURATION), date)) return true;
  Diag *d = sema_report(s, E_DATE_NUMBER, number->span,
                        "a number is neither days nor months: a date needs a duration or a period");
  sema_label(s, d, date->span, "this is a date");
  if (number->typing->bare && number->typing->constant.denominator == 1)
    sema_offer(s, d, number->span, "%lld days", (long long)number->typing->constant.numerator);
  else
    sema_help(s, d, "multiply it by its unit: `%.*s * 1 day`", TEXT_ARG(sema_source(s, number)));
  return true;
}

static bool report_months(Sema *s, const Node *node, const Node *left, const Node *right) {
  const TypeKind l = left->typing->type.kind, r = right->typing->type.kind;
  if (!is_sum(node) || (l == TYPE_PERIOD) == (r == TYPE_PERIOD)) return false;
  const Node *period = l == TYPE_PERIOD ? left : right, *other = l == TYPE_PERIOD ? right : left;
  Diag *d = sema_report(s, E_MONTHS_TO_NON_DATE, node->span,
                        "months, quarters and years are counted from a date");
  sema_label(s, d, other->span, "this is %.*s", TEXT_ARG(sema_a(s, other)));
  if (l == TYPE_PERIOD && r == TYPE_DATE && node->kind == NODE_ADD)
    sema_offer(s, d, node->span, "%.*s + %.*s", TEXT_ARG(sema_source(s, other)),
               TEXT_ARG(sema_source(s, period)));
  else
    sema_help(s, d, "add them to a date, or write the duration in days or weeks");
  return true;
}

static void report_operation(Sema *s, const Node *node, const Node *left, const Node *right) {
  if (report_date_number(s, node, left, right) || report_months(s, node, left, right)) return;
  if (node->kind == NODE_ADD && right->typing->type.kind == TYPE_DATE &&
      report_date_number(s, node, right, left))
    return;
  Diag *d =
      sema_report(s, E_NO_OPERATION, node->span, "%.*s %s %.*s has no meaning",
                  TEXT_ARG(sema_type(s, left)), operator_text(node), TEXT_ARG(sema_type(s, right)));
  sema_label(s, d, left->span, "%.*s", TEXT_ARG(sema_type(s, left)));
  sema_label(s, d, right->span, "%.*s", TEXT_ARG(sema_type(s, right)));
  if (left->typing->type.kind == TYPE_DURATION && right->typing->type.kind == TYPE_DATE &&
      node->kind == NODE_ADD)
    sema_offer(s, d, node->span, "%.*s + %.*s", TEXT_ARG(sema_source(s, right)),
               TEXT_ARG(sema_source(s, left)));
  else if (node->kind == NODE_DIVIDE && right->typing->type.kind == TYPE_DURATION)
    sema_help(s, d, "`days(...)` gives a duration as a number");
  else if (node->kind == NODE_ADD && left->typing->type.kind == TYPE_TEXT)
    sema_help(s, d, "texts are put together in `say` and `fix` alone: \"{name} of {owner}\"");
}

/* --- constants --- */

static bool fold(Sema *s, Node *node, const Typing *left, const Typing *right) {
  Typing *t = node->typing;
  bool ok = false;
  switch (node->kind) {
  case NODE_ADD:
    ok = rational_plus(left->constant, right->constant, &t->constant);
    break;
  case NODE_SUBTRACT:
    ok = rational_minus(left->constant, right->constant, &t->constant);
    break;
  case NODE_MULTIPLY:
    ok = rational_times(left->constant, right->constant, &t->constant);
    break;
  default:
    if (right->constant.numerator == 0) {
      Diag *d = sema_report(s, E_DIVISION_BY_ZERO, node->span, "division by zero");
      sema_help(s, d, "its value would always be missing");
      return false;
    }
    ok = rational_over(left->constant, right->constant, &t->constant);
  }
  if (!ok) {
    sema_report(s, E_CONSTANT_TOO_LARGE, node->span, "this constant is too large to be exact");
    return false;
  }
  t->bare = true;
  t->type = type_of(t->constant.denominator == 1 ? TYPE_INTEGER : TYPE_NUMBER);
  return true;
}

static bool can_adopt(const Typing *other) {
  switch (other->type.kind) {
  case TYPE_MONEY:
  case TYPE_SCORE:
  case TYPE_NUMBER:
    return true;
  case TYPE_PERCENT:
    return true; /* a percent that is no ratio is reported with its sign */
  default:
    return false;
  }
}

/* Beside + and -. */
static bool adopt_unit(Sema *s, Node *constant, const Node *other) {
  const Typing *o = other->typing;
  if (can_adopt(o) || o->type.kind == TYPE_DURATION)
    return take_as(s, constant, o->type, o->ratio, other);
  return true; /* integers as they are; the rest is no operation */
}

static bool scales_exactly(TypeKind kind) {
  return kind == TYPE_MONEY || kind == TYPE_SCORE || kind == TYPE_DURATION;
}

/* Beside * and /: an integer, a percent where that is exact, or a number. */
static void scale_by(Node *constant, const Node *other, NodeKind operator) {
  Typing *t = constant->typing;
  Scalar scalar;
  t->as = t->type;
  if (t->constant.denominator == 1) return;
  /* a duration is divided by a number alone */
  if (operator== NODE_DIVIDE && other->typing->type.kind == TYPE_DURATION) return;
  const int decimals = rational_decimals(t->constant);
  const Type percent = type_of(TYPE_PERCENT);
  if (scales_exactly(other->typing->type.kind) && decimals >= 0 &&
      decimals <= type_info(TYPE_PERCENT)->decimals && rational_as(t->constant, percent, &scalar))
    t->as = percent;
}

/* Gives constants a type; false after a report. */
static bool settle(Sema *s, Node *node, Node *left, Node *right) {
  if (is_sum(node)) {
    if (left->typing->bare && !adopt_unit(s, left, right)) return false;
    return !right->typing->bare || adopt_unit(s, right, left);
  }
  if (left->typing->bare) scale_by(left, right, node->kind);
  if (right->typing->bare) scale_by(right, left, node->kind);
  /* 1M / revenue: like by like. */
  if (node->kind == NODE_DIVIDE && left->typing->bare && can_adopt(right->typing) &&
      (right->typing->type.kind != TYPE_PERCENT || right->typing->ratio) &&
      !find_converted(node->kind, left, right))
    return take_as(s, left, right->typing->type, right->typing->ratio, right);
  return true;
}

/* --- the result --- */

static bool same_currency(Sema *s, const Node *node, Node *left, Node *right) {
  (void)node;
  if (left->typing->as.kind != TYPE_MONEY || right->typing->as.kind != TYPE_MONEY) return true;
  if (type_equal(left->typing->as, right->typing->as)) return true;
  report_mismatch(s, right, left->typing->as, left);
  return false;
}

/* Percentages that only came from ratios and constants stay ratios. */
static bool keeps_ratio(const Operation *o, const Typing *left, const Typing *right) {
  if (o->result != TYPE_PERCENT) return false;
  if (o->ratio) return true;
  const bool l = left->ratio || left->bare, r = right->ratio || right->bare;
  return o->right == TYPE_PERCENT ? l && r : left->ratio;
}

static void take_kind(Node *node, TypeKind kind) {
  if (node->typing->as.kind != kind) node->typing->as = type_of(kind);
}

void infer_arithmetic(Sema *s, const Scope *scope, Node *node) {
  Node *left = node->child[0], *right = node->child[1];
  const Type none = type_of(TYPE_NONE);
  infer(s, scope, left, none);
  infer(s, scope, right, none);
  if (!left || !right || !left->typing->type.kind || !right->typing->type.kind) return;
  Typing *l = left->typing, *r = right->typing, *t = node->typing;
  if (l->bare && r->bare) {
    fold(s, node, l, r);
    return;
  }
  if (!settle(s, node, left, right)) return;
  const Operation *o = find_converted(node->kind, left, right);
  if (!o) {
    report_operation(s, node, left, right);
    return;
  }
  if (!same_currency(s, node, left, right)) return;
  take_kind(left, o->left);
  take_kind(right, o->right);
  t->type = type_of(o->result);
  if (o->result == TYPE_MONEY) t->type = l->as.kind == TYPE_MONEY ? l->as : r->as;
  t->rule = o->rule;
  t->ratio = keeps_ratio(o, l, r);
  t->can_be_range = l->can_be_range || r->can_be_range;
}

void infer_negate(Sema *s, const Scope *scope, Node *node) {
  Node *operand = node_child(node, NEGATE_OPERAND);
  infer(s, scope, operand, type_of(TYPE_NONE));
  if (!operand || !operand->typing->type.kind) return;
  Typing *t = node->typing;
  const Typing *o = operand->typing;
  if (!type_is_numeric(o->type.kind) && o->type.kind != TYPE_PERIOD) {
    Diag *d = sema_report(s, E_NO_NEGATIVE, node->span, "%.*s has no negative",
                          TEXT_ARG(sema_a(s, operand)));
    sema_label(s, d, declared_at(s, operand), "declared here");
    if (o->type.kind == TYPE_BOOL)
      sema_offer(s, d, node->span, "not %.*s", TEXT_ARG(sema_source(s, operand)));
    return;
  }
  t->type = o->type;
  t->ratio = o->ratio;
  t->can_be_range = o->can_be_range;
  t->bare = o->bare;
  if (t->bare) rational_minus((Rational){0, 1}, o->constant, &t->constant);
}
