/* parser.h - the parser's state and the node builders that the actions of parse.y call.
 *
 * The grammar is pushed token by token (syntax.c owns the loop). It never recovers by itself:
 * a refused token ends the attempt, and the loop starts a new one where the next declaration
 * opens. Actions only build nodes; what is wrong with a whole declaration is found by review.c.
 */
#ifndef SYNTAX_PARSER_H
#define SYNTAX_PARSER_H

#include "syntax/token.h"

enum {
  TREE_MAX_DEPTH = 1000,    /* no tree that is handed out is deeper */
  PARSER_MAX_STACK = 12800, /* symbols; far beyond what TREE_MAX_DEPTH lets through */
  PARSER_MAX_EXPECTED = 160 /* room for every token of the grammar */
};

/* `given twice`: found while parsing, reported once the declaration stands. */
typedef struct Slip {
  Span first, second;
  const char *what;
} Slip;

/* What the grammar would have taken in place of the token that it refused. */
typedef struct Expected {
  int token[PARSER_MAX_EXPECTED];
  int count;
} Expected;

typedef struct Parser {
  const Syntax *syntax;
  Arena *arena;
  const TokenList *tokens;
  struct syn_pstate *automaton;
  int start_token; /* TOK_START_FILE, TOK_START_QUESTION or TOK_START_EXPR */
  Node *file;      /* the declarations so far */
  Node *result;    /* of questions and of a lone expression */

  /* Where declarations of this attempt began: indices of tokens. */
  size_t boundary;     /* the first token behind the last whole one */
  size_t previous;     /* the first token of that one */
  bool holds_previous; /* whether there is one, as file's last child */

  /* What was refused last. */
  size_t at;         /* index of the token */
  bool at_break;     /* it was the BREAK in front of that token */
  bool too_deep;     /* it met the stack's limit */
  Expected expected; /* what would have been taken in its place */

  VEC(Slip) slips;
  size_t slips_kept, slips_before; /* up to the boundary, up to `previous` */
} Parser;

/* `by x`, `weighted by x`. */
typedef struct Ordering {
  Node *by;
  bool weighted;
} Ordering;

/* A node of the kind with its slots filled in order. */
#define MAKE(id, at, ...)                                                                          \
  make_node(p, NODE_##id, at, (Node *const[]){__VA_ARGS__},                                        \
            sizeof((Node *const[]){__VA_ARGS__}) / sizeof(Node *))
Node *make_node(Parser *p, NodeKind kind, Span span, Node *const *child, size_t count);
/* A node without children, or a list with its first child (`item` may be NULL for none). */
Node *make_list(Parser *p, NodeKind kind, Span span, Node *item);
Node *append(Parser *p, Node *list, Node *item);
/* The same node with something added. */
Node *with_flags(Node *node, unsigned flags);
Node *with_op(Node *node, unsigned op);
Node *with_text(Node *node, Text text);
/* `list` itself, standing at `span` (braces included), as another kind. */
Node *as_kind(Node *list, NodeKind kind, Span span);

Node *make_name(Parser *p, const Token *token);
/* The singular of a unit word as a NAME. */
Node *make_unit(Parser *p, const Token *token);
Node *make_string(Parser *p, const Token *token);
/* NUMBER, PERCENT, MONEY, STEP (`unit` is the currency or the unit, else NULL), DATE. */
Node *make_literal(Parser *p, NodeKind kind, Span span, const Token *number, const Token *unit);
/* A type by its first word ("one of" for `one`), its arguments (a LIST or NULL) and one more child.
 */
Node *make_type(Parser *p, Span span, const Token *word, Node *arguments, Node *of);
/* A field from its head and the FIELD that its tail was gathered in. */
Node *make_field(Parser *p, Span span, Node *name, unsigned flag, Node *type, Node *range,
                 Node *tail);
Node *field_tail(Parser *p, Node *tail, int slot, Node *value);
Node *field_required(Parser *p, Node *tail, Span span);
/* `f(what of rows via x where y by z)`. */
Node *make_argument(Parser *p, Span span, Node *what, Node *rows, Node *via, Node *where,
                    Ordering order);

/* A whole declaration: takes it into the file. */
void declare(Parser *p, Node *declaration);

/* parse.y's epilogue: automata in the arena, and what one would take after what was pushed. */
struct syn_pstate;
struct syn_pstate *automaton_new(Arena *arena);
/* One that goes on from where this one is. The nodes made so far are shared. */
struct syn_pstate *automaton_copy(Arena *arena, const struct syn_pstate *automaton);
void automaton_expected(struct syn_pstate *automaton, Expected *expected);

#endif
