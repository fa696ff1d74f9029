/* infer_compare.c - comparisons: = < ..., between, in (...), contains.
 *
 * Sides are joined to one type; a reference compares with its key as text; the difference of two
 * dates, written so, compares with a calendar period.
 */
#include "sema/infer_impl.h"

static bool is_equality(uint8_t op) { return op == COMPARE_EQ || op == COMPARE_NE; }

/* --- references and text --- */

/* Whether all are references to one entity or texts, with one of each at least; reports nothing. */
static bool compares_keys(Node *const *nodes, size_t count) {
  bool reference = false, text = false;
  uint32_t entity = 0;
  for (size_t i = 0; i < count; i++) {
    const Typing *t = nodes[i] ? nodes[i]->typing : NULL;
    if (!t) return false;
    if (t->type.kind == TYPE_TEXT) {
      text = true;
    } else if (t->type.kind == TYPE_REF && (!reference || t->type.of == entity)) {
      reference = true;
      entity = t->type.of;
    } else {
      return false;
    }
  }
  return reference && text;
}

static bool join_or_keys(Sema *s, Node *node, Node *const *nodes, size_t count, Type *common) {
  if (compares_keys(nodes, count)) {
    *common = type_of(TYPE_TEXT);
    node->typing->rule = RULE_COMPARE_KEY;
    return true;
  }
  node->typing->rule = RULE_COMPARE;
  return join(s, nodes, count, common, NULL);
}

static void set_bool(Node *node) { node->typing->type = type_of(TYPE_BOOL); }

/* A comparison by size. */
static void require_order(Sema *s, Node *node, const Node *side, Type common) {
  set_bool(node);
  if (type_is_ordered(common.kind) && node->typing->rule != RULE_COMPARE_KEY) return;
  Diag *d = sema_report(s, E_NO_ORDER, node->span, "%.*s has no order",
                        TEXT_ARG(sema_type_name(s, side->typing->type)));
  sema_label(s, d, declared_at(s, side), "declared here");
  sema_help(s, d,
            common.kind == TYPE_ENUM ? "list what you mean: `in (...)`"
                                     : "compare with `=` or `!=`");
}

/* --- dates and periods --- */

static bool is_date_difference(const Node *node) {
  node = node_bare(node);
  return node->kind == NODE_SUBTRACT && node->typing->rule == RULE_DATE_MINUS_DATE;
}

/* The difference that a measure of this name holds, to be written out. */
static const Node *stored_difference(const Sema *s, const Node *node) {
  node = node_bare(node);
  const Typing *t = node->typing;
  if (node->kind != NODE_NAME || t->symbol != SYMBOL_COLUMN) return NULL;
  const Declared *declared = &s->program->columns.at[t->index];
  if (declared->kind != DECLARATION_MEASURE) return NULL;
  const Node *value = node_child(declared->node, MEASURE_VALUE);
  return value && is_date_difference(value) ? value : NULL;
}

static void report_stored_days(Sema *s, const Node *duration, const Node *period) {
  Diag *d =
      sema_report(s, E_MONTHS_AND_DAYS, period->span,
                  "months have no fixed number of days: they compare only with the difference "
                  "of two dates, written so");
  sema_label(s, d, duration->span, "a stored number of days");
  const Node *difference = stored_difference(s, duration);
  if (difference) {
    sema_label(s, d, difference->span, "the difference");
    sema_offer(s, d, duration->span, "%.*s", TEXT_ARG(sema_source(s, difference)));
  } else {
    sema_label(s, d, declared_at(s, duration), "declared here");
    sema_help(s, d, "write the dates: `today - since >= %.*s`, or the limit in days",
              TEXT_ARG(sema_source(s, period)));
  }
}

/* `a - b >= 2 years`: true when the comparison was dealt with. */
static bool compare_period(Sema *s, Node *node, Node *left, Node *right) {
  const TypeKind l = left->typing->type.kind, r = right->typing->type.kind;
  Node *duration = l == TYPE_DURATION && r == TYPE_PERIOD   ? left
                   : l == TYPE_PERIOD && r == TYPE_DURATION ? right
                                                            : NULL;
  if (!duration) return false;
  if (is_date_difference(duration)) {
    node->typing->rule = RULE_COMPARE_PERIOD;
    set_bool(node);
  } else {
    report_stored_days(s, duration, duration == left ? right : left);
  }
  return true;
}

void infer_compare(Sema *s, const Scope *scope, Node *node) {
  Node *sides[] = {node_child(node, COMPARE_LEFT), node_child(node, COMPARE_RIGHT)};
  if (!sides[0] || !sides[1]) return;
  infer_together(s, scope, sides, 2, type_of(TYPE_NONE));
  if (!sides[0]->typing->type.kind || !sides[1]->typing->type.kind) return;
  if (compare_period(s, node, sides[0], sides[1])) return;
  Type common;
  if (!join_or_keys(s, node, sides, 2, &common)) return;
  if (is_equality(node->op))
    set_bool(node);
  else
    require_order(s, node, sides[0], common);
}

void infer_between(Sema *s, const Scope *scope, Node *node) {
  Node *nodes[] = {node_child(node, BETWEEN_VALUE), node_child(node, BETWEEN_LOW),
                   node_child(node, BETWEEN_HIGH)};
  infer_together(s, scope, nodes, 3, type_of(TYPE_NONE));
  for (int i = 0; i < 3; i++) {
    if (!nodes[i] || !nodes[i]->typing->type.kind) return;
  }
  const bool period =
      nodes[1]->typing->type.kind == TYPE_PERIOD || nodes[2]->typing->type.kind == TYPE_PERIOD;
  if (nodes[0]->typing->type.kind == TYPE_DURATION && period) {
    Diag *d =
        sema_report(s, E_MONTHS_AND_DAYS, node->span,
                    "months have no fixed number of days: `between` cannot compare with them");
    sema_help(s, d, "write two comparisons: `%.*s >= %.*s and %.*s <= %.*s`",
              TEXT_ARG(sema_source(s, nodes[0])), TEXT_ARG(sema_source(s, nodes[1])),
              TEXT_ARG(sema_source(s, nodes[0])), TEXT_ARG(sema_source(s, nodes[2])));
    if (is_date_difference(nodes[0]))
      sema_edit(s, d, node->span, "(%.*s >= %.*s and %.*s <= %.*s)",
                TEXT_ARG(sema_source(s, nodes[0])), TEXT_ARG(sema_source(s, nodes[1])),
                TEXT_ARG(sema_source(s, nodes[0])), TEXT_ARG(sema_source(s, nodes[2])));
    return;
  }
  Type common;
  if (join_or_keys(s, node, nodes, 3, &common)) require_order(s, node, nodes[0], common);
}

void infer_in_list(Sema *s, const Scope *scope, Node *node) {
  Node *list = node_child(node, IN_LIST_ITEMS);
  const size_t count = 1 + (list ? list->count : 0);
  Node **nodes = ARENA_ARRAY(s->arena, Node *, count);
  nodes[0] = node_child(node, IN_LIST_VALUE);
  for (size_t i = 1; i < count; i++) nodes[i] = list->child[i - 1];
  infer_together(s, scope, nodes, count, type_of(TYPE_NONE));
  Type common;
  if (join_or_keys(s, node, nodes, count, &common)) set_bool(node);
}

void infer_text_test(Sema *s, const Scope *scope, Node *node) {
  for (int slot = TEXT_TEST_LEFT; slot <= TEXT_TEST_RIGHT; slot++) {
    Node *side = node_child(node, slot);
    infer(s, scope, side, type_of(slot == TEXT_TEST_RIGHT ? TYPE_TEXT : TYPE_NONE));
    if (!side || !side->typing->type.kind) return;
    if (side->typing->type.kind == TYPE_TEXT) continue;
    Diag *d = sema_report(s, E_TEXT_NEEDED, side->span, "`%.*s` looks into text, this is %.*s",
                          TEXT_ARG(node->text), TEXT_ARG(sema_a(s, side)));
    sema_label(s, d, declared_at(s, side), "declared here");
    if (side->typing->type.kind == TYPE_ENUM)
      sema_help(s, d, "compare with a member: `=` or `in (...)`");
    if (slot == TEXT_TEST_RIGHT) sema_help(s, d, "put what is looked for in quotes");
    return;
  }
  set_bool(node);
}
