/* syntax.h - from text to tree. */
#ifndef SYNTAX_SYNTAX_H
#define SYNTAX_SYNTAX_H

#include "base/diag.h"
#include "base/map.h"
#include "syntax/tree.h"

/* What is not in the tree: comments, with where they stood. In order of offset. */
typedef struct Trivia {
  Span span;     /* from # to before the line end */
  bool own_line; /* nothing but blanks before it on its line */
} Trivia;

typedef struct TriviaList {
  const Trivia *at;
  size_t count;
} TriviaList;

typedef struct Syntax {
  Arena *arena;  /* tree, trivia and texts live here */
  Intern *names; /* names of nodes are interned here: equal names have equal addresses */
  SourceMap *sources;
  DiagSink *diags;
} Syntax;

/* Parses one file that was added to the source map at `base`. Always returns a FILE node: what was
 * wrong was reported and is left out, the rest is whole. `trivia` may be NULL. */
Node *syntax_parse_file(const Syntax *syntax, uint32_t base, TriviaList *trivia);
/* A line of questions: a QUESTIONS node, or NULL after a report. */
Node *syntax_parse_questions(const Syntax *syntax, uint32_t base);
/* A lone expression (`--set x=...`, `{...}` in say). NULL after a report. */
Node *syntax_parse_expression(const Syntax *syntax, uint32_t base);

#endif
