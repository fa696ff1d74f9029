/* cmd_init.c - strata init: a first rule file from data.
 *
 * Tables are profiled (profile/), and what they are taken for is written as a rule file that
 * checks and runs. Rules read nothing outside of the folder that they lie in. So of data that lies
 * elsewhere a copy is put beside them, if it is small and -o says where that is; else the run has
 * to be told with --data.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/folder.h"
#include "format/format.h"
#include "profile/shape.h"
#include "shell/load.h"
#include "syntax/keywords.h"

enum { COPIED_MOST = 64 << 20 };

typedef struct Init {
  Shell *shell;
  VEC(TableProfile *) tables;
  Buffer copied; /* their names */
  bool outside;  /* some data is not copied and has to be named */
} Init;

static const Span nowhere = {0, 0};

/* ---- Which files ---- */

static void add_file(Init *init, const char *path) {
  TableProfile *table =
      profile_read(init->shell->arena, path, init->shell->diags, terminal_stop_flag());
  if (table) *VEC_PUSH(init->shell->arena, &init->tables) = table;
}

static bool is_data(Text name) {
  return text_ends(name, TEXT(".csv")) || text_ends(name, TEXT(".tsv")) ||
         text_ends(name, TEXT(".CSV")) || text_ends(name, TEXT(".TSV"));
}

static void add_folder(Init *init, const char *path) {
  Shell *shell = init->shell;
  FolderList list;
  const char *why;
  size_t found = 0;
  if (!folder_list(shell->arena, path, &list, &why)) {
    diag_add(shell->diags, E_SOURCE_UNREADABLE, nowhere, "%s cannot be read: %s", path, why);
    return;
  }
  for (size_t i = 0; i < list.count; i++) {
    if (list.at[i].folder || !is_data(text_of(list.at[i].name))) continue;
    add_file(init, file_join(shell->arena, text_of(path), text_of(list.at[i].name)));
    found++;
  }
  if (!found)
    diag_add(shell->diags, E_NO_TABLE, nowhere, "%s holds no file that ends with .csv or .tsv",
             path);
}

/* ---- Where they lie, seen from the rules ---- */

/* The path below the folder, or NULL. */
static const char *path_inside(Arena *arena, Text folder, const char *path) {
  char real_folder[PATH_MAX], real_path[PATH_MAX];
  const char *start = folder.len ? arena_copy(arena, folder.at, folder.len) : ".";
  if (!realpath(start, real_folder) || !realpath(path, real_path)) return NULL;
  const size_t length = strlen(real_folder);
  if (strncmp(real_folder, real_path, length) != 0 || real_path[length] != '/') return NULL;
  return arena_copy(arena, real_path + length + 1, strlen(real_path + length + 1));
}

static bool complain_copy(Init *init, const char *target, const char *why) {
  Diag *diag = diag_add(init->shell->diags, E_OUTPUT_FAILED, nowhere,
                        "cannot put a copy of the data to `%s`: %s", target, why);
  diag_help(init->shell->diags, diag, "write the rules beside the data, with -o, or elsewhere");
  return false;
}

/* Puts a copy beside the rules. True where it is there, also from before. */
static bool copy_data(Init *init, const TableProfile *table, Text folder) {
  Shell *shell = init->shell;
  const char *target = file_join(shell->arena, folder, table->name), *why;
  Text content, there;
  if (!file_read(shell->arena, table->path, &content, &why))
    return complain_copy(init, target, why);
  if (file_exists(target)) {
    if (file_read(shell->arena, target, &there, &why) && text_equal(content, there)) return true;
    return complain_copy(init, target, "there is another file of that name");
  }
  if (!file_write(target, content, &why)) return complain_copy(init, target, why);
  if (init->copied.len) buffer_str(&init->copied, ", ");
  buffer_printf(&init->copied, "`%s`", target);
  return true;
}

static bool is_small(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && status.st_size <= COPIED_MOST;
}

/* Whether -o names a file of the data. */
static bool replaces_data(Init *init) {
  const char *output = shell_option(init->shell, OPTION_OUTPUT);
  for (size_t i = 0; output && i < init->tables.count; i++) {
    if (!file_is_same(output, init->tables.at[i]->path)) continue;
    diag_add(init->shell->diags, E_OUTPUT_FAILED, nowhere, "`%s` is data, and is not replaced",
             output);
    return true;
  }
  return false;
}

/* What stands behind `from`. */
static bool place(Init *init, TableShape *table) {
  Shell *shell = init->shell;
  const char *output = shell_option(shell, OPTION_OUTPUT);
  const Text folder = output ? file_folder(shell->arena, output) : TEXT("");
  const char *inside = path_inside(shell->arena, folder, table->table->path);
  table->source = inside ? text_of(inside) : table->table->name;
  if (inside) return true;
  if (output && is_small(table->table->path)) return copy_data(init, table->table, folder);
  init->outside = true;
  return true;
}

/* ---- The rules ---- */

static bool is_reserved(Text word) {
  const Keyword *keyword = keyword_find(word);
  return keyword && keyword->class == KEYWORD_RESERVED;
}

/* The folder's or the file's name, for people. */
static Text title(const Init *init) {
  const char *first = shell_word(init->shell, 0);
  size_t end = strlen(first);
  while (end > 1 && first[end - 1] == '/') end--;
  size_t start = end;
  while (start > 0 && first[start - 1] != '/') start--;
  Text name = {first + start, end - start};
  if (is_data(name)) name.len -= 4;
  const bool plain = name.len && !text_equal(name, TEXT(".")) && !text_equal(name, TEXT(".."));
  return plain ? text_printable(init->shell->arena, name) : TEXT("Accounts");
}

/* In the one layout; as it is where that fails, which a test sees to. */
static Text laid_out(Shell *shell, Text rules) {
  Compilation *c = shell->compilation;
  const Syntax syntax = {shell->arena, c->names, c->sources, shell->diags};
  uint32_t base;
  Text text = rules;
  if (compile_add_source(c, TEXT("init"), rules, &base)) format_source(&syntax, base, &text);
  return text;
}

static void tell_copied(const Init *init) {
  if (!init->copied.len) return;
  Diag *diag = diag_add(init->shell->diags, N_DATA_COPIED, nowhere, "the data was copied to %s",
                        init->copied.data);
  diag_note(init->shell->diags, diag, "rules read nothing outside of the folder that they lie in");
}

/* Where the data is not beside the rules. */
static void tell_outside(const Init *init) {
  Shell *shell = init->shell;
  Diag *diag = diag_add(shell->diags, N_DATA_OUTSIDE, nowhere,
                        "the data lies outside of the folder of the rules");
  const char *output = shell_option(shell, OPTION_OUTPUT);
  const char *first = shell_word(shell, 0);
  const Text folder = folder_is(first) ? text_of(first) : file_folder(shell->arena, first);
  diag_help(shell->diags, diag, "run them with `strata run %s --data %.*s`",
            output ? output : "FILE", TEXT_ARG(folder.len ? folder : TEXT(".")));
}

int cmd_init(Shell *shell) {
  Init init = {.shell = shell, .copied = buffer_in(shell->arena)};
  Buffer rules = buffer_in(shell->arena), out = buffer_in(shell->arena);
  for (size_t i = 0; i < shell->arguments.words.count; i++) {
    const char *word = shell->arguments.words.at[i];
    if (folder_is(word))
      add_folder(&init, word);
    else
      add_file(&init, word);
  }
  if (diag_errors(shell->diags) || replaces_data(&init)) return shell_fail(shell);
  Shape *shape = shape_decide(shell->arena, init.tables.at, (uint32_t)init.tables.count);
  for (uint32_t i = 0; i < shape->count; i++) place(&init, &shape->tables[i]);
  tell_copied(&init);
  if (init.outside) tell_outside(&init);
  shape_write(&rules, shape, title(&init), is_reserved);
  buffer_text(&out, laid_out(shell, buffer_view(&rules)));
  if (diag_errors(shell->diags)) return shell_fail(shell);
  shell_print_diags(shell);
  return shell_finish(shell, &out, STATUS_DONE);
}
