/* analysing.h - what the tests of lang/sema share: one compilation's world, set up afresh per test.
 */
#ifndef UNIT_SEMA_ANALYSING_H
#define UNIT_SEMA_ANALYSING_H

#include "sema/infer_impl.h"
#include "support/unit.h"

typedef struct World {
  Arena *arena;
  Syntax syntax;
  Node *file;
  const char *name;   /* of the sources, "test.strata" unless set */
  const char *folder; /* where files of `use` lie, with its slash; NULL: here */
  uint32_t base;      /* of the last source */
} World;

extern World world;

void world_begin(void);
void world_end(void);

/* Parses and analyses the text as a file; NULL after errors. */
Program *analyse(Text source);
Program *analyse_with(Text source, const Override *overrides, size_t count);
/* `--set name=value` as the command line would give it. */
Override override_of(const char *name, const char *value);
/* All reports as their codes with blanks between, and in full. */
const char *codes(void);
const char *reports(void);
/* The source with the first report's edits applied, or one without `at` when it has none. */
Text edited(Text source);
/* The content of a file of the repository. */
Text read_whole(const char *path);

#endif
