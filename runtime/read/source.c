/* source.c - read() into one block; of pipes too, whose short reads are put together. */
#include "read/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 256 * 1024 };

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
  if (S_ISREG(about.st_mode) && about.st_size > 0) source->size = (uint64_t)about.st_size;
  arena_defer(source->arena, close_file, source);
  return true;
}

bool source_open(Source *source, Arena *arena, const char *path, Text memory, const char **why) {
  *source = (Source){.arena = arena, .file = -1, .memory = memory, .size = memory.len};
  if (path) source->size = 0;
  if (path && !open_file(source, path, why)) return false;
  source->capacity = BLOCK;
  source->bytes = arena_grow(arena, NULL, 0, BLOCK + SOURCE_PADDING);
  return true;
}

/* Up to `size` bytes; 0 at the end, -1 with errno on failure. */
static ssize_t read_some(Source *source, char *to, size_t size) {
  if (source->file < 0) {
    const size_t part = source->memory.len < size ? source->memory.len : size;
    if (part) memcpy(to, source->memory.at, part);
    source->memory = text_slice(source->memory, part, source->memory.len);
    return (ssize_t)part;
  }
  ssize_t got;
  do got = read(source->file, to, size);
  while (got < 0 && errno == EINTR);
  return got;
}

static void make_room(Source *source) {
  const size_t left = source->end - source->start;
  if (left && source->start) memmove(source->bytes, source->bytes + source->start, left);
  source->start = 0;
  source->end = left;
  if (left + 1 < source->capacity) return;
  const size_t capacity = source->capacity * 2;
  source->bytes = arena_grow(source->arena, source->bytes, source->capacity + SOURCE_PADDING,
                             capacity + SOURCE_PADDING);
  source->capacity = capacity;
}

/* The last byte of the block is kept for the line end that may be missing. */
static void end_source(Source *source) {
  if (source->read > 0 && !source->ended_line) source->bytes[source->end++] = '\n';
  memset(source->bytes + source->end, 0, SOURCE_PADDING);
  source->last = true;
}

bool source_fill(Source *source, const char **why) {
  make_room(source);
  while (source->end + 1 < source->capacity) {
    const ssize_t got =
        read_some(source, source->bytes + source->end, source->capacity - 1 - source->end);
    if (got < 0) {
      *why = reason(errno);
      return false;
    }
    if (got == 0) {
      end_source(source);
      return true;
    }
    source->end += (size_t)got;
    source->read += (uint64_t)got;
    const char byte = source->bytes[source->end - 1];
    source->ended_line = byte == '\n' || byte == '\r';
  }
  return true;
}

void source_close(Source *source) { arena_close(source->arena, source); }
