/* question.h - questions asked of a program: parsed, typed, lowered, and emitted as extensions of
 * its image.
 *
 * A question is compiled in an arena of its own against copies of what the compiler knows of the
 * program. Nothing of the program changes: a question that is freed leaves no trace. What it asks
 * for that the program computes already is found again and read from where it is kept; only the
 * rest is appended (code/question.h).
 */
#ifndef QUESTION_QUESTION_H
#define QUESTION_QUESTION_H

#include "code/question.h"
#include "emit/compile.h"

typedef struct Questions {
  VEC(Question) list;
  SourceMap *sources; /* those of the program, and the text of the questions */
  DiagSink *diags;    /* what there is to say of them; spans are in `sources` */
} Questions;

/* Compiles a text of questions, separated by `;`, against a program that was compiled to
 * COMPILE_IMAGE with all_fields. `name` is what diagnostics call the text ("question", a file).
 * All that comes out lives in `arena`; `name` and `text` are borrowed for its life. False after
 * errors in out->diags, those of all questions; then none is to be answered. */
bool question_compile(const Compilation *compilation, Arena *arena, Text name, Text text,
                      Questions *out);

/* Whether the text goes on: an open bracket or text, an operator or a keyword at its end. A text
 * that is wrong before its end does not. Nothing is reported, nothing kept. */
bool question_is_open(const Compilation *compilation, Text text);

/* Whether the text begins as a declaration does, which a session takes in (Compilation.added),
 * rather than as a question. */
bool question_is_declaration(const Compilation *compilation, Text text);

#endif
