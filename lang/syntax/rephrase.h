/* rephrase.h - a question that is put in other words, said anew. */
#ifndef SYNTAX_REPHRASE_H
#define SYNTAX_REPHRASE_H

#include "syntax/refusal.h"

/* A question of which a token was refused. */
typedef struct Said {
  const Refusal *r;
  const Token *at; /* its tokens, without those of other questions */
  size_t count;
} Said;

/* Whether token `i` is there and is this word. */
bool said_is(const Said *said, size_t i, const char *word);
/* As written: from token `from` to before token `to`; from there to the end. */
Text said_text(const Said *said, size_t from, size_t to);
Text said_rest(const Said *said, size_t from);

/* The question as the grammar takes it, or "" where nothing comes to mind. */
Text rephrase(const Said *said);

#endif
