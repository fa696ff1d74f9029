/* parsing.h - what the tests of lang/syntax share: one compilation's world, set up afresh per test.
 */
#ifndef UNIT_SYNTAX_PARSING_H
#define UNIT_SYNTAX_PARSING_H

#include "support/unit.h"
#include "syntax/parser.h"

typedef struct World {
  Arena *arena;
  Syntax syntax;
  TriviaList trivia; /* of the last file */
  uint32_t base;     /* of the last source */
  const char *name;  /* what sources are called, test.strata at first */
} World;

extern World world;

void world_begin(void);
void world_end(void);

/* Each adds the text as a source and parses it. */
Node *parse_file(Text source);
Node *parse_questions(const char *source);
Node *parse_expression(const char *source);
/* The tree in one line: (compare >= (name revenue) (number 5)), `_` for an absent child. */
const char *tree(const Node *node);
/* All reports as people read them. */
const char *printed(void);
/* All reports, a line each (code, place, sentence, help), and as their codes with blanks between.
 */
const char *reports(void);
const char *codes(void);
/* The source with the first edit-carrying report's edits applied; NULL when there is none. */
Text edited(Text source);
/* The content of a file of the repository. */
Text read_whole(const char *path);

#endif
