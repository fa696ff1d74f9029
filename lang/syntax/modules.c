/* modules.c - takes in file after file, then looks for circles.
 *
 * The list of modules is the queue: a file's uses are followed when its turn comes, and what is new
 * goes to the end. Nothing here goes by recursion, so chains of files may be long.
 */
#include "syntax/modules.h"

#include "syntax/standard.h"

static const uint32_t NO_MODULE = UINT32_MAX;

typedef struct Loader {
  const Syntax *syntax;
  const ModuleResolver *resolver;
  Modules *modules;
  Map *known; /* keys of files and "std NAME", to modules */
} Loader;

/* --- what can be wrong --- */

static Diag *report(Loader *l, DiagCode code, const Node *at, Text what) {
  l->modules->whole = false;
  return diag_add(l->syntax->diags, code, at->span, "%.*s", TEXT_ARG(what));
}

static Text quoted(Loader *l, const char *before, Text name, const char *behind) {
  return text_of(arena_printf(l->syntax->arena, "%s`%.*s`%s", before,
                              TEXT_ARG(text_printable(l->syntax->arena, name)), behind));
}

static void offer(Loader *l, Diag *d, const Node *at, const char *form, Text meant) {
  const Text written = text_of(arena_printf(l->syntax->arena, form, TEXT_ARG(meant)));
  diag_help(l->syntax->diags, d, "write `%.*s`", TEXT_ARG(written));
  diag_edit(l->syntax->diags, d, at->span, written);
}

static void report_file(Loader *l, const Node *at, const ModuleFile *found) {
  DiagSink *diags = l->syntax->diags;
  Diag *d;
  switch (found->answer) {
  case MODULE_OUTSIDE:
    d = report(l, E_MODULE_OUTSIDE, at,
               quoted(l, "", at->text, " lies outside of the folder of the program"));
    diag_under(diags, d, "this is `%.*s`", TEXT_ARG(text_printable(l->syntax->arena, found->name)));
    diag_help(diags, d, "allow its folder with `--include DIR`");
    break;
  case MODULE_UNREADABLE:
    d = report(l, E_MODULE_UNREADABLE, at, quoted(l, "cannot read ", found->name, ""));
    diag_under(diags, d, "%.*s", TEXT_ARG(found->content));
    break;
  default:
    d = report(l, E_MODULE_UNKNOWN, at, quoted(l, "there is no file ", at->text, ""));
    if (found->name.len) offer(l, d, at, "\"%.*s\"", found->name);
  }
}

/* A word that is no standard module: one may have been meant, or a file. */
static void report_standard(Loader *l, const Node *at, Text name) {
  const Text written = source_text(l->syntax->sources, at->span);
  Diag *d = report(l, E_MODULE_UNKNOWN, at, quoted(l, "there is no module ", written, ""));
  Nearest nearest = nearest_start(name);
  for (size_t i = 0; i < standard_module_count; i++)
    nearest_offer(&nearest, text_of(standard_modules[i].name));
  const Text best = nearest_found(&nearest);
  if (best.len)
    offer(l, d, at, "std.%.*s", best);
  else
    diag_help(l->syntax->diags, d,
              "the name of a file stands in quotes; `strata help std` lists the standard modules");
}

/* Whether the parser reported something in the name. */
static bool has_slip(const Loader *l, const Node *at) {
  for (size_t i = 0; i < diag_count(l->syntax->diags); i++) {
    const uint32_t place = diag_at(l->syntax->diags, i)->span.lo;
    if (place >= at->span.lo && place < at->span.hi) return true;
  }
  return false;
}

/* --- one use --- */

/* UINT32_MAX after a report. */
static uint32_t add_module(Loader *l, const Node *at, Text known, Module module, Text name,
                           Text content) {
  const Syntax *syntax = l->syntax;
  const uint32_t base = source_add(syntax->sources, name, content);
  if (base == UINT32_MAX) {
    Diag *d = report(l, E_MODULE_UNREADABLE, at, quoted(l, "cannot read ", name, ""));
    diag_under(syntax->diags, d, "all rule files together must stay below 1 GiB");
    return NO_MODULE;
  }
  const uint32_t index = (uint32_t)l->modules->list.count;
  module.source = source_index(syntax->sources, base);
  module.file = syntax_parse_file(syntax, base, &module.trivia);
  *VEC_PUSH(syntax->arena, &l->modules->list) = module;
  map_add(l->known, known, index);
  return index;
}

static uint32_t use_file(Loader *l, Text user, const Node *at) {
  ModuleFile found = {.answer = MODULE_ABSENT};
  if (l->resolver)
    l->resolver->find(l->resolver->context, l->syntax->arena, user, at->text, &found);
  if (found.answer != MODULE_FOUND) {
    if (has_slip(l, at))
      l->modules->whole = false;
    else
      report_file(l, at, &found);
    return NO_MODULE;
  }
  const Text known = text_of(arena_printf(l->syntax->arena, "file %.*s", TEXT_ARG(found.key)));
  const uint32_t index = map_get(l->known, known);
  if (index != MAP_NONE) return index;
  return add_module(l, at, known, (Module){.key = found.key}, found.name, found.content);
}

static uint32_t use_standard(Loader *l, const Node *at) {
  Arena *arena = l->syntax->arena;
  const Node *base = at->kind == NODE_PATH ? at->child[PATH_BASE] : NULL;
  const Node *last = base ? at->child[PATH_NAME] : at;
  const bool standard = base && base->kind == NODE_NAME && text_equal(base->text, TEXT("std"));
  for (size_t i = 0; standard && i < standard_module_count; i++) {
    const StandardModule *module = &standard_modules[i];
    if (!text_equal(last->text, text_of(module->name))) continue;
    const Text known = text_of(arena_printf(arena, "std %s", module->name));
    const Text name = text_of(arena_printf(arena, "std/%s.strata", module->name));
    const uint32_t index = map_get(l->known, known);
    l->modules->standard = true;
    if (index != MAP_NONE) return index;
    return add_module(l, at, known, (Module){.prefix = text_of(module->name)}, name,
                      standard_text(module));
  }
  report_standard(l, at, last->text);
  return NO_MODULE;
}

static void follow(Loader *l, uint32_t user) {
  const Node *file = l->modules->list.at[user].file;
  const Text name = source_name(l->syntax->sources, l->modules->list.at[user].source);
  for (uint32_t i = 0; i < file->count; i++) {
    const Node *use = file->child[i];
    if (!use || use->kind != NODE_USE || !use->child[USE_WHAT]) continue;
    const Node *at = use->child[USE_WHAT];
    const uint32_t to = at->kind == NODE_STRING ? use_file(l, name, at) : use_standard(l, at);
    if (to != NO_MODULE)
      *VEC_PUSH(l->syntax->arena, &l->modules->list.at[user].uses) = (ModuleUse){to, at};
  }
}

/* --- circles --- */

typedef struct Step {
  uint32_t module;
  size_t next; /* of its uses */
} Step;

static void report_circle(Loader *l, const Step *path, size_t length, const ModuleUse *closing) {
  const SourceMap *sources = l->syntax->sources;
  Buffer way = buffer_in(l->syntax->arena);
  size_t from = length - 1;
  while (path[from].module != closing->to) from--;
  for (size_t i = from; i < length; i++)
    buffer_printf(&way, "`%.*s` -> ",
                  TEXT_ARG(source_name(sources, l->modules->list.at[path[i].module].source)));
  const Text name = source_name(sources, l->modules->list.at[closing->to].source);
  buffer_printf(&way, "`%.*s`", TEXT_ARG(name));
  Diag *d = diag_add(l->syntax->diags, E_USE_CYCLE, closing->node->span,
                     "with this `%.*s` uses itself", TEXT_ARG(name));
  diag_note(l->syntax->diags, d, "the way round is %.*s", TEXT_ARG(buffer_view(&way)));
  diag_help(l->syntax->diags, d, "put what both need into a file that uses neither");
}

static void find_circles(Loader *l) {
  enum { NEW, ON_PATH, DONE };
  const Modules *modules = l->modules;
  Arena *arena = l->syntax->arena;
  Step *path = ARENA_ARRAY(arena, Step, modules->list.count);
  uint8_t *state = ARENA_ARRAY(arena, uint8_t, modules->list.count);
  size_t length = 1;
  path[0] = (Step){0, 0};
  state[0] = ON_PATH;
  while (length) {
    Step *step = &path[length - 1];
    const Module *module = &modules->list.at[step->module];
    if (step->next == module->uses.count) {
      state[step->module] = DONE;
      length--;
      continue;
    }
    const ModuleUse *use = &module->uses.at[step->next++];
    if (state[use->to] == ON_PATH) report_circle(l, path, length, use);
    if (state[use->to] != NEW) continue;
    state[use->to] = ON_PATH;
    path[length++] = (Step){use->to, 0};
  }
}

/* --- from outside --- */

static Node *all_declarations(const Syntax *syntax, const Modules *modules) {
  if (modules->list.count == 1) return modules->list.at[0].file;
  Node *all = node_new(syntax->arena, NODE_FILE, modules->list.at[0].file->span);
  for (size_t i = 0; i < modules->list.count; i++) {
    const Node *file = modules->list.at[i].file;
    for (uint32_t k = 0; k < file->count; k++) node_push(syntax->arena, all, file->child[k]);
  }
  return all;
}

Modules *modules_load(const Syntax *syntax, Node *file, const ModuleResolver *resolver) {
  Arena *arena = syntax->arena;
  Modules *modules = ARENA_NEW(arena, Modules);
  modules->whole = true;
  Loader l = {syntax, resolver, modules, map_new(arena)};
  const Text key = resolver ? resolver->key : TEXT("");
  *VEC_PUSH(arena, &modules->list) =
      (Module){.key = key, .source = source_index(syntax->sources, file->span.lo), .file = file};
  if (key.len) map_add(l.known, text_of(arena_printf(arena, "file %.*s", TEXT_ARG(key))), 0);
  for (uint32_t i = 0; i < modules->list.count; i++) follow(&l, i);
  find_circles(&l);
  modules->file = all_declarations(syntax, modules);
  return modules;
}

const Module *modules_at(const Modules *modules, const SourceMap *sources, Span span) {
  const size_t source = source_index(sources, span.lo);
  size_t low = 0, high = modules->list.count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    const Module *module = &modules->list.at[middle];
    if (module->source == source) return module;
    if (module->source < source)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

bool modules_reach(const Modules *modules, Arena *arena, const Module *user, const Module *used) {
  const size_t count = modules->list.count;
  bool *seen = ARENA_ARRAY(arena, bool, count);
  uint32_t *queue = ARENA_ARRAY(arena, uint32_t, count);
  size_t length = 1;
  queue[0] = (uint32_t)(user - modules->list.at);
  seen[queue[0]] = true;
  for (size_t i = 0; i < length; i++) {
    const Module *module = &modules->list.at[queue[i]];
    if (module == used) return true;
    for (size_t k = 0; k < module->uses.count; k++) {
      const uint32_t to = module->uses.at[k].to;
      if (seen[to]) continue;
      seen[to] = true;
      queue[length++] = to;
    }
  }
  return false;
}
