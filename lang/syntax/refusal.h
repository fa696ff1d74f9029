/* refusal.h - a refused token with what stands around it, for the advice files. */
#ifndef SYNTAX_REFUSAL_H
#define SYNTAX_REFUSAL_H

#include "syntax/parser.h"

typedef struct Refusal {
  Parser *p;
  DiagSink *diags;
  const Token *tokens;
  size_t start; /* where the declaration begins */
  size_t at;
  const Token *token;  /* the refused one; the next declaration's first for a BREAK */
  const Token *before; /* NULL where the declaration begins with the refused one */
  int kind;            /* of the token, TOK_BREAK included */
  bool ended;          /* the next declaration or the end stands where more was expected */
  Span span;           /* what to point at */
  Span gap;            /* the place just behind `before` */
  VEC(size_t) open;    /* brackets that are open here, innermost last */
} Refusal;

Refusal refusal_of(Parser *p, size_t start);
bool refusal_expects(const Refusal *r, int kind);
/* A value may stand here; a name but no value; a value has just ended; a declaration may begin. */
bool refusal_wants_value(const Refusal *r);
bool refusal_wants_name(const Refusal *r);
bool refusal_after_value(const Refusal *r);
bool refusal_at_boundary(const Refusal *r);
bool refusal_wants_type(const Refusal *r);
/* Whether a token begins a value. */
bool refusal_begins_value(const Token *token);
/* Whether a token can stand between two values of an expression. */
bool refusal_is_operator(int kind);
/* The innermost open bracket, '{' or '(' or 0, and its token. */
int refusal_inside(const Refusal *r);
const Token *refusal_opening(const Refusal *r);
/* The word that the innermost open block belongs to ("segment"), or the empty text. */
Text refusal_block(const Refusal *r);
/* A token as the source has it, shortened, in back quotes; "a text" and so on where that is
 * clearer. */
Text refusal_found(const Refusal *r);
Text refusal_quote(const Refusal *r, const Token *token);
Text refusal_source(const Refusal *r, const Token *token);

/* trial.c: whether the declaration gets past the refused token with the report's edits made. Sorts
 * them by place. */
bool trial_mends(const Refusal *r, Diag *d);

/* Each tries to say more than "expected …, found …" and tells whether it did. */
typedef bool Advice(const Refusal *r);
bool advise_on_brackets(const Refusal *r);
bool advise_on_questions(const Refusal *r);
bool advise_on_opening(const Refusal *r);
bool advise_on_repetition(const Refusal *r);
bool advise_on_description(const Refusal *r);
bool advise_on_declaration(const Refusal *r);
bool advise_on_clause(const Refusal *r);
bool advise_on_punctuation(const Refusal *r);
bool advise_on_words(const Refusal *r);
bool advise_on_values(const Refusal *r);

#endif
