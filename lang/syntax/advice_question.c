/* advice_question.c - what is said of a question that the grammar refuses. Where it can be put as
 * the grammar has it, it is (rephrase.h). */
#include "syntax/keywords.h"
#include "syntax/layout.h"
#include "syntax/parse.h"
#include "syntax/rephrase.h"

static Said question_of(const Refusal *r) {
  size_t first = r->at, end = r->at;
  while (first > 0 && r->tokens[first - 1].kind != ';') first--;
  while (r->tokens[end].kind != 0 && r->tokens[end].kind != ';') end++;
  return (Said){r, r->tokens + first, end - first};
}

static bool in_other_words(const Said *said) {
  const Text meant = rephrase(said);
  if (!meant.len) return false;
  const Refusal *r = said->r;
  Diag *d = diag_add(r->diags, E_MISSPELT_KEYWORD, r->span, "this is asked in other words");
  diag_help(r->diags, d, "write `%.*s`", TEXT_ARG(meant));
  diag_edit(r->diags, d, (Span){said->at[0].span.lo, said->at[said->count - 1].span.hi}, meant);
  return true;
}

static bool of_the_session(const Said *said) {
  if (said->at[0].kind != '.' || said->r->token != said->at) return false;
  Diag *d = diag_add(said->r->diags, E_UNEXPECTED, said->r->span, "a question has no point first");
  diag_help(said->r->diags, d,
            "commands such as `.help` belong to the session, each on a line of its own");
  return true;
}

/* `why tier for A0012` */
static bool bare_key(const Said *said) {
  const Refusal *r = said->r;
  if (r->kind != TOK_NAME || !r->before || r->before->kind != TOK_FOR ||
      !refusal_expects(r, TOK_STRING))
    return false;
  Diag *d = diag_add(r->diags, E_UNEXPECTED, r->span, "a key stands in quotes");
  const char *quoted = arena_printf(r->p->arena, "\"%.*s\"", TEXT_ARG(r->token->text));
  diag_help(r->diags, d, "write `%s`", quoted);
  diag_edit(r->diags, d, r->span, text_of(quoted));
  return true;
}

static bool all_columns(const Said *said) {
  const Token *token = said->r->token;
  if (said->at[0].kind != TOK_SHOW || token->kind != '*' || token != said->at + 1) return false;
  Diag *d = diag_add(said->r->diags, E_UNEXPECTED, token->span, "`show` names its columns");
  diag_help(said->r->diags, d, "list them: `show name, revenue of account`");
  return true;
}

/* What a sweep has to say in any case. */
static bool whole_sweep(const Said *said) {
  const Token *token = said->r->token;
  if (said->at[0].kind != TOK_SWEEP || token == said->at || token == said->at + 1) return false;
  if (!refusal_expects(said->r, TOK_FROM) && !refusal_expects(said->r, TOK_TO) &&
      !refusal_expects(said->r, TOK_BY))
    return false;
  Diag *d = diag_add(said->r->diags, E_UNEXPECTED, said->r->span,
                     "a sweep goes from a value to another, in steps");
  diag_help(said->r->diags, d, "the whole form is `sweep %.*s from 3M to 8M by 1M`",
            TEXT_ARG(said_text(said, 1, 2)));
  return true;
}

/* `why "A0012"` */
static bool why_row(const Said *said) {
  if (said->at[0].kind != TOK_WHY || said->count < 2) return false;
  const size_t key = said_is(said, 1, "not") ? 2 : 1;
  if (key + 1 != said->count || said->at[key].kind != TOK_STRING) return false;
  Diag *d = diag_add(said->r->diags, E_MISSING_NAME, said->at[key].span,
                     "`why` is asked of a column, for a row");
  diag_help(said->r->diags, d, "name the column first: `why %sCOLUMN for %.*s`",
            key == 2 ? "not " : "", TEXT_ARG(said_rest(said, key)));
  return true;
}

/* `sort by revenue, name` */
static bool sorted_twice(const Said *said) {
  const Refusal *r = said->r;
  if (r->kind != ',' || !refusal_expects(r, TOK_DESC)) return false;
  Diag *d = diag_add(r->diags, E_UNEXPECTED, r->span, "rows are sorted by one value");
  diag_help(r->diags, d, "leave the others out; rows alike stay in the order of the data");
  return true;
}

/* Where the question ends too early, what is still wanted. */
static bool ends_early(const Said *said) {
  const Refusal *r = said->r;
  if ((r->kind != 0 && r->kind != ';') || !r->before || r->p->expected.count > 2) return false;
  const char *missing, *help;
  if (r->before->kind == TOK_FOR && refusal_expects(r, TOK_STRING)) {
    missing = "a key";
    help = "name the row: `for \"A0012\"`";
  } else if (r->before->kind == TOK_LIMIT) {
    missing = "a number";
    help = "say how many rows, for example `limit 20`";
  } else if (said->at[0].kind == TOK_WHAT && refusal_expects(r, '=')) {
    missing = "the new value";
    help = "give it one: `= 5M`";
  } else {
    return false;
  }
  Diag *d = diag_add(r->diags, E_MISSING_VALUE, r->gap, "%s is missing after %.*s", missing,
                     TEXT_ARG(refusal_quote(r, r->before)));
  diag_help(r->diags, d, "%s", help);
  return true;
}

/* `describe account`, `let x = 5`: the first word is none that opens a question. */
static bool opens_none(const Said *said) {
  const Refusal *r = said->r;
  if (r->token != said->at + 1 || !layout_is_name(said->at) || !refusal_begins_value(r->token) ||
      r->kind == '(' || r->kind == '-')
    return false;
  Diag *d = diag_add(r->diags, E_MISSPELT_KEYWORD, said->at->span, "%.*s opens no question",
                     TEXT_ARG(refusal_quote(r, said->at)));
  Buffer words = buffer_in(r->p->arena);
  for (size_t i = 0; i < keyword_count(); i++)
    if (keyword_at(i)->class == KEYWORD_QUESTION)
      buffer_printf(&words, "%s`%.*s`", words.len ? ", " : "", TEXT_ARG(keyword_at(i)->spelling));
  diag_note(r->diags, d, "a question begins with %.*s, or is a value such as `count(account)`",
            TEXT_ARG(buffer_view(&words)));
  return true;
}

/* `show strategic accounts`: names side by side. */
static bool names_alone(const Said *said) {
  const Refusal *r = said->r;
  if (said->at[0].kind != TOK_SHOW || r->kind != TOK_NAME) return false;
  for (size_t i = 1; i < said->count; i++)
    if (!layout_is_name(&said->at[i])) return false;
  Diag *d = diag_add(r->diags, E_MISSING_COMMA, r->gap, "a comma is missing before %.*s",
                     TEXT_ARG(refusal_quote(r, r->token)));
  diag_note(r->diags, d,
            "which rows are shown is said with `where`: `show account where tier = key`");
  return true;
}

/* `what if revenue + 1M`: what is changed gets a value. */
static bool no_value(const Said *said) {
  const Refusal *r = said->r;
  if (said->at[0].kind != TOK_WHAT || !refusal_expects(r, '=') || refusal_after_value(r) ||
      !r->before || r->kind == 0 || r->kind == ';')
    return false;
  Diag *d =
      diag_add(r->diags, E_MISSING_EQUALS, r->gap, "`=` and the new value are missing after %.*s",
               TEXT_ARG(refusal_quote(r, r->before)));
  diag_help(r->diags, d, "write the value itself, for example `%.*s = 6M`",
            TEXT_ARG(refusal_source(r, r->before)));
  return true;
}

bool advise_on_questions(const Refusal *r) {
  if (r->p->start_token != TOK_START_QUESTION) return false;
  const Said said = question_of(r);
  if (!said.count) return false;
  return of_the_session(&said) || bare_key(&said) || all_columns(&said) || in_other_words(&said) ||
         whole_sweep(&said) || why_row(&said) || sorted_twice(&said) || ends_early(&said) ||
         no_value(&said) || names_alone(&said);
}

bool advise_on_opening(const Refusal *r) {
  if (r->p->start_token != TOK_START_QUESTION) return false;
  const Said said = question_of(r);
  return said.count && opens_none(&said);
}
