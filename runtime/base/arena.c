/* arena.c - pages for what stays put, malloc'd blocks for what grows.
 *
 *   Arena ─▶ page ─▶ page ─▶ ...      small requests, cut off one after another
 *         ─▶ grown ⇄ grown ⇄ ...      blocks of arena_grow: a list in both directions,
 *                                     so that realloc can mend its neighbours
 *         ─▶ deferred ─▶ deferred     closers, newest first
 *
 * A page comes from calloc and is never used twice, so what is cut from it is
 * zero already. Pages double in size up to PAGE_MOST. A request that would waste
 * much of the current page gets a page of its own behind it.
 *
 * Under the address sanitizer every request is a page of its own, because an
 * overrun from one request into the next within a page would go unseen.
 *
 * Invariant: `held` is the sum of all that was taken from the machine for pages
 * and grown blocks. The budget's is the sum over the arenas that share it, counted
 * before the machine is asked, and never exceeds `limit` (where there is one).
 */
#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define PAGE_PER_REQUEST true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PAGE_PER_REQUEST true
#endif
#endif
#ifndef PAGE_PER_REQUEST
#define PAGE_PER_REQUEST false
#endif

enum { PAGE_FIRST = 4096, PAGE_MOST = 1 << 20, ALIGNMENT = _Alignof(max_align_t), VEC_FIRST = 4 };

typedef struct Page {
  struct Page *next;
  size_t size; /* of the bytes behind this head */
  _Alignas(max_align_t) char bytes[];
} Page;

typedef struct Grown {
  struct Grown *next, *previous;
  size_t size;
  _Alignas(max_align_t) char bytes[];
} Grown;

typedef struct Deferred {
  struct Deferred *next;
  void (*close)(void *);
  void *what;
} Deferred;

/* What arenas hold together. Touched once a page, so that threads seldom meet here. */
typedef struct Budget {
  size_t limit; /* 0: none */
  atomic_size_t held;
  atomic_bool was_hit;
} Budget;

struct Arena {
  jmp_buf escape;
  bool has_escape;
  Page *pages;
  char *free; /* the unused rest of the newest shared page */
  size_t left;
  size_t next_page;
  Grown *grown;
  Deferred *deferred;
  size_t held;
  uint64_t requests, fail_at;
  Budget *budget; /* its own, or that of the arena it was made beside */
  Budget own;
};

Arena *arena_new(const ArenaOptions *options) {
  Arena *arena = calloc(1, sizeof *arena);
  if (!arena) return NULL;
  arena->next_page = PAGE_FIRST;
  arena->budget = &arena->own;
  if (options) {
    arena->own.limit = options->limit;
    arena->fail_at = options->fail_at;
  }
  return arena;
}

Arena *arena_beside(Arena *arena) {
  Arena *beside = arena_new(&(ArenaOptions){.fail_at = arena->fail_at});
  if (beside) beside->budget = arena->budget;
  return beside;
}

void arena_free(Arena *arena) {
  if (!arena) return;
  /* Taken off the list before it runs: a closer may itself call arena_close. */
  for (Deferred *deferred; (deferred = arena->deferred);) {
    arena->deferred = deferred->next;
    deferred->close(deferred->what);
  }
  for (Grown *grown = arena->grown, *next; grown; grown = next) {
    next = grown->next;
    free(grown);
  }
  for (Page *page = arena->pages, *next; page; page = next) {
    next = page->next;
    free(page);
  }
  atomic_fetch_sub(&arena->budget->held, arena->held);
  free(arena);
}

jmp_buf *arena_escape(Arena *arena) {
  arena->has_escape = true;
  return &arena->escape;
}

_Noreturn void arena_fail(Arena *arena) {
  assert(arena->has_escape && "ARENA_TRY comes before the first request");
  longjmp(arena->escape, 1);
}

/* Counts a request; false when it is the one that a fault test wants to fail. */
static bool request(Arena *arena) { return ++arena->requests != arena->fail_at; }

/* Counts `size` more bytes as held; false, and nothing counted, where that is over the limit. Two
 * threads never fail for room that the other one only asked for. */
static bool draw(Arena *arena, size_t size) {
  Budget *budget = arena->budget;
  const size_t limit = budget->limit ? budget->limit : SIZE_MAX;
  size_t held = atomic_load(&budget->held);
  do {
    if (held > limit || size > limit - held) {
      atomic_store(&budget->was_hit, true);
      return false;
    }
  } while (!atomic_compare_exchange_weak(&budget->held, &held, held + size));
  arena->held += size;
  return true;
}

static void give_back(Arena *arena, size_t size) {
  atomic_fetch_sub(&arena->budget->held, size);
  arena->held -= size;
}

/* A page for `size` bytes, linked in; NULL when there is no memory. */
static Page *page_new(Arena *arena, size_t size) {
  size_t whole;
  if (__builtin_add_overflow(size, sizeof(Page), &whole)) return NULL;
  if (!draw(arena, whole)) return NULL;
  Page *page = calloc(1, whole);
  if (!page) {
    give_back(arena, whole);
    return NULL;
  }
  page->size = size;
  page->next = arena->pages;
  arena->pages = page;
  return page;
}

/* The size for the next shared page; a page never fails for want of room that nobody asked for. */
static size_t shared_page_size(const Arena *arena, size_t at_least) {
  size_t size = arena->next_page;
  if (arena->budget->limit) {
    const size_t limit = arena->budget->limit, held = atomic_load(&arena->budget->held);
    size_t room = limit > held ? limit - held : 0;
    room = room > sizeof(Page) ? room - sizeof(Page) : 0;
    if (size > room) size = room & ~(size_t)(ALIGNMENT - 1);
  }
  return size < at_least ? at_least : size;
}

/* Zeroed bytes, or NULL. */
static void *take(Arena *arena, size_t size) {
  if (!request(arena)) return NULL;
  if (size > SIZE_MAX - sizeof(Page) - ALIGNMENT) return NULL;
  if (PAGE_PER_REQUEST) {
    /* Not rounded, so that the sanitizer sees the very first byte behind. */
    Page *own = page_new(arena, size);
    return own ? own->bytes : NULL;
  }
  size = size ? (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1) : ALIGNMENT;
  if (size > arena->left) {
    if (size > arena->next_page / 4) {
      Page *own = page_new(arena, size);
      return own ? own->bytes : NULL;
    }
    Page *page = page_new(arena, shared_page_size(arena, size));
    /* Another thread may have taken the room in between. */
    if (!page) page = page_new(arena, size);
    if (!page) return NULL;
    arena->free = page->bytes;
    arena->left = page->size;
    if (arena->next_page < PAGE_MOST) arena->next_page *= 2;
  }
  void *taken = arena->free;
  arena->free += size;
  arena->left -= size;
  return taken;
}

void *arena_alloc(Arena *arena, size_t size) {
  void *taken = take(arena, size);
  if (!taken) arena_fail(arena);
  return taken;
}

void *arena_array(Arena *arena, size_t count, size_t size) {
  size_t total;
  if (__builtin_mul_overflow(count, size, &total)) {
    request(arena);
    arena_fail(arena);
  }
  return arena_alloc(arena, total);
}

static Grown *grown_of(void *block) {
  return (Grown *)(void *)((char *)block - offsetof(Grown, bytes));
}

/* Makes the neighbours of a grown block point at where it is now. */
static void grown_link(Arena *arena, Grown *grown) {
  if (grown->previous)
    grown->previous->next = grown;
  else
    arena->grown = grown;
  if (grown->next) grown->next->previous = grown;
}

static void *grown_new(Arena *arena, size_t size) {
  if (!draw(arena, sizeof(Grown) + size)) arena_fail(arena);
  /* calloc, because fresh pages of the machine are zero without being touched. */
  Grown *grown = calloc(1, sizeof(Grown) + size);
  if (!grown) {
    give_back(arena, sizeof(Grown) + size);
    arena_fail(arena);
  }
  grown->size = size;
  grown->next = arena->grown;
  grown_link(arena, grown);
  return grown->bytes;
}

void *arena_grow(Arena *arena, void *block, size_t old_size, size_t size) {
  if (!request(arena)) arena_fail(arena);
  if (size > SIZE_MAX - sizeof(Grown)) arena_fail(arena);
  if (!block) return grown_new(arena, size);
  Grown *grown = grown_of(block);
  if (size <= grown->size) return block;
  const size_t more = size - grown->size;
  if (!draw(arena, more)) arena_fail(arena);
  Grown *moved = realloc(grown, sizeof(Grown) + size);
  if (!moved) {
    give_back(arena, more);
    arena_fail(arena);
  }
  grown_link(arena, moved);
  moved->size = size;
  memset(moved->bytes + old_size, 0, size - old_size);
  return moved->bytes;
}

void arena_release(Arena *arena, void *block) {
  if (!block) return;
  Grown *grown = grown_of(block);
  if (grown->previous)
    grown->previous->next = grown->next;
  else
    arena->grown = grown->next;
  if (grown->next) grown->next->previous = grown->previous;
  give_back(arena, sizeof(Grown) + grown->size);
  free(grown);
}

void *arena_vec_grow(Arena *arena, void *at, size_t *capacity, size_t size) {
  size_t old_size = *capacity * size, more, new_size;
  if (__builtin_mul_overflow(*capacity ? *capacity : VEC_FIRST / 2, (size_t)2, &more) ||
      __builtin_mul_overflow(more, size, &new_size)) {
    request(arena);
    arena_fail(arena);
  }
  at = arena_grow(arena, at, old_size, new_size);
  *capacity = more;
  return at;
}

void *arena_vec_own(Arena *arena, const void *at, size_t count, size_t *capacity, size_t size) {
  *capacity = count;
  if (!count) return NULL;
  return memcpy(arena_grow(arena, NULL, 0, count * size), at, count * size);
}

char *arena_copy(Arena *arena, const void *bytes, size_t size) {
  size_t whole;
  if (__builtin_add_overflow(size, (size_t)1, &whole)) arena_fail(arena);
  char *copy = arena_alloc(arena, whole);
  if (size) memcpy(copy, bytes, size);
  return copy;
}

char *arena_vprintf(Arena *arena, const char *format, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  if (length < 0) arena_fail(arena);
  size_t size = (size_t)length + 1;
  char *text = arena_alloc(arena, size);
  vsnprintf(text, size, format, arguments);
  return text;
}

char *arena_printf(Arena *arena, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *text = arena_vprintf(arena, format, arguments);
  va_end(arguments);
  return text;
}

void arena_defer(Arena *arena, void (*close)(void *), void *what) {
  Deferred *deferred = take(arena, sizeof *deferred);
  if (!deferred) {
    /* From here nobody else knows of `what`. */
    close(what);
    arena_fail(arena);
  }
  *deferred = (Deferred){.next = arena->deferred, .close = close, .what = what};
  arena->deferred = deferred;
}

void arena_close(Arena *arena, void *what) {
  for (Deferred **link = &arena->deferred; *link; link = &(*link)->next) {
    Deferred *deferred = *link;
    if (deferred->what != what) continue;
    *link = deferred->next;
    deferred->close(what);
    return;
  }
}

bool arena_hit_limit(const Arena *arena) { return atomic_load(&arena->budget->was_hit); }

size_t arena_size(const Arena *arena) { return arena->held; }

size_t arena_shared_size(const Arena *arena) { return atomic_load(&arena->budget->held); }

uint64_t arena_requests(const Arena *arena) { return arena->requests; }
