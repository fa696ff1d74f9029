/* declare.c - the names of a program: collected first, so that declarations stand in any order.
 *
 * There is one space of names for everything that is declared at the top (entities, parameters,
 * columns, definitions); fields have their entity's. What could be taken for a field is refused.
 */
#include "sema/sema_impl.h"

Text string_text(const Node *string) {
  return string && string->kind == NODE_STRING ? string->text : TEXT("");
}

Text path_name(const Node *path) {
  if (!path) return TEXT("");
  if (path->kind == NODE_PATH || path->kind == NODE_DOT) {
    const Node *name = path->child[1];
    return name ? name->text : TEXT("");
  }
  return path->text;
}

const Name *name_find(const Sema *s, Text text) {
  const uint32_t index = map_get(s->names, text);
  return index == MAP_NONE ? NULL : &s->name_list.at[index];
}

static Text in_module(const Sema *s, Text module, Text name) {
  return text_of(arena_printf(s->arena, "%.*s.%.*s", TEXT_ARG(module), TEXT_ARG(name)));
}

Text name_declared(const Sema *s, const Node *name) {
  if (!name || !s->modules->standard) return path_name(name);
  const Module *module = modules_at(s->modules, s->syntax->sources, name->span);
  return module && module->prefix.len ? in_module(s, module->prefix, name->text) : name->text;
}

const Name *name_meant(const Sema *s, const Node *node) {
  if (node->kind == NODE_NAME) return name_find(s, name_declared(s, node));
  const Node *base = node->kind == NODE_DOT ? node_child(node, DOT_BASE) : NULL;
  const Name *module = base && base->kind == NODE_NAME ? name_find(s, base->text) : NULL;
  if (!module || module->kind != NAME_MODULE || !node_child(node, DOT_NAME)) return NULL;
  return name_find(s, in_module(s, base->text, node_child(node, DOT_NAME)->text));
}

static bool is_reserved(Text name) {
  return text_equal(name, TEXT("today")) || text_equal(name, TEXT("program"));
}

static Diag *report_reserved(Sema *s, const Node *name) {
  Diag *d =
      sema_report(s, E_BUILTIN_NAME, name->span, "`%.*s` cannot be declared", TEXT_ARG(name->text));
  sema_under(s, d, "every program has this name already");
  sema_help(s, d, "choose another name");
  return d;
}

static void add_name(Sema *s, NameKind kind, uint32_t index, Node *node) {
  if (!node || node->kind != NODE_NAME) return;
  if (is_reserved(node->text)) {
    report_reserved(s, node);
    return;
  }
  const Text text = kind == NAME_MODULE ? node->text : name_declared(s, node);
  const Name *first = name_find(s, text);
  if (first) {
    Diag *d = sema_report(s, E_DUPLICATE_NAME, node->span, "`%.*s` is declared twice",
                          TEXT_ARG(node->text));
    sema_label(s, d, first->node->span, "first declared here");
    sema_help(s, d, "give one of them another name");
    return;
  }
  map_add(s->names, text, (uint32_t)s->name_list.count);
  *VEC_PUSH(s->arena, &s->name_list) = (Name){kind, index, text, node};
}

static void add_entity(Sema *s, Node *node) {
  Program *program = s->program;
  const uint32_t index = (uint32_t)program->entities.count;
  EntitySchema *entity = VEC_PUSH(s->arena, &program->entities);
  *entity = (EntitySchema){.name = path_name(node_child(node, ENTITY_NAME)),
                           .source = string_text(node_child(node, ENTITY_SOURCE)),
                           .doc = string_text(node_child(node, ENTITY_DOC)),
                           .key = SCHEMA_NONE};
  *VEC_PUSH(s->arena, &program->entity_nodes) = node;
  add_name(s, NAME_ENTITY, index, node_child(node, ENTITY_NAME));
}

uint32_t default_entity(Sema *s, const Node *declaration) {
  const Name *account = name_find(s, TEXT("account"));
  if (account && account->kind == NAME_ENTITY) return account->index;
  if (s->broken) return SCHEMA_NONE;
  const Node *name = node_child(declaration, 0), *doc = node_child(declaration, 1);
  if (!s->no_account) {
    s->no_account = sema_report(s, E_NO_ACCOUNT, name->span,
                                "`%.*s` does not say for which entity, and there is no entity "
                                "`account`",
                                TEXT_ARG(name->text));
    sema_help(s, s->no_account, "say for which entity");
    unknown_remember(s, SCHEMA_NONE, TEXT("account"), s->no_account);
  } else {
    sema_label(s, s->no_account, name->span, "nor does this");
  }
  if (s->program->entities.count > 1) {
    const Text entity = s->program->entities.at[1].name;
    const Node *before = doc && doc->kind == NODE_STRING ? doc : name;
    sema_help(s, s->no_account, "say which, for example `for %.*s`", TEXT_ARG(entity));
    sema_edit(s, s->no_account, span_after(before->span), " for %.*s", TEXT_ARG(entity));
  }
  return SCHEMA_NONE;
}

uint32_t entity_named(Sema *s, const Node *name) {
  if (!name || name->kind != NODE_NAME) return SCHEMA_NONE;
  if (text_equal(name->text, TEXT("program"))) return IMAGE_PROGRAM;
  const Name *found = name_find(s, name->text);
  if (found && found->kind == NAME_ENTITY) return found->index;
  if (s->broken) return SCHEMA_NONE;
  if (unknown_again(s, SCHEMA_NONE, name)) return SCHEMA_NONE;
  Diag *d = sema_report(s, E_UNKNOWN_ENTITY, name->span, "there is no entity `%.*s`",
                        TEXT_ARG(name->text));
  unknown_remember(s, SCHEMA_NONE, name->text, d);
  if (found) sema_label(s, d, found->node->span, "this is no entity");
  Nearest nearest = nearest_start(name->text);
  for (size_t i = 1; i < s->program->entities.count; i++)
    nearest_offer(&nearest, s->program->entities.at[i].name);
  const Text best = nearest_found(&nearest);
  if (best.len) sema_offer(s, d, name->span, "%.*s", TEXT_ARG(best));
  return SCHEMA_NONE;
}

static DeclarationKind declaration_kind(NodeKind kind) {
  switch (kind) {
  case NODE_SCORE:
    return DECLARATION_SCORE;
  case NODE_SEGMENTATION:
    return DECLARATION_SEGMENTATION;
  case NODE_KPI:
    return DECLARATION_KPI;
  case NODE_RULE:
    return DECLARATION_RULE;
  case NODE_PROCESS:
    return DECLARATION_PROCESS;
  case NODE_CADENCE:
    return DECLARATION_CADENCE;
  case NODE_CHECKLIST:
    return DECLARATION_CHECKLIST;
  case NODE_ASSUME:
    return DECLARATION_ASSUME;
  default:
    return DECLARATION_MEASURE;
  }
}

static Node *body_of(const Node *node) {
  if (node->kind == NODE_MEASURE || node->kind == NODE_ASSUME) return NULL;
  return node_child(node, node->kind == NODE_PROCESS ? (int)PROCESS_BODY : (int)SCORE_BODY);
}

static void push_column(Sema *s, Declared declared) {
  (void)VEC_PUSH(s->arena, &s->states);
  *VEC_PUSH(s->arena, &s->program->columns) = declared;
}

/* Each item of a checklist is a column of its own, NAME.ITEM, under the same condition. */
static void add_items(Sema *s, uint32_t checklist) {
  const Declared whole = s->program->columns.at[checklist];
  for (uint32_t i = 0; whole.body && i < whole.body->count; i++) {
    Node *node = whole.body->child[i];
    if (node->kind != NODE_ITEM || !node_child(node, ITEM_NAME)) continue;
    const Text name = node_child(node, ITEM_NAME)->text;
    push_column(s, (Declared){.kind = DECLARATION_ITEM,
                              .name = text_of(arena_printf(s->arena, "%.*s.%.*s",
                                                           TEXT_ARG(whole.name), TEXT_ARG(name))),
                              .node = node,
                              .whole = checklist,
                              .entity = whole.entity,
                              .where = whole.where,
                              .doc = string_text(node_child(node, ITEM_DOC)),
                              .members = SCHEMA_NONE,
                              .severity = LEVEL_ERROR});
  }
}

static void add_column(Sema *s, Node *node) {
  const bool plain = node->kind == NODE_MEASURE || node->kind == NODE_ASSUME;
  _Static_assert((int)MEASURE_ENTITY == (int)ASSUME_ENTITY, "one way for both");
  Node *subject = plain ? NULL : node_child(node, SCORE_SUBJECT);
  Node *entity = plain ? node_child(node, MEASURE_ENTITY)
                       : (subject ? node_child(subject, SUBJECT_ENTITY) : NULL);
  Declared declared = {.kind = declaration_kind(node->kind),
                       .name = path_name(node_child(node, 0)),
                       .node = node,
                       .body = body_of(node),
                       .whole = SCHEMA_NONE,
                       .where = subject ? node_child(subject, SUBJECT_WHERE) : NULL,
                       .doc = string_text(node_child(node, 1)),
                       .members = SCHEMA_NONE,
                       .severity = LEVEL_ERROR};
  const bool inherits = node->kind == NODE_PROCESS && node_child(node, PROCESS_EXTENDS);
  if (entity)
    declared.entity = entity_named(s, entity);
  else
    declared.entity = inherits ? SCHEMA_NONE : default_entity(s, node);
  const uint32_t index = (uint32_t)s->program->columns.count;
  push_column(s, declared);
  add_name(s, NAME_COLUMN, index, node_child(node, 0));
  if (declared.kind == DECLARATION_CHECKLIST) add_items(s, index);
}

static void add_definition(Sema *s, Node *node) {
  const Node *name = node_child(node, DEFINE_NAME);
  const uint32_t index = (uint32_t)s->definitions.count;
  Definition *definition = VEC_PUSH(s->arena, &s->definitions);
  *definition = (Definition){.name = name_declared(s, name), .node = node};
  add_name(s, NAME_DEFINE, index, node_child(node, DEFINE_NAME));
}

/* A process of a standard module names no field of anybody's: it is no column until one extends it.
 */
static bool add_template(Sema *s, Node *node) {
  const Node *name = node_child(node, PROCESS_NAME);
  if (!s->modules->standard) return false;
  const Module *module = modules_at(s->modules, s->syntax->sources, node->span);
  if (!module || !module->prefix.len) return false;
  const uint32_t index = (uint32_t)s->templates.count;
  *VEC_PUSH(s->arena, &s->templates) = (Template){
      .name = name_declared(s, name), .node = node, .body = node_child(node, PROCESS_BODY)};
  add_name(s, NAME_TEMPLATE, index, node_child(node, PROCESS_NAME));
  return true;
}

/* `use std.x`: the module's name, once. */
static void add_module(Sema *s, const Node *use) {
  const Node *path = node_child(use, USE_WHAT);
  if (!path || path->kind != NODE_PATH || !s->modules->standard) return;
  Node *name = path->child[PATH_NAME];
  const Name *first = name_find(s, name->text);
  if (!first || first->kind != NAME_MODULE) add_name(s, NAME_MODULE, 0, name);
}

static void add_fiscal(Sema *s, const Node *node, const Node **first) {
  static const char *const months[] = {"january",   "february", "march",    "april",
                                       "may",       "june",     "july",     "august",
                                       "september", "october",  "november", "december"};
  *first = clause_once(s, *first, node, "fiscal");
  const Node *unit = node_child(node, FISCAL_UNIT), *month = node_child(node, FISCAL_MONTH);
  if (unit && !text_equal(unit->text, TEXT("year"))) {
    Diag *d =
        sema_report(s, E_BAD_FISCAL, unit->span, "only the fiscal year has a start of its own");
    sema_offer(s, d, unit->span, "year");
  }
  if (!month) return;
  Nearest nearest = nearest_start(month->text);
  for (int i = 0; i < 12; i++) {
    nearest_offer(&nearest, text_of(months[i]));
    if (text_equal(month->text, text_of(months[i]))) {
      s->program->fiscal_month = i + 1;
      return;
    }
  }
  Diag *d =
      sema_report(s, E_BAD_FISCAL, month->span, "`%.*s` is not a month", TEXT_ARG(month->text));
  const Text best = nearest_found(&nearest);
  if (best.len)
    sema_offer(s, d, month->span, "%.*s", TEXT_ARG(best));
  else
    sema_help(s, d, "write a month in full and in small letters, for example `april`");
}

static void add_program(Sema *s, const Node *node, const Node **first) {
  *first = clause_once(s, *first, node, "program");
  s->program->name = string_text(node_child(node, PROGRAM_NAME));
  s->program->version = string_text(node_child(node, PROGRAM_VERSION));
}

void declare_all(Sema *s) {
  const Node *file = s->program->file;
  for (uint32_t i = 0; i < file->count; i++) {
    if (file->child[i] && file->child[i]->kind == NODE_ENTITY) add_entity(s, file->child[i]);
  }
  const Node *program = NULL, *fiscal = NULL;
  for (uint32_t i = 0; i < file->count; i++) {
    Node *node = file->child[i];
    if (!node) continue;
    switch (node->kind) {
    case NODE_PROGRAM:
      add_program(s, node, &program);
      break;
    case NODE_USE:
      add_module(s, node);
      break;
    case NODE_FISCAL:
      add_fiscal(s, node, &fiscal);
      break;
    case NODE_PARAM: {
      const uint32_t index = (uint32_t)s->program->params.count;
      *VEC_PUSH(s->arena, &s->program->params) =
          (DeclaredParam){.name = name_declared(s, node_child(node, PARAM_NAME)),
                          .doc = string_text(node_child(node, PARAM_DOC)),
                          .node = node};
      add_name(s, NAME_PARAM, index, node_child(node, PARAM_NAME));
      break;
    }
    case NODE_MEASURE:
    case NODE_SCORE:
    case NODE_SEGMENTATION:
    case NODE_KPI:
    case NODE_RULE:
    case NODE_CADENCE:
    case NODE_CHECKLIST:
    case NODE_ASSUME:
      add_column(s, node);
      break;
    case NODE_PROCESS:
      if (!add_template(s, node)) add_column(s, node);
      break;
    case NODE_DEFINE:
      add_definition(s, node);
      break;
    case NODE_BAD:
      s->broken = true;
      break;
    default: /* declares no name, or has declared it */
      break;
    }
  }
}

/* A column is looked for among the fields of its entity, a parameter everywhere. */
static void check_field(Sema *s, uint32_t entity, const Node *field) {
  const Node *name = node_child(field, FIELD_NAME);
  if (!name) return;
  if (is_reserved(name->text)) {
    Diag *d = report_reserved(s, name);
    sema_help(s, d,
              "choose another name; `from \"%.*s\"` behind the type names the column of the data",
              TEXT_ARG(name->text));
    return;
  }
  const Name *found = name_find(s, name->text);
  if (!found) return;
  const bool column =
      found->kind == NAME_COLUMN && s->program->columns.at[found->index].entity == entity;
  if (!column && found->kind != NAME_PARAM) return;
  Diag *d = sema_report(s, E_TAKEN_FOR_FIELD, found->node->span,
                        "`%.*s` has the name of a field that it could be taken for",
                        TEXT_ARG(name->text));
  sema_label(s, d, name->span, "a field of %.*s", TEXT_ARG(s->program->entities.at[entity].name));
  sema_help(s, d, "give one of them another name");
}

void declare_check_shadowing(Sema *s) {
  for (uint32_t e = 1; e < s->program->entities.count; e++) {
    const Node *body = node_child(s->program->entity_nodes.at[e], ENTITY_BODY);
    for (uint32_t i = 0; body && i < body->count; i++) {
      if (body->child[i] && body->child[i]->kind == NODE_FIELD) check_field(s, e, body->child[i]);
    }
  }
}
