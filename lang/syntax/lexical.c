/* lexical.c - tokens from matches: words, literals, and the three kinds that their neighbours
 * decide.
 *
 * Those are settled when all tokens are there: a word before `:` is a LABEL, three capitals behind
 * a number are a CURRENCY, and show, why, what, sweep open a question.
 */
#include "syntax/lexical.h"

#include <string.h>

#include "syntax/keywords.h"
#include "syntax/parse.h"
#include "value/date.h"

Span lexical_span(const Scanner *s, uint32_t lo, uint32_t hi) {
  if (s->offsets) return (Span){s->offsets[lo], s->offsets[hi]};
  return (Span){s->base + lo, s->base + hi};
}

Text lexical_match(const Scanner *s) { return text_slice(s->text, s->lo, s->hi); }

static bool is_utf16(Text text) {
  return text_starts(text, TEXT("\xFF\xFE")) || text_starts(text, TEXT("\xFE\xFF"));
}

/* The place of the second NUL byte, or SIZE_MAX: one may be a slip, more are a workbook, a program
 * or UTF-16, in which nothing is worth a report of its own. */
static size_t second_nul(Text text) {
  const char *first = text.len ? memchr(text.at, 0, text.len) : NULL;
  if (!first) return SIZE_MAX;
  const size_t behind = (size_t)(first - text.at) + 1;
  const char *second = memchr(text.at + behind, 0, text.len - behind);
  return second ? (size_t)(second - text.at) : SIZE_MAX;
}

/* Reports what is no text at all; nothing is left to scan then. */
static bool refuse(Scanner *s) {
  const bool utf16 = is_utf16(s->text);
  const size_t nul = second_nul(s->text);
  if (!utf16 && nul == SIZE_MAX) return false;
  const uint32_t at = utf16 ? 0 : (uint32_t)nul;
  Diag *d = fault_report(s, E_NOT_UTF8, at, at + 1,
                         utf16 ? "this file is UTF-16, not UTF-8"
                               : "this file is no text: it holds NUL bytes");
  diag_help(s->diags, d, "save the file as UTF-8; editors offer it under \"encoding\"");
  s->text.len = 0;
  return true;
}

void lexical_begin(Scanner *s) {
  s->diags = s->syntax->diags;
  s->first = true;
  s->bad_byte = UINT32_MAX;
  if (refuse(s)) return;
  size_t bad = text_utf8_check(s->text);
  s->bad_byte = bad < s->text.len ? (uint32_t)bad : UINT32_MAX;
  if (bad < s->text.len) {
    uint32_t at = (uint32_t)bad;
    Diag *d = fault_report(s, E_NOT_UTF8, at, at + 1,
                           "this file is not UTF-8: byte 0x%02X fits nowhere here",
                           (unsigned char)s->text.at[at]);
    diag_help(s->diags, d, "save the file as UTF-8; editors offer it under \"encoding\"");
  }
}

Token *lexical_token(Scanner *s, int kind) {
  if (s->first) s->indent = s->lo - s->line;
  Token *token = VEC_PUSH(s->syntax->arena, &s->tokens);
  token->kind = kind;
  token->span = lexical_span(s, s->lo, s->hi);
  token->indent = s->indent;
  token->first = s->first;
  token->faulty = s->fault;
  s->first = false;
  s->fault = false;
  return token;
}

void lexical_line(Scanner *s) {
  s->first = true;
  s->line = s->hi;
}

void lexical_comment(Scanner *s) {
  Text match = lexical_match(s);
  uint32_t hi = s->hi;
  if (text_ends(match, TEXT("\r"))) hi--;
  *VEC_PUSH(s->syntax->arena, &s->trivia) =
      (Trivia){.span = lexical_span(s, s->lo, hi), .own_line = s->first};
}

void lexical_mark(Scanner *s) {
  if (s->lo != 0) fault_character(s);
  s->line = s->hi;
}

int lexical_kind(Text word) {
  const Keyword *keyword = keyword_find(word);
  if (keyword && keyword->class != KEYWORD_QUESTION) return keyword->token;
  return unit_singular(word).len ? TOK_UNIT : TOK_NAME;
}

void lexical_word(Scanner *s) {
  Text word = lexical_match(s);
  Token *token = lexical_token(s, lexical_kind(word));
  token->text = intern_text(s->syntax->names, word);
}

void lexical_back_quoted(Scanner *s) {
  Token *token = lexical_token(s, TOK_NAME);
  token->text = intern_text(s->syntax->names, text_slice(s->text, s->lo + 1, s->hi - 1));
  token->quoted = true;
}

void lexical_number(Scanner *s, int kind) {
  Text digits = lexical_match(s);
  if (kind == TOK_PERCENT_NUMBER) digits.len--;
  Decimal number = {0};
  NumberFit fit = value_of_number(digits, &number);
  if (fit != NUMBER_FITS) {
    fault_number(s, fit);
    kind = TOK_BAD_VALUE;
  }
  lexical_token(s, kind)->number = number;
}

void lexical_date(Scanner *s) {
  int32_t day = 0;
  if (!date_parse_iso(lexical_match(s), &day)) fault_no_such_day(s);
  lexical_token(s, TOK_DATE_LITERAL)->day = day;
}

void lexical_string(Scanner *s) {
  Text value = value_of_string(s, s->lo + 1, s->hi - 1);
  lexical_token(s, TOK_STRING)->text = value;
}

static bool is_word(const Token *token) { return token->text.len && token->kind != TOK_STRING; }

static bool is_currency(Text word) {
  if (word.len != 3) return false;
  for (size_t i = 0; i < 3; i++)
    if (word.at[i] < 'A' || word.at[i] > 'Z') return false;
  return true;
}

static void settle(const Scanner *s, Token *before, Token *token, const Token *after) {
  if (!is_word(token)) return;
  bool opens = !before || before->kind == ';';
  const Keyword *keyword = keyword_find(token->text);
  if (after->kind == ':' && !after->first)
    token->kind = TOK_LABEL;
  else if (token->quoted || token->kind != TOK_NAME)
    return;
  else if (before && before->kind == TOK_NUMBER && is_currency(token->text))
    token->kind = TOK_CURRENCY;
  else if (s->questions && opens && keyword && keyword->class == KEYWORD_QUESTION)
    token->kind = keyword->token;
}

void lexical_end(Scanner *s) {
  s->lo = s->hi = (uint32_t)s->text.len;
  lexical_token(s, 0);
  Token *at = s->tokens.at;
  for (size_t i = 0; i + 1 < s->tokens.count; i++)
    settle(s, i ? &at[i - 1] : NULL, &at[i], &at[i + 1]);
}
