/* output.h - where a command's product goes: standard output, or a file that is written whole. */
#ifndef SHELL_OUTPUT_H
#define SHELL_OUTPUT_H

#include "base/file.h"

typedef struct Output {
  const char *path; /* -o, or NULL */
  FileWriter *file; /* the file, once it was opened */
  bool closed;     /* the reader of standard output went away: the rest is dropped without a word */
  const char *why; /* why writing failed, or NULL */
  bool refused;    /* the file is one that is read: nothing is written */
} Output;

/* Makes the file, if one is asked for; before long work, so that one which cannot be made costs no
 * time. What is not finished leaves nothing behind when the arena is freed. False: see `why`. */
bool output_open(Output *output, Arena *arena);
/* Writes on: to standard output, or to the file that was opened. After a failure the run is told to
 * stop. For ReportOutput.put; context is the output. */
void output_put(void *context, Text bytes);
/* The product cannot be whole, for this reason. For ReportOutput.fail. */
void output_fail(void *context, const char *why);
/* Writes the rest, or all of a file that was not opened, and gives the file its name. False when
 * something could not be written: see `why`. */
bool output_finish(Output *output, Buffer *buffer);
/* Where large things may be put aside for a while: $TMPDIR, or /tmp. */
const char *output_spool_folder(void);
/* To standard error; failures are ignored, there is nobody to tell. */
void output_complain(Text text);

#endif
