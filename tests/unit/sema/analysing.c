/* analysing.c - what the tests of lang/sema share. */
#include "analysing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

World world;

void world_begin(void) {
  world = (World){.arena = arena_new(NULL), .name = "test.strata"};
  ck_assert_ptr_nonnull(world.arena);
  if (!ARENA_TRY(world.arena)) ck_abort_msg("out of memory");
  world.syntax = (Syntax){.arena = world.arena,
                          .names = intern_new(world.arena),
                          .sources = source_map_new(world.arena),
                          .diags = diag_sink_new(world.arena)};
}

void world_end(void) { arena_free(world.arena); }

Override override_of(const char *name, const char *value) {
  const uint32_t base = source_add(world.syntax.sources, TEXT("--set"), text_of(value));
  return (Override){text_of(name), syntax_parse_expression(&world.syntax, base)};
}

/* What is used lies below the world's folder. */
static void find_file(void *context, Arena *arena, Text user, Text path, ModuleFile *out) {
  (void)context;
  const char *base = user.len ? strrchr(user.at, '/') : NULL;
  const size_t folder = base ? (size_t)(base - user.at) + 1 : 0;
  const char *name = arena_printf(arena, "%.*s%.*s", (int)folder, user.at, TEXT_ARG(path));
  const char *whole = arena_printf(arena, "%s%s", world.folder ? world.folder : "", name);
  *out = (ModuleFile){.answer = access(whole, R_OK) == 0 ? MODULE_FOUND : MODULE_ABSENT};
  if (out->answer != MODULE_FOUND) return;
  out->name = out->key = text_of(name);
  out->content = read_whole(whole);
}

Program *analyse_with(Text source, const Override *overrides, size_t count) {
  world.base = source_add(world.syntax.sources, text_of(world.name), source);
  ck_assert_uint_ne(world.base, UINT32_MAX);
  world.file = syntax_parse_file(&world.syntax, world.base, NULL);
  const ModuleResolver resolver = {find_file, NULL, text_of(world.name)};
  return sema_analyse(&world.syntax, modules_load(&world.syntax, world.file, &resolver), overrides,
                      count);
}

Program *analyse(Text source) { return analyse_with(source, NULL, 0); }

const char *codes(void) {
  Buffer out = buffer_in(world.arena);
  diag_sort(world.syntax.diags);
  buffer_char(&out, ' ');
  for (size_t i = 0; i < diag_count(world.syntax.diags); i++)
    buffer_printf(&out, "%s ", diag_info(diag_at(world.syntax.diags, i)->code)->code);
  return text_copy(world.arena, text_strip(buffer_view(&out))).at;
}

const char *reports(void) {
  Buffer out = buffer_in(world.arena);
  diag_sort(world.syntax.diags);
  diag_print(&out, world.syntax.diags, world.syntax.sources, (DiagStyle){0});
  return out.data ? out.data : "";
}

static int by_place(const void *a, const void *b) {
  const DiagEdit *x = a, *y = b;
  return x->span.lo < y->span.lo ? -1 : x->span.lo > y->span.lo;
}

Text edited(Text source) {
  for (size_t i = 0; i < diag_count(world.syntax.diags); i++) {
    const Diag *diag = diag_at(world.syntax.diags, i);
    if (!diag->edits.count) continue;
    qsort(diag->edits.at, diag->edits.count, sizeof *diag->edits.at, by_place);
    Buffer out = buffer_in(world.arena);
    size_t at = 0;
    for (size_t j = 0; j < diag->edits.count; j++) {
      const DiagEdit edit = diag->edits.at[j];
      ck_assert_uint_ge(edit.span.lo, world.base + at);
      buffer_text(&out, text_slice(source, at, edit.span.lo - world.base));
      buffer_text(&out, edit.text);
      at = edit.span.hi - world.base;
    }
    buffer_text(&out, text_slice(source, at, source.len));
    return text_copy(world.arena, buffer_view(&out));
  }
  return (Text){NULL, 0};
}

Text read_whole(const char *path) {
  FILE *file = fopen(path, "rb");
  ck_assert_msg(file != NULL, "cannot open %s", path);
  Buffer out = buffer_in(world.arena);
  size_t got;
  while ((got = fread(buffer_reserve(&out, 4096), 1, 4096, file)) > 0) out.len += got;
  fclose(file);
  return text_copy(world.arena, buffer_view(&out));
}
