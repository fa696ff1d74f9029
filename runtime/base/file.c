/* file.c - whole files in and out.
 *
 * Writing goes to a new file beside the target that takes the target's name only
 * when it is complete and on the disk. What is no regular file (/dev/null, a pipe)
 * has no such name to take and is written directly.
 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_SIZE = 1 << 16, NAMES_TRIED = 100, NEW_FILE_MODE = 0666, MODE_BITS = 07777 };

static const char *reason(int error) {
  switch (error) {
  case ENOENT:
    return "no such file";
  case ENOTDIR:
    return "a part of its path is not a folder";
  case EISDIR:
    return "is a directory";
  case EACCES:
  case EPERM:
    return "permission denied";
  case ENOSPC:
  case EDQUOT:
    return "the disk is full";
  case EROFS:
    return "the disk is read-only";
  case ENAMETOOLONG:
    return "its name is too long";
  case ELOOP:
    return "its links lead in a circle";
  case EMFILE:
  case ENFILE:
    return "too many open files";
  case ENOMEM:
    return "out of memory";
  default: {
    const char *described = strerrordesc_np(error); /* unlike strerror, safe among threads */
    return described ? described : "unknown failure";
  }
  }
}

static bool fail(const char **why, int error) {
  *why = reason(error);
  return false;
}

static void close_descriptor(void *what) { close(*(int *)what); }

/* Reads up to the end; pipes have no size, so `expected` is only where to begin. */
static bool read_all(Buffer *into, int descriptor, size_t expected, const char **why) {
  size_t room = expected + 1; /* one more shows the end without growing */
  for (;;) {
    char *to = buffer_reserve(into, room);
    ssize_t got = read(descriptor, to, room);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(why, errno);
    into->len += (size_t)got;
    buffer_text(into, TEXT(""));
    if (got == 0) return true;
    if ((size_t)got < room)
      room -= (size_t)got;
    else
      room = READ_SIZE;
  }
}

bool file_read(Arena *arena, const char *path, Text *content, const char **why) {
  int *descriptor = ARENA_NEW(arena, int);
  *descriptor = STDIN_FILENO;
  bool standard_input = strcmp(path, "-") == 0;
  if (!standard_input) {
    *descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (*descriptor < 0) return fail(why, errno);
    arena_defer(arena, close_descriptor, descriptor);
  }
  bool done = false;
  struct stat status;
  Buffer buffer = buffer_in(arena);
  if (fstat(*descriptor, &status) < 0)
    fail(why, errno);
  else if (S_ISDIR(status.st_mode))
    fail(why, EISDIR);
  else
    done = read_all(&buffer, *descriptor,
                    S_ISREG(status.st_mode) ? (size_t)status.st_size : READ_SIZE, why);
  if (!standard_input) arena_close(arena, descriptor);
  if (done) *content = buffer_view(&buffer);
  return done;
}

static bool write_all(int descriptor, Text content) {
  while (content.len) {
    ssize_t put = write(descriptor, content.at, content.len);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    content = text_slice(content, (size_t)put, content.len);
  }
  return true;
}

/* Devices and pipes. */
static bool write_directly(const char *path, Text content, const char **why) {
  int descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return fail(why, errno);
  int error = write_all(descriptor, content) ? 0 : errno;
  if (close(descriptor) < 0 && !error) error = errno;
  return error ? fail(why, error) : true;
}

/* A new file beside `target`; its name goes to *name (the caller's to free). -1 on failure.
 * Not mkstemp, because a new file gets the mode that the umask wants. */
static int open_beside(const char *target, char **name) {
  for (int i = 0; i < NAMES_TRIED; i++) {
    if (asprintf(name, "%s.%ld-%d.tmp", target, (long)getpid(), i) < 0) {
      *name = NULL;
      errno = ENOMEM;
      return -1;
    }
    int descriptor = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, NEW_FILE_MODE);
    if (descriptor >= 0) return descriptor;
    int error = errno;
    free(*name);
    *name = NULL;
    errno = error;
    if (error != EEXIST) return -1;
  }
  return -1;
}

/* `target` is no link; `mode` is that of the file it replaces, or -1. */
static bool write_and_rename(const char *target, int mode, Text content, const char **why) {
  char *name = NULL;
  int descriptor = open_beside(target, &name);
  if (descriptor < 0) return fail(why, errno);
  int error = 0;
  if (mode >= 0 && fchmod(descriptor, (mode_t)mode) < 0) error = errno;
  if (!error && (!write_all(descriptor, content) || fsync(descriptor) < 0)) error = errno;
  if (close(descriptor) < 0 && !error) error = errno;
  if (!error && rename(name, target) < 0) error = errno;
  if (error) unlink(name);
  free(name);
  return error ? fail(why, error) : true;
}

bool file_write(const char *path, Text content, const char **why) {
  struct stat status;
  if (stat(path, &status) < 0) {
    if (errno != ENOENT) return fail(why, errno);
    return write_and_rename(path, -1, content, why);
  }
  if (S_ISDIR(status.st_mode)) return fail(why, EISDIR);
  if (!S_ISREG(status.st_mode)) return write_directly(path, content, why);
  /* What the owner protected from writing is not replaced behind his back either. */
  if (access(path, W_OK) < 0) return fail(why, errno);
  char *target = realpath(path, NULL); /* so that a link stays a link */
  if (!target) return fail(why, errno);
  bool done = write_and_rename(target, status.st_mode & MODE_BITS, content, why);
  free(target);
  return done;
}

bool file_exists(const char *path) {
  struct stat status;
  return stat(path, &status) == 0;
}

Text file_folder(Arena *arena, const char *path) {
  const char *slash = strrchr(path, '/');
  return text_copy(arena, (Text){path, slash ? (size_t)(slash - path) + 1 : 0});
}

char *file_join(Arena *arena, Text folder, Text name) {
  if (folder.len == 0 || text_starts(name, TEXT("/"))) return arena_copy(arena, name.at, name.len);
  Buffer path = buffer_in(arena);
  buffer_text(&path, folder);
  if (!text_ends(folder, TEXT("/"))) buffer_char(&path, '/');
  buffer_text(&path, name);
  return path.data;
}
