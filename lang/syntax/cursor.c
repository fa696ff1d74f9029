/* cursor.c - what may stand at a cursor, and the tree around it. */
#include "syntax/cursor.h"

#include "syntax/keywords.h"
#include "syntax/layout.h"
#include "syntax/parse.h"
#include "syntax/refusal.h"
#include "syntax/syntax_impl.h"

enum { MADE_MAX = 200 }; /* tokens that are made to come to an end */

/* Known by its address. */
static const char mark[] = "?";

static bool expects(const Expected *expected, int kind) {
  for (int i = 0; i < expected->count; i++)
    if (expected->token[i] == kind) return true;
  return false;
}

/* ---- Keywords that may be names ---- */

static const Token *made(Arena *arena, int kind, Text text, Span span) {
  Token *token = ARENA_NEW(arena, Token);
  *token = (Token){.kind = kind, .span = span, .text = text};
  return token;
}

static Text spelling(int kind) {
  const Keyword *keyword = keyword_of(kind);
  if (keyword) return keyword->spelling;
  switch (kind) {
  case TOK_UNIT:
    return TEXT("day");
  case TOK_CURRENCY:
    return TEXT("USD");
  default:
    return TEXT("_");
  }
}

/* What may follow the token; nothing where it may not stand itself. */
static Expected behind(const Parser *p, int kind) {
  Parser trial = *p;
  trial.automaton = automaton_copy(p->arena, p->automaton);
  trial.file = node_new(p->arena, NODE_FILE, (Span){0, 0});
  const Token *token = made(p->arena, kind, spelling(kind), (Span){0, 0});
  bool done;
  Expected expected = {.count = 0};
  if (syntax_push(&trial, kind, token, token->span, &done) && !done)
    automaton_expected(trial.automaton, &expected);
  return expected;
}

static void add_words_like_names(const Parser *p, SyntaxNext *next) {
  if (!expects(&p->expected, TOK_NAME)) return;
  const Expected name = behind(p, TOK_NAME);
  for (int i = 0; i < p->expected.count; i++) {
    const Keyword *keyword = keyword_of(p->expected.token[i]);
    if (!keyword || keyword->class != KEYWORD_SOFT) continue;
    const Expected own = behind(p, keyword->token);
    bool more = false;
    for (int j = 0; j < own.count && !more; j++) more = !expects(&name, own.token[j]);
    if (more) *VEC_PUSH(p->arena, &next->words) = keyword->spelling;
  }
}

/* ---- The tree ---- */

static bool push_mark(Parser *p, bool in_text, Span span) {
  const int kind = in_text                            ? TOK_STRING
                   : expects(&p->expected, TOK_NAME)  ? TOK_NAME
                   : expects(&p->expected, TOK_LABEL) ? TOK_LABEL
                                                      : TOK_STRING;
  bool done;
  return expects(&p->expected, kind) &&
         syntax_push(p, kind, made(p->arena, kind, text_of(mark), span), span, &done);
}

/* With the tokens of the text behind the cursor. */
static bool go_on(Parser *p, const TokenList *rest) {
  bool done = false;
  for (size_t i = 0; i < rest->count && !done; i++)
    if (!syntax_push(p, rest->at[i].kind, &rest->at[i], rest->at[i].span, &done)) return false;
  return done;
}

/* The token that leads on to the end: first what closes, then what has to be there. Operators lead
 * nowhere, but for the `and` of `between` and a `=` that is wanted. */
static int leads_on(const Expected *expected) {
  static const int closing[] = {0, ')', '}', TOK_NAME, '{'};
  static const int last[] = {TOK_STRING, TOK_NUMBER, TOK_UNIT, TOK_DATE_LITERAL,
                             TOK_LABEL,  ':',        '=',      TOK_AND};
  for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
    if (expects(expected, closing[i])) return closing[i];
  for (int i = 0; i < expected->count; i++)
    if (keyword_of(expected->token[i]) && !refusal_is_operator(expected->token[i]))
      return expected->token[i];
  for (size_t i = 0; i < sizeof last / sizeof *last; i++)
    if (expects(expected, last[i])) return last[i];
  for (int i = 0; i < expected->count; i++)
    if (expected->token[i] != TOK_BREAK && expected->token[i] != ',') return expected->token[i];
  return ',';
}

static bool come_to_an_end(Parser *p, Span span) {
  bool done = false;
  for (int i = 0; i < MADE_MAX && !done; i++) {
    automaton_expected(p->automaton, &p->expected);
    const int kind = leads_on(&p->expected);
    if (!syntax_push(p, kind, made(p->arena, kind, spelling(kind), span), span, &done))
      return false;
  }
  return done;
}

static bool find_mark(Arena *arena, Node *node, SyntaxCursor *out) {
  if (!node) return false;
  *VEC_PUSH(arena, &out->path) = node;
  if (node->text.at == mark) return true;
  for (uint32_t i = 0; i < node->count; i++)
    if (find_mark(arena, node->child[i], out)) return true;
  out->path.count--;
  return false;
}

/* ---- The text before ---- */

/* The automaton that has taken the tokens from `first` up to the end of them. */
static bool take(Parser *p, const Syntax *syntax, const TokenList *tokens, size_t first,
                 SyntaxStart start) {
  static const int start_tokens[] = {TOK_START_FILE, TOK_START_QUESTION, TOK_START_EXPR};
  TokenList *own = ARENA_NEW(syntax->arena, TokenList);
  *own = (TokenList){tokens->at + first, tokens->count - first, tokens->count - first};
  *p = (Parser){.syntax = syntax,
                .arena = syntax->arena,
                .tokens = own,
                .automaton = automaton_new(syntax->arena),
                .start_token = start_tokens[start],
                .file = node_new(syntax->arena, NODE_FILE, (Span){0, 0})};
  if (!syntax_push_all(p)) return false;
  automaton_expected(p->automaton, &p->expected);
  return true;
}

/* Where the last question or declaration begins: what is wrong before it need not matter. */
static size_t last_beginning(const TokenList *tokens, SyntaxStart start) {
  size_t last = 0;
  if (start == SYNTAX_FILE) {
    Layout layout = layout_from(tokens, 0);
    for (; tokens->at[layout.at].kind != 0; layout_step(&layout))
      if (layout_opens(&layout)) last = layout.at;
  } else if (start == SYNTAX_QUESTIONS) {
    for (size_t i = 0; i < tokens->count; i++)
      if (tokens->at[i].kind == ';') last = i + 1;
  }
  return last;
}

static TokenList scanned(const Syntax *syntax, uint32_t base, Text text, SyntaxStart start) {
  Scanner scanner = {
      .syntax = syntax, .text = text, .base = base, .questions = start == SYNTAX_QUESTIONS};
  scan(&scanner);
  return scanner.tokens;
}

bool syntax_cursor(const Syntax *syntax, uint32_t base, size_t from, size_t to, bool in_text,
                   SyntaxStart start, SyntaxCursor *out) {
  Syntax silent = *syntax;
  silent.diags = diag_sink_new(syntax->arena);
  const Text text = source_content(syntax->sources, source_index(syntax->sources, base));
  const TokenList before = scanned(&silent, base, text_slice(text, 0, from), start);
  const TokenList rest =
      scanned(&silent, base + (uint32_t)to, text_slice(text, to, text.len), start);
  const Span span = {base + (uint32_t)from, base + (uint32_t)to};
  *out = (SyntaxCursor){.next = {0}};
  Parser p;
  size_t first = 0;
  if (!take(&p, &silent, &before, first, start)) {
    first = last_beginning(&before, start);
    if (!first || !take(&p, &silent, &before, first, start)) return false;
  }
  syntax_next_of(&p, &out->next);
  add_words_like_names(&p, &out->next);
  for (int made_up = 0; made_up < 2; made_up++) {
    /* anew: trials have added to the nodes of the one before */
    take(&p, &silent, &before, first, start);
    if (!push_mark(&p, in_text, span)) break;
    if (made_up ? !come_to_an_end(&p, span) : !go_on(&p, &rest)) continue;
    find_mark(syntax->arena, p.result ? p.result : p.file, out);
    break;
  }
  return true;
}
