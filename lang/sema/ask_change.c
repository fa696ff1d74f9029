/* ask_change.c - `what if` and `sweep`: which fields and parameters get which values. */
#include "sema/ask_impl.h"

enum { STEPS_MAX = 1000 };

static const GivenAs of_changes = {.constant = "a change",
                                   .value = E_CHANGE_VALUE,
                                   .range = E_CHANGE_VALUE,
                                   .range_help =
                                       "the data cannot hold it: it would count as missing"};

static const Scope constants = {.entity = SCHEMA_NONE, .constant = "a step"};

/* --- what can be changed --- */

static uint32_t param_named(Sema *s, const Node *target) {
  const Name *found = name_find(s, target_name(s, target));
  return found && found->kind == NAME_PARAM ? found->index : SCHEMA_NONE;
}

static bool entity_has(const Sema *s, uint32_t entity, const Node *target) {
  return target->kind == NODE_NAME &&
         schema_field(&s->program->entities.at[entity], target->text) != SCHEMA_NONE;
}

/* The entity with all the fields: account, or the only one; of none that has all, the one with the
 * first. The program where nothing is a field. */
static uint32_t changed_entity(Sema *s, const Node *list) {
  const Name *account = name_find(s, TEXT("account"));
  const uint32_t usual = account && account->kind == NAME_ENTITY ? account->index : SCHEMA_NONE;
  uint32_t best = usual;
  size_t most = 0;
  for (uint32_t e = 1; e < s->program->entities.count; e++) {
    size_t has = 0;
    for (uint32_t i = 0; i < list->count; i++)
      has += entity_has(s, e, node_child(list->child[i], SET_TARGET));
    if (has > most || (has == most && has && e == usual)) {
      best = e;
      most = has;
    }
  }
  return best;
}

static void report_no_target(Sema *s, uint32_t entity, const Node *target) {
  const Text name = target_name(s, target);
  const Name *found = name_find(s, name);
  if (found && found->kind == NAME_COLUMN) {
    Diag *d = sema_report(s, E_CHANGE_TARGET, target->span, "`%.*s` is computed", TEXT_ARG(name));
    sema_label(s, d, found->node->span, "declared here");
    sema_help(s, d, "change the fields or parameters that it is made from; `why not` tells which");
    return;
  }
  Nearest nearest = nearest_start(name);
  if (entity != SCHEMA_NONE) {
    const EntitySchema *schema = &s->program->entities.at[entity];
    for (uint32_t f = 0; f < schema->field_count; f++)
      nearest_offer(&nearest, schema->fields[f].name);
  }
  for (size_t i = 0; i < s->program->params.count; i++)
    nearest_offer(&nearest, s->program->params.at[i].name);
  const Text entity_name =
      entity == SCHEMA_NONE ? TEXT("the data") : s->program->entities.at[entity].name;
  Diag *d = sema_report(s, E_CHANGE_TARGET, target->span,
                        "`%.*s` is neither a field of %.*s nor a parameter", TEXT_ARG(name),
                        TEXT_ARG(entity_name));
  if (found) sema_label(s, d, found->node->span, "this is neither");
  const Text best = nearest_found(&nearest);
  if (best.len)
    sema_offer(s, d, target->span, "%.*s", TEXT_ARG(best));
  else
    sema_help(s, d, "`what if` changes fields of one row, or parameters");
}

static bool take_field(Sema *s, uint32_t entity, const Node *set, QuestionChange *change) {
  const Node *target = node_child(set, SET_TARGET);
  const EntitySchema *schema = &s->program->entities.at[entity];
  change->index = schema_field(schema, target->text);
  if (change->index == schema->key) {
    Diag *d = sema_report(s, E_CHANGE_TARGET, target->span, "`%.*s` is the key: it names the row",
                          TEXT_ARG(target->text));
    sema_help(s, d, "change other fields of the row");
    return false;
  }
  return given_field(s, &of_changes, entity, change->index, node_child(set, SET_VALUE),
                     &change->value);
}

/* False after a report. */
static bool take_change(Sema *s, uint32_t entity, const Node *set, Asked *out) {
  const Node *target = node_child(set, SET_TARGET);
  QuestionChange change = {.index = SCHEMA_NONE};
  const bool field = entity != SCHEMA_NONE && entity_has(s, entity, target);
  change.is_param = !field;
  if (ask_chained(s, entity, set)) return false;
  change.index = field ? SCHEMA_NONE : param_named(s, target);
  if (!field && change.index == SCHEMA_NONE) {
    report_no_target(s, entity, target);
    return false;
  }
  if (field ? !take_field(s, entity, set, &change)
            : !param_taken(s, change.index, node_child(set, SET_VALUE), &change.value))
    return false;
  if (change.is_param) change.index++; /* of the image's parameters `today` is the first */
  for (size_t i = 0; i < out->changes.count; i++) {
    const QuestionChange *other = &out->changes.at[i];
    if (other->is_param != change.is_param || other->index != change.index) continue;
    sema_report(s, E_SET_TWICE, target->span, "`%.*s` is given two values",
                TEXT_ARG(target_name(s, target)));
    return false;
  }
  *VEC_PUSH(s->arena, &out->changes) = change;
  return true;
}

bool ask_what_if(Sema *s, const Node *node, Asked *out) {
  const Node *list = node_child(node, WHAT_IF_ASSIGNMENTS), *key = node_child(node, WHAT_IF_KEY);
  const uint32_t entity = changed_entity(s, list);
  bool ok = true;
  out->kind = QUESTION_WHAT_IF;
  for (uint32_t i = 0; i < list->count; i++) ok = take_change(s, entity, list->child[i], out) && ok;
  if (!ok) return false;
  const Node *field = NULL;
  for (uint32_t i = 0; i < out->changes.count && !field; i++)
    if (!out->changes.at[i].is_param) field = node_child(list->child[i], SET_TARGET);
  out->entity = key || field ? entity : IMAGE_PROGRAM;
  if (out->entity == SCHEMA_NONE) out->entity = IMAGE_PROGRAM;
  return ask_key(s, out, out->entity, key, field ? field : list);
}

/* --- sweep --- */

/* What can be stepped through. */
static bool can_step(Type type) {
  return type_is_numeric(type.kind) || type.kind == TYPE_DATE || type.kind == TYPE_PERIOD;
}

static double amount(const Scalar *value) {
  return type_store(value->type) == STORE_F64 ? value->f : (double)value->i;
}

static bool take_step(Sema *s, const Node *node, Type type, Asked *out) {
  Node *by = node_child(node, SWEEP_BY);
  const Type want = type.kind == TYPE_DATE ? type_of(TYPE_DURATION) : type;
  if (!infer_as(s, &constants, by, want, NULL)) return false;
  if (constant_scalar(by, &out->by_step)) return true;
  Diag *d = sema_report(s, E_NOT_CONSTANT, by->span, "a step is a constant");
  sema_help(s, d, "write how far to go each time");
  return false;
}

static bool check_steps(Sema *s, const Node *node, const Asked *out) {
  const double seconds = out->from.type.kind == TYPE_DATE ? 86400 : 1;
  const double way = (amount(&out->to) - amount(&out->from)) * seconds;
  const double step = amount(&out->by_step);
  const Node *by = node_child(node, SWEEP_BY);
  if (step == 0 || (way != 0 && (way < 0) != (step < 0))) {
    Diag *d = sema_report(s, E_SWEEP, by->span, "%s",
                          step == 0 ? "a step of zero leads nowhere"
                                    : "this step leads away from the end");
    sema_label(s, d, node_child(node, SWEEP_TO)->span, "the end");
    const Node *bare = node_bare(by);
    if (step == 0)
      sema_help(s, d, "write how far to go each time");
    else if (bare->kind == NODE_NEGATE)
      sema_offer(s, d, by->span, "%.*s",
                 TEXT_ARG(sema_source(s, node_child(bare, NEGATE_OPERAND))));
    else
      sema_offer(s, d, by->span, "-%.*s", TEXT_ARG(sema_source(s, by)));
    return false;
  }
  if (way / step <= STEPS_MAX) return true;
  Diag *d = sema_report(s, E_SWEEP, by->span, "that would be more than 1,000 steps");
  sema_help(s, d, "take larger steps, or go less far");
  return false;
}

bool ask_sweep(Sema *s, const Node *node, Asked *out) {
  const Node *target = node_child(node, SWEEP_TARGET);
  out->kind = QUESTION_SWEEP;
  out->entity = IMAGE_PROGRAM;
  const uint32_t param = param_named(s, target);
  if (param == SCHEMA_NONE) {
    const Text name = target_name(s, target);
    const Name *found = name_find(s, name);
    Diag *d = sema_report(s, E_UNKNOWN_PARAM, target->span, "there is no parameter `%.*s` to sweep",
                          TEXT_ARG(name));
    if (found) sema_label(s, d, found->node->span, "this is no `param`");
    Nearest nearest = nearest_start(name);
    for (size_t i = 0; i < s->program->params.count; i++)
      nearest_offer(&nearest, s->program->params.at[i].name);
    const Text best = nearest_found(&nearest);
    bool field = false;
    for (uint32_t e = 1; e < s->program->entities.count && !found; e++)
      field |= schema_field(&s->program->entities.at[e], name) != SCHEMA_NONE;
    if (best.len)
      sema_offer(s, d, target->span, "%.*s", TEXT_ARG(best));
    else if (field)
      sema_help(s, d, "a field of one row is tried with `what if %.*s = ... for \"KEY\"`",
                TEXT_ARG(name));
    return false;
  }
  const Type type = s->program->params.at[param].type;
  if (!can_step(type)) {
    Diag *d =
        sema_report(s, E_SWEEP, target->span, "`%.*s` is %.*s: there are no steps between two",
                    TEXT_ARG(target_name(s, target)), TEXT_ARG(sema_a_type(s, type)));
    sema_help(s, d, "try each value with `what if %.*s = ...`", TEXT_ARG(target_name(s, target)));
    return false;
  }
  const bool from = param_taken(s, param, node_child(node, SWEEP_FROM), &out->from);
  const bool to = param_taken(s, param, node_child(node, SWEEP_TO), &out->to);
  if (!take_step(s, node, type, out) || !from || !to) return false;
  *VEC_PUSH(s->arena, &out->changes) =
      (QuestionChange){.is_param = true, .index = param + 1, .value = out->from};
  return check_steps(s, node, out);
}
