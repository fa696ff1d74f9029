/* cursor.h - where a cursor stands in a text that is being written.
 *
 * The text before it need not be whole. To know what a word there would be part of, a tree is made:
 * a mark takes the place of the word, and what is behind the cursor goes on from it, where it
 * does; else the grammar is asked for what it needs to come to an end.
 *
 *     sum(re|             sum(MARK)
 *     if a = |            if a = MARK then _ else _
 *     show |, x of order  show MARK, x of order
 */
#ifndef SYNTAX_CURSOR_H
#define SYNTAX_CURSOR_H

#include "syntax/next.h"

typedef struct SyntaxCursor {
  SyntaxNext next; /* what may stand there; `words` also has the keywords that might be names where
                      more can follow them than can follow a name */
  VEC(Node *)
  path; /* from the root to the mark, a NAME or a STRING; empty where neither fits. The
           nodes are not reviewed: chains of comparisons and the like are in it */
} SyntaxCursor;

/* The source at `base` has the cursor in a word from offset `from` of its content up to `to` (the
 * same where no word is begun). `in_text`: the word stands in quotes, which are in from..to. False
 * when what stands before is wrong in itself: then there is nothing to tell. Nothing is reported.
 */
bool syntax_cursor(const Syntax *syntax, uint32_t base, size_t from, size_t to, bool in_text,
                   SyntaxStart start, SyntaxCursor *out);

#endif
