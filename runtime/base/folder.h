/* folder.h - what lies in a folder. */
#ifndef BASE_FOLDER_H
#define BASE_FOLDER_H

#include "base/arena.h"

typedef struct FolderEntry {
  const char *name; /* in the arena */
  bool folder;      /* a folder itself; a link to one is none, so that no walk runs in a circle */
} FolderEntry;

typedef struct FolderList {
  FolderEntry *at;
  size_t count, capacity;
} FolderList;

bool folder_is(const char *path);
/* Its entries by name, without those that begin with a point. False with a short reason in *why. */
bool folder_list(Arena *arena, const char *path, FolderList *out, const char **why);

#endif
