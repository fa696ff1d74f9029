/* layout.h - where declarations open, as a reader sees it. Used only after something went wrong:
 * the layout of a correct program means nothing. */
#ifndef SYNTAX_LAYOUT_H
#define SYNTAX_LAYOUT_H

#include "syntax/token.h"

/* A walk over the tokens of a broken declaration that keeps count of braces. */
typedef struct Layout {
  const TokenList *tokens;
  size_t start; /* the broken declaration's first token */
  size_t at;    /* the token that `depth` is in front of */
  int depth;    /* open braces since start */
} Layout;

Layout layout_from(const TokenList *tokens, size_t start);
/* Moves on by one token. */
void layout_step(Layout *layout);
/* Whether the token here opens a declaration: a declaration's keyword, first on a line that is not
 * indented deeper than the broken declaration; or outside all braces, first on its line or behind
 * a `}`, and followed by what the keyword demands. */
bool layout_opens(const Layout *layout);
/* Whether a token may stand for a name. */
bool layout_is_name(const Token *token);

#endif
