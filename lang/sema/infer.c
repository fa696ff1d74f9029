/* infer.c - the type of an expression: the walk, and the kinds that need no file of their own. */
#include "sema/infer_impl.h"

/* Deeper than anyone writes, and well within the stack. */
enum { DEPTH_MAX = 3000 };

static void infer_logic(Sema *s, const Scope *scope, Node *node, const char *what) {
  bool ok = true;
  for (uint32_t i = 0; i < node->count; i++)
    ok = infer_condition(s, scope, node->child[i], what) && ok;
  if (ok) node->typing->type = type_of(TYPE_BOOL);
}

static void infer_is_state(Sema *s, const Scope *scope, Node *node) {
  Node *value = node_child(node, IS_STATE_VALUE);
  infer(s, scope, value, type_of(TYPE_NONE));
  if (value && value->typing->type.kind) node->typing->type = type_of(TYPE_BOOL);
}

static void infer_if(Sema *s, const Scope *scope, Node *node, Type hint) {
  const bool ok = infer_condition(s, scope, node_child(node, IF_CONDITION), "`if`");
  Node *branches[] = {node_child(node, IF_THEN), node_child(node, IF_ELSE)};
  infer_together(s, scope, branches, 2, hint);
  Typing *t = node->typing;
  if (!join(s, branches, 2, &t->type, &t->ratio) || !ok) t->type = type_of(TYPE_NONE);
}

static void infer_default(Sema *s, const Scope *scope, Node *node, Type hint) {
  Node *sides[] = {node_child(node, DEFAULT_VALUE), node_child(node, DEFAULT_OTHERWISE)};
  infer_together(s, scope, sides, 2, hint);
  Typing *t = node->typing;
  if (!join(s, sides, 2, &t->type, &t->ratio)) return;
  t->can_be_range = sides[0]->typing->can_be_range || sides[1]->typing->can_be_range;
}

static void infer_at_least(Sema *s, const Scope *scope, Node *node) {
  Node *count = node_child(node, AT_LEAST_COUNT), *list = node_child(node, AT_LEAST_CONDITIONS);
  bool ok = true;
  for (uint32_t i = 0; list && i < list->count; i++)
    ok = infer_condition(s, scope, list->child[i], "`at least`") && ok;
  if (ok) node->typing->type = type_of(TYPE_BOOL);
  if (!count || !list || !infer_as(s, scope, count, type_of(TYPE_INTEGER), NULL)) return;
  Scalar n;
  if (!constant_scalar(count, &n)) return;
  if (n.i >= 1 && n.i <= (int64_t)list->count) return;
  Diag *d =
      sema_report(s, E_AT_LEAST_COUNT, count->span, "at least %lld of %u conditions is always %s",
                  (long long)n.i, list->count, n.i < 1 ? "true" : "false");
  sema_label(s, d, list->span, "%u conditions", list->count);
  sema_offer(s, d, count->span, "%u", n.i < 1 ? 1 : list->count);
}

/* `x of y` outside the parentheses of an aggregate. */
static void infer_stray_rows(Sema *s, const Node *node) {
  Diag *d = sema_report(s, E_ROWS_HERE, node->span, "rows stand only in an aggregate");
  sema_help(s, d, "say what to make of them, for example `sum(%.*s)`",
            TEXT_ARG(sema_source(s, node)));
}

static void infer_kind(Sema *s, const Scope *scope, Node *node, Type hint) {
  switch (node->kind) {
  case NODE_IF:
    infer_if(s, scope, node, hint);
    break;
  case NODE_OR:
    infer_logic(s, scope, node, "`or`");
    break;
  case NODE_AND:
    infer_logic(s, scope, node, "`and`");
    break;
  case NODE_NOT:
    infer_logic(s, scope, node, "`not`");
    break;
  case NODE_COMPARE:
    infer_compare(s, scope, node);
    break;
  case NODE_BETWEEN:
    infer_between(s, scope, node);
    break;
  case NODE_IN_LIST:
    infer_in_list(s, scope, node);
    break;
  case NODE_IN_WINDOW:
    infer_window(s, scope, node);
    break;
  case NODE_IS_STATE:
    infer_is_state(s, scope, node);
    break;
  case NODE_TEXT_TEST:
    infer_text_test(s, scope, node);
    break;
  case NODE_ADD:
  case NODE_SUBTRACT:
  case NODE_MULTIPLY:
  case NODE_DIVIDE:
    infer_arithmetic(s, scope, node);
    break;
  case NODE_NEGATE:
    infer_negate(s, scope, node);
    break;
  case NODE_DEFAULT:
    infer_default(s, scope, node, hint);
    break;
  case NODE_DOT:
    infer_dot(s, scope, node);
    break;
  case NODE_CALL:
    infer_call(s, scope, node);
    break;
  case NODE_AT_LEAST:
    infer_at_least(s, scope, node);
    break;
  case NODE_NAME:
    infer_name(s, scope, node, hint);
    break;
  case NODE_ARGUMENT:
    infer_stray_rows(s, node);
    break;
  default:
    infer_literal(s, node);
  }
}

void infer(Sema *s, const Scope *scope, Node *node, Type hint) {
  if (!node) return;
  if (node->kind == NODE_GROUP) {
    Node *inner = node_child(node, GROUP_INNER);
    s->depth++;
    if (inner && s->depth <= DEPTH_MAX) infer(s, scope, inner, hint);
    s->depth--;
    node->typing = inner && inner->typing ? inner->typing : ARENA_NEW(s->arena, Typing);
    return;
  }
  Typing *t = ARENA_NEW(s->arena, Typing);
  node->typing = t;
  if (++s->depth > DEPTH_MAX) {
    if (!s->too_large) {
      Diag *d = sema_report(s, E_NESTED_TOO_DEEPLY, node->span, "this is nested too deeply");
      sema_help(s, d, "give parts of it a name of their own with `measure`");
    }
    s->too_large = true;
  } else {
    infer_kind(s, scope, node, hint);
  }
  s->depth--;
  if (t->as.kind == TYPE_NONE) t->as = t->type;
}

/* What would make a condition of the value: the text to put behind it. */
static Text comparison_for(const Sema *s, const Node *node) {
  const Type type = node->typing->type;
  switch (type.kind) {
  case TYPE_INTEGER:
  case TYPE_NUMBER:
  case TYPE_MONEY:
  case TYPE_SCORE:
    return TEXT(" > 0");
  case TYPE_PERCENT:
    return TEXT(" > 0%");
  case TYPE_DURATION:
    return TEXT(" > 0 days");
  case TYPE_ENUM: {
    const EnumSchema *schema = &s->program->enums.at[type.of];
    return text_of(arena_printf(s->arena, " = %.*s", TEXT_ARG(schema->members[0].name)));
  }
  default:
    return TEXT(" is known");
  }
}

/* Whether `= x` can stand behind the source without parentheses. */
static bool binds_tightly(const Node *node) {
  switch (node->kind) {
  case NODE_IF:
    return false;
  default:
    return true;
  }
}

bool infer_condition(Sema *s, const Scope *scope, Node *node, const char *what) {
  if (!node) return false;
  infer(s, scope, node, type_of(TYPE_NONE));
  const Typing *t = node->typing;
  if (t->type.kind == TYPE_BOOL || t->type.kind == TYPE_NONE) return t->type.kind == TYPE_BOOL;
  Diag *d = sema_report(s, E_NOT_A_CONDITION, node->span, "%s needs a condition, this is %.*s",
                        what, TEXT_ARG(sema_a(s, node)));
  sema_label(s, d, declared_at(s, node), "declared here");
  if (binds_tightly(node)) {
    const Text tail = comparison_for(s, node);
    sema_help(s, d, "compare it, for example `%.*s%.*s`", TEXT_ARG(sema_source(s, node)),
              TEXT_ARG(tail));
    sema_edit(s, d, span_after(node->span), "%.*s", TEXT_ARG(tail));
  } else {
    sema_help(s, d, "compare it with something");
  }
  return false;
}

bool infer_as(Sema *s, const Scope *scope, Node *node, Type want, const Node *origin) {
  if (!node) return false;
  infer(s, scope, node, want.kind == TYPE_ENUM ? want : type_of(TYPE_NONE));
  if (node->typing->type.kind == TYPE_NONE || want.kind == TYPE_NONE) return false;
  return take_as(s, node, want, false, origin);
}
