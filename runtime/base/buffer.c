/* buffer.c - a zero-terminated block of arena_grow that doubles.
 *
 * Invariant: once data is set, len < capacity and data[len] is zero, because
 * room for the terminator is always asked for besides what is added.
 */
#include "base/buffer.h"

#include <stdio.h>
#include <string.h>

enum { CAPACITY_FIRST = 64 };

Buffer buffer_in(Arena *arena) { return (Buffer){.arena = arena}; }

void buffer_clear(Buffer *buffer) {
  buffer->len = 0;
  if (buffer->data) buffer->data[0] = '\0';
}

char *buffer_reserve(Buffer *buffer, size_t size) {
  size_t wanted;
  if (__builtin_add_overflow(buffer->len, size, &wanted) || wanted >= SIZE_MAX / 2)
    arena_fail(buffer->arena);
  if (wanted >= buffer->capacity) {
    size_t capacity = buffer->capacity ? buffer->capacity : CAPACITY_FIRST;
    while (capacity <= wanted) capacity *= 2;
    buffer->data = arena_grow(buffer->arena, buffer->data, buffer->capacity, capacity);
    buffer->capacity = capacity;
  }
  return buffer->data + buffer->len;
}

void buffer_bytes(Buffer *buffer, const void *bytes, size_t size) {
  char *to = buffer_reserve(buffer, size);
  if (size) memcpy(to, bytes, size);
  to[size] = '\0';
  buffer->len += size;
}

void buffer_char(Buffer *buffer, char c) { buffer_bytes(buffer, &c, 1); }

void buffer_repeat(Buffer *buffer, char c, size_t times) {
  char *to = buffer_reserve(buffer, times);
  memset(to, c, times);
  to[times] = '\0';
  buffer->len += times;
}

void buffer_text(Buffer *buffer, Text text) { buffer_bytes(buffer, text.at, text.len); }

void buffer_str(Buffer *buffer, const char *zero_terminated) {
  buffer_bytes(buffer, zero_terminated, strlen(zero_terminated));
}

void buffer_printf(Buffer *buffer, const char *format, ...) {
  char *to = buffer_reserve(buffer, CAPACITY_FIRST / 2);
  size_t room = buffer->capacity - buffer->len;
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(to, room, format, arguments);
  va_end(arguments);
  if (length < 0) {
    to[0] = '\0';
    arena_fail(buffer->arena);
  }
  if ((size_t)length >= room) {
    to[0] = '\0'; /* whole again, should there be no memory */
    to = buffer_reserve(buffer, (size_t)length);
    va_start(arguments, format);
    vsnprintf(to, (size_t)length + 1, format, arguments);
    va_end(arguments);
  }
  buffer->len += (size_t)length;
}

Text buffer_view(const Buffer *buffer) {
  return buffer->data ? (Text){buffer->data, buffer->len} : (Text){"", 0};
}
