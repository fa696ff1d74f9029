/* checkup.h - how mature the processes of a rule file are, from evidence.
 *
 * Each process has a share as evidence of each kind (checkup_evidence.def). Shares add up to the
 * scores of dimensions (checkup_dimensions.def) by the rule of docs/checkup.md, in whole numbers,
 * so that a reader who has the report can work them out again. What has no evidence has no score.
 */
#ifndef REPORT_CHECKUP_H
#define REPORT_CHECKUP_H

#include "code/image.h"

enum { CHECKUP_SCHEMA = 1 }; /* of its JSON document */

typedef enum {
#define X(id, name, asks) DIMENSION_##id,
#include "report/checkup_dimensions.def"
#undef X
  DIMENSION_COUNT
} Dimension;

typedef enum {
#define X(id, dimension, name, weight, about) EVIDENCE_##id,
#include "report/checkup_evidence.def"
#undef X
  EVIDENCE_COUNT
} EvidenceKind;

typedef struct DimensionInfo {
  const char *name, *asks;
} DimensionInfo;
extern const DimensionInfo dimension_info[DIMENSION_COUNT];

typedef struct EvidenceInfo {
  Dimension dimension;
  const char *name;
  uint32_t weight;
  const char *about; /* `@`: the plural of the entity */
} EvidenceInfo;
extern const EvidenceInfo evidence_info[EVIDENCE_COUNT];

/* `met` of `of`; of 0 there is no evidence. */
typedef struct Evidence {
  uint64_t met, of;
  uint64_t open; /* what counts neither way: not settled, unknown */
  Text detail;   /* more of it in words, or why there is none; may be empty */
} Evidence;

/* Something to do in a line of the rule file, or to ask because of it. */
typedef struct CheckupMend {
  EvidenceKind of;
  CodePlace place;
  Text text;
} CheckupMend;

typedef struct CheckupScore {
  bool measured;
  uint32_t points; /* 0..100 */
  bool rated;      /* the program brings a rating of its own */
  uint32_t self;   /* 0..100 */
} CheckupScore;

typedef struct CheckedProcess {
  Text name, doc, entity;
  CodePlace place;
  bool counted;  /* there is data */
  uint64_t rows; /* that the process is for, or may be */
  Evidence evidence[EVIDENCE_COUNT];
  VEC(CheckupMend) mends;
  CheckupScore dimension[DIMENSION_COUNT];
  CheckupScore whole;
} CheckedProcess;

typedef struct Checkup {
  Text file, folder; /* as named; where it lies */
  Text program, version;
  int32_t today;
  bool has_data;
  Text no_data; /* why there is none */
  bool has_solver;
  VEC(CheckedProcess) processes;
} Checkup;

/* Works the scores out from the evidence, and puts what is to mend in its order. */
void checkup_score(Arena *arena, Checkup *checkup);

/* The share in tenths of a percent, rounded half up; `of` is not 0. */
uint32_t evidence_share(Evidence evidence);
/* 0 (nothing) to 5 (all) of points. */
uint32_t checkup_level(uint32_t points);
/* "absent" to "whole". */
const char *checkup_level_word(uint32_t level);
/* What the evidence is about, in words. */
Text evidence_about(Arena *arena, const CheckedProcess *process, EvidenceKind kind);
/* "3 of 4", "proven", "not measured"; nothing where the share says all. */
Text evidence_count(Arena *arena, EvidenceKind kind, Evidence evidence);
/* "75.0%". */
Text evidence_percent(Arena *arena, Evidence evidence);
/* What there is to add: detail, and what counts neither way; may be empty. */
Text evidence_remark(Arena *arena, EvidenceKind kind, Evidence evidence);
/* "48 accounts". */
Text checkup_rows(Arena *arena, const CheckedProcess *process);
/* "as of 2026-06-30"; and what it was made without. */
Text checkup_basis(Arena *arena, const Checkup *checkup);
/* Where something is to be mended, without the rule file's folder: "acme.strata:12:3". */
Text checkup_place(Arena *arena, const Checkup *checkup, CodePlace place);

/* Takes the next part off a text: what stands between two back quotes is said in the language.
 * False at the end. */
bool checkup_next_part(Text *rest, Text *part, bool *quoted);

typedef struct CheckupStyle {
  bool colour;
  bool all;     /* every line to mend; text shows the first ten of a dimension otherwise */
  size_t width; /* of the terminal; 0 for none */
} CheckupStyle;

void checkup_text(Buffer *out, const Checkup *checkup, CheckupStyle style);
void checkup_json(Buffer *out, const Checkup *checkup);
void checkup_markdown(Buffer *out, const Checkup *checkup);
void checkup_html(Buffer *out, const Checkup *checkup);

#endif
