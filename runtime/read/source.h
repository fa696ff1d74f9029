/* source.h - the bytes of a source of data, a block at a time.
 *
 *   bytes [ done with | start: not yet read as rows :end | room | padding ]
 *
 * source_fill moves what is left to the front and reads on behind it. A block grows only when a
 * row does not fit it, so memory is constant for ordinary files.
 */
#ifndef READ_SOURCE_H
#define READ_SOURCE_H

#include "base/text.h"

/* Readable bytes behind a block. */
#define SOURCE_PADDING 64

typedef struct Source {
  Arena *arena;
  int file;          /* descriptor, -1 for bytes in memory and when closed */
  Text memory;       /* what is left of the bytes in memory */
  char *bytes;       /* with SOURCE_PADDING readable bytes behind `capacity` */
  size_t start, end; /* what is read and not yet used */
  size_t capacity;
  bool last;           /* the end of the source is in the block */
  bool ended_line;     /* the source's last byte is a line end */
  uint64_t read, size; /* in all; size is 0 where not known */
} Source;

/* Opens a file ("-" = standard input), or takes `memory` where path is NULL. On failure *why is a
 * short reason. The file is closed with the arena, or by source_close. */
bool source_open(Source *source, Arena *arena, const char *path, Text memory, const char **why);
/* Reads until the block is full or the source ends; a full block grows. At the end a missing line
 * end is added and `last` is set. False with a reason when reading failed. */
bool source_fill(Source *source, const char **why);
void source_close(Source *source);

#endif
