/* why_not_case.h - a program and its data from texts, for tests of what it would take. */
#ifndef WHY_NOT_CASE_H
#define WHY_NOT_CASE_H

#include "ask/why_not.h"
#include "emit/compile.h"

extern Arena *case_arena;
void case_setup(void);
void case_teardown(void);

/* Numbers below `below` that depend on the seed alone. */
void case_seed(unsigned seed);
unsigned case_draw(unsigned below);
/* So many seeds from FIRST on (1), COUNT of the environment where it is set. */
typedef struct CaseSeeds {
  unsigned first, count;
} CaseSeeds;
CaseSeeds case_seeds(unsigned count);

typedef struct Case {
  Text text;
  Compilation *compilation;
  Run *run;
} Case;

/* Aborts the test where the text does not compile. */
void case_compile(Case *c, Text text);
/* Day 20000; entities and their CSV in pairs, the last one followed by NULL. */
Run *case_run(const Case *c, const char *const *sources);
uint32_t case_column(const Case *c, const char *name);
/* The member's number; of a bool its truth. */
int32_t case_member(const Case *c, uint32_t column, const char *name);
WhyNot *case_why_not(const Case *c, uint32_t column, int32_t member, size_t row);
bool case_is(const Case *c, const Run *run, uint32_t column, size_t row, int32_t member);
/* The text with a zero behind it. */
const char *case_string(Buffer *buffer);

#endif
