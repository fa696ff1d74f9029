/* mismatch.c - a value of one type where another is needed: which mistake it is, and the way out.
 */
#include "sema/infer_impl.h"
#include "value/date.h"

/* The declaration of what a typed node reads. */
Span declared_at(const Sema *s, const Node *node) {
  node = node_bare(node);
  const Typing *t = node->typing;
  if (!t) return (Span){0};
  if (t->symbol == SYMBOL_REFERENCE && node->kind == NODE_DOT && node_child(node, DOT_NAME)->typing)
    t = node_child(node, DOT_NAME)->typing;
  const Program *program = s->program;
  if (t->symbol == SYMBOL_COLUMN) {
    const Node *name = node_child(program->columns.at[t->index].node, 0);
    return name ? name->span : (Span){0};
  }
  if (t->symbol == SYMBOL_PARAM) {
    const Node *name = node_child(program->params.at[t->index].node, PARAM_NAME);
    return name ? name->span : (Span){0};
  }
  if (t->symbol != SYMBOL_FIELD || t->entity == SCHEMA_NONE) return (Span){0};
  const Node *body = node_child(program->entity_nodes.at[t->entity], ENTITY_BODY);
  const Text name = program->entities.at[t->entity].fields[t->index].name;
  for (uint32_t i = 0; i < body->count; i++) {
    const Node *field = body->child[i];
    if (field->kind == NODE_FIELD && text_equal(path_name(node_child(field, FIELD_NAME)), name))
      return field->span;
  }
  return (Span){0};
}

/* `origin` brings the type; it is an expression, or a parameter or type as declared. */
static void label_origin(Sema *s, Diag *d, const Node *origin, Type type) {
  if (!origin) return;
  if (origin->typing) type = origin->typing->type;
  sema_label(s, d, origin->span, "this is %.*s", TEXT_ARG(sema_a_type(s, type)));
  sema_label(s, d, declared_at(s, origin), "declared here");
}

static void label_sides(Sema *s, Diag *d, const Node *node, const Node *origin, Type want) {
  label_origin(s, d, origin, want);
  sema_label(s, d, declared_at(s, node), "declared here");
}

/* `= "key"` beside an enumeration. */
static void report_text(Sema *s, const Node *node, Type want, const Node *origin) {
  const EnumSchema *schema = &s->program->enums.at[want.of];
  const Node *string = node_bare(node);
  Diag *d = sema_report(s, E_TEXT_FOR_MEMBER, node->span,
                        "a member of an enumeration is written without quotes");
  label_origin(s, d, origin, want);
  int32_t exact = string->kind == NODE_STRING ? enum_member_by_text(schema, string->text) : -1;
  Nearest nearest = nearest_start(string->text);
  for (uint32_t i = 0; i < schema->count; i++) {
    nearest_offer(&nearest, schema->members[i].name);
    if (exact < 0 && text_loosely_equal(string->text, schema->members[i].text)) exact = (int32_t)i;
  }
  const Text best = exact >= 0 ? schema->members[exact].name : nearest_found(&nearest);
  if (best.len)
    sema_offer(s, d, node->span, "%.*s", TEXT_ARG(best));
  else
    sema_help(s, d, "its members are %.*s", TEXT_ARG(sema_type_name(s, want)));
}

static void report_enums(Sema *s, const Node *node, Type want, const Node *origin) {
  Diag *d =
      sema_report(s, E_ENUMS_APART, node->span, "these two enumerations have different members");
  sema_under(s, d, "%.*s", TEXT_ARG(sema_type(s, node)));
  if (origin) {
    sema_label(s, d, origin->span, "%.*s", TEXT_ARG(sema_type_name(s, want)));
    sema_label(s, d, declared_at(s, origin), "declared here");
  }
  sema_label(s, d, declared_at(s, node), "declared here");
  sema_help(s, d, "two enumerations compare only if one has all the members of the other");
}

/* A parameter that was declared without its unit: where the unit belongs. */
bool report_param(Sema *s, const Node *node, Type want, const Node *origin) {
  const Typing *t = node_bare(node)->typing;
  if (!t || t->symbol != SYMBOL_PARAM) return false;
  const bool number = t->type.kind == TYPE_INTEGER || t->type.kind == TYPE_NUMBER;
  if (!number) return false;
  const Node *param = s->program->params.at[t->index].node;
  const Node *name = node_child(param, PARAM_NAME), *value = node_child(param, PARAM_VALUE);
  if (node_child(param, PARAM_TYPE) || !name || !value) return false;
  if (want.kind != TYPE_MONEY && want.kind != TYPE_PERCENT && want.kind != TYPE_DURATION)
    return false;
  if (s->unitless[t->index]) {
    sema_label(s, s->unitless[t->index], node->span, "here too");
    return true;
  }
  const Text type = sema_type_name(s, want);
  Diag *d =
      sema_report(s, E_PARAM_UNIT, node->span, "the parameter `%.*s` has no unit, %.*s is needed",
                  TEXT_ARG(path_name(name)), TEXT_ARG(type));
  s->unitless[t->index] = d;
  if (origin) {
    const Type beside = origin->typing ? origin->typing->type : want;
    sema_label(s, d, origin->span, "this is %.*s", TEXT_ARG(sema_a_type(s, beside)));
  }
  sema_label(s, d, param->span, "declared here as %.*s", TEXT_ARG(sema_a(s, node)));
  if (want.kind == TYPE_MONEY && want.currency[0]) {
    sema_help(s, d, "declare it as `%.*s: %.*s`", TEXT_ARG(path_name(name)), TEXT_ARG(type));
    sema_edit(s, d, span_after(name->span), ": %.*s", TEXT_ARG(type));
  } else if (want.kind != TYPE_MONEY) {
    const char *unit = want.kind == TYPE_PERCENT ? "%" : " days";
    sema_help(s, d, "give its value the unit, for example `%.*s%s`",
              TEXT_ARG(sema_source(s, value)), unit);
    sema_edit(s, d, span_after(value->span), "%s", unit);
  }
  return true;
}

static void report_period(Sema *s, const Node *node, Type want, const Node *origin) {
  Diag *d = sema_report(s, E_MONTHS_AND_DAYS, node->span,
                        "months have no fixed number of days: they are not a duration");
  label_origin(s, d, origin, want);
  sema_help(s, d, "write days or weeks, or compare dates: `start + 3 months <= end`");
}

static bool is_number(Text t) {
  size_t points = 0;
  for (size_t i = 0; i < t.len; i++) {
    if (t.at[i] == '.' && i > 0 && i + 1 < t.len)
      points++;
    else if (t.at[i] < '0' || t.at[i] > '9')
      return false;
  }
  return t.len > 0 && points <= 1;
}

/* What the text says as a literal of the kind, or "". */
static Text unquoted(Sema *s, Text t, TypeKind kind) {
  int32_t day;
  Buffer out = buffer_in(s->arena);
  switch (kind) {
  case TYPE_DATE:
    if (date_parse_iso(t, &day)) date_print(&out, day);
    return buffer_view(&out);
  case TYPE_BOOL:
    if (text_loosely_equal(t, TEXT("yes")) || text_loosely_equal(t, TEXT("true")))
      return TEXT("true");
    if (text_loosely_equal(t, TEXT("no")) || text_loosely_equal(t, TEXT("false")))
      return TEXT("false");
    return TEXT("");
  case TYPE_PERCENT:
    return text_ends(t, TEXT("%")) && is_number(text_slice(t, 0, t.len - 1)) ? t : TEXT("");
  case TYPE_INTEGER:
  case TYPE_NUMBER:
  case TYPE_MONEY:
  case TYPE_SCORE:
    return is_number(t) ? t : TEXT("");
  default:
    return TEXT("");
  }
}

/* `"2026-06-30"` beside a date. */
static bool report_quoted(Sema *s, const Node *string, Type want, const Node *other) {
  const Node *bare = node_bare(string);
  if (bare->kind != NODE_STRING) return false;
  const Text literal = unquoted(s, bare->text, want.kind);
  if (!literal.len) return false;
  Diag *d = sema_report(s, E_QUOTED_VALUE, string->span, "in quotes this is text, %.*s is needed",
                        TEXT_ARG(sema_a_type(s, want)));
  label_origin(s, d, other, want);
  sema_offer(s, d, string->span, "%.*s", TEXT_ARG(literal));
  return true;
}

static void offer_truth(Sema *s, Diag *d, const Node *node, Type want) {
  const Typing *t = node->typing;
  if (want.kind != TYPE_BOOL || !t->bare || t->constant.denominator != 1) return;
  if (t->constant.numerator == 1) sema_offer(s, d, node->span, "true");
  if (t->constant.numerator == 0) sema_offer(s, d, node->span, "false");
}

/* `usage > 80%`, where a number is needed: 0.8 of a number, 80 of the points of a score. */
static void offer_number(Sema *s, Diag *d, const Node *node, Type want) {
  const Node *literal = node_bare(node);
  const Rational parts = {want.kind == TYPE_NUMBER ? 100 : 1, 1};
  Rational r;
  if (literal->kind != NODE_PERCENT || (want.kind != TYPE_NUMBER && want.kind != TYPE_SCORE))
    return;
  if (!rational_of(literal->number, &r) || !rational_over(r, parts, &r) || rational_decimals(r) < 0)
    return;
  Buffer text = buffer_in(s->arena);
  rational_print(&text, r);
  sema_offer(s, d, node->span, "%.*s", TEXT_ARG(buffer_view(&text)));
}

/* `since > 2025` */
static void help_year(Sema *s, Diag *d, const Node *node, Type want) {
  Rational value;
  if (want.kind != TYPE_DATE || !node->typing->bare || !constant_exact(node, &value)) return;
  if (value.denominator != 1 || value.numerator < 1900 || value.numerator > 2200) return;
  const int year = (int)value.numerator;
  sema_help(s, d, "write a day such as `%d-12-31`, or compare the year: `year(...)`", year);
}

void report_mismatch(Sema *s, const Node *node, Type want, const Node *origin) {
  const Type have = node->typing->type;
  if (want.kind == TYPE_ENUM && have.kind == TYPE_TEXT) {
    report_text(s, node, want, origin);
    return;
  }
  if (have.kind == TYPE_ENUM && want.kind == TYPE_TEXT && origin &&
      node_bare(origin)->kind == NODE_STRING) {
    report_text(s, origin, have, node);
    return;
  }
  if (want.kind == TYPE_ENUM && have.kind == TYPE_ENUM) {
    report_enums(s, node, want, origin);
    return;
  }
  if (report_quoted(s, node, want, origin)) return;
  if (origin && report_quoted(s, origin, have, node)) return;
  if (report_param(s, node, want, origin)) return;
  if (origin && report_param(s, origin, have, node)) return;
  if ((have.kind == TYPE_PERIOD) != (want.kind == TYPE_PERIOD) &&
      (have.kind == TYPE_DURATION || want.kind == TYPE_DURATION)) {
    report_period(s, node, want, origin);
    return;
  }
  if (have.kind == TYPE_MONEY && want.kind == TYPE_MONEY) {
    Diag *d = sema_report(s, E_CURRENCIES, node->span, "money of two currencies: %.*s and %.*s",
                          TEXT_ARG(sema_type_name(s, want)), TEXT_ARG(sema_type(s, node)));
    label_sides(s, d, node, origin, want);
    sema_help(s, d, "convert one of them with a rate of your own, for example a `param`");
    return;
  }
  Diag *d = sema_report(s, E_TYPE_MISMATCH, node->span, "this is %.*s, %.*s is needed",
                        TEXT_ARG(sema_a(s, node)), TEXT_ARG(sema_a_type(s, want)));
  label_sides(s, d, node, origin, want);
  help_year(s, d, node, want);
  offer_truth(s, d, node, want);
  offer_number(s, d, node, want);
}
