/* words_impl.h - what the files of lang/words share. */
#ifndef WORDS_WORDS_IMPL_H
#define WORDS_WORDS_IMPL_H

#include "words/words.h"

typedef struct Words {
  Buffer *out;
  const Program *program;
  uint32_t entity; /* whose rows a name without typing is of; SCHEMA_NONE: any */
} Words;

/* How tightly words hold together: what is looser than its place needs brackets. */
typedef enum { BIND_CHOICE, BIND_OR, BIND_AND, BIND_TEST, BIND_SUM, BIND_ATOM } Binding;

Binding words_binding(const Node *node);
/* Any expression, in brackets where it is looser than its place. */
void words_put(Words *w, const Node *node, Binding place);
/* A condition: that it holds, or that it does not. */
void words_condition(Words *w, const Node *node, bool negated);
/* A value. */
void words_value(Words *w, const Node *node);

/* words_name.c */
void words_named(Words *w, const Node *node);
bool words_is_condition(const Words *w, const Node *node);
bool words_is_date(const Words *w, const Node *node);
/* A literal of time, as a length: "12 months". */
void words_step(Words *w, const Node *node);
/* The text between curved quotes. */
void words_quoted(Words *w, Text text);
/* The member of an enumeration as people say it. */
void words_member(Words *w, Text name, Text text);
/* The enumeration's index of an expression's type, SCHEMA_NONE where it has none. */
uint32_t words_enumeration(const Node *node);

/* words_compare.c: conditions on one value. */
void words_compare(Words *w, const Node *node, bool negated);
void words_in_list(Words *w, const Node *node, bool negated);
void words_in_window(Words *w, const Node *node, bool negated);
void words_state(Words *w, const Node *node, bool negated);

/* words_call.c */
typedef struct Called {
  Builtin function; /* BUILTIN_COUNT_OF: a definition */
  const Node *rows; /* the argument with the rows; NULL: there is none */
  const Node *arguments;
} Called;
Called words_called(const Node *node);
void words_call(Words *w, const Node *node);
/* "the contacts where …"; `one`: "contact where …". */
void words_rows(Words *w, Called called, bool one);
/* Whose rows a call ranges over, for names inside. */
uint32_t words_rows_entity(const Words *w, Called called);
/* What is taken of the rows; NULL: they are counted. */
const Node *words_rows_what(Called called);
const Node *words_rows_where(Called called);
/* Whether the words of a call end in a condition, which what follows would be read with. */
bool words_runs_on(const Node *node);
/* any, all, none of rows: a condition by itself. */
bool words_is_quantified(const Node *node);
void words_quantified(Words *w, const Node *node, bool negated);

#endif
