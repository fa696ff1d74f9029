/* scan.h - text to tokens in one sweep.
 *
 * The scanner knows no context: it never asks where in the grammar it is. What is wrong with a
 * word is reported here, once, and a token that keeps the parse going stands in its place,
 * marked `faulty`.
 */
#ifndef SYNTAX_SCAN_H
#define SYNTAX_SCAN_H

#include "syntax/token.h"

enum { SCAN_MAX_REPORTS = 100 }; /* of one text; what comes after is likely no program at all */

typedef struct Scanner {
  const Syntax *syntax;
  DiagSink *diags;         /* syntax->diags until there were too many reports */
  Text text;               /* what is scanned */
  uint32_t base;           /* where it stands in the sources */
  const uint32_t *offsets; /* or, where escapes were resolved, the place of each byte and the end */
  bool instead;            /* scans what stands for a slip: no report, no second guess */
  bool questions;          /* show, why, what and sweep open a question */
  TokenList tokens;
  VEC(Trivia) trivia;
  uint32_t lo, hi; /* the bytes of the current match */
  uint32_t line;   /* where the current line begins */
  uint32_t indent; /* of its first token */
  bool first;      /* no token on this line yet */
  bool fault;      /* a report waits for the next token to mark */
  uint32_t reports;
  uint32_t bad_byte; /* the first that is not UTF-8, or UINT32_MAX */
} Scanner;

/* Fills `tokens` and `trivia` from text, base, offsets and questions. */
void scan(Scanner *scanner);

#endif
