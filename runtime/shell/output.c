/* output.c - where a command's product goes: standard output, or a file that is written whole. */
#include "shell/output.h"

#include <errno.h>
#include <unistd.h>

#include "base/file.h"
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

void output_flush(void *context, Buffer *buffer) {
  Output *output = context;
  if (output->path) return;
  int error = output->closed || output->why ? 0 : write_all(STDOUT_FILENO, buffer_view(buffer));
  buffer_clear(buffer);
  if (!error) return;
  if (error == EPIPE)
    output->closed = true;
  else
    output->why = error == ENOSPC ? "the disk is full" : "the system refused the bytes";
  terminal_stop(); /* no use in computing more */
}

bool output_finish(Output *output, Buffer *buffer) {
  if (output->path) return file_write(output->path, buffer_view(buffer), &output->why);
  output_flush(output, buffer);
  return !output->why;
}

void output_complain(Text text) { (void)!write_all(STDERR_FILENO, text); }
