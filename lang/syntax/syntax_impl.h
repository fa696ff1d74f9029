/* syntax_impl.h - what the files of this folder share of syntax.c. */
#ifndef SYNTAX_SYNTAX_IMPL_H
#define SYNTAX_SYNTAX_IMPL_H

#include "syntax/next.h"
#include "syntax/parser.h"
#include "syntax/scan.h"

/* Scans and parses a prepared scanner's text from the start token. A FILE, never NULL, for
 * TOK_START_FILE; otherwise NULL after a report. */
Node *syntax_parse_scanned(Scanner *scanner, int start_token, TriviaList *trivia);

/* Pushes one token; false when it was refused. *done when the grammar has all it wants. */
bool syntax_push(Parser *p, int kind, const Token *token, Span at, bool *done);

/* next.c: pushes all of p's tokens but the end; false when one was refused, p->at being its index.
 */
bool syntax_push_all(Parser *p);
/* What p->expected comes to. */
void syntax_next_of(const Parser *p, SyntaxNext *next);

/* wording.c: reports p's last refusal in the declaration that began at token `start`. */
void wording_report(Parser *p, size_t start);

#endif
