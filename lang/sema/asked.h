/* asked.h - questions with names and types found: what sema makes of a question's tree. */
#ifndef SEMA_ASKED_H
#define SEMA_ASKED_H

#include "code/question.h"
#include "sema/program.h"

/* Typed expressions are on rows of `entity`; with groups, that of the groups, those of `by` and
 * `where` on rows of `child`. */
typedef struct Asked {
  QuestionKind kind;
  const Node *node;
  uint32_t entity;
  Text key; /* of the row */
  Span key_span;
  bool has_key;
  /* SHOW, VALUE */
  uint32_t child; /* SHOW of groups: an entity of the program; SCHEMA_NONE: rows as they are. The
                     fields of `entity` are the values behind `by` then */
  VEC(Node *) by;
  VEC(Node *) columns; /* what is shown behind those of `by`; spans are of the question */
  Node *where, *sort;  /* may be NULL */
  bool descending;
  uint64_t limit; /* UINT64_MAX: none */
  /* WHY, WHY_NOT */
  bool full;
  uint32_t declared; /* into program->columns; SCHEMA_NONE: all of the row */
  ColumnPart part;
  int32_t member; /* WHY_NOT: of an enumeration; of a bool, a Truth */
  /* WHAT_IF, SWEEP */
  VEC(QuestionChange) changes;
  Scalar from, to, by_step;
} Asked;

/* A copy of an analysed program in syntax->arena, for one line of questions: what they add to it is
 * seen by nobody else, and reports go to syntax->diags. The original has to outlive it. */
Program *sema_copy(const Program *program, const Syntax *syntax);

/* Types one question of a QUESTIONS node. Groups add an entity to the program. False after reports.
 */
bool sema_question(Program *program, Node *question, Asked *out);

#endif
