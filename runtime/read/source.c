/* source.c - read() of files and of pipes, whose short reads are put together while they come fast.
 */
#include "read/source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A pipe that is silent for so long has said what it had to say for now. */
enum { SILENT_MILLISECONDS = 2 };

static void close_file(void *what) {
  Source *source = what;
  if (source->file > STDERR_FILENO) close(source->file);
  source->file = -1;
}

static const char *reason(int error) {
  switch (error) {
  case ENOENT:
    return "there is no such file";
  case EISDIR:
    return "it is a folder";
  case EACCES:
    return "reading it is not permitted";
  default:
    return strerror(error);
  }
}

static bool open_file(Source *source, const char *path, const char **why) {
  struct stat about;
  source->file = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  if (source->file < 0 || fstat(source->file, &about) != 0) {
    *why = reason(errno);
    if (source->file >= 0) close_file(source);
    return false;
  }
  if (S_ISDIR(about.st_mode)) {
    *why = reason(EISDIR);
    close_file(source);
    return false;
  }
  source->waits = !S_ISREG(about.st_mode);
  if (!source->waits && about.st_size > 0) source->size = (uint64_t)about.st_size;
  arena_defer(source->arena, close_file, source);
  return true;
}

bool source_open(Source *source, Arena *arena, const char *path, Text memory, const char **why) {
  *source = (Source){.arena = arena, .file = -1};
  if (path) return open_file(source, path, why);
  source->memory = memory;
  source->size = memory.len;
  return true;
}

/* Up to `size` bytes from the front of a text. */
static ssize_t copy_some(Text *from, char *to, size_t size) {
  const size_t part = from->len < size ? from->len : size;
  if (part) memcpy(to, from->at, part);
  *from = text_slice(*from, part, from->len);
  return (ssize_t)part;
}

/* Up to `size` bytes; 0 at the end, -1 with errno on failure. */
static ssize_t read_some(Source *source, char *to, size_t size) {
  if (source->back.len > 0) return copy_some(&source->back, to, size);
  if (source->ended) return 0;
  if (source->file < 0) return copy_some(&source->memory, to, size);
  ssize_t got;
  do got = read(source->file, to, size);
  while (got < 0 && errno == EINTR);
  return got;
}

static bool is_silent(const Source *source) {
  struct pollfd wait = {.fd = source->file, .events = POLLIN};
  if (!source->waits || source->ended || source->back.len > 0) return false;
  return poll(&wait, 1, SILENT_MILLISECONDS) == 0;
}

bool source_read(Source *source, char *to, size_t size, size_t *got, const char **why) {
  *got = 0;
  while (*got < size && !source_at_end(source)) {
    const ssize_t some = read_some(source, to + *got, size - *got);
    if (some < 0) {
      *why = reason(errno);
      return false;
    }
    source->ended |= some == 0;
    source->read += (uint64_t)some;
    *got += (size_t)some;
    if (*got > 0 && *got < size && is_silent(source)) break;
  }
  return true;
}

void source_unread(Source *source, Text bytes) {
  source->read -= bytes.len;
  source->back = bytes;
}

void source_close(Source *source) { arena_close(source->arena, source); }
