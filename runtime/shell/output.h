/* output.h - where a command's product goes: standard output, or a file that is written whole. */
#ifndef SHELL_OUTPUT_H
#define SHELL_OUTPUT_H

#include "base/buffer.h"

typedef struct Output {
  const char *path; /* -o, or NULL */
  bool closed;     /* the reader of standard output went away: the rest is dropped without a word */
  const char *why; /* why writing failed, or NULL */
} Output;

/* Writes what gathered to standard output and clears the buffer. A file gets everything at the end,
 * so then nothing happens yet. For ReportOutput.flush; context is the output. */
void output_flush(void *context, Buffer *buffer);
/* Writes the rest, or the file. False when something could not be written: see `why`. */
bool output_finish(Output *output, Buffer *buffer);
/* To standard error; failures are ignored, there is nobody to tell. */
void output_complain(Text text);

#endif
