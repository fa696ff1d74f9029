/* next.c - what may follow a text. */
#include "syntax/next.h"

#include "syntax/keywords.h"
#include "syntax/layout.h"
#include "syntax/parse.h"
#include "syntax/syntax_impl.h"

static bool expects(const Expected *expected, int kind) {
  for (int i = 0; i < expected->count; i++)
    if (expected->token[i] == kind) return true;
  return false;
}

static unsigned kinds_of(const Expected *expected) {
  static const struct {
    int token;
    NextKind kind;
  } table[] = {{0, NEXT_END},
               {TOK_LABEL, NEXT_LABEL},
               {TOK_STRING, NEXT_TEXT},
               {TOK_NUMBER, NEXT_NUMBER},
               {TOK_DATE_LITERAL, NEXT_DATE},
               {TOK_UNIT, NEXT_UNIT},
               {TOK_CURRENCY, NEXT_CURRENCY}};
  bool name = expects(expected, TOK_NAME);
  bool value = name && expects(expected, TOK_NUMBER) && expects(expected, '(');
  unsigned kinds = value ? NEXT_VALUE : name ? NEXT_NAME : 0;
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    const bool part_of_name = name && table[i].kind & (NEXT_LABEL | NEXT_UNIT | NEXT_CURRENCY);
    if (expects(expected, table[i].token) && !part_of_name) kinds |= table[i].kind;
  }
  return expected->count && !kinds ? NEXT_MORE : kinds;
}

bool syntax_push_all(Parser *p) {
  bool done;
  syntax_push(p, p->start_token, NULL, p->tokens->at[0].span, &done);
  for (p->at = 0; p->at + 1 < p->tokens->count; p->at++) {
    const Token *token = &p->tokens->at[p->at];
    if (!syntax_push(p, token->kind, token, token->span, &done)) return false;
  }
  return true;
}

void syntax_next_of(const Parser *p, SyntaxNext *next) {
  *next = (SyntaxNext){.kinds = kinds_of(&p->expected)};
  for (int i = 0; i < p->expected.count; i++) {
    const Keyword *keyword = keyword_of(p->expected.token[i]);
    if (!keyword) continue;
    bool may_be_name = keyword->class == KEYWORD_SOFT && expects(&p->expected, TOK_NAME);
    if (!may_be_name) *VEC_PUSH(p->arena, &next->words) = keyword->spelling;
  }
}

bool syntax_next(const Syntax *syntax, Text text, SyntaxStart start, SyntaxNext *next) {
  static const int start_tokens[] = {TOK_START_FILE, TOK_START_QUESTION, TOK_START_EXPR};
  Syntax silent = *syntax;
  silent.diags = diag_sink_new(syntax->arena);
  Scanner scanner = {.syntax = &silent, .text = text, .questions = start == SYNTAX_QUESTIONS};
  scan(&scanner);
  Parser p = {.syntax = &silent,
              .arena = syntax->arena,
              .tokens = &scanner.tokens,
              .automaton = automaton_new(syntax->arena),
              .start_token = start_tokens[start],
              .file = node_new(syntax->arena, NODE_FILE, (Span){0, 0})};
  *next = (SyntaxNext){0};
  if (!syntax_push_all(&p)) return false;
  automaton_expected(p.automaton, &p.expected);
  syntax_next_of(&p, next);
  return true;
}

/* Two words side by side: in an expression the second would be an operator. */
bool syntax_opens_declaration(const Syntax *syntax, Text text) {
  Syntax silent = *syntax;
  silent.diags = diag_sink_new(syntax->arena);
  Scanner scanner = {.syntax = &silent, .text = text};
  scan(&scanner);
  if (scanner.tokens.count < 2) return false;
  const Token *word = scanner.tokens.at, *next = word + 1;
  const Keyword *keyword = keyword_of(word->kind);
  if (!keyword || keyword->role != ROLE_DECLARATION) return false;
  switch (next->kind) {
  case TOK_CONTAINS:
  case TOK_STARTS:
  case TOK_ENDS:
  case TOK_OTHERWISE:
  case TOK_SORT:
  case TOK_LIMIT:
    return false;
  case TOK_STRING:
    return true;
  default:
    return layout_is_name(next);
  }
}
