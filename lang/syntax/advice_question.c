/* advice_question.c - questions that are asked in other words: of SQL, or of speech.
 *
 * Each form says the whole question anew, from the tokens that are there. It is offered only where
 * the grammar takes all of it, so a form need not be exact about what it is given.
 */
#include "syntax/keywords.h"
#include "syntax/layout.h"
#include "syntax/parse.h"
#include "syntax/refusal.h"
#include "syntax/syntax_impl.h"

typedef struct Said {
  const Refusal *r;
  const Token *at; /* the tokens of the question */
  size_t count;
} Said;

static bool is(const Said *said, size_t i, const char *word) {
  return i < said->count && text_equal(said->at[i].text, text_of(word)) &&
         said->at[i].kind != TOK_STRING;
}

static bool is_one_of(const Said *said, size_t i, const char *const *words) {
  for (; *words; words++)
    if (is(said, i, *words)) return true;
  return false;
}

/* As written, from token `from` to before token `to`. */
static Text written(const Said *said, size_t from, size_t to) {
  if (from >= to || to > said->count) return TEXT("");
  return source_text(said->r->p->syntax->sources,
                     (Span){said->at[from].span.lo, said->at[to - 1].span.hi});
}

static Text rest(const Said *said, size_t from) { return written(said, from, said->count); }

static bool takes(const Said *said, Text question) {
  Parser *p = said->r->p;
  Syntax silent = *p->syntax;
  silent.diags = diag_sink_new(p->arena);
  Scanner scanner = {.syntax = &silent, .text = question, .questions = true};
  scan(&scanner);
  Parser trial = {.syntax = &silent,
                  .arena = p->arena,
                  .tokens = &scanner.tokens,
                  .automaton = automaton_new(p->arena),
                  .start_token = TOK_START_QUESTION,
                  .file = p->file};
  bool done;
  return diag_errors(silent.diags) == 0 && syntax_push_all(&trial) &&
         syntax_push(&trial, 0, NULL, (Span){0, 0}, &done);
}

/* ---- Words ---- */

static const char *const showing[] = {"select", "list", "display", "get", "find", "print", NULL};

static const struct Phrase {
  const char *first, *second, *meant;
} phrases[] = {
    {"order", "by", "sort by"}, {"ordered", "by", "sort by"}, {"sorted", "by", "sort by"},
    {"group", "by", "by"},      {"grouped", "by", "by"},      {"from", "", "of"},
    {"descending", "", "desc"}, {"ascending", "", "asc"},     {"having", "", "where"},
    {"per", "", "by"},          {"step", "", "by"},           {"until", "", "to"},
    {"for", "all", "of"},
};

static const struct Phrase *phrase_at(const Said *said, size_t i) {
  for (size_t k = 0; k < sizeof phrases / sizeof *phrases; k++) {
    const struct Phrase *phrase = &phrases[k];
    if (!is(said, i, phrase->first) || (*phrase->second && !is(said, i + 1, phrase->second)))
      continue;
    if (said->at[0].kind == TOK_SWEEP && text_equal(text_of(phrase->first), TEXT("from"))) continue;
    return phrase;
  }
  return NULL;
}

/* `select name from account order by revenue`: word for word. */
static void in_our_words(const Said *said, Buffer *out) {
  size_t i = 0;
  if (is_one_of(said, 0, showing) || (is(said, 0, "show") && is(said, 1, "me"))) {
    buffer_str(out, "show");
    i = is(said, 1, "me") ? 2 : 1;
  }
  for (; i < said->count; i++) {
    const struct Phrase *phrase = phrase_at(said, i);
    if (out->len && (i == 0 || said->at[i - 1].span.hi != said->at[i].span.lo))
      buffer_char(out, ' ');
    if (phrase)
      buffer_str(out, phrase->meant);
    else
      buffer_text(out, written(said, i, i + 1));
    if (phrase && *phrase->second) i++;
  }
}

/* ---- Forms ---- */

/* A key as it is written, in quotes. */
static void add_key(Buffer *out, const Said *said, size_t i) {
  const bool text = said->at[i].kind == TOK_STRING;
  buffer_printf(out, text ? " for %.*s" : " for \"%.*s\"", TEXT_ARG(written(said, i, i + 1)));
}

static bool may_be_key(const Said *said, size_t i) {
  if (i >= said->count) return false;
  return said->at[i].kind == TOK_STRING || said->at[i].kind == TOK_NAME;
}

/* `why is "A0012" strategic`, `why "A0012" not strategic`, `why not "A0012" strategic`. */
static void why_of(const Said *said, Buffer *out) {
  size_t i = 1;
  if (said->at[0].kind != TOK_WHY) return;
  bool negated = is(said, i, "not");
  if (negated || is(said, i, "is") || is(said, i, "was")) i++;
  const size_t key = i++;
  if (!may_be_key(said, key) || (key == 1 && said->at[key].kind != TOK_STRING)) return;
  if (is(said, i, "not") || (is(said, i, "is") && is(said, i + 1, "not"))) negated = true;
  while (is(said, i, "is") || is(said, i, "not")) i++;
  buffer_printf(out, "why %s%.*s", negated ? "not " : "", TEXT_ARG(rest(said, i)));
  add_key(out, said, key);
}

/* `why tier not strategic for "A0012"` */
static void why_not_member(const Said *said, Buffer *out) {
  if (said->at[0].kind != TOK_WHY || !is(said, 2, "not") || said->count < 4) return;
  buffer_printf(out, "why not %.*s.%.*s", TEXT_ARG(written(said, 1, 2)), TEXT_ARG(rest(said, 3)));
}

/* `tier "A0012"`, `why tier of "A0012"`, `what if revenue = 6M A0012`: the key at the end. */
static void key_at_end(const Said *said, Buffer *out) {
  const size_t last = said->count - 1;
  size_t end = last;
  if (said->count < 2 || !may_be_key(said, last) || said->at[0].kind == TOK_SHOW) return;
  if (is(said, last - 1, "for")) return; /* see bare_key */
  if (is(said, last - 1, "of")) end--;
  buffer_text(out, written(said, 0, end));
  add_key(out, said, last);
}

/* `show tier for "A0012"` */
static void value_of_row(const Said *said, Buffer *out) {
  const size_t last = said->count - 1;
  if (said->at[0].kind != TOK_SHOW || last < 3 || !is(said, last - 1, "for")) return;
  buffer_text(out, written(said, 1, last - 1));
  add_key(out, said, last);
}

/* `what if floor 3M`, `what if floor is 3M`, `what-if floor = 3M`, `if floor = 3M`. */
static void what_if(const Said *said, Buffer *out) {
  static const char *const setting[] = {"is", "to", "at", "becomes", "was", "were", NULL};
  size_t i = 0;
  if (said->at[0].kind == TOK_WHAT) {
    i = said->count > 1 && said->at[1].kind == '-' ? 2 : 1;
    if (!is(said, i++, "if")) return;
  } else if (is(said, 0, "if") || is(said, 0, "whatif")) {
    i = 1;
  } else {
    return;
  }
  if (i + 1 >= said->count) return;
  buffer_printf(out, "what if %.*s", TEXT_ARG(written(said, i, i + 1)));
  const size_t value = i + 1 + (said->at[i + 1].kind == '=' || is_one_of(said, i + 1, setting));
  buffer_printf(out, " = %.*s", TEXT_ARG(rest(said, value)));
}

/* `sweep floor 3M to 8M by 1M`, `sweep floor 3M..8M step 1M`. */
static void sweep(const Said *said, Buffer *out) {
  if (said->at[0].kind != TOK_SWEEP || said->count < 5) return;
  buffer_printf(out, "sweep %.*s from", TEXT_ARG(written(said, 1, 2)));
  for (size_t i = is(said, 2, "from") || said->at[2].kind == '=' ? 3 : 2; i < said->count; i++) {
    const bool to = said->at[i].kind == TOK_DOTDOT;
    const struct Phrase *phrase = phrase_at(said, i);
    buffer_char(out, ' ');
    if (to)
      buffer_str(out, "to");
    else if (phrase)
      buffer_str(out, phrase->meant);
    else
      buffer_text(out, written(said, i, i + 1));
  }
}

/* `how many account where ...`, `count account`, `number of account`. */
static void count_of(const Said *said, Buffer *out) {
  size_t i = 0;
  if (is(said, 0, "show")) i++;
  if (is(said, i, "how") && is(said, i + 1, "many"))
    i += 2;
  else if ((is(said, i, "count") || is(said, i, "number")) && is(said, i + 1, "of"))
    i += 2;
  else if (is(said, i, "count"))
    i++;
  else
    return;
  if (i < said->count && layout_is_name(&said->at[i]))
    buffer_printf(out, "count(%.*s)", TEXT_ARG(rest(said, i)));
}

/* `show name revenue`, `show name sort revenue`, `show name desc`. */
static void sorted(const Said *said, Buffer *out) {
  const Text last = written(said, said->count - 1, said->count);
  const bool directed = text_equal(last, TEXT("desc")) || text_equal(last, TEXT("asc"));
  if (said->at[0].kind != TOK_SHOW || said->count < 3) return;
  for (size_t i = 1; i < said->count; i++) {
    if (!is(said, i, "sort")) continue;
    buffer_printf(out, "%.*s sort by %.*s", TEXT_ARG(written(said, 0, i)),
                  TEXT_ARG(rest(said, i + 1 + is(said, i + 1, "by"))));
    return;
  }
  if (directed)
    buffer_printf(out, "%.*s sort by %.*s", TEXT_ARG(written(said, 0, said->count - 1)),
                  TEXT_ARG(written(said, said->count - 2, said->count)));
}

/* `show top 10 name by revenue` */
static void best_of(const Said *said, Buffer *out) {
  const size_t i = said->at[0].kind == TOK_SHOW ? 1 : 0;
  if (!is(said, i, "top") || i + 3 >= said->count || said->at[i + 1].kind != TOK_NUMBER) return;
  const Text number = written(said, i + 1, i + 2);
  for (size_t by = i + 2; by < said->count; by++) {
    if (!is(said, by, "by")) continue;
    buffer_printf(out, "show %.*s sort by %.*s desc limit %.*s", TEXT_ARG(written(said, i + 2, by)),
                  TEXT_ARG(rest(said, by + 1)), TEXT_ARG(number));
    return;
  }
}

typedef void Form(const Said *said, Buffer *out);
static Form *const forms[] = {why_of,  why_not_member, count_of, key_at_end, value_of_row,
                              what_if, sweep,          sorted,   best_of,    in_our_words};

/* ---- What is said ---- */

static Said question_of(const Refusal *r) {
  size_t first = r->at, end = r->at;
  while (first > 0 && r->tokens[first - 1].kind != ';') first--;
  while (r->tokens[end].kind != 0 && r->tokens[end].kind != ';') end++;
  return (Said){r, r->tokens + first, end - first};
}

static bool in_other_words(const Said *said) {
  const Refusal *r = said->r;
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    Buffer out = buffer_in(r->p->arena);
    forms[i](said, &out);
    const Text meant = text_strip(buffer_view(&out));
    if (!meant.len || text_equal(meant, rest(said, 0)) || !takes(said, meant)) continue;
    Diag *d = diag_add(r->diags, E_MISSPELT_KEYWORD, r->span, "this is asked in other words");
    diag_help(r->diags, d, "write `%.*s`", TEXT_ARG(meant));
    diag_edit(r->diags, d, (Span){said->at[0].span.lo, said->at[said->count - 1].span.hi}, meant);
    return true;
  }
  return false;
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
            TEXT_ARG(written(said, 1, 2)));
  return true;
}

/* `why "A0012"` */
static bool why_row(const Said *said) {
  if (said->at[0].kind != TOK_WHY || said->count < 2) return false;
  const size_t key = is(said, 1, "not") ? 2 : 1;
  if (key + 1 != said->count || said->at[key].kind != TOK_STRING) return false;
  Diag *d = diag_add(said->r->diags, E_MISSING_NAME, said->at[key].span,
                     "`why` is asked of a column, for a row");
  diag_help(said->r->diags, d, "name the column first: `why %sCOLUMN for %.*s`",
            key == 2 ? "not " : "", TEXT_ARG(rest(said, key)));
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

bool advise_on_questions(const Refusal *r) {
  if (r->p->start_token != TOK_START_QUESTION) return false;
  const Said said = question_of(r);
  if (!said.count) return false;
  return of_the_session(&said) || bare_key(&said) || all_columns(&said) || in_other_words(&said) ||
         whole_sweep(&said) || why_row(&said) || sorted_twice(&said) || ends_early(&said);
}
