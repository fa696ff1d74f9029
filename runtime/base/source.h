/* source.h - the sources of one compilation behind one another, and spans in them.
 *
 * A span is two 32-bit offsets into the concatenation. Lines and columns are
 * worked out only when something is printed. Offset 0 belongs to no file, so a
 * zero span means "built in".
 */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include "base/arena.h"
#include "base/text.h"

typedef struct Span {
  uint32_t lo, hi; /* half-open */
} Span;

typedef struct SourceMap SourceMap;

/* A place for people: line and column count from 1; the column is in code points. */
typedef struct Place {
  Text file;     /* as named on the command line; "" for built-in */
  uint32_t line; /* 0 where there is no place */
  uint32_t column;
} Place;

SourceMap *source_map_new(Arena *arena);
/* A copy in another arena: what is added to it is not seen in the original, which has to outlive
 * it.
 */
SourceMap *source_map_copy(Arena *arena, const SourceMap *map);

/* Adds a file; `content` is borrowed for the map's life. Returns the offset of its
 * first byte. All sources together stay below 1 GiB (else UINT32_MAX is returned). */
uint32_t source_add(SourceMap *map, Text name, Text content);
size_t source_count(const SourceMap *map);
Text source_name(const SourceMap *map, size_t index);
Text source_content(const SourceMap *map, size_t index);
/* Index of the file that holds the offset, or SIZE_MAX for built-in. */
size_t source_index(const SourceMap *map, uint32_t offset);
Place source_place(const SourceMap *map, uint32_t offset);
/* The place behind a span's last byte, in the file where the span begins. */
Place source_end(const SourceMap *map, Span span);
/* The bytes of a span (empty for a built-in one). */
Text source_text(const SourceMap *map, Span span);
/* The whole line that holds the offset, without its line end. */
Text source_line(const SourceMap *map, uint32_t offset);

static inline Span span_join(Span a, Span b) {
  if (!a.hi) return b;
  if (!b.hi) return a;
  return (Span){a.lo < b.lo ? a.lo : b.lo, a.hi > b.hi ? a.hi : b.hi};
}

#endif
