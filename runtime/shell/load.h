/* load.h - from a file name on the command line to an image that may be run. */
#ifndef SHELL_LOAD_H
#define SHELL_LOAD_H

#include <sys/types.h>

#include "shell/shell.h"

/* Rule files may not be larger, and no compiled one ever is. */
#define LOAD_MOST ((off_t)1 << 30)

/* Reads a rule file's or image's bytes. False after a diagnostic. */
bool load_file(Shell *shell, const char *path, Text *content);
/* The settings of --set, as given. False after a diagnostic. */
bool load_settings(Shell *shell, Setting **settings, size_t *count);
/* The verified image of a rule file, compiled with the settings, or of a compiled file, whose
 * settings are left to the run: *compiled says which. NULL after a diagnostic. */
Image *load_image(Shell *shell, const char *path, const Setting *settings, size_t count,
                  bool all_fields, bool *compiled);

/* Compiles a rule file as a program of its own up to and including `until`; sources and diagnostics
 * are the command's. False after diagnostics. */
bool load_program(Shell *shell, const char *path, CompileStage until, Compilation *out);

/* Takes what comments of a rule file allow out of the diagnostics of its compilation, without a
 * word: what is wrong with the comments, `strata check` tells. */
void load_allowed(Shell *shell, const Compilation *compilation);
/* modules.c: finds the files that the program in `path` uses, for Compilation.resolver. */
const ModuleResolver *module_resolver(Shell *shell, const char *path);
/* The folders of --include. */
const char *const *include_folders(Shell *shell, size_t *count);

/* setting.c: --set for a compiled file: the constant, of the parameter's type. */
bool setting_value(Shell *shell, const Image *image, Setting setting, uint32_t *param, Scalar *out);

#endif
