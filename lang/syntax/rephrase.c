/* rephrase.c - questions that are asked in other words: of SQL, or of speech.
 *
 * Each form says the whole question anew, from the tokens that are there. It is taken only where
 * the grammar takes all of it, so a form need not be exact about what it is given.
 */
#include "syntax/rephrase.h"

#include "syntax/layout.h"
#include "syntax/parse.h"
#include "syntax/syntax_impl.h"

bool said_is(const Said *said, size_t i, const char *word) {
  return i < said->count && text_equal(said->at[i].text, text_of(word)) &&
         said->at[i].kind != TOK_STRING;
}

static bool is_one_of(const Said *said, size_t i, const char *const *words) {
  for (; *words; words++)
    if (said_is(said, i, *words)) return true;
  return false;
}

/* As written, from token `from` to before token `to`. */
Text said_text(const Said *said, size_t from, size_t to) {
  if (from >= to || to > said->count) return TEXT("");
  return source_text(said->r->p->syntax->sources,
                     (Span){said->at[from].span.lo, said->at[to - 1].span.hi});
}

Text said_rest(const Said *said, size_t from) { return said_text(said, from, said->count); }

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
    {"order", "by", "sort by"},
    {"ordered", "by", "sort by"},
    {"sorted", "by", "sort by"},
    {"group", "by", "by"},
    {"grouped", "by", "by"},
    {"from", "", "of"},
    {"descending", "", "desc"},
    {"ascending", "", "asc"},
    {"having", "", "where"},
    {"with", "", "where"},
    {"whose", "", "where"},
    {"older", "than", "< today -"},
    {"newer", "than", "> today -"},
    {"more", "than", ">"},
    {"greater", "than", ">"},
    {"less", "than", "<"},
    {"rows", "", ""},
    {"every", "", "by"},
    {"per", "", "by"},
    {"step", "", "by"},
    {"until", "", "to"},
    {"for", "all", "of"},
};

static const struct Phrase *phrase_at(const Said *said, size_t i) {
  for (size_t k = 0; k < sizeof phrases / sizeof *phrases; k++) {
    const struct Phrase *phrase = &phrases[k];
    if (!said_is(said, i, phrase->first) ||
        (*phrase->second && !said_is(said, i + 1, phrase->second)))
      continue;
    if (said->at[0].kind == TOK_SWEEP && text_equal(text_of(phrase->first), TEXT("from"))) continue;
    if (i > 0 && (said_is(said, i - 1, "starts") || said_is(said, i - 1, "ends"))) continue;
    return phrase;
  }
  return NULL;
}

/* `90 days ago` */
static bool is_ago(const Said *said, size_t i) {
  return i + 2 < said->count && said->at[i].kind == TOK_NUMBER &&
         said->at[i + 1].kind == TOK_UNIT && said->at[i + 2].kind == TOK_AGO;
}

/* `select name from account order by revenue`: word for word. */
static void in_our_words(const Said *said, Buffer *out) {
  size_t i = 0;
  if (is_one_of(said, 0, showing) || (said_is(said, 0, "show") && said_is(said, 1, "me"))) {
    buffer_str(out, "show");
    i = said_is(said, 1, "me") ? 2 : 1;
  }
  for (; i < said->count; i++) {
    const struct Phrase *phrase = phrase_at(said, i);
    if (out->len && (i == 0 || said->at[i - 1].span.hi != said->at[i].span.lo))
      buffer_char(out, ' ');
    if (phrase)
      buffer_str(out, phrase->meant);
    else if (is_ago(said, i))
      buffer_printf(out, "today - %.*s", TEXT_ARG(said_text(said, i, i + 2)));
    else
      buffer_text(out, said_text(said, i, i + 1));
    if (is_ago(said, i)) i += 2;
    if (phrase && *phrase->second) i++;
  }
}

/* ---- Forms ---- */

/* A key as it is written, in quotes. */
static void add_key(Buffer *out, const Said *said, size_t i) {
  const bool text = said->at[i].kind == TOK_STRING;
  buffer_printf(out, text ? " for %.*s" : " for \"%.*s\"", TEXT_ARG(said_text(said, i, i + 1)));
}

static bool may_be_key(const Said *said, size_t i) {
  if (i >= said->count) return false;
  if (said->at[i].kind == TOK_STRING) return true;
  bool digit = false;
  for (size_t k = 0; k < said->at[i].text.len; k++) {
    const char c = said->at[i].text.at[k];
    digit |= (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  }
  return digit && said->at[i].kind == TOK_NAME;
}

/* `why is "A0012" strategic`, `why "A0012" not strategic`, `why not "A0012" strategic`. */
static void why_of(const Said *said, Buffer *out) {
  size_t i = 1;
  if (said->at[0].kind != TOK_WHY) return;
  bool negated = said_is(said, i, "not");
  if (negated || said_is(said, i, "is") || said_is(said, i, "was")) i++;
  const size_t key = i++;
  if (!may_be_key(said, key) || (key == 1 && said->at[key].kind != TOK_STRING)) return;
  if (said_is(said, i, "not") || (said_is(said, i, "is") && said_is(said, i + 1, "not")))
    negated = true;
  while (said_is(said, i, "is") || said_is(said, i, "not")) i++;
  buffer_printf(out, "why %s%.*s", negated ? "not " : "", TEXT_ARG(said_rest(said, i)));
  add_key(out, said, key);
}

/* `why tier not strategic for "A0012"` */
static void why_not_member(const Said *said, Buffer *out) {
  if (said->at[0].kind != TOK_WHY || !said_is(said, 2, "not") || said->count < 4) return;
  buffer_printf(out, "why not %.*s.%.*s", TEXT_ARG(said_text(said, 1, 2)),
                TEXT_ARG(said_rest(said, 3)));
}

/* `why tier = strategic for "A0012"`, `why is tier not strategic for "A0012"`. */
static void why_outcome(const Said *said, Buffer *out) {
  if (said->at[0].kind != TOK_WHY) return;
  bool negated = false;
  size_t i = 1, column;
  for (; said_is(said, i, "is") || said_is(said, i, "not"); i++) negated |= said_is(said, i, "not");
  column = i++;
  while (i + 1 < said->count && said->at[i].kind == '.') i += 2;
  const size_t end = i;
  for (; i < said->count &&
         (said_is(said, i, "is") || said_is(said, i, "not") || said->at[i].kind == '=');
       i++)
    negated |= said_is(said, i, "not");
  if (i >= said->count || !layout_is_name(&said->at[i]) || column >= said->count) return;
  buffer_printf(out, "why %s%.*s", negated ? "not " : "", TEXT_ARG(said_text(said, column, end)));
  if (negated) buffer_printf(out, ".%.*s", TEXT_ARG(said_text(said, i, i + 1)));
  buffer_printf(out, " %.*s", TEXT_ARG(said_rest(said, i + 1)));
}

/* `why tier for "A0012" full`, `why tier in detail for "A0012"`. */
static void why_full(const Said *said, Buffer *out) {
  static const char *const words[] = {"full", "fully", "detail", "details", "detailed", NULL};
  bool full = false;
  if (said->at[0].kind != TOK_WHY) return;
  for (size_t i = 0; i < said->count; i++) {
    const bool in = said_is(said, i, "in") && is_one_of(said, i + 1, words);
    full |= in || is_one_of(said, i, words);
    if (in)
      i++;
    else if (!is_one_of(said, i, words))
      buffer_printf(out, "%s%.*s", i ? " " : "", TEXT_ARG(said_text(said, i, i + 1)));
  }
  if (full) buffer_str(out, " in full");
}

/* `why tier for "A0012" and "A0013"`: one after the other. */
static void for_each_key(const Said *said, Buffer *out) {
  for (size_t i = 1; i + 3 < said->count; i++) {
    if (!said_is(said, i, "for") || said->at[i + 1].kind != TOK_STRING) continue;
    for (size_t k = i + 1; k < said->count && said->at[k].kind == TOK_STRING; k += 2)
      buffer_printf(out, "%s%.*s %.*s", k > i + 1 ? "; " : "", TEXT_ARG(said_text(said, 0, i + 1)),
                    TEXT_ARG(said_text(said, k, k + 1)));
    return;
  }
}

/* `tier "A0012"`, `why tier of "A0012"`, `what if revenue = 6M A0012`: the key at the end. */
static void key_at_end(const Said *said, Buffer *out) {
  const size_t last = said->count - 1;
  size_t end = last;
  if (said->count < 2 || !may_be_key(said, last) || said->at[0].kind == TOK_SHOW) return;
  if (said_is(said, last - 1, "for")) return; /* see bare_key */
  if (said_is(said, last - 1, "of")) end--;
  buffer_text(out, said_text(said, 0, end));
  add_key(out, said, last);
}

/* `show tier for "A0012"` */
static void value_of_row(const Said *said, Buffer *out) {
  const size_t last = said->count - 1;
  if (said->at[0].kind != TOK_SHOW || last < 3 || !said_is(said, last - 1, "for")) return;
  buffer_text(out, said_text(said, 1, last - 1));
  add_key(out, said, last);
}

/* `what if floor 3M`, `what if floor is 3M`, `what-if floor = 3M`, `if floor = 3M`. */
static void what_if(const Said *said, Buffer *out) {
  static const char *const setting[] = {"is", "to", "at", "becomes", "was", "were", NULL};
  size_t i = 0;
  if (said->at[0].kind == TOK_WHAT) {
    i = said->count > 1 && said->at[1].kind == '-' ? 2 : 1;
    if (!said_is(said, i++, "if")) return;
  } else if (said_is(said, 0, "if") || said_is(said, 0, "whatif")) {
    i = 1;
  } else {
    return;
  }
  if (i + 1 >= said->count) return;
  if (said->at[i].kind == TOK_STRING) { /* `what if "A0012" revenue = 6M` */
    const size_t first = i + 1 + (said->at[i + 1].kind == '.');
    buffer_printf(out, "what if %.*s for %.*s", TEXT_ARG(said_rest(said, first)),
                  TEXT_ARG(said_text(said, i, i + 1)));
    return;
  }
  if (said_is(said, i, "not")) {
    buffer_printf(out, "what if %.*s = false %.*s", TEXT_ARG(said_text(said, i + 1, i + 2)),
                  TEXT_ARG(said_rest(said, i + 2)));
    return;
  }
  buffer_printf(out, "what if %.*s", TEXT_ARG(said_text(said, i, i + 1)));
  const size_t value = i + 1 + (said->at[i + 1].kind == '=' || is_one_of(said, i + 1, setting));
  buffer_printf(out, " = %.*s", TEXT_ARG(said_rest(said, value)));
}

/* `sweep floor 3M to 8M by 1M`, `sweep floor 3M..8M step 1M`. */
static void sweep(const Said *said, Buffer *out) {
  if (said->at[0].kind != TOK_SWEEP || said->count < 5) return;
  buffer_printf(out, "sweep %.*s from", TEXT_ARG(said_text(said, 1, 2)));
  for (size_t i = said_is(said, 2, "from") || said->at[2].kind == '=' ? 3 : 2; i < said->count;
       i++) {
    const bool to = said->at[i].kind == TOK_DOTDOT;
    const struct Phrase *phrase = phrase_at(said, i);
    buffer_char(out, ' ');
    if (to)
      buffer_str(out, "to");
    else if (phrase)
      buffer_str(out, phrase->meant);
    else
      buffer_text(out, said_text(said, i, i + 1));
  }
}

/* `how many account where ...`, `count account`, `number of account`. */
static void count_of(const Said *said, Buffer *out) {
  size_t i = 0;
  if (said_is(said, 0, "show")) i++;
  if (said_is(said, i, "how") && said_is(said, i + 1, "many"))
    i += 2;
  else if ((said_is(said, i, "count") || said_is(said, i, "number")) && said_is(said, i + 1, "of"))
    i += 2;
  else if (said_is(said, i, "count"))
    i++;
  else
    return;
  if (i < said->count && layout_is_name(&said->at[i]))
    buffer_printf(out, "count(%.*s)", TEXT_ARG(said_rest(said, i)));
}

/* `show name revenue`, `show name sort revenue`, `show name desc`. */
static void sorted(const Said *said, Buffer *out) {
  const Text last = said_text(said, said->count - 1, said->count);
  const bool directed = text_equal(last, TEXT("desc")) || text_equal(last, TEXT("asc"));
  if (said->at[0].kind != TOK_SHOW || said->count < 3) return;
  for (size_t i = 1; i < said->count; i++) {
    if (!said_is(said, i, "sort")) continue;
    buffer_printf(out, "%.*s sort by %.*s", TEXT_ARG(said_text(said, 0, i)),
                  TEXT_ARG(said_rest(said, i + 1 + said_is(said, i + 1, "by"))));
    return;
  }
  if (directed)
    buffer_printf(out, "%.*s sort by %.*s", TEXT_ARG(said_text(said, 0, said->count - 1)),
                  TEXT_ARG(said_text(said, said->count - 2, said->count)));
}

static bool opens_clause(const Said *said, size_t i, int clause) {
  if (clause == TOK_BY && said_is(said, i - 1, "sort")) return false;
  return said->at[i].kind == clause;
}

/* `show account limit 5 sort by revenue`: the clauses have an order. */
static void clauses_in_order(const Said *said, Buffer *out) {
  static const int order[] = {TOK_OF, TOK_WHERE, TOK_BY, TOK_SORT, TOK_LIMIT};
  enum { CLAUSES = sizeof order / sizeof *order };
  size_t from[CLAUSES] = {0}, head = said->count;
  int depth = 0;
  if (said->at[0].kind != TOK_SHOW) return;
  for (size_t i = 1; i < said->count; i++) {
    depth += (said->at[i].kind == '(') - (said->at[i].kind == ')');
    for (size_t k = 0; k < CLAUSES && depth == 0; k++)
      if (opens_clause(said, i, order[k])) {
        if (from[k]) return;
        from[k] = i;
        if (i < head) head = i;
      }
  }
  buffer_text(out, said_text(said, 0, head));
  for (size_t k = 0; k < CLAUSES; k++) {
    size_t end = said->count;
    if (!from[k]) continue;
    for (size_t other = 0; other < CLAUSES; other++)
      if (from[other] > from[k] && from[other] < end) end = from[other];
    buffer_printf(out, " %.*s", TEXT_ARG(said_text(said, from[k], end)));
  }
}

/* `where tier = strategic, key` and `where tier in strategic, key`. */
static void one_of_several(const Said *said, Buffer *out) {
  for (size_t i = 1; i + 3 < said->count; i++) {
    size_t end = i + 2;
    if (said->at[i].kind != '=' && said->at[i].kind != TOK_IN) continue;
    if (!layout_is_name(&said->at[i + 1])) continue;
    while (end + 1 < said->count && said->at[end].kind == ',' && layout_is_name(&said->at[end + 1]))
      end += 2;
    if (end == i + 2) continue;
    buffer_printf(out, "%.*s in (%.*s) %.*s", TEXT_ARG(said_text(said, 0, i)),
                  TEXT_ARG(said_text(said, i + 1, end)), TEXT_ARG(said_rest(said, end)));
    return;
  }
}

/* `count(*)` */
static void count_all(const Said *said, Buffer *out) {
  for (size_t i = 1; i + 1 < said->count; i++)
    if (said->at[i].kind == '*' && said->at[i - 1].kind == '(' && said->at[i + 1].kind == ')')
      buffer_printf(out, "%.*s%.*s", TEXT_ARG(said_text(said, 0, i)),
                    TEXT_ARG(said_rest(said, i + 1)));
}

/* `show top 10 name by revenue` */
static void best_of(const Said *said, Buffer *out) {
  const size_t i = said->at[0].kind == TOK_SHOW ? 1 : 0;
  if (!said_is(said, i, "top") || i + 3 >= said->count || said->at[i + 1].kind != TOK_NUMBER)
    return;
  const Text number = said_text(said, i + 1, i + 2);
  for (size_t by = i + 2; by < said->count; by++) {
    if (!said_is(said, by, "by")) continue;
    buffer_printf(out, "show %.*s sort by %.*s desc limit %.*s",
                  TEXT_ARG(said_text(said, i + 2, by)), TEXT_ARG(said_rest(said, by + 1)),
                  TEXT_ARG(number));
    return;
  }
}

typedef void Form(const Said *said, Buffer *out);
static Form *const forms[] = {why_of,           why_not_member, why_full,  key_at_end,
                              why_outcome,      for_each_key,   count_of,  value_of_row,
                              what_if,          sweep,          sorted,    best_of,
                              clauses_in_order, one_of_several, count_all, in_our_words};

Text rephrase(const Said *said) {
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    Buffer out = buffer_in(said->r->p->arena);
    forms[i](said, &out);
    const Text meant = text_strip(buffer_view(&out));
    if (meant.len && !text_equal(meant, said_rest(said, 0)) && takes(said, meant)) return meant;
  }
  return TEXT("");
}
