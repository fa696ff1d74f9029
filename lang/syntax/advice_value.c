/* advice_value.c - values that are missing, and operators between two values. */
#include "syntax/keywords.h"
#include "syntax/parse.h"
#include "syntax/refusal.h"

static bool nothing_written(const Refusal *r) {
  if (r->kind != 0 || r->at != 0 || r->p->start_token == TOK_START_FILE) return false;
  diag_add(r->diags, E_NOTHING_WRITTEN, r->span, "there is nothing here; %s was expected",
           r->p->start_token == TOK_START_QUESTION ? "a question" : "an expression");
  return true;
}

static void label_next(const Refusal *r, Diag *d) {
  if (r->kind == TOK_BREAK)
    diag_label(r->diags, d, r->token->span, "the next declaration begins here");
}

/* `show name, of account`: nothing follows the comma. */
static bool needless_comma(const Refusal *r) {
  const Keyword *keyword = keyword_of(r->kind);
  const bool over = r->kind == 0 || r->kind == ')' || (keyword && !refusal_begins_value(r->token));
  if (!r->before || r->before->kind != ',' || !over) return false;
  Diag *d = diag_add(r->diags, E_MISSING_VALUE, r->before->span, "nothing follows this comma");
  diag_help(r->diags, d, "leave it out");
  diag_edit(r->diags, d, r->before->span, TEXT(""));
  return trial_mends(r, d);
}

static bool missing_value(const Refusal *r) {
  if (!refusal_wants_value(r)) return false;
  Diag *d;
  if (r->before)
    d = diag_add(r->diags, E_MISSING_VALUE, r->gap, "a value is missing after %.*s",
                 TEXT_ARG(refusal_quote(r, r->before)));
  else
    d = diag_add(r->diags, E_MISSING_VALUE, r->gap, "a value is missing before %.*s",
                 TEXT_ARG(refusal_found(r)));
  const Keyword *keyword = keyword_of(r->kind);
  if (keyword && keyword->class == KEYWORD_RESERVED)
    diag_help(r->diags, d, "a column that is named so stands in back quotes: `` `%.*s` ``",
              TEXT_ARG(keyword->spelling));
  label_next(r, d);
  return true;
}

/* Whether a clause keyword could open a clause in the block around. */
static bool fits_block(const Refusal *r, const Keyword *keyword) {
  Text block = refusal_block(r);
  if (keyword->role == ROLE_CLAUSE)
    return block.len && (text_contains(text_of(keyword->home), block) ||
                         keyword->token == TOK_OWNER || keyword->token == TOK_SOURCE);
  switch (keyword->token) {
  case TOK_FROM:
  case TOK_TO:
  case TOK_MISSING:
    return text_equal(block, TEXT("score"));
  case TOK_SINCE:
    return text_equal(block, TEXT("cadence"));
  case TOK_RANKED:
    return text_equal(block, TEXT("segment"));
  default:
    return false;
  }
}

/* `require span <=  severity warning`: the clause's keyword was taken for a column. */
static bool keyword_taken_as_name(const Refusal *r) {
  if (!refusal_after_value(r) || !r->before || r->at < r->start + 2) return false;
  const Keyword *keyword = keyword_of(r->before->kind);
  if (!keyword || keyword->class != KEYWORD_SOFT || !fits_block(r, keyword)) return false;
  const Token *earlier = r->before - 1;
  if (earlier->kind == '.') return false;
  Diag *d = diag_add(r->diags, E_MISSING_VALUE, (Span){earlier->span.hi, earlier->span.hi},
                     "is a value missing after %.*s?", TEXT_ARG(refusal_quote(r, earlier)));
  diag_label(r->diags, d, r->before->span, "`%.*s` was read as a name",
             TEXT_ARG(keyword->spelling));
  return true;
}

static void add_word(Buffer *out, Text word) {
  buffer_printf(out, "%s`%.*s`", out->len ? ", " : "", TEXT_ARG(word));
}

/* What may stand between the two values beside an operator: words such as `when`, and clauses. */
static void words_between(const Refusal *r, Buffer *words, Buffer *clauses) {
  for (int i = 0; i < r->p->expected.count; i++) {
    const Keyword *keyword = keyword_of(r->p->expected.token[i]);
    if (!keyword || keyword->role == ROLE_DECLARATION) continue;
    if (keyword->role == ROLE_CLAUSE)
      add_word(clauses, keyword->spelling);
    else if (!refusal_is_operator(keyword->token))
      add_word(words, keyword->spelling);
  }
}

/* Two values with nothing between them. */
static bool missing_operator(const Refusal *r) {
  if (!refusal_after_value(r) || !r->before || !refusal_begins_value(r->token)) return false;
  if (keyword_of(r->kind) && r->kind != TOK_NOT) return false;
  Buffer words = buffer_in(r->p->arena), clauses = buffer_in(r->p->arena);
  words_between(r, &words, &clauses);
  bool clause = clauses.len && r->token->first;
  Diag *d = diag_add(r->diags, E_MISSING_OPERATOR, r->gap, "%s is missing between %.*s and %.*s",
                     clause ? "an operator or the keyword of a clause" : "an operator",
                     TEXT_ARG(refusal_quote(r, r->before)), TEXT_ARG(refusal_quote(r, r->token)));
  if (words.len) diag_note(r->diags, d, "words that can stand here: %s", words.data);
  if (clause) diag_note(r->diags, d, "clauses that can stand here: %s", clauses.data);
  return true;
}

bool advise_on_values(const Refusal *r) {
  return nothing_written(r) || needless_comma(r) || missing_value(r) || keyword_taken_as_name(r) ||
         missing_operator(r);
}
