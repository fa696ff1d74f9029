/* complete.h - what may be written at a cursor: for the session's prompt and for editors.
 *
 * Nothing here knows a keyword or where one may stand: the parser is asked. Names are those that
 * the analysis would find at that place. So grammar and functions that are added complete without
 * a change here. The text before the cursor need not be whole, nor must there be anything behind
 * it; what is there is made use of: in `show name, | of contact` the columns are those of a
 * contact.
 */
#ifndef QUESTION_COMPLETE_H
#define QUESTION_COMPLETE_H

#include "emit/compile.h"
#include "syntax/next.h"

typedef enum {
  COMPLETE_FIELD,
  COMPLETE_COLUMN, /* a declared one */
  COMPLETE_PART,   /* behind a dot: `value`, `recorded`, `low`, an item of a checklist */
  COMPLETE_MEMBER,
  COMPLETE_ENTITY,
  COMPLETE_PARAM,
  COMPLETE_FUNCTION,
  COMPLETE_CONSTANT, /* `today`, `it`, the parameters of a definition */
  COMPLETE_STAGE,    /* of the process in which the cursor is, and segments likewise */
  COMPLETE_MODULE,
  COMPLETE_UNIT, /* of time, and currencies */
  COMPLETE_KEYWORD
} CompletionKind;

typedef struct Completion {
  CompletionKind kind;
  Text text;   /* as it is written, in back quotes where it has to be */
  Text detail; /* "field of account, money(USD)", "function", "keyword" */
  Text doc;    /* of the declaration or the function; "" where there is none */
} Completion;

typedef struct Completions {
  VEC(Completion)
  list;                /* all that begin with `prefix` (in other letters, where nothing does), none
                          twice: names in the order of declaration, then functions, then keywords */
  Text prefix;         /* what is written of the word before the cursor */
  size_t from;         /* offset in the text where that begins: what is chosen takes its place */
  bool in_text;        /* the cursor stands in quotes, `prefix` begins behind the first; the list is
                          empty */
  bool wants_key;      /* a key of key_entity may stand here, in quotes */
  uint32_t key_entity; /* of the program's entities, which are the image's */
} Completions;

/* What may stand at `cursor` (an offset, at most text.len) of a text that is a line of questions, a
 * file (a declaration of a session) or an expression. At the beginning of a line of questions the
 * words that open a declaration are in the list, too. Nothing is reported and the compilation is
 * left as it is; everything is in `arena`. Without a program (compilation->program NULL) there are
 * keywords alone. */
void complete_at(const Compilation *compilation, Arena *arena, Text text, size_t cursor,
                 SyntaxStart start, Completions *out);

#endif
