/* source.h - the bytes of a source of data, in the order in which they come. */
#ifndef READ_SOURCE_H
#define READ_SOURCE_H

#include "base/text.h"

/* Readable bytes behind a block. */
#define SOURCE_PADDING 64

typedef struct Source {
  Arena *arena;
  int file;            /* descriptor, -1 for bytes in memory and when closed */
  Text memory;         /* what is left of the bytes in memory */
  Text back;           /* bytes that were put back, which come before all others */
  bool waits;          /* a pipe or a terminal, whose bytes may come late */
  bool ended;          /* there are no more bytes behind those put back */
  uint64_t read, size; /* in all; size is 0 where not known */
} Source;

/* Opens a file ("-" = standard input), or takes `memory` where path is NULL. On failure *why is a
 * short reason. The file is closed with the arena, or by source_close. */
bool source_open(Source *source, Arena *arena, const char *path, Text memory, const char **why);
/* Reads until `size` bytes are there, or the source has ended, or nothing more comes of it for a
 * moment; waits for the first byte. Sets *got. False with a reason when reading failed. */
bool source_read(Source *source, char *to, size_t size, size_t *got, const char **why);
/* Puts back the last bytes that were read; they stay where they are. */
void source_unread(Source *source, Text bytes);
/* Whether all bytes were read, which shows when one more is asked for. */
static inline bool source_at_end(const Source *source) {
  return source->ended && source->back.len == 0;
}
void source_close(Source *source);

#endif
