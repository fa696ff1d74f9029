/* modules.h - the files of a program: what `use` takes in, as trees.
 *
 * A program is its own file and every file that is used from there, each once, in the order in
 * which they are met; so their places in the source map ascend, too. A file's names are the
 * program's; the names of a standard module (`use std.x`) are known as `x.NAME`, and inside of it
 * by themselves.
 *
 * Nothing is read here: a resolver finds the text of a file.
 */
#ifndef SYNTAX_MODULES_H
#define SYNTAX_MODULES_H

#include "syntax/syntax.h"

typedef enum {
  MODULE_FOUND,
  MODULE_ABSENT,
  MODULE_OUTSIDE,   /* of the folders that may be used */
  MODULE_UNREADABLE /* it is there */
} ModuleAnswer;

typedef struct ModuleFile {
  ModuleAnswer answer;
  Text name; /* FOUND: as diagnostics name it. ABSENT: what was meant, as `use` would write it, or
                "". OUTSIDE: where it lies. UNREADABLE: its name */
  Text key;  /* FOUND: the same wherever the same file is named */
  Text content; /* FOUND. UNREADABLE: why */
} ModuleFile;

/* Finds the file that `use "path"` means in the file named `user`. What it hands out lives in the
 * arena. */
typedef struct ModuleResolver {
  void (*find)(void *context, Arena *arena, Text user, Text path, ModuleFile *out);
  void *context;
  Text key; /* of the program's own file; "" where it has none */
} ModuleResolver;

typedef struct ModuleUse {
  uint32_t to; /* module */
  const Node *node;
} ModuleUse;

typedef struct Module {
  Text prefix; /* "loyalty" of std.loyalty, "" of a file */
  Text key;    /* of a file */
  size_t source;
  Node *file;
  TriviaList trivia; /* its comments */
  VEC(ModuleUse) uses;
} Module;

typedef struct Modules {
  VEC(Module) list; /* the program's own file first */
  Node *file;       /* a FILE of all declarations, in the order of the sources */
  bool standard;    /* a standard module is among them */
  bool whole;       /* all that is used was found */
} Modules;

/* `file` is the parsed file of the program; `resolver` may be NULL: then there are standard modules
 * alone. What cannot be had is reported. */
Modules *modules_load(const Syntax *syntax, Node *file, const ModuleResolver *resolver);
/* The module that a place belongs to, or NULL. */
const Module *modules_at(const Modules *modules, const SourceMap *sources, Span span);
/* Whether `user` uses `used`, itself or through others. */
bool modules_reach(const Modules *modules, Arena *arena, const Module *user, const Module *used);

#endif
