/* text_pool.c - a list of chunks and two positions in it: how far it is used, and how far kept.
 *
 *   chunk 0        chunk 1        chunk 2
 *   [kkkkkkkkkk]   [kkkuuuu   ]   [          ]     k kept, u used, and free to reuse
 */
#include "vm/text_pool.h"

enum { CHUNK = 64 * 1024 };

typedef struct Chunk {
  char *at;
  size_t size;
} Chunk;

typedef struct Position {
  size_t chunk, offset;
} Position;

struct TextPool {
  Arena *arena;
  VEC(Chunk) chunks;
  Position used, kept;
};

TextPool *text_pool_new(Arena *arena) {
  TextPool *pool = ARENA_NEW(arena, TextPool);
  pool->arena = arena;
  return pool;
}

char *text_pool_take(TextPool *pool, size_t size) {
  while (pool->used.chunk < pool->chunks.count &&
         pool->chunks.at[pool->used.chunk].size - pool->used.offset < size)
    pool->used = (Position){pool->used.chunk + 1, 0};
  if (pool->used.chunk == pool->chunks.count) {
    const size_t chunk_size = size > CHUNK ? size : CHUNK;
    char *bytes = arena_alloc(pool->arena, chunk_size);
    *VEC_PUSH(pool->arena, &pool->chunks) = (Chunk){bytes, chunk_size};
  }
  char *taken = pool->chunks.at[pool->used.chunk].at + pool->used.offset;
  pool->used.offset += size;
  return taken;
}

void text_pool_rewind(TextPool *pool) { pool->used = pool->kept; }

void text_pool_keep(TextPool *pool) { pool->kept = pool->used; }

void text_pool_clear(TextPool *pool) { pool->used = pool->kept = (Position){0, 0}; }
