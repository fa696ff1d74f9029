/* layout.c - finding the next declaration behind a broken one. */
#include "syntax/layout.h"

#include "syntax/keywords.h"
#include "syntax/parse.h"

bool layout_is_name(const Token *token) {
  if (token->kind == TOK_NAME || token->kind == TOK_LABEL || token->kind == TOK_UNIT ||
      token->kind == TOK_CURRENCY)
    return true;
  const Keyword *keyword = keyword_of(token->kind);
  return keyword && keyword->class == KEYWORD_SOFT;
}

/* What may follow the name of a declaration, as token kinds. */
static bool follows_name(int declaration, int kind) {
  switch (declaration) {
  case TOK_ENTITY:
    return kind == TOK_STRING || kind == TOK_FROM || kind == '{';
  case TOK_MEASURE:
    return kind == TOK_STRING || kind == TOK_FOR || kind == ':' || kind == '=';
  case TOK_ASSUME:
    return kind == TOK_STRING || kind == TOK_FOR || kind == '=';
  case TOK_DEFINE:
    return kind == '(';
  case TOK_PROCESS:
    return kind == TOK_STRING || kind == TOK_FOR || kind == TOK_EXTENDS || kind == '{';
  case TOK_SCORE:
  case TOK_SEGMENTATION:
  case TOK_KPI:
  case TOK_CADENCE:
  case TOK_RULE:
  case TOK_CHECKLIST:
    return kind == TOK_STRING || kind == TOK_FOR || kind == '{';
  case TOK_SET:
  case TOK_PARAM:
    return kind == '=' || kind == '.' || kind == ':';
  case TOK_WAIVE:
    return kind == '.' || kind == TOK_FOR || kind == TOK_UNTIL;
  default:
    return false;
  }
}

/* Whether the tokens from `at` begin like a declaration, wherever they stand. */
static bool begins_declaration(const TokenList *tokens, size_t at) {
  const Token *token = &tokens->at[at];
  const Keyword *keyword = keyword_of(token->kind);
  if (!keyword || keyword->role != ROLE_DECLARATION || at + 1 >= tokens->count) return false;
  const Token *next = token + 1;
  switch (token->kind) {
  case TOK_PROGRAM:
    return next->kind == TOK_STRING;
  case TOK_TEST:
    return next->kind == TOK_STRING && next[1].kind == '{';
  case TOK_FISCAL:
    return next->kind == TOK_UNIT && next[1].kind == TOK_STARTS;
  case TOK_USE:
    return next->kind == TOK_STRING ||
           (layout_is_name(next) && (next[1].kind == '.' || next[1].first || next[1].kind == 0));
  default:
    return layout_is_name(next) && follows_name(token->kind, next[1].kind);
  }
}

Layout layout_from(const TokenList *tokens, size_t start) {
  return (Layout){.tokens = tokens, .start = start, .at = start};
}

void layout_step(Layout *layout) {
  int kind = layout->tokens->at[layout->at++].kind;
  if (kind == '{') layout->depth++;
  if (kind == '}' && layout->depth > 0) layout->depth--;
}

static bool outmost(const Layout *layout) {
  const Token *token = &layout->tokens->at[layout->at];
  return token->first && token->indent <= layout->tokens->at[layout->start].indent;
}

/* On such a line a keyword need not be followed by all that it demands: the next declaration may
 * have a slip of its own. */
static bool seems_to_open(const Token *token) {
  const Keyword *keyword = keyword_of(token->kind);
  const Token *next = token + 1;
  return keyword && keyword->role == ROLE_DECLARATION && !next->first &&
         (layout_is_name(next) || next->kind == TOK_STRING || next->kind == '{' ||
          next->kind == '=');
}

bool layout_opens(const Layout *layout) {
  const Token *token = &layout->tokens->at[layout->at];
  bool demands = begins_declaration(layout->tokens, layout->at);
  /* `set` is a clause of tests too, and a test need not be indented. */
  if (token->kind == TOK_SET) return demands && outmost(layout) && layout->depth == 0;
  if (outmost(layout)) return demands || seems_to_open(token);
  bool follows_block = layout->at > layout->start && token[-1].kind == '}';
  return demands && layout->depth == 0 && (token->first || follows_block);
}
