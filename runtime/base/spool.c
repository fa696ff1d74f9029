/* spool.c - the file comes first in the order, what is in memory behind it. */
#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

enum { PIECE = 1 << 16 };

struct Spool {
  Buffer memory;
  const char *folder; /* NULL: no file, or no more of it */
  int descriptor;     /* -1: none yet */
  uint64_t written;
};

static void close_file(void *what) {
  Spool *spool = what;
  if (spool->descriptor >= 0) close(spool->descriptor);
  spool->descriptor = -1;
}

Spool *spool_new(Arena *arena, const char *folder) {
  Spool *spool = ARENA_NEW(arena, Spool);
  *spool = (Spool){.memory = buffer_in(arena), .folder = folder, .descriptor = -1};
  arena_defer(arena, close_file, spool);
  return spool;
}

/* What the file does not take stays in memory. */
static void write_out(Spool *spool) {
  Buffer *memory = &spool->memory;
  if (spool->descriptor < 0) spool->descriptor = file_nameless(memory->arena, spool->folder);
  size_t done = 0;
  while (spool->descriptor >= 0 && done < memory->len) {
    const ssize_t put = pwrite(spool->descriptor, memory->data + done, memory->len - done,
                               (off_t)(spool->written + done));
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) break;
    done += (size_t)put;
  }
  spool->written += done;
  if (done < memory->len) spool->folder = NULL;
  memory->len -= done;
  memmove(memory->data, memory->data + done, memory->len + 1);
}

void spool_put(Spool *spool, Text bytes) {
  if (spool->folder && spool->memory.len && spool->memory.len + bytes.len > SPOOL_MEMORY)
    write_out(spool);
  buffer_text(&spool->memory, bytes);
}

bool spool_is_empty(const Spool *spool) { return !spool->written && !spool->memory.len; }

static const char *read_back(Spool *spool, void (*take)(void *context, Text piece), void *context) {
  char piece[PIECE];
  for (uint64_t at = 0; at < spool->written;) {
    const uint64_t left = spool->written - at;
    const ssize_t got =
        pread(spool->descriptor, piece, left < PIECE ? (size_t)left : PIECE, (off_t)at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return strerrordesc_np(errno);
    if (got == 0) return "a file that was kept aside was cut short";
    take(context, (Text){piece, (size_t)got});
    at += (uint64_t)got;
  }
  return NULL;
}

bool spool_take(Spool *spool, void (*take)(void *context, Text piece), void *context,
                const char **why) {
  const char *problem = read_back(spool, take, context);
  if (problem) {
    *why = problem;
    return false;
  }
  if (spool->memory.len) take(context, buffer_view(&spool->memory));
  close_file(spool);
  arena_release(spool->memory.arena, spool->memory.data);
  spool->memory = buffer_in(spool->memory.arena);
  spool->written = 0;
  return true;
}
