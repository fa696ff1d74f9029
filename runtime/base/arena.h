/* arena.h - memory that is freed whole.
 *
 * One arena per compilation, one per run. Everything that belongs to such an
 * operation is taken from its arena and lives until arena_free. That leaves
 * one place for "out of memory": instead of a null check at every request,
 * a failed request unwinds to the escape that the operation's entry has set.
 *
 *   Arena *arena = arena_new(NULL);
 *   if (!arena) return false;
 *   if (!ARENA_TRY(arena)) { arena_free(arena); return false; }   // lands here when memory runs
 * out
 *   ...                                  // arena_alloc never returns NULL
 *   arena_free(arena);
 *
 * What is not memory (an open file, a mapping) is handed to arena_defer, so
 * that unwinding closes it. An arena belongs to one thread at a time; threads that
 * work side by side have one each, made by arena_beside, and one limit together.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Arena Arena;

/* All fields may be zero. */
typedef struct {
  size_t limit;     /* most bytes the arena may hold, 0 = no limit (--max-memory) */
  uint64_t fail_at; /* fault tests: the n-th request fails, 0 = never */
} ArenaOptions;

/* A new arena, or NULL when there is no memory even for that. `options` may be NULL. */
Arena *arena_new(const ArenaOptions *options);

/* A new arena whose memory counts towards the limit of `arena`, or NULL as above. It may belong to
 * another thread, and must be freed before the arena that was made with arena_new. A request that
 * fails unwinds to its own escape: the thread that waits for it then calls arena_fail for its own.
 * It takes over `fail_at`, with a count of its own. */
Arena *arena_beside(Arena *arena);

/* Runs the deferred closers, newest first, and frees everything. NULL is harmless. */
void arena_free(Arena *arena);

/* Sets the escape: true now, false when a request failed later. Locals that
 * change in between must be volatile. A new ARENA_TRY replaces the old escape. */
#define ARENA_TRY(arena) (setjmp(*arena_escape(arena)) == 0)
jmp_buf *arena_escape(Arena *arena);

/* `size` zeroed bytes aligned for any type. Never NULL; size 0 gives a valid pointer. */
void *arena_alloc(Arena *arena, size_t size);
#define ARENA_NEW(arena, T) ((T *)arena_alloc((arena), sizeof(T)))
#define ARENA_ARRAY(arena, T, n) ((T *)arena_array((arena), (n), sizeof(T)))

/* count * size zeroed bytes; an overflowing product is a failed request. */
void *arena_array(Arena *arena, size_t count, size_t size);

/* Grows a block that came from this function (or NULL) to `size` bytes; what is
 * new is zeroed. Large blocks move with realloc, so doubling costs no garbage. */
void *arena_grow(Arena *arena, void *block, size_t old_size, size_t size);

/* Gives a block of arena_grow back early. NULL is harmless. */
void arena_release(Arena *arena, void *block);

/* A copy of `size` bytes with a zero byte behind them. */
char *arena_copy(Arena *arena, const void *bytes, size_t size);

/* printf into the arena. */
char *arena_printf(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

char *arena_vprintf(Arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Calls close(what) when the arena is freed, or at arena_close(what), whichever is first;
 * at once when there is no memory to remember it, so `what` is never lost. */
void arena_defer(Arena *arena, void (*close)(void *), void *what);
void arena_close(Arena *arena, void *what);

/* Fails as if memory had run out (for libraries whose own allocation failed). */
_Noreturn void arena_fail(Arena *arena);

/* Whether a failure was the limit rather than the machine's, in this or in an arena beside it. */
bool arena_hit_limit(const Arena *arena);

/* Bytes held at present by this arena, and by all that share its limit, itself included; and the
 * number of its requests so far (fault tests count with it). */
size_t arena_size(const Arena *arena);
size_t arena_shared_size(const Arena *arena);
uint64_t arena_requests(const Arena *arena);

/* A growing array of T: struct { T *at; size_t count, capacity; }. */
#define VEC(T)                                                                                     \
  struct {                                                                                         \
    T *at;                                                                                         \
    size_t count, capacity;                                                                        \
  }
/* Makes room for one more and evaluates to its address (zeroed). */
#define VEC_PUSH(arena, vec)                                                                       \
  ((vec)->count == (vec)->capacity                                                                 \
       ? (void)((vec)->at =                                                                        \
                    arena_vec_grow((arena), (vec)->at, &(vec)->capacity, sizeof *(vec)->at))       \
       : (void)0,                                                                                  \
   &(vec)->at[(vec)->count++])
void *arena_vec_grow(Arena *arena, void *at, size_t *capacity, size_t size);
/* Makes an array that was copied with its struct one of this arena, so that it can grow there: the
 * original keeps its own. */
#define VEC_OWN(arena, vec)                                                                        \
  ((vec)->at = arena_vec_own((arena), (vec)->at, (vec)->count, &(vec)->capacity, sizeof *(vec)->at))
void *arena_vec_own(Arena *arena, const void *at, size_t count, size_t *capacity, size_t size);

#endif
