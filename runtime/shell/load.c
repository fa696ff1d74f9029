/* load.c - from a file name on the command line to an image that may be run. */
#include "shell/load.h"

#include <string.h>
#include <sys/stat.h>

#include "base/file.h"

static const Span nowhere = {0, 0};

/* Told before it is read, because there may not be that much memory. */
static bool fits(Shell *shell, const char *path) {
  struct stat status;
  if (stat(path, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size < LOAD_MOST)
    return true;
  Diag *diag = diag_add(shell->diags, E_SOURCE_TOO_LARGE, nowhere,
                        "`%s` is too large: rule files and compiled files stay below 1 GiB", path);
  diag_help(shell->diags, diag, "was a data file named by mistake?");
  return false;
}

bool load_file(Shell *shell, const char *path, Text *content) {
  const char *why;
  if (!fits(shell, path) || !shell_spares(shell, path)) return false;
  if (file_read(shell->arena, path, content, &why)) return true;
  diag_add(shell->diags, E_FILE_UNREADABLE, nowhere, "cannot read `%s`: %s", path, why);
  return false;
}

bool load_settings(Shell *shell, Setting **settings, size_t *count) {
  const Arguments *arguments = &shell->arguments;
  *settings = ARENA_ARRAY(shell->arena, Setting, arguments->given.count);
  *count = 0;
  for (size_t i = 0; i < arguments->given.count; i++) {
    if (arguments->given.at[i].option != OPTION_SET) continue;
    const char *given = arguments->given.at[i].value, *equals = strchr(given, '=');
    if (!equals || equals == given) {
      Diag *diag =
          diag_add(shell->diags, E_OPTION_VALUE, nowhere, "`--set` does not take `%s`", given);
      diag_help(shell->diags, diag, "write `--set NAME=VALUE`");
      return false;
    }
    (*settings)[(*count)++] = (Setting){.name = text_strip((Text){given, (size_t)(equals - given)}),
                                        .expression = text_of(equals + 1)};
  }
  return true;
}

static Image *read_image(Shell *shell, const char *path, Text content) {
  Text why;
  Image *image = image_read(shell->arena, content, &why);
  if (image && image_verify(image, shell->arena, &why)) return image;
  Diag *diag = diag_add(shell->diags, E_IMAGE_DAMAGED, nowhere,
                        "`%s` is no sound compiled file: %.*s", path, TEXT_ARG(why));
  diag_help(shell->diags, diag, "compile it again with `strata compile`");
  return NULL;
}

void load_allowed(Shell *shell, const Compilation *compilation) {
  allow_read(shell->allowed, compilation, diag_sink_new(shell->arena));
  allow_sift(shell->allowed, compilation->diags, NULL);
}

Image *load_image(Shell *shell, const char *path, const Setting *settings, size_t count,
                  bool all_fields, bool *compiled) {
  Text content;
  if (!load_file(shell, path, &content)) return NULL;
  *compiled = image_is(content) || text_ends(text_of(path), TEXT(".stc"));
  if (*compiled) return read_image(shell, path, content);
  shell->compilation->fields_of_read = all_fields;
  shell->compilation->resolver = module_resolver(shell, path);
  if (!compile_text(shell->compilation, text_of(path), content, settings, count, COMPILE_IMAGE))
    return NULL;
  load_allowed(shell, shell->compilation);
  return shell->compilation->image;
}

bool load_program(Shell *shell, const char *path, CompileStage until, Compilation *out) {
  const Compilation *shared = shell->compilation;
  *out = (Compilation){.arena = shared->arena,
                       .sources = shared->sources,
                       .diags = shared->diags,
                       .names = shared->names,
                       .resolver = module_resolver(shell, path)};
  Setting *settings;
  size_t count;
  Text content;
  if (!load_settings(shell, &settings, &count) || !load_file(shell, path, &content)) return false;
  if (image_is(content)) {
    diag_add(shell->diags, E_NEEDS_RULE_FILE, nowhere, "`%s` is a compiled file", path);
    return false;
  }
  return compile_text(out, text_of(path), content, settings, count, until);
}
