/* advice_clause.c - keywords that are misspelt or stand in another block than theirs. */
#include "syntax/keywords.h"
#include "syntax/parse.h"
#include "syntax/refusal.h"

/* Words of other languages, for keywords that are expected. */
static const struct Alias {
  const char *written, *meant;
} aliases[] = {
    {"equals", "="},     {"like", "contains"},   {"having", "where"},  {"unless", "not"},
    {"order", "sort"},   {"top", "limit"},       {"message", "say"},   {"must", "require"},
    {"need", "needs"},   {"exit", "leave"},      {"entry", "enter"},   {"yellow", "amber"},
    {"orange", "amber"}, {"descending", "desc"}, {"ascending", "asc"}, {"default", "otherwise"},
    {"if", "when"},      {"where", "when"},      {"each", "every"},    {"from", "since"},
    {"within", "in"},    {"before", "<"},        {"after", ">"},       {"over", ">"},
    {"above", ">"},      {"under", "<"},         {"below", "<"},
};

static bool expects_spelling(const Refusal *r, Text spelling) {
  if (spelling.len == 1) return refusal_expects(r, (unsigned char)spelling.at[0]);
  const Keyword *keyword = keyword_find(spelling);
  return keyword && refusal_expects(r, keyword->token);
}

static Text meant_keyword(const Refusal *r) {
  for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
    if (text_equal(r->token->text, text_of(aliases[i].written)) &&
        expects_spelling(r, text_of(aliases[i].meant)))
      return text_of(aliases[i].meant);
  if (r->kind != TOK_NAME) return TEXT("");
  Nearest nearest = nearest_start(r->token->text);
  for (int i = 0; i < r->p->expected.count; i++) {
    const Keyword *keyword = keyword_of(r->p->expected.token[i]);
    if (keyword) nearest_offer(&nearest, keyword->spelling);
  }
  return nearest_found(&nearest);
}

/* `in the last 3 months` */
static bool article(const Refusal *r) {
  static const char *const words[] = {"the", "a", "an"};
  bool found = false;
  for (size_t i = 0; i < sizeof words / sizeof *words && r->kind == TOK_NAME; i++)
    found |= text_equal(r->token->text, text_of(words[i]));
  if (!found || r->token->first || r->token[1].first || !r->token[1].kind) return false;
  Diag *d = diag_add(r->diags, E_UNEXPECTED, r->span, "`%.*s` has no place here",
                     TEXT_ARG(r->token->text));
  diag_help(r->diags, d, "leave it out");
  diag_edit(r->diags, d, (Span){r->span.lo, r->token[1].span.lo}, TEXT(""));
  return true;
}

/* `between 1M to 5M` */
static bool between_to(const Refusal *r) {
  if (r->kind != TOK_TO || !refusal_expects(r, TOK_AND) || refusal_expects(r, TOK_OR)) return false;
  Diag *d = diag_add(r->diags, E_MISSPELT_KEYWORD, r->span, "`to` is not expected here");
  diag_help(r->diags, d, "`between` takes its ends with `and`");
  diag_edit(r->diags, d, r->span, TEXT("and"));
  return true;
}

static bool misspelt(const Refusal *r) {
  if (refusal_expects(r, TOK_NAME) || !r->token->text.len || r->kind == TOK_STRING) return false;
  Text meant = meant_keyword(r);
  if (!meant.len) return false;
  Diag *d = diag_add(r->diags, E_MISSPELT_KEYWORD, r->span, "%.*s is not expected here",
                     TEXT_ARG(refusal_quote(r, r->token)));
  diag_help(r->diags, d, "did you mean `%.*s`?", TEXT_ARG(meant));
  diag_edit(r->diags, d, r->span, meant);
  return true;
}

static bool elsewhere(const Refusal *r) {
  const Keyword *keyword = keyword_of(r->kind);
  if (!keyword || keyword->role != ROLE_CLAUSE || refusal_inside(r) != '{') return false;
  if (!refusal_expects(r, '}') || refusal_expects(r, TOK_NAME)) return false;
  Text block = refusal_block(r);
  if (!block.len || text_contains(text_of(keyword->home), block)) return false;
  diag_add(r->diags, E_CLAUSE_ELSEWHERE, r->span, "`%.*s` belongs in %s, not in a `%.*s`",
           TEXT_ARG(keyword->spelling), keyword->home, TEXT_ARG(block));
  return true;
}

/* `select name`, `explain tier`: the first word of a question. */
static bool misspelt_question(const Refusal *r) {
  if (r->p->start_token != TOK_START_QUESTION || r->at != 1 || r->tokens[0].kind != TOK_NAME)
    return false;
  Text word = r->tokens[0].text, meant = TEXT("");
  if (text_equal(word, TEXT("select")) || text_equal(word, TEXT("list"))) meant = TEXT("show");
  if (text_equal(word, TEXT("explain"))) meant = TEXT("why");
  if (!meant.len) {
    Nearest nearest = nearest_start(word);
    for (size_t i = 0; i < keyword_count(); i++)
      if (keyword_at(i)->class == KEYWORD_QUESTION)
        nearest_offer(&nearest, keyword_at(i)->spelling);
    meant = nearest_found(&nearest);
  }
  if (!meant.len) return false;
  Diag *d = diag_add(r->diags, E_MISSPELT_KEYWORD, r->tokens[0].span, "`%.*s` opens no question",
                     TEXT_ARG(word));
  diag_help(r->diags, d, "did you mean `%.*s`?", TEXT_ARG(meant));
  diag_edit(r->diags, d, r->tokens[0].span, meant);
  return true;
}

bool advise_on_clause(const Refusal *r) {
  return misspelt_question(r) || advise_on_opening(r) || article(r) || between_to(r) ||
         misspelt(r) || elsewhere(r);
}
