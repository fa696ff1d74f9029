/* allow.h - what comments in rule files allow.
 *
 *     # strata: allow W1312 because dormant accounts are kept aside
 *     segmentation rfm {
 *
 * A comment covers what it stands directly above, the whole declaration or one clause, and silences
 * one code there. What it silences is counted: a comment that silences nothing is a finding itself.
 *
 * A command has one list of them for all of its files. A file that several programs use is read
 * with each of them, and its comments are the same ones each time.
 */
#ifndef SHELL_ALLOW_H
#define SHELL_ALLOW_H

#include "emit/compile.h"

typedef struct Allow Allow;
struct Allow {
  const char *code; /* "W1312" */
  Text because;
  Span comment;
  Span over; /* what it covers */
  uint64_t silenced;
  bool judged;  /* whether it silences something is known: what it allows was looked for */
  Allow *first; /* the same comment of the same file, met before; else itself */
};

typedef struct AllowList {
  Arena *arena;
  VEC(Allow *) list;
  VEC(Text) met; /* comments for strata, "FILE:OFFSET", sound or not */
} AllowList;

AllowList *allow_list_new(Arena *arena);

/* Adds the comments of all files of a program that compiles; what is wrong with them is reported,
 * once for each file. */
void allow_read(AllowList *list, const Compilation *compilation, DiagSink *diags);

/* The innermost comment that allows the code at the place, or NULL. */
Allow *allow_find(const AllowList *list, const char *code, Span place);
/* Takes what is allowed out of the diagnostics, and counts it. `silenced` gets it, or nobody does
 * where it is NULL. */
void allow_sift(const AllowList *list, DiagSink *diags, DiagSink *silenced);

/* Who finds what a comment allows; with whom it is known, then, what the comment silences. */
typedef enum { ALLOW_OF_COMPILER, ALLOW_OF_PROOF, ALLOW_OF_SETTLING, ALLOW_OF_RUN } AllowKind;
AllowKind allow_kind(const Allow *allow);
/* Whether proofs alone find what has the code. */
bool allow_is_proof(const char *code);
/* Reports the comments that are judged and silence nothing. */
void allow_report_unused(const AllowList *list, DiagSink *diags);

/* In a run: the image's findings that comments allow, for RunOptions.allowed; NULL where there are
 * none. */
const bool *allow_findings(const AllowList *list, const SourceMap *sources, const Image *image);
/* Counts them, `found` times each. */
void allow_count_findings(const AllowList *list, const SourceMap *sources, const Image *image,
                          const uint64_t *found);

/* "allowed: W1312 at acme.strata:12 because dormant accounts are kept aside", a line for each that
 * silenced something. */
void allow_text(Buffer *out, const AllowList *list, const SourceMap *sources);

#endif
