/* text_pages.h - copies of many small texts, behind one another in pages that never move. */
#ifndef READ_TEXT_PAGES_H
#define READ_TEXT_PAGES_H

#include "base/text.h"

/* As many bytes behind every copy are readable, so that it can be loaded a word at a time. */
#define TEXT_PADDING 16

typedef struct TextPage {
  char *bytes;
  size_t size;
} TextPage;

typedef struct TextPages {
  Arena *arena;
  VEC(TextPage) pages;
  size_t page; /* the current one */
  size_t used; /* of it */
} TextPages;

/* Room for `size` bytes; text_pages_keep says how many of them were needed. */
char *text_pages_room(TextPages *pages, size_t size);
static inline void text_pages_keep(TextPages *pages, size_t size) { pages->used += size; }
Text text_pages_copy(TextPages *pages, Text text);
/* Forgets all copies and uses their memory again. */
void text_pages_reset(TextPages *pages);

#endif
