/* token.h - what the scanner makes of the text: an array that ends with an END token (kind 0).
 *
 * The parser is pushed from this array, so that recovery may look ahead and go back in it.
 */
#ifndef SYNTAX_TOKEN_H
#define SYNTAX_TOKEN_H

#include "syntax/syntax.h"

typedef struct Token {
  int kind; /* TOK_… of parse.h, or the character itself */
  Span span;
  Text text; /* words: without back quotes, interned; strings: the value, escapes resolved */
  Decimal number;
  int32_t day;
  uint32_t indent; /* bytes before the first token of its line */
  bool first;      /* the first on its line */
  bool quoted;     /* a name in back quotes */
  bool faulty;     /* the scanner reported something at it or just before it */
} Token;

typedef struct TokenList {
  Token *at;
  size_t count, capacity;
} TokenList;

#endif
