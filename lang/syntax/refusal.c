/* refusal.c - a refused token with what stands around it. */
#include "syntax/refusal.h"

#include "syntax/keywords.h"
#include "syntax/layout.h"
#include "syntax/parse.h"

static void follow_brackets(Refusal *r, size_t i) {
  int kind = r->tokens[i].kind;
  if (kind == '(' || kind == '{') {
    *VEC_PUSH(r->p->arena, &r->open) = i;
  } else if ((kind == ')' || kind == '}') && r->open.count) {
    int opened = r->tokens[r->open.at[r->open.count - 1]].kind;
    if ((opened == '(') == (kind == ')')) r->open.count--;
  }
}

Refusal refusal_of(Parser *p, size_t start) {
  const Token *tokens = p->tokens->at;
  Refusal r = {.p = p,
               .diags = p->syntax->diags,
               .tokens = tokens,
               .start = start,
               .at = p->at,
               .token = &tokens[p->at],
               .before = p->at > start ? &tokens[p->at - 1] : NULL,
               .kind = p->at_break ? TOK_BREAK : tokens[p->at].kind};
  r.ended = r.kind == TOK_BREAK || r.kind == 0;
  r.span = r.token->span;
  r.gap = (Span){r.token->span.lo, r.token->span.lo};
  if (r.before) r.gap = (Span){r.before->span.hi, r.before->span.hi};
  if (r.ended) r.span = r.gap;
  for (size_t i = start; i < p->at; i++) follow_brackets(&r, i);
  return r;
}

bool refusal_expects(const Refusal *r, int kind) {
  for (int i = 0; i < r->p->expected.count; i++)
    if (r->p->expected.token[i] == kind) return true;
  return false;
}

bool refusal_wants_value(const Refusal *r) {
  return refusal_expects(r, TOK_NUMBER) && refusal_expects(r, '(') && refusal_expects(r, TOK_NAME);
}

bool refusal_wants_name(const Refusal *r) {
  return refusal_expects(r, TOK_NAME) && !refusal_expects(r, TOK_NUMBER);
}

bool refusal_after_value(const Refusal *r) {
  return refusal_expects(r, '+') && refusal_expects(r, '*');
}

bool refusal_at_boundary(const Refusal *r) {
  return refusal_expects(r, TOK_ENTITY) && refusal_expects(r, TOK_RULE) &&
         !refusal_expects(r, TOK_NAME);
}

bool refusal_wants_type(const Refusal *r) {
  return refusal_expects(r, TOK_INTEGER) && refusal_expects(r, TOK_MONEY) &&
         !refusal_expects(r, TOK_NAME);
}

bool refusal_begins_value(const Token *token) {
  switch (token->kind) {
  case TOK_NUMBER:
  case TOK_PERCENT_NUMBER:
  case TOK_DATE_LITERAL:
  case TOK_STRING:
  case TOK_TRUE:
  case TOK_FALSE:
  case TOK_NOT:
  case TOK_IF:
  case '(':
  case '-':
    return true;
  default:
    return layout_is_name(token);
  }
}

bool refusal_is_operator(int kind) {
  switch (kind) {
  case '+':
  case '-':
  case '*':
  case '/':
  case '=':
  case '<':
  case '>':
  case '.':
  case '(':
  case TOK_NE:
  case TOK_LE:
  case TOK_GE:
  case TOK_AND:
  case TOK_OR:
  case TOK_NOT:
  case TOK_IN:
  case TOK_IS:
  case TOK_BETWEEN:
  case TOK_CONTAINS:
  case TOK_STARTS:
  case TOK_ENDS:
  case TOK_OTHERWISE:
    return true;
  default:
    return false;
  }
}

const Token *refusal_opening(const Refusal *r) {
  return r->open.count ? &r->tokens[r->open.at[r->open.count - 1]] : NULL;
}

int refusal_inside(const Refusal *r) {
  const Token *opening = refusal_opening(r);
  return opening ? opening->kind : 0;
}

Text refusal_block(const Refusal *r) {
  size_t i = r->open.count;
  while (i > 0 && r->tokens[r->open.at[i - 1]].kind != '{') i--;
  if (i == 0) return TEXT("");
  for (size_t at = r->open.at[i - 1]; at-- > r->start;) {
    int kind = r->tokens[at].kind;
    if (kind == '{' || kind == '}') break;
    if (kind == TOK_SEGMENT || kind == TOK_STAGE || kind == TOK_GIVEN)
      return keyword_of(kind)->spelling;
    if (kind == TOK_WHERE && i > 1) return TEXT("where");
  }
  const Keyword *keyword = i == 1 ? keyword_of(r->tokens[r->start].kind) : NULL;
  return keyword ? keyword->spelling : TEXT("");
}

Text refusal_source(const Refusal *r, const Token *token) {
  Text text = source_text(r->p->syntax->sources, token->span);
  if (text.len > 40) {
    size_t end = 37;
    while (end > 0 && ((unsigned char)text.at[end] & 0xC0) == 0x80) end--;
    text = text_of(arena_printf(r->p->arena, "%.*s…", (int)end, text.at));
  }
  return text_printable(r->p->arena, text);
}

Text refusal_quote(const Refusal *r, const Token *token) {
  return text_of(arena_printf(r->p->arena, "`%.*s`", TEXT_ARG(refusal_source(r, token))));
}

Text refusal_found(const Refusal *r) {
  if (r->kind == TOK_BREAK)
    return text_of(arena_printf(r->p->arena, "the next declaration, `%.*s %.*s`",
                                TEXT_ARG(refusal_source(r, r->token)),
                                TEXT_ARG(refusal_source(r, r->token + 1))));
  if (r->kind == 0) {
    if (r->p->start_token == TOK_START_FILE) return TEXT("the end of the file");
    return r->p->start_token == TOK_START_QUESTION ? TEXT("the end of the question")
                                                   : TEXT("the end of the expression");
  }
  if (r->kind == TOK_STRING)
    return text_of(
        arena_printf(r->p->arena, "the text %.*s", TEXT_ARG(refusal_source(r, r->token))));
  return refusal_quote(r, r->token);
}
