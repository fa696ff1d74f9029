/* params.c - named constants, and what the command line sets them to. */
#include "sema/infer_impl.h"

static const Scope constants = {.entity = SCHEMA_NONE, .constant = "a param"};

static Type param_type(Sema *s, const DeclaredParam *param) {
  const Node *node = node_child(param->node, PARAM_TYPE);
  const bool of_rows = text_equal(node->text, TEXT("ref")) || text_equal(node->text, TEXT("each"));
  if (of_rows) {
    Diag *d =
        sema_report(s, E_PARAM_TYPE, node->span, "a param is one constant: it cannot be `%.*s`",
                    TEXT_ARG(sema_source(s, node)));
    if (text_equal(node->text, TEXT("ref")))
      sema_offer(s, d, node->span, "text");
    else if (node->count)
      sema_offer(s, d, node->span, "%.*s", TEXT_ARG(sema_source(s, node->child[0])));
    return type_of(TYPE_NONE);
  }
  return type_written(s, node, param->name, TYPE_OF_VALUE, NULL);
}

static bool below(const Bound *bound, const Scalar *value) {
  if (!bound->set) return false;
  return type_store(value->type) == STORE_F64 ? value->f < bound->f : value->i < bound->i;
}

static bool above(const Bound *bound, const Scalar *value) {
  if (!bound->set) return false;
  return type_store(value->type) == STORE_F64 ? value->f > bound->f : value->i > bound->i;
}

/* A value out of its range counts as none, so that nothing else is said of it. */
static void check_range(Sema *s, DeclaredParam *param, const Node *value) {
  if (!below(&param->low, &param->value) && !above(&param->high, &param->value)) return;
  const Node *range = node_child(param->node, PARAM_RANGE);
  Diag *d = sema_report(s, E_PARAM_RANGE, value->span, "`%.*s` is out of its range",
                        TEXT_ARG(param->name));
  sema_label(s, d, range->span, "the range");
  const Node *bound = node_child(range, below(&param->low, &param->value) ? RANGE_LOW : RANGE_HIGH);
  sema_offer(s, d, value->span, "%.*s", TEXT_ARG(sema_source(s, bound)));
  param->value.known = false;
}

/* The typed value as a constant; false after a report. */
static bool param_value(Sema *s, DeclaredParam *param, const Node *value) {
  Scalar scalar;
  if (!constant_scalar(value, &scalar)) {
    Diag *d = sema_report(s, E_NOT_CONSTANT, value->span, "a param needs a constant");
    sema_help(s, d, "write its value, for example `5M`, or declare a `measure`");
    return false;
  }
  param->value = scalar;
  return true;
}

static void declare_param(Sema *s, uint32_t index) {
  DeclaredParam *param = &s->program->params.at[index];
  Node *value = node_child(param->node, PARAM_VALUE);
  if (node_child(param->node, PARAM_TYPE)) {
    param->type = param_type(s, param);
    if (!value || !infer_as(s, &constants, value, param->type, NULL)) return;
  } else {
    infer(s, &constants, value, type_of(TYPE_NONE));
    if (!value || !value->typing->type.kind) return;
    param->type = value->typing->type;
  }
  if (!param_value(s, param, value)) return;
  range_written(s, node_child(param->node, PARAM_RANGE), param->type, &param->low, &param->high);
  if (node_child(param->node, PARAM_RANGE)) check_range(s, param, value);
}

void params_declare(Sema *s) {
  s->unitless = ARENA_ARRAY(s->arena, Diag *, s->program->params.count);
  for (uint32_t i = 0; i < s->program->params.count; i++) declare_param(s, i);
}

/* --- --set --- */

static void report_no_param(Sema *s, const Override *override) {
  if (s->broken) return;
  const Span span = override->value ? override->value->span : (Span){0};
  Diag *d = sema_report(s, E_UNKNOWN_PARAM, span, "there is no parameter `%.*s` to set",
                        TEXT_ARG(override->name));
  const Name *found = name_find(s, override->name);
  if (found) sema_label(s, d, found->node->span, "this is no `param`");
  Nearest nearest = nearest_start(override->name);
  for (size_t i = 0; i < s->program->params.count; i++)
    nearest_offer(&nearest, s->program->params.at[i].name);
  const Text best = nearest_found(&nearest);
  if (best.len) sema_help(s, d, "write `--set %.*s=...`", TEXT_ARG(best));
}

static void override_param(Sema *s, const Override *override) {
  const Name *found = name_find(s, override->name);
  if (!found || found->kind != NAME_PARAM) {
    report_no_param(s, override);
    return;
  }
  DeclaredParam *param = &s->program->params.at[found->index];
  if (!override->value || !param->type.kind) return;
  if (!infer_as(s, &constants, override->value, param->type, found->node)) return;
  if (!param_value(s, param, override->value)) return;
  if (node_child(param->node, PARAM_RANGE)) check_range(s, param, override->value);
}

void params_override(Sema *s, const Override *overrides, size_t count) {
  for (size_t i = 0; i < count; i++) {
    bool twice = false;
    for (size_t k = 0; k < i && !twice; k++)
      twice = text_equal(overrides[i].name, overrides[k].name);
    if (twice)
      sema_report(s, E_SET_TWICE, overrides[i].value ? overrides[i].value->span : (Span){0},
                  "`%.*s` is set twice", TEXT_ARG(overrides[i].name));
    else
      override_param(s, &overrides[i]);
  }
}
