/* fuzz_init.c - any bytes as a CSV file of which a first rule file is made.
 *
 * Whatever is in the file, the rules compile without an error, and have a layout.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "emit/compile.h"
#include "format/format.h"
#include "profile/shape.h"
#include "syntax/keywords.h"

static void must(bool holds, const char *what, const char *rules) {
  if (holds) return;
  fprintf(stderr, "broken: %s\n%s\n", what, rules);
  abort();
}

static bool is_reserved(Text word) {
  const Keyword *keyword = keyword_find(word);
  return keyword && keyword->class == KEYWORD_RESERVED;
}

static void check_rules(Arena *arena, TableProfile *table) {
  Buffer rules = buffer_in(arena);
  Compilation *compilation = compile_new(arena);
  const Syntax syntax = {arena, compilation->names, compilation->sources, compilation->diags};
  shape_write(&rules, shape_decide(arena, &table, 1), TEXT("input"), is_reserved);
  const Text text = buffer_view(&rules);
  Text out;
  const uint32_t base = source_add(syntax.sources, TEXT("rules"), text);
  must(format_source(&syntax, base, &out), "the rules have a layout", rules.data);
  must(compile_text(compilation, TEXT("laid out"), out, NULL, 0, COMPILE_IMAGE),
       "the rules compile", rules.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  static const volatile int running = 0;
  const int file = memfd_create("input", 0);
  Arena *arena = arena_new(NULL);
  if (file < 0 || !arena || write(file, bytes, size) != (ssize_t)size) abort();
  if (ARENA_TRY(arena)) {
    const char *path = arena_printf(arena, "/proc/self/fd/%d", file);
    TableProfile *table = profile_read(arena, path, diag_sink_new(arena), &running);
    if (table) check_rules(arena, table);
  }
  arena_free(arena);
  close(file);
  return 0;
}
