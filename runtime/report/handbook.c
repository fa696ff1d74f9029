/* handbook.c - terms, anchors and words of a handbook. */
#include "report/handbook.h"

#include <string.h>

Handbook *handbook_new(Arena *arena) {
  Handbook *book = ARENA_NEW(arena, Handbook);
  *book = (Handbook){.arena = arena, .term = map_new(arena), .anchor = map_new(arena)};
  return book;
}

Text handbook_anchor(Handbook *book, const char *prefix, Text text) {
  Buffer id = buffer_in(book->arena);
  buffer_str(&id, prefix);
  for (size_t i = 0; i < text.len; i++) {
    const char c = text_lower_char(text.at[i]);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    buffer_char(&id, plain ? c : '-');
  }
  Text made = text_copy(book->arena, buffer_view(&id));
  for (unsigned i = 2; map_get(book->anchor, made) != MAP_NONE; i++)
    made = text_of(arena_printf(book->arena, "%.*s-%u", TEXT_ARG(buffer_view(&id)), i));
  map_put(book->anchor, made, 0);
  return made;
}

size_t handbook_term(Handbook *book, Text key, Text name) {
  const uint32_t known = map_get(book->term, key);
  if (known != MAP_NONE) return known;
  const size_t index = book->terms.count;
  *VEC_PUSH(book->arena, &book->terms) =
      (HandbookTerm){.key = key, .id = handbook_anchor(book, "", key), .name = name};
  map_put(book->term, key, (uint32_t)index);
  return index;
}

HandbookOwner *handbook_owner(Handbook *book, Text name) {
  for (size_t i = 0; i < book->owners.count; i++)
    if (text_equal(book->owners.at[i].name, name)) return &book->owners.at[i];
  HandbookOwner *made = VEC_PUSH(book->arena, &book->owners);
  *made = (HandbookOwner){.id = handbook_anchor(book, "owner-", name), .name = name};
  return made;
}

bool handbook_next_part(const Handbook *book, Text *rest, Text *part, bool *named,
                        const HandbookTerm **term) {
  if (!rest->len) return false;
  *named = rest->at[0] == '`';
  *term = NULL;
  const size_t from = *named;
  const char *end = memchr(rest->at + from, '`', rest->len - from);
  const size_t to = end ? (size_t)(end - rest->at) : rest->len;
  *part = text_slice(*rest, from, to);
  *rest = text_slice(*rest, to + (*named && end), rest->len);
  if (!*named) return true;
  const uint32_t index = map_get(book->term, *part);
  if (index == MAP_NONE) return true;
  *term = &book->terms.at[index];
  *part = (*term)->name;
  return true;
}

Text handbook_plain(const Handbook *book, Text words) {
  Buffer out = buffer_in(book->arena);
  const HandbookTerm *term;
  bool named;
  for (Text part; handbook_next_part(book, &words, &part, &named, &term);) buffer_text(&out, part);
  return buffer_view(&out);
}
