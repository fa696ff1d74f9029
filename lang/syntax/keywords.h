/* keywords.h - the words of keywords.def: for the scanner, error messages, completion,
 * highlighting. */
#ifndef SYNTAX_KEYWORDS_H
#define SYNTAX_KEYWORDS_H

#include "base/text.h"

typedef enum { KEYWORD_RESERVED, KEYWORD_SOFT, KEYWORD_QUESTION } KeywordClass;
typedef enum { ROLE_DECLARATION, ROLE_CLAUSE, ROLE_TYPE, ROLE_WORD } KeywordRole;

typedef struct Keyword {
  int token; /* TOK_… of parse.h */
  Text spelling;
  KeywordClass class;
  KeywordRole role;
  const char *home; /* of a clause: "a `segment`" */
} Keyword;

size_t keyword_count(void);
/* In the order of keywords.def, index < keyword_count. */
const Keyword *keyword_at(size_t index);
/* The keyword spelt so, or NULL. */
const Keyword *keyword_find(Text word);
/* The keyword of a token, or NULL. */
const Keyword *keyword_of(int token);

/* A unit of time, singular or plural (`day`, `days`, … `hours`): its singular, else the empty
 * text. */
Text unit_singular(Text word);
size_t unit_count(void);
/* The singulars, shortest first, index < unit_count. */
Text unit_at(size_t index);

#endif
