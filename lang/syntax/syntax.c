/* syntax.c - the loop that pushes tokens into the grammar, and recovery.
 *
 * Line ends mean nothing to a correct program, so tokens are pushed as they come. When one is
 * refused, the mistake may be earlier than that: in
 *
 *     use std.
 *     param floor: money(USD) = 5M
 *
 * `param` was taken for a name and `floor:` is refused. So the declaration is judged once more from
 * its start, now with a BREAK pushed in front of every word that looks like the opening of a
 * declaration (layout.h). The grammar takes BREAK only between declarations, and the refusal
 * that comes first is the one reported. Parsing goes on, with a fresh automaton, where the next
 * declaration opens. What lies between becomes a BAD node, which remembers the names it would
 * have declared: nobody is to be told that they are unknown.
 *
 *     attempt ──refused──▶ judge again with BREAKs ──refused──▶ report, BAD, go on behind it
 *
 * A declaration is pushed at most three times for a mistake, so time stays linear.
 */
#include "syntax/syntax.h"

#include "syntax/keywords.h"
#include "syntax/layout.h"
#include "syntax/parse.h"
#include "syntax/review.h"
#include "syntax/syntax_impl.h"

bool syntax_push(Parser *p, int kind, const Token *token, Span at, bool *done) {
  SYN_STYPE value;
  value.TOK_NAME = token;
  p->expected.count = 0;
  p->too_deep = false;
  int status = syn_push_parse(p->automaton, kind, &value, &at, p);
  *done = status == 0;
  return status == 0 || status == YYPUSH_MORE;
}

enum { AS_WRITTEN, WITH_BREAKS };

/* Pushes tokens from `from` on; true when all were taken, else p->at says where it ended. With
 * breaks, one is also pushed in front of token `extra`. */
static bool attempt(Parser *p, size_t from, bool with_breaks, size_t extra) {
  Layout layout = layout_from(p->tokens, from);
  bool done;
  p->boundary = p->previous = from;
  p->holds_previous = false;
  syntax_push(p, p->start_token, NULL,
              (Span){p->tokens->at[from].span.lo, p->tokens->at[from].span.lo}, &done);
  for (p->at = from;; p->at++) {
    const Token *token = &p->tokens->at[p->at];
    if (with_breaks && p->at > from && (layout_opens(&layout) || p->at == extra)) {
      Span behind = {token[-1].span.hi, token[-1].span.hi};
      p->at_break = true;
      if (!syntax_push(p, TOK_BREAK, token, behind, &done)) return false;
    }
    p->at_break = false;
    if (!syntax_push(p, token->kind, token, token->span, &done)) return false;
    if (done) return true;
    layout_step(&layout);
  }
}

/* Where the next declaration opens behind the refusal, or the END token. */
static size_t next_opening(const Parser *p, size_t start) {
  if (p->at_break) return p->at;
  Layout layout = layout_from(p->tokens, start);
  while (p->tokens->at[layout.at].kind != 0) {
    if (layout.at >= p->at && layout.at > start && layout_opens(&layout)) break;
    layout_step(&layout);
  }
  return layout.at;
}

/* The names that tokens [start, end) would have declared. */
static Node *broken(Parser *p, size_t start, size_t end) {
  const Token *tokens = p->tokens->at;
  Span span = {tokens[start].span.lo,
               end > start ? tokens[end - 1].span.hi : tokens[start].span.hi};
  Node *node = make_list(p, NODE_BAD, span, NULL);
  for (size_t i = start; i < end; i++) {
    bool names_next = i == start || tokens[i].kind == TOK_SEGMENT || tokens[i].kind == TOK_STAGE ||
                      tokens[i].kind == TOK_ITEM;
    if (tokens[i].kind == TOK_LABEL)
      append(p, node, make_name(p, &tokens[i]));
    else if (names_next && i + 1 < end && layout_is_name(&tokens[i + 1]) &&
             tokens[i + 1].kind != TOK_LABEL)
      append(p, node, make_name(p, &tokens[i + 1]));
  }
  node->span = span;
  return node;
}

static bool any_faulty(const Parser *p, size_t start, size_t end) {
  for (size_t i = start; i <= end && i < p->tokens->count; i++)
    if (p->tokens->at[i].faulty && (i < end || i == p->at)) return true;
  return false;
}

static bool expects_break(const Parser *p) {
  for (int i = 0; i < p->expected.count; i++)
    if (p->expected.token[i] == TOK_BREAK) return true;
  return false;
}

/* Whether what is broken from `start` on rather belongs to the declaration before it. */
static bool continues(const Parser *p, size_t start) {
  const Token *token = &p->tokens->at[start];
  const Keyword *opening = keyword_of(token->kind);
  return start > 0 && (!opening || opening->role != ROLE_DECLARATION || !token->first);
}

/* After a refusal: reports it and returns where to go on. */
static size_t recover(Parser *p) {
  size_t start = p->boundary;
  p->slips.count = p->slips_kept;
  if (p->at == start && p->holds_previous) {
    /* The last declaration may have taken the opening of the next one for a name. */
    start = p->previous;
    p->file->count--;
    p->slips.count = p->slips_kept = p->slips_before;
  }
  if (attempt(p, start, WITH_BREAKS, 0)) return p->tokens->count;
  start = p->boundary;
  size_t next = next_opening(p, start);
  if (!any_faulty(p, start, next)) wording_report(p, start);
  /* A declaration that could end before the refused token's line is whole: that line is broken. */
  if (!p->at_break && p->tokens->at[p->at].first && expects_break(p)) {
    attempt(p, start, WITH_BREAKS, p->at);
    start = p->boundary;
  }
  p->slips.count = p->slips_kept;
  append(p, p->file, with_flags(broken(p, start, next), continues(p, start) ? FLAG_CONTINUES : 0));
  return next;
}

static void report_slips(const Parser *p) {
  for (size_t i = 0; i < p->slips.count; i++) {
    Slip slip = p->slips.at[i];
    DiagSink *diags = p->syntax->diags;
    Diag *d = diag_add(diags, E_GIVEN_TWICE, slip.second, "this field has a second %s", slip.what);
    diag_label(diags, d, slip.first, "the first");
    diag_help(diags, d, "keep one of them");
    diag_edit(diags, d, slip.second, TEXT(""));
  }
}

static Node *parse_file(Parser *p) {
  const Token *tokens = p->tokens->at;
  p->file = make_list(p, NODE_FILE, tokens[0].span, NULL);
  for (size_t from = 0; from < p->tokens->count && !attempt(p, from, AS_WRITTEN, 0);)
    from = recover(p);
  report_slips(p);
  for (uint32_t i = 0; i < p->file->count; i++) p->file->child[i] = review(p, p->file->child[i]);
  return p->file;
}

/* Questions and expressions: one attempt, one report. */
static Node *parse_line(Parser *p) {
  size_t errors = diag_errors(p->syntax->diags);
  bool faulty = any_faulty(p, 0, p->tokens->count);
  if (!attempt(p, 0, AS_WRITTEN, 0)) {
    if (!faulty) wording_report(p, 0);
    return NULL;
  }
  Node *result = review(p, p->result);
  return faulty || diag_errors(p->syntax->diags) > errors ? NULL : result;
}

Node *syntax_parse_scanned(Scanner *scanner, int start_token, TriviaList *trivia) {
  const Syntax *syntax = scanner->syntax;
  scanner->questions = start_token == TOK_START_QUESTION;
  scan(scanner);
  if (trivia) *trivia = (TriviaList){scanner->trivia.at, scanner->trivia.count};
  Parser p = {.syntax = syntax,
              .arena = syntax->arena,
              .tokens = &scanner->tokens,
              .automaton = automaton_new(syntax->arena),
              .start_token = start_token};
  return start_token == TOK_START_FILE ? parse_file(&p) : parse_line(&p);
}

static Node *parse_source(const Syntax *syntax, uint32_t base, int start_token,
                          TriviaList *trivia) {
  size_t index = source_index(syntax->sources, base);
  Scanner scanner = {
      .syntax = syntax, .text = source_content(syntax->sources, index), .base = base};
  return syntax_parse_scanned(&scanner, start_token, trivia);
}

Node *syntax_parse_file(const Syntax *syntax, uint32_t base, TriviaList *trivia) {
  return parse_source(syntax, base, TOK_START_FILE, trivia);
}

Node *syntax_parse_questions(const Syntax *syntax, uint32_t base) {
  return parse_source(syntax, base, TOK_START_QUESTION, NULL);
}

Node *syntax_parse_expression(const Syntax *syntax, uint32_t base) {
  return parse_source(syntax, base, TOK_START_EXPR, NULL);
}
