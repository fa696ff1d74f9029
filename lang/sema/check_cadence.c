/* check_cadence.c - how often something has to happen, and since when; steps of time. */
#include "sema/infer_impl.h"

/* `every 30`: a number of what? */
static void report_step(Sema *s, const Node *step, const char *what) {
  const Typing *t = step->typing;
  Diag *d = sema_report(s, E_STEP_TYPE, step->span, "%s is a length of time, not %.*s", what,
                        TEXT_ARG(sema_a(s, step)));
  sema_label(s, d, declared_at(s, step), "declared here");
  if (t->bare && node_bare(step)->kind == NODE_NUMBER)
    sema_offer(s, d, step->span, "%.*s days", TEXT_ARG(sema_source(s, node_bare(step))));
  else
    sema_help(s, d, "write it with its unit, for example `2 weeks` or `1 quarter`");
}

void check_time_step(Sema *s, const Scope *scope, Node *step, const char *what, bool positive) {
  if (!step) return;
  infer(s, scope, step, type_of(TYPE_NONE));
  const TypeKind kind = step->typing->type.kind;
  if (!kind) return;
  if (kind != TYPE_DURATION && kind != TYPE_PERIOD) {
    report_step(s, step, what);
    return;
  }
  Rational length;
  if (!constant_with_params(s->program, step, &length)) return;
  if (length.numerator > 0 || (length.numerator == 0 && !positive)) return;
  Diag *d = sema_report(s, E_STEP_LENGTH, step->span, "%s is %s", what,
                        length.numerator ? "below zero" : "of no length");
  sema_help(s, d, "time runs ahead: write how long it is, for example `30 days`");
}

/* `since last_review`: the day that it is counted from. */
static void check_since(Sema *s, const Scope *scope, Node *since) {
  if (!since) return;
  infer(s, scope, since, type_of(TYPE_NONE));
  const TypeKind kind = since->typing->type.kind;
  if (!kind || kind == TYPE_DATE) return;
  Diag *d = sema_report(s, E_SINCE_TYPE, since->span, "`since` needs a date, not %.*s",
                        TEXT_ARG(sema_a(s, since)));
  sema_label(s, d, declared_at(s, since), "declared here");
  sema_help(s, d, "name the day on which it happened last, for example a field of type `date`");
}

void check_cadence(Sema *s, uint32_t column) {
  Declared *declared = &s->program->columns.at[column];
  const Scope scope = column_scope(s, column);
  const Node *every = NULL, *grace = NULL;
  for (uint32_t i = 0; declared->body && i < declared->body->count; i++) {
    const Node *node = declared->body->child[i];
    if (node->kind == NODE_EVERY) {
      every = clause_once(s, every, node, "every");
      check_time_step(s, &scope, node_child(node, EVERY_STEP), "`every`", true);
      check_since(s, &scope, node_child(node, EVERY_SINCE));
    } else if (node->kind == NODE_GRACE) {
      grace = clause_once(s, grace, node, "grace");
      check_time_step(s, &scope, node_child(node, GRACE_STEP), "`grace`", false);
    }
  }
  check_meta(s, declared->body, declared);
  if (every || s->broken) return;
  Diag *d = sema_report(s, E_NO_EVERY, node_child(declared->node, CADENCE_NAME)->span,
                        "the cadence `%.*s` does not say how often", TEXT_ARG(declared->name));
  sema_help(s, d, "say how often, and since when: `every 1 quarter since ...`");
}
