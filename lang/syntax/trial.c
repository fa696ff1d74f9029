/* trial.c - whether what a report offers to write would mend the declaration.
 *
 * The advice files judge by the tokens around the refused one. What they offer is tried out before
 * it is said: the declaration is read once more with the edits made, as far as a few tokens behind
 * the slip. It must get past the refused token and three more; what is wrong farther on is another
 * slip.
 */
#include <stdlib.h>

#include "syntax/keywords.h"
#include "syntax/parse.h"
#include "syntax/refusal.h"
#include "syntax/syntax_impl.h"

/* Tokens behind the refused one: must be taken, are read again. */
enum { BEHIND = 3, AHEAD = 8 };

static int by_place(const void *a, const void *b) {
  const DiagEdit *x = a, *y = b;
  return (x->span.lo > y->span.lo) - (x->span.lo < y->span.lo);
}

/* The bytes of `window` with the edits made; *must_pass moves with its byte. */
static Text edited(const Refusal *r, Diag *d, Span window, uint32_t *must_pass) {
  const SourceMap *sources = r->p->syntax->sources;
  Buffer out = buffer_in(r->p->arena);
  uint32_t at = window.lo, shifted = 0;
  bool passed = false;
  qsort(d->edits.at, d->edits.count, sizeof *d->edits.at, by_place);
  for (size_t i = 0; i < d->edits.count; i++) {
    const DiagEdit edit = d->edits.at[i];
    if (edit.span.lo > *must_pass && !passed) {
      shifted = (uint32_t)out.len + (*must_pass > at ? *must_pass - at : 0);
      passed = true;
    }
    buffer_text(&out, source_text(sources, (Span){at, edit.span.lo}));
    buffer_text(&out, edit.text);
    at = edit.span.hi;
  }
  if (!passed) shifted = (uint32_t)out.len + (*must_pass > at ? *must_pass - at : 0);
  buffer_text(&out, source_text(sources, (Span){at, window.hi}));
  *must_pass = shifted;
  return buffer_view(&out);
}

static bool lies_in(const Diag *d, Span window) {
  for (size_t i = 0; i < d->edits.count; i++)
    if (d->edits.at[i].span.lo < window.lo || d->edits.at[i].span.hi > window.hi) return false;
  return true;
}

/* The token at `end`, or the last before the next declaration, which may have a slip of its own. */
static size_t last_of_declaration(const Refusal *r, size_t end) {
  const TokenList *tokens = r->p->tokens;
  size_t at = r->at;
  while (at < end && at + 1 < tokens->count) {
    const Token *next = &tokens->at[at + 1];
    const Keyword *keyword = keyword_of(next->kind);
    if (next->first && keyword && keyword->role == ROLE_DECLARATION) break;
    at++;
  }
  return at;
}

bool trial_mends(const Refusal *r, Diag *d) {
  const TokenList *tokens = r->p->tokens;
  const size_t last = r->at + AHEAD < tokens->count - 1 ? r->at + AHEAD : tokens->count - 1;
  const size_t behind = last_of_declaration(r, r->at + BEHIND);
  const Span window = {tokens->at[r->start].span.lo, tokens->at[last].span.hi};
  if (!lies_in(d, window)) return true;
  uint32_t must_pass = tokens->at[behind].span.lo;
  Syntax silent = *r->p->syntax;
  silent.diags = diag_sink_new(r->p->arena);
  Scanner scanner = {.syntax = &silent,
                     .text = edited(r, d, window, &must_pass),
                     .questions = r->p->start_token == TOK_START_QUESTION};
  scan(&scanner);
  Parser p = {.syntax = &silent,
              .arena = r->p->arena,
              .tokens = &scanner.tokens,
              .automaton = r->p->automaton,
              .start_token = r->p->start_token,
              .file = node_new(r->p->arena, NODE_FILE, (Span){0, 0})};
  if (!syntax_push_all(&p)) return scanner.tokens.at[p.at].span.lo > must_pass;
  bool done; /* the end makes the automaton fit for the next attempt, too */
  bool whole = syntax_push(&p, 0, NULL, (Span){0, 0}, &done);
  return whole || r->kind != 0;
}
