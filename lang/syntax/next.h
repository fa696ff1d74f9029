/* next.h - what may follow a text: for the session's prompt and for completion.
 *
 * The parser is asked, not the text. A line is complete when the grammar would take its end; a
 * word can be completed to what the grammar would take there.
 */
#ifndef SYNTAX_NEXT_H
#define SYNTAX_NEXT_H

#include "syntax/syntax.h"

typedef enum { SYNTAX_FILE, SYNTAX_QUESTIONS, SYNTAX_EXPRESSION } SyntaxStart;

typedef enum {
  NEXT_END = 1,   /* the text is whole as it stands */
  NEXT_VALUE = 2, /* an expression: columns, members, functions, literals */
  NEXT_NAME = 4,  /* a name that is no value: of a declaration, an entity, behind a `.` */
  NEXT_LABEL = 8, /* a name with `:` */
  NEXT_TEXT = 16, /* "…" */
  NEXT_NUMBER = 32,
  NEXT_DATE = 64,
  NEXT_UNIT = 128, /* days, weeks … */
  NEXT_MORE = 256, /* a sign alone, such as a closing bracket */
  NEXT_CURRENCY = 512
} NextKind;

typedef struct SyntaxNext {
  unsigned kinds; /* NextKind */
  VEC(Text)
  words; /* keywords; where a name may stand, those that might be that name are left out */
} SyntaxNext;

/* False when the text is wrong before its end. Nothing is reported. */
bool syntax_next(const Syntax *syntax, Text text, SyntaxStart start, SyntaxNext *next);

/* Whether the text begins as a declaration does, rather than as an expression that reads a column
 * named like its keyword. */
bool syntax_opens_declaration(const Syntax *syntax, Text text);

#endif
