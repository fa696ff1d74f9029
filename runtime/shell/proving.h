/* proving.h - the proofs about a compiled program, with witnesses that the machine has confirmed.
 */
#ifndef SHELL_PROVING_H
#define SHELL_PROVING_H

#include "prove/prove.h"
#include "shell/load.h"
#include "shell/testing.h"

/* What can be proven of the program, by the options of the command. Diagnostics of what is refuted
 * are added to the command's, each witness as a note. `missing`: also what one missing field leaves
 * unknown. NULL after a diagnostic. */
Proofs *prove_file(Shell *shell, const char *path, const Compilation *compilation, bool missing);

/* Writes what was confirmed to the file of --emit-tests, whole or not at all: a test each, of the
 * rules in `rules`. Nothing without the option. False after a diagnostic. */
bool proving_emit(Shell *shell, const char *rules, const Program *program, const Proofs *proofs);

/* The verdicts as a table, a line for each claim that is about all rows, and counts of the rest. */
void proving_text(Buffer *out, const Program *program, const Proofs *proofs, bool all, bool colour);

/* How long the solver may take, and of which day witnesses are. False after a diagnostic. */
bool proving_options(Shell *shell, ProveOptions *options);

/* ---- Witnesses in the machine ---- */

/* The program in `path` with these tests, compiled apart: what there is to say of it is not told.
 * False where it does not compile. */
bool proving_compile(Shell *shell, const char *path, Text tests, Compilation *out);
/* Runs the test of that name; NULL where there is none or it cannot be run. */
const TestResult *proving_run(Shell *shell, TestFile *file, Text name);

#endif
