/* evaluate.h - what `run` and `why` have in common: from the options to a run. */
#ifndef SHELL_EVALUATE_H
#define SHELL_EVALUATE_H

#include "engine/engine.h"
#include "report/answer.h"
#include "shell/load.h"

typedef struct Evaluation {
  Image *image;
  RunOptions options;
} Evaluation;

/* How the data at `path`'s side is to be read and evaluated, by the options. False after a
 * diagnostic. */
bool evaluation_options(Shell *shell, const char *path, RunOptions *out);
/* Loads the program and reads the options. False after a diagnostic. */
bool evaluation_prepare(Shell *shell, const char *path, Evaluation *out);
/* What --entity names, `otherwise` where it is not given, SCHEMA_NONE after a diagnostic. */
uint32_t evaluation_entity(Shell *shell, const Image *image, uint32_t otherwise);
/* False after a diagnostic where the product would take the place of data that the run has read. */
bool evaluation_spares(Shell *shell, const Run *run);
/* How an answer goes out, by --format and where to. */
AnswerView evaluation_view(const Shell *shell);

#endif
