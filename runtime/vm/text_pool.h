/* text_pool.h - memory for texts that kernels make.
 *
 * Chunks that are used again and again. A block whose new texts end up in no slot gives its memory
 * back before the next batch; otherwise texts stay until text_pool_clear.
 */
#ifndef VM_TEXT_POOL_H
#define VM_TEXT_POOL_H

#include "base/arena.h"

typedef struct TextPool TextPool;

TextPool *text_pool_new(Arena *arena);
char *text_pool_take(TextPool *pool, size_t size);
/* All that was taken since the last text_pool_keep is free again. */
void text_pool_rewind(TextPool *pool);
/* What was taken so far stays. */
void text_pool_keep(TextPool *pool);
/* Nothing stays. */
void text_pool_clear(TextPool *pool);

#endif
