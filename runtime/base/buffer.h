/* buffer.h - text under construction, in an arena. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdarg.h>

#include "base/arena.h"
#include "base/text.h"

typedef struct Buffer {
  char *data; /* always zero-terminated once something was added */
  size_t len, capacity;
  Arena *arena;
} Buffer;

Buffer buffer_in(Arena *arena);
void buffer_clear(Buffer *buffer); /* keeps the capacity */
void buffer_char(Buffer *buffer, char c);
void buffer_repeat(Buffer *buffer, char c, size_t times);
void buffer_bytes(Buffer *buffer, const void *bytes, size_t size);
void buffer_text(Buffer *buffer, Text text);
void buffer_str(Buffer *buffer, const char *zero_terminated);
void buffer_printf(Buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Room for `size` more bytes; returns where they go. What was written there counts after
 * buffer_commit, which is given its end. */
char *buffer_reserve(Buffer *buffer, size_t size);
static inline void buffer_commit(Buffer *buffer, char *end) {
  buffer->len = (size_t)(end - buffer->data);
  *end = '\0';
}
/* What is in the buffer now; valid until the next addition. */
Text buffer_view(const Buffer *buffer);

#endif
