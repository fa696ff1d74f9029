/* tree.c - building, copying and comparing the uniform nodes of the syntax tree.
 *
 * Recursion here is as deep as the tree, and syntax/review.c sees to it that no tree that leaves
 * this folder is deeper than TREE_MAX_DEPTH: a hostile `((((…` cannot run these functions, or any
 * later pass, out of stack.
 */
#include "syntax/tree.h"

#include <assert.h>
#include <string.h>

static const char *const kind_name[] = {
#define NODE(id, name) [NODE_##id] = (name),
#define SLOT(id, child)
#include "syntax/tree.def"
#undef NODE
#undef SLOT
};

/* Every slot in the order of tree.def; the slots of one kind lie together. */
static const struct SlotName {
  NodeKind kind;
  const char *name;
} slots[] = {
#define NODE(id, name)
#define SLOT(id, child) {NODE_##id, #child},
#include "syntax/tree.def"
#undef NODE
#undef SLOT
};

enum { SLOT_COUNT = sizeof slots / sizeof *slots };

const char *node_name(NodeKind kind) {
  assert(kind < NODE_KIND_COUNT);
  return kind_name[kind];
}

/* The kinds follow tree.def's order, and so do the slots: a binary search finds the first. */
static size_t first_slot(NodeKind kind) {
  size_t lo = 0, hi = SLOT_COUNT;
  while (lo < hi) {
    size_t middle = (lo + hi) / 2;
    if (slots[middle].kind < kind)
      lo = middle + 1;
    else
      hi = middle;
  }
  return lo;
}

uint32_t node_slot_count(NodeKind kind) {
  size_t first = first_slot(kind), end = first;
  while (end < SLOT_COUNT && slots[end].kind == kind) end++;
  return (uint32_t)(end - first);
}

const char *node_slot_name(NodeKind kind, uint32_t index) {
  size_t at = first_slot(kind) + index;
  return at < SLOT_COUNT && slots[at].kind == kind ? slots[at].name : NULL;
}

Node *node_new(Arena *arena, NodeKind kind, Span span) {
  Node *node = ARENA_NEW(arena, Node);
  node->kind = kind;
  node->span = span;
  node->count = node_slot_count(kind);
  if (node->count) node->child = ARENA_ARRAY(arena, Node *, node->count);
  return node;
}

void node_push(Arena *arena, Node *list, Node *child) {
  assert(node_slot_count(list->kind) == 0);
  /* The capacity is not stored: it is the power of two at or above the count, at least 4. */
  uint32_t count = list->count;
  if (count == 0 || (count >= 4 && (count & (count - 1)) == 0)) {
    size_t size = sizeof *list->child;
    size_t old = count ? count * size : 0;
    list->child = arena_grow(arena, list->child, old, count ? old * 2 : 4 * size);
  }
  list->child[list->count++] = child;
  if (child) list->span = span_join(list->span, child->span);
}

Node *node_copy(Arena *arena, const Node *node) {
  if (!node) return NULL;
  Node *copy = ARENA_NEW(arena, Node);
  *copy = *node;
  copy->typing = NULL;
  copy->child = NULL;
  copy->count = 0;
  if (node_slot_count(node->kind) == 0) {
    for (uint32_t i = 0; i < node->count; i++)
      node_push(arena, copy, node_copy(arena, node->child[i]));
    copy->span = node->span;
    return copy;
  }
  copy->count = node->count;
  copy->child = ARENA_ARRAY(arena, Node *, node->count);
  for (uint32_t i = 0; i < node->count; i++) copy->child[i] = node_copy(arena, node->child[i]);
  return copy;
}

const Node *node_bare(const Node *node) {
  while (node && node->kind == NODE_GROUP) node = node->child[GROUP_INNER];
  return node;
}

static bool same_number(Decimal a, Decimal b) {
  return a.mantissa == b.mantissa && a.scale == b.scale;
}

bool node_equal(const Node *a, const Node *b) {
  a = node_bare(a);
  b = node_bare(b);
  if (a == b) return true;
  if (!a || !b) return false;
  if (a->kind != b->kind || a->flags != b->flags || a->op != b->op || a->count != b->count ||
      a->day != b->day || !same_number(a->number, b->number) || !text_equal(a->text, b->text))
    return false;
  for (uint32_t i = 0; i < a->count; i++)
    if (!node_equal(a->child[i], b->child[i])) return false;
  return true;
}
