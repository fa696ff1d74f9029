/* testing.h - what the files of `strata test` share.
 *
 *   test_rows.c      what a test gives, as the sources of a run
 *   test_run.c       one test: a run, and what became of its expectations
 *   test_coverage.c  which outcomes of the declarations no test reaches
 *   test_text.c      all of that for people
 *   test_machine.c   and for programs: JSON, JUnit
 *   test_notices.c   what failed, as notices, for the other forms of CI
 *
 * A file is compiled once for all of its tests. Each test is a run of its own over few rows, in an
 * arena of its own; what is told of it is kept in the command's.
 */
#ifndef SHELL_TESTING_H
#define SHELL_TESTING_H

#include "engine/engine.h"
#include "shell/shell.h"

/* A column that an expectation reads, and what it was. */
typedef struct TestSide {
  Text name, value;
} TestSide;

typedef struct TestFailure {
  const Expectation *expectation;
  Text text; /* "expect tier = strategic" */
  Text row;  /* "account A1" */
  CodePlace place;
  bool unknown; /* neither true nor false */
  bool no_row;  /* a file does not have the row */
  VEC(TestSide) sides;
  Text *missing; /* what would decide an unknown one */
  size_t missing_count;
  Text why; /* as `strata why` tells it */
} TestFailure;

typedef struct TestResult {
  const DeclaredTest *test;
  CodePlace place;
  bool broken; /* the run could not be: its reasons are in the diagnostics */
  VEC(TestFailure) failures;
  VEC(Text) notes; /* what is wrong with the rows of files */
} TestResult;

/* Outcomes of one kind that a declaration can have, and which were reached. */
typedef struct CoverageGroup {
  Text declaration;
  const char *kind;     /* "segmentation" */
  const char *outcomes; /* "segments" */
  CodePlace place;
  Text *name; /* "" where there is no such outcome */
  bool *reached;
  uint32_t count;
} CoverageGroup;

typedef struct Coverage {
  Arena *arena;
  const Program *program;
  VEC(CoverageGroup) groups;
  uint32_t *own;         /* by declaration: its group, or SCHEMA_NONE */
  uint32_t *transitions; /* likewise, of a process */
} Coverage;

typedef struct TestFile {
  const char *path;
  Compilation compilation;
  VEC(TestResult) results;
  Coverage *coverage; /* NULL unless it is asked for */
} TestFile;

typedef struct TestTotals {
  size_t passed, failed, broken;
} TestTotals;

/* The sources of a test's rows, one for each entity but the program. */
DataSource *test_rows(Arena *arena, const Program *program, const Image *image,
                      const DeclaredTest *test, size_t *count);
/* The parameters that it sets, and the columns of the program that it fixes. */
ParamValue *test_params(Arena *arena, const Program *program, const DeclaredTest *test,
                        size_t *count);
/* The key that a row has which was given none: "row 2". */
Text test_row_key(Arena *arena, const DeclaredTest *test, size_t given);

void test_run(Shell *shell, TestFile *file, const DeclaredTest *test);

Coverage *coverage_new(Arena *arena, const Program *program);
void coverage_add(Coverage *coverage, Run *run, const DeclaredTest *test, Arena *arena);
/* Whether a body holds such a clause, with the flag and the text, where they are not 0 and empty;
 * bands behind a `where` count. */
bool clause_written(const Node *body, NodeKind kind, unsigned flag, Text text);
/* How many there are in all, and are reached. */
void coverage_count(const CoverageGroup *group, uint32_t *reached, uint32_t *of);

/* "expect tier = strategic: false, tier is growth". */
void test_put_failure(Buffer *out, const TestFailure *failure);
/* ", tier is growth": what the columns were that the expectation reads. */
void test_put_sides(Buffer *out, const TestFailure *failure);

TestTotals test_totals(const TestFile *files, size_t count);
void test_text(Buffer *out, const TestFile *files, size_t count, bool colour);
void test_json(Buffer *out, const TestFile *files, size_t count);
void test_junit(Buffer *out, const TestFile *files, size_t count);

#endif
