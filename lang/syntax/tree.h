/* tree.h - the syntax tree: uniform nodes in the compilation's arena.
 *
 * Every node has a kind, a span and children by named slots (tree.def). Uniform nodes keep
 * dumping, copying, comparing and formatting generic. The tree says what was written and
 * nothing more: what sema finds out hangs on `typing`, whose shape sema alone knows.
 * Comments are kept aside (trivia.h).
 */
#ifndef SYNTAX_TREE_H
#define SYNTAX_TREE_H

#include "base/buffer.h"
#include "base/source.h"

typedef enum {
#define NODE(id, name) NODE_##id,
#define SLOT(id, child)
#include "syntax/tree.def"
#undef NODE
#undef SLOT
  NODE_KIND_COUNT
} NodeKind;

/* Child indices: ENTITY_NAME, ENTITY_DOC, ... */
enum {
  TREE_SLOTS_
#define NODE(id, name)                                                                             \
  }                                                                                                \
  ;                                                                                                \
  enum { id##_SLOTS_ = -1,
#define SLOT(id, child) id##_##child,
#include "syntax/tree.def"
#undef NODE
#undef SLOT
};

typedef enum {
  FLAG_KEY = 1,
  FLAG_REQUIRED = 2,
  FLAG_FIXED = 4,
  FLAG_OTHERWISE = 8,
  FLAG_START = 16,
  FLAG_FINAL = 32,
  FLAG_TAKE = 64,
  FLAG_NEGATED = 128,
  FLAG_FISCAL = 256,
  FLAG_WEIGHTED = 512,
  FLAG_DESC = 1024,
  FLAG_FULL = 2048,
  FLAG_CONTINUES = 4096 /* BAD: goes on with the declaration before it */
} NodeFlag;

typedef enum {
  COMPARE_NONE,
  COMPARE_EQ,
  COMPARE_NE,
  COMPARE_LT,
  COMPARE_LE,
  COMPARE_GT,
  COMPARE_GE,
  COMPARE_BETWEEN
} Comparison;

/* A literal's exact value: mantissa / 10^scale, mantissa >= 0. 5M is 5000000 / 10^0. */
typedef struct Decimal {
  int64_t mantissa;
  int32_t scale;
} Decimal;

struct Typing; /* sema/program.h */

typedef struct Node Node;
struct Node {
  NodeKind kind;
  uint16_t flags; /* NodeFlag */
  uint8_t op;     /* Comparison */
  uint32_t count; /* children */
  Span span;      /* everything from the first to the last token */
  Text text;      /* interned; see tree.def */
  Decimal number; /* NUMBER, PERCENT, MONEY, STEP */
  int32_t day;    /* DATE */
  Node **child;
  struct Typing *typing;
};

/* The kind's name as in tree.def, and the name of a child slot (NULL for list-like kinds). */
const char *node_name(NodeKind kind);
const char *node_slot_name(NodeKind kind, uint32_t index);
uint32_t node_slot_count(NodeKind kind); /* 0 for list-like kinds */

/* A node with the kind's slots, all NULL. */
Node *node_new(Arena *arena, NodeKind kind, Span span);
/* Appends a child to a list-like node and widens its span. */
void node_push(Arena *arena, Node *list, Node *child);
/* A deep copy without typing. */
Node *node_copy(Arena *arena, const Node *node);
/* Equal but for spans, GROUPs and typing. */
bool node_equal(const Node *a, const Node *b);
static inline Node *node_child(const Node *node, int slot) { return node->child[slot]; }
/* Without parentheses around. */
const Node *node_bare(const Node *node);

/* An indented listing, a node a line: `needs 4:5` style places come from `sources`. `describe` may
 * add what a later stage knows of a node (types); NULL for none. */
typedef void NodeDescribe(Buffer *out, const Node *node, void *context);
void tree_dump(Buffer *out, const Node *root, const SourceMap *sources, NodeDescribe *describe,
               void *context);

#endif
