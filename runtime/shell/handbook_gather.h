/* handbook_gather.h - from a program to its handbook, part by part. */
#ifndef SHELL_HANDBOOK_GATHER_H
#define SHELL_HANDBOOK_GATHER_H

#include "emit/compile.h"
#include "report/handbook.h"
#include "words/words.h"

typedef struct Handing {
  Arena *arena;
  const Compilation *compilation;
  const Program *program;
  Handbook *book;
  int32_t today;
} Handing;

/* Words of an expression; empty of NULL. */
Text hand_words(const Handing *h, const Node *node);
/* "account manager" where a text stands, else empty. */
Text hand_string(const Node *node);
/* The clause of a kind among others, NULL where it is not there. Of metas, of that text. */
const Node *hand_clause(const Node *body, NodeKind kind, const char *text);
/* Names with commas between. */
Text hand_names(const Handing *h, const Node *list);
HandbookHead hand_head(const Handing *h, const Declared *declared);
/* Notes that somebody answers for something: `what` is words. */
void hand_owned(const Handing *h, Text owner, const char *kind, Text what);

/* handbook_rules.c */
void hand_declared(const Handing *h, const Declared *declared);
/* handbook_process.c */
void hand_process(const Handing *h, const Declared *declared);
/* handbook_glossary.c */
void hand_purpose(const Handing *h);
void hand_params(const Handing *h);
void hand_definitions(const Handing *h);
void hand_entities(const Handing *h);
void hand_waivers(const Handing *h);

#endif
