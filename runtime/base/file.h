/* file.h - files in and out, whole. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buffer.h"

/* Reads a whole file ("-" is standard input) into the arena. On failure returns false and
 * sets *why to a short reason ("no such file", "is a directory", ...). */
bool file_read(Arena *arena, const char *path, Text *content, const char **why);
/* Writes beside the target and renames, so an interrupted write leaves the old file whole. */
bool file_write(const char *path, Text content, const char **why);

/* A file that is written piece by piece: whole or not at all, as by file_write. One that is not
 * finished leaves nothing behind when the arena is freed. */
typedef struct FileWriter FileWriter;
/* NULL on failure. */
FileWriter *file_create(Arena *arena, const char *path, const char **why);
bool file_put(FileWriter *file, Text bytes, const char **why);
/* Gives the file its name. Whatever comes of it, the writer is done with. */
bool file_finish(FileWriter *file, const char **why);
/* A file to write and read again that nobody else sees, in a folder: gone when it is closed, which
 * is the caller's to do. Its descriptor, or -1. */
int file_nameless(Arena *arena, const char *folder);
bool file_exists(const char *path);
/* Whether both are there and are one and the same regular file, links followed. */
bool file_is_same(const char *a, const char *b);
/* The folder part of a path with its slash, or "". */
Text file_folder(Arena *arena, const char *path);
/* Whether the file lies in the folder ("" is the current one) or below, links followed. */
bool file_is_inside(Text folder, const char *path);
/* The name of a file without its folder: borrowed. */
Text file_name_of(Text path);
/* The name of a file without its folder and, where it has that, its ending: borrowed. */
Text file_stem(const char *path, Text ending);
char *file_join(Arena *arena, Text folder, Text name); /* absolute names stay as they are */

#endif
