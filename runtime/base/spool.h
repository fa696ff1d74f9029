/* spool.h - bytes that are kept until they can go out, in order.
 *
 * The first of them stay in memory; what is more goes to a file that has no name, so that it is
 * gone with the program, however that ends. Where no such file can be made, or it takes no more,
 * everything else stays in memory: keeping never fails for that.
 */
#ifndef BASE_SPOOL_H
#define BASE_SPOOL_H

#include "base/buffer.h"

typedef struct Spool Spool;

/* What is in memory is at most this much, while the file takes the rest. */
enum { SPOOL_MEMORY = 1 << 19 };

/* `folder` is where the file may be made; NULL: nowhere. */
Spool *spool_new(Arena *arena, const char *folder);
void spool_put(Spool *spool, Text bytes);
bool spool_is_empty(const Spool *spool);
/* Hands everything out in pieces, and forgets it. False, with a short reason, when the file could
 * not be read back. */
bool spool_take(Spool *spool, void (*take)(void *context, Text piece), void *context,
                const char **why);

#endif
