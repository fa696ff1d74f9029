/* check_rule.c - what a rule requires and says; waivers. */
#include "sema/infer_impl.h"

static void check_template(Sema *s, const Scope *scope, const Node *template) {
  for (uint32_t i = 0; template && i < template->count; i++) {
    if (template->child[i]->kind != NODE_STRING)
      infer(s, scope, template->child[i], type_of(TYPE_NONE));
  }
}

static Level severity_level(Text severity) {
  if (text_equal(severity, TEXT("info"))) return LEVEL_NOTE;
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

/* --- waivers --- */

static void report_target(Sema *s, const Node *target, const Name *found) {
  if (s->broken) return;
  Diag *d = sema_report(s, E_WAIVE_TARGET, target->span,
                        found ? "`%.*s` cannot be waived" : "there is no rule or KPI `%.*s`",
                        TEXT_ARG(sema_source(s, target)));
  if (found) {
    sema_label(s, d, found->node->span, "declared here");
    sema_help(s, d, "a rule or a KPI can be waived");
    return;
  }
  Nearest nearest = nearest_start(target->text);
  for (size_t i = 0; i < s->program->columns.count; i++) {
    const Declared *declared = &s->program->columns.at[i];
    if (declared->kind == DECLARATION_RULE || declared->kind == DECLARATION_KPI)
      nearest_offer(&nearest, declared->name);
  }
  const Text best = nearest_found(&nearest);
  if (best.len) sema_offer(s, d, target->span, "%.*s", TEXT_ARG(best));
}

static bool check_waiver_key(Sema *s, const Node *node, const Declared *declared) {
  const Node *key = node_child(node, WAIVE_KEY), *target = node_child(node, WAIVE_TARGET);
  if (declared->entity == SCHEMA_NONE) return false;
  const EntitySchema *entity = &s->program->entities.at[declared->entity];
  if (declared->entity == IMAGE_PROGRAM) {
    if (!key) return true;
    Diag *d = sema_report(s, E_WAIVE_KEY, key->span, "`%.*s` is about the program: it has no key",
                          TEXT_ARG(declared->name));
    sema_label(s, d, declared->node->span, "declared `for program`");
    sema_help(s, d, "leave `for` and the key out");
    sema_edit(s, d, (Span){target->span.hi, key->span.hi}, "%s", "");
    return false;
  }
  if (entity->key == SCHEMA_NONE && (s->broken || s->keyless[declared->entity])) return false;
  if (entity->key == SCHEMA_NONE) {
    Diag *d = sema_report(s, E_WAIVE_WITHOUT_KEY, target->span,
                          "rows of `%.*s` have no key: none of them can be waived",
                          TEXT_ARG(entity->name));
    sema_label(s, d, node_child(s->program->entity_nodes.at[declared->entity], ENTITY_NAME)->span,
               "no field is marked `key`");
    return false;
  }
  if (key) return true;
  if (s->broken) return false;
  Diag *d = sema_report(s, E_WAIVE_KEY, target->span, "say for which row of `%.*s`",
                        TEXT_ARG(entity->name));
  sema_help(s, d, "a waiver is for one row: `waive %.*s for \"KEY\" until ...`",
            TEXT_ARG(declared->name));
  sema_edit(s, d, span_after(target->span), " for \"KEY\"");
  return false;
}

static void declare_waiver(Sema *s, Node *node) {
  const Node *target = node_child(node, WAIVE_TARGET), *until = node_child(node, WAIVE_UNTIL);
  if (!target) return;
  const Name *found = target->kind == NODE_NAME ? name_find(s, target->text) : NULL;
  const Node *base = target->kind == NODE_PATH ? node_child(target, PATH_BASE) : NULL;
  const Name *owner = base && base->kind == NODE_NAME ? name_find(s, base->text) : NULL;
  if ((found && found->kind == NAME_LATER) || (owner && owner->kind == NAME_LATER)) return;
  const Declared *declared =
      found && found->kind == NAME_COLUMN ? &s->program->columns.at[found->index] : NULL;
  if (!declared || (declared->kind != DECLARATION_RULE && declared->kind != DECLARATION_KPI)) {
    report_target(s, target, found);
    return;
  }
  if (!check_waiver_key(s, node, declared)) return;
  *VEC_PUSH(s->arena, &s->program->waivers) =
      (DeclaredWaiver){.node = node,
                       .target = found->index,
                       .key = string_text(node_child(node, WAIVE_KEY)),
                       .until = until ? until->day : 0,
                       .because = string_text(node_child(node, WAIVE_BECAUSE))};
}

void waivers_declare(Sema *s) {
  const Node *file = s->program->file;
  for (uint32_t i = 0; i < file->count; i++) {
    if (file->child[i] && file->child[i]->kind == NODE_WAIVE) declare_waiver(s, file->child[i]);
  }
}
