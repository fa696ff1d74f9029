/* baselining.h - --baseline and --write-baseline of a command: which of its findings are new. */
#ifndef SHELL_BASELINING_H
#define SHELL_BASELINING_H

#include "report/baseline.h"
#include "report/report.h"
#include "shell/shell.h"

/* Reads what the options name, before any work. False after a diagnostic. Without the options
 * shell->baselining stays NULL, and all that follows does nothing. */
bool baselining_start(Shell *shell);
/* Whether the findings of the command are judged. */
static inline bool baselining_is_on(const Shell *shell) { return shell->baselining != NULL; }
/* Has the notices of a list judged as they are added. */
void baselining_watch(const Shell *shell, NoticeList *list);
/* A report that gets the new ones of a run's findings alone; all of them have to be handed out. */
Report baselining_report(Shell *shell, const Image *image, Report report);

/* When all was judged: finds out what is fixed, as far as `looked` says that it was looked for
 * (NULL: all was), and writes the new baseline. False after a diagnostic. */
bool baselining_finish(Shell *shell, bool (*looked)(void *context, const BaselineEntry *entry),
                       void *context);
/* The exit status where new findings of the level or above are what counts. */
int baselining_status(const Shell *shell, Level level);
/* "baseline acme.json: 2 new (1 error, 1 warning), 4 known, 1 fixed", then what is fixed: into a
 * report for people, beside one for programs. */
void baselining_tell(const Shell *shell, Buffer *out);

#endif
