/* output.c - where a command's product goes: standard output, or a file that is written whole. */
#include "shell/output.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "shell/terminal.h"

/* 0, or why it failed. */
static int write_all(int descriptor, Text text) {
  while (text.len) {
    ssize_t put = write(descriptor, text.at, text.len);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return errno;
    text = text_slice(text, (size_t)put, text.len);
  }
  return 0;
}

bool output_open(Output *output, Arena *arena) {
  if (output->path && !output->file) output->file = file_create(arena, output->path, &output->why);
  return !output->why;
}

void output_fail(void *context, const char *why) {
  Output *output = context;
  if (!output->why) output->why = why;
  terminal_stop(); /* no use in computing more */
}

static void put_to_standard_output(Output *output, Text bytes) {
  const int error = output->closed ? 0 : write_all(STDOUT_FILENO, bytes);
  if (!error) return;
  if (error == EPIPE) {
    output->closed = true;
    terminal_stop();
  } else {
    output_fail(output, error == ENOSPC ? "the disk is full" : "the system refused the bytes");
  }
}

void output_put(void *context, Text bytes) {
  Output *output = context;
  const char *why;
  if (output->why) return;
  if (!output->file)
    put_to_standard_output(output, bytes);
  else if (!file_put(output->file, bytes, &why))
    output_fail(output, why);
}

bool output_finish(Output *output, Buffer *buffer) {
  if (output->path && !output->file)
    return file_write(output->path, buffer_view(buffer), &output->why);
  output_put(output, buffer_view(buffer));
  if (output->why) return false;
  return !output->file || file_finish(output->file, &output->why);
}

const char *output_spool_folder(void) {
  const char *folder = getenv("TMPDIR");
  return folder && *folder ? folder : "/tmp";
}

void output_complain(Text text) { (void)!write_all(STDERR_FILENO, text); }
