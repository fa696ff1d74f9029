/* advice_punctuation.c - commas, colons, equal signs and opening braces that are missing or too
 * many. */
#include "syntax/keywords.h"
#include "syntax/layout.h"
#include "syntax/parse.h"
#include "syntax/refusal.h"

/* Whether three digits or more touch the comma, and that a number. */
static bool groups(const Token *comma) {
  const Token *before = comma - 1, *after = comma + 1;
  return comma->kind == ',' && before->kind == TOK_NUMBER && after->kind == TOK_NUMBER &&
         before->span.hi == comma->span.lo && after->span.lo == comma->span.hi &&
         after->span.hi - after->span.lo >= 3;
}

/* 1,000,000 */
static bool thousands(const Refusal *r) {
  if (r->kind != ',' || !r->before || !groups(r->token)) return false;
  Diag *d = diag_add(r->diags, E_THOUSANDS_COMMA, r->span, "a comma has no place in a number");
  Buffer number = buffer_in(r->p->arena);
  buffer_text(&number, source_text(r->p->syntax->sources, r->before->span));
  for (const Token *comma = r->token; groups(comma); comma += 2) {
    buffer_char(&number, '_');
    buffer_text(&number, source_text(r->p->syntax->sources, comma[1].span));
    diag_edit(r->diags, d, comma->span, TEXT("_"));
  }
  diag_help(r->diags, d, "group digits with `_`: `%.*s`", TEXT_ARG(buffer_view(&number)));
  return true;
}

/* `next -> plan`, `next plan -> deliver`. */
static bool arrow(const Refusal *r) {
  const Token *head = r->token + 1;
  if (r->kind != '-' || head->kind != '>' || head->span.lo != r->span.hi || !r->before)
    return false;
  const bool first = r->before->kind == TOK_NEXT;
  if (!first && !refusal_expects(r, ',')) return false;
  const Span whole = {r->span.lo, head->span.hi};
  Diag *d = diag_add(r->diags, E_BAD_CHARACTER, whole, "there are no arrows here");
  if (first) {
    diag_help(r->diags, d, "the names follow by themselves: delete it");
    diag_edit(r->diags, d, (Span){r->before->span.hi, head->span.hi}, TEXT(""));
  } else {
    diag_help(r->diags, d, "names are listed with commas");
    diag_edit(r->diags, d, (Span){r->before->span.hi, head->span.hi}, TEXT(","));
  }
  return true;
}

static bool needless(const Refusal *r) {
  bool separator = r->kind == ',' || r->kind == ';';
  bool between = refusal_expects(r, '}') || refusal_at_boundary(r);
  if (!separator || refusal_inside(r) == '(' || !between) return false;
  Diag *d = diag_add(r->diags, E_NO_SEPARATOR, r->span, "nothing separates %s: `%c` is not needed",
                     refusal_inside(r) ? "the clauses of a block" : "declarations", r->kind);
  diag_help(r->diags, d, "delete it");
  diag_edit(r->diags, d, r->span, TEXT(""));
  return true;
}

static bool is_literal(const Token *token) {
  return token->kind == TOK_NUMBER || token->kind == TOK_PERCENT_NUMBER ||
         token->kind == TOK_DATE_LITERAL || token->kind == TOK_STRING;
}

/* `sum(amount of order placed in last 12 months)`, `measure span manager = ...` */
static bool report_word(const Refusal *r, const char *text) {
  Diag *d = diag_add(r->diags, E_UNEXPECTED, r->gap, "`%s` is missing before %.*s", text,
                     TEXT_ARG(refusal_quote(r, r->token)));
  diag_help(r->diags, d, "write `%s`", text);
  diag_edit(r->diags, d, r->gap, text_of(arena_printf(r->p->arena, " %s", text)));
  return true;
}

static bool missing_comma(const Refusal *r) {
  if (!refusal_expects(r, ',') || !r->before || r->kind == TOK_WITHIN) return false;
  const Keyword *keyword = keyword_of(r->kind);
  bool clause = keyword && keyword->role == ROLE_CLAUSE && refusal_inside(r) != '(';
  bool item = r->kind == TOK_LABEL || (refusal_begins_value(r->token) && r->kind != '-');
  if (!item || clause) return false;
  if (refusal_expects(r, TOK_WHERE) && !refusal_after_value(r) && layout_is_name(r->token))
    return report_word(r, "where");
  bool infix = refusal_after_value(r) && r->kind != TOK_LABEL &&
               !(is_literal(r->token) && is_literal(r->before));
  Diag *d = diag_add(r->diags, E_MISSING_COMMA, r->gap, "a comma%s is missing before %.*s",
                     infix ? " or an operator" : "", TEXT_ARG(refusal_quote(r, r->token)));
  if (infix) return true;
  diag_help(r->diags, d, "write `,`");
  diag_edit(r->diags, d, r->gap, TEXT(","));
  return true;
}

static bool takes_equals(int declaration) {
  return declaration == TOK_MEASURE || declaration == TOK_ASSUME || declaration == TOK_PARAM ||
         declaration == TOK_SET || declaration == TOK_DEFINE;
}

/* `param p: money(USD) 5M`: the value was read as the end of a range. */
static bool bound_for_value(const Refusal *r) {
  if (r->tokens[r->start].kind != TOK_PARAM || !refusal_expects(r, TOK_DOTDOT) || !r->before ||
      !refusal_begins_value(r->before) || r->kind == '=')
    return false;
  Span at = {r->before->span.lo, r->before->span.lo};
  Diag *d = diag_add(r->diags, E_MISSING_EQUALS, at, "`=` is missing before %.*s",
                     TEXT_ARG(refusal_quote(r, r->before)));
  diag_help(r->diags, d, "write `=`");
  diag_edit(r->diags, d, at, TEXT("= "));
  return true;
}

static bool missing_equals(const Refusal *r) {
  bool literal = r->kind == TOK_NUMBER || r->kind == TOK_PERCENT_NUMBER ||
                 r->kind == TOK_DATE_LITERAL || r->kind == TOK_STRING;
  if (refusal_wants_type(r) && literal && r->before && r->before->kind == ':') {
    Diag *d = diag_add(r->diags, E_MISSING_EQUALS, r->before->span,
                       "a type follows `:`, a value follows `=`");
    diag_help(r->diags, d, "write `=`");
    diag_edit(r->diags, d, r->before->span, TEXT(" ="));
    return true;
  }
  if (bound_for_value(r)) return true;
  bool test_set = refusal_inside(r) == '{' && refusal_expects(r, '=');
  if (!refusal_expects(r, '=') || refusal_after_value(r) || refusal_expects(r, TOK_BETWEEN) ||
      !refusal_begins_value(r->token))
    return false;
  if (!takes_equals(r->tokens[r->start].kind) && !test_set) return false;
  int behind = r->token[1].kind;
  if (refusal_expects(r, TOK_FOR) && layout_is_name(r->token) && (behind == '=' || behind == ':'))
    return report_word(r, "for");
  Diag *d = diag_add(r->diags, E_MISSING_EQUALS, r->gap, "`=` is missing before %.*s",
                     TEXT_ARG(refusal_quote(r, r->token)));
  diag_help(r->diags, d, "write `=`");
  diag_edit(r->diags, d, r->gap, TEXT(" ="));
  return true;
}

static bool report_colon(const Refusal *r, const Token *name, Span at) {
  Diag *d = diag_add(r->diags, E_MISSING_COLON, name->span, "`:` is missing after %.*s",
                     TEXT_ARG(refusal_quote(r, name)));
  diag_help(r->diags, d, "write `%.*s:`", TEXT_ARG(refusal_source(r, name)));
  diag_edit(r->diags, d, at, TEXT(":"));
  return true;
}

static bool begins_type(const Token *token) {
  const Keyword *keyword = keyword_of(token->kind);
  return (keyword && keyword->role == ROLE_TYPE) || token->kind == TOK_KEY ||
         token->kind == TOK_REQUIRED || token->kind == TOK_FIXED;
}

static bool missing_colon(const Refusal *r) {
  if (refusal_expects(r, ':') && r->before && begins_type(r->token))
    return report_colon(r, r->before, r->gap);
  bool param = r->tokens[r->start].kind == TOK_PARAM && r->at == r->start + 2;
  if (param && refusal_expects(r, '=') && begins_type(r->token))
    return report_colon(r, r->before, r->gap);
  if (!refusal_expects(r, TOK_LABEL) || refusal_expects(r, TOK_NAME)) return false;
  const Token *after = r->token + 1;
  bool word = layout_is_name(r->token) || keyword_of(r->kind);
  if (!word || r->ended) return false;
  Span behind = {r->span.hi, r->span.hi};
  bool cells = text_equal(refusal_block(r), TEXT("given"));
  if (cells && after->kind == '=') return report_colon(r, r->token, after->span);
  if (cells ? refusal_begins_value(after) : begins_type(after))
    return report_colon(r, r->token, behind);
  return false;
}

static bool missing_brace(const Refusal *r) {
  const Keyword *keyword = keyword_of(r->kind);
  bool inner = r->kind == TOK_LABEL || (keyword && keyword->role == ROLE_CLAUSE);
  if (!refusal_expects(r, '{') || !inner) return false;
  Diag *d = diag_add(r->diags, E_MISSING_BRACE, r->gap, "`{` is missing before %.*s",
                     TEXT_ARG(refusal_quote(r, r->token)));
  diag_help(r->diags, d, "open the block with `{`");
  diag_edit(r->diags, d, r->gap, TEXT(" {"));
  return true;
}

bool advise_on_punctuation(const Refusal *r) {
  return thousands(r) || arrow(r) || missing_colon(r) || needless(r) || missing_brace(r) ||
         missing_equals(r) || missing_comma(r);
}
