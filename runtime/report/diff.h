/* diff.h - what `strata diff` found, and its report for people, pull requests and programs.
 *
 * Three parts, each of which may be missing: what was edited in the definitions; what was proven
 * of each declaration; which rows move in data. Texts of edits and proofs are in the arena of
 * whoever made them; all of them may come from rule files or data, and are only ever printed as
 * text.
 */
#ifndef REPORT_DIFF_H
#define REPORT_DIFF_H

#include "ask/moves.h"
#include "report/answer.h"

/* ---- Definitions ---- */

typedef enum {
  EDIT_ADDED,
  EDIT_REMOVED,
  EDIT_RENAMED, /* the same body: before and after are the names */
  EDIT_CHANGED, /* before and after are the texts; either may be empty */
  EDIT_ORDER,   /* the same parts in another order */
  EDIT_WORDS    /* docs, owners, texts of findings, tests: nothing that comes out changes */
} EditKind;
extern const char *const edit_word[]; /* "added", by EditKind */

typedef struct Edit {
  EditKind kind;
  Text what; /* "param", "segment", "needs" */
  Text name; /* "strategic_floor", "tier.strategic", "account.revenue" */
  Text part; /* "range" of a field; empty where it is the whole */
  Text before, after;
  Place place; /* in the rule file after; of what was removed, in the one before */
} Edit;

typedef struct EditList {
  VEC(Edit) list;
} EditList;

/* ---- Proofs ---- */

typedef enum {
  MEANING_SAME, /* proven: of every possible row, on every day */
  MEANING_DIFFERS,
  MEANING_OPEN,
  MEANING_ADDED,
  MEANING_REMOVED
} MeaningVerdict;
extern const char *const meaning_word[]; /* "same", "differs", "not settled" .. by verdict */

typedef struct Meaning {
  Text name;
  DeclarationKind kind;
  MeaningVerdict verdict;
  Text before, after; /* what a witness comes to; empty unless it differs */
  Text given;         /* the witness, as a test */
  Text region;        /* where it differs, in words; may be empty */
  Text reason;        /* of OPEN */
  Text follows;       /* it differs only where these, which it reads, do: "tier"; may be empty */
  Place place;        /* in the rule file after, or before where it is gone */
} Meaning;

/* ---- The whole ---- */

typedef struct DiffState {
  const char *rules; /* the file, as named */
  Text data;         /* as named; empty: what lies beside the rules */
  int32_t today;
} DiffState;

typedef struct DiffReport {
  DiffState state[SIDES];
  unsigned factors;      /* what differs: FACTOR_RULES .. */
  const EditList *edits; /* NULL: one rule file */
  VEC(Meaning) meanings;
  bool proven;        /* proofs were made; if not, `meanings` is empty */
  Text unproven;      /* what there is to say of it; may be empty */
  const Moves *moves; /* NULL: without data */
  bool all;           /* --all: what is proven the same is listed, too */
  bool same;          /* nothing changes in meaning, as far as was asked */
  const char *folder; /* of the rule file after: places are told without it */
} DiffReport;

/* How many rows are listed in a form, unless all are asked for. */
size_t diff_most(AnswerForm form, bool all);
/* ANSWER_TABLE, ANSWER_MARKDOWN or ANSWER_JSON. */
void diff_print(Buffer *out, const DiffReport *report, const AnswerView *view);

#endif
