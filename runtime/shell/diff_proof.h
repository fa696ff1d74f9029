/* diff_proof.h - whether two rule files say the same of every row, proven or shown. */
#ifndef SHELL_DIFF_PROOF_H
#define SHELL_DIFF_PROOF_H

#include "prove/compare.h"
#include "shell/load.h"

typedef enum { DIFF_EQUAL, DIFF_DIFFERENT, DIFF_OPEN, DIFF_ADDED, DIFF_REMOVED } DiffVerdict;

typedef struct DiffItem {
  Text name; /* "tier"; of an outcome beside the status "on_time.value" */
  DeclarationKind kind;
  DiffVerdict verdict;
  Text before, after; /* what the witness comes to: "strategic", "key", "unknown" */
  Text given;         /* the witness: its day and rows, as tests give them */
  Text region;        /* in words, where it can be put so; may be empty */
  Text reason;        /* of DIFF_OPEN */
  Text follows; /* it can differ only where these, which it reads, do: "tier"; empty otherwise */
  Span old_span, new_span; /* the names of the declarations; empty where there is none */
} DiffItem;

typedef struct DiffProof {
  VEC(DiffItem) items; /* in the order of the first file, then what the second adds */
  size_t questions;
  bool solver;
} DiffProof;

/* Both were compiled with load_program, up to COMPILE_IMAGE. Every witness has been run under both
 * programs: `before` and `after` are the machine's. NULL after a diagnostic. */
DiffProof *diff_prove(Shell *shell, const char *old_path, const Compilation *before,
                      const char *new_path, const Compilation *after);

#endif
