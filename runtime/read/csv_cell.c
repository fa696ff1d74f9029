/* csv_cell.c - quoted cells. */
#include "read/csv_cell.h"

#include <string.h>

static bool all_blank(const char *at, const char *end) {
  while (at < end && (*at == ' ' || *at == '\t')) at++;
  return at == end;
}

Text csv_unquote(Text raw, TextPages *copies, bool *malformed) {
  const char *at = raw.at + 1, *end = raw.at + raw.len;
  const char *quote = at < end ? memchr(at, '"', (size_t)(end - at)) : NULL;
  if (!quote) return (Text){at, (size_t)(end - at)};
  if (quote + 1 == end) return (Text){at, (size_t)(quote - at)};
  char *copy = text_pages_room(copies, raw.len), *to = copy;
  for (; quote; quote = memchr(at, '"', (size_t)(end - at))) {
    memcpy(to, at, (size_t)(quote - at));
    to += quote - at;
    at = quote + 1;
    if (at == end || *at != '"') break;
    *to++ = *at++;
    if (at == end) break;
  }
  if (!all_blank(at, end)) {
    *malformed = true;
    memcpy(to, at, (size_t)(end - at));
    to += end - at;
  }
  text_pages_keep(copies, (size_t)(to - copy));
  return (Text){copy, (size_t)(to - copy)};
}
