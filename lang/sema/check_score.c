/* check_score.c - components and their weights, and what `out of` states. */
#include "sema/infer_impl.h"

typedef struct Weights {
  Rational reach; /* the sum of what is given */
  bool constant;  /* every weight is */
  uint32_t count;
} Weights;

static void check_weight(Sema *s, const Scope *scope, Node *weight, bool take, Weights *weights) {
  weights->count++;
  if (!infer_as(s, scope, weight, type_of(TYPE_SCORE), NULL)) {
    weights->constant = false;
    return;
  }
  if (reads_row(weight)) {
    Diag *d = sema_report(s, E_WEIGHT, weight->span, "a weight is the same for every row");
    sema_help(s, d, "write a constant or a `param`");
    weights->constant = false;
    return;
  }
  Rational value;
  if (!constant_exact(weight, &value)) {
    weights->constant = false;
    return;
  }
  if (value.numerator < 0) {
    Diag *d = sema_report(s, E_WEIGHT, weight->span, "a weight is not negative");
    sema_help(s, d, take ? "`give` adds points" : "`take` takes points away");
    weights->constant = false;
    return;
  }
  if (!take && !rational_plus(weights->reach, value, &weights->reach)) weights->constant = false;
}

static void check_width(Sema *s, const Node *from, const Node *to) {
  Scalar a, b;
  if (!constant_scalar(from, &a) || !constant_scalar(to, &b) || !scalar_equal(a, b)) return;
  Diag *d = sema_report(s, E_RAMP_WIDTH, span_join(from->span, to->span),
                        "this ramp has no width: it starts where it ends");
  sema_help(s, d, "for a step write a condition: `give N when ... >= %.*s`",
            TEXT_ARG(sema_source(s, from)));
}

static void check_ramp(Sema *s, const Scope *scope, Node *node) {
  Node *nodes[] = {node_child(node, GIVE_RAMP_VALUE), node_child(node, GIVE_RAMP_FROM),
                   node_child(node, GIVE_RAMP_TO)};
  infer_together(s, scope, nodes, 3, type_of(TYPE_NONE));
  Type common;
  for (int i = 0; i < 3; i++) {
    if (!nodes[i] || !nodes[i]->typing->type.kind) return;
  }
  const TypeKind kind = nodes[0]->typing->type.kind;
  if (!type_is_numeric(kind) && kind != TYPE_DATE) {
    Diag *d = sema_report(s, E_RAMP_TYPE, nodes[0]->span, "%.*s cannot be a ramp",
                          TEXT_ARG(sema_a(s, nodes[0])));
    sema_label(s, d, declared_at(s, nodes[0]), "declared here");
    sema_help(s, d, "for a condition write `give N when ...`");
    return;
  }
  if (join(s, nodes, 3, &common, NULL)) check_width(s, nodes[1], nodes[2]);
}

static void check_out_of(Sema *s, const Scope *scope, const Node *node, const Weights *weights) {
  Node *value = node_child(node, OUT_OF_VALUE);
  Rational stated;
  if (!infer_as(s, scope, value, type_of(TYPE_SCORE), NULL)) return;
  if (!weights->constant || !constant_exact(value, &stated)) return;
  if (rational_compare(stated, weights->reach) == 0) return;
  Buffer sum = buffer_in(s->arena), written = buffer_in(s->arena);
  rational_print(&sum, weights->reach);
  rational_print(&written, stated);
  Diag *d = sema_report(s, E_OUT_OF, value->span, "the weights given add up to %.*s, not to %.*s",
                        TEXT_ARG(buffer_view(&sum)), TEXT_ARG(buffer_view(&written)));
  sema_offer(s, d, value->span, "%.*s", TEXT_ARG(buffer_view(&sum)));
}

static void check_component(Sema *s, const Scope *scope, Node *node, Weights *weights) {
  const bool ramp = node->kind == NODE_GIVE_RAMP;
  check_weight(s, scope, node_child(node, ramp ? GIVE_RAMP_WEIGHT : GIVE_WHEN_WEIGHT),
               node->flags & FLAG_TAKE, weights);
  if (ramp)
    check_ramp(s, scope, node);
  else
    infer_condition(s, scope, node_child(node, GIVE_WHEN_CONDITION), "`when`");
  Node *missing = node_child(node, ramp ? GIVE_RAMP_MISSING : GIVE_WHEN_MISSING);
  if (missing) infer_as(s, scope, missing, type_of(TYPE_SCORE), NULL);
}

void check_score(Sema *s, uint32_t column) {
  Declared *declared = &s->program->columns.at[column];
  const Scope scope = column_scope(s, column);
  const Node *body = node_child(declared->node, SCORE_BODY), *out_of = NULL;
  Weights weights = {.reach = {0, 1}, .constant = true};
  for (uint32_t i = 0; body && i < body->count; i++) {
    Node *node = body->child[i];
    if (node->kind == NODE_GIVE_RAMP || node->kind == NODE_GIVE_WHEN)
      check_component(s, &scope, node, &weights);
    if (node->kind == NODE_OUT_OF) out_of = clause_once(s, out_of, node, "out of");
    if (node->kind == NODE_BAD) weights.constant = false;
  }
  check_meta(s, body, declared);
  if (!weights.count && !s->broken) {
    Diag *d = sema_report(s, E_EMPTY_SCORE, node_child(declared->node, SCORE_NAME)->span,
                          "the score `%.*s` gives no points", TEXT_ARG(declared->name));
    sema_help(s, d, "add a component, for example `give 10 when ...`");
  } else if (out_of && !s->broken) {
    check_out_of(s, &scope, out_of, &weights);
  }
}
