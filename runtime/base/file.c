/* file.c - files in and out, whole.
 *
 * Writing goes to a new file beside the target that takes the target's name only
 * when it is complete and on the disk. What is no regular file (/dev/null, a pipe)
 * has no such name to take and is written directly.
 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
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

/* Of a file that is to be made it is not the file that is missing. */
static bool fail_writing(const char **why, int error) {
  if (error != ENOENT) return fail(why, error);
  *why = "no such folder";
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

/* Not every file system knows files without a name; then it has one for a moment. */
int file_nameless(Arena *arena, const char *folder) {
  enum { OWNER_ONLY = 0600 };
  const int descriptor = open(folder, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, OWNER_ONLY);
  if (descriptor >= 0) return descriptor;
  char *path = arena_printf(arena, "%s/strata-XXXXXX", folder);
  const int named = mkostemp(path, O_CLOEXEC);
  if (named >= 0) unlink(path);
  return named;
}

/* `name` is NULL where the target is written directly, because it is a device or a pipe. Both names
 * are malloc's, since they are needed when the arena is freed. */
struct FileWriter {
  Arena *arena;
  int descriptor; /* -1: closed */
  char *name, *target;
};

/* What was not finished never was. */
static void discard(void *what) {
  FileWriter *file = what;
  if (file->descriptor >= 0) close(file->descriptor);
  if (file->name) unlink(file->name);
  free(file->name);
  free(file->target);
  *file = (FileWriter){.descriptor = -1};
}

/* `mode` is that of the file it replaces, or -1. */
static int open_new(FileWriter *file, int mode) {
  file->descriptor = open_beside(file->target, &file->name);
  if (file->descriptor < 0) return errno;
  if (mode >= 0 && fchmod(file->descriptor, (mode_t)mode) < 0) return errno;
  return 0;
}

static int open_direct(FileWriter *file, const char *path) {
  file->descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  return file->descriptor < 0 ? errno : 0;
}

/* 0, or what went wrong. */
static int open_writer(FileWriter *file, const char *path) {
  struct stat status;
  *file = (FileWriter){.descriptor = -1};
  if (stat(path, &status) < 0) {
    if (errno != ENOENT) return errno;
    file->target = strdup(path);
    return file->target ? open_new(file, -1) : ENOMEM;
  }
  if (S_ISDIR(status.st_mode)) return EISDIR;
  if (!S_ISREG(status.st_mode)) return open_direct(file, path);
  /* What the owner protected from writing is not replaced behind his back either. */
  if (access(path, W_OK) < 0) return errno;
  file->target = realpath(path, NULL); /* so that a link stays a link */
  return file->target ? open_new(file, status.st_mode & MODE_BITS) : errno;
}

static int finish_writer(FileWriter *file) {
  int error = file->name && fsync(file->descriptor) < 0 ? errno : 0;
  if (close(file->descriptor) < 0 && !error) error = errno;
  file->descriptor = -1;
  if (error || !file->name) return error;
  if (rename(file->name, file->target) < 0) return errno;
  free(file->name); /* there is nothing to unlink any more */
  file->name = NULL;
  return 0;
}

bool file_write(const char *path, Text content, const char **why) {
  FileWriter file;
  int error = open_writer(&file, path);
  if (!error && !write_all(file.descriptor, content)) error = errno;
  if (!error) error = finish_writer(&file);
  discard(&file);
  return error ? fail_writing(why, error) : true;
}

FileWriter *file_create(Arena *arena, const char *path, const char **why) {
  FileWriter *file = ARENA_NEW(arena, FileWriter);
  const int error = open_writer(file, path);
  if (error) {
    discard(file);
    fail_writing(why, error);
    return NULL;
  }
  file->arena = arena;
  arena_defer(arena, discard, file);
  return file;
}

bool file_put(FileWriter *file, Text bytes, const char **why) {
  return write_all(file->descriptor, bytes) || fail(why, errno);
}

bool file_finish(FileWriter *file, const char **why) {
  const int error = finish_writer(file);
  arena_close(file->arena, file);
  return error ? fail(why, error) : true;
}

bool file_is_same(const char *a, const char *b) {
  struct stat first, second;
  return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
         first.st_ino == second.st_ino && S_ISREG(first.st_mode);
}

bool file_exists(const char *path) {
  struct stat status;
  return stat(path, &status) == 0;
}

Text file_folder(Arena *arena, const char *path) {
  const char *slash = strrchr(path, '/');
  return text_copy(arena, (Text){path, slash ? (size_t)(slash - path) + 1 : 0});
}

bool file_is_inside(Text folder, const char *path) {
  char real_folder[PATH_MAX], real_path[PATH_MAX], name[PATH_MAX];
  if (folder.len >= sizeof name) return false;
  memcpy(name, folder.at, folder.len);
  name[folder.len] = 0;
  if (!realpath(folder.len ? name : ".", real_folder) || !realpath(path, real_path)) return false;
  const size_t len = strlen(real_folder);
  return strncmp(real_folder, real_path, len) == 0 &&
         (real_path[len] == '/' || (len == 1 && real_folder[0] == '/'));
}

Text file_name_of(Text path) {
  size_t at = path.len;
  while (at && path.at[at - 1] != '/') at--;
  return text_slice(path, at, path.len);
}

Text file_stem(const char *path, Text ending) {
  const Text name = file_name_of(text_of(path));
  return text_ends(name, ending) ? text_slice(name, 0, name.len - ending.len) : name;
}

char *file_join(Arena *arena, Text folder, Text name) {
  if (folder.len == 0 || text_starts(name, TEXT("/"))) return arena_copy(arena, name.at, name.len);
  Buffer path = buffer_in(arena);
  buffer_text(&path, folder);
  if (!text_ends(folder, TEXT("/"))) buffer_char(&path, '/');
  buffer_text(&path, name);
  return path.data;
}
