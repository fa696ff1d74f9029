/* advice_bracket.c - brackets that are not closed, or closed without having been opened. */
#include "syntax/keywords.h"
#include "syntax/parse.h"
#include "syntax/refusal.h"

static size_t count_open(const Refusal *r, int kind) {
  size_t count = 0;
  for (size_t i = 0; i < r->open.count; i++)
    if (r->tokens[r->open.at[i]].kind == kind) count++;
  return count;
}

static bool extra_close(const Refusal *r) {
  bool brace = r->kind == '}' && count_open(r, '{') == 0 && refusal_inside(r) != '(';
  bool paren = r->kind == ')' && refusal_inside(r) != '(';
  if (!brace && !paren) return false;
  Diag *d = diag_add(r->diags, E_EXTRA_CLOSE, r->span, "this `%c` closes nothing", r->kind);
  diag_help(r->diags, d, "delete it, or open what it should close");
  diag_edit(r->diags, d, r->span, TEXT(""));
  return true;
}

static void insert(const Refusal *r, Diag *d, const char *piece, size_t times) {
  Buffer out = buffer_in(r->p->arena);
  for (size_t i = 0; i < times; i++) buffer_str(&out, piece);
  diag_edit(r->diags, d, r->gap, buffer_view(&out));
}

/* Whether what was found can only stand outside the parentheses. */
static bool stands_outside(const Refusal *r) {
  const Keyword *keyword = keyword_of(r->kind);
  return r->ended || r->kind == '}' || r->kind == '{' || r->kind == TOK_LABEL || keyword != NULL;
}

/* `all( in last 12 months of x)`: what is missing stands before the operator. */
static bool lacks_value(const Refusal *r) {
  const bool operates = r->kind == TOK_IN || r->kind == TOK_IS || r->kind == TOK_BETWEEN;
  return operates && refusal_opening(r)->span.hi == r->gap.lo;
}

static bool unclosed_paren(const Refusal *r) {
  if (refusal_inside(r) != '(' || lacks_value(r) || !refusal_expects(r, ')') || !stands_outside(r))
    return false;
  size_t depth = 0;
  while (depth < r->open.count && r->tokens[r->open.at[r->open.count - 1 - depth]].kind == '(')
    depth++;
  Diag *d =
      diag_add(r->diags, E_UNCLOSED_PAREN, r->gap, "`)` is missing before %s", refusal_found(r).at);
  diag_label(r->diags, d, refusal_opening(r)->span, "opened here");
  diag_help(r->diags, d, depth == 1 ? "close it with `)`" : "close each with `)`");
  insert(r, d, ")", depth);
  return true;
}

static void report_brace(const Refusal *r, size_t depth) {
  const Text block = refusal_block(r);
  const Span opened = refusal_opening(r)->span;
  Diag *d;
  if (block.len)
    d = diag_add(r->diags, E_UNCLOSED_BRACE, opened,
                 "the block of `%.*s` is not closed before %.*s", TEXT_ARG(block),
                 TEXT_ARG(refusal_found(r)));
  else
    d = diag_add(r->diags, E_UNCLOSED_BRACE, opened, "`}` is missing before %.*s",
                 TEXT_ARG(refusal_found(r)));
  diag_under(r->diags, d, "opened here");
  diag_help(r->diags, d, depth == 1 ? "close it with `}`" : "close each block with `}`");
  insert(r, d, " }", depth);
}

static bool unclosed_brace(const Refusal *r) {
  if (refusal_inside(r) != '{' || !refusal_expects(r, '}')) return false;
  if (r->ended) {
    report_brace(r, count_open(r, '{'));
    return true;
  }
  /* A clause of the block around. */
  const Keyword *keyword = keyword_of(r->kind);
  if (!keyword || keyword->role != ROLE_CLAUSE || count_open(r, '{') < 2) return false;
  report_brace(r, 1);
  return true;
}

bool advise_on_brackets(const Refusal *r) {
  return extra_close(r) || unclosed_paren(r) || unclosed_brace(r);
}
