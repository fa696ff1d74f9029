/* fuzz_compile.c - any bytes as a rule file, through all stages of the compiler.
 *
 * Either there is an error, or an image that the verifier accepts and that is the same when it was
 * written and read again. Memory is bounded by the arena's limit: a small text that needs more is
 * a find, too.
 */
#include <stdio.h>
#include <stdlib.h>

#include "emit/compile.h"

enum { LIMIT = 256 << 20, SMALL = 64 << 10 };

static void must(bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "broken: %s\n", what);
  abort();
}

static void check_image(Arena *arena, const Image *image) {
  Buffer first = buffer_in(arena), second = buffer_in(arena);
  Text why = TEXT("");
  image_write(image, &first);
  Image *again = image_read(arena, buffer_view(&first), &why);
  must(again, "what was written can be read");
  must(image_verify(again, arena, &why), "what was compiled is verified");
  image_write(again, &second);
  must(text_equal(buffer_view(&first), buffer_view(&second)), "the same bytes again");
}

static void try(Arena *arena, Text text) {
  Compilation *c = compile_new(arena);
  const bool compiled = compile_text(c, TEXT("input.strata"), text, NULL, 0, COMPILE_IMAGE);
  for (size_t i = 0; i < diag_count(c->diags); i++)
    must(diag_at(c->diags, i)->code != E_COMPILER_FAULT, "the verifier takes what is emitted");
  must(compiled == (diag_errors(c->diags) == 0), "an image or an error");
  if (compiled) check_image(arena, c->image);
  Buffer out = buffer_in(arena);
  diag_sort(c->diags);
  diag_print(&out, c->diags, c->sources, (DiagStyle){.limit = 20});
  diag_print_json(&out, c->diags, c->sources);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  Arena *arena = arena_new(&(ArenaOptions){.limit = LIMIT});
  if (!arena) return 0;
  if (ARENA_TRY(arena))
    try(arena, (Text){arena_copy(arena, bytes, size), size});
  else
    must(size > SMALL || !arena_hit_limit(arena), "a small text needs little memory");
  arena_free(arena);
  return 0;
}
