/* owner.c - on which rows an expression is that does not say so: whose columns it reads. */
#include "sema/infer_impl.h"

bool aggregate_names_rows(const Sema *s, const Node *argument) {
  const Node *rows = argument;
  if (argument->kind == NODE_ARGUMENT) {
    if (node_child(argument, ARGUMENT_ROWS)) return true;
    rows = node_child(argument, ARGUMENT_WHAT);
  }
  const Name *found = rows && rows->kind == NODE_NAME ? name_find(s, rows->text) : NULL;
  return found && found->kind == NAME_ENTITY;
}

static bool is_field(const Sema *s, Text name) {
  for (size_t e = 1; e < s->program->entities.count; e++)
    if (schema_field(&s->program->entities.at[e], name) != SCHEMA_NONE) return true;
  return false;
}

static void see_name(const Sema *s, const Node *name, Owner *owner) {
  const Name *found = name_find(s, name->text);
  if (!found || found->kind != NAME_COLUMN) {
    if (!owner->field && !found && is_field(s, name->text)) owner->field = name;
    return;
  }
  const uint32_t entity = s->program->columns.at[found->index].entity;
  if (entity == SCHEMA_NONE) return;
  if (owner->entity == SCHEMA_NONE) {
    owner->entity = entity;
    owner->column = name;
  } else if (owner->entity != entity && !owner->other) {
    owner->other = name;
  }
}

/* What stands beside a column may be a member of its enumeration. */
static void see_beside(const Sema *s, const Node *node, Owner *owner) {
  const Node *bare = node ? node_bare(node) : NULL;
  if (bare && bare->kind == NODE_NAME && owner->entity != SCHEMA_NONE) return;
  owner_see(s, node, owner);
}

static void see_parts(const Sema *s, const Node *node, Owner *owner, uint32_t first) {
  for (uint32_t i = first; i < node->count; i++) owner_see(s, node->child[i], owner);
}

/* Rows in an aggregate say nothing of those around it, unless they are the same ones: where the
 * aggregate does not name them. */
static void see_call(const Sema *s, const Node *node, Owner *owner) {
  const Node *callee = node_child(node, CALL_CALLEE), *arguments = node_child(node, CALL_ARGUMENTS);
  const Builtin builtin = callee ? builtin_named(path_name(callee)) : BUILTIN_COUNT_OF;
  bool aggregate = builtin != BUILTIN_COUNT_OF && builtin_is_aggregate(builtin);
  for (uint32_t i = 0; arguments && i < arguments->count; i++)
    aggregate |= arguments->child[i]->kind == NODE_ARGUMENT;
  owner->aggregate |= aggregate;
  if (!arguments || (owner->aggregate && !owner->looks_inside)) return;
  for (uint32_t i = 0; i < arguments->count; i++)
    if (!aggregate || !aggregate_names_rows(s, arguments->child[i]))
      owner_see(s, arguments->child[i], owner);
}

void owner_see(const Sema *s, const Node *node, Owner *owner) {
  if (!node) return;
  switch (node->kind) {
  case NODE_NAME:
    see_name(s, node, owner);
    break;
  case NODE_DOT:
    owner_see(s, node_child(node, DOT_BASE), owner);
    break;
  case NODE_COMPARE:
    owner_see(s, node_child(node, COMPARE_LEFT), owner);
    see_beside(s, node_child(node, COMPARE_RIGHT), owner);
    break;
  case NODE_IN_LIST: {
    const Node *items = node_child(node, IN_LIST_ITEMS);
    owner_see(s, node_child(node, IN_LIST_VALUE), owner);
    for (uint32_t i = 0; items && i < items->count; i++) see_beside(s, items->child[i], owner);
    break;
  }
  case NODE_CALL:
    see_call(s, node, owner);
    break;
  case NODE_IN_WINDOW:
    owner_see(s, node_child(node, IN_WINDOW_VALUE), owner);
    break;
  default:
    see_parts(s, node, owner, 0);
  }
}
