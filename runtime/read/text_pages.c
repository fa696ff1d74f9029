/* text_pages.c - a list of pages, filled from the first to the last, and again after a reset. */
#include "read/text_pages.h"

#include <string.h>

enum { PAGE = 64 * 1024 };

/* The first page from the current one on that holds `size` bytes becomes the current one. */
static void next_page(TextPages *pages, size_t size) {
  pages->used = 0;
  if (pages->pages.count > 0) pages->page++;
  while (pages->page < pages->pages.count && pages->pages.at[pages->page].size < size)
    pages->page++;
  if (pages->page < pages->pages.count) return;
  TextPage page = {.size = size > PAGE ? size : PAGE};
  page.bytes = arena_alloc(pages->arena, page.size + TEXT_PADDING);
  *VEC_PUSH(pages->arena, &pages->pages) = page;
}

char *text_pages_room(TextPages *pages, size_t size) {
  if (pages->page >= pages->pages.count || pages->pages.at[pages->page].size - pages->used < size) {
    next_page(pages, size);
  }
  return pages->pages.at[pages->page].bytes + pages->used;
}

Text text_pages_copy(TextPages *pages, Text text) {
  char *copy = text_pages_room(pages, text.len);
  if (text.len) memcpy(copy, text.at, text.len);
  text_pages_keep(pages, text.len);
  return (Text){copy, text.len};
}

void text_pages_reset(TextPages *pages) { pages->page = pages->used = 0; }
