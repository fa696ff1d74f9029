/* asking.h - what the tests of lang/question share: a program, and questions asked of it. */
#ifndef UNIT_QUESTION_ASKING_H
#define UNIT_QUESTION_ASKING_H

#include "question/question.h"
#include "support/unit.h"

typedef struct Asking {
  Arena *arena;
  Compilation *compilation;
  Questions questions; /* of the last ask() */
} Asking;

extern Asking asking;

/* Compiles the program of the tests: accounts with contacts, orders and managers. */
void asking_begin(void);
void asking_end(void);

/* Compiles a text of questions; whether that went well. */
bool ask(const char *text);
/* The only question of the text; fails the test with what was said where there is none. */
const Question *asked(const char *text);
/* What was said, as the codes and in full. */
const char *said_codes(void);
const char *said(void);
/* The text with the edits of the first report that has some. */
const char *mended(const char *text);
/* What the question's image has behind the program's, as a listing. */
const char *appended(const Question *question);

#endif
