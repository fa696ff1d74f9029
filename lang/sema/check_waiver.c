/* check_waiver.c - what a waiver is for: a rule, KPI, cadence or process, or one item of a
 * checklist, on one row of its entity. */
#include "sema/infer_impl.h"

static bool can_be_waived(DeclarationKind kind) {
  return kind == DECLARATION_RULE || kind == DECLARATION_KPI || kind == DECLARATION_CADENCE ||
         kind == DECLARATION_PROCESS || kind == DECLARATION_ITEM;
}

/* The names of what can be waived, or of a checklist's items. */
static Text nearest_target(const Sema *s, Text name, uint32_t checklist) {
  Nearest nearest = nearest_start(name);
  for (size_t i = 0; i < s->program->columns.count; i++) {
    const Declared *declared = &s->program->columns.at[i];
    if (declared->whole != checklist) continue;
    if (checklist != SCHEMA_NONE)
      nearest_offer(&nearest, path_name(node_child(declared->node, ITEM_NAME)));
    else if (can_be_waived(declared->kind))
      nearest_offer(&nearest, declared->name);
  }
  return nearest_found(&nearest);
}

/* A name that was reported as unknown elsewhere is no second mistake. */
static bool reported_before(Sema *s, const Node *target) {
  const Node *name = target->kind == NODE_PATH ? node_child(target, PATH_BASE) : target;
  for (uint32_t e = 0; e < s->program->entities.count; e++)
    if (name->kind == NODE_NAME && unknown_again(s, e, name)) return true;
  return false;
}

static void report_unknown_target(Sema *s, const Node *target) {
  if (reported_before(s, target)) return;
  Diag *d = sema_report(s, E_WAIVE_TARGET, target->span,
                        "there is no rule, KPI, cadence, process or item `%.*s`",
                        TEXT_ARG(sema_source(s, target)));
  const Text best = nearest_target(s, sema_source(s, target), SCHEMA_NONE);
  if (best.len) sema_offer(s, d, target->span, "%.*s", TEXT_ARG(best));
}

/* Items of checklists are waived one by one. */
static void report_checklist(Sema *s, const Node *target, uint32_t checklist, const Node *item) {
  const Declared *declared = &s->program->columns.at[checklist];
  const Text first = nearest_target(s, item ? item->text : TEXT(""), checklist);
  Diag *d;
  if (item)
    d = sema_report(s, E_WAIVE_TARGET, item->span, "`%.*s` has no item `%.*s`",
                    TEXT_ARG(declared->name), TEXT_ARG(item->text));
  else
    d = sema_report(s, E_WAIVE_TARGET, target->span, "`%.*s` is waived item by item",
                    TEXT_ARG(declared->name));
  sema_label(s, d, node_child(declared->node, CHECKLIST_NAME)->span, "declared here");
  if (item && first.len)
    sema_offer(s, d, item->span, "%.*s", TEXT_ARG(first));
  else
    sema_help(s, d, "name one of its items: `waive %.*s.ITEM`", TEXT_ARG(declared->name));
}

static void report_not_waivable(Sema *s, const Node *target, const Name *found) {
  Diag *d = sema_report(s, E_WAIVE_TARGET, target->span, "`%.*s` cannot be waived",
                        TEXT_ARG(sema_source(s, target)));
  sema_label(s, d, found->node->span, "declared here");
  if (target->kind == NODE_PATH && found->kind == NAME_COLUMN &&
      can_be_waived(s->program->columns.at[found->index].kind))
    sema_offer(s, d, target->span, "%.*s", TEXT_ARG(found->text));
  else
    sema_help(s, d, "a rule, a KPI, a cadence, a process or an item of a checklist can be waived");
}

/* The column that the target names; SCHEMA_NONE after a report. */
static uint32_t find_target(Sema *s, const Node *target) {
  const bool path = target->kind == NODE_PATH;
  const Node *base = path ? node_child(target, PATH_BASE) : target;
  const Node *item = path ? node_child(target, PATH_NAME) : NULL;
  const Name *found = base && base->kind == NODE_NAME ? name_find(s, base->text) : NULL;
  if (s->broken) return SCHEMA_NONE;
  if (!found || found->kind != NAME_COLUMN) {
    if (found)
      report_not_waivable(s, target, found);
    else
      report_unknown_target(s, target);
    return SCHEMA_NONE;
  }
  const DeclarationKind kind = s->program->columns.at[found->index].kind;
  if (kind == DECLARATION_CHECKLIST) {
    const uint32_t index = item ? checklist_item(s, found->index, item->text) : SCHEMA_NONE;
    if (index == SCHEMA_NONE) report_checklist(s, target, found->index, item);
    return index;
  }
  if (!item && can_be_waived(kind)) return found->index;
  report_not_waivable(s, target, found);
  return SCHEMA_NONE;
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
  const uint32_t column = find_target(s, target);
  if (column == SCHEMA_NONE || !check_waiver_key(s, node, &s->program->columns.at[column])) return;
  *VEC_PUSH(s->arena, &s->program->waivers) =
      (DeclaredWaiver){.node = node,
                       .target = column,
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
