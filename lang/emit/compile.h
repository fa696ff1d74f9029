/* compile.h - from a rule file to an image, stage after stage. */
#ifndef EMIT_COMPILE_H
#define EMIT_COMPILE_H

#include "emit/emit.h"

typedef enum { COMPILE_TREE, COMPILE_PROGRAM, COMPILE_PLAN, COMPILE_IMAGE } CompileStage;

/* `--set NAME=EXPRESSION`, as given. */
typedef struct Setting {
  Text name, expression;
} Setting;

/* What came out, as far as it came. Everything lives in the arena. */
typedef struct Compilation {
  Arena *arena;
  SourceMap *sources;
  DiagSink *diags;
  Intern *names;
  /* Set before compiling: */
  bool all_fields;     /* fields and entities that the program does not use are read, too */
  bool fields_of_read; /* the first of these alone: of the entities that it uses */
  Text table;          /* an entity that is to be handed out: where nothing is declared for it, its
                          fields are read for that; "" */
  const ModuleResolver *resolver; /* finds the files of `use`; NULL: there are none */
  VEC(Text)
  added;      /* declarations of a session, in texts of their own: part of the program as if
                 they stood at the end of its file */
  Node *tree; /* of the file itself */
  TriviaList trivia;
  Modules *modules; /* and of all that it uses */
  Program *program; /* NULL after errors; the same for what follows */
  Plan *plan;
  Image *image; /* verified */
  const Emission *emission;
} Compilation;

Compilation *compile_new(Arena *arena);

/* Adds the text of a rule file to the sources; its first byte is at *base. False after a
 * diagnostic: there is too much. */
bool compile_add_source(Compilation *compilation, Text name, Text content, uint32_t *base);

/* Compiles the text of a rule file named `name` up to and including `until`. False where a stage
 * failed: the reasons are in `diags`. */
bool compile_text(Compilation *compilation, Text name, Text content, const Setting *settings,
                  size_t setting_count, CompileStage until);

/* Compiles the program that compile_text has taken to COMPILE_PROGRAM or further once more, for its
 * tests: with a column for each expectation, and columns that rows may fix. Sets plan and image.
 * False where a test is wrong. */
bool compile_tests(Compilation *compilation);

/* Whether the image can be run; false after a diagnostic that the compiler is at fault. */
bool compile_verify(const Image *image, Arena *arena, DiagSink *diags);

/* The expression of a setting; NULL after a diagnostic. */
Node *compile_setting(Compilation *compilation, Setting setting);

#endif
