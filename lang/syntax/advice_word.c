/* advice_word.c - types, units, states and the parts of `if`. */
#include "syntax/keywords.h"
#include "syntax/parse.h"
#include "syntax/refusal.h"

static const struct Alias {
  const char *written, *meant;
} types[] = {
    {"string", "text"},       {"str", "text"},        {"varchar", "text"},
    {"char", "text"},         {"int", "integer"},     {"long", "integer"},
    {"count", "integer"},     {"float", "number"},    {"double", "number"},
    {"decimal", "number"},    {"real", "number"},     {"numeric", "number"},
    {"boolean", "bool"},      {"flag", "bool"},       {"currency", "money"},
    {"amount", "money"},      {"datetime", "date"},   {"timestamp", "date"},
    {"day", "date"},          {"pct", "percent"},     {"percentage", "percent"},
    {"interval", "duration"}, {"period", "duration"}, {"reference", "ref"},
    {"list", "each"},
};

static Text meant_type(Text word) {
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (text_equal(word, text_of(types[i].written))) return text_of(types[i].meant);
  Nearest nearest = nearest_start(word);
  for (size_t i = 0; i < keyword_count(); i++)
    if (keyword_at(i)->role == ROLE_TYPE) nearest_offer(&nearest, keyword_at(i)->spelling);
  return nearest_found(&nearest);
}

/* `severity severity error` */
bool advise_on_repetition(const Refusal *r) {
  if (!r->before || r->ended || r->token->first) return false;
  Text text = source_text(r->p->syntax->sources, r->span);
  if (text.len < 2 || !text_equal(text, source_text(r->p->syntax->sources, r->before->span)))
    return false;
  Diag *d = diag_add(r->diags, E_GIVEN_TWICE, r->span, "%.*s stands here twice",
                     TEXT_ARG(refusal_quote(r, r->token)));
  diag_help(r->diags, d, "delete one of the two");
  diag_edit(r->diags, d, (Span){r->before->span.hi, r->span.hi}, TEXT(""));
  return true;
}

static bool unknown_type(const Refusal *r) {
  bool word = r->kind == TOK_NAME || r->kind == TOK_UNIT || r->kind == TOK_CURRENCY;
  if (!refusal_wants_type(r) || !word) return false;
  Diag *d = diag_add(r->diags, E_UNKNOWN_TYPE, r->span, "%.*s is no type",
                     TEXT_ARG(refusal_quote(r, r->token)));
  diag_note(r->diags, d,
            "types are: text, integer, number, percent, money, date, duration, bool, "
            "one of (…), ref ENTITY");
  Text small = text_lower(r->p->arena, r->token->text), meant = meant_type(small);
  if (text_equal(small, TEXT("enum")) || text_equal(small, TEXT("choice"))) {
    diag_help(r->diags, d, "list its members: `one of (small, large)`");
  } else if (meant.len) {
    diag_help(r->diags, d, "did you mean `%.*s`?", TEXT_ARG(meant));
    diag_edit(r->diags, d, r->span, meant);
  }
  return true;
}

/* The plural is offered where both are near. */
static Text meant_unit(Text word) {
  Nearest nearest = nearest_start(word), one = nearest_start(word);
  static const char *const plurals[] = {
#define X(name, kind, size) #name "s",
#include "syntax/units.def"
#undef X
  };
  for (size_t i = 0; i < sizeof plurals / sizeof *plurals; i++)
    nearest_offer(&nearest, text_of(plurals[i]));
  for (size_t i = 0; i < unit_count(); i++) nearest_offer(&one, unit_at(i));
  Text plural = nearest_found(&nearest);
  return plural.len ? plural : nearest_found(&one);
}

/* Currencies that are met often enough to be recognised in small letters. */
static bool is_currency(Text word) {
  static const char *const known[] = {"USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "CAD",
                                      "AUD", "SEK", "NOK", "DKK", "PLN", "CZK", "BRL", "MXN"};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (text_equal(word, text_of(known[i]))) return true;
  return false;
}

static void list_units(const Refusal *r, Diag *d) {
  diag_note(r->diags, d, "units are: minutes, hours, days, weeks, months, quarters, years");
}

/* `in last three months` */
static bool number_in_words(const Refusal *r) {
  static const char *const words[] = {"one",   "two",   "three", "four", "five",   "six",
                                      "seven", "eight", "nine",  "ten",  "eleven", "twelve"};
  if (!refusal_expects(r, TOK_NUMBER) || refusal_expects(r, TOK_NAME)) return false;
  const Text word = text_lower(r->p->arena, r->token->text);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (!text_equal(word, text_of(words[i]))) continue;
    Diag *d = diag_add(r->diags, E_UNEXPECTED, r->span, "a number is written in digits");
    diag_help(r->diags, d, "write `%zu`", i + 1);
    diag_edit(r->diags, d, r->span, text_of(arena_printf(r->p->arena, "%zu", i + 1)));
    return true;
  }
  return false;
}

/* `5 million` */
static bool large_number(const Refusal *r) {
  static const struct Size {
    const char *word, *letter;
  } sizes[] = {{"thousand", "K"}, {"k", "K"},  {"million", "M"}, {"millions", "M"}, {"m", "M"},
               {"mio", "M"},      {"mn", "M"}, {"billion", "B"}, {"bn", "B"},       {"b", "B"}};
  if (!r->before || r->before->kind != TOK_NUMBER || r->kind != TOK_NAME) return false;
  const Text word = text_lower(r->p->arena, r->token->text);
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    if (!text_equal(word, text_of(sizes[i].word))) continue;
    const Text number = refusal_source(r, r->before);
    Diag *d =
        diag_add(r->diags, E_UNEXPECTED, r->span, "large numbers have a letter: `K`, `M`, `B`");
    diag_help(r->diags, d, "write `%.*s%s`", TEXT_ARG(number), sizes[i].letter);
    diag_edit(r->diags, d, (Span){r->before->span.hi, r->span.hi}, text_of(sizes[i].letter));
    return true;
  }
  return false;
}

/* `30 dys`, `5 usd`, `in last 12`. */
static bool unknown_unit(const Refusal *r) {
  if (!r->before || !refusal_expects(r, TOK_UNIT) || refusal_expects(r, TOK_DOTDOT) ||
      refusal_wants_value(r))
    return false;
  bool number = r->before->kind == TOK_NUMBER;
  if (!number && refusal_after_value(r)) return false;
  Text word = r->kind == TOK_NAME ? text_lower(r->p->arena, r->token->text) : TEXT("");
  Text meant = word.len ? meant_unit(word) : TEXT("");
  Text upper = text_upper(r->p->arena, word);
  bool currency = !meant.len && refusal_expects(r, TOK_CURRENCY) && is_currency(upper);
  if (refusal_after_value(r) && !meant.len && !currency) return false;
  if (!word.len) {
    Diag *d = diag_add(r->diags, E_UNKNOWN_UNIT, r->gap, "a unit is missing after %.*s",
                       TEXT_ARG(refusal_quote(r, r->before)));
    list_units(r, d);
    return true;
  }
  Diag *d = diag_add(r->diags, E_UNKNOWN_UNIT, r->span, "%.*s is no unit",
                     TEXT_ARG(refusal_quote(r, r->token)));
  if (currency)
    meant = upper;
  else
    list_units(r, d);
  if (!meant.len) return true;
  diag_help(r->diags, d, "did you mean `%.*s`?", TEXT_ARG(meant));
  diag_edit(r->diags, d, r->span, meant);
  return true;
}

/* `is null`, `is strategic`. */
static bool is_state(const Refusal *r) {
  if (!refusal_expects(r, TOK_KNOWN) || !refusal_expects(r, TOK_MISSING) || !r->before ||
      refusal_expects(r, TOK_NAME))
    return false;
  Text word = text_lower(r->p->arena, r->token->text);
  static const char *const nothing[] = {"null", "nil", "none", "empty", "blank", "na", "nan"};
  for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
    if (!text_equal(word, text_of(nothing[i]))) continue;
    Diag *d = diag_add(r->diags, E_IS_STATE, r->span, "a value that is not there is `missing`");
    diag_help(r->diags, d, "write `missing`");
    diag_edit(r->diags, d, r->span, TEXT("missing"));
    return true;
  }
  if (!refusal_begins_value(r->token)) return false;
  const Token *is = r->before->kind == TOK_NOT ? r->before - 1 : r->before;
  const char *sign = r->before->kind == TOK_NOT ? "!=" : "=";
  Diag *d = diag_add(r->diags, E_IS_STATE, (Span){is->span.lo, r->before->span.hi},
                     "`is` asks whether a value is `known`, `missing` or `unknown`");
  diag_help(r->diags, d, "compare with `%s`", sign);
  diag_edit(r->diags, d, (Span){is->span.lo, r->before->span.hi}, text_of(sign));
  return true;
}

/* `tier not key` */
static bool not_equal(const Refusal *r) {
  if (!r->before || r->before->kind != TOK_NOT || r->p->expected.count != 1 ||
      !refusal_expects(r, TOK_IN) || !refusal_begins_value(r->token))
    return false;
  Diag *d = diag_add(r->diags, E_MISSPELT_KEYWORD, r->before->span, "`not` compares nothing");
  diag_help(r->diags, d, "compare with `!=`");
  diag_edit(r->diags, d, r->before->span, TEXT("!="));
  return true;
}

static const Token *last_if(const Refusal *r) {
  for (size_t i = r->at; i-- > r->start;)
    if (r->tokens[i].kind == TOK_IF) return &r->tokens[i];
  return r->token;
}

static bool if_parts(const Refusal *r) {
  bool then = refusal_expects(r, TOK_THEN), otherwise = refusal_expects(r, TOK_ELSE);
  const Keyword *keyword = keyword_of(r->kind);
  bool over = r->ended || r->kind == '}' || r->kind == ')' || r->kind == ',' || keyword;
  if (!(then || otherwise) || !(over || (then && refusal_begins_value(r->token)))) return false;
  Diag *d = diag_add(r->diags, E_IF_PARTS, r->gap, "`if` has no `%s` here", then ? "then" : "else");
  diag_label(r->diags, d, last_if(r)->span, "this `if`");
  if (then && refusal_begins_value(r->token)) {
    diag_help(r->diags, d, "write `then` before %.*s", TEXT_ARG(refusal_quote(r, r->token)));
    diag_edit(r->diags, d, r->gap, TEXT(" then"));
  } else {
    diag_help(r->diags, d, "the whole form is `if condition then this else that`");
  }
  return true;
}

bool advise_on_words(const Refusal *r) {
  return number_in_words(r) || large_number(r) || not_equal(r) || unknown_type(r) || is_state(r) ||
         unknown_unit(r) || if_parts(r);
}
