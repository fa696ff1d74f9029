/* strata_compile.h - from the text of a rule file to a compiled program.
 *
 *   StrataCompilation *c = strata_compile("rules.strata", text, size);
 *   if (!c) ...                                    // no memory
 *   fputs(strata_diagnostics(c), stderr);          // errors and warnings, "" where there are none
 *   const void *image = strata_image(c, &size);    // NULL where there were errors
 *   ...
 *   strata_compilation_free(c);
 *
 * Nothing is printed, nothing is read but what is handed in, and nothing is kept outside of the
 * compilation, so any number of threads may compile at a time. Link with -lstrata.
 */
#ifndef STRATA_COMPILE_H
#define STRATA_COMPILE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct StrataCompilation StrataCompilation;

/* Compiles `size` bytes of text; `name` stands in diagnostics. Both may go when it returns. NULL
 * only where there is no memory. The caller frees it. */
StrataCompilation *strata_compile(const char *name, const char *text, size_t size);

/* The text of the file that a rule file takes in with `use "PATH"`, and its size; NULL where there
 * is none. `path` is made plain and begins with the folder of the `name` that is compiled, which it
 * never leaves: in "rules/acme.strata", `use "house/../tiers.strata"` asks for
 * "rules/tiers.strata". The text may go when the function is called again. */
typedef const char *(*StrataFind)(void *context, const char *path, size_t *size);

/* The same for a program of several files. */
StrataCompilation *strata_compile_files(const char *name, const char *text, size_t size,
                                        StrataFind find, void *context);

/* The diagnostics as people read them, and as one JSON document. They live as long as the
 * compilation. */
const char *strata_diagnostics(const StrataCompilation *compilation);
const char *strata_diagnostics_json(const StrataCompilation *compilation);

/* The compiled program, in the form of a .stc file, for strata_run or for saving; NULL where there
 * were errors. It lives as long as the compilation. */
const void *strata_image(const StrataCompilation *compilation, size_t *size);

/* NULL is harmless. */
void strata_compilation_free(StrataCompilation *compilation);

#ifdef __cplusplus
}
#endif

#endif
