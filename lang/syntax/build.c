/* build.c - the node builders that the actions of parse.y call. */
#include <assert.h>
#include <string.h>

#include "syntax/keywords.h"
#include "syntax/parser.h"

Node *make_node(Parser *p, NodeKind kind, Span span, Node *const *child, size_t count) {
  Node *node = node_new(p->arena, kind, span);
  assert(count == 0 || count == node->count);
  if (count) memcpy(node->child, child, count * sizeof(Node *));
  return node;
}

Node *make_list(Parser *p, NodeKind kind, Span span, Node *item) {
  Node *list = node_new(p->arena, kind, span);
  if (item) node_push(p->arena, list, item);
  return list;
}

Node *append(Parser *p, Node *list, Node *item) {
  node_push(p->arena, list, item);
  return list;
}

Node *with_flags(Node *node, unsigned flags) {
  node->flags = (uint16_t)(node->flags | flags);
  return node;
}

Node *with_op(Node *node, unsigned op) {
  node->op = (uint8_t)op;
  return node;
}

Node *with_text(Node *node, Text text) {
  node->text = text;
  return node;
}

Node *as_kind(Node *list, NodeKind kind, Span span) {
  list->kind = kind;
  list->span = span;
  return list;
}

Node *make_name(Parser *p, const Token *token) {
  return with_text(make_list(p, NODE_NAME, token->span, NULL), token->text);
}

static Text singular(Parser *p, const Token *unit) {
  return intern_text(p->syntax->names, unit_singular(unit->text));
}

Node *make_unit(Parser *p, const Token *token) {
  return with_text(make_list(p, NODE_NAME, token->span, NULL), singular(p, token));
}

Node *make_string(Parser *p, const Token *token) {
  return with_text(make_list(p, NODE_STRING, token->span, NULL), token->text);
}

Node *make_literal(Parser *p, NodeKind kind, Span span, const Token *number, const Token *unit) {
  Node *node = make_list(p, kind, span, NULL);
  node->number = number->number;
  node->day = number->day;
  if (kind == NODE_STEP) node->text = singular(p, unit);
  if (kind == NODE_MONEY) node->text = unit->text;
  return node;
}

Node *make_type(Parser *p, Span span, const Token *word, Node *arguments, Node *of) {
  Node *type = arguments ? as_kind(arguments, NODE_TYPE, span) : make_list(p, NODE_TYPE, span, of);
  bool one = text_equal(word->text, TEXT("one"));
  return with_text(type, one ? intern_text(p->syntax->names, TEXT("one of")) : word->text);
}

Node *make_field(Parser *p, Span span, Node *name, unsigned flag, Node *type, Node *range,
                 Node *tail) {
  (void)p;
  tail->span = span;
  tail->child[FIELD_NAME] = name;
  tail->child[FIELD_TYPE] = type;
  tail->child[FIELD_RANGE] = range;
  return with_flags(tail, flag);
}

/* A third is part of the same slip. */
static void slip(Parser *p, Span first, Span second, const char *what) {
  const Slip *last = p->slips.count ? &p->slips.at[p->slips.count - 1] : NULL;
  if (last && last->first.lo == first.lo) return;
  *VEC_PUSH(p->arena, &p->slips) = (Slip){first, second, what};
}

Node *field_tail(Parser *p, Node *tail, int slot, Node *value) {
  Node *first = tail->child[slot];
  if (first)
    slip(p, first->span, value->span, slot == FIELD_DOC ? "description" : "`from`");
  else
    tail->child[slot] = value;
  return tail;
}

Node *field_required(Parser *p, Node *tail, Span span) {
  if (tail->flags & FLAG_REQUIRED)
    slip(p, tail->span, span, "`required`");
  else
    tail->span = span;
  return with_flags(tail, FLAG_REQUIRED);
}

Node *make_argument(Parser *p, Span span, Node *what, Node *rows, Node *via, Node *where,
                    Ordering order) {
  if (!rows && !via && !where && !order.by) return what; /* a value, not rows */
  Node *argument = MAKE(ARGUMENT, span, what, rows, via, where, order.by);
  return with_flags(argument, order.weighted ? FLAG_WEIGHTED : 0);
}

void declare(Parser *p, Node *declaration) {
  p->previous = p->boundary;
  p->holds_previous = true;
  p->slips_before = p->slips_kept;
  p->slips_kept = p->slips.count;
  while (p->tokens->at[p->boundary].kind != 0 &&
         p->tokens->at[p->boundary].span.lo < declaration->span.hi)
    p->boundary++;
  node_push(p->arena, p->file, declaration);
}
