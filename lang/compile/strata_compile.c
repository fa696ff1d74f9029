/* strata_compile.c - see strata_compile.h.
 *
 * All that can be asked for is made while compiling, so that asking cannot run out of memory.
 */
#include "strata_compile.h"

#include <string.h>

#include "base/file.h"
#include "emit/compile.h"

struct StrataCompilation {
  Arena *arena; /* holds the compilation, too */
  const char *text, *json;
  Text image; /* empty after errors */
};

/* The files of the caller. */
typedef struct Files {
  StrataFind find;
  void *context;
  Text folder; /* of the program, with its slash */
} Files;

/* "a/./b/../c" as "a/c"; false where it leads out of the folder that it starts in. */
static bool path_plain(Arena *arena, Text path, Text *out) {
  Buffer plain = buffer_in(arena);
  for (size_t at = 0; at <= path.len;) {
    size_t end = at;
    while (end < path.len && path.at[end] != '/') end++;
    const Text part = text_slice(path, at, end);
    at = end + 1;
    if (text_equal(part, TEXT("..")) && !plain.len) return false;
    if (text_equal(part, TEXT(".."))) {
      while (plain.len && plain.data[plain.len - 1] != '/') plain.len--;
      if (plain.len) plain.len--;
    } else if (part.len && !text_equal(part, TEXT("."))) {
      if (plain.len) buffer_char(&plain, '/');
      buffer_text(&plain, part);
    }
  }
  *out = text_copy(arena, buffer_view(&plain));
  return true;
}

static void find_file(void *context, Arena *arena, Text user, Text path, ModuleFile *out) {
  const Files *files = context;
  const Text inside = text_slice(user, files->folder.len, user.len);
  const Text beside = file_folder(arena, text_copy(arena, inside).at);
  const Text joined = text_of(arena_printf(arena, "%.*s%.*s", TEXT_ARG(beside), TEXT_ARG(path)));
  Text plain;
  *out = (ModuleFile){.answer = MODULE_ABSENT};
  if (text_starts(path, TEXT("/")) || !path_plain(arena, joined, &plain)) {
    *out = (ModuleFile){.answer = MODULE_OUTSIDE, .name = path};
    return;
  }
  const char *name = arena_printf(arena, "%.*s%.*s", TEXT_ARG(files->folder), TEXT_ARG(plain));
  size_t size = 0;
  const char *text = plain.len ? files->find(files->context, name, &size) : NULL;
  if (!text) return;
  *out = (ModuleFile){.answer = MODULE_FOUND,
                      .name = text_of(name),
                      .key = plain,
                      .content = text_copy(arena, (Text){text, size})};
}

static StrataCompilation *compile(Arena *arena, const char *name, Text text, Files *files) {
  StrataCompilation *result = ARENA_NEW(arena, StrataCompilation);
  Compilation *c = compile_new(arena);
  result->arena = arena;
  files->folder = file_folder(arena, name);
  const ModuleResolver resolver = {find_file, files,
                                   text_slice(text_of(name), files->folder.len, strlen(name))};
  if (files->find) c->resolver = &resolver;
  bool done = compile_text(c, text_copy(arena, text_of(name)), text_copy(arena, text), NULL, 0,
                           COMPILE_IMAGE);
  c->resolver = NULL;
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

StrataCompilation *strata_compile_files(const char *name, const char *text, size_t size,
                                        StrataFind find, void *context) {
  Files files = {.find = find, .context = context};
  Arena *arena = arena_new(NULL);
  if (!arena) return NULL;
  if (!ARENA_TRY(arena)) {
    arena_free(arena);
    return NULL;
  }
  return compile(arena, name, (Text){text, size}, &files);
}

StrataCompilation *strata_compile(const char *name, const char *text, size_t size) {
  return strata_compile_files(name, text, size, NULL, NULL);
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
