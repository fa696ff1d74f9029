/* The files of a program: which are taken in, in which order, and what is wrong between them. */
#include "parsing.h"

#include <string.h>

#include "syntax/modules.h"
#include "syntax/standard.h"

typedef struct File {
  const char *name, *content;
} File;

/* A world of files; names are compared as they are written. */
static void find(void *context, Arena *arena, Text user, Text path, ModuleFile *out) {
  (void)arena;
  ck_assert_uint_gt(user.len, 0);
  *out = (ModuleFile){.answer = MODULE_ABSENT, .name = TEXT("near.strata")};
  if (text_equal(path, TEXT("outside")))
    *out = (ModuleFile){.answer = MODULE_OUTSIDE, .name = TEXT("there")};
  if (text_equal(path, TEXT("folder")))
    *out =
        (ModuleFile){.answer = MODULE_UNREADABLE, .name = path, .content = TEXT("is a directory")};
  for (const File *file = context; file->name; file++)
    if (text_equal(path, text_of(file->name)))
      *out = (ModuleFile){
          .answer = MODULE_FOUND, .name = path, .key = path, .content = text_of(file->content)};
}

static const Modules *load(const char *program, const File *files) {
  const ModuleResolver resolver = {find, (void *)(uintptr_t)files, TEXT("test.strata")};
  return modules_load(&world.syntax, parse_file(text_of(program)), files ? &resolver : NULL);
}

/* The names of the files, in order. */
static const char *names(const Modules *modules) {
  Buffer out = buffer_in(world.arena);
  for (size_t i = 0; i < modules->list.count; i++)
    buffer_printf(&out, "%s%.*s", i ? " " : "",
                  TEXT_ARG(source_name(world.syntax.sources, modules->list.at[i].source)));
  return out.data;
}

START_TEST(a_program_alone) {
  const Modules *modules = load("param a = 1", NULL);
  ck_assert_str_eq(names(modules), "test.strata");
  ck_assert_ptr_eq(modules->file, modules->list.at[0].file);
  ck_assert(modules->whole && !modules->standard);
}
END_TEST

START_TEST(each_file_is_taken_in_once_in_the_order_of_meeting_it) {
  const File files[] = {{"b", "use \"d\" param b = 1"},
                        {"c", "use \"d\" use \"b\" param c = 1"},
                        {"d", "param d = 1"},
                        {0}};
  const Modules *modules = load("use \"c\" use \"b\" use \"c\" param a = 1", files);
  ck_assert_str_eq(names(modules), "test.strata c b d");
  ck_assert_str_eq(codes(), "");
  ck_assert(modules->whole);
  uint32_t last = 0;
  for (uint32_t i = 0; i < modules->file->count; i++) {
    ck_assert_uint_gt(modules->file->child[i]->span.lo, last);
    last = modules->file->child[i]->span.lo;
  }
  ck_assert_uint_eq(modules->file->count, 10);
}
END_TEST

START_TEST(places_belong_to_modules) {
  const File files[] = {{"b", "use \"c\" param b = 1"}, {"c", "param c = 1"}, {"d", ""}, {0}};
  const Modules *modules = load("use \"b\" use \"d\"", files);
  const Module *all = modules->list.at;
  for (size_t i = 0; i < modules->list.count; i++)
    ck_assert_ptr_eq(modules_at(modules, world.syntax.sources, all[i].file->span), &all[i]);
  const uint32_t setting = source_add(world.syntax.sources, TEXT("--set"), TEXT("1"));
  ck_assert_ptr_null(modules_at(modules, world.syntax.sources, (Span){setting, setting + 1}));
  ck_assert_ptr_null(modules_at(modules, world.syntax.sources, (Span){0, 0}));
  ck_assert_str_eq(names(modules), "test.strata b d c");
  ck_assert(modules_reach(modules, world.arena, &all[0], &all[3]));
  ck_assert(modules_reach(modules, world.arena, &all[1], &all[3]));
  ck_assert(!modules_reach(modules, world.arena, &all[2], &all[3]));
  ck_assert(!modules_reach(modules, world.arena, &all[3], &all[0]));
}
END_TEST

START_TEST(standard_modules_need_no_resolver) {
  const File files[] = {{"b", "use std.loyalty"}, {0}};
  const Modules *modules = load("use std.loyalty use std.loyalty", NULL);
  ck_assert_str_eq(names(modules), "test.strata std/loyalty.strata");
  ck_assert_str_eq(codes(), "");
  ck_assert(modules->whole && modules->standard);
  ck_assert(text_equal(modules->list.at[1].prefix, TEXT("loyalty")));
  ck_assert_str_eq(names(load("use \"b\" use std.loyalty", files)),
                   "test.strata b std/loyalty.strata");
}
END_TEST

START_TEST(standard_modules_are_sound) {
  for (size_t i = 0; i < standard_module_count; i++) {
    const Text text = standard_text(&standard_modules[i]);
    ck_assert_uint_gt(parse_file(text)->count, 0);
    ck_assert_str_eq(codes(), "");
  }
}
END_TEST

START_TEST(what_cannot_be_had) {
  const File files[] = {{"b", "use \"nothing\" use \"outside\" use \"folder\""}, {0}};
  const Modules *modules = load("use \"b\" use std.loyalti use loyalty use std.a.b", files);
  ck_assert(!modules->whole);
  ck_assert_str_eq(names(modules), "test.strata b");
  ck_assert_str_eq(codes(), "E0331 E0331 E0331 E0331 E0332 E0333");
  ck_assert(!load("use \"b\"", NULL)->whole);
  world.syntax.diags = diag_sink_new(world.arena);
  ck_assert(!load("use \"b\\q\"", files)->whole);
  ck_assert_str_eq(codes(), "E0110");
}
END_TEST

START_TEST(circles) {
  const File files[] = {
      {"b", "use \"c\""}, {"c", "use \"d\" use \"b\""}, {"d", ""}, {"e", "use \"e\""}, {0}};
  ck_assert(load("use \"b\" use \"d\"", files)->whole);
  ck_assert_str_eq(codes(), "E0334");
  load("use \"e\"", files);
  ck_assert_str_eq(codes(), "E0334 E0334");
  ck_assert_ptr_nonnull(strstr(printed(), "`b` -> `c` -> `b`"));
  ck_assert_ptr_nonnull(strstr(printed(), "`e` -> `e`"));
}
END_TEST

/* Each file uses the next: nothing may go by recursion, or look at every pair. */
static void find_next(void *context, Arena *arena, Text user, Text path, ModuleFile *out) {
  (void)user;
  size_t *left = context;
  const char *next = *left ? arena_printf(arena, "use \"%zu\"", --*left) : "param end = 1";
  *out = (ModuleFile){.answer = MODULE_FOUND,
                      .name = text_copy(arena, path),
                      .key = text_copy(arena, path),
                      .content = text_of(next)};
}

START_TEST(a_long_chain) {
  size_t left = 20000;
  const ModuleResolver resolver = {find_next, &left, TEXT("test.strata")};
  Node *file = parse_file(TEXT("use \"first\""));
  const Modules *modules = modules_load(&world.syntax, file, &resolver);
  ck_assert_uint_eq(modules->list.count, 20002);
  ck_assert(modules_reach(modules, world.arena, &modules->list.at[0], &modules->list.at[20001]));
}
END_TEST

UNIT_MAIN(world_begin, world_end, a_program_alone,
          each_file_is_taken_in_once_in_the_order_of_meeting_it, places_belong_to_modules,
          standard_modules_need_no_resolver, standard_modules_are_sound, what_cannot_be_had,
          circles, a_long_chain)
