/* history.c - where the lines of a session are kept between sessions.
 *
 * A rule file has a history of its own: "acme-1f0c….history", by its name for people and a hash of
 * its absolute path, since clients' files are likely to have the same names.
 */
#include "repl/history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { FOLDER_MODE = 0700, FILE_MODE = 0600, NAME_MOST = 60 };

/* Relative values of XDG_STATE_HOME are to be ignored, says its specification. */
static const char *state_folder(Arena *arena) {
  const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
  if (state && state[0] == '/') return state;
  if (!home || home[0] != '/') return NULL;
  return arena_printf(arena, "%s/.local/state", home);
}

/* Makes a folder and those above it. */
static bool make_folder(Arena *arena, const char *path) {
  char *copy = arena_copy(arena, path, strlen(path));
  for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    if (mkdir(copy, FOLDER_MODE) != 0 && errno != EEXIST) return false;
    *slash = '/';
  }
  return mkdir(copy, FOLDER_MODE) == 0 || errno == EEXIST;
}

/* Whether the file is there, ours and nobody else's to read. */
static bool make_private(const char *path) {
  const int file = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
  struct stat status;
  if (file < 0) return false;
  bool done = fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid();
  if (done && (status.st_mode & 077)) done = fchmod(file, FILE_MODE) == 0;
  close(file);
  return done;
}

const char *history_file(Arena *arena, const char *rule_file) {
  const char *state = state_folder(arena);
  char *whole = realpath(rule_file, NULL);
  const uint64_t hash = text_hash(text_of(whole ? whole : rule_file));
  free(whole);
  if (!state) return NULL;
  const char *folder = arena_printf(arena, "%s/strata", state);
  const Text name = file_stem(rule_file, TEXT(".strata"));
  const Text stem = text_slice(name, 0, name.len < NAME_MOST ? name.len : NAME_MOST);
  const char *path = arena_printf(arena, "%s/%.*s-%016llx.history", folder, TEXT_ARG(stem),
                                  (unsigned long long)hash);
  return make_folder(arena, folder) && make_private(path) ? path : NULL;
}
