/* modules.c - where the file that `use "PATH"` means is.
 *
 * It is looked for beside the file that uses it, then in each --include DIR. What is found counts
 * only inside of the program's folder or of such a DIR, links followed: rule files come from
 * elsewhere.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/folder.h"
#include "shell/load.h"

typedef struct Search {
  const Shell *shell;
  Text home; /* the program's folder */
} Search;

static Text real_path(Arena *arena, const char *path) {
  char real[PATH_MAX];
  return realpath(path, real) ? text_copy(arena, text_of(real)) : TEXT("");
}

/* The next --include DIR from the `*at`-th option on, or NULL. */
static const char *next_include(const Arguments *arguments, size_t *at) {
  while (*at < arguments->given.count) {
    const OptionValue *given = &arguments->given.at[(*at)++];
    if (given->option == OPTION_INCLUDE) return given->value;
  }
  return NULL;
}

static bool may_be_used(const Search *search, const char *path) {
  if (file_is_inside(search->home, path)) return true;
  size_t at = 0;
  for (const char *folder; (folder = next_include(&search->shell->arguments, &at));)
    if (file_is_inside(text_of(folder), path)) return true;
  return false;
}

static void read_module(Arena *arena, const char *path, ModuleFile *out) {
  struct stat status;
  const char *why = NULL;
  *out = (ModuleFile){.answer = MODULE_FOUND, .name = text_of(path), .key = real_path(arena, path)};
  if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
    why = S_ISDIR(status.st_mode) ? "is a directory" : "is no ordinary file";
  else if (status.st_size >= LOAD_MOST)
    why = "it is far too large for a rule file";
  else
    file_read(arena, path, &out->content, &why);
  if (!why) return;
  out->answer = MODULE_UNREADABLE;
  out->content = text_of(why);
}

/* Whether something is there; a place outside is noted, and the search goes on. */
static bool try_folder(const Search *search, Arena *arena, Text folder, Text path,
                       ModuleFile *out) {
  const char *candidate = file_join(arena, folder, path);
  if (!file_exists(candidate)) return false;
  if (may_be_used(search, candidate)) {
    read_module(arena, candidate, out);
    return true;
  }
  if (out->answer == MODULE_ABSENT)
    *out = (ModuleFile){.answer = MODULE_OUTSIDE, .name = real_path(arena, candidate)};
  return false;
}

/* Of the rule files that lie where this one was looked for, the one with the nearest name. */
static Text nearby(const Search *search, Arena *arena, Text folder, Text user, Text path) {
  const char *candidate = file_join(arena, folder, path);
  const Text place = file_folder(arena, candidate);
  const Text written = file_folder(arena, text_copy(arena, path).at);
  const Text base = text_slice(path, written.len, path.len);
  FolderList list;
  const char *why;
  if (!folder_list(arena, place.len ? place.at : ".", &list, &why)) return TEXT("");
  Nearest nearest = nearest_start(base);
  for (size_t i = 0; i < list.count; i++) {
    const Text name = text_of(list.at[i].name);
    const char *there = file_join(arena, place, name);
    if (!list.at[i].folder && text_ends(name, TEXT(".strata")) &&
        !text_equal(text_of(there), user) && may_be_used(search, there))
      nearest_offer(&nearest, name);
  }
  const Text best = nearest_found(&nearest);
  return best.len ? text_of(file_join(arena, written, best)) : TEXT("");
}

static void find(void *context, Arena *arena, Text user, Text path, ModuleFile *out) {
  const Search *search = context;
  const Text beside = file_folder(arena, text_copy(arena, user).at);
  *out = (ModuleFile){.answer = MODULE_ABSENT};
  if (!path.len || memchr(path.at, 0, path.len)) return;
  if (try_folder(search, arena, beside, path, out)) return;
  size_t at = 0;
  for (const char *folder; (folder = next_include(&search->shell->arguments, &at));)
    if (try_folder(search, arena, text_of(folder), path, out)) return;
  if (out->answer == MODULE_ABSENT) out->name = nearby(search, arena, beside, user, path);
}

const ModuleResolver *module_resolver(Shell *shell, const char *path) {
  Search *search = ARENA_NEW(shell->arena, Search);
  *search = (Search){shell, file_folder(shell->arena, path)};
  ModuleResolver *resolver = ARENA_NEW(shell->arena, ModuleResolver);
  *resolver = (ModuleResolver){find, search, TEXT("")};
  if (strcmp(path, "-") != 0) resolver->key = real_path(shell->arena, path);
  return resolver;
}

bool include_check(Shell *shell) {
  bool sound = true;
  size_t at = 0;
  for (const char *folder; (folder = next_include(&shell->arguments, &at));) {
    if (folder_is(folder)) continue;
    diag_add(shell->diags, E_OPTION_VALUE, (Span){0, 0}, "`--include %s` names no folder", folder);
    sound = false;
  }
  return sound;
}

const char *const *include_folders(Shell *shell, size_t *count) {
  const char **folders = ARENA_ARRAY(shell->arena, const char *, shell->arguments.given.count);
  *count = 0;
  size_t at = 0;
  for (const char *folder; (folder = next_include(&shell->arguments, &at));)
    folders[(*count)++] = folder;
  return folders;
}
