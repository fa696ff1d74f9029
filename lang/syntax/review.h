/* review.h - what can only be judged on a whole declaration. */
#ifndef SYNTAX_REVIEW_H
#define SYNTAX_REVIEW_H

#include "syntax/parser.h"

/* Cuts what is nested too deeply, reports chained comparisons and unmarked mixes of `and` and
 * `or`, and turns the texts of say and fix into templates. What was reported is replaced by BAD.
 * Returns the node that stands for `root` now. */
Node *review(const Parser *p, Node *root);

/* template.c: a TEMPLATE for the STRING of a say or fix. */
Node *template_parse(const Syntax *syntax, Node *string);

#endif
