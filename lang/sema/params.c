/* params.c - named constants, and what they are set to: by a file that uses theirs, or by the
 * command line, which comes last and wins. */
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

/* --- set --- */

static Diag *report_no_param(Sema *s, Span span, Text name, Text *meant) {
  Diag *d =
      sema_report(s, E_UNKNOWN_PARAM, span, "there is no parameter `%.*s` to set", TEXT_ARG(name));
  const Name *found = name_find(s, name);
  if (found) sema_label(s, d, found->node->span, "this is no `param`");
  Nearest nearest = nearest_start(name);
  for (size_t i = 0; i < s->program->params.count; i++)
    nearest_offer(&nearest, s->program->params.at[i].name);
  *meant = nearest_found(&nearest);
  return d;
}

/* The value of `set` or `--set`. */
static void set_value(Sema *s, DeclaredParam *param, Node *value) {
  if (!value || !param->type.kind) return;
  if (!infer_as(s, &constants, value, param->type, node_child(param->node, PARAM_NAME))) return;
  if (!param_value(s, param, value)) return;
  if (node_child(param->node, PARAM_RANGE)) check_range(s, param, value);
}

/* `floor`, or `loyalty.floor` of a standard module. */
Text target_name(Sema *s, const Node *target) {
  if (target->kind != NODE_PATH) return target->text;
  const Node *base = target->child[PATH_BASE], *name = target->child[PATH_NAME];
  return text_of(
      arena_printf(s->arena, "%.*s.%.*s", TEXT_ARG(path_name(base)), TEXT_ARG(name->text)));
}

/* Whether the file may set the parameter; false after a report. */
static bool may_set(Sema *s, const Node *set, const Node *target, const DeclaredParam *param) {
  const SourceMap *sources = s->syntax->sources;
  const Node *name = node_child(param->node, PARAM_NAME);
  const Module *user = modules_at(s->modules, sources, set->span);
  const Module *owner = modules_at(s->modules, sources, name->span);
  if (!user) return true; /* a session's own text */
  if (user != owner && modules_reach(s->modules, s->arena, user, owner)) return true;
  const bool own = user == owner;
  Diag *d = sema_report(s, own ? E_SET_OWN : E_SET_UNUSED, target->span,
                        own ? "`%.*s` is a parameter of this file"
                            : "this file does not use the one that declares `%.*s`",
                        TEXT_ARG(param->name));
  sema_label(s, d, name->span, "declared here");
  if (own)
    sema_help(s, d, "write the value there, or set it from a file that uses this one");
  else
    sema_help(s, d, "use that file, or set the parameter in one that does");
  return false;
}

/* The parameter that a `set` names, or SCHEMA_NONE. */
static uint32_t find_param(Sema *s, const Node *target) {
  const Text name = target_name(s, target);
  const Name *found = name_find(s, name);
  if (found && found->kind == NAME_PARAM) return found->index;
  if (s->broken) return SCHEMA_NONE;
  const bool plain = target->kind == NODE_NAME;
  if (plain && unknown_again(s, SCHEMA_NONE, target)) return SCHEMA_NONE;
  Text meant;
  Diag *d = report_no_param(s, target->span, name, &meant);
  if (plain) unknown_remember(s, SCHEMA_NONE, target->text, d);
  if (meant.len) sema_offer(s, d, target->span, "%.*s", TEXT_ARG(meant));
  return SCHEMA_NONE;
}

static void report_set_twice(Sema *s, const Node *target, const Node *first) {
  Diag *d = sema_report(s, E_SET_TWICE, target->span, "`%.*s` is set twice",
                        TEXT_ARG(target_name(s, target)));
  sema_label(s, d, first->span, "first set here");
}

static void set_param(Sema *s, const Node *set, const Node **first) {
  const Node *target = node_child(set, SET_TARGET);
  const uint32_t index = target ? find_param(s, target) : SCHEMA_NONE;
  if (index == SCHEMA_NONE) return;
  DeclaredParam *param = &s->program->params.at[index];
  if (!may_set(s, set, target, param)) return;
  if (first[index]) {
    report_set_twice(s, target, first[index]);
    return;
  }
  first[index] = target;
  set_value(s, param, node_child(set, SET_VALUE));
}

bool param_taken(Sema *s, uint32_t index, Node *value, Scalar *out) {
  DeclaredParam taken = s->program->params.at[index]; /* which keeps its own value */
  taken.value.known = false;
  set_value(s, &taken, value);
  *out = taken.value;
  return taken.value.known;
}

void test_set_param(Sema *s, DeclaredTest *test, const Node *set) {
  const Node *target = node_child(set, SET_TARGET);
  const uint32_t index = target ? find_param(s, target) : SCHEMA_NONE;
  if (index == SCHEMA_NONE) return;
  for (size_t i = 0; i < test->params.count; i++) {
    if (test->params.at[i].param != index) continue;
    report_set_twice(s, target, node_child(test->params.at[i].node, SET_TARGET));
    return;
  }
  Scalar value;
  if (param_taken(s, index, node_child(set, SET_VALUE), &value))
    *VEC_PUSH(s->arena, &test->params) = (GivenParam){set, index, value};
}

void params_declare(Sema *s) {
  const Node *file = s->program->file;
  const uint32_t count = (uint32_t)s->program->params.count;
  s->unitless = ARENA_ARRAY(s->arena, Diag *, count);
  for (uint32_t i = 0; i < count; i++) declare_param(s, i);
  const Node **set = ARENA_ARRAY(s->arena, const Node *, count);
  for (uint32_t i = 0; i < file->count; i++)
    if (file->child[i] && file->child[i]->kind == NODE_SET) set_param(s, file->child[i], set);
}

/* --- --set --- */

static void override_param(Sema *s, const Override *override) {
  const Name *found = name_find(s, override->name);
  if (!found || found->kind != NAME_PARAM) {
    if (s->broken) return;
    Text meant;
    const Span span = override->value ? override->value->span : (Span){0};
    Diag *d = report_no_param(s, span, override->name, &meant);
    if (meant.len) sema_help(s, d, "write `--set %.*s=...`", TEXT_ARG(meant));
    return;
  }
  set_value(s, &s->program->params.at[found->index], override->value);
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
