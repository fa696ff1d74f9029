/* file.h - whole files in and out. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buffer.h"

/* Reads a whole file ("-" is standard input) into the arena. On failure returns false and
 * sets *why to a short reason ("no such file", "is a directory", ...). */
bool file_read(Arena *arena, const char *path, Text *content, const char **why);
/* Writes beside the target and renames, so an interrupted write leaves the old file whole. */
bool file_write(const char *path, Text content, const char **why);
bool file_exists(const char *path);
/* The folder part of a path with its slash, or "". */
Text file_folder(Arena *arena, const char *path);
char *file_join(Arena *arena, Text folder, Text name); /* absolute names stay as they are */

#endif
