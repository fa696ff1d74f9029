/* dot.h - the commands of a session, which begin with a dot: a table. */
#ifndef REPL_DOT_H
#define REPL_DOT_H

#include "repl/repl.h"

typedef enum {
#define GROUP(title)
#define X(name, arguments, summary, page) DOT_##name,
#include "repl/dots.def"
#undef X
#undef GROUP
  DOT_COUNT
} DotId;

typedef struct DotInfo {
  const char *name; /* without the dot */
  const char *arguments, *summary, *page;
  /* What stands behind the name is `argument`, without blanks around it. False after a report. */
  bool (*run)(Repl *repl, Text argument);
} DotInfo;

extern const DotInfo dot_info[DOT_COUNT];

/* Whether a line begins with the name of a command. */
bool dot_is_named(Text line);
/* Carries out a line that begins with a dot. False after a report. */
bool dot_run(Repl *repl, Text line);

#define GROUP(title)
#define X(name, arguments, summary, page) bool dot_##name(Repl *repl, Text argument);
#include "repl/dots.def"
#undef X
#undef GROUP

#endif
