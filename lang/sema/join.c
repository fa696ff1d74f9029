/* join.c - values that stand beside one another need one type.
 *
 * The conversions are few: a bare constant takes a unit, integer fits where a number or a score is
 * expected, a ratio where a number is, an enumeration where one with all its members is. Joining
 * finds the one type that all of them fit; take_as marks each with it.
 */
#include "sema/infer_impl.h"

bool type_is_numeric(TypeKind kind) {
  switch (kind) {
  case TYPE_INTEGER:
  case TYPE_NUMBER:
  case TYPE_PERCENT:
  case TYPE_MONEY:
  case TYPE_SCORE:
  case TYPE_DURATION:
    return true;
  default:
    return false;
  }
}

bool type_is_ordered(TypeKind kind) {
  return type_is_numeric(kind) || kind == TYPE_DATE || kind == TYPE_TEXT || kind == TYPE_PERIOD;
}

bool enum_includes(const Sema *s, uint32_t whole, uint32_t part) {
  if (whole == part) return true;
  const EnumSchema *big = &s->program->enums.at[whole], *small = &s->program->enums.at[part];
  for (uint32_t i = 0; i < small->count; i++) {
    if (enum_member_by_name(big, small->members[i].name) < 0) return false;
  }
  return true;
}

/* --- one value as a type --- */

/* `if c then 1 else 2` takes a unit as its branches do. */
static Node *bare_choice(Node *node) {
  Node *bare = node;
  while (bare->kind == NODE_GROUP) bare = node_child(bare, GROUP_INNER);
  if (bare->kind != NODE_IF) return NULL;
  for (int slot = IF_THEN; slot <= IF_ELSE; slot++) {
    Node *branch = node_child(bare, slot);
    if (!branch || !branch->typing) return NULL;
    if (!branch->typing->bare && !bare_choice(branch)) return NULL;
  }
  return bare;
}

static bool takes_constants(Type want) {
  return want.kind == TYPE_MONEY || want.kind == TYPE_SCORE || want.kind == TYPE_PERCENT ||
         want.kind == TYPE_DURATION;
}

static bool take_choice(Sema *s, Node *choice, Type want, bool ratio, const Node *origin) {
  if (!take_as(s, node_child(choice, IF_THEN), want, ratio, origin) ||
      !take_as(s, node_child(choice, IF_ELSE), want, ratio, origin))
    return false;
  choice->typing->type = choice->typing->as = want;
  choice->typing->ratio = ratio;
  return true;
}

static bool converts(const Sema *s, const Typing *t, Type want) {
  if (type_equal(t->type, want)) return true;
  switch (want.kind) {
  case TYPE_NUMBER:
    return t->type.kind == TYPE_INTEGER || (t->type.kind == TYPE_PERCENT && t->ratio);
  case TYPE_SCORE:
    return t->type.kind == TYPE_INTEGER;
  case TYPE_ENUM:
    return t->type.kind == TYPE_ENUM && enum_includes(s, want.of, t->type.of);
  default:
    return false;
  }
}

bool take_as(Sema *s, Node *node, Type want, bool ratio, const Node *origin) {
  Typing *t = node->typing;
  if (!t || t->type.kind == TYPE_NONE || want.kind == TYPE_NONE) return false;
  if (t->bare) return take_constant(s, node, want, ratio, origin);
  Node *choice = takes_constants(want) ? bare_choice(node) : NULL;
  if (choice) return take_choice(s, choice, want, ratio, origin);
  if (!converts(s, t, want)) {
    report_mismatch(s, node, want, origin);
    return false;
  }
  t->as = want;
  return true;
}

/* --- several values --- */

typedef struct Common {
  Type type;
  bool ratio;
  const Node *origin;
} Common;

/* The type that both fit; false where there is none. */
static bool merge(const Sema *s, Common *common, const Typing *t) {
  const Type a = common->type, b = t->type;
  const bool numbers = a.kind == TYPE_NUMBER || b.kind == TYPE_NUMBER;
  const bool integers = a.kind == TYPE_INTEGER || b.kind == TYPE_INTEGER;
  const bool ratio_left = a.kind == TYPE_PERCENT && common->ratio;
  const bool ratio_right = b.kind == TYPE_PERCENT && t->ratio;
  if (type_equal(a, b)) {
    common->ratio = common->ratio && t->ratio;
  } else if ((numbers && (integers || ratio_left || ratio_right)) ||
             (integers && (ratio_left || ratio_right))) {
    common->type = type_of(TYPE_NUMBER);
    common->ratio = false;
  } else if (integers && (a.kind == TYPE_SCORE || b.kind == TYPE_SCORE)) {
    common->type = type_of(TYPE_SCORE);
  } else if (a.kind == TYPE_ENUM && b.kind == TYPE_ENUM && enum_includes(s, b.of, a.of)) {
    common->type = b;
  } else {
    return a.kind == TYPE_ENUM && b.kind == TYPE_ENUM && enum_includes(s, a.of, b.of);
  }
  return true;
}

/* Constants alone: integers, or numbers. Beside integers a broken one makes numbers of all. */
static void settle_constants(Node *const *nodes, size_t count, Common *common) {
  if (common->type.kind != TYPE_NONE && common->type.kind != TYPE_INTEGER) return;
  common->type = type_of(TYPE_INTEGER);
  for (size_t i = 0; i < count; i++) {
    const Typing *t = nodes[i]->typing;
    if (t->bare && t->constant.denominator != 1) common->type = type_of(TYPE_NUMBER);
  }
}

/* `25%` beside a ratio leaves it one: `between 0 and 25%`. */
static bool is_percent_literal(const Node *node) {
  node = node_bare(node);
  if (node->kind == NODE_NEGATE) node = node_bare(node_child(node, NEGATE_OPERAND));
  return node->kind == NODE_PERCENT;
}

/* Whether all percentages among them that are no literals are ratios, and there is one. */
static bool all_ratios(Node *const *nodes, size_t count) {
  bool any = false;
  for (size_t i = 0; i < count; i++) {
    const Typing *t = nodes[i]->typing;
    if (t->type.kind != TYPE_PERCENT || is_percent_literal(nodes[i])) continue;
    if (!t->ratio) return false;
    any = true;
  }
  return any;
}

static bool is_bare(Node *node) { return node->typing->bare || bare_choice(node); }

bool join(Sema *s, Node *const *nodes, size_t count, Type *out, bool *ratio) {
  Common common = {.type = type_of(TYPE_NONE)};
  bool whole = true;
  for (size_t i = 0; i < count; i++) {
    const Typing *t = nodes[i] ? nodes[i]->typing : NULL;
    if (!t || t->type.kind == TYPE_NONE) {
      whole = false;
    } else if (is_bare(nodes[i])) {
      continue;
    } else if (!common.origin) {
      common = (Common){t->type, t->ratio, nodes[i]};
    } else if (!merge(s, &common, t)) {
      report_mismatch(s, nodes[i], common.type, common.origin);
      return false;
    }
  }
  if (!whole) return false;
  settle_constants(nodes, count, &common);
  common.ratio = common.type.kind == TYPE_PERCENT && all_ratios(nodes, count);
  for (size_t i = 0; i < count; i++) {
    if (!take_as(s, nodes[i], common.type, common.ratio, common.origin)) return false;
  }
  *out = common.type;
  if (ratio) *ratio = common.ratio;
  return true;
}

/* --- several expressions, names beside an enumeration among them --- */

/* What a name may have to wait for: the enumeration that the others bring. */
static const Node *waiting(const Node *node) {
  node = node_bare(node);
  return node->kind == NODE_NAME || node->kind == NODE_IF || node->kind == NODE_DEFAULT ? node
                                                                                        : NULL;
}

/* In `regoin = emea` the second name means something once the first is right. */
static bool beside_error(Node *const *nodes, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (nodes[i] && nodes[i]->typing && !nodes[i]->typing->type.kind) return true;
  }
  return false;
}

/* In `name = Acme` the second name may be a text that lacks its quotes. */
static Type text_beside(Node *const *nodes, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const Typing *t = nodes[i] ? nodes[i]->typing : NULL;
    if (t && (t->type.kind == TYPE_TEXT || t->type.kind == TYPE_REF)) return type_of(TYPE_TEXT);
  }
  return type_of(TYPE_NONE);
}

static void be_silent(Sema *s, Node *node) {
  Typing *typing = ARENA_NEW(s->arena, Typing);
  for (; node; node = node->kind == NODE_GROUP ? node_child(node, GROUP_INNER) : NULL)
    node->typing = typing;
}

void infer_together(Sema *s, const Scope *scope, Node *const *nodes, size_t count, Type hint) {
  const Type none = type_of(TYPE_NONE);
  if (hint.kind != TYPE_ENUM) hint = none;
  const Node *source = NULL; /* the name that brings the enumeration is no member of it */
  for (size_t i = 0; i < count; i++) {
    if (!nodes[i] || waiting(nodes[i])) continue;
    infer(s, scope, nodes[i], hint);
    if (!hint.kind && nodes[i]->typing->type.kind == TYPE_ENUM) hint = nodes[i]->typing->type;
  }
  for (size_t i = 0; !hint.kind && i < count; i++) {
    const Node *name = nodes[i] ? waiting(nodes[i]) : NULL;
    if (!name || name->kind != NODE_NAME) continue;
    const Type type = peek_type(s, scope, name);
    if (type.kind != TYPE_ENUM) continue;
    hint = type;
    source = nodes[i];
  }
  for (size_t i = 0; i < count; i++) {
    const Node *waits = nodes[i] ? waiting(nodes[i]) : NULL;
    if (!waits || waits->kind == NODE_NAME) continue;
    infer(s, scope, nodes[i], hint);
    if (!hint.kind && nodes[i]->typing->type.kind == TYPE_ENUM) hint = nodes[i]->typing->type;
  }
  for (size_t i = 0; i < count; i++) {
    const Node *waits = nodes[i] ? waiting(nodes[i]) : NULL;
    if (!waits || waits->kind != NODE_NAME) continue;
    if (!hint.kind && beside_error(nodes, count) && !resolve(s, scope, waits).symbol)
      be_silent(s, nodes[i]);
    else
      infer(s, scope, nodes[i],
            nodes[i] == source ? none
            : hint.kind        ? hint
                               : text_beside(nodes, count));
  }
}
