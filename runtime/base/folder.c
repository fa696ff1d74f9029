/* folder.c - what lies in a folder. */
#include "base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool folder_is(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static void close_folder(void *what) { closedir(what); }

static int by_name(const void *a, const void *b) {
  return strcmp(((const FolderEntry *)a)->name, ((const FolderEntry *)b)->name);
}

static bool is_folder(DIR *folder, const char *name) {
  struct stat status;
  return fstatat(dirfd(folder), name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode);
}

bool folder_list(Arena *arena, const char *path, FolderList *out, const char **why) {
  *out = (FolderList){0};
  DIR *folder = opendir(path);
  if (!folder) {
    *why = errno == ENOENT    ? "no such folder"
           : errno == ENOTDIR ? "no folder"
                              : "permission denied";
    return false;
  }
  arena_defer(arena, close_folder, folder);
  for (const struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
    if (entry->d_name[0] == '.') continue;
    FolderEntry *added = VEC_PUSH(arena, out);
    added->name = arena_copy(arena, entry->d_name, strlen(entry->d_name));
    added->folder = is_folder(folder, entry->d_name);
  }
  arena_close(arena, folder);
  if (out->count) qsort(out->at, out->count, sizeof *out->at, by_name);
  return true;
}
