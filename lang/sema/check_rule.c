/* check_rule.c - what a rule requires and says. */
#include "sema/infer_impl.h"

static void check_template(Sema *s, const Scope *scope, const Node *template) {
  for (uint32_t i = 0; template && i < template->count; i++) {
    if (template->child[i]->kind != NODE_STRING)
      infer(s, scope, template->child[i], type_of(TYPE_NONE));
  }
}

static Level severity_level(Text severity) {
  if (text_equal(severity, TEXT("info"))) return LEVEL_INFO;
  return text_equal(severity, TEXT("warning")) ? LEVEL_WARNING : LEVEL_ERROR;
}

typedef struct Clauses {
  const Node *severity, *say, *fix;
  bool requires;
} Clauses;

static void check_clause(Sema *s, const Scope *scope, const Node *node, Declared *declared,
                         Clauses *seen) {
  switch (node->kind) {
  case NODE_REQUIRE:
    seen->requires
    = true;
    infer_condition(s, scope, node_child(node, REQUIRE_CONDITION), "`require`");
    break;
  case NODE_SEVERITY:
    seen->severity = clause_once(s, seen->severity, node, "severity");
    if (seen->severity == node) declared->severity = severity_level(node->text);
    break;
  case NODE_SAY:
    seen->say = clause_once(s, seen->say, node, "say");
    check_template(s, scope, node_child(node, SAY_TEMPLATE));
    break;
  case NODE_FIX:
    seen->fix = clause_once(s, seen->fix, node, "fix");
    check_template(s, scope, node_child(node, FIX_TEMPLATE));
    break;
  default:
    break;
  }
}

void check_rule(Sema *s, uint32_t column) {
  Declared *declared = &s->program->columns.at[column];
  const Scope scope = column_scope(s, column);
  const Node *body = node_child(declared->node, RULE_BODY);
  Clauses seen = {0};
  for (uint32_t i = 0; body && i < body->count; i++)
    check_clause(s, &scope, body->child[i], declared, &seen);
  check_meta(s, body, declared);
  if (seen.requires || s->broken) return;
  Diag *d = sema_report(s, E_NO_REQUIRE, node_child(declared->node, RULE_NAME)->span,
                        "the rule `%.*s` requires nothing", TEXT_ARG(declared->name));
  sema_help(s, d, "say what has to hold: `require ...`");
}
