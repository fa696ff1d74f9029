/* diff_edits.h - what was edited between two rule files, read off their trees. */
#ifndef SHELL_DIFF_EDITS_H
#define SHELL_DIFF_EDITS_H

#include "emit/compile.h"
#include "report/diff.h"

typedef struct Edits {
  EditList edits;
  VEC(WatchRename) renamed; /* declarations with another name and the same body */
} Edits;

/* Compares the declarations of both files and of the files that they use, by name; the standard
 * modules are not looked at. Sources are those of each compilation. */
Edits *diff_edits(Arena *arena, const Compilation *before, const Compilation *after);

#endif
