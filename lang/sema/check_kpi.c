/* check_kpi.c - the value of a KPI and its bands.
 *
 * The value and all limits are joined to one type, that of NAME.value: an integer with a limit of
 * 2.5 is a number.
 */
#include "sema/infer_impl.h"

/* --- the value --- */

typedef VEC(Node *) NodeList;

static void push(Sema *s, NodeList *list, Node *node) {
  if (node) *VEC_PUSH(s->arena, list) = node;
}

static void push_limits(Sema *s, NodeList *list, const Node *body) {
  for (uint32_t i = 0; body && i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind == NODE_BAND) {
      push(s, list, node_child(node, BAND_LIMIT));
      push(s, list, node_child(node, BAND_HIGH));
    } else if (node->kind == NODE_BANDS_WHERE) {
      push_limits(s, list, node_child(node, BANDS_WHERE_BODY));
    }
  }
}

static Node *find_value(const Node *body) {
  for (uint32_t i = 0; body && i < body->count; i++) {
    if (body->child[i]->kind == NODE_VALUE) return node_child(body->child[i], VALUE_VALUE);
  }
  return NULL;
}

/* `value growth >= 5%`: the name of the band is missing. */
static bool offer_band(Sema *s, Diag *d, const Node *value) {
  if (value->kind != NODE_COMPARE) return false;
  const Node *left = node_child(value, COMPARE_LEFT), *right = node_child(value, COMPARE_RIGHT);
  const Span between = {left->span.hi, right->span.lo};
  sema_help(s, d, "write the value and then its bands: `%.*s green%.*s%.*s`",
            TEXT_ARG(sema_source(s, left)), TEXT_ARG(source_text(s->syntax->sources, between)),
            TEXT_ARG(sema_source(s, right)));
  sema_edit(s, d, span_after(left->span), " green");
  return true;
}

static bool value_may_fit(const Node *value) {
  const TypeKind kind = value->typing->type.kind;
  return type_is_numeric(kind) || kind == TYPE_DATE;
}

static bool value_fits(Sema *s, const Node *value) {
  const TypeKind kind = value->typing->type.kind;
  if (value_may_fit(value)) return true;
  if (!kind) return false;
  Diag *d = sema_report(s, E_KPI_VALUE_TYPE, value->span, "the value of a KPI cannot be %.*s",
                        TEXT_ARG(sema_a(s, value)));
  sema_label(s, d, declared_at(s, value), "declared here");
  if (offer_band(s, d, value)) return false;
  sema_help(s, d,
            kind == TYPE_BOOL ? "take a share of rows, or write a `rule`"
                              : "it is a number, percent, money, score, duration or date");
  return false;
}

/* What is wrong with a limit in the way of one before: a second place of that mistake. */
static void add_place(Sema *s, Diag *first, const Diag *again) {
  sema_label(s, first, again->span, "here too");
  for (size_t i = 0; i < again->edits.count; i++)
    sema_edit(s, first, again->edits.at[i].span, "%.*s", TEXT_ARG(again->edits.at[i].text));
}

/* Joins the value and one limit. A limit that is wrong is no reason to be silent about the next,
 * unless that one is wrong in the same way. */
static bool join_limit(Sema *s, Node *value, Node *limit, Type *common, bool *ratio, Diag **wrong) {
  Node *pair[] = {value, limit};
  DiagSink *diags = s->diags;
  DiagSink *aside = *wrong ? diag_sink_new(s->arena) : diags;
  const size_t before = diag_count(aside);
  s->diags = aside;
  const bool joined = join(s, pair, 2, common, ratio);
  s->diags = diags;
  if (joined || diag_count(aside) == before) return joined;
  Diag *report = diag_last(aside);
  if (!*wrong)
    *wrong = report;
  else if (report->code == (*wrong)->code)
    add_place(s, *wrong, report);
  else
    join(s, pair, 2, common, ratio);
  return false;
}

static void join_limits(Sema *s, Declared *declared, Node *const *nodes, size_t count) {
  Diag *wrong = NULL;
  for (size_t i = 1; i < count; i++) {
    Type common;
    bool ratio;
    if (!join_limit(s, nodes[0], nodes[i], &common, &ratio, &wrong)) continue;
    if (common.kind == TYPE_NUMBER) declared->value_type = common;
    if (!ratio) declared->ratio = false;
  }
}

/* `value green >= 5%`: a band where the value should stand. */
static bool report_band(Sema *s, const Scope *scope, const Node *value) {
  if (value->kind != NODE_COMPARE && value->kind != NODE_BETWEEN) return false;
  _Static_assert((int)COMPARE_LEFT == (int)BETWEEN_VALUE, "one way for both");
  const Node *name = node_child(value, COMPARE_LEFT);
  if (name->kind != NODE_NAME || resolve(s, scope, name).symbol != SYMBOL_NONE) return false;
  if (!text_equal(name->text, TEXT("green")) && !text_equal(name->text, TEXT("amber")))
    return false;
  Diag *d =
      sema_report(s, E_NO_VALUE, span_before(value->span),
                  "what is measured is missing between `value` and `%.*s`", TEXT_ARG(name->text));
  sema_label(s, d, value->span, "this is a band");
  return true;
}

static void join_value(Sema *s, const Scope *scope, Declared *declared, const Node *body,
                       Node *value) {
  if (report_band(s, scope, value)) return;
  const size_t before = diag_count(s->diags);
  infer(s, scope, value, type_of(TYPE_NONE));
  const bool reported = diag_count(s->diags) > before;
  const bool fits = reported ? value_may_fit(value) : value_fits(s, value);
  declared->value_type = fits ? value->typing->type : type_of(TYPE_NONE);
  declared->ratio = value->typing->ratio;
  declared->can_be_range = value->typing->can_be_range;
  NodeList nodes = {0};
  push(s, &nodes, value);
  push_limits(s, &nodes, body);
  for (size_t i = 1; i < nodes.count; i++) infer(s, scope, nodes.at[i], type_of(TYPE_NONE));
  if (!fits) return;
  join_limits(s, declared, nodes.at, nodes.count);
  const bool number = declared->value_type.kind == TYPE_NUMBER;
  value->typing->as = declared->value_type;
  for (size_t i = 1; number && i < nodes.count; i++)
    if (nodes.at[i]->typing->type.kind) nodes.at[i]->typing->as = declared->value_type;
}

void kpi_type(Sema *s, uint32_t column) {
  ColumnState *state = &s->states.at[column];
  Declared *declared = &s->program->columns.at[column];
  if (state->typing != STATE_NEW || declared->entity == SCHEMA_NONE) return;
  const Node *body = node_child(declared->node, KPI_BODY);
  Node *value = find_value(body);
  state->typing = STATE_BUSY;
  const Expansion *expansion = s->expansion;
  s->expansion = NULL;
  const Scope scope = column_scope(s, column);
  if (value) join_value(s, &scope, declared, body, value);
  s->expansion = expansion;
  s->states.at[column].typing = STATE_DONE;
}

/* --- the bands --- */

typedef struct Bands {
  const Node *green, *amber;
} Bands;

typedef enum { TOWARDS_NONE, TOWARDS_MORE, TOWARDS_LESS } Towards;

static Towards band_direction(const Node *band) {
  if (band->op == COMPARE_GT || band->op == COMPARE_GE) return TOWARDS_MORE;
  if (band->op == COMPARE_LT || band->op == COMPARE_LE) return TOWARDS_LESS;
  return TOWARDS_NONE;
}

static const char *turned(const Node *band) {
  switch (band->op) {
  case COMPARE_GT:
    return "<";
  case COMPARE_GE:
    return "<=";
  case COMPARE_LT:
    return ">";
  default:
    return ">=";
  }
}

static void check_directions(Sema *s, const Bands *bands) {
  const Towards green = band_direction(bands->green), amber = band_direction(bands->amber);
  if (green == TOWARDS_NONE || amber == TOWARDS_NONE || green == amber) return;
  Diag *d =
      sema_report(s, E_BAND_DIRECTION, bands->amber->span, "the bands look in two directions");
  sema_label(s, d, bands->green->span, "here %s is better",
             green == TOWARDS_MORE ? "more" : "less");
  sema_offer(s, d, bands->amber->span, "amber %s %.*s", turned(bands->amber),
             TEXT_ARG(sema_source(s, node_child(bands->amber, BAND_LIMIT))));
}

/* A limit that is a literal, so that two can be compared before there is data. */
static bool literal_limit(const Node *band, NodeKind *kind, Rational *out) {
  const Node *limit = node_bare(node_child(band, BAND_LIMIT));
  const bool negative = limit->kind == NODE_NEGATE;
  if (negative) limit = node_bare(node_child(limit, NEGATE_OPERAND));
  *kind = limit->kind;
  if (*kind != NODE_NUMBER && *kind != NODE_PERCENT && *kind != NODE_MONEY) return false;
  if (!rational_of(limit->number, out)) return false;
  if (negative) out->numerator = -out->numerator;
  return true;
}

/* `green >= 5%  amber >= 10%`: what is amber is green already. */
static void check_reach(Sema *s, const Bands *bands) {
  const Towards green = band_direction(bands->green), amber = band_direction(bands->amber);
  NodeKind kinds[2];
  Rational limits[2];
  if (green == TOWARDS_NONE || green != amber ||
      !literal_limit(bands->green, &kinds[0], &limits[0]) ||
      !literal_limit(bands->amber, &kinds[1], &limits[1]) || kinds[0] != kinds[1])
    return;
  const int compared = rational_compare(limits[1], limits[0]);
  if (green == TOWARDS_MORE ? compared <= 0 : compared >= 0) return;
  Diag *d = sema_report(s, W_BAND_REACH, bands->amber->span, "nothing is ever amber");
  sema_label(s, d, bands->green->span, "what would reach it is green");
  sema_help(s, d, "give `green` the limit that is harder to reach");
}

static void check_band(Sema *s, const Node *band, Bands *bands) {
  if (text_equal(band->text, TEXT("red"))) {
    Diag *d =
        sema_report(s, E_RED_BAND, band->span, "`red` is what reaches no band: it is not written");
    sema_help(s, d, "leave it out");
    sema_edit(s, d, band->span, "%s", "");
    return;
  }
  const bool green = text_equal(band->text, TEXT("green"));
  const Node **first = green ? &bands->green : &bands->amber;
  if (*first) {
    Diag *d =
        sema_report(s, E_BAND_TWICE, band->span, "`%.*s` is given twice", TEXT_ARG(band->text));
    sema_label(s, d, (*first)->span, "first given here");
    sema_help(s, d, "other limits for some rows stand in `where ... { }`");
    return;
  }
  *first = band;
  if (!green || !bands->amber) return;
  Diag *d = sema_report(s, E_BAND_ORDER, band->span, "bands are read from `green` down");
  sema_label(s, d, bands->amber->span, "`amber` stands before it");
  sema_help(s, d, "move `green` before `amber`");
  sema_edit(s, d, bands->amber->span, "%.*s", TEXT_ARG(sema_source(s, band)));
  sema_edit(s, d, band->span, "%.*s", TEXT_ARG(sema_source(s, bands->amber)));
}

static Bands check_bands(Sema *s, const Node *body) {
  Bands bands = {0};
  for (uint32_t i = 0; body && i < body->count; i++) {
    if (body->child[i]->kind == NODE_BAND) check_band(s, body->child[i], &bands);
  }
  if (bands.green && bands.amber) {
    check_directions(s, &bands);
    check_reach(s, &bands);
  }
  return bands;
}

/* --- the whole --- */

static bool check_value_clauses(Sema *s, const Declared *declared, const Node *body) {
  const Node *value = NULL;
  for (uint32_t i = 0; body && i < body->count; i++) {
    if (body->child[i]->kind == NODE_VALUE) value = clause_once(s, value, body->child[i], "value");
  }
  if (value || s->broken) return value;
  Diag *d = sema_report(s, E_NO_VALUE, node_child(declared->node, KPI_NAME)->span,
                        "the KPI `%.*s` has no value", TEXT_ARG(declared->name));
  sema_help(s, d, "say what is measured: `value ...`");
  return false;
}

/* Comparisons of the bands are compared as the limits' type. */
static void mark_bands(Sema *s, const Node *body) {
  for (uint32_t i = 0; body && i < body->count; i++) {
    Node *node = body->child[i];
    if (node->kind == NODE_BANDS_WHERE) mark_bands(s, node_child(node, BANDS_WHERE_BODY));
    if (node->kind != NODE_BAND) continue;
    node->typing = ARENA_NEW(s->arena, Typing);
    node->typing->type = node->typing->as = type_of(TYPE_BOOL);
    node->typing->rule = RULE_COMPARE;
  }
}

void check_kpi(Sema *s, uint32_t column) {
  Declared *declared = &s->program->columns.at[column];
  const Scope scope = column_scope(s, column);
  const Node *body = node_child(declared->node, KPI_BODY);
  const bool has_value = check_value_clauses(s, declared, body);
  kpi_type(s, column);
  const Bands bands = check_bands(s, body);
  bool has_bands = bands.green || bands.amber;
  for (uint32_t i = 0; body && i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind != NODE_BANDS_WHERE) continue;
    infer_condition(s, &scope, node_child(node, BANDS_WHERE_CONDITION), "`where`");
    check_bands(s, node_child(node, BANDS_WHERE_BODY));
    has_bands = true;
  }
  mark_bands(s, body);
  check_meta(s, body, declared);
  if (has_bands || !has_value || s->broken || !declared->value_type.kind) return;
  Diag *d = sema_report(s, E_NO_BANDS, node_child(declared->node, KPI_NAME)->span,
                        "the KPI `%.*s` has no bands", TEXT_ARG(declared->name));
  sema_help(s, d, "say what is good: `green >= ...`");
}
