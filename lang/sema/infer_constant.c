/* infer_constant.c - literals: bare numbers and those that bring their unit. */
#include "sema/infer_impl.h"
#include "value/date.h"

static void report_decimals(Sema *s, const Node *node, Type type, int decimals) {
  Diag *d = sema_report(s, E_DECIMALS, node->span, "%.*s has %d decimals at most",
                        TEXT_ARG(sema_type_name(s, type)), decimals);
  sema_help(s, d, "round it to what the type can hold");
}

static void report_size(Sema *s, const Node *node, Type type) {
  Diag *d = sema_report(s, E_CONSTANT_TOO_LARGE, node->span, "this does not fit in %.*s",
                        TEXT_ARG(sema_type_name(s, type)));
  sema_help(s, d, "exact types have 64 bits, their decimals included");
}

/* The literal's number in the unit of an exact type. */
static void exact_literal(Sema *s, Node *node, Type type, Rational value, int shown_decimals) {
  Scalar scalar;
  if (rational_decimals(value) > type_info(type.kind)->decimals)
    report_decimals(s, node, type, shown_decimals);
  else if (!rational_as(value, type, &scalar))
    report_size(s, node, type);
  else
    node->typing->type = type;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* 50.000 as it is written where a point groups the thousands; the number of its digits before the
 * point, or 0. A point that groups is followed by three digits, and no number begins with a 0. */
static size_t looks_grouped(Text text) {
  size_t whole = 0, end;
  while (whole < text.len && is_digit(text.at[whole])) whole++;
  for (end = whole + 1; end < text.len && is_digit(text.at[end]);) end++;
  const bool grouped = whole >= 1 && whole <= 3 && text.at[0] != '0' && whole < text.len &&
                       text.at[whole] == '.' && end == whole + 4 &&
                       (end == text.len || text.at[end] == ' ');
  return grouped ? whole : 0;
}

/* Three decimals are as good as any of a number; of what is counted in whole ones or in cents they
 * are more likely thousands. */
static void doubt_grouping(Sema *s, const Node *node, Type type) {
  if (type.kind != TYPE_INTEGER && type.kind != TYPE_MONEY && type.kind != TYPE_SCORE) return;
  node = node_bare(node);
  if (node->kind == NODE_NEGATE) node = node_bare(node_child(node, NEGATE_OPERAND));
  if (node->kind != NODE_NUMBER && node->kind != NODE_MONEY) return;
  const Text text = sema_source(s, node);
  const size_t whole = looks_grouped(text);
  if (!whole) return;
  const Text thousands = text_slice(text, whole + 1, text.len);
  Diag *d = sema_report(s, W_LOOKS_GROUPED, node->span, "the point begins decimals, not thousands");
  Rational value;
  Buffer shown = buffer_in(s->arena);
  if (rational_of(node->number, &value)) rational_print(&shown, value);
  sema_under(s, d, "read as %.*s", TEXT_ARG(buffer_view(&shown)));
  sema_edit(s, d, node->span, "%.*s_%.*s", (int)whole, text.at, TEXT_ARG(thousands));
  sema_help(s, d, "if thousands are meant, write `%.*s_%.*s`", (int)whole, text.at,
            TEXT_ARG(thousands));
}

static void infer_number(Sema *s, Node *node) {
  Typing *t = node->typing;
  if (!rational_of(node->number, &t->constant)) {
    report_size(s, node, type_of(TYPE_NUMBER));
    return;
  }
  t->bare = true;
  t->type = type_of(t->constant.denominator == 1 ? TYPE_INTEGER : TYPE_NUMBER);
}

static void infer_percent(Sema *s, Node *node) {
  Rational value;
  const Type type = type_of(TYPE_PERCENT);
  if (rational_of(node->number, &value) && rational_over(value, (Rational){100, 1}, &value))
    exact_literal(s, node, type, value, 6);
  else
    report_size(s, node, type);
}

static void infer_money(Sema *s, Node *node) {
  Rational value;
  Type type = type_of(TYPE_MONEY);
  for (size_t i = 0; i < 3 && i < node->text.len; i++) type.currency[i] = node->text.at[i];
  if (rational_of(node->number, &value))
    exact_literal(s, node, type, value, 4);
  else
    report_size(s, node, type);
  doubt_grouping(s, node, type);
}

static const struct {
  const char *unit;
  TypeKind kind;
  int64_t amount;
} units[] = {
#define X(name, kind, size) {#name, TYPE_##kind, size},
#include "syntax/units.def"
#undef X
};

/* Seconds, or months, of a STEP. */
static bool step_exact(const Node *node, TypeKind *kind, Rational *out) {
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    if (!text_equal(node->text, text_of(units[i].unit))) continue;
    *kind = units[i].kind;
    return rational_of(node->number, out) &&
           rational_times(*out, (Rational){units[i].amount, 1}, out);
  }
  return false;
}

static void infer_step(Sema *s, Node *node) {
  TypeKind kind = TYPE_DURATION;
  Rational value;
  if (!step_exact(node, &kind, &value)) {
    report_size(s, node, type_of(kind));
    return;
  }
  if (value.denominator != 1) {
    const bool months = kind == TYPE_PERIOD;
    Diag *d = sema_report(s, E_STEP_NOT_WHOLE, node->span, "this is not a whole number of %s",
                          months ? "months" : "seconds");
    sema_help(s, d,
              months ? "calendar steps are whole months; write days for less"
                     : "write it in a smaller unit");
    return;
  }
  exact_literal(s, node, type_of(kind), value, 0);
}

void infer_literal(Sema *s, Node *node) {
  switch (node->kind) {
  case NODE_NUMBER:
    infer_number(s, node);
    break;
  case NODE_PERCENT:
    infer_percent(s, node);
    break;
  case NODE_MONEY:
    infer_money(s, node);
    break;
  case NODE_STEP:
    infer_step(s, node);
    break;
  case NODE_DATE:
    node->typing->type = type_of(TYPE_DATE);
    break;
  case NODE_TRUE:
  case NODE_FALSE:
    node->typing->type = type_of(TYPE_BOOL);
    break;
  case NODE_STRING:
    node->typing->type = type_of(TYPE_TEXT);
    break;
  default:
    break; /* BAD, and what no expression holds: no type */
  }
}

/* --- constants as a type --- */

static bool is_literal(const Node *node) {
  node = node_bare(node);
  if (node->kind == NODE_NEGATE) node = node_bare(node_child(node, NEGATE_OPERAND));
  return node->kind == NODE_NUMBER;
}

/* The constant with a unit behind it. Replacing a literal keeps its spelling, unless it has a
 * multiplier that would be glued to the unit. */
static void offer_unit(Sema *s, Diag *d, const Node *node, const char *unit) {
  const Rational r = node->typing->constant;
  if (rational_decimals(r) < 0) {
    sema_help(s, d, "give it its unit: `%s`", unit);
    return;
  }
  Buffer text = buffer_in(s->arena);
  rational_print(&text, r);
  buffer_str(&text, unit);
  sema_offer(s, d, node->span, "%.*s", TEXT_ARG(buffer_view(&text)));
}

static void report_percent(Sema *s, const Node *node, const Node *origin) {
  Diag *d = sema_report(s, E_PERCENT_SIGN, node->span, "a percent is written with its `%%`");
  sema_under(s, d, "a bare number");
  if (origin) sema_label(s, d, origin->span, "this is a percent");
  Rational r = node->typing->constant;
  const bool fraction = r.numerator != 0 && rational_compare(r, (Rational){1, 1}) < 0 &&
                        rational_compare(r, (Rational){-1, 1}) > 0;
  if (fraction && rational_times(r, (Rational){100, 1}, &r) && rational_decimals(r) >= 0) {
    Buffer text = buffer_in(s->arena);
    rational_print(&text, r);
    sema_offer(s, d, node->span, "%.*s%%", TEXT_ARG(buffer_view(&text)));
  } else {
    offer_unit(s, d, node, "%");
  }
}

/* The unit that the other side is counted in: a field of `duration(hours)` in hours. */
static const char *unit_beside(const Sema *s, const Node *origin, bool one) {
  const Typing *t = origin ? node_bare(origin)->typing : NULL;
  const uint32_t unit =
      t && t->symbol == SYMBOL_FIELD
          ? s->program->entities.at[t->entity].fields[t->index].format.duration_unit
          : 0;
  if (unit == 60) return one ? " minute" : " minutes";
  if (unit == 3600) return one ? " hour" : " hours";
  return one ? " day" : " days";
}

static void report_duration(Sema *s, const Node *node, const Node *origin) {
  Diag *d = sema_report(s, E_DURATION_UNIT, node->span, "a duration is written with its unit");
  sema_under(s, d, "a bare number");
  if (origin) sema_label(s, d, origin->span, "this is a duration");
  const Rational r = node->typing->constant;
  offer_unit(s, d, node, unit_beside(s, origin, r.numerator == 1 && r.denominator == 1));
}

static void report_not_whole(Sema *s, const Node *node, const Node *origin) {
  Diag *d = sema_report(s, E_NOT_WHOLE, node->span, "a whole number is needed here");
  if (origin) sema_label(s, d, origin->span, "this is an integer");
  Scalar rounded;
  if (rational_as(node->typing->constant, type_of(TYPE_INTEGER), &rounded))
    sema_offer(s, d, node->span, "%lld", (long long)rounded.i);
}

bool take_constant(Sema *s, Node *node, Type want, bool ratio, const Node *origin) {
  Typing *t = node->typing;
  switch (want.kind) {
  case TYPE_INTEGER:
    if (t->constant.denominator == 1) break;
    report_not_whole(s, node, origin);
    return false;
  case TYPE_NUMBER:
  case TYPE_MONEY:
  case TYPE_SCORE:
    break;
  case TYPE_PERCENT:
    if (ratio) break;
    report_percent(s, node, origin);
    return false;
  case TYPE_DURATION:
    report_duration(s, node, origin);
    return false;
  default:
    report_mismatch(s, node, want, origin);
    return false;
  }
  Scalar scalar;
  const int decimals = type_info(want.kind)->decimals;
  if (want.kind != TYPE_NUMBER && is_literal(node) && rational_decimals(t->constant) > decimals) {
    report_decimals(s, node, want, decimals);
    return false;
  }
  if (!rational_as(t->constant, want, &scalar)) {
    report_size(s, node, want);
    return false;
  }
  t->as = want;
  doubt_grouping(s, node, want);
  return true;
}

/* --- the value of a constant expression --- */

static bool exact_binary(const Program *program, const Node *node, Rational *out) {
  Rational a, b;
  if (!constant_with_params(program, node->child[0], &a) ||
      !constant_with_params(program, node->child[1], &b))
    return false;
  switch (node->kind) {
  case NODE_ADD:
    return rational_plus(a, b, out);
  case NODE_SUBTRACT:
    return rational_minus(a, b, out);
  case NODE_MULTIPLY:
    return rational_times(a, b, out);
  default:
    return rational_over(a, b, out);
  }
}

bool constant_exact(const Node *node, Rational *out) {
  return constant_with_params(NULL, node, out);
}

static bool exact_param(const Program *program, const Typing *t, Rational *out) {
  if (!program || t->symbol != SYMBOL_PARAM) return false;
  const Scalar value = program->params.at[t->index].value;
  return value.known && type_is_numeric(value.type.kind) && value.type.kind != TYPE_NUMBER &&
         rational_make(value.i, type_scale(value.type.kind), out);
}

bool constant_with_params(const Program *program, const Node *node, Rational *out) {
  if (!node || !node->typing || node->typing->type.kind == TYPE_NONE) return false;
  if (node->typing->bare) {
    *out = node->typing->constant;
    return true;
  }
  node = node_bare(node);
  TypeKind kind;
  switch (node->kind) {
  case NODE_PERCENT:
    return rational_of(node->number, out) && rational_over(*out, (Rational){100, 1}, out);
  case NODE_MONEY:
    return rational_of(node->number, out);
  case NODE_STEP:
    return step_exact(node, &kind, out);
  case NODE_NAME:
  case NODE_DOT:
    return exact_param(program, node->typing, out);
  case NODE_NEGATE:
    return constant_with_params(program, node_child(node, NEGATE_OPERAND), out) &&
           rational_minus((Rational){0, 1}, *out, out);
  case NODE_ADD:
  case NODE_SUBTRACT:
  case NODE_MULTIPLY:
  case NODE_DIVIDE:
    return type_is_numeric(node->typing->type.kind) && exact_binary(program, node, out);
  default:
    return false;
  }
}

static bool constant_date(const Node *node, Scalar *out) {
  if (node->kind == NODE_DATE) {
    out->i = node->day;
    return true;
  }
  Scalar left;
  Rational step;
  if ((node->kind != NODE_ADD && node->kind != NODE_SUBTRACT) ||
      !constant_scalar(node->child[0], &left) || !constant_exact(node->child[1], &step))
    return false;
  if (node->kind == NODE_SUBTRACT) step.numerator = -step.numerator;
  const int128 bound = INT32_MAX;
  int32_t day;
  if (step.denominator != 1 || step.numerator / 86400 > bound || step.numerator / 86400 < -bound)
    return false;
  const bool months = node->child[1]->typing->type.kind == TYPE_PERIOD;
  const bool fits = months
                        ? date_add_months((int32_t)left.i, (int64_t)step.numerator, &day)
                        : date_add_days((int32_t)left.i, (int64_t)(step.numerator / 86400), &day);
  out->i = day;
  return fits;
}

bool constant_scalar(const Node *node, Scalar *out) {
  if (!node || !node->typing) return false;
  const Type as = node->typing->as;
  Rational exact;
  if (constant_exact(node, &exact)) return rational_as(exact, as, out);
  const Typing *t = node->typing;
  node = node_bare(node);
  *out = (Scalar){.type = as, .known = true};
  switch (node->kind) {
  case NODE_TRUE:
    out->truth = TRUTH_TRUE;
    return true;
  case NODE_FALSE:
    out->truth = TRUTH_FALSE;
    return true;
  case NODE_STRING:
    out->text = node->text;
    return true;
  case NODE_NAME:
    out->i = t->index;
    return t->symbol == SYMBOL_MEMBER;
  default:
    return as.kind == TYPE_DATE && constant_date(node, out);
  }
}
