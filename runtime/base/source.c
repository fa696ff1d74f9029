/* source.c - the sources behind one another in one space of offsets.
 *
 *   offset   0 | 1 ... first file ... end | gap | second file ... end | gap | ...
 *
 * The end of a file (one past its last byte) is an offset of that file, where
 * "the file ends too early" is reported; so the gap keeps it apart from the next.
 *
 * A compiled program tells the place of each of its clauses, so lines are not counted from the
 * file's beginning each time: `lines` has the number of the line at every MARK bytes.
 */
#include "base/source.h"

#include <string.h>

enum { OFFSET_LIMIT = 1 << 30, MARK = 4096 };

typedef struct {
  Text name, content;
  uint32_t base;   /* offset of the first byte */
  uint32_t *lines; /* at byte 0, MARK, 2 * MARK ...; NULL until somebody asks */
} Source;

struct SourceMap {
  Arena *arena;
  VEC(Source) sources;
  uint32_t end; /* base of the next source */
};

SourceMap *source_map_new(Arena *arena) {
  SourceMap *map = ARENA_NEW(arena, SourceMap);
  map->arena = arena;
  map->end = 1;
  return map;
}

SourceMap *source_map_copy(Arena *arena, const SourceMap *map) {
  SourceMap *copy = ARENA_NEW(arena, SourceMap);
  *copy = *map;
  copy->arena = arena;
  VEC_OWN(arena, &copy->sources);
  return copy;
}

static uint32_t count_line_ends(Text text) {
  uint32_t lines = 0;
  const char *at = text.at, *end = text.at + text.len;
  while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
    lines++;
    at++;
  }
  return lines;
}

static uint32_t *mark_lines(Arena *arena, Text content) {
  uint32_t *lines = ARENA_ARRAY(arena, uint32_t, content.len / MARK + 1);
  lines[0] = 1;
  for (size_t i = 1; i <= content.len / MARK; i++)
    lines[i] = lines[i - 1] + count_line_ends(text_slice(content, (i - 1) * MARK, i * MARK));
  return lines;
}

uint32_t source_add(SourceMap *map, Text name, Text content) {
  if (content.len >= (size_t)OFFSET_LIMIT - map->end) return UINT32_MAX;
  uint32_t base = map->end;
  Source *source = VEC_PUSH(map->arena, &map->sources);
  *source = (Source){.name = name, .content = content, .base = base};
  map->end = base + (uint32_t)content.len + 1;
  return base;
}

size_t source_count(const SourceMap *map) { return map->sources.count; }

Text source_name(const SourceMap *map, size_t index) { return map->sources.at[index].name; }

Text source_content(const SourceMap *map, size_t index) { return map->sources.at[index].content; }

size_t source_index(const SourceMap *map, uint32_t offset) {
  if (offset == 0 || offset >= map->end) return SIZE_MAX;
  size_t lo = 0, hi = map->sources.count;
  while (hi - lo > 1) {
    size_t middle = lo + (hi - lo) / 2;
    if (map->sources.at[middle].base <= offset)
      lo = middle;
    else
      hi = middle;
  }
  return lo;
}

static Source *source_at(const SourceMap *map, uint32_t offset) {
  size_t index = source_index(map, offset);
  return index == SIZE_MAX ? NULL : &map->sources.at[index];
}

/* Where the line that holds `at` begins, the byte order mark left out. */
static size_t line_start(Text content, size_t at) {
  const char *end = at ? memrchr(content.at, '\n', at) : NULL;
  if (end) return (size_t)(end - content.at) + 1;
  return text_starts(content, TEXT("\xEF\xBB\xBF")) ? 3 : 0;
}

/* The whole line from `start`, without \n or \r\n. */
static Text line_from(Text content, size_t start) {
  Text rest = text_slice(content, start, content.len);
  const char *end = rest.len ? memchr(rest.at, '\n', rest.len) : NULL;
  if (!end) return rest;
  Text line = {rest.at, (size_t)(end - rest.at)};
  if (text_ends(line, TEXT("\r"))) line.len--;
  return line;
}

static uint32_t line_at(Arena *arena, Source *source, size_t at) {
  if (!source->lines) source->lines = mark_lines(arena, source->content);
  const size_t mark = at / MARK;
  return source->lines[mark] + count_line_ends(text_slice(source->content, mark * MARK, at));
}

Place source_place(const SourceMap *map, uint32_t offset) {
  Source *source = source_at(map, offset);
  if (!source) return (Place){.file = TEXT("")};
  size_t at = offset - source->base;
  size_t start = line_start(source->content, at);
  /* Inside \r\n or the mark the place is the nearest column of the line. */
  Text line = line_from(source->content, start);
  size_t into = at > start ? at - start : 0;
  size_t column = text_length(text_slice(line, 0, into)) + 1;
  return (Place){source->name, line_at(map->arena, source, at), (uint32_t)column};
}

Text source_text(const SourceMap *map, Span span) {
  const Source *source = source_at(map, span.lo);
  if (!source || span.hi <= span.lo) return TEXT("");
  return text_slice(source->content, span.lo - source->base, span.hi - source->base);
}

Place source_end(const SourceMap *map, Span span) {
  return source_place(map, span.lo + (uint32_t)source_text(map, span).len);
}

Text source_line(const SourceMap *map, uint32_t offset) {
  const Source *source = source_at(map, offset);
  if (!source) return TEXT("");
  return line_from(source->content, line_start(source->content, offset - source->base));
}
