/* review.c - what can only be judged on a whole declaration.
 *
 * The first walk keeps its own stack, since a tree may come in as deep as the source pleases
 * (a + a + a + … is a tree as high as the sum is long); it cuts at TREE_MAX_DEPTH, and from
 * there on recursion is safe.
 */
#include "syntax/review.h"

#include "syntax/parse.h"

typedef struct NodeAt {
  Node *node;
  uint32_t depth;
} NodeAt;

static Node *bad(const Syntax *syntax, Span span) {
  return node_new(syntax->arena, NODE_BAD, span);
}

/* Replaces what lies deeper than the limit; reports it once. */
static void cut_depths(const Syntax *syntax, Node *root) {
  VEC(NodeAt) open = {0};
  *VEC_PUSH(syntax->arena, &open) = (NodeAt){root, 1};
  bool reported = false;
  while (open.count) {
    NodeAt here = open.at[--open.count];
    for (uint32_t i = 0; i < here.node->count; i++) {
      Node *child = here.node->child[i];
      if (!child) continue;
      if (here.depth < TREE_MAX_DEPTH) {
        *VEC_PUSH(syntax->arena, &open) = (NodeAt){child, here.depth + 1};
        continue;
      }
      if (!reported) {
        Diag *d = diag_add(syntax->diags, E_TOO_DEEP, (Span){child->span.hi, child->span.hi + 1},
                           "this is nested too deeply: more than %d levels", TREE_MAX_DEPTH);
        diag_help(syntax->diags, d, "name a part of it with `measure` and use the name");
        reported = true;
      }
      here.node->child[i] = bad(syntax, child->span);
    }
  }
}

static Text source_of(const Syntax *syntax, const Node *node) {
  Text text = source_text(syntax->sources, node->span);
  return text.len <= 60 && text.len > 0 ? text : TEXT("…");
}

/* ---- and, or ---- */

/* A run of operands joined by bare and/or, left to right. */
typedef struct Mix {
  VEC(Node *) operands;
  VEC(NodeKind) joins; /* joins[i] stands before operands[i + 1] */
  const Syntax *syntax;
} Mix;

static void flatten(Mix *mix, Node *node) {
  if (node->kind != NODE_OR && node->kind != NODE_AND) {
    *VEC_PUSH(mix->syntax->arena, &mix->operands) = node;
    return;
  }
  flatten(mix, node->child[OR_LEFT]);
  *VEC_PUSH(mix->syntax->arena, &mix->joins) = node->kind;
  flatten(mix, node->child[OR_RIGHT]);
}

/* The run with parentheses around what `inner` joins. */
static Text grouped(const Mix *mix, NodeKind inner) {
  Buffer out = buffer_in(mix->syntax->arena);
  for (size_t i = 0; i < mix->operands.count; i++) {
    bool begins = i < mix->joins.count && mix->joins.at[i] == inner &&
                  (i == 0 || mix->joins.at[i - 1] != inner);
    bool ends = i > 0 && mix->joins.at[i - 1] == inner &&
                (i == mix->joins.count || mix->joins.at[i] != inner);
    if (i > 0) buffer_str(&out, mix->joins.at[i - 1] == NODE_AND ? " and " : " or ");
    if (begins) buffer_char(&out, '(');
    buffer_text(&out, source_of(mix->syntax, mix->operands.at[i]));
    if (ends) buffer_char(&out, ')');
  }
  return buffer_view(&out);
}

/* Parentheses around each bare `and` below the `or`s. */
static void edit_ands(const Syntax *syntax, Diag *d, Node *node) {
  if (node->kind == NODE_AND) {
    diag_edit(syntax->diags, d, (Span){node->span.lo, node->span.lo}, TEXT("("));
    diag_edit(syntax->diags, d, (Span){node->span.hi, node->span.hi}, TEXT(")"));
  } else if (node->kind == NODE_OR) {
    edit_ands(syntax, d, node->child[OR_LEFT]);
    edit_ands(syntax, d, node->child[OR_RIGHT]);
  }
}

static bool has_bare_and(const Node *node) {
  if (node->kind == NODE_AND) return true;
  return node->kind == NODE_OR &&
         (has_bare_and(node->child[OR_LEFT]) || has_bare_and(node->child[OR_RIGHT]));
}

static void report_mix(const Syntax *syntax, Node *node) {
  Mix mix = {.syntax = syntax};
  flatten(&mix, node);
  Text first = grouped(&mix, NODE_AND), second = grouped(&mix, NODE_OR);
  Diag *d = diag_add(syntax->diags, E_MIXED_AND_OR, node->span,
                     "`and` and `or` are mixed: parentheses say what belongs together");
  diag_note(syntax->diags, d, "it could mean `%.*s`", TEXT_ARG(first));
  diag_note(syntax->diags, d, "it could mean `%.*s`", TEXT_ARG(second));
  diag_help(syntax->diags, d, "write one of the two; many languages read it as the first");
  edit_ands(syntax, d, node);
}

/* ---- 1 < x < 5 ---- */

static bool is_chain(const Node *node) {
  return node->kind == NODE_COMPARE && node->child[COMPARE_LEFT]->kind == NODE_COMPARE;
}

static const char *comparison_text(unsigned op) {
  static const char *const texts[] = {
      [COMPARE_EQ] = "=",  [COMPARE_NE] = "!=", [COMPARE_LT] = "<",
      [COMPARE_LE] = "<=", [COMPARE_GT] = ">",  [COMPARE_GE] = ">="};
  return texts[op];
}

/* a op b op c … as a op b and b op c … */
static void print_links(const Syntax *syntax, Buffer *out, const Node *node) {
  const Node *left = node->child[COMPARE_LEFT], *value = left;
  if (left->kind == NODE_COMPARE) {
    print_links(syntax, out, left);
    buffer_str(out, " and ");
    value = left->child[COMPARE_RIGHT];
  }
  buffer_text(out, source_text(syntax->sources, value->span));
  buffer_printf(out, " %s ", comparison_text(node->op));
  buffer_text(out, source_text(syntax->sources, node->child[COMPARE_RIGHT]->span));
}

/* Whether the chain is `low <= x <= high` (or the other way round): what `between` says. */
static bool is_between(const Node *outer, Text *low, Text *x, Text *high, const Syntax *syntax) {
  const Node *inner = outer->child[COMPARE_LEFT];
  if (is_chain(inner) || inner->op != outer->op) return false;
  if (outer->op != COMPARE_LE && outer->op != COMPARE_GE) return false;
  Text first = source_text(syntax->sources, inner->child[COMPARE_LEFT]->span);
  Text last = source_text(syntax->sources, outer->child[COMPARE_RIGHT]->span);
  *x = source_text(syntax->sources, inner->child[COMPARE_RIGHT]->span);
  *low = outer->op == COMPARE_LE ? first : last;
  *high = outer->op == COMPARE_LE ? last : first;
  return true;
}

static Node *report_chain(const Syntax *syntax, Node *node, bool alone) {
  Diag *d = diag_add(syntax->diags, E_CHAINED_COMPARISON, node->span, "comparisons do not chain");
  Buffer out = buffer_in(syntax->arena);
  Text low, x, high;
  if (is_between(node, &low, &x, &high, syntax)) {
    buffer_printf(&out, "%.*s between %.*s and %.*s", TEXT_ARG(x), TEXT_ARG(low), TEXT_ARG(high));
  } else {
    if (!alone) buffer_char(&out, '(');
    print_links(syntax, &out, node);
    if (!alone) buffer_char(&out, ')');
    const Node *inner = node->child[COMPARE_LEFT];
    if (!is_chain(inner) && (node->op == COMPARE_LT || node->op == COMPARE_LE))
      diag_note(syntax->diags, d, "`%.*s between %.*s and %.*s` would include both ends",
                TEXT_ARG(source_of(syntax, inner->child[COMPARE_RIGHT])),
                TEXT_ARG(source_of(syntax, inner->child[COMPARE_LEFT])),
                TEXT_ARG(source_of(syntax, node->child[COMPARE_RIGHT])));
  }
  Text text = buffer_view(&out);
  if (text.len <= 120)
    diag_help(syntax->diags, d, "write `%.*s`", TEXT_ARG(text));
  else
    diag_help(syntax->diags, d, "write it as comparisons joined by `and`");
  diag_edit(syntax->diags, d, node->span, text);
  return bad(syntax, node->span);
}

/* ---- The walk ---- */

static bool joins(NodeKind kind) { return kind == NODE_AND || kind == NODE_OR; }

/* Whether the scanner reported something inside: the slip may be of its making. */
static bool is_faulty(const Parser *p, Span span) {
  for (size_t i = 0; i < p->tokens->count; i++) {
    const Token *token = &p->tokens->at[i];
    if (token->faulty && token->span.lo >= span.lo && token->span.lo < span.hi) return true;
  }
  return false;
}

static Node *walk(const Parser *p, Node *node, NodeKind parent) {
  const Syntax *syntax = p->syntax;
  if (!node) return NULL;
  if (is_chain(node)) {
    if (is_faulty(p, node->span)) return bad(syntax, node->span);
    return report_chain(syntax, node, parent != NODE_OR && parent != NODE_NOT);
  }
  bool mixed = node->kind == NODE_OR && !joins(parent) && has_bare_and(node);
  if (mixed && !is_faulty(p, node->span)) report_mix(syntax, node);
  if (node->kind == NODE_SAY || node->kind == NODE_FIX) {
    node->child[SAY_TEMPLATE] = template_parse(syntax, node->child[SAY_TEMPLATE]);
    return node;
  }
  for (uint32_t i = 0; i < node->count; i++) node->child[i] = walk(p, node->child[i], node->kind);
  return node;
}

/* `entity from "accounts.csv" {`: without the name, `from` is taken for it. */
static bool lacks_name(const Syntax *syntax, const Node *node) {
  if (node->kind != NODE_ENTITY) return false;
  const Node *name = node->child[ENTITY_NAME];
  return name && text_equal(source_text(syntax->sources, name->span), TEXT("from")) &&
         node->child[ENTITY_DOC] && !node->child[ENTITY_SOURCE];
}

static void report_no_name(const Syntax *syntax, const Node *node) {
  Span from = node->child[ENTITY_NAME]->span;
  Diag *d = diag_add(syntax->diags, E_MISSING_NAME, (Span){from.lo, from.lo},
                     "the entity has no name before `from`");
  diag_help(syntax->diags, d,
            "name what a row is, for example `entity account from ...`; an "
            "entity called so is written `` `from` ``");
}

Node *review(const Parser *p, Node *root) {
  _Static_assert((int)SAY_TEMPLATE == (int)FIX_TEMPLATE, "one way for both");
  if (lacks_name(p->syntax, root)) {
    report_no_name(p->syntax, root);
    return bad(p->syntax, root->span);
  }
  cut_depths(p->syntax, root);
  return walk(p, root, NODE_FILE);
}
