/* candidates.h - words that may stand at the cursor: what they have in common, and their list. */
#ifndef REPL_CANDIDATES_H
#define REPL_CANDIDATES_H

#include "base/buffer.h"

typedef struct Candidate {
  Text text;
  Text kind, doc; /* for people; may be empty */
  char ending;    /* written behind it when it is the only one; 0 = nothing */
} Candidate;

typedef struct Candidates {
  VEC(Candidate) list;
  size_t more; /* that were left out of the list, because it is long */
  Text common; /* what all of them begin with, whole characters */
} Candidates;

/* Adds one; the texts are borrowed. */
void candidates_add(Arena *arena, Candidates *candidates, Candidate candidate);
/* Counts one that would only make the list longer: whether there are so many already. Its text is
 * borrowed for the call. */
bool candidates_count(Candidates *candidates, Text text);
/* Their list, for a terminal of so many columns and lines: one a line with kind and doc where they
 * are few, else side by side. Never higher than the terminal. */
void candidates_list(const Candidates *candidates, size_t width, size_t height, bool colour,
                     Buffer *out);

#endif
