/* strata_compile.c - see strata_compile.h.
 *
 * All that can be asked for is made while compiling, so that asking cannot run out of memory.
 */
#include "strata_compile.h"

#include "emit/compile.h"

struct StrataCompilation {
  Arena *arena; /* holds the compilation, too */
  const char *text, *json;
  Text image; /* empty after errors */
};

static StrataCompilation *compile(Arena *arena, const char *name, Text text) {
  StrataCompilation *result = ARENA_NEW(arena, StrataCompilation);
  Compilation *c = compile_new(arena);
  result->arena = arena;
  bool done = compile_text(c, text_copy(arena, text_of(name)), text_copy(arena, text), NULL, 0,
                           COMPILE_IMAGE);
  diag_sort(c->diags);
  Buffer people = buffer_in(arena), json = buffer_in(arena), image = buffer_in(arena);
  buffer_str(&people, "");
  diag_print(&people, c->diags, c->sources, (DiagStyle){0});
  diag_print_json(&json, c->diags, c->sources);
  if (done) image_write(c->image, &image);
  result->text = people.data;
  result->json = json.data;
  result->image = buffer_view(&image);
  return result;
}

StrataCompilation *strata_compile(const char *name, const char *text, size_t size) {
  Arena *arena = arena_new(NULL);
  if (!arena) return NULL;
  if (!ARENA_TRY(arena)) {
    arena_free(arena);
    return NULL;
  }
  return compile(arena, name, (Text){text, size});
}

const char *strata_diagnostics(const StrataCompilation *compilation) { return compilation->text; }

const char *strata_diagnostics_json(const StrataCompilation *compilation) {
  return compilation->json;
}

const void *strata_image(const StrataCompilation *compilation, size_t *size) {
  *size = compilation->image.len;
  return *size ? compilation->image.at : NULL;
}

void strata_compilation_free(StrataCompilation *compilation) {
  if (compilation) arena_free(compilation->arena);
}
